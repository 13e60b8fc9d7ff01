"""Word lists of the room, from `data/*.toml` into typed values, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

_DATA = Path(__file__).parent / "data"


class Word(msgspec.Struct, frozen=True):
    """A word that opens printed labels, with what it says about the provision."""

    kind: str
    slug: str
    slug_en: str
    rank: int
    forms: tuple[str, ...]
    absolute: bool = False


class LevelTerms(msgspec.Struct, frozen=True):
    """Words in a heading that say of what level the provisions below it are."""

    law: tuple[str, ...]
    recommendation: tuple[str, ...]
    finding: tuple[str, ...]


def load(name: str) -> dict[str, Any]:
    """Read `data/NAME.toml`."""
    with (_DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def words() -> dict[str, Word]:
    """Return the label words by key ("article", "fiche", …)."""
    return msgspec.convert(load("words"), dict[str, Word])


@cache
def word_of_form() -> dict[str, str]:
    """Return the key of each printed form, in lower case."""
    return {form: key for key, word in words().items() for form in word.forms}


def is_annex_word(text: str) -> bool:
    """Tell whether a text is nothing but "Annex" or its like, as a document's only annex is headed."""
    key = word_of_form().get(text.casefold())
    return key is not None and words()[key].kind == "annex"


@cache
def first_words_of_forms() -> tuple[str, ...]:
    """Return what a printed form may begin with, in lower case."""
    return tuple({form.split()[0] for form in word_of_form()})


@cache
def spelled_numerals() -> dict[str, int]:
    """Return the value of each numeral that is spelled out after a label word, longest first."""
    spelled: dict[str, int] = load("spelled_numerals")["values"]
    return dict(sorted(spelled.items(), key=lambda entry: -len(entry[0])))


@cache
def codes() -> frozenset[str]:
    """Return the capitals that number recommendations and requirements ("R" of R12)."""
    return frozenset(load("codes")["recommendation"])


@cache
def enactments() -> tuple[str, ...]:
    """Return the words by which statutes are named before their year or number."""
    return tuple(load("enactments")["words"])


@cache
def level_terms() -> LevelTerms:
    """Return the terms that tell facts of law, recommendations and findings apart."""
    return msgspec.convert(load("levels"), LevelTerms)


@cache
def stop_words() -> dict[str, frozenset[str]]:
    """Return the commonest words of each language that the language guess knows."""
    return {language: frozenset(listed) for language, listed in load("languages").items()}


class Issuers(msgspec.Struct, frozen=True):
    """How authorities are named on covers."""

    names: dict[str, str]
    """Short name by printed name."""
    opening: tuple[str, ...]
    """Words that names of authorities begin with, in lower case."""
    closing: tuple[str, ...]
    """Words that they end with."""


@cache
def issuers() -> Issuers:
    """Return the known authorities and how others are recognised."""
    return msgspec.convert(load("issuers"), Issuers)


class CoverWords(msgspec.Struct, frozen=True):
    """What covers print beside the title."""

    title_fields: tuple[str, ...]
    issuer_fields: tuple[str, ...]
    genres: frozenset[str]


@cache
def cover_words() -> CoverWords:
    """Return the field names of cover forms, and the kinds of document that are no title alone."""
    return msgspec.convert(load("cover"), CoverWords)


@cache
def end_note_titles() -> frozenset[str]:
    """Return what stands above a list of endnotes, in small letters."""
    return frozenset(load("end_notes")["titles"])


@cache
def number_columns() -> frozenset[str]:
    """Return the headings of the column that numbers a table's rows, in small letters."""
    return frozenset(load("tables")["number_columns"])


@cache
def table_continuations() -> tuple[str, ...]:
    """Return what the caption of a table that goes on from the page before ends with, in small letters."""
    return tuple(load("tables")["continuations"])


@cache
def front_matter_titles() -> frozenset[str]:
    """Return the titles of introductions and their like, in small letters."""
    return frozenset(load("front_matter")["titles"])
