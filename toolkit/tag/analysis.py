"""Text → spaCy `Doc` with sentences, terms and cues: a small pipeline of our own for French and English.

`spacy.blank("fr")` spends two seconds on tokenizer exceptions that legal prose does not need. These languages
share one tokenizer (words, elisions, punctuation) and put what the rules compare into two lexeme attributes, computed
once a word: LOWER is the word without case and accents, NORM its stem. So "HABILITATIONS" meets "habilitation".

Components, in order: `consult_sentences` marks sentence starts; `consult_terms` fills `doc.spans["terms"]` (label:
facet, kb_id: role or topic, span_id: the strength of the term); `consult_cues` fills `doc.spans["cues"]` (label: modality).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from spacy.attrs import (  # type: ignore[import-not-found]  # a compiled module without stubs
    LOWER,
    NORM,
    SENT_START,
)
from spacy.language import BaseDefaults, Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from toolkit.model.stems import fold, stem
from toolkit.tag.cues import CueFinder

_TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-", "\t": " "}
)
_SAME_WORD = {"des": "de", "du": "de", "d'": "de", "les": "le", "la": "le", "l'": "le", "aux": "au"}
_ENDS = frozenset(".!?…;\n•·▪\uf0b7")
_NO_START = 2**64 - 1
"""spaCy's -1 in an unsigned array: certainly inside a sentence."""
# Matches leader dots, long addresses, "(((((…"; not words, however long the sentence.
_LONG_RUN = re.compile(r"\S{100,}")
_MARK = re.compile(r"[^\w\s]")
_ABBREVIATIONS = frozenset(["art", "al", "cf", "ex", "p", "no", "n", "mr", "mme", "etc", "vol", "chap"])


IGNORED = "ignored"
"""Strength of a phrase that only hides the terms inside it."""


class Term(NamedTuple):
    """A word or phrase that speaks for a role or topic."""

    facet: str
    value: str
    strength: str
    """mark, term, hint, actor, outside, thing or ignored."""
    text: str


def _norm(word: str, *, language: str) -> str:
    folded = fold(word)
    return _SAME_WORD.get(folded, stem(folded, language)) if language == "fr" else stem(folded, language)


class _Defaults(BaseDefaults):
    tokenizer_exceptions: dict[str, list[dict[int, str]]] = {}  # noqa: RUF012  # the type that spaCy reads
    prefixes: tuple[str, ...] = (r"[\[({<«»\"“”„'*•·▪●\-–—/,;:.!?…\uf0b7\uf0a7]",)
    suffixes: tuple[str, ...] = (r"[\])}>«»\"“”'*,;:!?…/]", r"\.", r"(?<=\d)(?:%|€)", r"[–—]")
    infixes: tuple[str, ...] = (r"[/()\[\],;:«»\"“”…–—•=]", r"(?<=[a-zà-ÿ])\.(?=[A-ZÀ-Ý])")


class _FrenchDefaults(_Defaults):
    lex_attr_getters = {LOWER: fold, NORM: partial(_norm, language="fr")}  # noqa: RUF012  # as above
    # The elided word before an apostrophe: "l'" of "l'accès", not "aujourd'hui".
    prefixes = (r"(?i:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'", *_Defaults.prefixes)


class _EnglishDefaults(_Defaults):
    lex_attr_getters = {LOWER: fold, NORM: partial(_norm, language="en")}  # noqa: RUF012  # as above
    suffixes = (r"'s", *_Defaults.suffixes)


class French(Language):  # type: ignore[no-untyped-call]  # spaCy does not type class creation
    """French drafts."""

    lang = "fr"
    Defaults = _FrenchDefaults


class English(Language):  # type: ignore[no-untyped-call]  # as above
    """English drafts."""

    lang = "en"
    Defaults = _EnglishDefaults


def build_pipeline(language: str, terms: Iterable[Term], cues: dict[str, tuple[str, ...]]) -> Language:
    """Build the pipeline for "fr" or "en"; `cues` are patterns by modality (see `toolkit.tag.cues`)."""
    nlp = English() if language == "en" else French()
    nlp.max_length = sys.maxsize  # the limit guards parsers and NER, which need memory per character
    nlp.add_pipe("consult_sentences")
    nlp.add_pipe("consult_terms").learn(terms, nlp)  # type: ignore[attr-defined]  # our own component
    nlp.add_pipe("consult_cues").learn(cues, partial(_norm, language=language))  # type: ignore[attr-defined]  # our own component
    return nlp


def analyse(nlp: Language, text: str) -> Doc:
    """Run the pipeline; offsets in the result are those of `text`."""
    return nlp(_LONG_RUN.sub(_loosen, text.translate(_TYPOGRAPHY)))


def _loosen(run: re.Match[str]) -> str:
    """Put spaces for the punctuation of a run, which keeps its length: the tokenizer takes it off mark by mark."""
    return _MARK.sub(" ", run[0])


@Language.component("consult_sentences")
def mark_sentences(doc: Doc) -> Doc:
    """Start a sentence after a full stop, semicolon, bullet or line break, but not after an abbreviation."""
    starts = np.full((len(doc), 1), _NO_START, dtype="uint64")
    start = True
    for token in doc:
        if start:
            starts[token.i] = 1
        start = token.text[0] in _ENDS and not (token.text == "." and _abbreviates(doc, token.i))
    # All at once: setting `is_sent_start` token by token makes spaCy look at the whole text each time.
    return doc.from_array([SENT_START], starts)  # type: ignore[arg-type]  # typed for other arrays than numpy's


def _abbreviates(doc: Doc, position: int) -> bool:
    before = doc[position - 1].lower_ if position else ""
    following = doc[position + 1].text if position + 1 < len(doc) else ""
    return (
        (len(before) == 1 and before.isalpha())
        or before in _ABBREVIATIONS
        or following[:1].islower()
        or following[:1].isdigit()
    )


class TermFinder:
    """Finds terms by stem; those that stems would confuse as written: short names in capitals (DPO, INS) exactly,
    those marked with "=" ("=formation", which is no "format") without case and accents.
    """

    def __init__(self, vocab: Vocab) -> None:
        self._by_stem = PhraseMatcher(vocab, attr="NORM")
        self._by_form = PhraseMatcher(vocab, attr="LOWER")
        self._as_written = PhraseMatcher(vocab, attr="ORTH")
        self._kinds: dict[int, tuple[str, str, str]] = {}

    def learn(self, terms: Iterable[Term], nlp: Language) -> None:
        """Add terms to those already known."""
        for facet, value, strength, text in terms:
            key = f"{facet} {value} {strength}"
            self._kinds[nlp.vocab.strings.add(key)] = (facet, value, strength)
            self._matcher(text).add(key, [nlp.make_doc(text.removeprefix("=").translate(_TYPOGRAPHY))])

    def _matcher(self, text: str) -> PhraseMatcher:
        if text.startswith("="):
            return self._by_form
        return self._as_written if text.isupper() and len(text) <= 5 else self._by_stem

    def __call__(self, doc: Doc) -> Doc:
        """Fill `doc.spans["terms"]`."""
        found = (
            Span(doc, start, end, label=facet, kb_id=value, span_id=strength)
            for matcher in (self._by_stem, self._by_form, self._as_written)
            for key, start, end in matcher(doc)
            for facet, value, strength in (self._kinds[key],)
        )
        doc.spans["terms"] = [span for span in _longest(found) if span.id_ != IGNORED]
        return doc


def _longest(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans in text order without those that lie inside a longer one of the same facet."""
    best: dict[str, tuple[int, int]] = {}
    for span in sorted(spans, key=lambda span: (span.start, span.start - span.end, span.kb_id_, span.id_)):
        start, end = best.get(span.label_, (-1, -1))
        inside = span.end <= end and span.end - span.start < end - start
        if not inside:
            best[span.label_] = (span.start, span.end) if span.end > end else (start, end)
            yield span


@Language.factory("consult_terms")
def make_terms(nlp: Language, name: str) -> TermFinder:  # noqa: ARG001  # spaCy's signature
    """Make the component; it finds nothing until it has learnt."""
    return TermFinder(nlp.vocab)


@Language.factory("consult_cues")
def make_cues(nlp: Language, name: str) -> CueFinder:  # noqa: ARG001  # spaCy's signature
    """Make the component; it finds nothing until it has learnt."""
    return CueFinder()
