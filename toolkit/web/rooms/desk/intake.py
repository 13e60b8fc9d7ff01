"""Files that contributors sent → remarks and comments: dropped on the page, read behind it, asked about, kept.

A file that cannot be read never keeps the others out. What was read waits on disk until somebody has said whose it
is, where neither the file nor its remarks say so; then all of it is taken in as one act.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from toolkit import team
from toolkit.errors import LimitExceeded, UsageError
from toolkit.messages import _
from toolkit.model.contribution import Contribution
from toolkit.model.intake import IntakeReport, Refused
from toolkit.model.reading import ReadOptions
from toolkit.web.answering import is_fragment, moved, url
from toolkit.web.asking import actor_of, name_of, site_of, snapshot_of, texts_of
from toolkit.web.jobs import Job, jobs_of, owner_of
from toolkit.web.rooms.desk.framing import piece, refuse_without_duty, shown
from toolkit.web.uploads import keep_upload, read_form
from toolkit.workspace.journal import ActFilter

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

    from toolkit.web.snapshot import Snapshot
    from toolkit.workspace.store import Workspace


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


async def upload(request: Request) -> Response:
    """Take files from a browser, and begin to read them."""
    snapshot = await run_in_threadpool(refuse_without_duty, request, "intake")
    try:
        async with read_form(request, files=site_of(request).uploads.files) as form:
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
    given = {name: text.strip() for name, text in (await texts_of(request)).items()}
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


def _keep(request: Request, form: FormData) -> Reading:
    """Write what was sent to disk; a file that is too large is refused by itself."""
    limit = site_of(request).uploads.file_bytes
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


ROUTES = (
    Route("/w/{workspace}/desk/intake", upload, methods=["POST"], name="desk-upload"),
    Route("/w/{workspace}/desk/intake/run/{job}", watch, name="desk-intake-run"),
    Route(
        "/w/{workspace}/desk/intake/run/{job}/names", name_authors, methods=["POST"], name="desk-intake-names"
    ),
    Route("/w/{workspace}/desk/intake/run/{job}/stop", stop, methods=["POST"], name="desk-intake-stop"),
)
