"""What taking in contributors' files did, file by file: everything that the files contain is counted once."""

from __future__ import annotations

from typing import Literal

import msgspec

from toolkit.model.contribution import Form, Received
from toolkit.model.issue import Issue

FileState = Literal["new", "known", "corrected"]


class TakenIn(msgspec.Struct, frozen=True, kw_only=True):
    """One file. `total` is `placed + proposed + unplaced + silent + kept + leftovers`; a mail counts its attachments."""

    name: str
    sha256: str
    state: FileState
    """"known": the same file was taken in before and nothing was done; "corrected": it replaces an earlier one."""
    replaces: str = ""
    """Name of the file that it corrects."""
    author: str = ""
    role: str = ""
    forms: tuple[Form, ...] = ()
    placed: int = 0
    proposed: int = 0
    unplaced: int = 0
    silent: int = 0
    """"RAS" and its like, on provisions that are known."""
    kept: int = 0
    """Remarks that were taken in before as they are."""
    updated: int = 0
    """Of those counted above: remarks that say something else than in the file that this one corrects."""
    superseded: int = 0
    """Remarks of that file that this one no longer makes; they are not part of `total`."""
    conflicts: tuple[str, ...] = ()
    """Comments that somebody changed since, which were kept beside what the corrected file says."""
    leftovers: int = 0
    """Stretches of the file that are no remark: greetings, signatures, the draft's own text."""
    total: int = 0
    received: tuple[Received, ...] = ()
    """The remarks as they are kept now."""
    issues: tuple[Issue, ...] = ()


class Refused(msgspec.Struct, frozen=True):
    """A file that could not be read, and why."""

    name: str
    message: str


class IntakeReport(msgspec.Struct, frozen=True, kw_only=True):
    """What one `consult intake` did, or would do."""

    files: tuple[TakenIn, ...]
    refused: tuple[Refused, ...] = ()
    dry_run: bool = False
