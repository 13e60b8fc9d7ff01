"""`vocabularies/findings.toml` → compiled patterns and word lists, one set a process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby, takewhile

import msgspec

from toolkit.model.stems import plain_characters
from toolkit.resources import shipped

LANGUAGES = ("fr", "en")
MANY_TEXTS = 65_536
"""Texts and sentences of which it is remembered what is in them: contributors repeat each other, and a check is run again."""

_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\n": " ", "\t": " "})


class Speech(msgspec.Struct, frozen=True):
    """How one language admits something: see the comments in the file."""

    own: tuple[str, ...]
    place: tuple[str, ...]
    negation: tuple[str, ...]
    negated_before: tuple[str, ...]
    opinion: tuple[str, ...]
    stance: tuple[str, ...]
    trouble: tuple[str, ...]
    lack: tuple[str, ...]
    supposed: tuple[str, ...]
    owed: tuple[str, ...]
    now: tuple[str, ...]
    happened: tuple[str, ...]
    dated: tuple[str, ...]
    others: tuple[str, ...]
    small: tuple[str, ...]


class Rewording(msgspec.Struct, frozen=True):
    """What a sentence of one's own may be said as, of everybody."""

    said: str
    proposal: str


class Products(msgspec.Struct, frozen=True):
    """Names of products and makers, and the words by which unknown ones are introduced."""

    names: tuple[str, ...]
    introduced_by: tuple[str, ...]
    common: frozenset[str]


class Coined(msgspec.Struct, frozen=True):
    """What shows that an unknown capitalised word is the name of a product or maker: see the comments in the file."""

    threshold: float
    weights: dict[str, float]
    affixes: tuple[str, ...]
    strong_affixes: tuple[str, ...]
    place: tuple[str, ...]
    tool_before: tuple[str, ...]
    dealt_with: tuple[str, ...]
    does: tuple[str, ...]
    trade: tuple[str, ...]
    ordinary: frozenset[str]


class Persons(msgspec.Struct, frozen=True):
    """Words beside which a name is one of a person."""

    titles: tuple[str, ...]
    introduced_by: tuple[str, ...]
    asked: tuple[str, ...]
    posts: tuple[str, ...]
    first_names: frozenset[str]


class Network(msgspec.Struct, frozen=True):
    """Words of machine names and domains, and those beside which numbers are or are not addresses."""

    machine_words: tuple[str, ...]
    stage_words: tuple[str, ...]
    inner_domains: tuple[str, ...]
    clause_words: tuple[str, ...]
    address_words: tuple[str, ...]


class Contracts(msgspec.Struct, frozen=True):
    """Words around amounts, numbers of contracts and secrets."""

    papers: tuple[str, ...]
    costs: tuple[str, ...]
    secrets: tuple[str, ...]
    codes: tuple[str, ...]


class Fields(msgspec.Struct, frozen=True):
    """What shows that something was to be filled in."""

    unfilled: tuple[str, ...]


class Dates(msgspec.Struct, frozen=True):
    """Names of weekdays (Monday is 0) and months."""

    weekdays: dict[str, int]
    months: dict[str, int]


class Citations(msgspec.Struct, frozen=True):
    """Words by which a part of the draft is cited, and those by which another document is."""

    kinds: dict[str, str]
    elsewhere: tuple[str, ...]


class Vocabulary(msgspec.Struct, frozen=True):
    """The whole file."""

    fr: Speech
    en: Speech
    neutral: tuple[Rewording, ...]
    products: Products
    coined: Coined
    persons: Persons
    network: Network
    contracts: Contracts
    fields: Fields
    dates: Dates
    citations: Citations


@cache
def vocabulary() -> Vocabulary:
    """Return what the shipped file says."""
    path = shipped("vocabularies") / "findings.toml"
    return msgspec.toml.decode(path.read_bytes(), type=Vocabulary)


def coined_words() -> Coined:
    """Return what the shipped file says of coined names."""
    return vocabulary().coined


def plain(text: str) -> str:
    r"""Return `text` as the patterns of speech see it, character by character, so that offsets stay.

    >>> plain("L’accès n’est\u00a0pas tracé")
    "l'acces n'est pas trace"
    """
    return plain_characters(text).translate(_STRAIGHT)


def whole_words(alternatives: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that matches any of the alternatives, expressions themselves, as whole words."""
    longest_first = sorted(alternatives, key=len, reverse=True)
    # An alternative that ends with an apostrophe ("j'") stands before a letter.
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?:(?<=')|(?!\w))")


def any_word(words: Iterable[str]) -> str:
    """Return the text of a pattern for any of the words, as they are, the longest first.

    Words that begin alike share their beginning, so that of thousands only those are tried that a text may hold.

    >>> any_word(["site", "sites", "ville"])
    'site(?:s|)|ville'
    """
    return "|".join(_branches(sorted(set(words))))


def _branches(words: Sequence[str]) -> Iterator[str]:
    """Yield alternatives for sorted words: one for each first letter, "" last for the word that ends here."""
    for _first, group in groupby(filter(None, words), key=lambda word: word[0]):
        alike = list(group)
        pairs = zip(alike[0], alike[-1], strict=False)  # of sorted words, these differ first
        shared = "".join(one for one, _other in takewhile(lambda pair: pair[0] == pair[1], pairs))
        rest = list(_branches([word[len(shared) :] for word in alike]))
        yield re.escape(shared) + (f"(?:{'|'.join(rest)})" if len(alike) > 1 else "")
    if "" in words:
        yield ""
