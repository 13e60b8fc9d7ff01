"""Page and line numbers, as printed or as counted → the provisions that stand there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from toolkit.model.provision import ParsedDraft, Span

_SAME_LINE_PT = 3.0
_PRINTED = re.compile(r"\d+")


class Pages:
    """Knows what stands on which line of which page of one draft."""

    def __init__(self, draft: ParsedDraft) -> None:
        placed: dict[int, list[tuple[float, int]]] = defaultdict(list)
        self._on_page: dict[int, list[int]] = defaultdict(list)
        for index, provision in enumerate(draft.provisions):
            pages = {number for span in provision.spans if (number := _page(span))}
            for number in pages or ({provision.page_number} if provision.page_number else set()):
                self._on_page[number].append(index)
            for span in provision.spans:
                if span.box is not None and span.page_number is not None:
                    placed[span.page_number].append((span.box.top, index))
        self._lines = {number: _lines(found) for number, found in placed.items()}
        self._printed = _printed_numbers(draft)

    def numbers(self, page_number: int) -> tuple[int, ...]:
        """Return the pages of the file that a number may mean: the one that prints it, the one counted so."""
        found = (self._printed.get(page_number, 0), page_number)
        return tuple(dict.fromkeys(number for number in found if number in self._on_page))

    def on_page(self, page_number: int) -> tuple[int, ...]:
        """Return what stands on a page of the file, as indexes of provisions."""
        return tuple(self._on_page.get(page_number, ()))

    def on_lines(self, page_number: int, first: int, last: int) -> tuple[int, ...]:
        """Return what stands on some lines of a page, in order; () where the page has no such line."""
        lines = self._lines.get(page_number, [])
        return tuple(dict.fromkeys(index for line in lines[max(0, first - 1) : last] for index in line))


def _page(span: Span) -> int:
    return span.page_number or 0


def _lines(placed: Iterable[tuple[float, int]]) -> list[list[int]]:
    """Return the lines of a page from its top, each with what stands on it."""
    lines: list[list[int]] = []
    last = float("-inf")
    for top, index in sorted(placed):
        if top - last > _SAME_LINE_PT:
            lines.append([])
            last = top
        lines[-1].append(index)
    return lines


def _printed_numbers(draft: ParsedDraft) -> dict[int, int]:
    """Return the page of the file by the number printed on it."""
    printed: dict[int, int] = {}
    for item in draft.furniture:
        number = _PRINTED.search(item.text) if item.role == "page_number" else None
        if number and item.page_number:
            printed.setdefault(int(number[0]), item.page_number)
    return printed
