"""A profile file (TOML) → `Profile`: which roles read a draft and by which words they recognise what is theirs."""

from __future__ import annotations

import difflib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from toolkit.errors import BrokenInput
from toolkit.files import read_input
from toolkit.messages import _
from toolkit.model.profile import Named, Profile, Vocabulary
from toolkit.resources import shipped

DEFAULT_PROFILE = "health-establishment"
_LANGUAGES = ("fr", "en")
_KEYS = ("name", "extends", "organisation", "ignored", "roles", "topics")
Words = dict[str, tuple[str, ...]]


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    """`[roles.ID]` or `[topics.ID]` as written in the file."""

    fr: str
    en: str
    about_fr: str = ""
    about_en: str = ""
    about: str = ""
    actors: Words | tuple[str, ...] = {}
    outside: Words | tuple[str, ...] = {}
    things: Words | tuple[str, ...] = {}
    marks: Words | tuple[str, ...] = {}
    terms: Words | tuple[str, ...] = {}
    hints: Words | tuple[str, ...] = {}
    examples: Words | tuple[str, ...] = {}
    roles: dict[str, float] = {}


def load_profile(path: Path | None = None) -> Profile:
    """Read a profile; None asks for the one shipped for health establishments.

    A file that says `extends = "health-establishment"` adds its roles and topics to that profile, its own
    winning over those of the same id. A list of terms that names no language serves both.

    Raises:
        BrokenInput: there is no such file, it is not TOML or a key has the wrong form; the message names the key.
    """
    if path is None:
        return _shipped_profile(DEFAULT_PROFILE)
    try:
        content = read_input(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused(path.name, "", _("it is not UTF-8 text")) from error
    return read_profile(content, where=path.name)


@cache
def _shipped_profile(name: str) -> Profile:
    path = shipped("vocabularies") / f"{name}.toml"
    return read_profile(path.read_text(encoding="utf-8"), where=path.name)


def read_profile(content: str, *, where: str) -> Profile:
    """Turn the text of a profile file into a `Profile`; `where` names it in errors (see `load_profile`)."""
    try:
        raw = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise _refused(where, "", _("it is not valid TOML: {reason}").format(reason=error)) from error
    for key in raw.keys() - set(_KEYS):
        raise _refused(where, key, _("there is no such key; known are {keys}").format(keys=", ".join(_KEYS)))
    name = _text(raw, "name", where) or where
    roles = _entries(raw, "roles", where)
    topics = _entries(raw, "topics", where)
    base = _base(raw, where)
    if not roles and base is None:
        raise _refused(where, "roles", _("a profile needs at least one role"))
    own = msgspec.structs.replace(
        _assemble(name, roles, topics),
        organisation=_vocabulary(raw, "organisation", where),
        ignored=_vocabulary(raw, "ignored", where),
    )
    whole = own if base is None else _extended(base, own)
    _check_topic_roles(whole, where)
    return whole


def _text(raw: dict[str, Any], key: str, where: str) -> str:
    value = raw.get(key, "")
    if not isinstance(value, str):
        raise _refused(where, key, _("it must be text"))
    return value


def _base(raw: dict[str, Any], where: str) -> Profile | None:
    name = _text(raw, "extends", where)
    if not name:
        return None
    try:
        return _shipped_profile(name)
    except FileNotFoundError as error:
        raise _refused(
            where, "extends", _("no profile called {name!r} is shipped").format(name=name)
        ) from error


def _entries(raw: dict[str, Any], table: str, where: str) -> dict[str, _Entry]:
    found = raw.get(table, {})
    if not isinstance(found, dict):
        raise _refused(where, table, _("it must be a table with one entry an id"))
    return {identity: _entry(entry, f"{table}.{identity}", where) for identity, entry in found.items()}


def _entry(raw: object, key: str, where: str) -> _Entry:
    identity = key.partition(".")[2]
    if not identity.isidentifier() or not identity.islower():
        raise _refused(where, key, _("an id is made of small letters, digits and _"))
    try:
        return msgspec.convert(raw, type=_Entry)
    except msgspec.ValidationError as error:
        reason, _at, place = str(error).partition(" - at `$")
        raise _refused(where, key + place.rstrip("`"), reason) from error


def _vocabulary(raw: dict[str, Any], key: str, where: str) -> Vocabulary:
    try:
        return _by_language(msgspec.convert(raw.get(key, {}), type=Words | tuple[str, ...]))
    except msgspec.ValidationError as error:
        raise _refused(where, key, str(error)) from error


def _by_language(words: Words | tuple[str, ...]) -> Vocabulary:
    return words if isinstance(words, dict) else dict.fromkeys(_LANGUAGES, words)


def _assemble(name: str, roles: dict[str, _Entry], topics: dict[str, _Entry]) -> Profile:
    return Profile(
        name=name,
        roles=_named(roles),
        topics=_named(topics),
        role_terms={key: _by_language(entry.terms) for key, entry in roles.items()},
        role_marks={key: _by_language(entry.marks) for key, entry in roles.items()},
        role_hints={key: _by_language(entry.hints) for key, entry in roles.items()},
        role_actors={key: _by_language(entry.actors) for key, entry in roles.items()},
        role_outside={key: _by_language(entry.outside) for key, entry in roles.items()},
        role_things={key: _by_language(entry.things) for key, entry in roles.items()},
        role_examples={key: _by_language(entry.examples) for key, entry in roles.items()},
        topic_terms={key: _by_language(entry.terms) for key, entry in topics.items()},
        topic_hints={key: _by_language(entry.hints) for key, entry in topics.items()},
        topic_roles={key: entry.roles for key, entry in topics.items()},
    )


def _named(entries: dict[str, _Entry]) -> tuple[Named, ...]:
    return tuple(
        Named(key, entry.fr, entry.en, entry.about_fr or entry.about, entry.about_en or entry.about)
        for key, entry in entries.items()
    )


def _extended(base: Profile, own: Profile) -> Profile:
    return Profile(
        name=own.name,
        roles=_named_union(base.roles, own.roles),
        topics=_named_union(base.topics, own.topics),
        role_terms=base.role_terms | own.role_terms,
        role_marks=base.role_marks | own.role_marks,
        role_hints=base.role_hints | own.role_hints,
        role_actors=base.role_actors | own.role_actors,
        role_outside=base.role_outside | own.role_outside,
        role_things=base.role_things | own.role_things,
        role_examples=base.role_examples | own.role_examples,
        topic_terms=base.topic_terms | own.topic_terms,
        topic_hints=base.topic_hints | own.topic_hints,
        topic_roles=base.topic_roles | own.topic_roles,
        organisation=own.organisation or base.organisation,
        ignored=own.ignored or base.ignored,
    )


def _named_union(base: tuple[Named, ...], own: tuple[Named, ...]) -> tuple[Named, ...]:
    return tuple(({entry.id: entry for entry in base} | {entry.id: entry for entry in own}).values())


def _check_topic_roles(profile: Profile, where: str) -> None:
    known = [role.id for role in profile.roles]
    for topic, weights in profile.topic_roles.items():
        for role, weight in weights.items():
            key = f"topics.{topic}.roles.{role}"
            if role not in known:
                near = difflib.get_close_matches(role, known, n=1)
                meant = _("; did you mean {name!r}?").format(name=near[0]) if near else ""
                raise _refused(where, key, _("there is no such role") + meant)
            if not 0 <= weight <= 1:
                raise _refused(where, key, _("a weight lies between 0 and 1"))


def _refused(where: str, key: str, reason: str) -> BrokenInput:
    message = f"{key}: {reason}." if key else f"{reason}."
    return BrokenInput(message, where=where, hint=_("Compare it with the shipped profile."))
