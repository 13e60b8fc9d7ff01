"""Provisions that are shown → stretches of text, and each provision as it is printed on the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from toolkit.model.labels import kind_label
from toolkit.model.provision import Provision, rows_text, spoken_number, title
from toolkit.model.tag import Evidence, Tag
from toolkit.tag.explain import tag_label
from toolkit.tag.links import link as permanent_link
from toolkit.web.rooms.reading.contents import entry_above
from toolkit.web.rooms.reading.filtering import Facet
from toolkit.web.rooms.reading.naming import tone_of
from toolkit.web.rooms.reading.reader import Marks
from toolkit.web.rooms.reading.words import Dated, Layers, Link, Run, Stretch, runs
from toolkit.workspace.coverage import SILENT

if TYPE_CHECKING:
    from toolkit.web.rooms.reading.reader import Reader

_DRAFT = "draft:"
"""How the identity of a reference begins that points into the draft itself."""
_FRAMES = ("box", "recommendation")
"""Kinds that hold together what stands under them."""
_DEEPEST_INDENT = 4
_HEIGHT = 2400
"""Pixels of text, roughly, that are sent as one."""
_MOST_IN_PART = 40


class Chip(msgspec.Struct, frozen=True, kw_only=True):
    """A tag, as people read it, that filters when it is clicked."""

    facet: Facet
    value: str
    label: str
    tone: str
    is_asked: bool
    by_person: bool = False


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A provision as it is printed on the page."""

    id: str
    kind: str
    kind_label: str
    title: str
    number: str
    heading: tuple[Run, ...]
    heading_level: int
    """Of the heading among those of its stretch, which begins with 2 and skips none; 0 without one."""
    depth: int
    """Headings that it stands under, as far as they are told apart by looks."""
    words: tuple[Run, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    frame: str
    """"law", "finding", "recommendation" or "box": what it stands in, so that it is told apart; "" for plain text."""
    begins_frame: bool
    indent: int
    is_match: bool
    """False for what only shows where a match stands."""
    is_folded: bool
    """A footnote that its call unfolds."""
    hidden: str
    chips: tuple[Chip, ...]
    marks: Marks
    pages: tuple[int, ...]
    entry: str
    """Id of the heading in the contents that it stands under."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the text that is sent as one."""

    ids: tuple[str, ...]
    height_px: int
    """Roughly, so that the page does not jump when it comes."""


def parts_of(reader: Reader) -> tuple[Part, ...]:
    """Cut what is shown into stretches, before headings where that is near."""
    made: list[Part] = []
    ids: list[str] = []
    height = 0
    for item in reader.shown:
        begins = bool(item.heading) and item.kind not in _FRAMES
        full = height > (_HEIGHT // 2 if begins else _HEIGHT) or len(ids) >= _MOST_IN_PART
        if ids and full and item.kind != "footnote":
            made.append(Part(ids=tuple(ids), height_px=height))
            ids, height = [], 0
        ids.append(item.id)
        height += _height_of(item)
    return (*made, Part(ids=tuple(ids), height_px=height)) if ids else ()


def find_part(parts: Sequence[Part], provision_id: str) -> int:
    """Return the index of the part that holds a provision, 0 if none does."""
    return next((index for index, part in enumerate(parts) if provision_id in part.ids), 0)


def views_of(reader: Reader, ids: Iterable[str]) -> list[View]:
    """Return provisions as they are printed; heading levels never skip one."""
    found, level = [], 1
    for name in ids:
        view = _view(reader, reader.snapshot.outline.by_id[name], level)
        level = view.heading_level or level
        found.append(view)
    return found


def _view(reader: Reader, item: Provision, level_before: int) -> View:
    outline = reader.snapshot.outline
    above = outline.ancestors(item.id)
    depth = sum(bool(parent.heading) for parent in above)
    frame = next((holder for holder in (item, *above) if holder.kind in _FRAMES), None)
    is_match = item.id in reader.matched.ids
    return View(
        id=item.id,
        kind=item.kind,
        kind_label=kind_label(item.kind),
        title=title(item),
        number=spoken_number(item) or item.number,
        heading=runs(item.heading, _layers(reader, item, "heading", item.heading)),
        heading_level=min(depth + 2, 4, level_before + 1) if item.heading else 0,
        depth=min(depth, 2),
        words=runs(item.text, _layers(reader, item, "text", item.text)),
        rows=_rows(reader, item),
        frame=(frame.level or frame.kind) if frame is not None else "",
        begins_frame=frame is item,
        indent=min(sum(not parent.heading for parent in above), _DEEPEST_INDENT),
        is_match=is_match,
        is_folded=item.kind == "footnote"
        and item.id in reader.snapshot.called_notes
        and (reader.asked.is_everything or not is_match),
        hidden=item.hidden,
        chips=tuple(_chips(reader, item)),
        marks=reader.marks(item.id),
        pages=_pages_of(item),
        entry=entry_above(outline, item.id),
    )


def _chips(reader: Reader, item: Provision) -> Iterable[Chip]:
    """Return roles, modality and topics of a provision; that it only informs goes without saying."""
    order: tuple[Facet, ...] = ("modality", "role", "topic")
    for facet in order:
        for tag in item.tags:
            said = tag.value != "information" or tag.source == "person"
            if tag.facet == facet and said:
                yield Chip(
                    facet=facet,
                    value=tag.value,
                    label=tag_label(tag, reader.snapshot.profile, reader.language),
                    tone=tone_of(facet, tag.value),
                    is_asked=tag.value in reader.asked.values(facet),
                    by_person=tag.source == "person",
                )


def _rows(reader: Reader, item: Provision) -> tuple[tuple[tuple[Run, ...], ...], ...]:
    """Return the cells of a table; offsets count in `rows_text`: a tab or line break stands between cells."""
    if not item.rows:
        return ()
    text = rows_text(item)
    layers = _layers(reader, item, "rows", text)
    place, rows = 0, []
    for row in item.rows:
        cells = []
        for cell in row:
            cells.append(runs(text, layers, start=place, end=place + len(cell)))
            place += len(cell) + 1
        rows.append(tuple(cells))
    return tuple(rows)


def _layers(reader: Reader, item: Provision, field: str, text: str) -> Layers:
    if not text:
        return Layers()
    quotes = (
        comment.quote
        for comment in reader.snapshot.comments_by_provision.get(item.id, ())
        if comment.quote and comment.state not in SILENT
    )
    found = reader.matched.found
    return Layers(
        links=_links(reader, item, field),
        dates=[
            Dated(words.start, words.end, _deadline_title(tag))
            for tag, words in _evidence(item, "deadline", field)
        ],
        found=found.highlighter.marks(text) if found is not None and item.id in reader.matched.ids else (),
        quoted=_places(text, quotes),
        calls=[call for call in item.calls if call.field == field],
    )


def _links(reader: Reader, item: Provision, field: str) -> list[Link]:
    """Return the references that lead somewhere; of several that the same words name, the first."""
    order = reader.snapshot.outline.order
    found: dict[Stretch, Link] = {}
    tags = _evidence(item, "reference", field)
    for tag, words in sorted(tags, key=lambda pair: order.get(pair[0].value.removeprefix(_DRAFT), 0)):
        target = tag.value.removeprefix(_DRAFT) if tag.value.startswith(_DRAFT) else ""
        address = "" if target else permanent_link(tag.value, label=tag.label)
        if address or (target in order and target != item.id):
            made = Link(
                start=words.start,
                end=words.end,
                target=target,
                address=address,
                title=title(reader.snapshot.outline.by_id[target]) if target else tag.label,
            )
            found.setdefault((words.start, words.end), made)
    return list(found.values())


def _deadline_title(tag: Tag) -> str:
    told = tag.label or tag.value
    return f"{told} – {tag.applies_to}" if tag.applies_to else told


def _evidence(item: Provision, facet: str, field: str) -> list[tuple[Tag, Evidence]]:
    return [
        (tag, words)
        for tag in item.tags
        if tag.facet == facet
        for words in tag.evidence
        if words.field == field and words.provision_id in ("", item.id)
    ]


def _places(text: str, quotes: Iterable[str]) -> list[Stretch]:
    found = ((text.find(quote), len(quote)) for quote in dict.fromkeys(quotes))
    return [(start, start + length) for start, length in found if start >= 0]


def _pages_of(item: Provision) -> tuple[int, ...]:
    numbers = (span.page_number for span in item.spans if span.page_number is not None)
    first = () if item.page_number is None else (item.page_number,)
    return tuple(sorted({*first, *numbers}))


def _height_of(item: Provision) -> int:
    lines = len(item.heading) // 60 + len(item.text) // 82 + 2 * len(item.rows)
    return 30 if item.kind == "footnote" else 72 + 26 * lines
