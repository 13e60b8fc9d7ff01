"""Contents lists that print the page before the title: "12 Fiche 1 : Désigner un délégué".

Such lines look like numbered headings. What tells them apart: their numbers never fall but repeat or leap, as
pages do, and their titles are printed again further on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from toolkit.model.layout import Block, Furniture

_FEWEST = 6
_SHARE_REPRINTED = 0.5
_LONGEST_KEY = 40

# Matches "12 Fiche 1 : Désigner" and "4 LE RÔLE"; not "1.2 Objet", "12. Objet", "2 mois"
_LINE = re.compile(r"(?P<page>\d{1,4})\s+(?P<title>[^\W\d_a-zà-ÿ].*|[«“\"(].*)")


_Numbered = Sequence[tuple[int, Block]]


def find_leading_contents(numbered: _Numbered) -> set[int]:
    """Return which of the numbered lines belong to such a list; a list fills a page or its last part."""
    pages = [list(lines) for _page, lines in groupby(numbered, key=lambda pair: pair[1].page_number)]
    listing = [(lines, entries) for lines in pages if (entries := _entries(lines))]
    if not listing:
        return set()
    reprinted = {_key(block.text): index for index, block in numbered}
    return {index for lines, entries in listing for index in _list_on_page(lines, entries, reprinted)}


def _entries(lines: _Numbered) -> list[tuple[int, re.Match[str]]]:
    """Return the place and match of each line of a page that may be of a list; [] if its numbers are no pages."""
    entries = [
        (place, match)
        for place, (_index, block) in enumerate(lines)
        if block.kind == "line" and (match := _LINE.fullmatch(block.text.strip()))
    ]
    if len(entries) < _FEWEST or not _count_as_pages([int(match["page"]) for _place, match in entries]):
        return []
    return entries


def _list_on_page(
    lines: _Numbered, entries: Sequence[tuple[int, re.Match[str]]], reprinted: dict[str, int]
) -> Iterable[int]:
    first, last = entries[0][0], entries[-1][0]
    again = sum(reprinted.get(_key(match["title"]), -1) > lines[last][0] for _place, match in entries)
    if again < _SHARE_REPRINTED * len(entries) or 2 * len(entries) < last - first:
        return ()
    return (index for index, _block in lines[first : last + 1])


def _count_as_pages(pages: Sequence[int]) -> bool:
    """Tell whether numbers go up as the pages of titles do, by leaps and with repetitions."""
    steps = [after - before for before, after in pairwise(pages)]
    return min(steps) >= 0 and max(steps) > 1


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))[:_LONGEST_KEY]


def split_leading(pieces: Sequence[Furniture]) -> list[tuple[str, str]]:
    """Return title and page of each entry of a page of such lines; [] for any other page."""
    matches = [_LINE.fullmatch(piece.text.strip()) for piece in pieces]
    pages = [int(match["page"]) for match in matches if match]
    if len(pages) < _FEWEST or not _count_as_pages(pages):
        return []
    return list(_joined(zip(pieces, matches, strict=True)))


def _joined(lines: Iterable[tuple[Furniture, re.Match[str] | None]]) -> Iterator[tuple[str, str]]:
    """Join the lines that a title goes on in."""
    title, page = "", ""
    for piece, match in lines:
        if match is None:
            title = f"{title} {piece.text.strip()}"
            continue
        if page:
            yield title, page
        title, page = match["title"], match["page"]
    if page:
        yield title, page
