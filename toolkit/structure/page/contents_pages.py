"""Contents pages → which lines they are, and their entries as data for the recognition of headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

import msgspec

from toolkit.model.layout import Block, Furniture
from toolkit.structure.page.contents_leading import find_leading_contents, split_leading

_MIN_RUN = 4
"""Entries in a row that make a contents list where no heading announces one."""
_MAX_GAP = 2
"""Lines without a page number between two entries: titles that take several lines."""

# "Sommaire", "TABLE DES MATIÈRES"; not "Contents of the file".
_TITLE = re.compile(
    r"""
    (?: sommaire | table \s des \s mati[èe]res | table \s of \s contents | contents | inhaltsverzeichnis
      | (?:liste|table) \s des \s (?:figures|tableaux|recommandations|illustrations|annexes)
      | (?:list|table) \s of \s (?:figures|tables|recommendations)
    ) \s* :?
    """,
    re.VERBOSE | re.IGNORECASE,
)

# "2.1 Accès ........ 14" and "Annexe\t57"; not "voir page 14".
_ENTRY = re.compile(
    r"""
    (?P<title> .*? [^\s._…·\-] )
    (?P<leader> \s* (?: (?:[._…·]\s?){3,} | … | \t )[\s._…·\t]* | \s+ )
    (?P<page> \d{1,4} | [ivxl]{1,6} )
    """,
    re.VERBOSE,
)
_PAGE_ENDS = frozenset("0123456789ivxl")
_NUMBER = re.compile(
    r"""
    (?P<number>
        (?:(?:partie|titre|chapitre|chapter|section|article|annexe?|fiche|part|kapitel)\s+(?:n°\s*)?)?
        (?: \d+(?:\.\d+)*\.? | [A-Z]\.(?:\d+\.?)* | [IVXLC]+\.? | [A-Z]\d+ )
    )
    (?: \s*[:–—-]\s* | \s+ ) (?P<title>\S.*)
    """,
    re.VERBOSE | re.IGNORECASE,
)

# " – " in "Annexe A – Glossaire", "_"; not "é", "²"
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")


class ContentsEntry(msgspec.Struct, frozen=True):
    """One line of a contents page."""

    title: str
    """Without number and page."""
    number: str
    """Label as printed in the contents ("2.1", "Fiche n° 3"); "" if none."""
    page: str
    """Page as printed."""
    indent_pt: float
    """Left edge of the entry."""


@lru_cache(maxsize=4096)  # the same titles are looked for by several stages
def key_of(title: str) -> str:
    """Reduce a title to what contents and body agree on: letters and digits, without case."""
    return _NEITHER_LETTER_NOR_DIGIT.sub("", title.casefold())


def is_contents_title(text: str) -> bool:
    """Tell whether a line announces a contents list."""
    return _TITLE.fullmatch(text.strip()) is not None


def find_contents(numbered: Sequence[tuple[int, Block]]) -> set[int]:
    """Return which of the numbered blocks belong to contents lists, their titles included."""
    found = find_leading_contents(numbered)
    position = 0
    while position < len(numbered):
        end = _run_end(numbered, position)
        if end > position:
            found.update(index for index, _block in numbered[position:end])
            position = end
        else:
            position += 1
    return found


def _run_end(numbered: Sequence[tuple[int, Block]], start: int) -> int:
    """Return the end of the contents list that starts here; `start` if none does."""
    first = numbered[start][1]
    titled = first.kind == "line" and bool(_TITLE.fullmatch(first.text.strip()))
    strong_start = _entry(first)
    if not titled and (strong_start is None or not _is_strong(strong_start)):
        return start
    end = position = start + (1 if titled else 0)
    pages: list[int] = []
    strong = entries = 0
    while position < len(numbered) and position - end <= _MAX_GAP:
        block = numbered[position][1]
        entry = _entry(block)
        page = _page_value(entry["page"]) if entry else 0
        if entry is not None and (not pages or page >= pages[-1] - 1):
            pages.append(page)
            entries += 1
            strong += _is_strong(entry)
            end = position + 1
        elif _TITLE.fullmatch(block.text.strip()):
            pages = []
            end = position + 1
        position += 1
    if entries < (2 if titled else _MIN_RUN) or (not titled and strong < max(_MIN_RUN, 0.6 * entries)):
        return start
    return _with_tail(numbered, end)


def _with_tail(numbered: Sequence[tuple[int, Block]], end: int) -> int:
    """Include the rest of a last title that goes on below its page number."""
    last = numbered[end - 1][1]
    if end < len(numbered) and last.box is not None:
        block = numbered[end][1]
        if (
            block.box is not None
            and block.page_number == last.page_number
            and block.style == last.style
            and 0 < block.box.top - last.box.top < 1.6 * (last.box.bottom - last.box.top)
            and block.box.x0 >= last.box.x0 - 1
        ):
            return end + 1
    return end


def _entry(block: Block) -> re.Match[str] | None:
    text = block.text.strip()
    if block.kind != "line" or text[-1:] not in _PAGE_ENDS:
        return None
    return _ENTRY.fullmatch(text)


def _is_strong(entry: re.Match[str]) -> bool:
    return bool(entry["leader"].strip(" ")) and any(character.isalpha() for character in entry["title"])


def _page_value(page: str) -> int:
    return int(page) if page.isdigit() else 0


def contents_entries(furniture: Iterable[Furniture]) -> tuple[ContentsEntry, ...]:
    """Return the entries of the contents lists among the furniture, titles over several lines joined."""
    listed = [piece for piece in furniture if piece.role == "toc"]
    entries: list[ContentsEntry] = []
    for _page, on_page in groupby(listed, key=lambda piece: piece.page_number):
        pieces = list(on_page)
        leading = split_leading(pieces)
        entries += (
            [
                _contents_entry(title, page, 0.0) for title, page in leading
            ]  # numbers hide how far titles stand in
            if leading
            else _trailing_entries(pieces)
        )
    return tuple(entries)


def _trailing_entries(listed: Iterable[Furniture]) -> list[ContentsEntry]:
    """Return the entries of a page whose lines end in page numbers."""
    entries: list[ContentsEntry] = []
    pending: list[Furniture] = []
    for piece in listed:
        if _TITLE.fullmatch(piece.text.strip()):
            pending = []
            continue
        match = _ENTRY.fullmatch(piece.text.strip())
        if match is None:
            pending.append(piece)
            continue
        title = " ".join([*(part.text for part in pending), match["title"]])
        first = pending[0] if pending else piece
        entries.append(_contents_entry(title, match["page"], first.box.x0 if first.box else 0.0))
        pending = []
    return entries


def _contents_entry(title: str, page: str, indent_pt: float) -> ContentsEntry:
    title = " ".join(title.split())
    match = _NUMBER.fullmatch(title)
    if match is None:
        return ContentsEntry(title, "", page, indent_pt)
    return ContentsEntry(match["title"], match["number"], page, indent_pt)
