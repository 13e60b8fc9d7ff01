"""The names in a fill-in form by which a cell is known again, whichever of them Word or LibreOffice leaves.

Each provision has a visible code, "[P-fiche-13.2.a]"; each cell to fill in a content control with a tag and a
bookmark. All three are made from the provision's id and can be turned back; a bookmark or tag that would be longer
than Word allows holds a digest instead, and is turned back where the id is known from elsewhere in the form.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Literal

import msgspec

FORM_SCHEMA = 1
"""Version of all that this module says."""

Field = Literal["position", "text", "proposed", "rationale", "name", "role"]
FIELDS: tuple[Field, ...] = ("position", "text", "proposed", "rationale", "name", "role")
"""What a cell asks for; the last two are about the person and stand with the id ""."""

SCHEMA_PROPERTY = "FormSchema"
DRAFT_PROPERTY = "DraftSHA256"
WORKSPACE_PROPERTY = "FormConsultation"
ROLE_PROPERTY = "FormRole"
ROLE_LABEL_PROPERTY = "FormRoleLabel"
PROVISIONS_PROPERTY = "FormProvisions"
WORDS_PROPERTY = "FormWords"
HINTS_PROPERTY = "FormHints"
"""Of the last three there are several, numbered from 1: Word cuts a property after 255 characters."""
LONGEST_PROPERTY = 240

_LONGEST_TAG, _LONGEST_BOOKMARK = 64, 40
"""Characters that Word allows."""
_TAG_START, _BOOKMARK_START = "consult.", "rep_"
_DIGESTED = "_z"
"""Begins no escaped id: an underscore stands before two hexadecimal digits there."""
_DIGEST, _FINGERPRINT = 16, 8

# Matches "[P-fiche-13.2.a]", "[P]" (the draft as a whole), with dashes and spaces as word processors change them;
# not "[P 12]", "[Page]".
_CODE = re.compile(
    r"""
    \[ \s* P
    (?: \s* [-\u2010-\u2015\u2212] \s*
        (?P<id> (?: [a-z0-9._] | [-\u2010-\u2015\u2212] )+ )
    )?
    \s* \]
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DASH = re.compile(r"[\u2010-\u2015\u2212]")

# Matches a byte that is not written as itself: "_c3" in "_c3_a9cole".
_ESCAPED = re.compile(rb"_([0-9a-f]{2})")


class Place(msgspec.Struct, frozen=True):
    """A cell of a form: the provision that it answers ("" for the draft as a whole), and what it asks for."""

    provision_id: str
    field: Field


def visible_code(provision_id: str) -> str:
    """Return the code that is printed beside a provision.

    >>> visible_code("fiche-13.2.a"), visible_code("")
    ('[P-fiche-13.2.a]', '[P]')
    """
    return f"[P-{_escaped(provision_id, '-.')}]" if provision_id else "[P]"


def read_visible_code(text: str) -> str | None:
    """Return the id that the first code in `text` was made from, None if there is no code.

    >>> read_visible_code("[ P–R12 ] Access"), read_visible_code("[Page 3]")
    ('r12', None)
    """
    found = _CODE.search(text)
    if found is None:
        return None
    return _unescaped(_DASH.sub("-", found["id"] or "").lower())


def beside_visible_code(text: str) -> str:
    """Return what stands before and behind the first code.

    >>> beside_visible_code("[P-r12] too strict")
    'too strict'
    """
    return " ".join(_CODE.sub(" ", text, count=1).split())


class CellNames:
    """Tags and bookmarks of cells, and the way back for the provisions that are known."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._tags: dict[str, Place] = {}
        self._bookmarks: dict[str, Place] = {}
        for provision_id in known:
            for field in FIELDS:
                place = Place(provision_id, field)
                self._tags[cell_tag(place)] = self._bookmarks[cell_bookmark(place)] = place

    def of_tag(self, tag: str) -> Place | None:
        """Return the cell that a content control's tag names."""
        if tag in self._tags or not tag.startswith(_TAG_START):
            return self._tags.get(tag)
        code, _dot, name = tag.removeprefix(_TAG_START).rpartition(".")
        return _place(code, name)

    def of_bookmark(self, bookmark: str) -> Place | None:
        """Return the cell that a bookmark names."""
        if bookmark in self._bookmarks or not bookmark.startswith(_BOOKMARK_START):
            return self._bookmarks.get(bookmark)
        code, _line, name = bookmark.removeprefix(_BOOKMARK_START).rpartition("_")
        return _place(code.removesuffix("_"), name)


def cell_tag(place: Place) -> str:
    """Return the tag of a cell's content control."""
    tag = f"{_TAG_START}{_escaped(place.provision_id, '-.')}.{place.field}"
    return tag if len(tag) <= _LONGEST_TAG else f"{_TAG_START}{_DIGESTED}{_digest(place)}.{place.field}"


def cell_bookmark(place: Place) -> str:
    """Return the name of a cell's bookmark: letters, digits and underscores."""
    bookmark = f"{_BOOKMARK_START}{_escaped(place.provision_id, '')}__{place.field}"
    if len(bookmark) <= _LONGEST_BOOKMARK:
        return bookmark
    return f"{_BOOKMARK_START}{_DIGESTED}{_digest(place)}__{place.field}"


def fingerprint(text: str) -> str:
    """Return a short digest of the letters and digits of a text, by which a form's own words are known again."""
    letters = "".join(filter(str.isalnum, text.casefold()))
    return hashlib.sha256(letters.encode("utf-8", "backslashreplace")).hexdigest()[:_FINGERPRINT]


def _digest(place: Place) -> str:
    return hashlib.sha256(place.provision_id.encode("utf-8", "backslashreplace")).hexdigest()[:_DIGEST]


def _escaped(text: str, kept: str) -> str:
    """Write everything but small letters, digits and what is `kept` as its bytes: "é" as "_c3_a9"."""
    return "".join(
        character
        if character in kept or (character.isascii() and (character.islower() or character.isdigit()))
        else "".join(f"_{byte:02x}" for byte in character.encode("utf-8", "backslashreplace"))
        for character in text
    )


def _unescaped(code: str) -> str | None:
    plain = _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), code.encode())
    try:
        return plain.decode()
    except UnicodeDecodeError:
        return None


def _place(code: str, name: str) -> Place | None:
    """Return the cell of an escaped id; None for a digest."""
    field = next((field for field in FIELDS if field == name), None)
    provision_id = None if code.startswith(_DIGESTED) else _unescaped(code)
    return None if field is None or provision_id is None else Place(provision_id, field)
