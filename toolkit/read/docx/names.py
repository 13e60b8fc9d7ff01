"""Qualified names of WordprocessingML and its neighbours, and the values that many elements share."""

from __future__ import annotations

from lxml import etree

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
M_NS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
A_NS = "http://schemas.openxmlformats.org/drawingml/2006/main"
MC_NS = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DGM_NS = "http://schemas.openxmlformats.org/drawingml/2006/diagram"


def w(name: str) -> str:
    """Qualify a name of WordprocessingML: `w("p")`."""
    return f"{{{W_NS}}}{name}"


R_ID = f"{{{R_NS}}}id"
VAL = w("val")


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first descendant along a path of WordprocessingML names, or None."""
    for name in path:
        if element is None:
            return None
        element = element.find(w(name))
    return element


def value(element: etree._Element | None, *path: str) -> str | None:
    """Return the `w:val` of the first descendant along a path, or None where element or attribute is missing."""
    found = child(element, *path)
    return None if found is None else found.get(VAL)


def number(element: etree._Element | None, *path: str) -> int | None:
    """Return the `w:val` along a path as a whole number, None where missing or no number."""
    return whole(value(element, *path))


def whole(text: str | None) -> int | None:
    """Read a whole number as Word writes it; fractions are cut, nonsense is None."""
    try:
        return int(float(text)) if text is not None else None
    except (ValueError, OverflowError):
        return None


def toggle(element: etree._Element | None, name: str) -> bool | None:
    """Read an on/off property (ISO 29500-1, 17.17.4): None where absent, so that it is inherited."""
    found = child(element, name)
    if found is None:
        return None
    return found.get(VAL, "true").lower() not in {"0", "false", "off", "none"}


def points(twips: str | None) -> float | None:
    """Convert twentieths of a point."""
    amount = whole(twips)
    return None if amount is None else amount / 20
