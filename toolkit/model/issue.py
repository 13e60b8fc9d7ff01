"""What a person should know about a result, short of an error."""

from __future__ import annotations

from typing import Literal

import msgspec

Severity = Literal["info", "warning", "error"]


class Issue(msgspec.Struct, frozen=True):
    """Something noticed while reading or structuring; `where` names the page, part or provision for a person."""

    severity: Severity
    where: str
    message: str
    rule: str = ""
    """Name of what noticed it ("sequence.gap", "note.orphan", …); "" where nothing asks for it."""
    page_number: int | None = None
    provision_id: str = ""
