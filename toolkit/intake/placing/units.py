"""Provisions → the units that people speak of: a recommendation with its paragraphs and items, a section with its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from toolkit.model.provision import Outline, Provision, spoken_number


class Unit(NamedTuple):
    """A provision with the text of what has no name of its own below it."""

    provision: Provision


def units_of(provisions: Sequence[Provision], outline: Outline) -> list[Unit]:
    """Return the units in document order; notes belong to none."""
    members: dict[str, list[Provision]] = defaultdict(list)
    for provision in provisions:
        if provision.kind != "footnote" and not provision.hidden:
            members[_head(provision, outline).id].append(provision)
    return [Unit(_joined(outline.by_id[name], parts)) for name, parts in members.items()]


def _head(provision: Provision, outline: Outline) -> Provision:
    if _is_named(provision):
        return provision
    above = outline.ancestors(provision.id)
    return next((item for item in above if _is_named(item)), provision)


def _is_named(provision: Provision) -> bool:
    return bool(provision.heading) or (bool(spoken_number(provision)) and provision.kind != "item")


def _joined(head: Provision, parts: Sequence[Provision]) -> Provision:
    text = "\n".join(part.text for part in parts if part.text)
    tags = {(tag.facet, tag.value): tag for part in parts for tag in part.tags}
    return msgspec.structs.replace(head, text=text, tags=tuple(tags.values()))
