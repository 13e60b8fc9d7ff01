"""Workspaces, their drafts, and what is written of them: from the file of a draft to the files of a response."""

from __future__ import annotations

import io
import tempfile
import threading
from pathlib import Path

from starlette.datastructures import UploadFile

from toolkit import desk, pipeline
from toolkit.errors import BrokenInput, ToolkitError, UsageError
from toolkit.export.formats import BY_NAME, FORMATS, Format
from toolkit.messages import _, current_language
from toolkit.model.profile import Named
from toolkit.model.provision import ParsedDraft
from toolkit.model.response import Consultation
from toolkit.model.selection import Selection
from toolkit.team import Calendar
from toolkit.team import deadlines as team_deadlines
from toolkit.web.rooms.api.asked import ExportQuery, NewWorkspace
from toolkit.web.rooms.api.decoding import check_day
from toolkit.web.rooms.api.operation import Call, Content
from toolkit.web.rooms.api.told import FormatLine, NamedLine, PersonLine, WorkspaceFacts, WorkspaceLine
from toolkit.web.rooms.exporting.choice import Choice
from toolkit.web.rooms.exporting.written import result_of, writing
from toolkit.web.uploads import keep_upload
from toolkit.workspace.duties import ALLOWED

READING = threading.BoundedSemaphore(2)
"""Reading a file takes a process with a processor and some hundred megabytes."""


def list_workspaces(call: Call) -> tuple[WorkspaceLine, ...]:
    """Return the workspaces that the visitor may see."""
    return tuple(_line(call, name) for name in call.site.names_for(call.visitor))


def _line(call: Call, name: str) -> WorkspaceLine:
    try:
        found = call.site.snapshot(name).workspace.consultation()
    except ToolkitError as error:
        return WorkspaceLine(name=name, trouble=error.message)
    return WorkspaceLine(
        name=name,
        title=found.title,
        issuer=found.issuer,
        deadline=found.deadline,
        internal_deadline=found.internal_deadline,
    )


def make_workspace(call: Call, query: NewWorkspace, body: Content) -> WorkspaceFacts:
    """Read a draft and make a workspace of it."""
    if call.site.is_single:
        raise UsageError(_("this server shows one consultation and takes no other."))
    check_day(query.deadline, where="deadline")
    check_day(query.internal_deadline, where="internal_deadline")
    folder = call.site.path_of(query.name)
    if folder.exists():
        raise UsageError(_("there is a workspace of this name already."), where=query.name)
    with tempfile.TemporaryDirectory(prefix="consult-") as temporary:
        source = keep_content(body, query.file_name, Path(temporary), limit=call.site.uploads.file_bytes)
        with READING:
            draft = pipeline.read_draft(source, profile=desk.load_profile())
        if not draft.provisions:
            raise BrokenInput(_("no provision was found in it."), where=source.name)
        fields = ("title", "issuer", "respondent", "contact", "deadline", "internal_deadline")
        consultation = Consultation(**{name: getattr(query, name) for name in fields})
        desk.create_workspace(folder, draft=draft, source=source, consultation=consultation).close()
    return show_workspace(Call(call.request, {"workspace": query.name}))


def keep_content(body: Content, name: str, folder: Path, *, limit: int) -> Path:
    """Write a sent file under a name that leads nowhere, and return its path.

    Raises:
        LimitExceeded: it has more than `limit` bytes.
    """
    upload = UploadFile(io.BytesIO(body.content), size=len(body.content), filename=name)
    return keep_upload(upload, folder, limit=limit)


def show_workspace(call: Call) -> WorkspaceFacts:
    """Return what a workspace answers, and who works there."""
    snapshot, visitor = call.snapshot, call.visitor
    people = snapshot.settings.people
    return WorkspaceFacts(
        name=call.path["workspace"],
        consultation=snapshot.workspace.consultation(),
        provisions=len(snapshot.draft.provisions),
        comments=len(snapshot.comments),
        people=tuple(PersonLine(name=item.name, role=item.role, duties=item.duties) for item in people),
        roles=tuple(map(_named, snapshot.profile.roles)),
        topics=tuple(map(_named, snapshot.profile.topics)),
        you=visitor.name,
        may=tuple(action for action in ALLOWED if visitor.may(action, snapshot)),
    )


def _named(item: Named) -> NamedLine:
    return NamedLine(id=item.id, label=item.label(current_language()))


def show_draft(call: Call) -> ParsedDraft:
    """Return the draft as `consult parse --json` prints it, with tags as people decided."""
    return call.snapshot.draft


def show_deadlines(call: Call) -> Calendar:
    """Return the deadlines and when to warn of them."""
    return team_deadlines(call.workspace)


def list_formats(_call: Call) -> tuple[FormatLine, ...]:
    """Return the kinds of files that a response can be written as."""
    return tuple(
        FormatLine(name=facts.name, suffixes=facts.suffixes, purpose=facts.purpose) for facts in FORMATS
    )


def export(call: Call, query: ExportQuery) -> Content:
    """Write the response, or a part of it."""
    name: Format = call.path["format"]
    facts, snapshot = BY_NAME[name], call.snapshot
    suffix = query.suffix or facts.suffixes[0]
    if suffix not in facts.suffixes:
        raise UsageError(
            _("{format} is not written as {suffix}.").format(format=name, suffix=suffix),
            where="suffix",
            hint=_("There are: {names}.").format(names=", ".join(facts.suffixes)),
        )
    resolve = snapshot.workspace.resolve
    choice = Choice(
        format=f"{name}.{suffix}",
        language=desk.writing_language(snapshot.workspace, query.language),
        ordering=query.by,
        selection=Selection(
            provision_ids=tuple(dict.fromkeys(resolve(item).id for item in query.section)),
            roles=query.role,
            states=query.state,
            authors=query.author,
            positions=query.position,
        ),
        anonymous=query.anonymous,
        with_remarks=query.with_remarks,
    )
    found = result_of(writing(snapshot, choice))
    return Content(found.content, found.name)
