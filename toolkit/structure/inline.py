"""A provision's words as one line, cut anew into number, heading and text; places on the page and calls go along.

The line is number, heading and text with a space between those that are there. Whatever a correction does to
the fields, no word of the line is lost.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from toolkit.model.provision import NoteCall, Provision, Span

_FIELDS: tuple[Literal["number", "heading", "text"], ...] = ("number", "heading", "text")


class Line(msgspec.Struct, frozen=True):
    """Words with the spans and calls on them, all with offsets of the line."""

    words: str
    spans: tuple[Span, ...] = ()
    calls: tuple[NoteCall, ...] = ()

    def part(self, start: int, end: int) -> Line:
        """Return `words[start:end]` without white space at its ends, with what stands on it.

        A call belongs to the part whose word it is printed behind, so that parts that touch share none.
        """
        stretch = self.words[start:end]
        first = start + len(stretch) - len(stretch.lstrip())
        last = first + len(stretch.strip())
        spans = (
            msgspec.structs.replace(
                span, start=max(span.start, first) - first, end=min(span.end, last) - first
            )
            for span in self.spans
            if span.start < last and span.end > first
        )
        calls = (
            msgspec.structs.replace(call, offset=min(max(call.offset, first), last) - first)
            for call in self.calls
            if start < call.offset <= end or (call.offset == 0 == start < end)
        )
        return Line(self.words[first:last], tuple(spans), tuple(calls))

    def followed_by(self, other: Line) -> Line:
        """Return this line and another one, with a space between if both have words."""
        gap = " " if self.words and other.words else ""
        moved = len(self.words) + len(gap)
        return Line(
            self.words + gap + other.words,
            self.spans
            + tuple(
                msgspec.structs.replace(span, start=span.start + moved, end=span.end + moved)
                for span in other.spans
            ),
            self.calls
            + tuple(msgspec.structs.replace(call, offset=call.offset + moved) for call in other.calls),
        )


def field_line(provision: Provision, field: Literal["number", "heading", "text"]) -> Line:
    """Return one field as a line."""
    return Line(
        getattr(provision, field),
        tuple(span for span in provision.spans if span.field == field),
        tuple(call for call in provision.calls if call.field == field),
    )


def whole_line(provision: Provision) -> Line:
    """Return number, heading and text as one line; rows are not part of it."""
    line = Line("")
    for field in _FIELDS:
        line = line.followed_by(field_line(provision, field))
    return line


def with_fields(provision: Provision, *, number: Line, heading: Line, text: Line) -> Provision:
    """Return a provision with these fields instead of its own; its rows stay."""
    # A number has no calls of its own: they go to what follows it.
    followers = tuple(msgspec.structs.replace(call, offset=0) for call in number.calls)
    if heading.words:
        heading = msgspec.structs.replace(heading, calls=followers + heading.calls)
    else:
        text = msgspec.structs.replace(text, calls=followers + text.calls)
    return msgspec.structs.replace(
        provision,
        number=number.words,
        heading=heading.words,
        text=text.words,
        spans=(
            *(msgspec.structs.replace(span, field="number") for span in number.spans),
            *(msgspec.structs.replace(span, field="heading") for span in heading.spans),
            *(msgspec.structs.replace(span, field="text") for span in text.spans),
            *(span for span in provision.spans if span.field == "rows"),
        ),
        calls=(
            *(msgspec.structs.replace(call, field="heading") for call in heading.calls),
            *(msgspec.structs.replace(call, field="text") for call in text.calls),
            *(call for call in provision.calls if call.field == "rows"),
        ),
    )
