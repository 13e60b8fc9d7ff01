"""What consult.toml says of a consultation, as a form; the profile in use; the deadlines as a calendar file.

The file stays the people's: only what differs is written, and whoever edits it beside the page is not overwritten.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from toolkit import tagging, team
from toolkit.errors import ToolkitError, UsageError
from toolkit.messages import _, quoted
from toolkit.model.labels import role_labels
from toolkit.model.workflow import DUTIES, Duty, FieldLimits
from toolkit.web.answering import moved, page, url
from toolkit.web.asking import actor_of, deadlines_in, name_of, site_of, snapshot_of, visitor_of, whole_number
from toolkit.web.attachment import attachment
from toolkit.workspace.duties import check_allowed, duty_label
from toolkit.workspace.settings import FILE_NAME, Person, Settings
from toolkit.workspace.settings_check import check_settings
from toolkit.workspace.text import clean_text

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

    from toolkit.model.issue import Issue
    from toolkit.web.snapshot import Snapshot

_TEXTS = ("title", "issuer", "respondent", "contact")
_DATES = ("deadline", "internal_deadline")
_MOST_REMINDERS = 20
_ROW_TOKEN_BYTES = 4
_SAVING = threading.Lock()


class Row(msgspec.Struct, frozen=True):
    """A person of the team as a row of the form; `key` tells its fields from those of the others."""

    key: str
    person: Person


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What the form shows: as kept, or as somebody typed it."""

    texts: dict[str, str]
    people: tuple[Row, ...]
    limits: dict[str, str]
    reminders: str
    seen: str
    """Tells whether the file is still the one that the form was made from."""


def show(request: Request) -> Response:
    """Show the settings."""
    return _page(request, snapshot_of(request))


async def save(request: Request) -> Response:
    """Keep what was typed; where it makes no sense, or the file was changed meanwhile, show it again as typed."""
    async with request.form() as form:
        return await run_in_threadpool(_save_in_turn, request, form)


def _save_in_turn(request: Request, form: FormData) -> Response:
    # What a form was compared with is what it replaces: of two at the same time, the second one is told.
    with _SAVING:
        return _save(request, form)


def _save(request: Request, form: FormData) -> Response:
    snapshot = snapshot_of(request)
    check_may_change(request, snapshot)
    typed = _typed(form)
    if typed.seen != _seen(snapshot):
        trouble = UsageError(
            _("somebody else changed the settings meanwhile; what you typed is below and not yet kept."),
            hint=_("Compare, then keep again: what you typed then replaces theirs."),
        )
        current = msgspec.structs.replace(typed, seen=_seen(snapshot))
        return _page(
            request, snapshot, typed=current, trouble=trouble, status=409, theirs=_differing(typed, snapshot)
        )
    try:
        settings = _settings(typed, snapshot)
    except ToolkitError as error:
        return _page(request, snapshot, typed=typed, trouble=error, status=422)
    snapshot.workspace.update_settings(settings)
    return moved(request, url(request, "settings", workspace=name_of(request), query={"kept": "yes"}))


def person_row(request: Request) -> Response:
    """Return an empty row for one more person."""
    snapshot = snapshot_of(request)
    row = Row(secrets.token_hex(_ROW_TOKEN_BYTES), Person(name=""))
    return page(request, "settings/person.html", row=row, **_choices(snapshot))


def profile_check(request: Request) -> Response:
    """Show what a person should look at in the team's own profile."""
    snapshot = snapshot_of(request)
    path = snapshot.workspace.profile_path
    issues: tuple[Issue, ...] = ()
    trouble = ""
    if path.is_file():
        try:
            _profile, issues = tagging.check_profile(path)
        except ToolkitError as error:
            trouble = str(error)
    return page(request, "settings/profile.html", issues=issues, trouble=trouble)


def calendar(request: Request) -> Response:
    """Send the deadlines as a calendar file."""
    snapshot = snapshot_of(request)
    content = team.calendar_file(snapshot.workspace)
    return attachment(content, f"{name_of(request)}.ics")


def may_change(request: Request, snapshot: Snapshot) -> bool:
    """Tell whether the person may change the settings; alone at a machine everybody may."""
    return site_of(request).mode == "alone" or visitor_of(request).may("settings", snapshot)


def check_may_change(request: Request, snapshot: Snapshot) -> None:
    """Refuse who may not change the settings.

    Raises:
        NotAllowed: the hint names who may.
    """
    if not may_change(request, snapshot):
        check_allowed(snapshot.settings, actor_of(request), "settings")


def _page(
    request: Request,
    snapshot: Snapshot,
    *,
    typed: Typed | None = None,
    trouble: ToolkitError | None = None,
    status: int = 200,
    theirs: Iterable[tuple[str, str]] = (),
) -> Response:
    roles = [role.id for role in snapshot.profile.roles]
    return page(
        request,
        "settings/index.html",
        here="settings",
        status=status,
        workspace=name_of(request),
        title=snapshot.consultation.title,
        typed=typed or _kept(snapshot),
        trouble=trouble,
        theirs=list(theirs),
        issues=check_settings(snapshot.workspace.folder, roles=roles),
        is_kept="kept" in request.query_params and trouble is None,
        may_change=may_change(request, snapshot),
        profile=snapshot.profile,
        has_own_profile=snapshot.workspace.profile_path.is_file(),
        versions=snapshot.workspace.versions(),
        document=snapshot.draft.document,
        **_choices(snapshot),
    )


def _choices(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "roles": list(role_labels(snapshot.profile).items()),
        "duties": [(duty, duty_label(duty)) for duty in DUTIES if duty != "contributor"],
        "limit_labels": {
            "text": _("Text"),
            "proposed": _("Proposed wording"),
            "rationale": _("Rationale"),
            "comment": _("All three together"),
        },
    }


# The file ↔ the form


def _kept(snapshot: Snapshot) -> Typed:
    settings = snapshot.settings
    return Typed(
        texts={name: getattr(settings.consultation, name) for name in (*_TEXTS, *_DATES)},
        people=tuple(Row(str(number), person) for number, person in enumerate(settings.people)),
        limits={name: str(count or "") for name, count in msgspec.structs.asdict(settings.limits).items()},
        reminders=", ".join(map(str, settings.reminder_days)),
        seen=_seen(snapshot),
    )


def _typed(form: FormData) -> Typed:
    return Typed(
        texts={name: _text(form, name) for name in (*_TEXTS, *_DATES)},
        people=tuple(Row(str(key), _person(form, str(key))) for key in dict.fromkeys(form.getlist("person"))),
        limits={name: _text(form, f"limit-{name}") for name in FieldLimits.__struct_fields__},
        reminders=_text(form, "reminders"),
        seen=_text(form, "seen"),
    )


def _person(form: FormData, key: str) -> Person:
    duties: list[Duty] = [duty for duty in DUTIES if duty in form.getlist(f"{key}-duties")]
    name, role, email = (_text(form, f"{key}-{field}") for field in ("name", "role", "email"))
    return Person(name=name, role=role, email=email, duties=tuple(duties))


def _settings(typed: Typed, snapshot: Snapshot) -> Settings:
    """Return what was typed as settings.

    Raises:
        UsageError: something makes no sense; names the field.
    """
    texts = typed.texts | deadlines_in(typed.texts)
    people = tuple(row.person for row in typed.people if row.person.name)
    _check_people(typed.people, {role.id for role in snapshot.profile.roles}, snapshot.settings.people)
    limits = {name: _count(text or "0", typed_as=_("Longest texts")) for name, text in typed.limits.items()}
    words = typed.reminders.replace(";", " ").replace(",", " ").split()[:_MOST_REMINDERS]
    days = {_count(word, typed_as=_("Reminders")) for word in words}
    return msgspec.structs.replace(
        snapshot.settings,
        consultation=msgspec.structs.replace(snapshot.settings.consultation, **texts),
        people=people,
        limits=FieldLimits(**limits),
        reminder_days=tuple(sorted(days, reverse=True)),
    )


def _check_people(rows: Iterable[Row], roles: set[str], before: Iterable[Person]) -> None:
    known = roles | {person.role for person in before} | {""}
    names: set[str] = set()
    for row in rows:
        person = row.person
        if not person.name and (person.role or person.email or person.duties):
            raise UsageError(
                _("somebody has no name."), where=_("People"), hint=_("Name them, or take the row away.")
            )
        if person.name and person.name.casefold() in names:
            raise UsageError(_("{name} is there twice.").format(name=quoted(person.name)), where=_("People"))
        if person.role not in known:
            raise UsageError(
                _("there is no role {role}.").format(role=quoted(person.role)), where=_("People")
            )
        names.add(person.name.casefold())


def _count(text: str, *, typed_as: str) -> int:
    number = whole_number(text)
    if number is None:
        raise UsageError(_("{text} is not a whole number.").format(text=quoted(text)), where=typed_as)
    return number


def _differing(typed: Typed, snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return the texts and dates that are kept otherwise than typed, each with what is kept."""
    labels = {
        "title": _("Title"),
        "issuer": _("Who consults"),
        "respondent": _("Who answers"),
        "contact": _("Contact"),
        "deadline": _("Deadline"),
        "internal_deadline": _("Internal deadline"),
    }
    kept = _kept(snapshot)
    found = [(labels[name], kept.texts[name]) for name in labels if kept.texts[name] != typed.texts[name]]
    people = [row.person for row in kept.people]
    if people != [row.person for row in typed.people if row.person.name]:
        found.append((_("People"), ", ".join(person.name for person in people)))
    return found


def _seen(snapshot: Snapshot) -> str:
    """Return a word for the file's content now."""
    return sha256((snapshot.workspace.folder / FILE_NAME).read_bytes()).hexdigest()[:16]


def _text(form: Mapping[str, Any], name: str) -> str:
    value = form.get(name, "")
    return clean_text(value).text.strip() if isinstance(value, str) else ""


ROUTES = (
    Route("/w/{workspace}/settings", show, name="settings"),
    Route("/w/{workspace}/settings", save, methods=["POST"], name="settings_save"),
    Route("/w/{workspace}/settings/person", person_row, name="settings_person"),
    Route("/w/{workspace}/settings/profile", profile_check, name="settings_profile"),
    Route("/w/{workspace}/settings/deadlines.ics", calendar, name="calendar"),
)
