"""The words of a provision and what is known of stretches of them → pieces to be printed one after the other.

References become links, deadlines and found words are marked, words that comments quote softly; a footnote's call stands
where the draft prints it. Stretches may overlap: text is cut at every border, links are outermost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from toolkit.model.provision import NoteCall

Stretch = tuple[int, int]


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Where a reference leads: to a provision of this draft, or to the permanent address of another text."""

    start: int
    end: int
    target: str = ""
    """Id of the provision; "" for another text."""
    address: str = ""
    """Of another text."""
    title: str = ""


class Dated(msgspec.Struct, frozen=True):
    """Words that say until when, or for how long; `title` says what they mean."""

    start: int
    end: int
    title: str


class Layers(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one field's text. Offsets are code points of the field."""

    links: Sequence[Link] = ()
    dates: Sequence[Dated] = ()
    found: Sequence[Stretch] = ()
    quoted: Sequence[Stretch] = ()
    calls: Sequence[NoteCall] = ()


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """Words that have everything in common, or the call of a footnote."""

    text: str = ""
    is_found: bool = False
    is_quoted: bool = False
    dated: str = ""
    call: NoteCall | None = None


class Run(msgspec.Struct, frozen=True):
    """Pieces within one link, or outside any."""

    link: Link | None
    pieces: tuple[Piece, ...]


def runs(text: str, layers: Layers, *, start: int = 0, end: int | None = None) -> tuple[Run, ...]:
    """Cut `text[start:end]` into runs; their pieces joined are the same text again."""
    stop = len(text) if end is None else end
    links = _apart(layers.links)
    made: list[tuple[Link | None, list[Piece]]] = []
    calls = sorted(
        (call for call in layers.calls if start <= call.offset <= stop), key=lambda call: call.offset
    )
    for left, right in _segments(start, stop, links, layers, calls):
        made += [(None, [Piece(call=call)]) for call in calls if call.offset == left]
        if left == right:
            continue
        link = next((item for item in links if item.start <= left and right <= item.end), None)
        piece = Piece(
            text=text[left:right],
            is_found=_covers(layers.found, left),
            is_quoted=_covers(layers.quoted, left),
            dated=next((item.title for item in layers.dates if item.start <= left < item.end), ""),
        )
        if made and made[-1][0] is link and made[-1][1][-1].call is None:
            made[-1][1].append(piece)
        else:
            made.append((link, [piece]))
    return tuple(Run(link, tuple(pieces)) for link, pieces in made)


def _segments(
    start: int, stop: int, links: Sequence[Link], layers: Layers, calls: Sequence[NoteCall]
) -> Iterable[Stretch]:
    """Return the stretches between borders; the last one, at the end, is empty."""
    borders = {start, stop, *(call.offset for call in calls)}
    marked = [*layers.found, *layers.quoted]
    marked += [(link.start, link.end) for link in links]
    marked += [(date.start, date.end) for date in layers.dates]
    borders.update(place for stretch in marked for place in stretch)
    within = sorted(border for border in borders if start <= border <= stop)
    return zip(within, [*within[1:], stop], strict=True)


def _covers(stretches: Sequence[Stretch], place: int) -> bool:
    return any(left <= place < right for left, right in stretches)


def _apart(links: Sequence[Link]) -> list[Link]:
    """Return links that do not overlap: of two, the one that begins first, then the longer one."""
    kept: list[Link] = []
    for link in sorted(links, key=lambda item: (item.start, -item.end)):
        if link.start < link.end and (not kept or kept[-1].end <= link.start):
            kept.append(link)
    return kept
