"""Who a file says wrote it → a person of the team and a role of the profile."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from toolkit.model.profile import Named, Profile
from toolkit.model.stems import fold
from toolkit.workspace.settings import Person

# Matches "Claire Martin <claire.martin@example.org>", "claire.martin@example.org"; not "Claire Martin".
_ADDRESS = re.compile(r"^(?P<name>[^<>@]*?)\s*<?(?P<address>[^\s<>@]+@[^\s<>@]+)>?$")
_NAME_PART = re.compile(r"[^\W\d_]+")


class Writer(NamedTuple):
    """Name and role that a remark counts for; "" where nothing says."""

    author: str
    role: str


class People:
    """Knows the team and the roles, however a file writes them."""

    def __init__(self, people: Sequence[Person], profile: Profile) -> None:
        self._people = people
        self._roles = {role.id: role for role in profile.roles}
        self._role_of = dict(_role_names(profile))

    def writer(self, names: Iterable[str], roles: Iterable[str]) -> Writer:
        """Return the first of the names and roles that says something, in the team's own writing.

        A role that the profile does not have is none; then it is the person's in consult.toml.
        """
        said = next((name.strip() for name in names if name.strip()), "")
        person = self.person(said)
        known = (self.role(role) for role in roles if role.strip())
        role = next(filter(None, known), "") or (person.role if person else "")
        return Writer(person.name if person else _bare_name(said), role)

    def person(self, said: str) -> Person | None:
        """Return the one person whom a name, a mail address or initials mean."""
        address = _ADDRESS.match(said.strip())
        if address:
            mailed = [item for item in self._people if fold(item.email) == fold(address["address"])]
            if mailed:
                return mailed[0]
            said = address["name"]
        parts = _parts(said)
        if not parts:
            return None
        named = [item for item in self._people if set(_parts(item.name)) == set(parts)]
        if not named and len(parts) == 1:
            named = [item for item in self._people if _initials(item.name) == parts[0]]
        return named[0] if len(named) == 1 else None

    def role(self, said: str) -> str:
        """Return the id of a role by id, label or one of the words for it; "" if there is none."""
        return self._role_of.get(" ".join(_parts(said)), "")


def _role_names(profile: Profile) -> Iterable[tuple[str, str]]:
    """Yield each way of naming a role; where two roles share one, its own id and label come last and win."""
    for role in profile.roles:
        for words in profile.role_actors.get(role.id, {}).values():
            yield from ((" ".join(_parts(word)), role.id) for word in words)
    for role in profile.roles:
        yield from ((" ".join(_parts(name)), role.id) for name in _labels(role))


def _labels(role: Named) -> tuple[str, ...]:
    return role.id, role.fr, role.en


def _bare_name(said: str) -> str:
    address = _ADDRESS.match(said)
    return (address["name"].strip(' "') or address["address"]) if address else said


def _parts(name: str) -> list[str]:
    return [fold(part) for part in _NAME_PART.findall(name)]


def _initials(name: str) -> str:
    return "".join(part[0] for part in _parts(name))
