"""What people type or paste → text that every database, format and screen can carry, with a count of what was taken out."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.model.comment import Comment

_NAME_LENGTH = 200

# Line breaks by other names: "a\r\nb", Word's vertical tab, form feed, NEL, LINE SEPARATOR. Not: tab.
_LINE_BREAK = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")

# What PostgreSQL or XML refuse, or no screen shows: NUL, ESC, DEL, C1, U+FFFE. Not: tab, newline, bidi marks.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")

_SURROGATE = re.compile("[\ud800-\udfff]")


class CleanText(msgspec.Struct, frozen=True):
    """Text in NFC without control characters, and how many characters were removed to get there."""

    text: str
    removed: int


class CleanComment(msgspec.Struct, frozen=True):
    """A comment whose words are all clean, and how many characters were removed to get there."""

    comment: Comment
    removed: int


def clean_text(text: str) -> CleanText:
    r"""Normalise `text` at the door. Bidirectional marks, tabs and emoji stay; line breaks become "\n".

    >>> clean_text("e\u0301te\x00\r\nvu")
    CleanText(text='éte\nvu', removed=1)
    """
    paired, lone = _without_lone_surrogates(text)
    broken = _LINE_BREAK.sub("\n", paired)
    kept, controls = _CONTROL.subn("", broken)
    return CleanText(unicodedata.normalize("NFC", kept), lone + controls)


def clean_comment(comment: Comment) -> CleanComment:
    """Normalise everything that a person wrote in a comment."""
    fields = ("quote", "author", "role", "text", "proposed", "rationale", "reason")
    cleaned = {name: clean_text(getattr(comment, name)) for name in fields}
    changed = {name: clean.text for name, clean in cleaned.items()}
    removed = sum(clean.removed for clean in cleaned.values())
    return CleanComment(msgspec.structs.replace(comment, **changed), removed)


def clean_name(text: str) -> str:
    """Return the name of a person, role or tag on one line.

    Raises:
        UsageError: it is too long to be one.
    """
    name = " ".join(clean_text(text).text.split())
    if len(name) > _NAME_LENGTH:
        raise UsageError(
            _("a name may have {limit} characters at most.").format(limit=_NAME_LENGTH), where=name[:40] + "…"
        )
    return name


def _without_lone_surrogates(text: str) -> tuple[str, int]:
    """Join surrogate pairs into the characters they mean and drop the lone ones."""
    if not _SURROGATE.search(text):
        return text, 0
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return _SURROGATE.subn("", joined)
