"""What people do about the structure of a draft: ask why, look at what is doubtful, put it right, parse again.

    parsed draft + corrections (append-only, kept by the workspace) ──▶ corrected draft ──tag──▶ the workspace's draft

Like `pipeline`, this joins stages that do not know each other.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from toolkit import desk, pipeline
from toolkit.errors import UsageError
from toolkit.limits import Limits, Progress, call_limited
from toolkit.messages import _
from toolkit.model.correction import Action, Anchor, Corrected, Correction, anchor_of, standing
from toolkit.model.explanation import Explanation
from toolkit.model.issue import Issue
from toolkit.model.provision import ParsedDraft, Provision, title
from toolkit.model.reading import ReadOptions

if TYPE_CHECKING:
    from toolkit.workspace.anchors import Replacement
    from toolkit.workspace.store import Workspace

TOP = "-"
"""What a person types for "under nothing"."""


# Why


class _ExplainOrder(msgspec.Struct):
    path: bytes
    name: str
    options: ReadOptions


def explain_place(
    path: Path,
    name: str,
    *,
    options: ReadOptions | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Explanation:
    """Return why the provision of a file called `name` (id or printed number) is of its kind and in its place.

    Raises:
        InputRefused: the file cannot be read; the subclass says why.
        UnknownName: no provision is called so.
    """
    order = msgspec.json.encode(_ExplainOrder(os.fsencode(path.absolute()), name, options or ReadOptions()))
    answer = call_limited(
        "toolkit.review:explain_order",
        order,
        limits=limits or pipeline.default_limits(options),
        where=path.name,
        progress=progress,
    )
    return msgspec.json.decode(answer, type=Explanation)


def explain_order(payload: bytes) -> bytes:
    """Do what `explain_place` asked for; runs in the child."""
    from toolkit.read.reader import read_file
    from toolkit.structure.build import structure
    from toolkit.structure.explain import explain_place as explain
    from toolkit.workspace.lookup import resolve_provision

    order = msgspec.json.decode(payload, type=_ExplainOrder)
    structured = structure(read_file(Path(os.fsdecode(order.path)), order.options))
    found = resolve_provision(order.name, structured.draft.provisions)
    return msgspec.json.encode(explain(structured, found.id))


# What is doubtful


def check(draft: ParsedDraft) -> tuple[Issue, ...]:
    """Return what a person should look at in a draft, the gravest first."""
    from toolkit.structure.check import check_draft

    return check_draft(draft)


# Putting right


class Revised(msgspec.Struct, frozen=True, kw_only=True):
    """What another state of the draft did to the workspace."""

    replacement: Replacement
    lost: tuple[Issue, ...]
    """Corrections that could not be applied; they stay on record."""
    draft: ParsedDraft


def correct(
    workspace: Workspace,
    name: str,
    wishes: Sequence[tuple[Action, str]],
    *,
    actor: str = "",
    reason: str = "",
) -> Revised:
    """Decide about the provision called `name`, all the wishes or none, one after the other.

    A wish is an action and its value: a kind, number or heading, the words to split before, the role of the
    furniture, the name of the new parent (`TOP` for none), "" for a merge.

    Raises:
        UsageError: a wish does not fit the draft.
        Conflict: somebody else corrected it meanwhile.
    """
    records = workspace.corrections()
    parsed = workspace.parsed_draft()
    target_id = workspace.resolve(name).id
    new: list[Correction] = []
    for action, value in wishes:
        draft = _apply(parsed, records, new).draft
        target = next((item for item in draft.provisions if item.id == target_id), None)
        if target is None:
            raise UsageError(_("it is gone after what comes before."), where=target_id)
        wanted = _correction(draft, target, action, value)
        _refuse_unfit(draft, wanted)
        new.append(msgspec.structs.replace(wanted, actor=actor, reason=reason))
    return _keep(workspace, parsed, records, new)


def undo(workspace: Workspace, number: int, *, actor: str = "") -> Revised:
    """Take a correction back; those made after it stay as far as they still fit.

    Raises:
        UsageError: there is none of this number in force.
    """
    records = workspace.corrections()
    found = next((item for item in standing(records) if item.number == number), None)
    if found is None:
        raise UsageError(
            _("there is no correction {number} in force.").format(number=number), hint=_("See `consult fix`.")
        )
    back = Correction(
        action="undo", anchor=found.anchor, value=str(number), excerpt=found.excerpt, actor=actor
    )
    return _keep(workspace, workspace.parsed_draft(), records, [back])


def reparse(
    workspace: Workspace,
    file: Path | None = None,
    *,
    options: ReadOptions | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Revised:
    """Parse the workspace's draft again, or its next version from `file`, with the corrections applied to it.

    Raises:
        InputRefused: the file cannot be read.
    """
    source = file or workspace.draft_file()
    parsed = pipeline.parse(source, options=options, limits=limits, progress=progress)
    current = workspace.versions()[-1].document
    if parsed.document.sha256 == current.sha256:  # the workspace keeps the file under another name
        document = msgspec.structs.replace(parsed.document, name=current.name)
        parsed = msgspec.structs.replace(parsed, document=document)
    records = workspace.corrections()
    done = _apply(parsed, records, ())
    draft = pipeline.tag(done.draft, desk.profile_of(workspace))
    replacement = workspace.replace_draft(draft, source=source, corrected=done, seen=len(records))
    return Revised(replacement=replacement, lost=done.lost, draft=draft)


def _keep(
    workspace: Workspace, parsed: ParsedDraft, records: tuple[Correction, ...], new: Sequence[Correction]
) -> Revised:
    done = _apply(parsed, records, new)
    draft = pipeline.tag(done.draft, desk.profile_of(workspace))
    replacement = workspace.correct(draft, corrected=done, new=new, seen=len(records))
    return Revised(replacement=replacement, lost=done.lost, draft=draft)


def _apply(parsed: ParsedDraft, records: tuple[Correction, ...], new: Sequence[Correction]) -> Corrected:
    from toolkit.structure.corrections import apply_corrections

    return apply_corrections(parsed, standing((*records, *new)))


def _refuse_unfit(draft: ParsedDraft, wanted: Correction) -> None:
    from toolkit.structure.corrections import Unfit, check_correction

    try:
        check_correction(draft, wanted)
    except Unfit as unfit:
        raise UsageError(str(unfit), where=wanted.anchor.provision_id) from unfit


def _correction(draft: ParsedDraft, target: Provision, action: Action, value: str) -> Correction:
    parent: Anchor | None = None
    if action == "parent" and value != TOP:
        from toolkit.workspace.lookup import resolve_provision

        upper = resolve_provision(value, draft.provisions)
        if upper.id == target.id:
            raise UsageError(_("a provision cannot stand under itself."), where=target.id)
        parent = anchor_of(upper)
    return Correction(
        action=action,
        anchor=anchor_of(target),
        value=_value(target, action, value),
        parent=parent,
        excerpt=title(target),
    )


def _value(target: Provision, action: Action, typed: str) -> str:
    """Return a typed value as the draft prints it: typed quotation marks and spaces are plainer."""
    from toolkit.workspace.lookup import printed_quote

    if action == "parent":
        return ""
    if action == "split":
        return printed_quote(target, typed)
    if action == "heading":
        with contextlib.suppress(UsageError):
            return printed_quote(target, typed)
    return typed.strip()
