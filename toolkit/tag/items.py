"""Bare provisions, one JSON object a line → all that is proposed for each, one object a line.

For programs that have provisions but no draft:

    {"id": "a1", "heading_path": ["Sauvegarder"], "heading": "", "text": "Tester une fois par an, cf. art. 32 du RGPD"}
    {"id": "a1", "roles": ["it"], "modality": "recommendation", "topics": ["backup"],
     "references": [{"value": "eu:2016/679#art32", "words": "art. 32 du RGPD", "link": "https://…"}],
     "deadlines": [{"value": "R/P1Y", "kind": "frequency", "words": "une fois par an", "applies_to": "Tester"}]}
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from toolkit.errors import BrokenInput
from toolkit.messages import _
from toolkit.model.profile import Profile
from toolkit.model.provision import Provision
from toolkit.model.tag import Tag
from toolkit.tag.language import detect_language
from toolkit.tag.links import link
from toolkit.tag.ruling import Ruling
from toolkit.tag.surroundings import look_around
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


class Cited(msgspec.Struct, frozen=True):
    """A text, or another part of the same one, that an item refers to."""

    value: str
    """Its identity: "eu:2016/679#art32", "draft:fiche-7"."""
    words: str
    """As printed."""
    link: str
    """The permanent address of the text, "" where none is certain."""


class Due(msgspec.Struct, frozen=True):
    """A date, duration, frequency or response time that an item sets."""

    value: str
    """ISO 8601."""
    kind: str
    """"date", "force", "response", "retention", "frequency" or "duration"."""
    words: str
    """As printed."""
    applies_to: str
    """The words that it governs."""


class Proposals(Labels, kw_only=True):
    """All that was proposed for an item."""

    references: tuple[Cited, ...]
    deadlines: tuple[Due, ...]


def tag_lines(lines: Iterable[bytes], profile: Profile, *, language: str = "") -> Iterator[bytes]:
    """Yield one JSON line for each line that is not blank, in order; "" asks to detect the language of each item.

    Lines are taken to be in the order of their text: what the lines around one bind tells whom it is addressed to.

    Raises:
        BrokenInput: a line is not such an object; `where` gives its number.
    """
    taggers: dict[str, Tagger] = {}
    waiting: deque[tuple[Item, Tagger]] = deque()

    def rulings() -> Iterator[Ruling]:
        for item in _items(lines):
            spoken = language or _item_language(item)
            tagger = taggers.get(spoken) or taggers.setdefault(spoken, Tagger(profile, spoken))
            waiting.append((item, tagger))
            provision = Provision(id=item.id, heading=item.heading or "", text=item.text or "")
            yield tagger.rule(provision, item_ancestors(item))

    for ruling, around in look_around(rulings()):
        item, tagger = waiting.popleft()
        yield msgspec.json.encode(_proposals(item, tagger.decide(ruling, around))) + b"\n"


def _items(lines: Iterable[bytes]) -> Iterator[Item]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line, type=Item)
        except msgspec.DecodeError as error:
            raise BrokenInput(
                _("not an item: {reason}.").format(reason=error),
                where=_("line {number}").format(number=number),
                hint=_('One JSON object a line: `{"id", "heading_path", "heading", "text"}`.'),
            ) from error


def _proposals(item: Item, tags: Sequence[Tag]) -> Proposals:
    return Proposals(
        id=item.id,
        roles=_values(tags, "role"),
        modality=_values(tags, "modality")[0],
        topics=_values(tags, "topic"),
        references=tuple(
            Cited(tag.value, tag.label, link(tag.value, label=tag.label))
            for tag in tags
            if tag.facet == "reference"
        ),
        deadlines=tuple(
            Due(tag.value, tag.rule.partition(".")[2], tag.label, tag.applies_to)
            for tag in tags
            if tag.facet == "deadline"
        ),
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
