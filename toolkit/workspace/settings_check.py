"""consult.toml → what in it says nothing to anybody: misspelt keys, roles that the profile does not have."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from toolkit.messages import _, quoted
from toolkit.model.issue import Issue
from toolkit.workspace.settings import FILE_NAME, KEYS, parse_settings


def check_settings(folder: Path, *, roles: Collection[str]) -> tuple[Issue, ...]:
    """Return a warning for each key that is not read, and for each role of a person that is not among `roles`.

    Raises:
        StorageError: as `read_settings`.
    """
    path = folder / FILE_NAME
    content = parse_settings(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(
        Issue("warning", f"{path}:{line}" if line else str(path), message)
        for line, message in (*_unknown_keys(content, lines), *_unknown_roles(content, lines, roles))
    )


def _unknown_keys(content: Mapping[str, Any], lines: list[str]) -> Iterator[tuple[int, str]]:
    told = _("{key} is not a setting and has no effect.")
    for key in content:
        if key not in KEYS:
            yield _line_of(lines, key), told.format(key=quoted(key)) + _nearest(key, KEYS)
    for section, keys in KEYS.items():
        named = content.get(section, {})
        for key in dict.fromkeys(key for entry in _entries(named) for key in entry):
            if key not in keys:
                yield _line_of(lines, key), told.format(key=quoted(f"{section}.{key}")) + _nearest(key, keys)


def _unknown_roles(
    content: Mapping[str, Any], lines: list[str], roles: Collection[str]
) -> Iterator[tuple[int, str]]:
    told = _("there is no role {role}: what {name} says counts for none.")
    for person in _entries(content.get("people", [])):
        role = str(person.get("role", ""))
        if role and role not in roles:
            said = told.format(role=quoted(role), name=person.get("name") or "?")
            yield _line_of(lines, "role", role), said + _nearest(role, roles)


def _entries(section: Any) -> list[Mapping[str, Any]]:
    return section if isinstance(section, list) else [section]


def _nearest(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return " " + _("Did you mean {names}?").format(names=near[0])
    return " " + _("There are: {names}.").format(names=", ".join(known))


def _line_of(lines: list[str], key: str, value: str = "") -> int:
    """Return the line (from 1) that has a key or section of this name, and the value if one is given; 0 if none has."""
    # Matches for "titel": 'titel = "x"', "  [titel]", '"titel"="x"'; not "# titel", not "untitel = 1".
    named = re.compile(rf"""\s* \[{{0,2}} \s* ["']? {re.escape(key)} ["']? \s* [=.\]]""", re.VERBOSE)
    return next(
        (number for number, line in enumerate(lines, 1) if named.match(line) and value in line),
        0,
    )
