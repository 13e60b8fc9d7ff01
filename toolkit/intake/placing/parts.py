"""Parts of a provision ("3e tiret", "dernier alinéa", "2e phrase") → the provision below it that is meant, or its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from toolkit.intake.placing.clauses import Part
from toolkit.model.provision import Outline, Provision, spoken_number
from toolkit.model.sentences import sentences

_Item = TypeVar("_Item")


_NEAR = 1
"""Points are counted under the provision itself, or under its paragraphs."""


class Found(NamedTuple):
    """A provision, and the words in it that are meant; "" for all of it."""

    provision_id: str
    quote: str = ""


def find_part(outline: Outline, provision_id: str, part: Part, ordinal: int) -> list[Found]:
    """Return the `ordinal`th part (from 1; negative from the end), several where several lists have one."""
    provision = outline.by_id[provision_id]
    if part in ("bullet", "item"):
        return [Found(item.id) for item in _listed(outline, provision_id, part, ordinal)]
    if part == "paragraph":
        chosen = _nth(_paragraphs(outline, provision), ordinal)
        return [Found(chosen.id)] if chosen else []
    if part == "sentence":
        return _sentence(outline, provision, ordinal)
    if part == "row" and provision.rows:
        row = _nth(provision.rows[1:], ordinal)
        return [Found(provision_id, max(row, key=len))] if row else []
    return []


def _listed(outline: Outline, provision_id: str, part: Part, ordinal: int) -> list[Provision]:
    """Return the nth item of each list of the nearest level that has lists."""
    level = [outline.by_id[provision_id]]
    depth = 0
    while level and (part == "bullet" or depth <= _NEAR):
        depth += 1
        lists = [_items(outline.children(item.id), part) for item in level]
        found = [item for listed in lists if listed and (item := _nth(listed, ordinal))]
        if found or any(lists):
            return found
        level = [child for item in level for child in outline.children(item.id)]
    return []


def _items(children: Sequence[Provision], part: Part) -> list[Provision]:
    items = [item for item in children if item.kind == "item"]
    bullets = [item for item in items if not spoken_number(item)]
    return bullets or items if part == "bullet" else items


def _paragraphs(outline: Outline, provision: Provision) -> list[Provision]:
    """Return what counts as paragraphs: its own text first, then those under it."""
    own = [provision] if provision.text else []
    children = [item for item in outline.children(provision.id) if item.text and item.kind == "paragraph"]
    if own or children:
        return own + children
    return [item for item in outline.printed_below(provision.id) if item.text]


def _sentence(outline: Outline, provision: Provision, ordinal: int) -> list[Found]:
    for item in (provision, *outline.children(provision.id)):
        if item.text and item.kind != "footnote":
            chosen = _nth(sentences(item.text), ordinal)
            return [Found(item.id, chosen)] if chosen else []
    return []


def _nth(items: Sequence[_Item], ordinal: int) -> _Item | None:
    position = ordinal - 1 if ordinal > 0 else len(items) + ordinal
    return items[position] if ordinal and 0 <= position < len(items) else None
