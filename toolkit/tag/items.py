"""Bare provisions, one JSON object a line → their roles, modality and topics, one object a line.

For programs that have provisions but no draft:

    {"id": "a1", "heading_path": ["Sauvegarder"], "heading": "", "text": "Tester la restauration"}
    {"id": "a1", "roles": ["it"], "modality": "recommendation", "topics": ["backup"]}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from toolkit.errors import BrokenInput
from toolkit.messages import _
from toolkit.model.profile import Profile
from toolkit.model.provision import Provision
from toolkit.model.tag import Tag
from toolkit.tag.language import detect_language
from toolkit.tag.tagger import Tagger


class Item(msgspec.Struct, kw_only=True):
    """A provision without a draft; `heading_path` runs from the top down."""

    id: str
    heading_path: tuple[str, ...] | None = None
    heading: str | None = None
    text: str | None = None


class Labels(msgspec.Struct, kw_only=True):
    """What was proposed for an item."""

    id: str
    roles: tuple[str, ...]
    modality: str
    topics: tuple[str, ...]


def tag_lines(lines: Iterable[bytes], profile: Profile, *, language: str = "") -> Iterator[bytes]:
    """Yield one JSON line for each line that is not blank, in order; "" asks to detect the language of each item.

    Raises:
        BrokenInput: a line is not such an object; `where` gives its number.
    """
    taggers: dict[str, Tagger] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            item = msgspec.json.decode(line, type=Item)
        except msgspec.DecodeError as error:
            raise BrokenInput(
                _("not an item: {reason}.").format(reason=error),
                where=_("line {number}").format(number=number),
                hint=_('One JSON object a line: `{"id", "heading_path", "heading", "text"}`.'),
            ) from error
        spoken = language or _item_language(item)
        tagger = taggers.get(spoken) or taggers.setdefault(spoken, Tagger(profile, spoken))
        yield msgspec.json.encode(label_item(item, tagger)) + b"\n"


def label_item(item: Item, tagger: Tagger) -> Labels:
    """Tag one item."""
    provision = Provision(id=item.id, heading=item.heading or "", text=item.text or "")
    tags = tagger.tag(provision, item_ancestors(item))
    return Labels(
        id=item.id,
        roles=_values(tags, "role"),
        modality=_values(tags, "modality")[0],
        topics=_values(tags, "topic"),
    )


def item_ancestors(item: Item) -> tuple[Provision, ...]:
    """Make the provisions above an item, nearest first, from the headings it names."""
    path = item.heading_path or ()
    return tuple(
        Provision(id=f"heading-{depth}", heading=text) for depth, text in reversed(list(enumerate(path, 1)))
    )


def _values(tags: Iterable[Tag], facet: str) -> tuple[str, ...]:
    return tuple(tag.value for tag in tags if tag.facet == facet)


def _item_language(item: Item) -> str:
    return detect_language((*(item.heading_path or ()), item.heading or "", item.text or "")) or "fr"
