"""Plans of files → remarks, comments and marks in the workspace, as part of one act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from toolkit.intake.commenting import comment_of, marks_of
from toolkit.intake.planning import FilePlan, Step
from toolkit.messages import _
from toolkit.model.comment import Comment
from toolkit.model.contribution import Received
from toolkit.model.provision import Outline
from toolkit.workspace.comments import EDITABLE
from toolkit.workspace.journal import Deed


class Keeper:
    """Writes what plans say; `comments` are those of earlier remarks as they were read, by id."""

    def __init__(self, deed: Deed, outline: Outline, comments: dict[str, Comment]) -> None:
        self._deed = deed
        self._outline = outline
        self._comments = comments

    def keep(self, plan: FilePlan) -> tuple[Received, ...]:
        """Write one file and return its remarks as they are kept."""
        if plan.state == "known":
            return ()
        self._deed.keep_contribution(plan.contribution)
        received = self._numbered(plan)
        made = self._comment(plan.steps, received)
        written = self._deed.keep_received(
            [
                msgspec.structs.replace(item, comment_id=made.get(item.id, item.comment_id))
                for item in received
            ]
        )
        self._mark(plan.steps)
        self._supersede(plan)
        return written

    def _numbered(self, plan: FilePlan) -> list[Received]:
        """Return the remarks of a file with their ids: the old one where it is the same remark."""
        fresh = [step for step in plan.steps if step.change.before is None or step.conflict]
        free = iter(self._deed.reserve_received(len(fresh)))
        found = []
        for step in plan.steps:
            before = None if step.conflict else step.change.before
            found.append(
                Received(
                    id=before.id if before else next(free),
                    file_sha256=plan.contribution.sha256,
                    file_name=plan.contribution.name,
                    remark=step.change.remark,
                    placement=step.placement,
                    comment_id=before.comment_id if before else "",
                )
            )
        return found

    def _comment(self, steps: Sequence[Step], received: Sequence[Received]) -> dict[str, str]:
        """Write the comments of remarks and return their ids by those of the remarks, "" where one is withdrawn."""
        made: dict[str, str] = {}
        new: list[tuple[Step, Received]] = []
        for step, item in zip(steps, received, strict=True):
            if step.change.is_kept:
                continue
            if not step.is_comment:
                if item.comment_id:
                    self._withdraw(item.comment_id)
                    made[item.id] = ""
            elif item.comment_id:
                self._edit(step, item)
            else:
                new.append((step, item))
        keys = {item.remark.key: item for item in received}
        while new:  # whoever is answered comes before the answers
            waiting = {item.id for _step, item in new}
            ready = [pair for pair in new if _answered(pair[1], keys) not in waiting] or new
            added = self._deed.add_comments([self._comment_of(*pair, keys, made) for pair in ready])
            made |= {item.id: comment.id for (_step, item), comment in zip(ready, added, strict=True)}
            new = [pair for pair in new if pair[1].id not in made]
        return made

    def _comment_of(
        self, step: Step, item: Received, keys: dict[str, Received], made: dict[str, str]
    ) -> Comment:
        comment = comment_of(
            item.remark, item.placement, step.writer, received_id=item.id, outline=self._outline
        )
        parent = keys.get(item.remark.reply_to)
        answered = made.get(parent.id, parent.comment_id) if parent else ""
        return msgspec.structs.replace(comment, reply_to=answered)

    def _edit(self, step: Step, item: Received) -> None:
        stored = self._comments[item.comment_id]
        wanted = comment_of(
            item.remark, item.placement, step.writer, received_id=item.id, outline=self._outline
        )
        kept = {name: getattr(stored, name) for name in ("id", "state", "revision", "reply_to", "created")}
        self._deed.edit_comment(msgspec.structs.replace(wanted, **kept))

    def _withdraw(self, comment_id: str) -> None:
        stored = self._comments.get(comment_id)
        if stored is not None and stored.state in EDITABLE:
            reason = _("the corrected file no longer says so")
            self._deed.change_state(msgspec.structs.replace(stored, state="withdrawn", reason=reason))

    def _mark(self, steps: Iterable[Step]) -> None:
        for step in steps:
            is_silent = step.change.remark.kind == "silence" and step.placement.state == "placed"
            if is_silent and not step.change.is_kept:
                marks = marks_of(step.placement, step.writer, self._outline, time=self._deed.time)
                self._deed.mark(tuple(marks))

    def _supersede(self, plan: FilePlan) -> None:
        """Keep on record what the file no longer says, or says beside a comment that somebody changed."""
        contested = [step.change.before for step in plan.steps if step.conflict]
        gone = [*plan.gone, *(item for item in contested if item is not None)]
        self._deed.keep_received([msgspec.structs.replace(item, superseded=True) for item in gone])
        for item in plan.gone:
            if item.comment_id:
                self._withdraw(item.comment_id)


def _answered(item: Received, keys: dict[str, Received]) -> str:
    """Return the id of the remark that one answers, "" if it answers none of its file."""
    parent = keys.get(item.remark.reply_to)
    return parent.id if parent is not None and parent is not item else ""
