"""A file that was read, and what the workspace has of it → what taking it in changes, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from toolkit.intake.commenting import comment_of
from toolkit.intake.people import People, Writer
from toolkit.intake.placing.placer import Placer
from toolkit.intake.updating import Change, Revision, corrected_file, revise, whole_file
from toolkit.model.comment import Comment
from toolkit.model.contribution import Contribution, Placement, Received, Remark
from toolkit.model.intake import FileState, TakenIn
from toolkit.model.issue import Issue
from toolkit.workspace.comments import EDITABLE

_WORDS = ("provision_id", "quote", "position", "text", "proposed", "deletion", "rationale")


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says of files taken in: it wins over what the files say."""

    author: str = ""
    role: str = ""


class Step(msgspec.Struct, frozen=True):
    """One remark with its place and writer; `conflict` names a comment of it that somebody changed since."""

    change: Change
    placement: Placement
    writer: Writer
    conflict: str = ""

    @property
    def is_comment(self) -> bool:
        """Tell whether it becomes a comment."""
        return self.change.remark.kind == "remark" and self.placement.state == "placed"


class FilePlan(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done about one file."""

    contribution: Contribution
    state: FileState
    replaces: str = ""
    writer: Writer
    steps: tuple[Step, ...] = ()
    gone: tuple[Received, ...] = ()
    kept_comments: tuple[str, ...] = ()
    """Comments of remarks that are gone, which can no longer be withdrawn."""
    issues: tuple[Issue, ...] = ()


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What the workspace has."""

    files: Sequence[Contribution]
    received: Mapping[str, Sequence[Received]]
    """By the SHA-256 of their file."""
    comments: Mapping[str, Comment]

    def has(self, sha256: str) -> bool:
        """Tell whether a file of this content was taken in."""
        return any(item.sha256 == sha256 for item in self.files)


class Planner:
    """Plans what taking in files does."""

    def __init__(self, placer: Placer, people: People, known: Known, order: Order) -> None:
        self._placer = placer
        self._people = people
        self._known = known
        self._order = order

    def plan(self, contribution: Contribution) -> FilePlan:
        """Return what is to be done about a file."""
        writer = self._people.writer(
            (self._order.author, contribution.author), (self._order.role, contribution.role)
        )
        if self._known.has(contribution.sha256):
            return FilePlan(contribution=contribution, state="known", writer=writer)
        parts = whole_file(contribution)
        remarks = [remark for _part, own in parts for remark in own]
        earlier = [(item, self._known.received.get(item.sha256, ())) for item in self._known.files]
        found = corrected_file(contribution, remarks, earlier)
        revision = revise(remarks, found[1]) if found else revise(remarks, ())
        placed = self._placements(parts)
        return FilePlan(
            contribution=self._as_told(contribution),
            state="corrected" if found else "new",
            replaces=found[0].name if found else "",
            writer=writer,
            steps=tuple(self._step(change, placed[change.remark.key]) for change in revision.changes),
            gone=revision.gone,
            kept_comments=tuple(self._kept_comments(revision)),
            issues=self._issues(parts),
        )

    def _as_told(self, contribution: Contribution) -> Contribution:
        """Return the file with whom the order names: what is placed later is theirs too."""
        return msgspec.structs.replace(
            contribution,
            author=self._order.author or contribution.author,
            role=self._order.role or contribution.role,
        )

    def _placements(
        self, parts: Sequence[tuple[Contribution, Sequence[Remark]]]
    ) -> dict[str, tuple[Placement, Writer]]:
        """Return place and writer by the key of a remark."""
        found: dict[str, tuple[Placement, Writer]] = {}
        for part, remarks in parts:
            renamed = msgspec.structs.replace(part, remarks=tuple(remarks))
            for remark, placement in zip(remarks, self._placer.place(renamed), strict=True):
                found[remark.key] = placement, self._writer(remark, part, parts[0][0])
        return found

    def _writer(self, remark: Remark, part: Contribution, whole: Contribution) -> Writer:
        """Return whose remark it is: as the person says who takes it in, else the remark, its file, the mail."""
        return self._people.writer(
            (self._order.author, remark.author, part.author, whole.author),
            (self._order.role, remark.role, *_roles(remark, part, whole)),
        )

    def _step(self, change: Change, found: tuple[Placement, Writer]) -> Step:
        placement, writer = found
        before = change.before
        if before is None:
            return Step(change, placement, writer)
        if change.is_kept or before.placement.time:  # a person's word on the place outlives a correction
            placement = before.placement
        conflict = "" if change.is_kept else self._conflict(before, writer)
        return Step(change, placement, writer, conflict)

    def _conflict(self, before: Received, writer: Writer) -> str:
        """Return the id of the comment of an earlier remark if somebody has changed it since."""
        stored = self._known.comments.get(before.comment_id)
        if stored is None:
            return ""
        made = comment_of(
            before.remark, before.placement, writer, received_id=before.id, outline=self._placer.outline
        )
        same = all(getattr(stored, name) == getattr(made, name) for name in _WORDS)
        return "" if same and stored.state in EDITABLE else stored.id

    def _kept_comments(self, revision: Revision) -> list[str]:
        stored = (self._known.comments.get(item.comment_id) for item in revision.gone)
        return [item.id for item in stored if item is not None and item.state not in (*EDITABLE, "withdrawn")]

    def _issues(self, parts: Sequence[tuple[Contribution, Sequence[Remark]]]) -> tuple[Issue, ...]:
        return tuple(
            issue for part, _own in parts for issue in (*part.issues, *self._placer.compare_copy(part))
        )


def _roles(remark: Remark, part: Contribution, whole: Contribution) -> tuple[str, ...]:
    """Return the roles that files state, as far as they speak of the remark's author."""
    return tuple(
        item.role
        for item in (part, whole)
        if not remark.author or not item.author or item.author == remark.author
    )


def report_of(plan: FilePlan, received: Sequence[Received]) -> TakenIn:
    """Return what a plan does, in figures; `received` are its remarks as they are kept."""
    counts = Counter(map(_count_of, plan.steps))
    leftovers = _leftovers(plan.contribution)
    known = len(_all_remarks(plan.contribution)) if plan.state == "known" else counts["kept"]
    conflicts = tuple(step.conflict for step in plan.steps if step.conflict)
    updated = sum(step.change.before is not None and not step.change.is_kept for step in plan.steps)
    return TakenIn(
        name=plan.contribution.name,
        sha256=plan.contribution.sha256,
        state=plan.state,
        replaces=plan.replaces,
        author=plan.writer.author,
        role=plan.writer.role,
        forms=plan.contribution.forms,
        placed=counts["placed"],
        proposed=counts["proposed"],
        unplaced=counts["unplaced"],
        silent=counts["silent"],
        kept=known,
        updated=updated,
        superseded=len(plan.gone),
        conflicts=(*conflicts, *plan.kept_comments),
        leftovers=leftovers,
        total=known + sum(counts.values()) - counts["kept"] + leftovers,
        received=tuple(received),
        issues=plan.issues,
    )


def _count_of(step: Step) -> str:
    if step.change.is_kept or step.placement.state == "set_aside":
        return "kept"
    if step.change.remark.kind == "silence" and step.placement.state == "placed":
        return "silent"
    return step.placement.state


def _leftovers(contribution: Contribution) -> int:
    return len(contribution.leftovers) + sum(map(_leftovers, contribution.attachments))


def _all_remarks(contribution: Contribution) -> list[Remark]:
    return [remark for _part, own in whole_file(contribution) for remark in own]
