"""Errors a person can do something about, as a tree drawn by what they can do.

    ToolkitError                    exit 1
    ├── UsageError                  exit 2   asked for something that does not exist
    │   ├── UnknownName             exit 2   an id, role, template … with the nearest existing one
    │   └── NotAllowed              exit 2   somebody else's to do
    ├── InputRefused                exit 3   the file cannot be read as it is
    │   ├── WrongType               exit 3   not a kind of document we read
    │   ├── BrokenInput             exit 3   empty, truncated, damaged
    │   ├── PasswordNeeded          exit 3   encrypted
    │   ├── NoTextLayer             exit 3   pictures of pages: OCR first
    │   └── LimitExceeded           exit 3   memory, time, size or count beyond the limits
    ├── PartialResult               exit 4   some of several inputs failed
    ├── Conflict                    exit 5   somebody else changed it meanwhile
    ├── StorageError                exit 6   workspace broken, locked; disk full; target unwritable
    │   └── NoWorkspace             exit 6   there is none in the place asked for
    └── MissingExtra                exit 1   an optional part is not installed

A strange document is not an error: what can be read is read and an `Issue` says what could not.
Programming mistakes stay `ValueError` and `TypeError`.
"""

from __future__ import annotations

from toolkit.messages import _


class ToolkitError(Exception):
    """Base of all: one line of what happened, `where`, and what to do (`hint`)."""

    exit_code = 1

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        said = f"{self.message} {self.hint}" if self.hint else self.message
        return _("{place}: {said}").format(place=self.where, said=said) if self.where else said


class UsageError(ToolkitError):
    """The command or call asks for something that does not exist or does not fit."""

    exit_code = 2


class UnknownName(UsageError):
    """No such provision, role, template, comment; the hint names the nearest that exist."""


class NotAllowed(UsageError):
    """The person has not the duty for it; the hint says who has."""


class InputRefused(ToolkitError):
    """The input cannot be read as it is."""

    exit_code = 3


class WrongType(InputRefused):
    """The content is not of a kind that we read, whatever the file's name says."""


class BrokenInput(InputRefused):
    """Empty, truncated or damaged beyond repair."""


class PasswordNeeded(InputRefused):
    """Encrypted, and no or a wrong password was given."""


class NoTextLayer(InputRefused):
    """Pages are pictures without text."""


class LimitExceeded(InputRefused):
    """Reading would take, or took, more memory, time or space than allowed."""


class PartialResult(ToolkitError):
    """Some of several inputs could not be processed; the others were."""

    exit_code = 4


class Conflict(ToolkitError):
    """The thing was changed by somebody else since it was read; both versions are kept."""

    exit_code = 5


class StorageError(ToolkitError):
    """A workspace or file could not be opened, understood or written."""

    exit_code = 6


class NoWorkspace(StorageError):
    """No workspace is where one was looked for."""


class MissingExtra(ToolkitError):
    """An optional dependency is not installed; the hint is its install line."""
