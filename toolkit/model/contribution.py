"""What a contributor's file says, remark by remark, and where in the draft each of them belongs.

`intake` turns a file into a `Contribution`; placing its remarks on the draft gives a `Placement` each; the workspace
keeps both, and makes a comment of every remark that is placed. What of a file is no remark stands in `leftovers`, so
that remarks and leftovers together hold every sentence of it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from toolkit.model.comment import Position
from toolkit.model.issue import Issue

Form = Literal["word_comments", "tracked_changes", "pdf_notes", "form", "table", "mail", "prose"]
"""How a remark was given: what the file is recognised as may be several of these at once."""
FORMS: tuple[Form, ...] = (
    "word_comments",
    "tracked_changes",
    "pdf_notes",
    "form",
    "table",
    "mail",
    "prose",
)
RemarkKind = Literal["remark", "silence"]
PlacementState = Literal["placed", "proposed", "unplaced", "set_aside"]
PLACEMENT_STATES: tuple[PlacementState, ...] = ("placed", "proposed", "unplaced", "set_aside")
GENERAL = ""
"""Id of the provision of a remark on the draft as a whole."""


class Clues(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the file itself says about the place of a remark. Nothing here is looked up in the draft yet."""

    provision_id: str = ""
    """From our own form or table: the id that it was made with."""
    clause: str = ""
    """As given in a clause column or a sentence: "7.2, 3e tiret", "fiche 13", "Annexe B"."""
    headings: tuple[str, ...] = ()
    """Headings of the file under which the remark stands, outermost first."""
    page_number: int | None = None
    lines: tuple[int, int] | None = None
    """First and last line number on the page, as printed or counted."""
    quote: str = ""
    """Words of the draft that the remark is anchored to or repeats, exactly as they stand in the file."""
    passage: int | None = None
    """Where the file is a copy of the draft: index into `Contribution.passages` of the paragraph concerned."""
    subject: str = ""
    """Subject of a mail or title of a remark: "à propos du MFA"."""
    general: bool = False
    """Whether the file says that the remark is on the whole ("remarque générale", "GENERAL", "ge" without clause)."""


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """One remark as its file gives it."""

    key: str
    """Finds it again when the same or a corrected file is taken in: unique within one file, from what stays (author and
    time of a Word comment, the form's code, row number and clause) and not from its wording where it can."""
    form: Form
    kind: RemarkKind = "remark"
    """"silence" for "RAS", "no comment" and cells left empty on purpose: read, nothing to say."""
    where: str
    """For people: "comment 3", "row 12 of sheet Comments", "paragraph 5"."""
    author: str = ""
    role: str = ""
    """Role id, or as the file calls it; "" where it says nothing."""
    date: str = ""
    """ISO 8601, as the file says; "" where it does not."""
    position: Position | None = None
    """Only where the file states or shows it: a tracked change amends."""
    text: str = ""
    rationale: str = ""
    proposed: str = ""
    """Wording to stand instead of the quote, or of the whole provision where nothing is quoted."""
    deletion: bool = False
    """Whether the quote, or the provision, should go without replacement."""
    reply_to: str = ""
    """Key of the remark in the same file that it answers."""
    resolved: bool = False
    category: str = ""
    """As the file's table says: "ge", "te", "ed", "major"."""
    original: str = ""
    """The words as found, where reading has changed or parted them; "" where text, rationale and proposed say it all."""
    clues: Clues = Clues()


class Leftover(msgspec.Struct, frozen=True):
    """Words of a file that are no remark, and why: greeting, signature, mail quoted, form's own text, the draft's text."""

    where: str
    text: str
    reason: Literal["greeting", "signature", "quoted_mail", "form", "draft", "header", "empty", "unreadable"]


class Contribution(msgspec.Struct, frozen=True, kw_only=True):
    """One file that somebody sent, read."""

    sha256: str
    name: str
    media_type: str
    forms: tuple[Form, ...]
    author: str = ""
    """Who sent it, as the file says, or the person who took it in."""
    role: str = ""
    date: str = ""
    draft_sha256: str = ""
    """Of the draft it answers, where the file says so (our own form and tables)."""
    passages: tuple[str, ...] = ()
    """Where the file is an edited copy of the draft: its paragraphs in order, as they were before any tracked change.
    Kept while remarks are placed, not stored."""
    remarks: tuple[Remark, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    attachments: tuple[Contribution, ...] = ()
    """Files inside it (of a mail), read each by its own kind."""
    issues: tuple[Issue, ...] = ()


class Reason(msgspec.Struct, frozen=True):
    """One piece of evidence for a place: `rule` is the key of its sentence, `words` what it saw."""

    rule: str
    words: str = ""
    weight: float = 0.0


class Candidate(msgspec.Struct, frozen=True):
    """A provision that a remark may be about."""

    provision_id: str
    confidence: float
    reasons: tuple[Reason, ...] = ()


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """Where a remark belongs. `placed` needs nobody, `proposed` a person's word, `unplaced` a person's choice.

    `set_aside` is a person's decision that it is no remark, with the reason.
    """

    state: PlacementState
    provision_id: str = GENERAL
    """Of the best candidate; `GENERAL` for the draft as a whole, and where nothing was found."""
    quote: str = ""
    """Words of that provision that the remark is about, as the draft prints them; "" for all of it."""
    confidence: float = 0.0
    reasons: tuple[Reason, ...] = ()
    rivals: tuple[Candidate, ...] = ()
    """Other provisions that it may be about, best first."""
    also: tuple[str, ...] = ()
    """Other provisions that it is equally about: those of "R12 à R15" after the first."""
    actor: str = ""
    """The person who decided; "" for the toolkit."""
    why: str = ""
    """The person's own words."""
    time: str = ""


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A remark as the workspace keeps it."""

    id: str
    """Short and stable within a workspace: "r12"."""
    file_sha256: str
    """Of the file it came in (of the mail, for an attachment)."""
    file_name: str
    remark: Remark
    placement: Placement
    comment_id: str = ""
    """Of the comment made from it; "" while it is not placed, set aside or silent."""
    superseded: bool = False
    """Whether a corrected file says otherwise, or no longer says it; kept for the record."""
