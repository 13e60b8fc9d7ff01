"""A response and a mapping → what stands in each field, how long it is, and what no field takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from toolkit.errors import UnknownName
from toolkit.export.comment_tables.entries import document_name
from toolkit.export.facts import totals
from toolkit.export.headings import unit_of
from toolkit.export.printable import shortened
from toolkit.export.reply_form.counting import length
from toolkit.export.reply_form.mapping import Field, Mapping, Unit, Value
from toolkit.export.reply_form.prose import Piece, PieceKind, Said, answer_pieces, text_of
from toolkit.export.terms import Terms
from toolkit.messages import _, quoted
from toolkit.model.contribution import GENERAL
from toolkit.model.filing import Filing
from toolkit.model.provision import Outline, Provision, spoken_number
from toolkit.model.response import Response

_DISPENSABLE: tuple[PieceKind, ...] = ("quotation", "rationale", "minority", "text")
"""What an answer that is too long can best do without, in this order."""
_LONGEST_WORDS = 60


class Cut(msgspec.Struct, frozen=True):
    """A piece to leave out, and how much shorter the answer is without it."""

    kind: PieceKind
    comment_id: str
    length: int
    words: str


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """A field with its answer."""

    field: Field
    text: str
    length: int
    comment_ids: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()
    """What to leave out so that it fits; empty where it does."""

    @property
    def excess(self) -> int:
        """Return by how much it is too long, 0 if it fits."""
        return max(0, self.length - self.field.limit) if self.field.limit else 0


class Filling(msgspec.Struct, frozen=True):
    """All fields in their order, and the ids of comments that none of them takes."""

    fields: tuple[Filled, ...]
    left: tuple[str, ...]


def fill_fields(response: Response, mapping: Mapping, filing: Filing, *, where: str = "") -> Filling:
    """Answer every field of a mapping; a comment goes into the first field that takes it.

    Raises:
        UnknownName: a field names a provision that is neither in the draft nor in the response.
    """
    said = [
        Said(comment, answer)
        for section in response.sections
        for answer in section.answers
        for comment in answer.comments
    ]
    takers = _Takers(response, mapping, filing, where)
    owner = {one.comment.id: takers.first(one) for one in said}
    terms = Terms(response.language)
    filled = tuple(
        _answered(field, [one for one in said if owner[one.comment.id] == field.id], terms)
        if field.takes_comments
        else _stated(field, response, terms)
        for field in mapping.field
    )
    return Filling(filled, tuple(dict.fromkeys(one.comment.id for one in said if not owner[one.comment.id])))


def mapping_by_section(response: Response) -> Mapping:
    """Return a field for each section of a response that holds comments."""
    return Mapping(
        tuple(
            Field(id=str(number), question=section.title, sections=(section.id,))
            for number, section in enumerate(
                (
                    section
                    for section in response.sections
                    if any(answer.comments for answer in section.answers)
                ),
                start=1,
            )
        )
    )


class _Takers:
    """Tells which field a comment goes into."""

    def __init__(self, response: Response, mapping: Mapping, filing: Filing, where: str) -> None:
        self._fields = [field for field in mapping.field if field.takes_comments]
        self._sections = {
            comment.id: section.id
            for section in response.sections
            for answer in section.answers
            for comment in answer.comments
        }
        draft = filing.provisions or _provisions_of(response)
        self._outline = Outline(draft)
        numbers: dict[str, list[str]] = {}
        for item in draft:
            numbers.setdefault(_plain_number(item), []).append(item.id)
        self._numbers = numbers
        self._meant = {
            field.id: {self._named(name, where) for name in field.provisions} for field in self._fields
        }

    def first(self, one: Said) -> str:
        """Return the id of the field, "" if there is none."""
        fields = sorted(self._fields, key=lambda field: field.rest)
        return next((field.id for field in fields if self._takes(field, one)), "")

    def _takes(self, field: Field, one: Said) -> bool:
        if not field.filters:
            return False
        if field.general and one.answer.provision.id == GENERAL:
            return True
        chosen = (field.provisions, field.roles, field.topics, field.sections, field.positions)
        if not any(chosen):
            return field.rest
        return all(
            (
                not field.provisions or bool(self._meant[field.id] & self._way(one)),
                not field.roles or bool({*self._tags(one, "role"), one.comment.role} & set(field.roles)),
                not field.topics or bool(self._tags(one, "topic") & set(field.topics)),
                not field.sections or self._sections[one.comment.id] in field.sections,
                not field.positions or one.comment.position in field.positions,
            )
        )

    def _way(self, one: Said) -> set[str]:
        """Return the ids of a provision, of its unit and of all above it."""
        provision_id = one.answer.provision.id
        way = {provision_id, unit_of(one.answer).provision.id}
        if provision_id in self._outline.by_id:
            way.update(item.id for item in self._outline.ancestors(provision_id))
        return way

    def _tags(self, one: Said, facet: str) -> set[str]:
        return {tag.value for tag in one.answer.provision.tags if tag.facet == facet}

    def _named(self, name: str, where: str) -> str:
        """Return the id that a mapping means by an id or a number."""
        if name in self._outline.by_id:
            return name
        found = self._numbers.get(name.casefold().rstrip(". )"), [])
        if len(found) == 1:
            return found[0]
        hint = _("{name} is the number of several: {ids}.").format(
            name=quoted(name), ids=", ".join(found[:5])
        )
        raise UnknownName(
            _("the draft has no provision {name}.").format(name=quoted(name)),
            where=where,
            hint=hint if found else _("See `consult show` for the ids."),
        )


def _plain_number(provision: Provision) -> str:
    return spoken_number(provision).casefold().rstrip(". )") or provision.id


def _provisions_of(response: Response) -> list[Provision]:
    """Return what the response itself knows of the draft, without the tree above it."""
    found: dict[str, Provision] = {}
    for section in response.sections:
        for answer in section.answers:
            for item in (unit_of(answer).provision, answer.provision):
                found.setdefault(item.id, msgspec.structs.replace(item, parent_id=None))
    return list(found.values())


def _answered(field: Field, said: Sequence[Said], terms: Terms) -> Filled:
    pieces = answer_pieces(said, terms)
    text = text_of(pieces)
    measured = length(text, field.unit)
    excess = measured - field.limit if field.limit else 0
    return Filled(
        field=field,
        text=text,
        length=measured,
        comment_ids=tuple(dict.fromkeys(one.comment.id for one in said)),
        cuts=tuple(_cuts(pieces, excess, field.unit)) if excess > 0 else (),
    )


def _cuts(pieces: Sequence[Piece], excess: int, unit: Unit) -> Iterator[Cut]:
    """Yield what to leave out, least missed first, until the answer fits."""
    for kind in _DISPENSABLE:
        found = [piece for piece in pieces if piece.kind == kind]
        for piece in sorted(found, key=lambda piece: -length(piece.text, unit)):
            if excess <= 0:
                return
            saved = length(piece.text, unit) + (unit == "characters")
            excess -= saved
            yield Cut(kind, piece.comment_id, saved, shortened(piece.text, _LONGEST_WORDS))


def _stated(field: Field, response: Response, terms: Terms) -> Filled:
    text = field.fixed or ("" if field.value is None else _value(field.value, response, terms))
    return Filled(field=field, text=text, length=length(text, field.unit))


def _value(value: Value, response: Response, terms: Terms) -> str:
    consultation = response.consultation
    return {
        "respondent": consultation.respondent,
        "contact": consultation.contact,
        "date": terms.date(response.date),
        "title": consultation.title,
        "issuer": consultation.issuer,
        "draft": document_name(response),
        "draft_version": consultation.draft_version,
        "deadline": terms.date(consultation.deadline),
        "totals": totals(response, terms),
        "content_sha256": response.content_sha256,
    }[value]
