"""The table of operations: path, method, types, errors and right of each, in one place."""

from __future__ import annotations

import msgspec

from toolkit.consolidate.overview import Overview
from toolkit.consolidate.tracing import Trace
from toolkit.export.formats import Format
from toolkit.export.matrix.table import Matrix
from toolkit.messages import N_
from toolkit.model.comment import Comment, Event
from toolkit.model.consolidation import Finding, Verdict
from toolkit.model.contribution import Contribution, Received
from toolkit.model.intake import IntakeReport
from toolkit.model.provision import ParsedDraft, Provision
from toolkit.model.workflow import Act, Assignment, SignOff
from toolkit.team import Calendar, Signed, Status
from toolkit.web.entrance.rights import ADMINISTRATOR, KNOWN
from toolkit.web.rooms.api import (
    asked,
    commenting,
    consultations,
    deciding,
    gathering,
    provisions,
    told,
    working,
)
from toolkit.web.rooms.api.operation import Content, Operation
from toolkit.workspace.assigning import Left
from toolkit.workspace.coverage import Mark
from toolkit.workspace.selection import Selected

_ALL = "/workspaces"
_ONE = "/workspaces/{workspace}"
_PROVISION = _ONE + "/provisions/{provision}"
_COMMENT = _ONE + "/comments/{comment}"
_REMARK = _ONE + "/remarks/{remark}"


def _about(group: str, *operations: Operation) -> tuple[Operation, ...]:
    """Put operations under a heading, which is an English message."""
    return tuple(msgspec.structs.replace(item, group=group) for item in operations)


_CONSULTATIONS = _about(
    N_("Consultations"),
    Operation(
        name="listWorkspaces",
        method="GET",
        path=_ALL,
        about=N_("List the workspaces that you may see."),
        run=consultations.list_workspaces,
        answer=tuple[told.WorkspaceLine, ...],
        need=KNOWN,
    ),
    Operation(
        name="makeWorkspace",
        method="POST",
        path=_ALL,
        about=N_("Send the file of a draft, and make a workspace of it."),
        run=consultations.make_workspace,
        query=asked.NewWorkspace,
        body=Content,
        answer=told.WorkspaceFacts,
        status=201,
        errors=(404, 422),
        need=ADMINISTRATOR,
    ),
    Operation(
        name="showWorkspace",
        method="GET",
        path=_ONE,
        about=N_("Show what a workspace answers, who works there, and what you may do."),
        run=consultations.show_workspace,
        answer=told.WorkspaceFacts,
    ),
    Operation(
        name="showStatus",
        method="GET",
        path=_ONE + "/status",
        about=N_("Show deadlines, counts by role, assignments and signatures."),
        run=working.show_status,
        query=asked.RoleQuery,
        answer=Status,
    ),
    Operation(
        name="showDeadlines",
        method="GET",
        path=_ONE + "/deadlines",
        about=N_("List the deadlines and when to warn of them."),
        run=consultations.show_deadlines,
        answer=Calendar,
    ),
)
_DRAFT = _about(
    N_("The draft"),
    Operation(
        name="showDraft",
        method="GET",
        path=_ONE + "/draft",
        about=N_("Return the whole draft as provisions with their tags, as `consult parse --json` does."),
        run=consultations.show_draft,
        answer=ParsedDraft,
    ),
    Operation(
        name="findProvisions",
        method="GET",
        path=_ONE + "/provisions",
        about=N_(
            "Find provisions by words and by role, topic, modality, kind, page, reference, deadline or state."
        ),
        run=provisions.find_provisions,
        query=asked.ProvisionQuery,
        answer=told.FoundProvisions,
    ),
    Operation(
        name="showProvision",
        method="GET",
        path=_PROVISION,
        about=N_("Show a provision, why it has its tags, and what people left on it."),
        run=provisions.show_provision,
        answer=told.ProvisionFacts,
    ),
    Operation(
        name="decideTags",
        method="POST",
        path=_PROVISION + "/tags",
        about=N_("Say which roles, topics or modality a provision has, or has not."),
        run=provisions.decide_tags,
        body=asked.TagDecisions,
        answer=Provision,
    ),
    Operation(
        name="showMatrix",
        method="GET",
        path=_ONE + "/matrix",
        about=N_("Show which provisions concern which role."),
        run=working.show_matrix,
        query=asked.RoleQuery,
        answer=Matrix,
    ),
)
_READING = _about(
    N_("Reading"),
    Operation(
        name="listSelection",
        method="GET",
        path=_ONE + "/selection",
        about=N_("List the provisions chosen to be answered."),
        run=working.list_selection,
        answer=tuple[Selected, ...],
    ),
    Operation(
        name="select",
        method="POST",
        path=_ONE + "/selection",
        about=N_("Choose provisions to be answered."),
        run=working.select,
        body=asked.Choice,
        answer=told.Counted,
    ),
    Operation(
        name="unselect",
        method="DELETE",
        path=_ONE + "/selection/{provision}",
        about=N_("Take a provision out of the selection."),
        run=working.unselect,
        answer=told.Counted,
    ),
    Operation(
        name="listMarks",
        method="GET",
        path=_ONE + "/marks",
        about=N_("List who has read what."),
        run=working.list_marks,
        answer=tuple[Mark, ...],
    ),
    Operation(
        name="mark",
        method="POST",
        path=_ONE + "/marks",
        about=N_("Note that you have read provisions, with nothing to say."),
        run=working.mark,
        body=asked.Reading,
        answer=tuple[Mark, ...],
    ),
    Operation(
        name="unmark",
        method="DELETE",
        path=_ONE + "/marks/{provision}",
        about=N_("Take your mark on a provision back."),
        run=working.unmark,
        query=asked.OneRole,
        answer=tuple[Mark, ...],
    ),
    Operation(
        name="showCoverage",
        method="GET",
        path=_ONE + "/coverage",
        about=N_("Show what each role has not read, read, commented, with counts by section."),
        run=working.show_coverage,
        query=asked.RoleQuery,
        answer=told.CoverageFacts,
    ),
)
_COMMENTS = _about(
    N_("Comments"),
    Operation(
        name="listComments",
        method="GET",
        path=_ONE + "/comments",
        about=N_("List comments by provision, author, role, state or position."),
        run=commenting.list_comments,
        query=asked.CommentQuery,
        answer=told.Listed[Comment],
    ),
    Operation(
        name="addComment",
        method="POST",
        path=_ONE + "/comments",
        about=N_("Comment on a provision, on words of it, or on the draft as a whole."),
        run=commenting.add_comment,
        body=asked.NewComment,
        answer=Comment,
        status=201,
        errors=(422,),
    ),
    Operation(
        name="previewComment",
        method="POST",
        path=_ONE + "/comment-previews",
        about=N_("Show what a template makes of a provision; nothing is kept."),
        run=commenting.preview_comment,
        body=asked.CommentPreview,
        answer=Comment,
        errors=(422,),
    ),
    Operation(
        name="showComment",
        method="GET",
        path=_COMMENT,
        about=N_("Show a comment; its ETag is its revision."),
        run=commenting.show_comment,
        answer=Comment,
    ),
    Operation(
        name="changeComment",
        method="PATCH",
        path=_COMMENT,
        about=N_(
            "Change the words of a comment, as it was read: a later change by somebody else is a conflict."
        ),
        run=commenting.change_comment,
        body=asked.CommentChange,
        answer=Comment,
        errors=(409,),
    ),
    Operation(
        name="changeState",
        method="PUT",
        path=_COMMENT + "/state",
        about=N_("Submit, approve, reject, withdraw or reopen a comment, as it was read."),
        run=commenting.change_state,
        body=asked.StateChange,
        answer=Comment,
        errors=(409,),
    ),
    Operation(
        name="setMinority",
        method="PUT",
        path=_COMMENT + "/minority",
        about=N_("Keep a comment as the view of some, or as one of all again."),
        run=commenting.set_minority,
        body=asked.Minority,
        answer=Comment,
        errors=(409,),
        need="minority",
    ),
    Operation(
        name="showHistory",
        method="GET",
        path=_COMMENT + "/history",
        about=N_("List what happened to a comment."),
        run=commenting.show_history,
        answer=tuple[Event, ...],
    ),
    Operation(
        name="traceComment",
        method="GET",
        path=_COMMENT + "/trace",
        about=N_("Follow a comment back to the remarks and files that it was made from."),
        run=commenting.trace_comment,
        answer=Trace,
    ),
    Operation(
        name="listTemplates",
        method="GET",
        path=_ONE + "/templates",
        about=N_("List the comment templates with their fields."),
        run=provisions.list_templates,
        query=asked.LanguageQuery,
        answer=tuple[told.TemplateFacts, ...],
    ),
)
_CONTRIBUTIONS = _about(
    N_("Contributions"),
    Operation(
        name="listContributions",
        method="GET",
        path=_ONE + "/contributions",
        about=N_("List the files that contributors sent."),
        run=gathering.list_contributions,
        answer=tuple[Contribution, ...],
    ),
    Operation(
        name="takeIn",
        method="POST",
        path=_ONE + "/contributions",
        about=N_("Send a contributor's file, and take in its remarks."),
        run=gathering.take_in,
        query=asked.Contributed,
        body=Content,
        answer=IntakeReport,
        errors=(409, 422),
        need="intake",
    ),
    Operation(
        name="listRemarks",
        method="GET",
        path=_ONE + "/remarks",
        about=N_("List remarks by their state, file or provision."),
        run=gathering.list_remarks,
        query=asked.RemarkQuery,
        answer=told.Listed[Received],
    ),
    Operation(
        name="showRemark",
        method="GET",
        path=_REMARK,
        about=N_("Show a remark, its place, and the reasons for it."),
        run=gathering.show_remark,
        answer=Received,
    ),
    Operation(
        name="placeRemark",
        method="PUT",
        path=_REMARK + "/placement",
        about=N_("Say where a remark belongs, or confirm what is proposed."),
        run=gathering.place_remark,
        body=asked.Placing,
        answer=Received,
        errors=(409,),
        need="place",
    ),
    Operation(
        name="setRemarkAside",
        method="PUT",
        path=_REMARK + "/aside",
        about=N_("Say that a remark is none, and why."),
        run=gathering.set_remark_aside,
        body=asked.Why,
        answer=Received,
        errors=(409,),
        need="place",
    ),
)
_DESK = _about(
    N_("Desk"),
    Operation(
        name="showDesk",
        method="GET",
        path=_ONE + "/desk",
        about=N_("List repetitions, contradictions, remarks to place and drafts."),
        run=deciding.show_desk,
        answer=Overview,
    ),
    Operation(
        name="proposeMerge",
        method="POST",
        path=_ONE + "/merge-proposals",
        about=N_("Show the comment that a merge would write; nothing is kept."),
        run=deciding.propose_merge,
        body=asked.Merging,
        answer=Comment,
    ),
    Operation(
        name="merge",
        method="POST",
        path=_ONE + "/merges",
        about=N_("Make one comment of several, which stay behind it as its sources."),
        run=deciding.merge,
        body=asked.Merging,
        answer=Comment,
        status=201,
        errors=(409,),
        need="merge",
    ),
    Operation(
        name="reject",
        method="POST",
        path=_ONE + "/rejections",
        about=N_("Leave comments out of the response, for a reason that their authors can read."),
        run=deciding.reject,
        body=asked.Rejecting,
        answer=tuple[Comment, ...],
        errors=(409,),
        need="reject",
    ),
    Operation(
        name="judgeGroup",
        method="PUT",
        path=_ONE + "/groups/{group}/verdict",
        about=N_(
            "Decide that comments do not belong together (apart), or that a contradiction is settled (agreed)."
        ),
        run=deciding.judge_group,
        body=asked.Judgement,
        answer=Verdict,
        need="apart",
    ),
    Operation(
        name="listFindings",
        method="GET",
        path=_ONE + "/findings",
        about=N_("List what to look at before the response is filed."),
        run=deciding.list_findings,
        answer=tuple[Finding, ...],
    ),
    Operation(
        name="acceptFinding",
        method="PUT",
        path=_ONE + "/findings/{finding}/acceptance",
        about=N_("Say that a finding may stand as it is, and why."),
        run=deciding.accept_finding,
        body=asked.Why,
        answer=Finding,
        need="accept",
    ),
)
_TEAM = _about(
    N_("Team"),
    Operation(
        name="listAssignments",
        method="GET",
        path=_ONE + "/assignments",
        about=N_("List who answers for what, and what is left of it."),
        run=working.list_assignments,
        answer=tuple[Left, ...],
    ),
    Operation(
        name="assign",
        method="POST",
        path=_ONE + "/assignments",
        about=N_("Give provisions, and all under them, to a person or role."),
        run=working.assign,
        body=asked.Assigning,
        answer=tuple[Assignment, ...],
        status=201,
        need="assign",
    ),
    Operation(
        name="unassign",
        method="DELETE",
        path=_ONE + "/assignments/{provision}",
        about=N_("Take an assignment back."),
        run=working.unassign,
        query=asked.Whose,
        answer=tuple[Assignment, ...],
        need="assign",
    ),
    Operation(
        name="listSignatures",
        method="GET",
        path=_ONE + "/signatures",
        about=N_("List who has signed, and whether it still counts."),
        run=working.list_signatures,
        answer=tuple[Signed, ...],
    ),
    Operation(
        name="sign",
        method="POST",
        path=_ONE + "/signatures",
        about=N_("Sign the response, as it is now, for a role."),
        run=working.sign,
        body=asked.Signing,
        answer=SignOff,
        status=201,
        errors=(409,),
        need="sign",
    ),
    Operation(
        name="listActs",
        method="GET",
        path=_ONE + "/acts",
        about=N_("List the last acts of the journal, or those that touched something."),
        run=working.list_acts,
        query=asked.JournalQuery,
        answer=tuple[Act, ...],
    ),
    Operation(
        name="undo",
        method="POST",
        path=_ONE + "/acts/{number}/undo",
        about=N_("Take an act back; what undoes it is an act, too."),
        run=working.undo,
        path_types={"number": asked.Number},
        answer=Act,
        errors=(409,),
    ),
)
_EXPORT = _about(
    N_("Export"),
    Operation(
        name="listFormats",
        method="GET",
        path="/formats",
        about=N_("List the kinds of files that a response can be written as."),
        run=consultations.list_formats,
        answer=tuple[told.FormatLine, ...],
        need=KNOWN,
    ),
    Operation(
        name="export",
        method="GET",
        path=_ONE + "/export/{format}",
        about=N_("Write the response, or a part of it, and download the file."),
        run=consultations.export,
        query=asked.ExportQuery,
        path_types={"format": Format},
        answer=Content,
        errors=(422, 501),
    ),
)

OPERATIONS: tuple[Operation, ...] = (
    *_CONSULTATIONS,
    *_DRAFT,
    *_READING,
    *_COMMENTS,
    *_CONTRIBUTIONS,
    *_DESK,
    *_TEAM,
    *_EXPORT,
)
"""Everything that the API can do, in the order in which it is described."""
