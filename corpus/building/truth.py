"""List what a parser should find in a sample: units, texts, parents, notes, tables, in printed order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from building.draft import Draft, Node
from building.inline import plain


def list_truth(draft: Draft, name: str) -> dict[str, Any]:
    """Return the truth of a draft as JSON-ready values; `text` joins own paragraphs with line feeds."""
    nodes = list(_nodes(draft))
    for order, node in enumerate(nodes):
        node["order"] = order
    return {"doc": name, "truth_source": f"source/{name}.txt", "language": draft.language, "nodes": nodes}


def _nodes(draft: Draft) -> Iterator[dict[str, Any]]:
    cover = "\n".join((draft.issuer, draft.version, *draft.cover))
    yield {
        "id": "cover",
        "ref": None,
        "kind": "title",
        "title": draft.title,
        "text": cover,
        "parent": None,
        "parent_id": None,
    }
    count = 0
    for node, parent in draft.body.walk():
        yield _unit(node, parent)
        for text in called_notes(node):
            count += 1
            yield _note(text, count, node)


def called_notes(node: Node) -> list[str]:
    """Return the footnotes that a unit calls itself, in printed order."""
    return [*node.notes, *(note for paragraph in node.paragraphs for note in paragraph.notes)]


def _unit(node: Node, parent: Node) -> dict[str, Any]:
    unit: dict[str, Any] = {
        "id": node.anchor,
        "ref": node.number or None,
        "kind": node.kind,
        "title": plain(node.heading),
        "text": "\n".join(plain(paragraph.text) for paragraph in node.paragraphs),
        "parent": parent.number or None,
        "parent_id": parent.anchor or None,
    }
    if node.level:
        unit["level"] = node.level
    if node.rows:
        grid = [[plain(cell) for cell in _filled(node.rows, index)] for index in range(len(node.rows))]
        unit |= {"rows": len(grid), "first_row": grid[0], "grid": grid}
    return unit


def _filled(rows: list[list[str]], index: int) -> list[str]:
    """Return a row with the words of joined cells left empty, as they are printed once."""
    return ["" if cell in ("<", "^") else cell for cell in rows[index]]


def _note(text: str, number: int, caller: Node) -> dict[str, Any]:
    return {
        "id": f"note-{number}",
        "ref": str(number),
        "kind": "footnote",
        "title": "",
        "text": plain(text),
        "parent": caller.number or None,
        "parent_id": caller.anchor,
    }
