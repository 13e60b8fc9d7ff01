"""Model values ↔ the JSON text that stands in `record` columns."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from toolkit.errors import StorageError
from toolkit.messages import _

T = TypeVar("T", bound=msgspec.Struct)
_PARTS = "\n"
"""Between the parts of a key: names and ids are on one line."""


def encode(value: msgspec.Struct) -> str:
    """Return `value` as JSON text; fields at their defaults are written too, so defaults may change."""
    return msgspec.json.encode(value).decode()


def decode(record: str, kind: type[T]) -> T:
    """Return the value that `encode` wrote.

    Raises:
        StorageError: the text was damaged or written by a later model.
    """
    try:
        return msgspec.json.decode(record.encode(), type=kind)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise StorageError(
            _("an entry of the workspace cannot be understood ({reason}).").format(reason=error),
            hint=_("Restore the workspace from a backup or update consultation-toolkit."),
        ) from error


def key_of(*parts: str | int) -> str:
    """Return the key made of the values of a key's columns."""
    return _PARTS.join(map(str, parts))


def parts_of(key: str) -> list[str]:
    """Return the values that a key was made of."""
    return key.split(_PARTS)


def now() -> str:
    """Return the present time as ISO 8601 in UTC, to the microsecond so that events sort."""
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


Row = dict[str, Any]
"""Column name → value, as SQLAlchemy takes it."""
