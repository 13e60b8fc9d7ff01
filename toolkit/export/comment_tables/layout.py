"""A layout file (`templates/comment_tables/iso.toml`) → the columns, header and notes of a comment table."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from toolkit.resources import shipped

LayoutName = Literal["iso", "nist", "nice"]
Field = Literal[
    "", "code", "number", "author", "document", "page", "line", "section", "clause", "place", "type",
    "comment", "proposed",
]  # fmt: skip
HeaderValue = Literal["date", "document", "project", "respondent", "contact"]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same in both languages of a response."""

    en: str
    fr: str

    def of(self, language: str) -> str:
        """Return the words in "fr" or "en"."""
        return self.fr if language == "fr" else self.en


class HeaderLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact above the table."""

    value: HeaderValue
    en: str
    fr: str

    def label(self, language: str) -> str:
        """Return what it is called."""
        return self.fr if language == "fr" else self.en


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column; `field` "" is left empty for the other side, `width` is a proportion."""

    field: Field
    width: int
    en: str
    fr: str
    general: Words | None = None
    """What stands there of a comment on the whole, or where nothing is known."""

    def heading(self, language: str) -> str:
        """Return what stands above it."""
        return self.fr if language == "fr" else self.en


class TypeNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a layout calls general, technical and editorial comments; "" where it does not part them."""

    ge: str = ""
    te: str = ""
    ed: str = ""


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A comment table as its owner publishes it."""

    title: Words
    sheet: Words
    types: TypeNames
    header: tuple[HeaderLine, ...]
    column: tuple[Column, ...]
    notes: tuple[Words, ...] = ()
    change_in_comment: bool = False
    """Whether a proposed change has no column of its own."""


@cache
def load_layout(name: LayoutName) -> Layout:
    """Return a shipped layout."""
    data = (shipped("templates") / "comment_tables" / f"{name}.toml").read_bytes()
    return msgspec.toml.decode(data, type=Layout)
