"""A person's word on where a remark belongs, or that it is none → the remark, its comment and marks."""

from __future__ import annotations

import msgspec

from toolkit.errors import UsageError
from toolkit.intake.commenting import comment_of, marks_of
from toolkit.intake.narrowing import narrowed
from toolkit.intake.people import Writer
from toolkit.messages import _
from toolkit.model.comment import Comment
from toolkit.model.contribution import Placement, Received
from toolkit.model.provision import Outline
from toolkit.workspace.comments import EDITABLE
from toolkit.workspace.journal import Deed


def put(
    deed: Deed,
    item: Received,
    placement: Placement,
    *,
    writer: Writer,
    outline: Outline,
    comment: Comment | None,
) -> Received:
    """Place a remark as a person says: its comment is made, or moved where there is one already.

    Raises:
        UsageError: its comment is merged, approved or rejected.
    """
    decided = msgspec.structs.replace(item, placement=msgspec.structs.replace(placement, time=deed.time))
    if item.remark.kind == "silence":
        deed.mark(tuple(marks_of(placement, writer, outline, time=deed.time)))
        return deed.keep_received([decided])[0]
    if comment is None:
        made = comment_of(item.remark, placement, writer, received_id=item.id, outline=outline)
        comment_id = deed.add_comments([made])[0].id
    else:
        comment_id = _moved(deed, comment, placement, outline).id
    return deed.keep_received([msgspec.structs.replace(decided, comment_id=comment_id)])[0]


def _moved(deed: Deed, comment: Comment, placement: Placement, outline: Outline) -> Comment:
    if comment.state == "withdrawn":
        comment = deed.change_state(msgspec.structs.replace(comment, state="draft", reason=""))
        comment = deed.change_state(msgspec.structs.replace(comment, state="submitted"))
    moved = msgspec.structs.replace(comment, provision_id=placement.provision_id, quote=placement.quote)
    return deed.edit_comment(narrowed(moved, outline))


def set_aside(deed: Deed, item: Received, *, why: str, comment: Comment | None) -> Received:
    """Note that a remark is none, and withdraw the comment that was made of it.

    Raises:
        UsageError: its comment is merged, approved or rejected.
    """
    if comment is not None and comment.state != "withdrawn":
        if comment.state not in EDITABLE:
            raise UsageError(
                _("a comment was made of it that is dealt with already."),
                where=comment.id,
                hint=_("Reopen that comment first."),
            )
        deed.change_state(msgspec.structs.replace(comment, state="withdrawn", reason=why))
    placement = msgspec.structs.replace(
        item.placement, state="set_aside", actor=deed.actor, why=why, time=deed.time
    )
    return deed.keep_received([msgspec.structs.replace(item, placement=placement)])[0]
