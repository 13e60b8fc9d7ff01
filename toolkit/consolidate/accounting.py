"""What a workspace holds beside its response → what a board asks about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from toolkit.consolidate.selecting import ReadMark
from toolkit.model.comment import Comment
from toolkit.model.dossier import Dossier, Due, RoleProgress
from toolkit.model.profile import Named
from toolkit.model.provision import Outline, title
from toolkit.model.workflow import Assignment, SignOff

if TYPE_CHECKING:
    from toolkit.consolidate.anonymous import Pseudonyms


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """Everything kept, as it is."""

    comments: tuple[Comment, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    read: tuple[ReadMark, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    counts: tuple[tuple[str, int, int, int], ...] = ()
    """(role, commented, read, unread) of the provisions that concern each role."""
    unplaced: int = 0
    internal_deadline: str = ""
    people: tuple[tuple[str, str], ...] = ()
    """(name, role) of the team."""


def account(
    ledger: Ledger,
    outline: Outline,
    *,
    roles: Sequence[Named],
    names: Pseudonyms | None = None,
    language: str,
) -> Dossier:
    """Return the dossier; roles that nothing concerns are left out."""
    labels = {role.id: role.label(language) for role in roles}
    progress = (RoleProgress(role, labels.get(role, role), *numbers) for role, *numbers in ledger.counts)
    rejected = (comment for comment in ledger.comments if comment.state == "rejected")
    latest = {signed.role: signed for signed in sorted(ledger.sign_offs, key=lambda signed: signed.time)}
    return Dossier(
        rejected=tuple(rejected if names is None else map(names.comment, rejected)),
        withdrawn=sum(comment.state == "withdrawn" for comment in ledger.comments),
        sign_offs=tuple(latest.values() if names is None else map(names.sign_off, latest.values())),
        progress=tuple(one for one in progress if one.concerned),
        due=tuple(sorted(_due(ledger, outline, labels, names), key=lambda due: (not due.date, due.date))),
        unplaced=ledger.unplaced,
    )


def _due(ledger: Ledger, outline: Outline, labels: dict[str, str], names: Pseudonyms | None) -> Iterator[Due]:
    """Yield the assignments that nobody has answered, not even on a part of what is assigned."""
    voices = _voices(ledger)
    for given in ledger.assignments:
        provision = outline.by_id.get(given.provision_id)
        below = outline.descendants(given.provision_id) if provision else ()
        places = (given.provision_id, *(item.id for item in below))
        wanted = given.person.casefold() or given.role
        if any(wanted in voices.get(place, ()) for place in places):
            continue
        person = names.of(given.person) if names is not None and given.person else given.person
        yield Due(
            date=given.due or ledger.internal_deadline,
            provision_id=given.provision_id,
            title=title(provision) if provision else given.provision_id,
            who=person or labels.get(given.role, given.role),
        )


def _voices(ledger: Ledger) -> dict[str, set[str]]:
    """Return who has said or read something on each provision: people in small letters, and roles."""
    roles = dict(ledger.people)
    said = (
        *((one.provision_id, one.author, one.role) for one in ledger.comments if one.state != "withdrawn"),
        *((mark.provision_id, mark.person, mark.role) for mark in ledger.read),
    )
    voices: dict[str, set[str]] = {}
    for place, person, role in said:
        voices.setdefault(place, set()).update((person.casefold(), role, roles.get(person, "")))
    return voices
