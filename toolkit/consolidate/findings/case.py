"""What there is to check: the comments and what is known around them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from toolkit.model.comment import Comment, State
from toolkit.model.consolidation import Group, Verdict
from toolkit.model.provision import ParsedDraft
from toolkit.model.response import Consultation
from toolkit.model.workflow import FieldLimits

SILENT: frozenset[State] = frozenset({"merged", "rejected", "withdrawn"})
"""States of comments that the response does not print for themselves."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One response before it is filed."""

    draft: ParsedDraft
    comments: tuple[Comment, ...]
    consultation: Consultation
    today: date
    selection: tuple[str, ...] = ()
    """Ids of the provisions selected."""
    read: tuple[str, ...] = ()
    """Ids of the provisions that somebody marked as read without comment."""
    groups: tuple[Group, ...] = ()
    """Contradictions between comments that nobody has settled."""
    verdicts: tuple[Verdict, ...] = ()
    people: tuple[str, ...] = ()
    """Names of the team."""
    other_version: Mapping[str, str] = {}
    """Comment id → the file that answered another version of the draft."""
    limits: FieldLimits = FieldLimits()

    def standing(self) -> tuple[Comment, ...]:
        """Return the comments that the response prints for themselves."""
        return tuple(item for item in self.comments if item.state not in SILENT)
