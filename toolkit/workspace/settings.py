"""consult.toml ↔ Settings: who asks, until when, who answers, where the data are kept.

People edit the file by hand; it is read and written with tomlkit so that their comments, order and own
entries survive.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import tomlkit
from tomlkit.exceptions import ParseError, TOMLKitError
from tomlkit.items import AoT, Table

from toolkit.errors import NoWorkspace, StorageError
from toolkit.files import write_atomic
from toolkit.messages import _, reason_of
from toolkit.model.response import Consultation
from toolkit.model.workflow import DUTIES, Duty, FieldLimits
from toolkit.workspace.text import clean_text

FILE_NAME = "consult.toml"

_TEXTS = ("title", "issuer", "respondent", "contact")
_DATES = ("deadline", "internal_deadline")
_PERSON = ("name", "role", "email")
_DUTIES = "duties"
_LIMITS = FieldLimits.__struct_fields__
KEYS = {
    "consultation": (*_TEXTS, *_DATES),
    "storage": ("url",),
    "people": (*_PERSON, _DUTIES),
    "limits": _LIMITS,
    "reminders": ("days_before",),
}
"""What is read of the file, by section."""
REMINDER_DAYS = (14, 7, 3, 1)
"""So many days before a deadline the team is warned, where consult.toml says nothing else."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the team, and the role that their comments and marks count for."""

    name: str
    role: str = ""
    email: str = ""
    duties: tuple[Duty, ...] = ()
    """What the person may do beside contributing: see `duties.check_allowed`."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that consult.toml says. What is known of the draft itself is not kept there."""

    consultation: Consultation
    people: tuple[Person, ...] = ()
    storage_url: str = ""
    """Of a PostgreSQL database; "" for consult.db beside the file."""
    limits: FieldLimits = FieldLimits()
    """Of the channel that the response is filed by."""
    reminder_days: tuple[int, ...] = REMINDER_DAYS
    duties_required: bool = False
    """Whether acts that take a duty are refused while nobody has one. Not of the file: a team's server asks for it."""

    def role_of(self, name: str) -> str:
        """Return the role of a person, "" if there is no such person."""
        found = self.person(name)
        return found.role if found else ""

    def person(self, name: str) -> Person | None:
        """Return somebody by name, or by mail address."""
        wanted = name.casefold()
        named = (item for item in self.people if wanted in (item.name.casefold(), item.email.casefold()))
        return next(named, None) if wanted else None


def read_settings(path: Path) -> Settings:
    """Return what the file says.

    Raises:
        NoWorkspace: it is missing.
        StorageError: not TOML, or a value that makes no sense; names the line or the key.
    """
    content = parse_settings(path)
    return Settings(
        consultation=_consultation(_table(content, "consultation", path), path),
        people=tuple(_person(entry, path) for entry in _entries(content, "people", path)),
        storage_url=_text(_table(content, "storage", path), "url", path),
        limits=_limits(_table(content, "limits", path), path),
        reminder_days=_reminder_days(_table(content, "reminders", path), path),
    )


def write_settings(path: Path, settings: Settings) -> None:
    """Bring the file up to date, touching only what differs.

    Raises:
        StorageError: the present file is not TOML, or cannot be written.
    """
    content = parse_settings(path) if path.exists() else tomlkit.parse(_new_file_text())
    _update_consultation(content, settings.consultation)
    if settings.storage_url != content.get("storage", {}).get("url", ""):
        content.setdefault("storage", tomlkit.table())["url"] = settings.storage_url
    if settings.people != _people_of(content):
        _update_people(content, settings.people)
    _update_limits(content, settings.limits)
    if settings.reminder_days != _reminder_days(_table(content, "reminders", path), path):
        content.setdefault("reminders", tomlkit.table())["days_before"] = list(settings.reminder_days)
    write_atomic(path, tomlkit.dumps(content).encode())


def _new_file_text() -> str:
    lines = [
        "# " + _("About this consultation. Edit freely: your own comments are kept."),
        "",
        "[consultation]",
        'title = ""',
        'issuer = ""',
        "# " + _("Dates as YYYY-MM-DD. The internal one is when the team must be done."),
        'deadline = ""',
        'internal_deadline = ""',
        "# " + _("The organisation that answers, and whom the regulator may ask."),
        'respondent = ""',
        'contact = ""',
        "",
        "[storage]",
        "# " + _("Empty: consult.db in this folder. For a team's server: a PostgreSQL URL without password"),
        "# " + _("(put the password into ~/.pgpass), as in postgresql://consult@db.example.org/consult"),
        'url = ""',
        "",
        "# " + _("One entry a person; the role is what their comments count for."),
        "# [[people]]",
        '# name = "Claire Martin"',
        '# role = "dpo"',
        '# email = "claire.martin@example.org"',
        "# "
        + _(
            "What else they may do: lead, legal, approver. While nobody has a duty, everybody may do everything."
        ),
        '# duties = ["lead"]',
        "",
        "# "
        + _("The most characters that the form to be filed takes; `consult check` finds what is longer."),
        "# [limits]",
        "# text = 4000",
        "",
        "# " + _("How many days before a deadline to warn."),
        "# [reminders]",
        "# days_before = [14, 7, 3, 1]",
        "",
    ]
    return "\n".join(lines)


def parse_settings(path: Path) -> tomlkit.TOMLDocument:
    """Return the file as it is written: see `read_settings` for what it raises."""
    try:
        return tomlkit.parse(path.read_text(encoding="utf-8"))
    except ParseError as error:
        place = f"{path}:{error.line}"
        raise StorageError(
            _("is not valid TOML ({reason}).").format(reason=error),
            where=place,
            hint=_("Mend that line; texts stand in double quotes."),
        ) from error
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise StorageError(
            _("is not valid TOML ({reason}).").format(reason=error), where=str(path)
        ) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoWorkspace(
            _("cannot be read ({reason}).").format(reason=reason_of(error)),
            where=str(path),
            hint=_("Make a workspace with `consult new`."),
        ) from error
    except OSError as error:
        raise StorageError(
            _("cannot be read ({reason}).").format(reason=reason_of(error)), where=str(path)
        ) from error


def _consultation(table: dict[str, Any], path: Path) -> Consultation:
    texts = {name: _text(table, name, path) for name in _TEXTS}
    dates = {name: _date(table, name, path) for name in _DATES}
    return Consultation(**texts, **dates)


def _person(entry: dict[str, Any], path: Path) -> Person:
    name, role, email = (_text(entry, key, path) for key in _PERSON)
    return Person(name=name, role=role, email=email, duties=_duties(entry, path))


def _duties(entry: dict[str, Any], path: Path) -> tuple[Duty, ...]:
    given = entry.get(_DUTIES, [])
    if not isinstance(given, list) or not all(duty in DUTIES for duty in given):
        expected = _("a list of these: {duties}").format(duties=", ".join(f'"{duty}"' for duty in DUTIES))
        raise _wrong(path, _DUTIES, expected)
    return tuple(duty for duty in DUTIES if duty in given)


def _limits(table: dict[str, Any], path: Path) -> FieldLimits:
    return FieldLimits(**{name: _count(table.get(name, 0), f"limits.{name}", path) for name in _LIMITS})


def _reminder_days(table: dict[str, Any], path: Path) -> tuple[int, ...]:
    days = table.get("days_before", list(REMINDER_DAYS))
    if not isinstance(days, list):
        raise _wrong(path, "reminders.days_before", _("a list of whole numbers"))
    found = {_count(day, "reminders.days_before", path) for day in days}
    return tuple(sorted(found, reverse=True))


def _count(value: object, key: str, path: Path) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _wrong(path, key, _("a whole number from 0"))
    return int(value)


def _text(table: dict[str, Any], key: str, path: Path) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise _wrong(path, key, _("a text in double quotes"))
    return clean_text(value).text


def _date(table: dict[str, Any], key: str, path: Path) -> str:
    """Return a date given as a TOML date or as a text in ISO 8601."""
    value = table.get(key, "")
    if isinstance(value, date):
        return value.isoformat()[:10]
    if value == "":
        return ""
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as error:
        raise _wrong(path, key, _("a date as YYYY-MM-DD")) from error


def _table(content: tomlkit.TOMLDocument, key: str, path: Path) -> dict[str, Any]:
    value = content.get(key, {})
    if not isinstance(value, dict):
        raise _wrong(path, key, _("a section in square brackets"))
    return value


def _entries(content: tomlkit.TOMLDocument, key: str, path: Path) -> list[dict[str, Any]]:
    value = content.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise _wrong(path, key, _("entries in double square brackets"))
    return value


def _wrong(path: Path, key: str, expected: str) -> StorageError:
    return StorageError(
        _("{key} must be {expected}.").format(key=key, expected=expected),
        where=str(path),
        hint=_("Mend it in a text editor."),
    )


def _update_consultation(content: tomlkit.TOMLDocument, consultation: Consultation) -> None:
    table = content.setdefault("consultation", tomlkit.table())
    for name in (*_TEXTS, *_DATES):
        value = getattr(consultation, name)
        present = table.get(name, "")
        shown = present.isoformat()[:10] if isinstance(present, date) else present
        if shown != value:
            table[name] = value


def _update_limits(content: tomlkit.TOMLDocument, limits: FieldLimits) -> None:
    """Write each limit that differs; what is unlimited need not be in the file."""
    for name in _LIMITS:
        value, present = getattr(limits, name), content.get("limits", {}).get(name, 0)
        if value != present:
            content.setdefault("limits", tomlkit.table())[name] = value


def _people_of(content: tomlkit.TOMLDocument) -> tuple[Person, ...]:
    return tuple(
        Person(**{key: entry.get(key, "") for key in _PERSON}, duties=tuple(entry.get(_DUTIES, ())))
        for entry in content.get("people", [])
    )


def _update_people(content: tomlkit.TOMLDocument, people: tuple[Person, ...]) -> None:
    """Rewrite the list, reusing the entries of people who stay."""
    entries: dict[str, Table] = {entry.get("name", ""): entry for entry in content.get("people", [])}
    updated: AoT = tomlkit.aot()
    for person in people:
        entry = entries.get(person.name) or tomlkit.table()
        for name in _PERSON:
            value = getattr(person, name)
            if entry.get(name, "") != value:
                entry[name] = value
        if tuple(entry.get(_DUTIES, ())) != person.duties:
            entry[_DUTIES] = list(person.duties)
        updated.append(entry)
    content["people"] = updated
