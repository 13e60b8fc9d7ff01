"""Words of a comment → the persons, makers and products that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from toolkit.consolidate.findings.confidential import Spot
from toolkit.consolidate.findings.lexicon import MANY_TEXTS, any_word, vocabulary

_CAPITALISED = r"[A-ZÀ-ÖØ-Þ][\w’'-]*[a-zà-öø-ÿ][\w’'-]*"
_CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’-]+"
# What every name of two words, or with initials, has: "J. Morel", "Ewen Le Goff", "LEFÈVRE Jean".
_TWO_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ][\w.'’-]*\s?(?:\w+\s)?[A-ZÀ-ÖØ-Þ]")
# What stands before every name that is introduced.
_CAPITAL_AFTER_SPACE = re.compile(r"[\s«\"“][A-ZÀ-Þ]")
_SHORTEST_NAME = 4
"""Letters of a surname that is looked for by itself."""


def persons(text: str) -> Iterator[Spot]:
    """Yield the names of persons: after a title, after "le patient", first name and surname, initials, "vu avec"."""
    for found in _titled().finditer(text):
        yield Spot("personal_name", found.start(), found.end())
    for found in _two_names().finditer(text):
        if found["first"] in vocabulary().persons.first_names:
            yield Spot("personal_name", found.start(), found.end())
    if not _TWO_CAPITALS.search(text):
        return
    for found in _shaped_name().finditer(text):
        words = found["name"].split()
        if not _nobodys().intersection((words[0], words[-1])):
            yield Spot("personal_name", found.start("name"), found.end("name"))


class Known:
    """The people and organisations whose names are known beforehand: the team, contributors, the draft's own words."""

    def __init__(self, names: Iterable[str], *, public: str = "") -> None:
        """Take the names of people, and text that everybody may read: what stands there reveals nothing."""
        self._public = public.casefold()
        self._asked: dict[str, bool] = {}
        words = {name for name in names if name}
        surnames = {name.split()[-1] for name in words if len(name.split()) > 1}
        wanted = words | {name for name in surnames if len(name) >= _SHORTEST_NAME and name[0].isupper()}
        self._names = re.compile(rf"(?<!\w)(?:{any_word(wanted)})(?!\w)") if wanted else None

    def persons(self, text: str) -> Iterator[Spot]:
        """Yield the names of these people."""
        if self._names is not None:
            for found in self._names.finditer(text):
                yield Spot("personal_name", found.start(), found.end())

    def is_public(self, words: str) -> bool:
        """Tell whether words stand in what everybody may read."""
        known = self._asked.get(words)
        if known is None:
            known = self._asked[words] = words.casefold() in self._public
        return known


def introduced(texts: Iterable[str]) -> frozenset[str]:
    """Return the names that any of the texts introduces as a product or maker: elsewhere they may stand alone."""
    return frozenset(text[spot.start : spot.end] for text in texts for spot in _introduced(text))


def named_products(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what matches any of the names as whole words, None without names."""
    known = any_word(names)
    return re.compile(rf"(?<![\w-])(?:{known})(?![\w-])") if known else None


def products(text: str) -> Iterator[Spot]:
    """Yield products and makers: those that are known, and capitalised names after "éditeur", "logiciel" and the like."""
    for found in _known_products().finditer(text):
        yield Spot("vendor", found.start(), found.end())
    yield from _introduced(text)


@lru_cache(maxsize=MANY_TEXTS)
def _introduced(text: str) -> tuple[Spot, ...]:
    if not _CAPITAL_AFTER_SPACE.search(text):
        return ()
    common = vocabulary().products.common
    return tuple(
        Spot("vendor", found.start("name"), found.end("name"))
        for found in _introduced_products().finditer(text)
        if found["name"].split()[0] not in common
    )


@cache
def _titled() -> re.Pattern[str]:
    """Return what matches "Dr Lefebvre", "Mme Durand-Petit", "le patient Paul Girard"; not "M. le Directeur", "Dr et"."""
    persons = vocabulary().persons
    name = rf"(?:{_CAPITALISED}|{_CAPITALS}|[A-Z]\.)"
    return re.compile(
        rf"(?<!\w)(?:(?:{any_word(persons.titles)})\s+{name}(?:\s+{name})?|(?:{any_word(persons.introduced_by)})\s+{_CAPITALISED}\s+{name})"
    )


@cache
def _two_names() -> re.Pattern[str]:
    """Return what matches "Julien MOREAU", "Anne Rousseau", "Jean-Paul de La Tour"."""
    particle = r"(?:d[eu]\s|de\sla\s|la\s|le\s|van\s|von\s|El\s|Ben\s)?"
    return re.compile(
        rf"(?<![\w-])(?P<first>{_CAPITALISED})\s+(?P<last>{particle}(?:{_CAPITALS}|{_CAPITALISED}))"
    )


@cache
def _shaped_name() -> re.Pattern[str]:
    """Return what matches "J. Morel", "A.-S. KERBRAT", "LEFÈVRE Jean-Marc", "Tiphaine ROUSSEL", "vu avec Ewen Le Goff",
    "Solenn Le Bihan, direction".

    Not "R. 1112-7", "DPI Orbis", "Référentiel ANS".
    """
    persons = vocabulary().persons
    initials = rf"[A-Z]\.(?:\s?-?[A-Z]\.)?\s?(?:{_CAPITALISED}|{_CAPITALS})"
    surname_first = rf"{_CAPITALS}\s+(?:{any_word(persons.first_names)})"
    surname_in_capitals = rf"{_CAPITALISED}\s+[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’-]{{4,}}"
    asked = rf"{_CAPITALISED}\s+(?:(?:de|du|le|la|Le|La|El|Ben)\s)?{_CAPITALISED}"
    by_itself = rf"(?<![\w.-])(?:{initials}|{surname_first}|{surname_in_capitals})"
    before = "|".join(rf"(?<=(?<!\w){re.escape(word)}\s)" for word in persons.asked)
    post = rf"(?<![\w-]){asked}(?=,?\s\(?(?:{any_word(persons.posts)})(?!\w))"
    # Each of them begins with a capital: where there is none, nothing else is tried.
    return re.compile(rf"(?=[A-ZÀ-ÖØ-Þ])(?P<name>{by_itself}|(?:{before})(?:{asked})|{post})(?!\w)")


@cache
def _nobodys() -> frozenset[str]:
    """Return words with a capital, or in capitals, that are no part of anybody's name."""
    return vocabulary().products.common | vocabulary().coined.ordinary


@cache
def _known_products() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{any_word(vocabulary().products.names)})(?![\w-])")


@cache
def _introduced_products() -> re.Pattern[str]:
    """Return what matches "l'éditeur Softway Medical", "logiciel CrossWay"; not "le logiciel doit"."""
    words = any_word(vocabulary().products.introduced_by)
    name = r"[A-ZÀ-Þ][\w+]*(?:-[\w+]+)*"
    return re.compile(
        rf"(?<!\w)(?i:{words})s?\s+(?:de\s+|la\s+société\s+|[«\"“]\s*)?(?P<name>{name}(?:\s+{name})?)"
    )
