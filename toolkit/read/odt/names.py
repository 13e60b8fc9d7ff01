"""Qualified names of OpenDocument, and its lengths."""

from __future__ import annotations

import re

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = {
    "office": _BASE + "office:1.0",
    "text": _BASE + "text:1.0",
    "table": _BASE + "table:1.0",
    "draw": _BASE + "drawing:1.0",
    "style": _BASE + "style:1.0",
    "fo": _BASE + "xsl-fo-compatible:1.0",
    "meta": _BASE + "meta:1.0",
    "manifest": _BASE + "manifest:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "pc": 12.0, "px": 0.75}

# Match: "1.27cm", "-0.5in", "12pt". Near miss: "120%".
_LENGTH = re.compile(r"(?P<amount> -? \d* \.? \d+ ) (?P<unit> pt | in | cm | mm | pc | px )", re.VERBOSE)


def q(name: str) -> str:
    """Qualify a prefixed name: `q("text:p")`."""
    prefix, _colon, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def points(length: str | None) -> float | None:
    """Convert a length to points; None where missing or relative.

    >>> points("2.54cm"), points("120%")
    (72.0, None)
    """
    found = _LENGTH.fullmatch(length or "")
    return round(float(found["amount"]) * _POINTS[found["unit"]], 2) if found else None


def whole(text: str | None, default: int) -> int:
    """Read a whole number, `default` where missing or none."""
    return int(text) if text is not None and text.isascii() and text.isdecimal() else default
