"""The comments that go into one field → one text in the name of all, in plain paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

import msgspec

from toolkit.export.comment_tables.saying import quoted
from toolkit.export.headings import answer_title, unit_of
from toolkit.export.printable import printable, shortened
from toolkit.export.terms import Terms
from toolkit.export.wording import comparable
from toolkit.model.comment import Comment
from toolkit.model.contribution import GENERAL
from toolkit.model.response import Answer

PieceKind = Literal["place", "stance", "text", "quotation", "proposal", "rationale", "minority"]
_LONGEST_PLACE = 120


class Said(msgspec.Struct, frozen=True):
    """A comment with what it is about."""

    comment: Comment
    answer: Answer


class Piece(msgspec.Struct, frozen=True):
    """A sentence or more of an answer; `comment_id` is of the comment that it comes from, "" for what joins them."""

    kind: PieceKind
    text: str
    comment_id: str = ""
    opens: bool = False
    """Whether it begins a paragraph."""


def answer_pieces(said: Sequence[Said], terms: Terms) -> tuple[Piece, ...]:
    """Return the pieces of an answer in order; the place is told where the field covers more than one."""
    return tuple(_pieces(said, terms))


def text_of(pieces: Iterable[Piece]) -> str:
    """Return pieces as one text: a line for each paragraph, an empty one between places."""
    lines: list[str] = []
    for piece in pieces:
        if piece.kind == "place" and lines:
            lines.append("")
        if piece.opens or not lines:
            lines.append(piece.text)
        else:
            lines[-1] = f"{lines[-1]} {piece.text}"
    return "\n".join(lines)


def _pieces(said: Sequence[Said], terms: Terms) -> Iterator[Piece]:
    titles = {_title(one, terms) for one in said}
    for title, group in groupby(said, key=lambda one: _title(one, terms)):
        members = list(group)
        if len(titles) > 1:
            yield Piece("place", title, opens=True)
        for position, same in groupby(_by_position(members), key=lambda one: one.comment.position):
            agreed = list(same)
            place = "" if len(titles) > 1 else _place(agreed[0].answer)
            yield Piece("stance", _stance(position, place, terms), opens=True)
            for index, one in enumerate(agreed):
                yield from _comment(one.comment, terms, opens=index > 0)


def _by_position(said: Sequence[Said]) -> list[Said]:
    """Return comments with those of one position together, in the order of the first of each; minorities last."""
    order: dict[str, int] = {}
    for one in said:
        order.setdefault(one.comment.position, len(order))
    return sorted(said, key=lambda one: (one.comment.minority, order[one.comment.position]))


def _title(one: Said, terms: Terms) -> str:
    if one.answer.provision.id == GENERAL:
        return terms.gettext("On the draft as a whole")
    return shortened(answer_title(one.answer), _LONGEST_PLACE)


def _place(answer: Answer) -> str:
    """Return how one cites the place, "" for the whole draft and where it has only a long name."""
    place = "" if answer.provision.id == GENERAL else answer.cited or unit_of(answer).short
    return place if len(place) <= _LONGEST_PLACE // 2 else ""


def _stance(position: str, place: str, terms: Terms) -> str:
    _ = terms.gettext
    if not place:
        return {
            "support": _("We support this."),
            "oppose": _("We oppose this."),
            "amend": _("We ask for a change."),
            "question": _("We ask for clarification."),
        }[position]
    return {
        "support": _("{place}: we are in favour."),
        "oppose": _("{place}: we are against."),
        "amend": _("{place}: we ask for a change."),
        "question": _("{place}: we ask for clarification."),
    }[position].format(place=place)


def _comment(comment: Comment, terms: Terms, *, opens: bool) -> Iterator[Piece]:
    _ = terms.gettext
    if comment.minority:
        yield Piece("minority", _("Some of us see it otherwise:"), comment.id, opens=True)
        opens = False
    if comment.text.strip():
        yield Piece("text", _sentence(comment.text), comment.id, opens=opens)
    if comment.rationale.strip():
        yield Piece("rationale", _sentence(comment.rationale), comment.id)
    yield from _proposal(comment, terms)


def _proposal(comment: Comment, terms: Terms) -> Iterator[Piece]:
    _ = terms.gettext
    if comment.deletion and comment.quote:
        told = _("We propose to delete {quote}.").format(quote=quoted(comment.quote, terms))
        yield Piece("proposal", printable(told), comment.id, opens=True)
    elif comment.deletion:
        yield Piece("proposal", _("We propose to delete this provision."), comment.id, opens=True)
    elif comment.proposed:
        told = _("Proposed wording: {wording}").format(wording=quoted(comment.proposed, terms))
        yield Piece("proposal", printable(told), comment.id, opens=True)
        if comment.quote:
            instead = _("instead of {quote}.").format(quote=quoted(comment.quote, terms))
            yield Piece("quotation", printable(instead), comment.id)
    elif comment.quote and comparable(comment.quote) not in comparable(comment.text):
        concerned = _("This is about the words {quote}.").format(quote=quoted(comment.quote, terms))
        yield Piece("quotation", printable(concerned), comment.id)


def _sentence(text: str) -> str:
    """Return a text that ends as a sentence does."""
    told = printable(text).strip()
    return told if told.endswith((".", "!", "?", "…", ":", "»", "”", ")")) else f"{told}."
