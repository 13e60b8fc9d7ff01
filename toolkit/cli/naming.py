"""What a person typed → the value meant, or an error that names the nearest one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from datetime import date

from toolkit.errors import UnknownName, UsageError
from toolkit.messages import _, quoted


def one_of(typed: str, known: Iterable[str], *, what: str) -> str:
    """Return `typed` if it is known.

    Raises:
        UnknownName: it is not; the hint names the nearest, or all.
    """
    names = list(known)
    if typed in names:
        return typed
    near = difflib.get_close_matches(typed, names, n=3, cutoff=0.5)
    raise UnknownName(
        _("there is no {what} {name}.").format(what=what, name=quoted(typed)),
        hint=_("Did you mean {names}?").format(names=", ".join(near))
        if near
        else _("There are: {names}.").format(names=", ".join(names)),
    )


def all_of(typed: Sequence[str] | None, known: Iterable[str], *, what: str) -> tuple[str, ...]:
    """Return every typed name, each of which must be known: see `one_of`."""
    names = list(known)
    return tuple(one_of(item, names, what=what) for item in typed or ())


def iso_date(typed: str, *, option: str) -> str:
    """Return a date typed as 2027-01-15 or 15/01/2027 in ISO 8601; "" stays "".

    Raises:
        UsageError: it is no date.
    """
    text = typed.strip()
    day, slash, rest = text.partition("/")
    if slash:
        month, _slash, year = rest.partition("/")
        text = f"{year:>04}-{month:>02}-{day:>02}"
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise UsageError(
            _("{text} is no date.").format(text=quoted(typed)),
            where=option,
            hint=_("Write it as 2027-01-15."),
        ) from None
