"""Bytes of a web page or plain text → characters, with a word on how sure that is.

In order: byte order mark; UTF-8 where the bytes are valid UTF-8 (chance cannot produce that); the declared encoding;
a statistical guess for long texts; Windows-1252, which is what undeclared French and English texts are.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from toolkit.messages import _, ngettext
from toolkit.model.issue import Issue

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD_BYTES = 4096
_GUESS_BYTES = 200
"""Non-ASCII bytes below which a statistical guess is worth nothing."""
_SAMPLE_BYTES = 256 * 1024

# Match: <meta charset="utf-8">, content="text/html; charset=iso-8859-1", <?xml version="1.0" encoding="utf-8"?>.
# Near miss: "charset" in prose without an equals sign.
_DECLARATION = re.compile(
    rb"""(?: charset | encoding ) \s* = \s* ["']? (?P<name> [\w.:-]+ )""", re.VERBOSE | re.IGNORECASE
)

_WEB_NAMES = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
"""What browsers take for a declared encoding (WHATWG Encoding Standard)."""


@dataclass(frozen=True)
class Decoded:
    """The characters, the encoding they were read in, and what is doubtful about it."""

    text: str
    encoding: str
    issues: tuple[Issue, ...] = ()


def decode(content: bytes) -> Decoded:
    """Decode `content`; never fails, undecodable bytes become U+FFFD and are counted in an issue."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], name, ())
    declared = _declared(content[:_HEAD_BYTES])
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(content, declared)
    if declared not in {"", "utf-8"} and not text.isascii():
        told = _("The page says it is {declared} but it is UTF-8, and was read so.").format(declared=declared)
        return Decoded(text, "utf-8", (Issue("info", "", told),))
    return Decoded(text, "utf-8")


def _decode_other(content: bytes, declared: str) -> Decoded:
    if declared and declared != "utf-8":
        return _decoded(content, _WEB_NAMES.get(declared, declared), ())
    if _is_mostly_utf8(content):
        return _decoded(content, "utf-8", ())
    guessed = _guess(content)
    if declared:
        told = _("The page says it is {declared} but it is not; it was read as {encoding}.")
    else:
        told = _("The encoding is not declared; it was read as {encoding}.")
    return _decoded(
        content, guessed, (Issue("warning", "", told.format(declared=declared, encoding=guessed)),)
    )


def _decoded(content: bytes, encoding: str, issues: tuple[Issue, ...]) -> Decoded:
    text = content.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    if lost:
        told = ngettext(
            "{count} character could not be decoded as {encoding}.",
            "{count} characters could not be decoded as {encoding}.",
            lost,
        ).format(count=lost, encoding=encoding)
        issues = (*issues, Issue("warning", "", told))
    return Decoded(text, encoding, issues)


def _declared(head: bytes) -> str:
    """Return Python's name of the declared encoding, "" where none is declared or Python does not know it."""
    found = _DECLARATION.search(head)
    try:
        return codecs.lookup(found["name"].decode("ascii")).name if found else ""
    except (LookupError, ValueError):
        return ""


def _is_mostly_utf8(content: bytes) -> bool:
    """Tell whether damaged UTF-8 is likelier than another encoding: more good sequences than bad bytes."""
    text = content.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(not character.isascii() for character in text) - bad
    return good > bad


def _guess(content: bytes) -> str:
    high = sum(byte > 0x7F for byte in content[:_SAMPLE_BYTES])
    if high < _GUESS_BYTES:
        return "cp1252"
    best = from_bytes(content[:_SAMPLE_BYTES]).best()
    single_byte = best is None or best.encoding.startswith(
        ("cp125", "latin", "iso8859", "mac", "cp437", "cp85")
    )
    return (
        "cp1252"
        if best is None or (single_byte and best.language in {"French", "English", "Unknown", "German"})
        else best.encoding
    )
