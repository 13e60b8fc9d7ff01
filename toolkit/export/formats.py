"""The kinds of files that a response can be written as, and what each is for.

Loads nothing: the command line reads it for its help and for completion. `writer.py` knows who writes which.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from toolkit.messages import N_, _

Format = Literal[
    "docx", "html", "pdf", "brief", "md", "json", "akn", "xlsx", "iso", "nist", "nice", "form", "esma", "fill",
    "annotated",
]  # fmt: skip


class FormatFacts(msgspec.Struct, frozen=True):
    """A format by name; the first of its `suffixes` is the usual one. `about` is an English message."""

    name: Format
    suffixes: tuple[str, ...]
    about: str
    file_name: str = "response"
    """How a file of it is called, without suffix, where nobody says."""
    binary: bool = True
    """Whether it is nothing to show on a terminal."""
    own_form: bool = False
    """Whether it is a regulator's file filled in; what is written is then a file of that kind."""
    has_fields: bool = False
    """Whether comments are sorted into fields, of which some may take none."""
    quotes_remarks: bool = False
    """Whether it repeats what a contributor's table said of a comment: its type, its line."""

    @property
    def purpose(self) -> str:
        """What it is for, in the language of the messages."""
        return _(self.about)


FORMATS: tuple[FormatFacts, ...] = (
    FormatFacts("docx", ("docx",), N_("the response letter in Word, to be filed")),
    FormatFacts("pdf", ("pdf",), N_("the letter as it is printed; needs LibreOffice")),
    FormatFacts(
        "html",
        ("html", "htm"),
        N_("one page for the browser with filters and search, which loads nothing from elsewhere"),
        binary=False,
    ),
    FormatFacts(
        "brief",
        ("docx",),
        N_("one printed page for the board: main demands, cost and risk, who signed, what was left out"),
        file_name="brief",
    ),
    FormatFacts("md", ("md",), N_("the letter as Markdown, for notes and version control"), binary=False),
    FormatFacts("json", ("json",), N_("everything without loss, for programs"), binary=False),
    FormatFacts(
        "akn",
        ("xml", "akn"),
        N_("Akoma Ntoso 3.0: the provisions answered with comments and amendments, for legal systems"),
        binary=False,
    ),
    FormatFacts(
        "annotated",
        ("docx",),
        N_("the draft itself in Word, with comments, and proposed wording as tracked changes of its author"),
        file_name="draft-annotated",
    ),
    FormatFacts(
        "xlsx",
        ("xlsx",),
        N_("a workbook of everything with filters: comments, provisions, coverage, journal"),
        file_name="comments",
    ),
    FormatFacts(
        "iso",
        ("docx", "xlsx"),
        N_("the comment table of ISO, IEC, CEN and CENELEC"),
        file_name="comments-iso",
        quotes_remarks=True,
    ),
    FormatFacts(
        "nist",
        ("docx", "xlsx"),
        N_("the comment table of NIST"),
        file_name="comments-nist",
        quotes_remarks=True,
    ),
    FormatFacts(
        "nice",
        ("docx", "xlsx"),
        N_("the comment form of NICE"),
        file_name="comments-nice",
        quotes_remarks=True,
    ),
    FormatFacts(
        "form",
        ("docx", "txt"),
        N_("answers to copy into an online form, a page a field, with their lengths against the limits"),
        file_name="answers",
        has_fields=True,
    ),
    FormatFacts(
        "esma",
        ("docx", "odt"),
        N_("a reply form with tags around the answers, filled in; needs --form"),
        file_name="reply-form",
        own_form=True,
        has_fields=True,
    ),
    FormatFacts(
        "fill",
        ("docx", "odt", "xlsx"),
        N_("a regulator's own form, filled in by a mapping; needs --form and --mapping"),
        file_name="form",
        own_form=True,
        has_fields=True,
    ),
)

BY_NAME = {facts.name: facts for facts in FORMATS}


def formats_of(suffix: str) -> tuple[FormatFacts, ...]:
    """Return the formats that a file name may mean by its suffix, the usual one first."""
    return tuple(facts for facts in FORMATS if suffix.lower().lstrip(".") in facts.suffixes)
