"""What tables and forms are filled from beside the response: the draft's lines, all comments, who read what, the form."""

from __future__ import annotations

import msgspec

from toolkit.model.comment import Comment
from toolkit.model.profile import Named
from toolkit.model.provision import ParsedDraft, Provision
from toolkit.model.workflow import Act


class FormFile(msgspec.Struct, frozen=True):
    """A regulator's form, or the mapping that says what goes where in it, as it lies on the disk."""

    name: str
    content: bytes


class DraftFile(msgspec.Struct, frozen=True):
    """The draft that is answered: as parsed, and the bytes of its file, empty where that cannot be had."""

    parsed: ParsedDraft
    content: bytes


class CoverageLine(msgspec.Struct, frozen=True):
    """What each role has done about a provision, in the order of `Filing.roles`: "", "unread", "read", "commented"."""

    provision_id: str
    states: tuple[str, ...]


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of a workspace that a channel may need and that is not part of what is answered."""

    provisions: tuple[Provision, ...] = ()
    """Of the whole draft, in document order: lines are counted among all of a page."""
    comments: tuple[Comment, ...] = ()
    """Of the part that is exported, whatever became of them."""
    roles: tuple[Named, ...] = ()
    coverage: tuple[CoverageLine, ...] = ()
    acts: tuple[Act, ...] = ()
    """The journal, oldest first."""
    form: FormFile | None = None
    mapping: FormFile | None = None
