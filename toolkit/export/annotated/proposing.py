"""What a comment proposes → edits of the draft's text, as few as turn the words that stand there into the proposed ones."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import msgspec

from toolkit.export.annotated.locating import Locator, Place, Range, letters_of
from toolkit.export.annotated.manuscript import Manuscript
from toolkit.export.printable import paragraphs
from toolkit.export.replacement import Replacement, replacement
from toolkit.export.wording import Change, comparable, compare
from toolkit.model.comment import Comment
from toolkit.model.provision import Outline, Provision
from toolkit.model.response import Answer

# Matches what separates words on a line: spaces of all widths and tabs; not a line end.
_GAP = re.compile(r"[^\S\n]+")

_LIKE = str.maketrans({"\u2011": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})
"""Characters that say the same as another one; one for one, so that offsets stay true."""

_LIGATURES = {chr(code): unicodedata.normalize("NFKD", chr(code)) for code in range(0xFB00, 0xFB07)}
"""Characters that readers show as the letters they are made of."""


class Edit(Range, frozen=True):
    """Delete a stretch of the manuscript's text and put `text` there; of an empty stretch, only insert."""

    text: str = ""


class Passage(msgspec.Struct, frozen=True):
    """A stretch of the manuscript as people quote it: single spaces, no margins, no empty lines."""

    text: str
    offsets: tuple[int, ...]
    """Where each character of `text` begins in the manuscript."""
    ends: tuple[int, ...]
    """Where it ends: an accent may be a character of its own there, and a ligature two here."""

    def start_of(self, index: int, fallback: int) -> int:
        """Return where something goes that is put before `text[index]`, after what stands before it."""
        if index > 0 and (index == len(self.text) or self.text[index - 1] != "\n"):
            return self.ends[index - 1]
        return self.offsets[index] if index < len(self.offsets) else fallback


def read_passage(manuscript: Manuscript, stretch: Range) -> Passage:
    """Return a stretch of the manuscript with the place of each of its characters."""
    text: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []

    def take(characters: str, offset: int) -> None:
        text.extend(characters)
        offsets.extend([offset] * len(characters))
        ends.extend([offset + 1] * len(characters))

    waiting: tuple[str, int] | None = None
    for offset in range(stretch.start, stretch.end):
        character = manuscript.text[offset]
        if character.isspace():
            if waiting is None or (character == "\n" and waiting[0] != "\n"):
                waiting = character, offset
            continue
        if waiting is not None and text:
            take(*waiting)
        if text and waiting is None and unicodedata.combining(character):
            text[-1], ends[-1] = unicodedata.normalize("NFC", text[-1] + character)[:1], offset + 1
        else:
            take(_LIGATURES.get(character, character), offset)
        waiting = None
    return Passage("".join(text), tuple(offsets), tuple(ends))


class Proposals:
    """Turns comments into edits; None where the draft's words cannot be found or compared."""

    def __init__(self, manuscript: Manuscript, locator: Locator, outline: Outline) -> None:
        self._manuscript = manuscript
        self._locator = locator
        self._outline = outline

    def quoted(self, comment: Comment, place: Place) -> Range | None:
        """Return where the quoted words stand, None without quote or where they are not found."""
        if not comment.quote:
            return None
        text = place.fields.get("text")
        found = self._locator.find(comment.quote, text) if text is not None else None
        return found or self._locator.find(comment.quote, place.whole)

    def deleted_whole(self, comment: Comment) -> tuple[Range, ...]:
        """Return all that goes with a provision that is to be deleted: what stands under it too, without notes."""
        if not comment.deletion or comment.quote or comment.provision_id not in self._outline.by_id:
            return ()
        ids = [comment.provision_id, *(i.id for i in self._outline.printed_below(comment.provision_id))]
        places = [self._locator.places[key] for key in ids if key in self._locator.places]
        stretches = [item for place in places for item in (place.number, *place.fields.values()) if item]
        return tuple(sorted(stretches, key=lambda item: item.start))

    def edits(self, comment: Comment, answer: Answer, place: Place) -> tuple[Edit, ...] | None:
        """Return the edits of a comment that replaces words; an empty tuple if it changes none."""
        if comment.quote:
            return self._quote_edits(comment, answer, place)
        if not comment.proposed or not place.fields.get("text", place.fields.get("heading")):
            return None
        return self._text_edits(comment, answer, place)

    def _quote_edits(self, comment: Comment, answer: Answer, place: Place) -> tuple[Edit, ...] | None:
        quoted = self.quoted(comment, place)
        if quoted is None:
            return None
        base = place.fields.get("text")
        if base is None or not (base.start <= quoted.start and quoted.end <= base.end):
            line = self._manuscript.line_at(quoted.start)
            base = Range(line.start, max(line.end, quoted.end))
        passage = read_passage(self._manuscript, base)
        plain = passage.text.translate(_LIKE)
        first = bisect_left(passage.offsets, quoted.start)
        words = plain[first : bisect_left(passage.offsets, quoted.end)]
        replaced = replacement(
            msgspec.structs.replace(comment, quote=words),
            msgspec.structs.replace(answer, provision=Provision(id=answer.provision.id, text=plain)),
        )
        if replaced is None or plain.find(words) != first:
            replaced = Replacement(words, comparable(comment.proposed))
        at = plain.find(replaced.before, max(0, first + len(words) - len(replaced.before)))
        return None if at < 0 else self._compared(passage, at, replaced, comment)

    def _text_edits(self, comment: Comment, answer: Answer, place: Place) -> tuple[Edit, ...] | None:
        """Replace a provision's own words with the list below them as far as it is repeated; else what is below."""
        own = place.fields.get("text")
        if own is not None:
            wording = comparable(comment.proposed)
            listed = [part for part in answer.quoted if part.text and comparable(part.text) in wording]
            return self._parts_edits(comment, own, listed)
        if answer.abridged:
            return None
        below = [part for part in answer.quoted if part.text]
        return self._parts_edits(comment, None if below else place.fields["heading"], below)

    def _parts_edits(
        self, comment: Comment, stretch: Range | None, parts: Sequence[Provision]
    ) -> tuple[Edit, ...] | None:
        labels = []
        for part in parts:
            found = self._locator.places.get(part.id)
            if found is None or (stretch is not None and found.whole.start < stretch.end):
                return None
            stretch = Range(found.whole.start if stretch is None else stretch.start, found.whole.end)
            labels += [part] if found.number is None and part.number else []
        if stretch is None:
            return None
        passage = read_passage(self._manuscript, stretch)
        lines = comparable(comment.proposed).split("\n")
        after = "\n".join(_without_label(line, labels) for line in lines)
        return self._compared(passage, 0, Replacement(passage.text.translate(_LIKE), after), comment)

    def _compared(
        self, passage: Passage, at: int, replaced: Replacement, comment: Comment
    ) -> tuple[Edit, ...]:
        after = _GAP.sub(" ", replaced.after)
        changes = compare(replaced.before, after.translate(_LIKE))
        original = "\n".join(
            _GAP.sub(lambda gap: gap.group()[0], line) for line in paragraphs(comment.proposed)
        )
        return tuple(_edits(passage, at, changes, original))


def _without_label(line: str, labels: Sequence[Provision]) -> str:
    """Leave out the number of a list item that Word computes."""
    for part in labels:
        if line.startswith(part.number) and letters_of(line) != letters_of(part.number):
            return line[len(part.number) :].lstrip()
    return line


def _edits(passage: Passage, at: int, changes: Sequence[Change], original: str) -> Iterator[Edit]:
    index = at
    rest = list(changes)
    end = passage.ends[-1] if passage.ends else 0
    while rest:
        change = rest.pop(0)
        length = len(change.text)
        if change.kind == "kept":
            index += length
            continue
        if change.kind == "inserted":
            start = passage.start_of(index, end)
            yield Edit(start, start, _as_written(change.text, original))
            continue
        inserted = rest.pop(0).text if rest and rest[0].kind == "inserted" else ""
        if change.text.strip() or inserted.strip() or "\n" in inserted:
            start = passage.offsets[index]
            yield Edit(start, passage.ends[index + length - 1], _as_written(inserted, original))
        index += length


def _as_written(text: str, original: str) -> str:
    """Return inserted words with the spaces that the person typed: French has no-break ones before its marks."""
    at = original.translate(_LIKE).find(text) if text else -1
    return original[at : at + len(text)] if at >= 0 else text
