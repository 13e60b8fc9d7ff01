"""What a team knows about its response beside what it says in it: for its own board, never for the regulator."""

from __future__ import annotations

import msgspec

from toolkit.model.comment import Comment
from toolkit.model.workflow import SignOff


class RoleProgress(msgspec.Struct, frozen=True):
    """Of the provisions that concern a role, how many it has commented on, read, and not read."""

    role: str
    label: str
    commented: int = 0
    read: int = 0
    unread: int = 0

    @property
    def concerned(self) -> int:
        """How many provisions concern the role."""
        return self.commented + self.read + self.unread


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """Work on a provision that somebody has been given and has not done: an ISO 8601 date, and who."""

    date: str
    provision_id: str
    title: str
    who: str


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """How a response came about, for those who have to answer for it."""

    rejected: tuple[Comment, ...] = ()
    """With the reasons for which they were left out."""
    withdrawn: int = 0
    sign_offs: tuple[SignOff, ...] = ()
    """The last one of each role."""
    signable_sha256: str = ""
    """What a signature stands under while it counts: the hash of the whole response without its date."""
    progress: tuple[RoleProgress, ...] = ()
    due: tuple[Due, ...] = ()
    """Earliest first."""
    unplaced: int = 0
    """Remarks that nobody has placed on the draft yet."""
