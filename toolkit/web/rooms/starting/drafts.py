"""A dropped draft → a consultation: sent, read while its details are typed, looked at, and what to check in it."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response
from starlette.routing import Route

from toolkit import desk, review
from toolkit.errors import (
    BrokenInput,
    NotAllowed,
    NoTextLayer,
    PasswordNeeded,
    ToolkitError,
    UsageError,
    WrongType,
)
from toolkit.messages import _, current_language, ngettext
from toolkit.model.labels import kind_label
from toolkit.model.provision import label
from toolkit.model.response import Consultation
from toolkit.web.answering import moved, page, url
from toolkit.web.asking import actor_of, deadlines_in, name_of, site_of, snapshot_of, texts_of
from toolkit.web.drawer import drawer_of
from toolkit.web.jobs import jobs_of, owner_of
from toolkit.web.rooms.starting.incoming import Incoming, drafts_of
from toolkit.web.rooms.starting.start import may_add
from toolkit.web.uploads import read_form
from toolkit.workspace.text import clean_text

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

    from toolkit.model.issue import Issue
    from toolkit.model.profile import Named
    from toolkit.model.provision import ParsedDraft, Provision

_PROFILE_BYTES = 4 * 1024 * 1024
_OCR_LANGUAGES = ("fra", "eng", "fra+eng")
_SHOWN_ISSUES = 200
"""More are counted, not listed: the structure is then to be looked at as a whole."""


class Counted(msgspec.Struct, frozen=True):
    """How many of something there are."""

    label: str
    count: int


class Doubt(msgspec.Struct, frozen=True):
    """Something to look at in a draft, with where it is."""

    issue: Issue
    place: str
    """The provision as people call it, "" where none is meant."""


# Sending and reading


async def upload(request: Request) -> Response:
    """Keep a dropped draft and begin to read it."""
    _check_may_add(request)
    async with read_form(request) as form:
        sent = form.get("draft")
        if not isinstance(sent, UploadFile):
            raise UsageError(_("no file was sent, or an empty one."), hint=_("Choose a file."))
        name = await run_in_threadpool(_keep, request, sent)
    return moved(request, url(request, "draft", id=name))


def _keep(request: Request, sent: UploadFile) -> str:
    site = site_of(request)
    drawer = drawer_of(request)
    drafts = drafts_of(request)
    kept = drawer.keep(sent, owner=owner_of(request), limit=site.uploads.file_bytes)
    incoming = Incoming(kept)
    incoming.read(site, jobs_of(request))
    drafts.add(incoming)
    return kept.id


def draft(request: Request) -> Response:
    """Show a dropped draft: how far it is read, and the form of its details."""
    incoming = _incoming(request)
    return _opened(request, incoming) if incoming.workspace else _draft_page(request, incoming)


def state(request: Request) -> Response:
    """Show how far the reading is; nothing where the page knows it already."""
    incoming = _incoming(request)
    if incoming.workspace:
        return _opened(request, incoming)
    if request.query_params.get("seen") == _seen(incoming):
        return Response(status_code=204)
    return page(request, "start/_reading.html", **_reading(incoming))


async def read_again(request: Request) -> Response:
    """Read the same file again: with a password, or with its text recognised."""
    _check_may_add(request)
    typed = _cleaned(await texts_of(request))
    incoming = _incoming(request)
    language = typed.get("ocr_language", _OCR_LANGUAGES[0])
    if language not in _OCR_LANGUAGES:
        raise UsageError(_("there is no such choice."), where="ocr_language")
    incoming.options = msgspec.structs.replace(
        incoming.options, password=typed.get("password", ""), ocr="ocr" in typed, ocr_language=language
    )
    incoming.read(site_of(request), jobs_of(request))
    return moved(request, url(request, "draft", id=incoming.kept.id))


def stop(request: Request) -> Response:
    """Stop reading; the file stays."""
    incoming = _incoming(request)
    incoming.is_wanted = False
    incoming.job.cancel()
    return moved(request, url(request, "draft", id=incoming.kept.id))


def discard(request: Request) -> Response:
    """Forget a dropped draft with its file."""
    incoming = _incoming(request)
    drafts = drafts_of(request)
    drawer = drawer_of(request)
    drafts.drop(incoming)
    for kept in filter(None, (incoming.kept, incoming.profile)):
        drawer.drop(kept)
    return moved(request, url(request, "start"))


# Making the consultation


async def create(request: Request) -> Response:
    """Take the details; the consultation is made as soon as the draft is read."""
    _check_may_add(request)
    async with read_form(request) as form:
        return await run_in_threadpool(_create, request, form)


def _create(request: Request, form: FormData) -> Response:
    site = site_of(request)
    incoming = _incoming(request)
    typed = _cleaned({name: value for name, value in form.items() if isinstance(value, str)})
    incoming.details = _details(typed)
    try:
        incoming.details = msgspec.structs.replace(incoming.details, **deadlines_in(typed))
        _take_profile(request, incoming, form.get("profile"))
        incoming.want(site, incoming.details)
    except ToolkitError as error:
        return _draft_page(request, incoming, trouble=error)
    if incoming.workspace:
        return _opened(request, incoming)
    return moved(request, url(request, "draft", id=incoming.kept.id))


def _opened(request: Request, incoming: Incoming) -> Response:
    """Lead to the new consultation, which has the files now."""
    drawer = drawer_of(request)
    for kept in filter(None, (incoming.kept, incoming.profile)):
        drawer.drop(kept)
    return moved(request, url(request, "checked", workspace=incoming.workspace))


def _take_profile(request: Request, incoming: Incoming, sent: object) -> None:
    """Keep a profile of the team's own; what was read by another one is read again."""
    if not isinstance(sent, UploadFile) or not sent.filename:
        return
    drawer = drawer_of(request)
    kept = drawer.keep(sent, owner=owner_of(request), limit=_PROFILE_BYTES)
    try:
        desk.load_profile(kept.path)
    except ToolkitError:
        drawer.drop(kept)
        raise
    incoming.profile = kept
    incoming.read(site_of(request), jobs_of(request))


def _details(typed: Mapping[str, str]) -> Consultation:
    names = ("title", "issuer", "respondent", "contact", "deadline", "internal_deadline")
    return Consultation(**{name: typed.get(name, "") for name in names})


# What was found


def checked(request: Request) -> Response:
    """Show what was found in the draft of a consultation, and what a person should look at in it."""
    name, snapshot = name_of(request), snapshot_of(request)
    issues = review.check(snapshot.draft)
    places = {item.id: _place(item) for item in snapshot.draft.provisions}
    return page(
        request,
        "start/checked.html",
        workspace=name,
        title=snapshot.consultation.title,
        document=snapshot.draft.document,
        kinds=kinds_of(snapshot.draft),
        roles=_roles_of(snapshot.draft, snapshot.profile.roles),
        doubts=[Doubt(item, places.get(item.provision_id, "")) for item in issues[:_SHOWN_ISSUES]],
        doubts_in_all=len(issues),
    )


def kinds_of(parsed: ParsedDraft) -> list[Counted]:
    """Return how many provisions of each kind there are, the most frequent first."""
    counts = Counter(item.kind for item in parsed.provisions)
    return [Counted(kind_label(kind), count) for kind, count in counts.most_common()]


def _place(item: Provision) -> str:
    """Return what a provision is called; a bare number says nothing without its kind."""
    name = label(item)
    return f"{kind_label(item.kind)} {name}" if name.strip(".°) ").isdigit() else name


def _roles_of(parsed: ParsedDraft, roles: tuple[Named, ...]) -> list[Counted]:
    counts = Counter(tag.value for item in parsed.provisions for tag in item.tags if tag.facet == "role")
    return [Counted(role.label(current_language()), counts[role.id]) for role in roles]


def _draft_page(request: Request, incoming: Incoming, *, trouble: ToolkitError | None = None) -> Response:
    status = 422 if trouble is not None else 200
    details = incoming.details
    return page(
        request, "start/draft.html", status=status, details=details, trouble=trouble, **_reading(incoming)
    )


def _reading(incoming: Incoming) -> dict[str, Any]:
    """Return what the fragment about the reading shows."""
    job, found = incoming.job, incoming.draft
    error = job.error
    return {
        "incoming": incoming,
        "job": job,
        "seen": _seen(incoming),
        "draft": found,
        "kinds": kinds_of(found) if found else [],
        "doubts_told": _doubts_told(found) if found else "",
        "asks_password": isinstance(error, PasswordNeeded),
        "asks_ocr": isinstance(error, NoTextLayer) and _can_recognise(),
        "is_final": isinstance(error, WrongType | BrokenInput),
    }


def _doubts_told(found: ParsedDraft) -> str:
    count = len(review.check(found))
    return ngettext("{count} thing to look at", "{count} things to look at", count).format(count=count)


def _seen(incoming: Incoming) -> str:
    job = incoming.job
    return f"{job.id}.{job.state}.{job.done}.{job.total}.{int(incoming.is_wanted)}"


def _can_recognise() -> bool:
    return importlib.util.find_spec("ocrmypdf") is not None


def _incoming(request: Request) -> Incoming:
    drafts = drafts_of(request)
    return drafts.get(request.path_params["id"], owner_of(request))


def _check_may_add(request: Request) -> None:
    if may_add(request):
        return
    if site_of(request).is_single:
        raise UsageError(
            _("this server shows one consultation and takes no other."),
            hint=_("Its next version is taken in under Settings; serve a folder of workspaces to add more."),
        )
    raise NotAllowed(
        _("may not make consultations here."),
        where=actor_of(request) or _("nobody named"),
        hint=_("Ask whoever runs the server."),
    )


def _cleaned(typed: Mapping[str, str]) -> dict[str, str]:
    """Return typed values without spaces around them and without what no text holds."""
    return {name: clean_text(text).text.strip() for name, text in typed.items()}


ROUTES = (
    Route("/drafts", upload, methods=["POST"], name="draft_upload"),
    Route("/drafts/{id}", draft, name="draft"),
    Route("/drafts/{id}/state", state, name="draft_state"),
    Route("/drafts/{id}/read", read_again, methods=["POST"], name="draft_read"),
    Route("/drafts/{id}/stop", stop, methods=["POST"], name="draft_stop"),
    Route("/drafts/{id}/discard", discard, methods=["POST"], name="draft_discard"),
    Route("/drafts/{id}/create", create, methods=["POST"], name="draft_create"),
    Route("/w/{workspace}/checked", checked, name="checked"),
)
