"""A person's word on a remark: where it belongs, or that it is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from toolkit import desk
from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.model.contribution import GENERAL, Placement, Received
from toolkit.model.provision import Outline

if TYPE_CHECKING:
    from toolkit.intake.people import Writer
    from toolkit.workspace.store import Workspace


def waiting(workspace: Workspace) -> tuple[Received, ...]:
    """Return the remarks that are in no comment yet because a person has to say where they belong."""
    from toolkit.workspace.team import ReceivedFilter

    return tuple(workspace.team.received(ReceivedFilter(states=("proposed", "unplaced"))))


def place(
    workspace: Workspace,
    received_id: str,
    provision_id: str | None = None,
    *,
    quote: str = "",
    actor: str = "",
    why: str = "",
) -> Received:
    """Say where a remark belongs, on a provision or `GENERAL`; None confirms what is proposed.

    Raises:
        UsageError: nothing is proposed, the words do not stand there, or its comment is dealt with already.
        UnknownName: there is no such remark or provision.
    """
    from toolkit.intake.deciding import put

    item = workspace.team.received_one(received_id)
    placement = _decided(workspace, item, provision_id, quote, actor=actor, why=why)
    with workspace.team.act("place", actor=actor, subject=item.id, detail=placement.provision_id) as deed:
        return put(
            deed,
            item,
            placement,
            writer=_writers(workspace, [item])[0],
            outline=Outline(workspace.draft().provisions),
            comment=workspace.comment(item.comment_id) if item.comment_id else None,
        )


def confirm(workspace: Workspace, received_ids: Sequence[str], *, actor: str = "") -> tuple[Received, ...]:
    """Confirm what is proposed for several remarks, as one act; see `place`.

    Raises:
        UsageError: nothing is proposed for one of them; then none is confirmed.
        UnknownName: there is no such remark.
        NotAllowed: it is not the actor's to do.
    """
    from toolkit.intake.deciding import put

    items = [workspace.team.received_one(name) for name in dict.fromkeys(received_ids)]
    outline = Outline(workspace.draft().provisions)
    placements = [_confirmed(item, outline, actor=actor) for item in items]
    writers = _writers(workspace, items)
    subject = " ".join(item.id for item in items)
    with workspace.team.act("place", actor=actor, subject=subject) as deed:
        return tuple(
            put(
                deed,
                item,
                placement,
                writer=writer,
                outline=outline,
                comment=workspace.comment(item.comment_id) if item.comment_id else None,
            )
            for item, placement, writer in zip(items, placements, writers, strict=True)
        )


def _decided(
    workspace: Workspace, item: Received, provision_id: str | None, quote: str, *, actor: str, why: str
) -> Placement:
    """Return the placement of a remark as a person says."""
    found = item.placement
    if provision_id is None:
        provision_id, quote = _proposed(item).provision_id, quote or found.quote
    if provision_id != GENERAL:
        target, quote = desk.quoted_provision(workspace, workspace.resolve(provision_id), quote)
        provision_id = target.id
    same = provision_id == found.provision_id
    return msgspec.structs.replace(
        found,
        state="placed",
        provision_id=provision_id,
        quote=quote,
        confidence=1.0,
        also=found.also if same else (),
        actor=actor,
        why=why,
    )


def _confirmed(item: Received, outline: Outline, *, actor: str) -> Placement:
    """Return what is proposed for a remark as a person's word; its quote was read in the draft when it came."""
    found = _proposed(item)
    if found.provision_id != GENERAL and found.provision_id not in outline.by_id:
        raise UsageError(_("the provision proposed for it is no longer in the draft."), where=item.id)
    return msgspec.structs.replace(found, state="placed", confidence=1.0, actor=actor, why="")


def _proposed(item: Received) -> Placement:
    if item.placement.state != "proposed":
        raise UsageError(
            _("nothing is proposed for it."),
            where=item.id,
            hint=_("Name a provision: `consult place {id} fiche-3.2`, or --general.").format(id=item.id),
        )
    return item.placement


def _writers(workspace: Workspace, items: Sequence[Received]) -> list[Writer]:
    """Return whose remark each is, by itself and the file that it came in."""
    from toolkit.intake.people import People

    people = People(workspace.settings().people, desk.profile_of(workspace))
    files = {file.sha256: (file.author, file.role) for file in workspace.team.contributions()}
    found: list[Writer] = []
    for item in items:
        author, role = files.get(item.file_sha256, ("", ""))
        found.append(people.writer((item.remark.author, author), (item.remark.role, role)))
    return found


def set_aside(workspace: Workspace, received_id: str, *, why: str, actor: str = "") -> Received:
    """Say that a remark is none, and why; a comment made of it is withdrawn.

    Raises:
        UsageError: no reason is given, or its comment is dealt with already.
        UnknownName: there is no such remark.
    """
    from toolkit.intake.deciding import set_aside as put_aside

    item = workspace.team.received_one(received_id)
    if not why.strip():
        raise UsageError(_("why is it no remark?"), where=item.id, hint=_("Its author will want to know."))
    comment = workspace.comment(item.comment_id) if item.comment_id else None
    with workspace.team.act("place", actor=actor, subject=item.id, detail=why) as deed:
        return put_aside(deed, item, why=why, comment=comment)


def set_file_aside(workspace: Workspace, name: str, *, why: str, actor: str = "") -> tuple[Received, ...]:
    """Say that nothing in a file is a remark on this draft, and why; as one act. See `set_aside`.

    `name` is that of the file, or the beginning of its SHA-256 where several files are called so.

    Raises:
        UsageError: no reason is given, nothing of the file is left to set aside, several files are called so, or a
            comment of it is dealt with already.
        UnknownName: no file that was taken in is called so; the hint names the nearest.
        NotAllowed: it is not the actor's to do.
    """
    from toolkit.intake.deciding import set_aside as put_aside
    from toolkit.workspace.team import ReceivedFilter

    file = workspace.team.contribution_named(name)
    if not why.strip():
        raise UsageError(_("why is it set aside?"), where=file.name, hint=_("Say it with --why."))
    kept = workspace.team.received(ReceivedFilter(files=(file.sha256,)))
    left = [item for item in kept if item.placement.state != "set_aside"]
    if not left:
        raise UsageError(_("nothing of it is left to set aside."), where=file.name)
    comments = {item.id: item for item in workspace.comments()}
    with workspace.team.act("place", actor=actor, subject=file.name, detail=why) as deed:
        return tuple(put_aside(deed, item, why=why, comment=comments.get(item.comment_id)) for item in left)
