"""Drawings → the text in them: text boxes, words drawn as art, diagrams and charts."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from toolkit.read.docx.names import A_NS, DGM_NS, MC_NS, R_ID, R_NS, w
from toolkit.read.package import Package, Relation

_ALTERNATIVES = f"{{{MC_NS}}}AlternateContent"
_CHOICE = f"{{{MC_NS}}}Choice"
_FALLBACK = f"{{{MC_NS}}}Fallback"
_BOX = w("txbxContent")
_TEXT_PATH = "{urn:schemas-microsoft-com:vml}textpath"
_DIAGRAM = f"{{{DGM_NS}}}relIds"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DRAWN_PARAGRAPH = f"{{{A_NS}}}p"
_DRAWN_TEXT = f"{{{A_NS}}}t"


def alternative(element: etree._Element) -> etree._Element | None:
    """Return the one branch of an `mc:AlternateContent` to read: both say the same, in two techniques."""
    choice, fallback = element.find(_CHOICE), element.find(_FALLBACK)
    if choice is None or fallback is None:
        return fallback if choice is None else choice
    speaks = any(True for _found in choice.iter(_BOX, w("t"), _DIAGRAM, _CHART))
    return choice if speaks or next(fallback.iter(_BOX, w("t")), None) is None else fallback


def shapes(
    element: etree._Element, package: Package, relations: dict[str, Relation]
) -> Iterator[etree._Element | str]:
    """Yield each text box's content (`w:txbxContent`, not those nested in it) and other drawn texts, in order."""
    for part in element:
        if part.tag == _ALTERNATIVES:
            branch = alternative(part)
            if branch is not None:
                yield from shapes(branch, package, relations)
        elif part.tag == _BOX:
            yield part
        elif part.tag == _TEXT_PATH:
            yield part.get("string", "")
        elif part.tag in (_DIAGRAM, _CHART):
            relation = relations.get(part.get(f"{{{R_NS}}}dm", part.get(R_ID, "")))
            if relation is not None and not relation.external:
                yield from _drawn_paragraphs(package.optional_xml(relation.target))
        else:
            yield from shapes(part, package, relations)


def _drawn_paragraphs(root: etree._Element | None) -> Iterator[str]:
    for paragraph in [] if root is None else root.iter(_DRAWN_PARAGRAPH):
        text = "".join(found.text or "" for found in paragraph.iter(_DRAWN_TEXT))
        if text.strip():
            yield text
