"""Files that contributors sent → remarks and comments: dropped on the page, read behind it, asked about, kept.

A file that cannot be read never keeps the others out. What was read waits on disk until somebody has said whose it
is, where neither the file nor its remarks say so; then all of it is taken in as one act.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from toolkit import team
from toolkit.errors import LimitExceeded, UnknownName, UsageError
from toolkit.messages import N_, _
from toolkit.model.contribution import Contribution, Leftover
from toolkit.model.intake import IntakeReport, Refused
from toolkit.model.reading import ReadOptions
from toolkit.web.answering import is_fragment, moved, url
from toolkit.web.rooms.desk.framing import (
    actor_of,
    name_of,
    piece,
    refuse_without_duty,
    shown,
    snapshot_of,
)
from toolkit.web.rooms.desk.remarks import as_sent
from toolkit.web.rooms.jobs import Job, jobs_of, owner_of
from toolkit.web.uploads import keep_upload, read_form
from toolkit.workspace.journal import ActFilter
from toolkit.workspace.team import ReceivedFilter

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

    from toolkit.web.snapshot import Snapshot
    from toolkit.workspace.store import Workspace

_A_PAGE = 40
"""So many remarks of a file are shown at once."""
_LEFTOVERS: Mapping[str, str] = {
    "greeting": N_("greeting"),
    "signature": N_("signature"),
    "quoted_mail": N_("mail that it answers"),
    "form": N_("words of the form itself"),
    "draft": N_("words of the draft"),
    "header": N_("header"),
    "empty": N_("empty"),
    "unreadable": N_("cannot be read"),
}


class Nameless(msgspec.Struct, frozen=True):
    """A file of which neither it nor all of its remarks say who wrote them."""

    number: int
    """Of the files of a reading, from 0."""
    name: str
    remarks: int


class Scratch:
    """A folder for what was sent, gone when nobody needs it any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="consult-"))
        self.remove = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


class Reading(msgspec.Struct):
    """Files that were read, on disk; once they are taken in, what came of it."""

    scratch: Scratch
    contents: list[tuple[Contribution, Path]]
    refused: list[Refused]
    nameless: tuple[Nameless, ...] = ()
    is_taken: bool = False
    """Whether somebody has said already that they be taken in."""
    report: IntakeReport | None = None
    act: int = 0
    """The number of the act that can be undone, 0 if nothing was changed."""


class FileRow(msgspec.Struct, frozen=True):
    """A file of the list, with what became of its remarks."""

    file: Contribution
    counts: Mapping[str, int]
    leftovers: int
    authors: tuple[str, ...] = ()
    """Those of its remarks, where the file itself names nobody."""


def files(request: Request) -> Response:
    """Show where to drop files, and those that were taken in."""
    snapshot = snapshot_of(request)
    return shown(
        request,
        "intake.html",
        tab="desk-intake",
        snapshot=snapshot,
        rows=_rows(snapshot),
        limits=request.app.state.site.uploads,
        failed="",
    )


async def upload(request: Request) -> Response:
    """Take files from a browser, and begin to read them."""
    snapshot = await run_in_threadpool(refuse_without_duty, request, "intake")
    try:
        async with read_form(request, files=request.app.state.site.uploads.files) as form:
            reading = await run_in_threadpool(_keep, request, form)
            options = ReadOptions(ocr=form.get("ocr") == "yes")
    except HTTPException as error:
        raise UsageError(
            _("what was sent cannot be read as a form, or holds too many files."),
            hint=_("Send fewer files at once."),
        ) from error
    workspace, actor = snapshot.workspace, actor_of(request)
    paths = sorted(reading.scratch.path.glob("*/*"))

    def work(job: Job[Reading]) -> Reading:
        return _read(workspace, reading, paths, job, options=options, actor=actor)

    job = jobs_of(request).begin(owner_of(request), work)
    return moved(request, url(request, "desk-intake-run", workspace=name_of(request), job=job.id))


def watch(request: Request) -> Response:
    """Show how far the reading is, what has to be asked, or what came of it."""
    snapshot = snapshot_of(request)
    return _run_page(request, snapshot, _job(request))


async def name_authors(request: Request) -> Response:
    """Take in what was read, under the names given."""
    snapshot = await run_in_threadpool(refuse_without_duty, request, "intake")
    job = _job(request)
    async with request.form() as form:
        given = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    reading = job.result
    if reading is None or reading.is_taken:
        raise UsageError(_("these files were taken in already."))
    reading.contents = _named(reading, given, [role.id for role in snapshot.profile.roles])
    reading.is_taken = True
    workspace, actor = snapshot.workspace, actor_of(request)

    def work(_job: Job[Reading]) -> Reading:
        try:
            return _take_in(workspace, reading, actor=actor)
        except BaseException:
            reading.is_taken = False
            raise

    begun = jobs_of(request).begin(owner_of(request), work)
    return moved(request, url(request, "desk-intake-run", workspace=name_of(request), job=begun.id))


def stop(request: Request) -> Response:
    """Stop reading: nothing is taken in."""
    _job(request).cancel()
    return moved(request, url(request, "desk-intake", workspace=name_of(request)))


def one_file(request: Request) -> Response:
    """Show a file: each remark in its own words with what became of it, and what is no remark."""
    snapshot = snapshot_of(request)
    item = _file(request, snapshot)
    remarks = snapshot.workspace.team.received(ReceivedFilter(files=(item.sha256,), superseded=True))
    start = _number(request, "from")
    values: dict[str, Any] = {
        "file": item,
        "remarks": [as_sent(one) for one in remarks[start : start + _A_PAGE]],
        "total": len(remarks),
        "is_left": any(one.placement.state != "set_aside" and not one.superseded for one in remarks),
        "next_start": start + _A_PAGE if start + _A_PAGE < len(remarks) else 0,
        "leftovers": tuple(_leftovers(item)),
        "leftover_label": lambda reason: _(_LEFTOVERS[reason]),
    }
    if is_fragment(request) and start:
        return piece(request, "_file_remarks.html", snapshot=snapshot, **values)
    return shown(request, "file.html", tab="desk-intake", snapshot=snapshot, **values)


async def set_aside(request: Request) -> Response:
    """Say that nothing in a file is a remark on this draft."""
    snapshot = await run_in_threadpool(refuse_without_duty, request, "place")
    async with request.form() as form:
        why = str(form.get("why", ""))
    item = _file(request, snapshot)
    if not why.strip():
        raise UsageError(_("why is it set aside?"), hint=_("Its author will want to know."))
    await run_in_threadpool(
        team.set_file_aside, snapshot.workspace, item.sha256, why=why, actor=actor_of(request)
    )
    return moved(request, url(request, "desk-file", workspace=name_of(request), sha256=item.sha256))


def original(request: Request) -> Response:
    """Send a file as it came, to be kept and not to be opened in the page."""
    snapshot = snapshot_of(request)
    item = _file(request, snapshot)
    path = snapshot.workspace.team.contribution_file(item)
    if not path.is_file():
        raise UnknownName(_("the file is no longer there."), where=item.name)
    return FileResponse(path, media_type="application/octet-stream", filename=item.name)


def _keep(request: Request, form: FormData) -> Reading:
    """Write what was sent to disk; a file that is too large is refused by itself."""
    limit = request.app.state.site.uploads.file_bytes
    reading = Reading(Scratch(), [], [])
    sent = [item for item in form.getlist("files") if isinstance(item, UploadFile) and item.filename]
    if not sent:
        raise UsageError(_("no file was sent."), hint=_("Choose files, or drop them on the page."))
    for number, item in enumerate(sent):
        try:
            keep_upload(item, reading.scratch.path / f"{number:04}", limit=limit)
        except LimitExceeded as error:
            reading.refused.append(Refused(item.filename or "", error.message))
    return reading


def _read(
    workspace: Workspace,
    reading: Reading,
    paths: Sequence[Path],
    job: Job[Reading],
    *,
    options: ReadOptions,
    actor: str,
) -> Reading:
    """Read each file; take them in at once if nothing has to be asked."""
    job.report(0, len(paths))
    for done, path in enumerate(paths, 1):
        contents, refused = team.read_each(workspace, [path], options=options)
        reading.refused += refused
        reading.contents += [
            (item, path)
            for item, _content in contents
            if all(item.sha256 != other.sha256 for other, _path in reading.contents)
        ]
        job.report(done, len(paths))
    taken = {item.sha256 for item in workspace.team.contributions()}
    reading.nameless = tuple(
        Nameless(number, item.name, count)
        for number, (item, _path) in enumerate(reading.contents)
        if item.sha256 not in taken and (count := _count_nameless(item, item.author))
    )
    return reading if reading.nameless else _take_in(workspace, reading, actor=actor)


def _count_nameless(item: Contribution, author: str) -> int:
    """Return how many remarks of a file, and of those inside it, nobody stands for."""
    own = 0 if author else sum(not remark.author for remark in item.remarks)
    return own + sum(_count_nameless(inner, author or inner.author) for inner in item.attachments)


def _named(
    reading: Reading, given: Mapping[str, str], roles: Sequence[str]
) -> list[tuple[Contribution, Path]]:
    """Return what was read, under the names that a person has given to files without one."""
    contents = list(reading.contents)
    for item in reading.nameless:
        contribution, path = contents[item.number]
        role = given.get(f"role-{item.number}", "")
        if role and role not in roles:
            raise UsageError(_("there is no such choice."), where=role)
        named = msgspec.structs.replace(
            contribution,
            author=given.get(f"author-{item.number}", "")[:200] or contribution.author,
            role=role or contribution.role,
        )
        contents[item.number] = (named, path)
    return contents


def _take_in(workspace: Workspace, reading: Reading, *, actor: str) -> Reading:
    contents = [(item, path.read_bytes()) for item, path in reading.contents]
    before = _newest(workspace)
    report = team.take_in(workspace, contents, actor=actor)
    found = workspace.team.latest_acts(ActFilter(actor=actor, actions=("intake",), limit=1))
    act = found[0].number if found and found[0].number > before else 0
    reading.scratch.remove()
    reading.contents = []
    reading.report = IntakeReport(files=report, refused=tuple(reading.refused))
    reading.act, reading.is_taken = act, True
    return reading


def _newest(workspace: Workspace) -> int:
    found = workspace.team.latest_acts(ActFilter(limit=1))
    return found[0].number if found else 0


def _run_page(request: Request, snapshot: Snapshot, job: Job[Reading]) -> HTMLResponse:
    reading = job.result
    undone = 0
    if reading is not None and reading.act:
        (act,) = snapshot.workspace.team.latest_acts(ActFilter(before=reading.act + 1, limit=1))
        undone = act.undone_by
    values: dict[str, Any] = {"job": job, "reading": reading, "undone": undone}
    if is_fragment(request):
        return piece(request, "_run.html", snapshot=snapshot, **values)
    return shown(request, "run.html", tab="desk-intake", snapshot=snapshot, **values)


def _job(request: Request) -> Job[Reading]:
    found = jobs_of(request).get(request.path_params["job"], owner_of(request))
    return cast("Job[Reading]", found)


def _rows(snapshot: Snapshot) -> tuple[FileRow, ...]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    authors: dict[str, dict[str, None]] = defaultdict(dict)
    for item in snapshot.received:
        kind = "silent" if item.remark.kind == "silence" else item.placement.state
        counts[item.file_sha256][kind] += 1
        if item.remark.author:
            authors[item.file_sha256][item.remark.author] = None
    return tuple(
        FileRow(
            item,
            counts[item.sha256],
            len(_leftovers(item)),
            () if item.author else tuple(authors[item.sha256]),
        )
        for item in reversed(snapshot.contributions)
    )


def _leftovers(item: Contribution) -> list[Leftover]:
    return [*item.leftovers, *(one for inner in item.attachments for one in _leftovers(inner))]


def _file(request: Request, snapshot: Snapshot) -> Contribution:
    wanted = request.path_params["sha256"]
    found = next((item for item in snapshot.contributions if item.sha256 == wanted), None)
    if found is None:
        raise UnknownName(_("no such file was taken in."))
    return found


def _number(request: Request, name: str) -> int:
    said = request.query_params.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 8 else 0


ROUTES = (
    Route("/w/{workspace}/desk/intake", files, name="desk-intake"),
    Route("/w/{workspace}/desk/intake", upload, methods=["POST"], name="desk-upload"),
    Route("/w/{workspace}/desk/intake/run/{job}", watch, name="desk-intake-run"),
    Route(
        "/w/{workspace}/desk/intake/run/{job}/names", name_authors, methods=["POST"], name="desk-intake-names"
    ),
    Route("/w/{workspace}/desk/intake/run/{job}/stop", stop, methods=["POST"], name="desk-intake-stop"),
    Route("/w/{workspace}/desk/intake/file/{sha256}", one_file, name="desk-file"),
    Route(
        "/w/{workspace}/desk/intake/file/{sha256}/aside", set_aside, methods=["POST"], name="desk-file-aside"
    ),
    Route("/w/{workspace}/desk/intake/file/{sha256}/original", original, name="desk-original"),
)
