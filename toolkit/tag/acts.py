"""Text → the legal acts, standards, guides and judgments that it names, each with one identity however it is spelled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import msgspec

from toolkit.model.stems import fold, plain_characters
from toolkit.tag.wordlists import read_words

_DIGIT = re.compile(r"\d")


class _Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    fr: str
    en: str
    names: tuple[str, ...]
    of_fr: str = ""
    unit: str = "article"

    def spellings(self) -> tuple[str, ...]:
        """Return every way of naming it, its labels among them."""
        return tuple(dict.fromkeys((*self.names, self.fr, self.en)))


class _Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    regex: str
    identity: str
    label: str
    match: str
    near_miss: str
    when: tuple[str, ...]
    label_en: str = ""
    cased: bool = False
    unit: str = "article"

    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.regex, re.VERBOSE | (re.NOFLAG if self.cased else re.IGNORECASE))


class ReferenceWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`references.toml`."""

    default_code: str
    act: tuple[_Act, ...]
    pattern: tuple[_Pattern, ...]
    internal: dict[str, dict[str, str]]


class Act(NamedTuple):
    """A named act at `start:end` of a text."""

    start: int
    end: int
    identity: str
    """"eu:2016/679", "fr:csp", "cnil:2020-092"."""
    label: str
    of_label: str
    """The label after "article 32": "du RGPD", "of the GDPR"."""
    unit: str = "article"


@cache
def reference_words() -> ReferenceWords:
    """Return the shipped vocabulary of references."""
    return read_words("references", ReferenceWords)


@cache
def _by_name() -> tuple[dict[str, _Act], re.Pattern[str], re.Pattern[str]]:
    """Return acts by folded name, and the alternatives of the names compared folded and of those as written."""
    acts = {fold(name): act for act in reference_words().act for name in act.spellings()}
    names = [name for act in reference_words().act for name in act.spellings()]
    capitals = [name for name in names if name.isupper()]
    return acts, _alternatives(fold(name) for name in names if not name.isupper()), _alternatives(capitals)


def _alternatives(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(
        r"\b(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first) + r")(?!\w)"
    )


@cache
def _by_identity() -> dict[str, _Act]:
    return {act.id: act for act in reference_words().act}


@cache
def _by_pattern() -> tuple[tuple[_Pattern, re.Pattern[str]], ...]:
    return tuple((pattern, pattern.compiled()) for pattern in reference_words().pattern)


def find_acts(text: str, language: str) -> list[Act]:
    """Return the acts named in a text, in its order, without overlaps; the longer name wins."""
    acts, folded_names, capital_names = _by_name()
    plain = plain_characters(text)
    named = [
        _named_act(match, acts[" ".join(fold(match.group()).split())], language)
        for names, searched in ((folded_names, plain), (capital_names, text))
        for match in names.finditer(searched)
    ]
    numbers = _DIGIT.search(text)
    numbered = [
        _numbered_act(match, pattern, language)
        for pattern, regex in _by_pattern()
        if numbers and any(word in plain for word in pattern.when)
        for match in regex.finditer(text)
    ]
    return _without_overlaps([*named, *numbered])


def act_called(identity: str, language: str, position: int) -> Act:
    """Return a known act as if it stood at `position`, for references that leave it out."""
    act = _by_identity()[identity]
    return Act(
        position, position, act.id, act.en if language == "en" else act.fr, _of(act, language), act.unit
    )


def _of(act: _Act, language: str) -> str:
    label = act.en if language == "en" else act.fr
    return act.of_fr if act.of_fr and language != "en" else _with_preposition(label, language)


# After an act's name: "(UE) 2016/679", "du 27 avril 2016".  Not: "du responsable".
_NUMBER_AND_DATE = re.compile(
    r"(?: \s* \( (?:UE|EU) \) \s* (?:n°\s*)? \d{4}/\d+ )? (?: \s+ (?:du|of) \s+ \d{1,2}(?:er)? \s+ \w+ \s+ \d{4} )?",
    re.VERBOSE,
)


def _named_act(match: re.Match[str], act: _Act, language: str) -> Act:
    label = act.en if language == "en" else act.fr
    tail = _NUMBER_AND_DATE.match(match.string, match.end())
    end = tail.end() if tail else match.end()
    return Act(match.start(), end, act.id, label, _of(act, language), act.unit)


def _numbered_act(match: re.Match[str], pattern: _Pattern, language: str) -> Act:
    groups = {name.rstrip("2"): _spaced(value) for name, value in match.groupdict().items() if value}
    if "title" in groups:
        groups["title"] = groups["title"].removeprefix("The ").removeprefix("the ")
    identity = re.sub(r"\s+", "-", fold(pattern.identity.format(**groups)))
    identity = identity.replace("regulation", "reglement") if identity.startswith("fr:") else identity
    if pattern.name in ("cnil-deliberation", "ecli", "cjeu"):
        identity = pattern.identity.format(**groups)
    label = ((language == "en" and pattern.label_en) or pattern.label).format(**groups)
    known = _by_identity().get(identity) or _by_name()[0].get(fold(label))
    if known is not None:
        return _named_act(match, known, language)
    return Act(match.start(), match.end(), identity, label, _with_preposition(label, language), pattern.unit)


def _spaced(value: str) -> str:
    return " ".join(value.split())


_FEMININE = ("loi", "directive", "decision", "deliberation", "convention", "norme")


def _with_preposition(label: str, language: str) -> str:
    if language == "en":
        return f"of the {label}"
    first = fold(label)
    if first[:1] in "aeio" and first.startswith(
        ("arrete", "ordonnance", "instruction", "affaire", "iso", "ecli")
    ):
        return f"de l'{label}"
    return f"de la {label}" if first.startswith(_FEMININE) else f"du {label}"


def _without_overlaps(acts: Iterable[Act]) -> list[Act]:
    kept: list[Act] = []
    for act in sorted(acts, key=lambda act: (act.start, -act.end)):
        if not kept or act.start >= kept[-1].end:
            kept.append(act)
        elif act.end - act.start > kept[-1].end - kept[-1].start:
            kept[-1] = act
    return kept
