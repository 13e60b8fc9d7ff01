"""Text set along the margin → the titles among it: those that the contents or bookmarks announce.

Guides print the titles of their chapters turned by a quarter beside the first page; other vertical text is a stamp
or a mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from toolkit.model.layout import Block
from toolkit.structure.page.contents_pages import key_of

_SHORTEST = 5
"""Letters of a title that may be the beginning of an announced one."""


def find_vertical_titles(blocks: Sequence[Block], announced: Iterable[str]) -> set[int]:
    """Return the indexes of the margin blocks whose words are, or begin, an announced title; the first of each."""
    margins = [index for index, block in enumerate(blocks) if block.kind == "line" and block.role == "margin"]
    if not margins:
        return set()
    keys = {key_of(title) for title in announced}
    found: dict[str, int] = {}
    for index in margins:
        key = key_of(blocks[index].text)
        begins = len(key) >= _SHORTEST and any(other.startswith(key) for other in keys)
        if key and (key in keys or begins):
            found.setdefault(key, index)
    return set(found.values())


def lead_their_pages(blocks: Sequence[Block], titles: set[int]) -> list[tuple[int, Block]]:
    """Return the numbered blocks with each title, now a line like others, before the text of its page."""
    leading: dict[int | None, list[tuple[int, Block]]] = {}
    for index in sorted(titles):
        block = msgspec.structs.replace(blocks[index], role="body")
        leading.setdefault(block.page_number, []).append((index, block))
    ordered: list[tuple[int, Block]] = []
    for index, block in enumerate(blocks):
        if index not in titles:
            ordered += leading.pop(block.page_number, ())
            ordered.append((index, block))
    return ordered + [item for items in leading.values() for item in items]
