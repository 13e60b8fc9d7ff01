"""What a team does together at a workspace: take in what contributors send, place it, consolidate, sign, pass on.

Above `pipeline`, beside `review` and `tagging`. Heavy libraries load where they are used.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from toolkit import desk, pipeline
from toolkit.desk import Language
from toolkit.errors import UnknownName, UsageError
from toolkit.limits import Limits, call_limited
from toolkit.messages import _, quoted
from toolkit.model.comment import Comment, Position
from toolkit.model.consolidation import Verdict, VerdictKind
from toolkit.model.contribution import Contribution, Received
from toolkit.model.provision import Outline, Provision
from toolkit.model.reading import ReadOptions

if TYPE_CHECKING:
    from toolkit.consolidate.overview import Overview
    from toolkit.consolidate.tracing import Record, Trace
    from toolkit.workspace.store import Workspace
    from toolkit.workspace.team import ReceivedFilter

FormScope = Literal["role", "selected", "all"]
_SENTENCE_WORDS = 3
"""From so many words on, what is asked for may be a sentence of the response."""


class _ReadOrder(msgspec.Struct):
    path: bytes
    """As the file system has it: names need not be UTF-8."""
    options: ReadOptions
    draft_texts: tuple[str, ...] = ()


def read_file(
    path: Path,
    *,
    options: ReadOptions | None = None,
    limits: Limits | None = None,
    draft_texts: Sequence[str] = (),
) -> Contribution:
    """Read what somebody sent, of any kind, in a child process that may not exceed `limits`.

    `draft_texts` are the paragraphs of the draft: in a copy of it they are no remarks.

    Raises:
        InputRefused: the file cannot be read; the subclass says why.
        MissingExtra: a message saved by Outlook, whose reader is not installed.
    """
    order = _ReadOrder(os.fsencode(path.absolute()), options or ReadOptions(), tuple(draft_texts))
    answer = call_limited(
        "toolkit.team:read_order",
        msgspec.json.encode(order),
        limits=limits or pipeline.default_limits(options),
        where=path.name,
    )
    return msgspec.json.decode(answer, type=Contribution)


def read_order(payload: bytes) -> bytes:
    """Do what `read_file` asked for; runs in the child."""
    from toolkit.intake.recognise import read_contribution

    order = msgspec.json.decode(payload, type=_ReadOrder)
    path = Path(os.fsdecode(order.path))
    return msgspec.json.encode(
        read_contribution(path, options=order.options, draft_texts=frozenset(order.draft_texts))
    )


class FormMade(msgspec.Struct, frozen=True):
    """A form that was written, and how many provisions it asks about."""

    path: Path
    provisions: int


def make_form(
    workspace: Workspace,
    *,
    role: str = "",
    person: str = "",
    scope: FormScope = "role",
    language: Language,
    target: Path | None = None,
) -> FormMade:
    """Write a fill-in form for a person or role, by default to `outputs/` in the workspace.

    It asks about what concerns the role, or is selected, or about everything that can be commented on.

    Raises:
        UsageError: there is nothing to ask about.
        StorageError: it cannot be written.
    """
    from toolkit.consolidate.compose import compose_response
    from toolkit.export.form.order import FormOrder
    from toolkit.export.form.writer import write_form
    from toolkit.export.target import free_target, remember

    named_role = role or workspace.settings().role_of(person)
    chosen = _to_ask(workspace, role=named_role, scope=scope)
    roles = desk.profile_of(workspace).roles
    response = compose_response(
        workspace.draft(),
        (),
        consultation=workspace.consultation(),
        selection=chosen,
        language=language,
        roles=roles,
    )
    label = next((known.label(language) for known in roles if known.id == named_role), named_role)
    order = FormOrder(response=response, role=named_role, role_label=label, person=person)
    folder = pipeline.outputs_folder(workspace)
    path = target or free_target(folder, "-".join(filter(None, ("form", named_role))), "docx")
    write_form(order, path)
    if path.parent == folder:
        remember(path)
    return FormMade(path, sum(len(section.answers) for section in response.sections))


def _to_ask(workspace: Workspace, *, role: str, scope: FormScope) -> list[str]:
    if scope == "selected":
        chosen = [item.provision_id for item in workspace.selection()]
    else:
        asked = (role,) if role and scope == "role" else ()
        everything = workspace.draft().provisions
        chosen = [
            item.id
            for item in everything
            if _is_open(item) and (scope == "all" or pipeline.asks(item, asked))
        ]
    if chosen:
        return chosen
    if scope == "selected":
        raise UsageError(_("nothing is selected."), hint=_("Choose provisions with `consult select`."))
    raise UsageError(
        _("nothing in the draft concerns {roles}.").format(roles=role or _("anybody")),
        hint=_("Ask about everything with --all, or about what is selected with --selected."),
    )


def _is_open(provision: Provision) -> bool:
    """Tell whether a provision says something that a reader of the page sees, and is no note to it."""
    says = provision.text or provision.rows or provision.heading
    return bool(says) and provision.kind != "footnote" and not provision.hidden


# consolidation ---------------------------------------------------------------------------------------


def overview(workspace: Workspace) -> Overview:
    """Find what comments repeat or contradict each other, and what else waits on the lead's desk."""
    from toolkit.consolidate.overview import overview as find

    draft = workspace.draft()
    return find(
        workspace.comments(),
        Outline(draft.provisions),
        language=draft.document.language,
        verdicts=workspace.team.verdicts(),
        received=workspace.team.received(),
    )


def merge_proposal(
    workspace: Workspace,
    comment_ids: Sequence[str],
    *,
    text: str | None = None,
    proposed: str | None = None,
    position: Position | None = None,
    rationale: str | None = None,
    author: str = "",
) -> Comment:
    """Return the comment that `merge` would write, without writing it."""
    sources = [workspace.comment(name) for name in dict.fromkeys(comment_ids)]
    return _merged(
        workspace,
        sources,
        text=text,
        proposed=proposed,
        position=position,
        rationale=rationale,
        author=author,
    )


def merge(  # noqa: PLR0913  # what `merge_proposal` takes, who does it, and what they saw
    workspace: Workspace,
    comment_ids: Sequence[str],
    *,
    text: str | None = None,
    proposed: str | None = None,
    position: Position | None = None,
    rationale: str | None = None,
    author: str = "",
    actor: str,
    seen: Sequence[Comment] = (),
) -> Comment:
    """Write one comment that speaks for several, which become "merged"; what is None stays as proposed.

    `seen` are the sources as the person read them: one that was changed since is a conflict.

    Raises:
        UsageError: there are fewer than two sources, or one is not open.
        Conflict: somebody changed a source since it was read; nothing is written.
        NotAllowed: it is not the actor's to do.
    """
    read = {comment.id: comment for comment in seen}
    sources = [read.get(name) or workspace.comment(name) for name in dict.fromkeys(comment_ids)]
    new = _merged(
        workspace,
        sources,
        text=text,
        proposed=proposed,
        position=position,
        rationale=rationale,
        author=author or actor,
    )
    subject = " ".join(source.id for source in sources)
    with workspace.team.act("merge", actor=actor, subject=subject) as deed:
        (written,) = deed.add_comments((new,))
        for source in sources:
            reason = _("merged into {id}").format(id=written.id)
            deed.change_state(msgspec.structs.replace(source, state="merged", reason=reason))
    return written


def reject(
    workspace: Workspace, comment_ids: Sequence[str], *, reason: str, actor: str
) -> tuple[Comment, ...]:
    """Leave comments out of the response, for a reason that their authors can read.

    Raises:
        UsageError: there is no reason, or the state of one does not allow it; then none is rejected.
        NotAllowed: it is not the actor's to do.
    """
    from toolkit.workspace.text import clean_text

    why = clean_text(reason).text
    found = [workspace.comment(name) for name in dict.fromkeys(comment_ids)]
    subject = " ".join(comment.id for comment in found)
    with workspace.team.act("reject", actor=actor, subject=subject, detail=why) as deed:
        return tuple(
            deed.change_state(msgspec.structs.replace(comment, state="rejected", reason=why))
            for comment in found
        )


def keep_minority(workspace: Workspace, comment_id: str, *, actor: str, minority: bool = True) -> Comment:
    """Print a comment as the view of some, beside what the others say; or as one of all again.

    Raises:
        UsageError: its state does not allow changes.
        NotAllowed: it is not the actor's to do.
    """
    comment = workspace.comment(comment_id)
    with workspace.team.act("minority", actor=actor, subject=comment.id) as deed:
        return deed.edit_comment(msgspec.structs.replace(comment, minority=minority))


def keep_apart(workspace: Workspace, group_id: str, *, reason: str = "", actor: str) -> Verdict:
    """Decide that the comments of a group do not say the same, or do not contradict each other.

    Raises:
        UnknownName: the id names no group, or a comment that there is not.
        NotAllowed: it is not the actor's to do.
    """
    return _decide(workspace, group_id, kind="apart", reason=reason, actor=actor)


def agree(workspace: Workspace, group_id: str, *, reason: str = "", actor: str) -> Verdict:
    """Decide that a contradiction is settled and may stand as it is: see `keep_apart`."""
    return _decide(workspace, group_id, kind="agreed", reason=reason, actor=actor)


def trace(workspace: Workspace, name: str) -> Trace:
    """Follow a comment, a remark, a provision or a sentence of the response back to remarks, words and files.

    Raises:
        UnknownName: it is none of them.
    """
    from toolkit.consolidate.tracing import Trace, origin

    comments = {comment.id: comment for comment in workspace.comments()}
    remarks = {item.id: item for item in workspace.team.received(_everything())}
    found, silent, sentence = _named(workspace, name, comments, remarks)
    record = _record(workspace, found, comments, remarks)
    origins = tuple(origin(comment, record, sentence=sentence) for comment in found)
    return Trace(asked=name, origins=origins, remarks=silent)


def _merged(
    workspace: Workspace,
    sources: Sequence[Comment],
    *,
    text: str | None,
    proposed: str | None,
    position: Position | None,
    rationale: str | None,
    author: str,
) -> Comment:
    from toolkit.consolidate.merging import Wishes, merged_comment
    from toolkit.workspace.text import clean_comment

    wishes = Wishes(
        text=text,
        proposed=proposed,
        position=position,
        rationale=rationale,
        author=author,
        role=workspace.settings().role_of(author),
    )
    outline = Outline(workspace.provisions())
    language = desk.writing_language(workspace)
    return clean_comment(merged_comment(sources, outline, wishes=wishes, language=language)).comment


def _decide(workspace: Workspace, group_id: str, *, kind: VerdictKind, reason: str, actor: str) -> Verdict:
    from toolkit.consolidate.overview import members_of
    from toolkit.workspace.text import clean_text

    members = members_of(group_id)
    if not members:
        raise UnknownName(
            _("no group is called {name}.").format(name=quoted(group_id)),
            hint=_("`consult desk` lists the groups with their ids, such as dup-c3-c17."),
        )
    for member in members:
        workspace.comment(member)
    why = clean_text(reason).text
    with workspace.team.act("apart", actor=actor, subject=group_id, detail=why) as deed:
        verdict = Verdict(subject=group_id, kind=kind, actor=actor, time=deed.time, reason=why)
        deed.decide(verdict)
    return verdict


def _everything() -> ReceivedFilter:
    from toolkit.workspace.team import ReceivedFilter

    return ReceivedFilter(superseded=True)


def _named(
    workspace: Workspace, name: str, comments: Mapping[str, Comment], remarks: Mapping[str, Received]
) -> tuple[tuple[Comment, ...], tuple[Received, ...], str]:
    """Return the comments that a name means, remarks without comment, and the sentence asked for, if it is one."""
    from toolkit.consolidate.tracing import speaking

    if name in comments:
        return (comments[name],), (), ""
    if name in remarks:
        made = comments.get(remarks[name].comment_id)
        return ((made,), (), "") if made else ((), (remarks[name],), "")
    is_sentence = len(name.split()) >= _SENTENCE_WORDS
    said = speaking(comments.values(), name) if is_sentence else ()
    if said:
        return said, (), name
    place = workspace.resolve(name).id
    there = tuple(item for item in comments.values() if item.provision_id == place and item.state != "merged")
    silent = tuple(
        item for item in remarks.values() if item.placement.provision_id == place and not item.comment_id
    )
    return there, silent, ""


def _record(
    workspace: Workspace,
    found: Sequence[Comment],
    comments: Mapping[str, Comment],
    remarks: Mapping[str, Received],
) -> Record:
    from toolkit.consolidate.tracing import Record, reached

    files = {
        part.sha256: part for item in workspace.team.contributions() for part in (item, *item.attachments)
    }
    wanted = dict.fromkeys(key for comment in found for key in reached(comment.id, comments))
    return Record(
        comments=comments,
        remarks=remarks,
        files=files,
        stored={key: str(workspace.team.contribution_file(item)) for key, item in files.items()},
        histories={key: workspace.history(key) for key in wanted},
    )
