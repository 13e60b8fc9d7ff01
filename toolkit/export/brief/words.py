"""Which kinds of words a sentence holds: the lists are data, in `words.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal

Kind = Literal["asking", "objecting", "cost", "risk", "agreeing"]

# Matches "1,9 million d’euros", "250 000 €", "€3m", "12 ETP", "2.5 FTE"; not "12 mois", "article 12".
_AMOUNT = re.compile(
    r"""
    [€$£]\s?\d
    | \d[\d\s.,]*
      (?: milli(?:on|ard)s?\b | billion\b | thousand\b | [kM] (?=\s?[€$£]) )?
      \s? (?: (?:de\s|d['’])?\s? (?: euros?\b | [€$£] | EUR\b | dollars?\b | pounds?\b )
            | (?:ETP|FTEs?)\b | jours?[-\s]hommes?\b | person[-\s]days?\b )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def holds(kind: Kind, sentence: str) -> int:
    """Count the words of a kind in a sentence.

    >>> holds("cost", "Le coût est estimé, le budget voté."), holds("cost", "La côte")
    (2, 0)
    """
    return len(_pattern(kind).findall(_folded(sentence)))


def has_amount(sentence: str) -> bool:
    """Tell whether a sentence names an amount of money or of work.

    >>> has_amount("Coût estimé à 1,9 million d’euros sur trois ans"), has_amount("trois mois, art. 12")
    (True, False)
    """
    return _AMOUNT.search(sentence) is not None


@cache
def _pattern(kind: Kind) -> re.Pattern[str]:
    lists = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    forms = (
        re.escape(_folded(word[:-1])) + r"\b" if word.endswith("$") else re.escape(_folded(word))
        for word in lists[kind]
    )
    return re.compile(rf"\b(?:{'|'.join(forms)})")


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()
