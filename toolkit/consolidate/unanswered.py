"""Selection, comments and read marks → the provisions that still await an answer.

A comment on a recommendation's text answers the recommendation. A paragraph that is quoted with what it stands
under needs no form of its own beside that one's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.consolidate.names import Names
from toolkit.consolidate.quoting import quote_below
from toolkit.model.provision import Outline


def read_without(outline: Outline, read: Iterable[str], commented: Iterable[str]) -> set[str]:
    """Return what was read without comment and has no comment, not even on something under it."""
    return set(read) - _with_ancestors(outline, commented)


def unanswered(
    outline: Outline, names: Names, selection: Iterable[str], *, commented: Iterable[str], read: Iterable[str]
) -> set[str]:
    """Return what is selected and was neither commented nor read, wholly or in part, nor quoted with what was."""
    settled = {*commented, *read}
    waiting = set(selection) - _with_ancestors(outline, settled)
    spoken_for = settled | waiting
    return {
        provision_id
        for provision_id in waiting
        if not any(above in spoken_for for above in _quoting(outline, names, provision_id))
    }


def _quoting(outline: Outline, names: Names, provision_id: str) -> Iterator[str]:
    """Yield the ids above a provision, within its unit, that it is quoted with."""
    unit = names.unit(provision_id)
    if provision_id == unit.id:
        return
    for step in outline.ancestors(provision_id):
        quoted = quote_below(step, outline).provisions
        if any(provision.id == provision_id for provision in quoted):
            yield step.id
        if step.id == unit.id:
            return


def _with_ancestors(outline: Outline, provision_ids: Iterable[str]) -> set[str]:
    found = set(provision_ids)
    for provision_id in tuple(found & outline.by_id.keys()):
        found.update(step.id for step in outline.ancestors(provision_id))
    return found
