"""The body of a letter or mail → remarks: parted where the place changes, each with what it says of its place."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from toolkit.intake.headings import HeadingStack, is_heading
from toolkit.intake.letters import Letter, open_letter
from toolkit.intake.paragraphs import Paragraph
from toolkit.intake.places import Place, leading_place, place_of
from toolkit.intake.proposals import proposal_of, stance_of
from toolkit.intake.silence import silent_place
from toolkit.intake.vocabulary import begins_with, plain, vocabulary
from toolkit.model.contribution import Clues, Form, Leftover, Remark
from toolkit.model.sentences import sentences


class Prose(msgspec.Struct, frozen=True):
    """What a letter says, and what of it is no remark; together they hold all its words."""

    remarks: tuple[Remark, ...]
    leftovers: tuple[Leftover, ...]
    author: str = ""
    role: str = ""


def read_prose(paragraphs: Sequence[Paragraph], *, form: Form = "prose", subject: str = "") -> Prose:
    """Make remarks of a letter's paragraphs."""
    letter = open_letter(paragraphs)
    remarks, headings = remarks_of(letter, form=form, subject=subject)
    return Prose(remarks, (*letter.leftovers, *headings), letter.author, letter.role)


def remarks_of(letter: Letter, *, form: Form, subject: str = "") -> tuple[tuple[Remark, ...], list[Leftover]]:
    """Return the remarks of a letter's body, and its headings."""
    cutter = _Cutter()
    for index, paragraph in enumerate(letter.body):
        cutter.take(paragraph, letter.body[index + 1 : index + 2])
    keys = _Keys()
    return tuple(_remark(group, keys, form, subject) for group in cutter.groups), cutter.leftovers


@dataclass
class _Group:
    """Words about one place."""

    where: str
    headings: tuple[str, ...]
    texts: list[str] = field(default_factory=list)
    place: Place = field(default_factory=Place)
    quote: str = ""
    silent: bool = False
    general: bool = False
    led: bool = False
    """Whether a sentence of its own names the place, so that what follows may be about it too."""
    is_item: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


class _Piece(msgspec.Struct, frozen=True):
    """Sentences of one paragraph about one place."""

    text: str
    lead: Place
    silent: Place | None = None


class _Cutter:
    """Goes through the paragraphs and opens a group wherever the place changes."""

    def __init__(self) -> None:
        self.groups: list[_Group] = []
        self.leftovers: list[Leftover] = []
        self._stack = HeadingStack()
        self._open: _Group | None = None
        self._listing = False
        """Whether the paragraph before announces what follows."""

    def take(self, paragraph: Paragraph, following: Sequence[Paragraph]) -> None:
        if (
            is_heading(paragraph, following[0] if following else None)
            and silent_place(paragraph.text) is None
        ):
            self._stack.push(paragraph)
            self.leftovers.append(Leftover(paragraph.where, paragraph.text, "header"))
            self._open = None
        else:
            for index, piece in enumerate(_pieces(paragraph.text)):
                self._add(piece, paragraph, is_first=index == 0)
        self._listing = paragraph.text.rstrip().endswith(":") or (self._listing and paragraph.is_item)

    def _add(self, piece: _Piece, paragraph: Paragraph, *, is_first: bool) -> None:
        group = self._open
        if group is None or not self._goes_on(group, piece, paragraph, is_first=is_first):
            group = self._begin(piece, paragraph)
        group.texts.append(piece.text)

    def _begin(self, piece: _Piece, paragraph: Paragraph) -> _Group:
        general = _is_general(piece.text)
        before = self._open
        inherited = () if general else self._stack.titles
        if (
            before is not None
            and before.led
            and not before.is_item
            and not (piece.lead or general or piece.silent or paragraph.is_item or _names_subject(piece.text))
        ):
            inherited = (*inherited, before.place.clause) if before.place.clause else inherited
        group = _Group(
            where=paragraph.where,
            headings=inherited,
            place=piece.silent or piece.lead,
            quote=paragraph.quote,
            silent=piece.silent is not None,
            general=general or self._stack.is_general,
            led=bool(piece.lead),
            is_item=paragraph.is_item,
        )
        self.groups.append(group)
        self._open = group
        self._listing = self._listing and not paragraph.is_item
        return group

    def _goes_on(self, group: _Group, piece: _Piece, paragraph: Paragraph, *, is_first: bool) -> bool:
        """Tell whether a piece goes on about the place of the open group."""
        if piece.silent is not None or group.silent or paragraph.quote != group.quote:
            return False
        if piece.lead:
            return (
                piece.lead.clause != "" and piece.lead.clause == group.place.clause and not paragraph.is_item
            )
        if not is_first:
            return True
        if paragraph.is_item:
            return self._listing and _is_list_item(paragraph.text)
        return _is_carried_on(group, piece.text)


def _is_list_item(text: str) -> bool:
    """Tell whether an item goes on with the sentence above its list rather than being a remark of its own."""
    words = text.lstrip("-–—•*·▪ ")
    return words[:1].islower() or text.rstrip().endswith((";", ","))


def _is_general(text: str) -> bool:
    return begins_with(plain(text[:200]), vocabulary().letter.generals)


def _is_carried_on(group: _Group, text: str) -> bool:
    """Tell whether a paragraph goes on with the argument of those before: otherwise it is a point of its own."""
    said, letter = plain(text[:200]), vocabulary().letter
    if _is_general(text) or begins_with(said, (*letter.openers, *letter.postscripts)):
        return False
    if _is_quotation(group.text) or _is_cut(group.text, text):
        return True
    return begins_with(said, letter.continuations) and not _names_another(text, group.place)


# Matches "télécopie : ", "contrôle des accès : " at the beginning. Near miss: "Nous proposons d'écrire ceci : ".
_SUBJECT = re.compile(r"\s* (?: [^\s:.,;?!«“]+ \s+ ){0,4} [^\s:.,;?!«“]+ \s* : \s", re.VERBOSE)


def _names_subject(text: str) -> bool:
    """Tell whether a paragraph begins with what it is about, in words: "sur le bris de glace", "télécopie : "."""
    said = plain(text[:200])
    if begins_with(said, vocabulary().letter.continuations):
        return False
    return begins_with(said, vocabulary().places.subjects) or _SUBJECT.match(text) is not None


def _is_cut(text: str, following: str) -> bool:
    """Tell whether a paragraph breaks off amid a sentence that the next one goes on with."""
    return text.rstrip().endswith(",") and following[:1].islower()


def _names_another(text: str, place: Place) -> bool:
    """Tell whether a paragraph names a place that is not the one before."""
    named = place_of(text)
    return bool(named) and named.clause != place.clause


def _is_quotation(text: str) -> bool:
    """Tell whether a text is nothing but words quoted, to be spoken of below."""
    said = text.strip()
    return (said.startswith("«") and said.endswith("»")) or (said.startswith("“") and said.endswith("”"))


def _pieces(text: str) -> Iterable[_Piece]:
    """Part a paragraph before each sentence that begins with a place, and around silences."""
    held: list[str] = []
    lead = Place()
    quoting = 0
    for sentence in _whole_sentences(text):
        silent = silent_place(sentence) if not quoting else None
        named = leading_place(sentence) if not quoting else Place()
        general = not quoting and _is_general(sentence)
        if held and (silent is not None or general or (named and named.clause != lead.clause)):
            yield _Piece(" ".join(held), lead)
            held, lead = [], Place()
        if silent is not None:
            yield _Piece(sentence, Place(), silent)
            continue
        lead = lead or named if held else named
        held.append(sentence)
        quoting = max(
            0, quoting + sentence.count("«") + sentence.count("“") - sentence.count("»") - sentence.count("”")
        )
    if held:
        yield _Piece(" ".join(held), lead)


def _whole_sentences(text: str) -> Iterable[str]:
    """Yield sentences, a number of the list ("1.") with the one that it counts."""
    label = ""
    for sentence in sentences(text):
        if len(sentence) <= 4 and not label:
            label = sentence
        else:
            yield f"{label} {sentence}" if label else sentence
            label = ""
    if label:
        yield label


class _Keys:
    """Keys from the words, as paragraphs have no number of their own; equal ones are counted."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, text: str) -> str:
        digest = hashlib.sha256(plain(text).encode()).hexdigest()[:16]
        self._seen[digest] += 1
        return f"text-{digest}-{self._seen[digest]}"


def _remark(group: _Group, keys: _Keys, form: Form, subject: str) -> Remark:
    text = group.text
    place = group.place
    if group.silent:
        place = place or next(
            (found for title in reversed(group.headings) if (found := place_of(title))), Place()
        )
        return Remark(
            key=keys.of(text),
            form=form,
            kind="silence",
            where=group.where,
            text=text,
            clues=_clues(group, place, quote=group.quote, subject=subject),
        )
    proposal = proposal_of(text)
    place = place or place_of(text)
    return Remark(
        key=keys.of(text),
        form=form,
        where=group.where,
        text=text,
        proposed=proposal.proposed,
        deletion=proposal.deletion,
        position=stance_of(text, proposal),
        clues=_clues(group, place, quote=proposal.quote or group.quote, subject=subject),
    )


def _clues(group: _Group, place: Place, *, quote: str, subject: str) -> Clues:
    page = place.page_number
    lines = place.lines
    if page is None and lines is None:
        stated = place_of(group.text)
        page, lines = stated.page_number, stated.lines
    return Clues(
        clause=place.clause,
        headings=group.headings,
        page_number=page,
        lines=lines,
        quote=quote,
        subject=subject,
        general=group.general and not place.clause,
    )
