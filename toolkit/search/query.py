"""What somebody typed → a `Query`: alternatives of terms that must or must not occur. No input is an error.

chiffrement sauvegardes        both words, in any inflection
"revue des habilitations"      the words in this order (straight, curly or French quotation marks)
journal*                       words that begin so
incident OR violation          either; AND, OR and NOT in capitals, ET, OU and SAUF as well
accès NOT réseau               without
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from toolkit.search.words import Word, split_words, stop_words

Kind = Literal["word", "phrase", "prefix"]
_QUOTES = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "’": "'"})
# A phrase in quotation marks or a run without spaces: '"mot de passe"', "l'incident".  A lone '"' is a space.
_PIECE = re.compile(r'"(?P<phrase>[^"]+)"|(?P<run>[^\s"]+)')
_AND, _OR, _NOT = (
    frozenset(["AND", "ET", "&&"]),
    frozenset(["OR", "OU", "||"]),
    frozenset(["NOT", "SAUF", "NON"]),
)


class Term(NamedTuple):
    """Words that stand next to each other, or the beginning of one."""

    kind: Kind
    words: tuple[Word, ...]
    negated: bool = False


class Query(NamedTuple):
    """Any of `alternatives`, in each of them all terms."""

    alternatives: tuple[tuple[Term, ...], ...]
    blank: bool = False
    """Nothing was typed: everything is wanted."""

    @property
    def can_be_relaxed(self) -> bool:
        """Whether asking for some of the words instead of all asks for more."""
        several = any(len(terms) > 1 for terms in self.alternatives)
        return several and not any(term.negated for terms in self.alternatives for term in terms)

    def terms(self) -> Iterator[Term]:
        """Yield what must occur, in the order typed."""
        return (term for terms in self.alternatives for term in terms if not term.negated)


def parse_query(typed: str, language: str) -> Query:
    """Understand what somebody typed as well as possible."""
    alternatives: list[list[Term]] = [[]]
    negated = False
    for piece in _PIECE.finditer(typed.translate(_QUOTES)):
        run = piece.group("run")
        if run in _AND:
            continue
        if run in _OR:
            alternatives.append([])
        elif run in _NOT:
            negated = True
            continue
        else:
            alternatives[-1].extend(_terms(piece, language, negated=negated))
        negated = False
    meant = (tuple(_without_stop_words(terms, language)) for terms in alternatives)
    found = tuple(terms for terms in meant if terms)
    return Query(found or _operators_as_words(typed, language), blank=not typed.strip())


def _terms(piece: re.Match[str], language: str, *, negated: bool) -> Iterator[Term]:
    phrase, run = piece.group("phrase"), piece.group("run")
    words = tuple(split_words(phrase or run, language))
    if not words:
        return
    if run and run.endswith("*") and len(words) == 1:
        yield Term("prefix", words, negated)
    elif phrase or _compound(words, language):
        yield Term("phrase" if len(words) > 1 else "word", words, negated)
    else:
        yield from (Term("word", (word,), negated) for word in words)


def _compound(words: Sequence[Word], language: str) -> bool:
    """Tell "sous-traitant", "1110-4" (to be found as they stand) from "l'incident" and "accès/droits"."""
    return all(word.form not in stop_words(language) or len(word.form) > 2 for word in words) or any(
        word.form.isdigit() for word in words
    )


def _without_stop_words(terms: Sequence[Term], language: str) -> Sequence[Term]:
    telling = [
        term for term in terms if term.kind != "word" or term.words[0].form not in stop_words(language)
    ]
    return telling if any(not term.negated for term in telling) else terms


def _operators_as_words(typed: str, language: str) -> tuple[tuple[Term, ...], ...]:
    """Search for "AND" itself where nothing else was typed."""
    words = tuple(Term("word", (word,)) for word in split_words(typed, language))
    return (words,) if words else ()
