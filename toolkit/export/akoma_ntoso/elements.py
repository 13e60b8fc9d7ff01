"""Makes elements of Akoma Ntoso."""

from __future__ import annotations

from lxml import etree

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_PREFIXES: dict[str, str] = {None: NAMESPACE}  # type: ignore[dict-item]  # lxml's None: no prefix


def make(tag: str, /, *content: etree._Element | str, **attributes: str) -> etree._Element:
    """Return an element with text (first) and elements in it."""
    element = etree.Element(f"{{{NAMESPACE}}}{tag}", attributes, nsmap=_PREFIXES)
    for part in content:
        if isinstance(part, str):
            element.text = part
        else:
            element.append(part)
    return element
