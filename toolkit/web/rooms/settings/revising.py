"""The draft read again, its next version taken in, its tags proposed anew: work behind the page, and what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response
from starlette.routing import Route

from toolkit import review, tagging
from toolkit.errors import UsageError
from toolkit.messages import _, ngettext
from toolkit.model.provision import Outline, label
from toolkit.model.reading import ReadOptions
from toolkit.review import Revised
from toolkit.tagging import Retagged
from toolkit.web.answering import moved, page, url
from toolkit.web.asking import name_of, site_of, snapshot_of
from toolkit.web.drawer import drawer_of
from toolkit.web.jobs import Job, jobs_of, owner_of
from toolkit.web.rooms.settings.page import check_may_change
from toolkit.web.uploads import read_form

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

    from toolkit.web.snapshot import Snapshot


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What the work did, in the words of a page."""

    told: tuple[str, ...]
    moved: tuple[tuple[str, str], ...] = ()
    orphaned: tuple[str, ...] = ()


async def next_version(request: Request) -> Response:
    """Take in the next version of the draft, or read the present one again where no file is sent."""
    async with read_form(request) as form:
        return await run_in_threadpool(_begin_reading, request, form)


def _begin_reading(request: Request, form: FormData) -> Response:
    snapshot = _changeable(request)
    site = site_of(request)
    drawer = drawer_of(request)
    sent, password = form.get("draft"), form.get("password")
    options = ReadOptions(password=password if isinstance(password, str) else "")
    kept = None
    if form.get("which") == "next":
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise UsageError(_("no file was sent, or an empty one."), hint=_("Choose a file."))
        kept = drawer.keep(sent, owner=owner_of(request), limit=site.uploads.file_bytes)
    source = kept.path if kept else None

    def work(job: Job[Change]) -> Change:
        try:
            revised = review.reparse(snapshot.workspace, source, options=options, progress=job.report)
        finally:
            if kept is not None:
                drawer.drop(kept)
        return _revised(revised)

    return _watched(request, jobs_of(request).begin(owner_of(request), work))


def retag(request: Request) -> Response:
    """Propose the tags anew by the present rules and profile."""
    snapshot = _changeable(request)

    def work(_job: Job[Change]) -> Change:
        return _retagged(tagging.retag(snapshot.workspace))

    return _watched(request, jobs_of(request).begin(owner_of(request), work))


def watch(request: Request) -> Response:
    """Show how far the work is, then what it did."""
    title = snapshot_of(request).consultation.title
    return page(request, "settings/work.html", title=title, **_shown(request))


def state(request: Request) -> Response:
    """Show how far the work is; nothing where the page knows it already."""
    shown = _shown(request)
    if request.query_params.get("seen") == shown["seen"]:
        return Response(status_code=204)
    return page(request, "settings/_work.html", **shown)


def stop(request: Request) -> Response:
    """Stop the work; the workspace stays as it is."""
    job = jobs_of(request).get(request.path_params["job"], owner_of(request))
    job.cancel()
    return _watched(request, job)


def _shown(request: Request) -> dict[str, Any]:
    job = jobs_of(request).get(request.path_params["job"], owner_of(request))
    return {
        "workspace": name_of(request),
        "job": job,
        "seen": f"{job.state}.{job.done}.{job.total}",
        "change": job.result,
    }


def _watched(request: Request, job: Job[Any]) -> Response:
    return moved(request, url(request, "work", workspace=name_of(request), job=job.id))


def _changeable(request: Request) -> Snapshot:
    snapshot = snapshot_of(request)
    check_may_change(request, snapshot)
    return snapshot


def _revised(revised: Revised) -> Change:
    done = revised.replacement
    count = len(revised.draft.provisions)
    outline = Outline(revised.draft.provisions)
    names = {name: label(outline.by_id[name]) for _old, name in done.moved if name in outline.by_id}
    told = [
        ngettext("{count} provision was read", "{count} provisions were read", count).format(count=count),
        _("version {number} of the draft").format(number=done.version),
        _("new: {added}, gone: {removed}").format(added=len(done.added), removed=len(done.removed)),
        *(issue.message for issue in revised.lost),
    ]
    return Change(
        told=tuple(told),
        moved=tuple((old, names.get(new, new)) for old, new in done.moved),
        orphaned=done.orphaned,
    )


def _retagged(done: Retagged) -> Change:
    told = _("{provisions} provisions: {added} tags new, {removed} gone; decisions stay.")
    return Change(
        told=(told.format(provisions=done.provisions, added=done.added, removed=done.removed),),
    )


ROUTES = (
    Route("/w/{workspace}/settings/draft", next_version, methods=["POST"], name="next_version"),
    Route("/w/{workspace}/settings/retag", retag, methods=["POST"], name="retag"),
    Route("/w/{workspace}/job/{job}", watch, name="work"),
    Route("/w/{workspace}/job/{job}/state", state, name="work_state"),
    Route("/w/{workspace}/job/{job}/stop", stop, methods=["POST"], name="work_stop"),
)
