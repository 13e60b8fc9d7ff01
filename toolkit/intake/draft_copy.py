"""The paragraphs and tables of a file → what of them is the draft's own text, and what is written beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

import msgspec

from toolkit.intake.columns import Row, names_field
from toolkit.intake.paragraphs import Paragraph
from toolkit.intake.vocabulary import holds, plain, vocabulary
from toolkit.structure.labels.numbering import split_label

_COPY_SHARE = 0.5
"""Share of a file's long paragraphs that are the draft's, from which on the file is a copy of it."""
_TABLE_SHARE = 0.8
"""The same, of the words of a table."""
_LONG = 40
"""Characters from which on a paragraph tells whose it is."""
_OWN_SHARE = 0.1
"""Share of paragraphs in the contributor's own voice, from which on a file with comments in it is a letter all the same."""
_OWN_SHORT = 0.34
"""The same, of a file too short to be a draft's copy for sure."""
_RUN = 3
"""Words in a row by which a cell that was edited, or cut by a page, is known."""
_COPIED_SHARE = 0.9
"""Share of a paragraph's words in such runs, from which on they are the draft's."""
_TITLE_LINES = 5
"""Paragraphs of the draft, up to which a copy is on its title page."""
_WORD = re.compile(r"\S+")
_EDITED_SHARE = 0.6
"""Share of such runs that are the draft's, from which on a cell is the draft's, edited."""


class DraftWords:
    """The draft's paragraphs and cells, as a copy of it may repeat them."""

    def __init__(self, texts: Collection[str]) -> None:
        self._texts = texts

    @cached_property
    def _plain(self) -> frozenset[str]:
        return frozenset(map(plain, self._texts))

    @cached_property
    def _long(self) -> frozenset[str]:
        return frozenset(plain(text) for text in self._texts if len(text) >= _LONG)

    @cached_property
    def _runs(self) -> frozenset[tuple[str, ...]]:
        return frozenset(
            run for text in self._plain for size in range(1, _RUN + 1) for run in _runs(text, size)
        )

    def part(
        self, paragraphs: Sequence[Paragraph], *, is_marked_up: bool
    ) -> tuple[list[Paragraph], list[Paragraph]]:
        """Part the contributor's paragraphs from those of the draft.

        `is_marked_up` says that others have read comments or changes in the file: its text is then the draft's, unless
        it speaks as a letter does.
        """
        long = [item for item in paragraphs if len(item.text) >= _LONG]
        shared = [item for item in long if self._long and self._end_of_copy(item.text)]
        if self._long and len(shared) >= max(_COPY_SHARE * len(long), 3):
            return self._beside(paragraphs, edited_share=_EDITED_SHARE if is_marked_up else _COPIED_SHARE)
        if is_marked_up and not _speaks(paragraphs):
            return [], list(paragraphs)
        return list(paragraphs), []

    def _beside(
        self, paragraphs: Sequence[Paragraph], *, edited_share: float
    ) -> tuple[list[Paragraph], list[Paragraph]]:
        """Part what is written between and behind the paragraphs of a copy; it is about the one before it.

        Paragraphs with less than `edited_share` of the draft's words are the contributor's; where changes are tracked,
        an edited one is the draft's, as its changes are remarks already.
        """
        own: list[Paragraph] = []
        copied: list[Paragraph] = []
        for item in paragraphs:
            text = item.text
            end = self._end_of_copy(text, share=edited_share)
            if end:
                copied.append(msgspec.structs.replace(item, text=text[:end].rstrip()))
            elif edited_share < _COPIED_SHARE and len(text) < _LONG and len(copied) < _TITLE_LINES:
                end = len(text)  # on the title page of a copy with changes: a version, a date
                copied.append(item)
            if end < len(text):
                before = copied[-1].text if copied else ""
                rest = text[end:].strip()
                own.append(msgspec.structs.replace(item, text=rest, quote=item.quote or before, level=None))
        return own, copied

    def _end_of_copy(self, text: str, *, share: float = _COPIED_SHARE) -> int:
        """Return where the draft's words end in a paragraph: its length for a copy, 0 for one that is not the draft's.

        A paragraph may go on in brackets ("… sept jours. [DSI : trop court]"), or with a sentence of the contributor's.
        """
        label = split_label(text)
        start = label[1] if label else 0
        if plain(text) in self._plain or self._is_label(text) or self._is_label(text[start:]):
            return len(text)
        opening = text.rfind("[")
        if opening > 0 and plain(text[:opening]) in self._plain:
            return opening
        words = list(_WORD.finditer(text, start))
        known = self._known_words([plain(word[0]) for word in words])
        end = max((index + 1 for index, is_known in enumerate(known) if is_known), default=0)
        if not end or sum(known) < share * end:
            return 0
        if len(words) - end < _RUN:
            return len(text)
        if _opens_sentence(words[end - 1][0], words[end][0]):
            return words[end - 1].end()
        return len(text) if share < _COPIED_SHARE else 0

    def _is_label(self, text: str) -> bool:
        """Tell whether a short text is but a number, or words that the draft has just so."""
        said = plain(text)
        return not said.strip("0123456789 ") or tuple(said.split()) in self._runs

    def _known_words(self, words: Sequence[str]) -> list[bool]:
        """Tell of each word whether it stands in a run of words of the draft."""
        said = [(index, part) for index, word in enumerate(words) for part in word.split()]
        known = [not word for word in words]
        for start in range(len(said) - _RUN + 1):
            if tuple(part for _index, part in said[start : start + _RUN]) in self._runs:
                for index, _part in said[start : start + _RUN]:
                    known[index] = True
        return known

    def holds_table(self, rows: Sequence[Row]) -> bool:
        """Tell whether nearly all that a table says is the draft's: then it is one of its tables."""
        sizes = [(len(cell), self.holds_cell(cell)) for row in rows for cell in row.cells if cell.strip()]
        return bool(self._plain) and sum(size for size, held in sizes if held) >= _TABLE_SHARE * max(
            sum(size for size, _held in sizes), 1
        )

    def holds_cell(self, cell: str) -> bool:
        """Tell whether a cell is the draft's, word for word, or so but for an edit."""
        said = plain(cell)
        if said in self._plain:
            return True
        runs = list(_runs(said))
        return bool(runs) and sum(run in self._runs for run in runs) >= _EDITED_SHARE * len(runs)

    def beside_cells(self, rows: Sequence[tuple[str, Row]]) -> tuple[list[Paragraph], list[Paragraph]]:
        """Return the draft's words in one of its tables, and what is written into it: that is about the row's first cell.

        `rows` come with what people call them.
        """
        copied: list[Paragraph] = []
        own: list[Paragraph] = []
        for where, row in rows:
            kept: list[str] = []
            for cell in filter(None, map(str.strip, row.cells)):
                is_known = self.holds_cell(cell) or bool(names_field(cell))
                end = len(cell) if is_known else self._end_of_copy(cell)
                kept += [cell[:end].rstrip()] if end else []
                if end < len(cell):
                    quote = kept[-1] if end else next(iter(kept), "")
                    own.append(Paragraph(text=cell[end:].strip(), where=where, quote=quote))
            copied += [Paragraph(text="\t".join(kept), where=where)] if kept else []
        return copied, own


def _opens_sentence(before: str, word: str) -> bool:
    """Tell whether a word begins a sentence or an aside: "(", "=>", "Trop" after "jours."."""
    return before[-1] in ".;:!?" or not word[0].isalnum()


def _runs(said: str, size: int = _RUN) -> Iterator[tuple[str, ...]]:
    words = said.split()
    return (tuple(words[start : start + size]) for start in range(len(words) - size + 1))


def _speaks(paragraphs: Sequence[Paragraph]) -> bool:
    """Tell whether paragraphs speak for a contributor, as a letter does and a draft does not."""
    voice = sum(holds(plain(item.text[:1000]), vocabulary().letter.voice) for item in paragraphs)
    return voice >= (_OWN_SHORT if len(paragraphs) < 12 else _OWN_SHARE) * max(len(paragraphs), 1)
