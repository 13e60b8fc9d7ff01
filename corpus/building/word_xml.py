"""Write WordprocessingML elements with little noise: `w("p", w("r"), style="Normal")`."""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(tag: str, *children: _Element, **attributes: str | int) -> _Element:
    """Make an element of the main namespace; attribute names get its prefix too, `r_id` that of relationships."""
    element = etree.Element(f"{{{W}}}{tag}", nsmap={"w": W, "r": R})
    for name, value in attributes.items():
        space, local = (R, name[2:]) if name.startswith("r_") else (W, name)
        element.set(f"{{{space}}}{local}", str(value))
    element.extend(children)
    return element


def text(words: str) -> _Element:
    """Make a text element that keeps its outer spaces."""
    element = w("t")
    element.text = words
    element.set(XML_SPACE, "preserve")
    return element


def run(*content: _Element, look: tuple[_Element, ...] = ()) -> _Element:
    """Make a run; `look` holds run properties in schema order."""
    properties = (w("rPr", *look),) if look else ()
    return w("r", *properties, *content)


def paragraph(style: str, *content: _Element, properties: tuple[_Element, ...] = ()) -> _Element:
    """Make a paragraph of a style; `properties` follow the style in schema order."""
    return w("p", w("pPr", w("pStyle", val=style), *properties), *content)


def field(instruction: str, shown: str) -> list[_Element]:
    """Make the runs of a complex field with its last result."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set(XML_SPACE, "preserve")
    return [
        run(w("fldChar", fldCharType="begin")),
        run(code),
        run(w("fldChar", fldCharType="separate")),
        run(text(shown)),
        run(w("fldChar", fldCharType="end")),
    ]


def serialise(root: _Element) -> bytes:
    """Write a part with its XML declaration."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
