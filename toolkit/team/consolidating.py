"""What a lead decides about comments: merge, reject, keep as a minority's view, keep apart; and where each came from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from toolkit import desk
from toolkit.errors import UnknownName
from toolkit.messages import _, quoted
from toolkit.model.comment import Comment, Position
from toolkit.model.consolidation import Verdict, VerdictKind
from toolkit.model.contribution import Received
from toolkit.model.provision import Outline

if TYPE_CHECKING:
    from toolkit.consolidate.overview import Overview
    from toolkit.consolidate.tracing import Record, Trace
    from toolkit.workspace.store import Workspace
    from toolkit.workspace.team import ReceivedFilter

_COMMENT_ID = re.compile(r"c\d+")  # matches "c12"; not "c.12", which is a printed number
_Said = tuple[tuple[Comment, ...], tuple[Received, ...]]
"""Comments, and remarks from which no comment was made."""
_SENTENCE_WORDS = 3
"""From so many words on, what is asked for may be a sentence of the response."""


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

    if _COMMENT_ID.fullmatch(name):
        return (workspace.comment(name),), (), ""
    if name in remarks:
        made = comments.get(remarks[name].comment_id)
        alone = ((made,), ()) if made else ((), (remarks[name],))
        return *_both(alone, _said_at(workspace, name, comments, remarks)), ""
    is_sentence = len(name.split()) >= _SENTENCE_WORDS
    said = speaking(comments.values(), name) if is_sentence else ()
    if said:
        return said, (), name
    if is_sentence:
        raise UnknownName(
            _("stands in no comment of the response."),
            where=quoted(name),
            hint=_("Give a whole sentence as it is printed, or an id such as c12."),
        )
    return *_said_on(workspace.resolve(name).id, comments, remarks), ""


def _said_on(place: str, comments: Mapping[str, Comment], remarks: Mapping[str, Received]) -> _Said:
    """Return the comments on a provision, and the remarks on it from which no comment was made."""
    there = tuple(item for item in comments.values() if item.provision_id == place and item.state != "merged")
    silent = tuple(
        item for item in remarks.values() if item.placement.provision_id == place and not item.comment_id
    )
    return there, silent


def _said_at(
    workspace: Workspace, name: str, comments: Mapping[str, Comment], remarks: Mapping[str, Received]
) -> _Said:
    """Return what is said on the provision that has a remark's id too: recommendation 18 and remark 18 are both r18."""
    places = {item.id for item in workspace.provisions()}
    return _said_on(name, comments, remarks) if name in places else ((), ())


def _both(first: _Said, second: _Said) -> _Said:
    """Return all that two answers name, each once."""
    comments = {item.id: item for item in (*first[0], *second[0])}
    remarks = {item.id: item for item in (*first[1], *second[1])}
    return tuple(comments.values()), tuple(remarks.values())


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
