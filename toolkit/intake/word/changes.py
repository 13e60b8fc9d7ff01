"""Tracked changes of several authors → what each of them wants a paragraph to say, as if nobody else had changed it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import msgspec

from toolkit.intake.word.passages import Passage, original_texts, squeezed, was
from toolkit.intake.word.story import Mark, Paragraph, Stretch
from toolkit.intake.word.wording import (
    PARAGRAPH_END,
    Replacement,
    Segment,
    anchored,
    replacement,
    squeezed_lines,
)
from toolkit.messages import _
from toolkit.model.contribution import Clues, Remark
from toolkit.model.form import fingerprint


@dataclass(frozen=True)
class Note:
    """A comment as far as it may say why something was changed."""

    author: str
    text: str
    resolved: bool = False


@dataclass(frozen=True)
class _Piece:
    """A segment with where it came from."""

    segment: Segment
    mark: Mark | None
    comments: frozenset[str] = frozenset()


@dataclass
class ChangeReader:
    """Collects the remarks that the changes of a file amount to."""

    passages: Sequence[Passage]
    notes: Mapping[str, Note]
    """Comments by id."""
    remarks: list[Remark] = field(default_factory=list)
    explained: dict[str, str] = field(default_factory=dict)
    """Comments that became the rationale of a change: id → key of its remark."""
    keys: dict[tuple[int, str], str] = field(default_factory=dict)
    """Key of the first remark by number of the passage in the file and author."""
    _seen: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.texts = original_texts(self.passages)

    def read(self, within: frozenset[int] | None = None) -> None:
        """Read the wording of every passage by every author who changed it, then what they did to each other's.

        `within` restricts it to the passages of some paragraphs (by `id`).
        """
        for number, passage in enumerate(self.passages):
            if within is not None and within.isdisjoint(map(id, passage.paragraphs)):
                continue
            for author in _authors(passage):
                if not any(in_row_of(paragraph, author) for paragraph in passage.paragraphs):
                    self._read_passage(number, passage, author)
            self._read_struck(number, passage)
        if within is None:
            self._read_joins()

    def add(
        self, number: int, made: Replacement, mark: Mark, *, text: str = "", passage: int | None
    ) -> Remark:
        """Keep a remark on the passage that is `number` in the file."""
        remark = Remark(
            key=self._key(mark, passage),
            form="tracked_changes",
            where=_("change by {author}, paragraph {number}").format(
                author=mark.author or _("somebody unnamed"), number=number + 1
            ),
            author=mark.author,
            date=mark.date,
            position="amend",
            text=text,
            proposed=made.proposed,
            deletion=made.deletion,
            clues=Clues(quote=made.quote, passage=passage),
        )
        self.remarks.append(remark)
        self.keys.setdefault((number, mark.author), remark.key)
        return remark

    def _key(self, mark: Mark, passage: int | None) -> str:
        """Name a change by what stays the same when others are made: author, date, and what the paragraph was."""
        words = "" if passage is None else self.texts[passage]
        key = f"change {mark.author} {mark.date} {fingerprint(words)}"
        self._seen[key] += 1
        return key if self._seen[key] == 1 else f"{key} {self._seen[key]}"

    # ── one passage by one author ───────────────────────────────────────────────────────────────────────────────

    def _read_passage(self, number: int, passage: Passage, author: str) -> None:
        core = _core(passage, author)
        before = passage.index - 1 if passage.text else passage.index
        self._read_new(number, passage.paragraphs[: core.start], author, after=before)
        if passage.text:
            pieces = _pieces(passage.paragraphs[core.start : core.stop], author)
            for group in self._groups(pieces, author):
                self._read_group(number, passage, pieces, group)
        self._read_new(number, passage.paragraphs[core.stop :], author, after=passage.index)

    def _read_new(self, number: int, paragraphs: Sequence[Paragraph], author: str, *, after: int) -> None:
        new = squeezed_lines(PARAGRAPH_END.join(_kept(paragraph, author) for paragraph in paragraphs))
        marks = [mark for paragraph in paragraphs for mark in _marks_of(paragraph, author)]
        if new:
            index = max(after, 0) if self.texts else None
            self.add(number, anchored(new, self.texts, after), _earliest(marks), passage=index)

    def _groups(self, pieces: Sequence[_Piece], author: str) -> Iterator[tuple[str, list[int]]]:
        """Yield the places of changes that belong together, with the comment that explains exactly them or ""."""
        changed = [place for place, piece in enumerate(pieces) if piece.segment.changed]
        reason: dict[int, str] = {}
        for comment_id in dict.fromkeys(key for piece in pieces for key in sorted(piece.comments)):
            covered = [place for place, piece in enumerate(pieces) if comment_id in piece.comments]
            note = self.notes.get(comment_id)
            ends = pieces[covered[0]].segment.changed and pieces[covered[-1]].segment.changed
            if note is not None and note.author == author and ends and comment_id not in self.explained:
                reason.update((place, comment_id) for place in covered if place not in reason)
        for comment_id, places in groupby(changed, key=lambda place: reason.get(place, "")):
            yield comment_id, list(places)

    def _read_group(
        self, number: int, passage: Passage, pieces: Sequence[_Piece], group: tuple[str, list[int]]
    ) -> None:
        comment_id, places = group
        segments = [piece.segment for piece in pieces]
        made = replacement(segments, places[0], places[-1])
        marks = [mark for place in places if (mark := pieces[place].mark) is not None]
        if made.quote == made.proposed:  # spaces alone
            return
        remark = self.add(number, made, _earliest(marks), passage=passage.index)
        note = self.notes.get(comment_id)
        if note is not None and comment_id not in self.explained:
            self.explained[comment_id] = remark.key
            self.remarks[-1] = msgspec.structs.replace(remark, rationale=note.text, resolved=note.resolved)

    # ── what authors do to each other's words, and to the ends of paragraphs ─────────────────────────────────────

    def _read_struck(self, number: int, passage: Passage) -> None:
        """Read the deletion of words that somebody else proposes: an answer to that proposal."""
        struck: dict[tuple[str, str], list[Stretch]] = {}
        for paragraph in passage.paragraphs:
            for stretch in paragraph.stretches:
                came, went = stretch.inserted, stretch.deleted
                if came is not None and went is not None and came.author != went.author:
                    struck.setdefault((went.author, came.author), []).append(stretch)
        for (_author, proposer), stretches in struck.items():
            words = squeezed("".join(stretch.text for stretch in stretches))
            marks = [stretch.deleted for stretch in stretches if stretch.deleted is not None]
            if not words:
                continue
            told = _("Strikes words that {author} proposes: “{words}”").format(author=proposer, words=words)
            index = passage.index if passage.index >= 0 else None
            remark = self.add(number, Replacement("", ""), _earliest(marks), text=told, passage=index)
            answered = self.keys.get((number, proposer), "")
            self.remarks[-1] = msgspec.structs.replace(remark, reply_to=answered)

    def _read_joins(self) -> None:
        """Read paragraph ends that were deleted while text stands on both sides of them."""
        for number, passage in enumerate(self.passages[:-1]):
            mark = passage.paragraphs[-1].deleted
            follower = self.passages[number + 1]
            if mark is None or mark.kind != "deletion" or (number, mark.author) in self.keys:
                continue
            both = (part for side in (passage, follower) for part in [_view(side, mark.author)])
            if passage.text and follower.text and all(both):
                told = _("Join this paragraph with the next one.")
                self.add(number, Replacement("", ""), mark, text=told, passage=passage.index)


def in_row_of(paragraph: Paragraph, author: str) -> bool:
    """Tell whether a paragraph stands in a table row that `author` inserted or deleted as a whole."""
    row = paragraph.container.row
    marks = (row.inserted, row.deleted) if row is not None else ()
    return any(mark is not None and mark.author == author for mark in marks)


def _core(passage: Passage, author: str) -> range:
    """Return which paragraphs of a passage hold its original text; those before and after are wholly new."""
    paragraphs = passage.paragraphs
    old = [place for place, paragraph in enumerate(paragraphs) if any(map(_is_old_text, paragraph.stretches))]
    if not old:
        return range(0)
    start, stop = 0, len(paragraphs)
    while start < old[0] and _ends_for(paragraphs[start], author):
        start += 1
    while stop - 1 > old[-1] and _ends_for(paragraphs[stop - 2], author):
        stop -= 1
    return range(start, stop)


def _is_old_text(stretch: Stretch) -> bool:
    return was(stretch) and bool(stretch.text.strip())


def _ends_for(paragraph: Paragraph, author: str) -> bool:
    """Tell whether an author put in the end of a paragraph."""
    return _put_in(paragraph.inserted, author) and not _took_out(paragraph.deleted, author)


def _pieces(paragraphs: Sequence[Paragraph], author: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    for place, paragraph in enumerate(paragraphs):
        for stretch in paragraph.stretches:
            kept = _stays(stretch, author)
            segment = Segment(stretch.text.replace("\n", " "), before=was(stretch), after=kept)
            mark = stretch.inserted if kept else stretch.deleted
            pieces.append(_Piece(segment, mark, stretch.comments))
        if place < len(paragraphs) - 1:
            segment = Segment(PARAGRAPH_END, before=False, after=_ends_for(paragraph, author))
            pieces.append(_Piece(segment, paragraph.inserted))
    return pieces


def _stays(stretch: Stretch, author: str) -> bool:
    came = stretch.inserted is None or _put_in(stretch.inserted, author)
    return came and not _took_out(stretch.deleted, author)


def _put_in(mark: Mark | None, author: str) -> bool:
    return mark is not None and mark.kind == "insertion" and mark.author == author


def _took_out(mark: Mark | None, author: str) -> bool:
    return mark is not None and mark.kind == "deletion" and mark.author == author


def _kept(paragraph: Paragraph, author: str) -> str:
    return "".join(
        stretch.text.replace("\n", " ") for stretch in paragraph.stretches if _stays(stretch, author)
    )


def _view(passage: Passage, author: str) -> str:
    return squeezed("".join(_kept(paragraph, author) for paragraph in passage.paragraphs))


def _marks_of(paragraph: Paragraph, author: str) -> Iterator[Mark]:
    for mark in (paragraph.inserted, *(stretch.inserted for stretch in paragraph.stretches)):
        if mark is not None and _put_in(mark, author):
            yield mark


def _authors(passage: Passage) -> Iterable[str]:
    """Return who inserted or deleted something in a passage, in order of appearance."""
    found: dict[str, None] = {}
    for paragraph in passage.paragraphs:
        for stretch in paragraph.stretches:
            for mark in (stretch.inserted, stretch.deleted):
                if mark is not None and mark.kind in {"insertion", "deletion"}:
                    found.setdefault(mark.author)
        if paragraph.inserted is not None and paragraph.inserted.kind == "insertion":
            found.setdefault(paragraph.inserted.author)
    return found


def _earliest(marks: Sequence[Mark]) -> Mark:
    return min(marks, key=lambda mark: mark.date)
