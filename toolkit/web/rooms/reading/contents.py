"""The headings of a draft → the tree of contents, with what is left to do under each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Literal

import msgspec

from toolkit.model.provision import Outline, Provision, spoken_number

if TYPE_CHECKING:
    from toolkit.web.snapshot import Snapshot

Progress = Literal["", "unread", "partly", "done"]
"""Of a section for a role: "" where nothing in it concerns the role."""
_LEAVES = frozenset(["recommendation", "box", "table", "figure", "footnote", "item", "paragraph"])
"""Kinds that are read in the text, not looked for in the contents."""
_MOST_ENTRIES = 400
"""A longer tree is cut at a depth: whoever looks for the rest searches."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A heading. Counts are those of its provision and of everything below it."""

    id: str
    number: str
    heading: str
    depth: int
    """From 0."""
    children: tuple[Entry, ...]
    provisions: int
    unread: int
    done: int
    comments: int
    progress: Progress


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """What counts in the tree."""

    shown: Collection[str]
    """Ids of the provisions that a filter lets through."""
    unread: Collection[str]
    done: Collection[str]
    """Read or commented for the role."""
    comments: Mapping[str, int]
    """Comments of each provision that has any."""


def contents(snapshot: Snapshot, work: Work) -> tuple[Entry, ...]:
    """Return the tree of headings under which something is shown."""
    outline = snapshot.outline
    tallies = _tallies(outline, work)
    depth = _fitting_depth(outline)
    return _entries(outline, None, depth=0, deepest=depth, tallies=tallies)


def is_entry(outline: Outline, provision: Provision) -> bool:
    """Tell whether a provision stands in the contents: a heading that something stands under."""
    return bool(provision.heading) and provision.kind not in _LEAVES and bool(outline.children(provision.id))


def entry_above(outline: Outline, provision_id: str) -> str:
    """Return the id of the heading in the contents that a provision stands under, or is; "" for none."""
    chain = (outline.by_id[provision_id], *outline.ancestors(provision_id))
    return next((item.id for item in chain if is_entry(outline, item)), "")


def branch(snapshot: Snapshot, provision_id: str, work: Work) -> tuple[Entry, ...]:
    """Return the headings above a provision, and itself, without their children: what one act changes."""
    outline = snapshot.outline
    chain = [outline.by_id[provision_id], *outline.ancestors(provision_id)]
    found = []
    for item in chain:
        if is_entry(outline, item):
            below = [item.id, *(child.id for child in outline.descendants(item.id))]
            tally = Counter[str]()
            for name in below:
                tally.update(_tally(name, work))
            found.append(_entry(item, tally, depth=0, children=()))
    return tuple(found)


def _tally(name: str, work: Work) -> dict[str, int]:
    if name not in work.shown:
        return {}
    return {
        "provisions": 1,
        "unread": int(name in work.unread),
        "done": int(name in work.done),
        "comments": work.comments.get(name, 0),
    }


def _tallies(outline: Outline, work: Work) -> dict[str, Counter[str]]:
    """Return the counts of each provision with what is below it."""
    tallies = {name: Counter(_tally(name, work)) for name in outline.by_id}
    for name in reversed(outline.by_id):
        parent = outline.by_id[name].parent_id
        if parent is not None:
            tallies[parent].update(tallies[name])
    return tallies


def _fitting_depth(outline: Outline) -> int:
    depths = Counter(
        sum(is_entry(outline, above) for above in outline.ancestors(item.id))
        for item in outline.by_id.values()
        if is_entry(outline, item)
    )
    total = 0
    for depth in sorted(depths):
        total += depths[depth]
        if total > _MOST_ENTRIES:
            return max(0, depth - 1)
    return max(depths, default=0)


def _entries(
    outline: Outline,
    parent_id: str | None,
    *,
    depth: int,
    deepest: int,
    tallies: Mapping[str, Counter[str]],
) -> tuple[Entry, ...]:
    found: list[Entry] = []
    for item in outline.children(parent_id) if depth <= deepest else ():
        if not tallies[item.id]["provisions"]:
            continue
        if is_entry(outline, item):
            children = _entries(outline, item.id, depth=depth + 1, deepest=deepest, tallies=tallies)
            found.append(_entry(item, tallies[item.id], depth=depth, children=children))
        else:
            found += _entries(outline, item.id, depth=depth, deepest=deepest, tallies=tallies)
    return tuple(found)


def _entry(item: Provision, tally: Counter[str], *, depth: int, children: tuple[Entry, ...]) -> Entry:
    return Entry(
        id=item.id,
        number=spoken_number(item),
        heading=item.heading,
        depth=depth,
        children=children,
        provisions=tally["provisions"],
        unread=tally["unread"],
        done=tally["done"],
        comments=tally["comments"],
        progress=_progress(tally),
    )


def _progress(tally: Counter[str]) -> Progress:
    if tally["unread"]:
        return "partly" if tally["done"] else "unread"
    return "done" if tally["done"] else ""
