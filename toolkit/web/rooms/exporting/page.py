"""The response as a file: what it is to be, what will be in it, how it looks, and the download."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from toolkit import desk, pipeline, team
from toolkit.errors import ToolkitError, UnknownName, UsageError
from toolkit.messages import _, quoted
from toolkit.model.comment import Position
from toolkit.model.consolidation import Severity
from toolkit.model.labels import position_label, role_labels, state_label
from toolkit.model.provision import label
from toolkit.pipeline.pictures import file_page
from toolkit.web.answering import moved, page, url
from toolkit.web.asking import name_of, snapshot_of
from toolkit.web.attachment import attachment
from toolkit.web.drawer import drawer_of
from toolkit.web.jobs import owner_of
from toolkit.web.rooms.exporting.channels import groups
from toolkit.web.rooms.exporting.choice import ORDERINGS, STATES, Choice, authors_of, choice_of
from toolkit.web.rooms.exporting.written import (
    Written,
    composed,
    composing,
    inspecting,
    result_of,
    writing,
    written,
)
from toolkit.web.uploads import read_form
from toolkit.workspace.pack_file import SUFFIX as PACK_SUFFIX

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

    from toolkit.model.response import Response as Answered
    from toolkit.team import FormScope
    from toolkit.web.drawer import Kept
    from toolkit.web.jobs import Job
    from toolkit.web.snapshot import Snapshot

_PICTURED = ("docx", "pdf")
"""Formats whose preview is the printed letter, where LibreOffice is installed."""
_PREVIEW_PAGES = 3
_PATIENCE_SECONDS = 2.0
"""Work that lasts longer is asked for again, so that no proxy gives up on it."""
_PREVIEW_LETTERS = 20_000
_FORM_BYTES = 50 * 1024 * 1024
_POSITIONS: tuple[Position, ...] = get_args(Position)
_SCOPES = ("role", "selected", "all")


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What will be in a response, in figures."""

    comments: int
    provisions: int
    to_complete: int
    """Provisions chosen to be answered, without a comment yet."""
    by_position: tuple[tuple[str, int], ...]
    by_state: tuple[tuple[str, int], ...]
    drafts: int
    scope: tuple[str, ...]
    issues: tuple[str, ...]
    sha256: str


def export(request: Request) -> Response:
    """Show what can be chosen; what will be in the file is asked for when the page stands."""
    snapshot = snapshot_of(request)
    choice = choice_of(request.query_params, snapshot)
    return page(
        request,
        "export/index.html",
        here="export",
        title=snapshot.consultation.title,
        choice=choice,
        groups=groups(),
        **_common(request, choice),
        **_choices(snapshot),
    )


def contents(request: Request) -> Response:
    """Show what will be in the file: a fragment, with the choice in the page's address."""
    snapshot = snapshot_of(request)
    choice = choice_of(request.query_params, snapshot)
    common = _common(request, choice)
    work = composing(snapshot, choice)
    answer: Response
    if work.wait(_PATIENCE_SECONDS):
        answer = page(
            request,
            "export/contents.html",
            choice=choice,
            contents=_contents(result_of(work)),
            files=_files(request, choice),
            preview=_preview_kind(choice),
            **common,
        )
    else:
        answer = _waiting(request, "export_contents", choice, _("The response is put together…"))
    answer.headers["hx-replace-url"] = common["here_url"]
    return answer


def made(request: Request) -> Response:
    """Make the file, and show that it is ready, or why it cannot be made."""
    snapshot = snapshot_of(request)
    choice = choice_of(request.query_params, snapshot)
    work = _writing(request, snapshot, choice)
    if not work.wait(_PATIENCE_SECONDS):
        return _waiting(request, "export_made", choice, _("The file is being written…"))
    found: Written | None = None
    trouble: ToolkitError | None = None
    try:
        found = result_of(work)
    except ToolkitError as error:
        trouble = error
    return page(
        request,
        "export/made.html",
        made=found,
        trouble=trouble,
        size=f"{len(found.content) / 1024:,.0f}" if found else "",
        text=_shown_text(choice, found) if found else "",
        **_common(request, choice),
    )


def printed(request: Request) -> Response:
    """Show the first pages of the letter as they are printed, or why that cannot be done here."""
    snapshot = snapshot_of(request)
    choice = choice_of(request.query_params, snapshot)
    work = writing(snapshot, msgspec.structs.replace(choice, format="pdf"))
    if not work.wait(_PATIENCE_SECONDS):
        return _waiting(request, "export_printed", choice, _("The letter is being printed…"))
    pages = _page_count(work.result.content) if work.result else 0
    return page(
        request,
        "export/printed.html",
        pages=min(pages, _PREVIEW_PAGES),
        trouble=work.error,
        **_common(request, choice),
    )


def readiness(request: Request) -> Response:
    """Show what is open before the response is filed: findings, remarks, signatures."""
    from toolkit.consolidate.findings.find import count_open

    snapshot = snapshot_of(request)
    work = inspecting(snapshot)
    if not work.wait(_PATIENCE_SECONDS):
        return _waiting(request, "export_readiness", None, _("Looking…"))
    result_of(work)
    counts = [(severity, count_open(snapshot.findings, severity)) for severity in get_args(Severity)]
    return page(
        request,
        "export/readiness.html",
        workspace=name_of(request),
        counts=[(severity, count) for severity, count in counts if count],
        waiting=len(snapshot.waiting),
        signatures=snapshot.signatures,
        roles=role_labels(snapshot.profile),
    )


def file(request: Request) -> Response:
    """Send the file."""
    snapshot = snapshot_of(request)
    found = result_of(_writing(request, snapshot, choice_of(request.query_params, snapshot)))
    return attachment(found.content, found.name)


def preview(request: Request) -> Response:
    """Send the content as a page that may do nothing: for a frame in ours."""
    from toolkit.export.html.page import content_policy, write_html

    snapshot = snapshot_of(request)
    html = write_html(composed(snapshot, choice_of(request.query_params, snapshot)))
    # Without allow-same-origin it is a stranger to our pages: its script filters what it shows, and reaches nothing.
    policy = f"sandbox allow-scripts; frame-ancestors 'self'; {content_policy()}"
    return HTMLResponse(html, headers={"content-security-policy": policy})


def preview_page(request: Request) -> Response:
    """Send a printed page of the letter as a picture."""
    snapshot = snapshot_of(request)
    choice = choice_of(request.query_params, snapshot)
    found = written(snapshot, msgspec.structs.replace(choice, format="pdf"))
    number = request.path_params["number"]
    if number > _PREVIEW_PAGES:
        raise UnknownName(_("there is nothing at this address."))
    with tempfile.NamedTemporaryFile(suffix=".pdf") as letter:
        letter.write(found.content)
        letter.flush()
        picture = file_page(Path(letter.name), number)
    return Response(picture, media_type="image/png")


# The regulator's form


async def send_form(request: Request) -> Response:
    """Keep a regulator's form, or its mapping, and show the page with it."""
    async with read_form(request, files=2) as form:
        return await run_in_threadpool(_keep_files, request, form)


def _keep_files(request: Request, form: FormData) -> Response:
    drawer = drawer_of(request)
    choice = choice_of(request.query_params, snapshot_of(request))
    kept = {}
    for name in ("form", "mapping"):
        sent = form.get(name)
        if isinstance(sent, UploadFile) and sent.filename:
            kept[name] = drawer.keep(sent, owner=owner_of(request), limit=_FORM_BYTES).id
    if not kept:
        raise UsageError(_("no file was sent, or an empty one."), hint=_("Choose a file."))
    chosen = msgspec.structs.replace(choice, **kept)
    return moved(request, url(request, "export", workspace=name_of(request), query=chosen.query()))


def form_map(request: Request) -> Response:
    """Send a mapping that lists the places of the regulator's form, to be completed."""
    choice = choice_of(request.query_params, snapshot_of(request))
    found = _files(request, choice)["form"]
    if found is None:
        raise UsageError(_("the regulator’s form is needed: choose its file."))
    listed = pipeline.form_map(found.path)
    return attachment(listed.encode(), f"{found.path.stem}-mapping.toml")


# For colleagues


def mail_form(request: Request) -> Response:
    """Send a form for a contributor who answers without the toolkit."""
    snapshot = snapshot_of(request)
    asked = request.query_params
    role, person, scope = asked.get("role", ""), asked.get("person", ""), asked.get("scope") or "role"
    if role and role not in {item.id for item in snapshot.profile.roles}:
        raise UnknownName(_("there is no {what} {name}.").format(what=_("role"), name=quoted(role)))
    if scope not in _SCOPES:
        raise UnknownName(_("there is no such choice."), where="scope")
    name = "-".join(filter(None, ("form", role or snapshot.settings.role_of(person)))) + ".docx"
    with tempfile.TemporaryDirectory(prefix="consult-") as folder:
        done = team.make_form(
            snapshot.workspace,
            role=role,
            person=person,
            scope=cast("FormScope", scope),
            language=desk.writing_language(snapshot.workspace, asked.get("language")),
            target=Path(folder, name),
        )
        content = done.path.read_bytes()
    return attachment(content, name)


def pack(request: Request) -> Response:
    """Send what is said here as one file for the workspace of a group."""
    snapshot = snapshot_of(request)
    part = choice_of(request.query_params, snapshot).selection
    name = f"{name_of(request)}{PACK_SUFFIX}"
    with tempfile.TemporaryDirectory(prefix="consult-") as folder:
        done = team.pack(
            snapshot.workspace,
            Path(folder, name),
            roles=part.roles,
            authors=part.authors,
            states=part.states,
            with_files=bool(request.query_params.get("files")),
        )
        content = done.path.read_bytes()
    return attachment(content, name)


# What pages show


def _common(request: Request, choice: Choice) -> dict[str, Any]:
    """Return the addresses that lead on from a choice."""
    name, query = name_of(request), choice.query()

    def address(route: str, **parameters: Any) -> str:
        return url(request, route, workspace=name, query=query, **parameters)

    return {"workspace": name, "here_url": address("export"), "address": address}


def _choices(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "orderings": list(zip(ORDERINGS, (_("section of the draft"), _("role"), _("author")), strict=True)),
        "sections": [(item.id, label(item)) for item in snapshot.outline.sections()],
        "roles": list(role_labels(snapshot.profile).items()),
        "states": [(state, state_label(state)) for state in STATES],
        "positions": [(position, position_label(position)) for position in _POSITIONS],
        "authors": authors_of(snapshot),
        "people": [person.name for person in snapshot.settings.people],
    }


def _contents(response: Answered) -> Contents:
    answers = [answer for section in response.sections for answer in section.answers]
    comments = [comment for answer in answers for comment in answer.comments]
    positions, states = Counter(item.position for item in comments), Counter(item.state for item in comments)
    return Contents(
        comments=len(comments),
        provisions=len(answers),
        to_complete=sum(not answer.comments for answer in answers),
        by_position=tuple((position_label(name), positions[name]) for name in _POSITIONS if positions[name]),
        by_state=tuple((state_label(name), states[name]) for name in STATES if states[name]),
        drafts=response.drafts,
        scope=response.scope,
        issues=tuple(issue.message for issue in response.issues),
        sha256=response.content_sha256,
    )


def _preview_kind(choice: Choice) -> str:
    return "pages" if choice.facts.name in _PICTURED else "text" if not choice.facts.binary else "page"


def _shown_text(choice: Choice, found: Written) -> str:
    if choice.facts.binary or choice.facts.name == "html":
        return ""
    text = found.content.decode("utf-8", "replace")
    return text if len(text) <= _PREVIEW_LETTERS else text[:_PREVIEW_LETTERS] + "…"


def _page_count(content: bytes) -> int:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as document:
        return len(document.pages)


def _files(request: Request, choice: Choice) -> dict[str, Kept | None]:
    """Return the regulator's form and its mapping, as far as they are still kept."""
    drawer = drawer_of(request)
    found: dict[str, Kept | None] = {}
    for name, key in (("form", choice.form), ("mapping", choice.mapping)):
        try:
            found[name] = drawer.get(key, owner=owner_of(request)) if key else None
        except UnknownName:
            found[name] = None
    return found


def _writing(request: Request, snapshot: Snapshot, choice: Choice) -> Job[Written]:
    files = {name: kept.path if kept else None for name, kept in _files(request, choice).items()}
    return writing(snapshot, choice, form=files["form"], mapping=files["mapping"])


def _waiting(request: Request, route: str, choice: Choice | None, said: str) -> Response:
    """Return a fragment that asks for the same again after a while."""
    query = choice.query() if choice is not None else None
    again = url(request, route, workspace=name_of(request), query=query)
    return page(request, "export/waiting.html", said=said, again=again)


ROUTES = (
    Route("/w/{workspace}/export", export, name="export"),
    Route("/w/{workspace}/export/contents", contents, name="export_contents"),
    Route("/w/{workspace}/export/made", made, name="export_made"),
    Route("/w/{workspace}/export/readiness", readiness, name="export_readiness"),
    Route("/w/{workspace}/export/file", file, name="export_file"),
    Route("/w/{workspace}/export/preview", preview, name="export_preview"),
    Route("/w/{workspace}/export/printed", printed, name="export_printed"),
    Route("/w/{workspace}/export/page/{number:int}.png", preview_page, name="export_page"),
    Route("/w/{workspace}/export/form", send_form, methods=["POST"], name="export_form"),
    Route("/w/{workspace}/export/mapping", form_map, name="export_mapping"),
    Route("/w/{workspace}/export/mail-form", mail_form, name="export_mail_form"),
    Route("/w/{workspace}/export/pack", pack, name="export_pack"),
)
