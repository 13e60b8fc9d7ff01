"""Qualified names of WordprocessingML and of what later versions of Word keep beside it (MS-DOCX 2.2, 2.5)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M_NS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MC_NS = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W14_NS = "http://schemas.microsoft.com/office/word/2010/wordml"
W15_NS = "http://schemas.microsoft.com/office/word/2012/wordml"
OFFICE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ALTERNATIVES = f"{{{MC_NS}}}AlternateContent"


def w(name: str) -> str:
    """Qualify a name of WordprocessingML: `w("p")`."""
    return f"{{{W_NS}}}{name}"


P, R, T, VAL, ID = w("p"), w("r"), w("t"), w("val"), w("id")
R_PR, P_PR = w("rPr"), w("pPr")


def ancestors_below(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield an element and what it stands in, up to but without the nearest ancestor called `tag`."""
    found: etree._Element | None = element
    while found is not None and found.tag != tag:
        yield found
        found = found.getparent()


def holder(element: etree._Element) -> etree._Element:
    """Return what an element stands in; it must be in a tree."""
    parent = element.getparent()
    assert parent is not None  # nobody asks for the holder of a root
    return parent


def branch(element: etree._Element) -> etree._Element | None:
    """Return the branch of an `mc:AlternateContent` whose text is read: the choice, if it has any."""
    choice, fallback = element.find(f"{{{MC_NS}}}Choice"), element.find(f"{{{MC_NS}}}Fallback")
    if choice is None or fallback is None:
        return fallback if choice is None else choice
    speaks = next(choice.iter(T), None) is not None
    return choice if speaks or next(fallback.iter(T), None) is None else fallback
