"""`vocabularies/intake.toml` → typed word lists, and the form in which words are compared with them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from toolkit.model.comment import Position
from toolkit.model.stems import fold
from toolkit.resources import shipped

# Matches what is no part of a word: "N°", "Clause/ Subclause", "l'avis". Keeps "#" and "§", which name columns.
_NO_WORD = re.compile(r"[^\w#§]+|_")


class CellWords(msgspec.Struct, frozen=True):
    """Values of cells that stand for something else than their words."""

    general: frozenset[str]
    general_types: frozenset[str]
    no_value: frozenset[str]
    none_proposed: frozenset[str]
    deletion: frozenset[str]


class TableWords(msgspec.Struct, frozen=True):
    """Names of columns that mean one thing beside a column of comments and another without."""

    answers: frozenset[str]
    questions: frozenset[str]


class StanceWords(msgspec.Struct, frozen=True):
    """Words of a sentence that show a position."""

    support: tuple[str, ...]
    oppose: tuple[str, ...]
    amend: tuple[str, ...]
    but: tuple[str, ...]


class SilenceWords(msgspec.Struct, frozen=True):
    """How people say that they have nothing to say."""

    phrases: tuple[str, ...]
    filler: tuple[str, ...]


class LetterWords(msgspec.Struct, frozen=True):
    """How letters and mails begin, end and go on."""

    greetings: tuple[str, ...]
    introductions: tuple[str, ...]
    introduced: tuple[str, ...]
    enclosures: tuple[str, ...]
    written: tuple[str, ...]
    closings: tuple[str, ...]
    courtesies: tuple[str, ...]
    devices: tuple[str, ...]
    notices: tuple[str, ...]
    postscripts: tuple[str, ...]
    letterhead: tuple[str, ...]
    functions: frozenset[str]
    continuations: tuple[str, ...]
    openers: tuple[str, ...]
    generals: tuple[str, ...]
    voice: tuple[str, ...]


class QuotedWords(msgspec.Struct, frozen=True):
    """What mail programs write above the message that is answered."""

    headers: tuple[str, ...]
    senders: tuple[str, ...]
    separators: tuple[str, ...]
    wrote: tuple[str, ...]


class ChangeWords(msgspec.Struct, frozen=True):
    """Verbs and prepositions of proposals."""

    replace: tuple[str, ...]
    by: tuple[str, ...]
    delete: tuple[str, ...]
    add: tuple[str, ...]
    after: tuple[str, ...]
    before: tuple[str, ...]
    instead: tuple[str, ...]
    write: tuple[str, ...]
    propose: tuple[str, ...]
    wording: tuple[str, ...]
    whole: tuple[str, ...]


class PlaceWords(msgspec.Struct, frozen=True):
    """Words around a place in the draft."""

    words: tuple[str, ...]
    parts: tuple[str, ...]
    ordinals: tuple[str, ...]
    leads: tuple[str, ...]
    linking: tuple[str, ...]
    subjects: tuple[str, ...]
    elsewhere: tuple[str, ...]


class Vocabulary(msgspec.Struct, frozen=True):
    """All of the file; see the comments in it."""

    columns: dict[str, tuple[str, ...]]
    fields: dict[str, tuple[str, ...]]
    tables: TableWords
    cells: CellWords
    positions: dict[Position, frozenset[str]]
    stance: StanceWords
    silence: SilenceWords
    letter: LetterWords
    quoted: QuotedWords
    changes: ChangeWords
    places: PlaceWords


@cache
def vocabulary() -> Vocabulary:
    """Return the words of contributors, read once."""
    content = (shipped("vocabularies") / "intake.toml").read_bytes()
    return msgspec.toml.decode(content, type=Vocabulary)


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Return the words of a short text as the lists have them.

    >>> plain("N° de  page :"), plain("L’Avis (défavorable)")
    ('n de page', 'l avis defavorable')
    """
    return " ".join(_NO_WORD.sub(" ", fold(text).replace("°", " ")).split())


def begins_with(said: str, listed: tuple[str, ...]) -> bool:
    """Tell whether plain words begin with one of the phrases, word by word.

    >>> begins_with("ras sur la fiche", ("ra", "ras"))
    True
    """
    return f"{said} ".startswith(_closed(listed))


@lru_cache(maxsize=256)
def _closed(listed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{phrase} " for phrase in listed)


def holds(said: str, listed: tuple[str, ...]) -> bool:
    """Tell whether plain words hold one of the phrases, word by word."""
    padded = f" {said} "
    return any(f" {phrase}" in padded for phrase in _closed(listed))


def alternatives(listed: tuple[str, ...]) -> str:
    """Return the phrases as alternatives of a verbose pattern, longest first."""
    ordered = sorted(listed, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace("'", "['’]") for phrase in ordered)
