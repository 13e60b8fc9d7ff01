"""Sentences of a comment → those in which the speakers admit a weakness or tell of an incident of their own.

A clause admits something where one's own people, systems or house come before a negation or a word of lack. It does
not where it supposes ("si nous n'avions pas"), thinks about the draft ("nous ne comprenons pas"), denies something
bad ("nous n'avons aucun retard"), or speaks of others ("les établissements n'ont pas"). Where no clause says it by itself,
everything in the sentence that speaks for an admission and against it is weighed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache

import msgspec

from toolkit.consolidate.findings.lexicon import LANGUAGES, MANY_TEXTS, plain, vocabulary, whole_words
from toolkit.consolidate.findings.weighing import Admitted, outweighs
from toolkit.model.sentences import sentence_bounds

# Where one clause ends and another begins: "…, car", "nous relevons que", ";". Not the "qu'" of "n'est faite qu'une fois".
_CLAUSE_END = re.compile(
    r"""
      [,;:()–—]
    | \b (?: car | mais | parce\ qu(?:e|') | puisqu(?:e|') | alors\ qu(?:e|') | lorsqu(?:e|') | comment | dont | qui
           | qu(?:e\b|') (?! \s* (?: (?:a\s+)? (?: une? | deux | trois | \d+ ) \b | partiell | en\ partie | a\ moitie ) )
           | because | but | so | that | which | how | whether | although | since(?=\ we) )
      (?: (?<=') | \b )
    """,
    re.VERBOSE,
)
# The negation of an instruction: "de ne pas retenir", "ne pas tracer". Not: "ne sont pas tracés".
_NOT_TO_DO = re.compile(r"\bne (?:pas|plus|jamais) (?:l'|le |la |les |y |en )?\w+(?:er|ir|re|oir)\b")
# French negates around the verb: "n'avons encore pas", "ne sont".
_NE = re.compile(r"\bn(?:e\b|')\s*(?P<verb>(?:[\w'-]+\s+){0,7}?)(?P<word>\w+)")
# … or before it: "aucun cadre ne la reçoit", "personne n'a". Not: "aucun accès direct".
_NOBODY = re.compile(r"\b(?:aucune?|personne|rien|nulle?)\b[^,;]{0,40}?\bn(?:e\b|')")
_REACH = 6
"""So many words after a negation belong to it."""
_DENIAL = re.compile(r"\b(?:aucune?|jamais|ni|no|not|never|without|sans|pas)\b[^,;]{0,12}$")
# What happened before or after is not what is denied: "pas de MFA depuis l'incident".
_MEANWHILE = re.compile(
    r"\b(?:depuis|apres|lors|suite|malgre|pendant|avant|since|after|during|despite|before)\b"
)


class Admission(msgspec.Struct, frozen=True):
    """A sentence (half-open) and what it does."""

    kind: Admitted
    start: int
    end: int


class _Speech(msgspec.Struct, frozen=True):
    """The patterns of one language."""

    language: str
    own: re.Pattern[str]
    place: re.Pattern[str]
    negation: re.Pattern[str]
    negated_before: re.Pattern[str]
    opinion: re.Pattern[str]
    stance: re.Pattern[str]
    trouble: re.Pattern[str]
    lack: re.Pattern[str]
    supposed: re.Pattern[str]
    owed: re.Pattern[str]
    now: re.Pattern[str]
    happened: re.Pattern[str]
    dated: re.Pattern[str]
    others: re.Pattern[str]
    small: re.Pattern[str]


@cache
def _speech(language: str) -> _Speech:
    words = vocabulary().fr if language == "fr" else vocabulary().en
    patterns = {name: whole_words(getattr(words, name)) for name in words.__struct_fields__}
    return _Speech(language=language, **patterns)


def admissions(text: str) -> Iterator[Admission]:
    """Yield the sentences of a text that admit a weakness or tell of an incident.

    >>> [found.kind for found in admissions("Nous n'avons pas de MFA. Nous n'avons pas de remarque.")]
    ['admission']
    """
    seen = plain(text)
    for start, end in sentence_bounds(text):
        kind = admitted(seen[start:end])
        if kind:
            yield Admission(kind, start, end)


@lru_cache(maxsize=MANY_TEXTS)
def admitted(sentence: str) -> Admitted | None:
    """Tell what a sentence, as `plain` writes it, does."""
    read = [_Read(sentence, speech) for speech in _speeches_of(sentence)]
    if any(_tells_incident(sentence, item.speech) or item.weighs("incident") for item in read):
        return "incident"
    return "admission" if any(item.weighs("admission") for item in read) else None


def _speeches_of(sentence: str) -> list[_Speech]:
    """Return the languages of which a sentence holds small words; all of them where it holds none."""
    found = [speech for speech in map(_speech, LANGUAGES) if speech.small.search(sentence)]
    return found or [_speech(language) for language in LANGUAGES]


class _Read:
    """A sentence read in one language: what the speaker states in it, and what its grammar shows."""

    def __init__(self, sentence: str, speech: _Speech) -> None:
        self.speech = speech
        self._sentence = sentence
        self._stated = [clause for clause in _clauses(sentence) if _is_stated(clause, speech)]

    def weighs(self, kind: Admitted) -> bool:
        said = " ; ".join(self._stated)
        return outweighs(kind, self._sentence, said, grammar=self._grammar, language=self.speech.language)

    @cached_property
    def _grammar(self) -> frozenset[str]:
        found = {cue for clause in self._stated for cue in _grammar(clause, self.speech)}
        if _admits(self._sentence, self.speech):
            found.add("clear_admission")
        if "?" in self._sentence:
            found.add("question")
        return frozenset(found)


def _tells_incident(sentence: str, speech: _Speech) -> bool:
    found = speech.dated.search(sentence)
    if found is None and speech.own.search(sentence):
        found = speech.happened.search(sentence)
    if found is None:
        return False
    before = sentence[: found.start()]
    denied = _DENIAL.search(before) and not _MEANWHILE.match(found[0])
    return not denied and not speech.supposed.search(before)


def _admits(sentence: str, speech: _Speech) -> bool:
    carried = _speaks_of_now(sentence, speech)
    named = speech.own.search(sentence) or speech.place.search(sentence)
    if not (carried or named or speech.negated_before.search(sentence)):
        return False
    for clause in _clauses(sentence):
        owned = carried or speech.place.search(clause) is not None
        if _clause_admits(clause, speech, owned=owned):
            return True
        # "Chez nous, …", "nos scanners …, qui …": who it is about stands in the clause before.
        carried = (owned or speech.own.search(clause) is not None) and not (
            speech.stance.search(clause) or speech.opinion.search(clause) or speech.others.search(clause)
        )
    return False


def _is_stated(clause: str, speech: _Speech) -> bool:
    """Tell whether a clause says how things are: nothing supposed, owed or thought."""
    supposed = speech.supposed.search(clause) and not speech.now.search(clause)
    return not (supposed or speech.owed.search(clause) or speech.stance.search(clause))


def _grammar(clause: str, speech: _Speech) -> Iterator[str]:
    """Yield what negations and words of lack do in a clause that is stated."""
    lack = speech.lack.search(clause)
    if lack and not _DENIAL.search(clause[: lack.start()]):
        yield "lack"
    before = speech.negated_before.search(clause)
    place = before.start() if before else _negation(clause, speech)
    if place is None or _NOT_TO_DO.search(clause):
        return
    after = " ".join(clause[place:].split()[: _REACH + 3])
    if speech.opinion.search(after):
        yield "opinion_denied"
    elif speech.trouble.search(_MEANWHILE.split(after, maxsplit=1)[0]):
        yield "trouble_denied"
    else:
        yield "negation"


def _speaks_of_now(sentence: str, speech: _Speech) -> bool:
    """Tell whether a sentence says how things are today, without saying of whom: then it is of the speaker."""
    return speech.now.search(sentence) is not None and not speech.others.search(sentence)


def _clauses(sentence: str) -> Iterator[str]:
    start = 0
    for end in _CLAUSE_END.finditer(sentence):
        yield sentence[start : end.start()]
        start = end.start() if end[0][0].isalpha() else end.end()
    yield sentence[start:]


def _clause_admits(clause: str, speech: _Speech, *, owned: bool) -> bool:
    return _is_stated(clause, speech) and (
        _negates(clause, speech, owned=owned) or _lacks(clause, speech, owned=owned)
    )


def _lacks(clause: str, speech: _Speech, *, owned: bool) -> bool:
    found = speech.lack.search(clause)
    if found is None or not (
        _is_ours(clause, speech, found.start(), owned=owned) or speech.own.search(clause, found.start())
    ):
        return False
    return not _DENIAL.search(clause[: found.start()]) or speech.now.search(clause) is not None


def _negates(clause: str, speech: _Speech, *, owned: bool) -> bool:
    before = speech.negated_before.search(clause)
    place = before.start() if before else _negation(clause, speech)
    if place is None or _NOT_TO_DO.search(clause):
        return False
    if not (before or _is_ours(clause, speech, place, owned=owned)):
        return False
    own = speech.own.search(clause, 0, place)
    if _DENIAL.search(clause[: place + 1]) and speech.trouble.search(clause, 0, place):
        return False  # "aucun incident n'a été relevé"
    after = " ".join(clause[place:].split()[: _REACH + 3])
    said = own is not None and speech.opinion.match(clause, own.end() + 1)
    denied = _MEANWHILE.split(after, maxsplit=1)[0]
    return not (said or speech.opinion.search(after) or speech.trouble.search(denied))


def _is_ours(clause: str, speech: _Speech, place: int, *, owned: bool) -> bool:
    """Tell whether what comes before `place` speaks of one's own: the nearest of "nos serveurs" and "la fiche" counts."""
    own = _last_before(clause, speech.own, place)
    other = _last_before(clause, speech.others, place)
    return own > other if own >= 0 else owned and other < 0


def _last_before(clause: str, pattern: re.Pattern[str], place: int) -> int:
    return max((found.start() for found in pattern.finditer(clause) if found.start() < place), default=-1)


def _negation(clause: str, speech: _Speech) -> int | None:
    """Return where a clause begins to negate, None if it does not."""
    if speech.language != "fr":
        found = speech.negation.search(clause)
        return found.start() if found else None
    first = _NOBODY.search(clause)
    if first:
        return first.start()
    for ne in _NE.finditer(clause):
        if speech.negation.search(clause, ne.end("verb") - 1 if ne["verb"] else ne.start("word")):
            return ne.start()
    return None
