"""What a person typed → the value meant, or an error that names the nearest one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from datetime import date

from toolkit.errors import UnknownName, UsageError
from toolkit.messages import _, quoted

_FEW = 2
"""So many names are all said: which of two is nearer says nothing."""

_PRINTED_DATE = re.compile(
    r"""
    # matches "15/01/2027", "1/4/2027"; not "15/01/27", whose century is a guess
    (?P<day>\d{1,2}) / (?P<month>\d{1,2}) / (?P<year>\d{4})
    """,
    re.VERBOSE | re.ASCII,
)


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


def iso_date(typed: str, *, option: str) -> str:
    """Return a date typed as 2027-01-15 or 15/01/2027 in ISO 8601; "" stays "".

    Raises:
        UsageError: it is no date.
    """
    text = typed.strip()
    printed = _PRINTED_DATE.fullmatch(text)
    if printed:
        text = f"{printed['year']}-{printed['month']:>02}-{printed['day']:>02}"
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise UsageError(
            _("{text} is no date.").format(text=quoted(typed)),
            where=option,
            hint=_("Write it as 2027-01-15 or 15/01/2027."),
        ) from None
