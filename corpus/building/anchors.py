"""Name every unit of a draft by its printed path: `fiche-13.2.a`, `r12`, `encadre-4`."""

from __future__ import annotations

import re
import unicodedata

from building.draft import Node

GLOBAL_KINDS = ("recommendation", "box", "table", "fiche", "annex")
"""Kinds whose number is unique in the draft."""


def slug(text: str) -> str:
    """Reduce a label to lower-case ASCII words joined by hyphens: "Encadré n° 4" gives "encadre-4"."""
    plain = (
        unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("’", " "))
        .encode("ascii", "ignore")
        .decode()
    )
    words = re.findall(r"[a-z0-9.]+", plain.lower())
    return "-".join(word for word in words if word != "n")


def set_anchors(root: Node) -> None:
    """Set the anchor of every unit below the root."""
    for node, parent in root.walk():
        node.anchor = _anchor(node, parent)


def _anchor(node: Node, parent: Node) -> str:
    if node.kind in GLOBAL_KINDS or (parent.kind == "body" and node.number):
        return slug(node.number)
    if node.kind == "section" and node.number:
        chapter, _, section = node.number.partition(".")
        return f"{parent.anchor}.{section}" if parent.anchor.endswith(chapter) else slug(node.number)
    own = slug(node.number.strip(".)")) or slug(node.heading) or f"-{_bullet_position(node, parent)}"
    return own if parent.kind == "body" else f"{parent.anchor}.{own}".replace(".-", "-")


def _bullet_position(node: Node, parent: Node) -> int:
    bullets = [child for child in parent.children if child.kind == node.kind and not child.number]
    return next(index for index, bullet in enumerate(bullets, 1) if bullet is node)
