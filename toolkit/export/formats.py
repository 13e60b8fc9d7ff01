"""The kinds of files that a response can be written as, and what each is for.

Loads nothing: the command line reads it for its help and for completion. `writer.py` knows who writes which.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from toolkit.messages import N_, _

Format = Literal["docx", "html", "pdf", "brief", "md", "json", "akn"]


class FormatFacts(msgspec.Struct, frozen=True):
    """A format by name; the first of its `suffixes` is the usual one. `about` is an English message."""

    name: Format
    suffixes: tuple[str, ...]
    about: str
    file_name: str = "response"
    """How a file of it is called, without suffix, where nobody says."""
    binary: bool = True
    """Whether it is nothing to show on a terminal."""

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
)

BY_NAME = {facts.name: facts for facts in FORMATS}


def formats_of(suffix: str) -> tuple[FormatFacts, ...]:
    """Return the formats that a file name may mean by its suffix, the usual one first."""
    return tuple(facts for facts in FORMATS if suffix.lower().lstrip(".") in facts.suffixes)
