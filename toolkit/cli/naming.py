"""What a person typed → the value meant, or an error that names the nearest one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from toolkit.errors import UnknownName
from toolkit.messages import _, quoted

_FEW = 2
"""So many names are all said: which of two is nearer says nothing."""


def one_of(typed: str, known: Iterable[str], *, what: str) -> str:
    """Return `typed` if it is known, or the one name that differs from it only by case.

    Raises:
        UnknownName: it is not; the hint names the nearest, or all.
    """
    names = list(dict.fromkeys(known))
    if typed in names:
        return typed
    alike = [name for name in names if name.casefold() == typed.casefold()]
    if len(alike) == 1:
        return alike[0]
    raise UnknownName(
        _("there is no {what} {name}.").format(what=what, name=quoted(typed)), hint=_near(typed, names)
    )


def _near(typed: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(typed, names, n=3, cutoff=0.5)
    if near and len(names) > _FEW:
        return _("Did you mean {names}?").format(names=", ".join(near))
    return _("There are: {names}.").format(names=", ".join(names)) if names else ""


def all_of(typed: Sequence[str] | None, known: Iterable[str], *, what: str) -> tuple[str, ...]:
    """Return every typed name, each of which must be known: see `one_of`."""
    names = list(known)
    return tuple(one_of(item, names, what=what) for item in typed or ())
