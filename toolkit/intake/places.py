"""A sentence → the place in the draft that it names: clause, page and lines, and whether it begins with it.

Only what the sentence says: whether the draft has such a place is for placing to find.
"""

from __future__ import annotations

import re
from functools import cache

import msgspec

from toolkit.intake.vocabulary import alternatives, plain, vocabulary


class Place(msgspec.Struct, frozen=True):
    """What a sentence says of its place; `start` and `end` are where the words that say it begin and end."""

    clause: str = ""
    page_number: int | None = None
    lines: tuple[int, int] | None = None
    start: int = 0
    end: int = 0

    def __bool__(self) -> bool:
        return bool(self.clause) or self.page_number is not None or self.lines is not None


_NUMBER = r"""(?: [A-Z]{1,3}[.\-]?\d+(?:[.\-]\d+)* | \d+(?:\.\d+)*(?:\.?[a-df-z]\b)? (?:er|bis|ter)?\b | [IVXL]+\b (?! \.?\s?\d ) | [A-Z]\b (?! \.?\s?\d | \.\s ) | [a-z]\) )"""
_RANGE = rf"(?: \s* (?: , | - | – | et | à | a | to | and | ou | or | & ) \s* (?: n° \s*)? {_NUMBER} )*"


@cache
def _clause() -> re.Pattern[str]:
    """Match a place in the draft.

    Matches: "fiche n° 13", "fiches 2 à 5", "R12", "§ 4", "au 7.2, 3e tiret", "section 4.1", "Annexe B", "3.2.1",
    "a) du 2", "art. 5 al. 2", "R36 a)".
    Near misses: "ISO 27001", "TLS 1.2", "en 2024", "une fiche", "la version 7.2", "QUESTIONS".
    """
    places = vocabulary().places
    return re.compile(
        rf"""
        (?<![\w.,/]) (?:
            (?i: {_verbose(places.words)} ) s? (?: \s* (?: (?i: n | no | num ) \s? [°º.] | \# ) \s* | \s+ | (?= \d ) ) {_NUMBER} {_RANGE}
          | §{{1,2}} \s* {_NUMBER} {_RANGE}
          | [a-z] \) \s+ (?: (?i: du | de\ la | de | of | in ) ) \s+ {_NUMBER}
          | (?P<code> [A-Z]{{1,2}} [.\-_]? \d{{1,3}} (?! \d ) (?: \. \d+ )* (?: \s* (?: à | et | to | and | - | – | , ) \s* [A-Z]{{1,2}} [.\-_]? \d{{1,3}} )* )
          | (?: (?<= \b(?i:au|le|du|in|at|on|of)\s ) | (?<= \b(?i:aux)\s ) | (?<= ^ ) | (?<= [(\[] ) )
            \d{{1,2}} (?: \. \d{{1,2}} ){{1,4}} (?! \d | \s? (?: % | € | million | Mo | Go ) ) {_RANGE}
        )
        (?! [\w°%] | \.\d )
        (?P<parts> (?: [\s,;–-]+ (?: (?i: au | à | la | le | de | du | l['’] | the | in | of ) \s* )* (?: {_part()} ) )* )
        """,
        re.VERBOSE,
    )


def _part() -> str:
    places = vocabulary().places
    ordinal = rf"(?: \d+ \s? (?: er | ère | ème | eme | e | nd | nde | st | rd | th )\b | (?i: {_verbose(places.ordinals)} )\b )"
    part = rf"(?i: {_verbose(places.parts)} )"
    return rf"{ordinal} \s+ {part}\b | {part} \s+ (?: n° \s* )? (?: \d+ | [a-z]\) ) | (?<=[,\s]) \(? (?: [a-z] | [ivx]+ ) \)"


def _verbose(listed: tuple[str, ...]) -> str:
    return alternatives(listed).replace(" ", r"\ ").replace(r"\\ ", r"\ ")


# Matches "p. 12", "page 12", "pages 12-13", "P.14". Near misses: "ap. 12", "pp" alone.
_PAGE = re.compile(
    r"(?<!\w) (?: pages? | pp? \s? \. | pg\.? | p ) \s* (?: n° \s* )? (?P<page> \d{1,4} ) (?: \s* [-–] \s* \d{1,4} )? (?! [\w.]\d )",
    re.VERBOSE | re.IGNORECASE,
)

# Matches "l. 3-8", "ligne 17", "lignes 3 à 8", "lines 120-125". Near misses: "l'article 3", "en ligne".
_LINES = re.compile(
    r"""(?<!\w) (?<! article\ ) (?<! articles\ ) (?: lignes? | lines? | ll? \s? \. ) \s* (?: n° \s* )? (?P<first> \d{1,6} )
        (?: \s* (?: - | – | à | to | et | and ) \s* (?P<last> \d{1,6} ) )? (?! \w )""",
    re.VERBOSE | re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"[\s,;:/()–—-]*(?:(?:de|du|à|au|a|la|le|l|of|the|in|on|et|and)\b[\s'’]*)*[\s,;:/()–—-]*"
)
_LEAD_LENGTH = 90
"""Where a sentence names its place later than this, it does not begin with it."""


def place_of(sentence: str) -> Place:
    """Return the place that a sentence names: the first one, with what stands right beside it.

    >>> place_of("P. 14, l. 3-8 : le délai est trop court.").lines
    (3, 8)
    >>> place_of("Au 7.2, 3e tiret, il manque un mot.").clause
    '7.2, 3e tiret'
    >>> place_of("L'article 32 du RGPD suffit.").clause
    ''
    """
    found = sorted(
        [*_clauses(sentence), *_matches(_PAGE, sentence), *_matches(_LINES, sentence)],
        key=lambda item: item.start(),
    )
    if not found:
        return Place()
    group = [found[0]]
    for item in found[1:]:
        between = sentence[group[-1].end() : item.start()]
        if item.start() < group[-1].end():
            continue
        if _BETWEEN.fullmatch(between) is None:
            break
        group.append(item)
    return _joined(sentence, group)


def clause_in(sentence: str) -> str:
    """Return the first clause that a sentence names, wherever it names pages.

    >>> clause_in("p. 5 : « panne » dans la R6 est vague.")
    'R6'
    """
    found = next(iter(_clauses(sentence)), None)
    return place_of(sentence[found.start() :]).clause if found is not None else ""


def leading_place(sentence: str) -> Place:
    """Return the place that a sentence begins with, nothing if it begins otherwise.

    >>> leading_place("S'agissant de la R12, le délai est court.").clause
    'R12'
    >>> leading_place("Nous proposons de supprimer la R12.").clause
    ''
    """
    place = place_of(sentence[:_LEAD_LENGTH])
    if not place:
        return place
    before = plain(sentence[: place.start])
    return place if _is_lead(before) else Place()


def _is_lead(before: str) -> bool:
    """Tell whether the words before a place only lead to it: "sur la", "concernant le paragraphe de la"."""
    places = vocabulary().places
    listed = (*places.leads, *places.linking, *places.words, *places.parts, *places.ordinals)
    allowed = {word for phrase in listed for word in plain(phrase).split()}
    words = before.split()
    return len(words) <= 7 and all(word in allowed or word.isdigit() for word in words)


def is_place(text: str) -> bool:
    """Tell whether a short text is a place and hardly more, as in the cells of a clause column."""
    said = text.strip()
    if not said or len(said) > 80:
        return False
    if _BARE.fullmatch(said):
        return True
    place = place_of(said)
    return bool(place) and place.start < 12


# Matches "7", "7.2", "7.2.1 a)", "R12", "EX-3", "B.4", "IV", "A". Near misses: "7.2 et le reste", "DPO".
_BARE = re.compile(
    r"§? \s* (?: [A-Z]{1,4} [.\-_]? )? \d+ (?: [.\-] \d+ )* \.? \s* (?: [a-z] \)? )? | [IVX]{1,5} | [A-Z]",
    re.VERBOSE,
)


def _matches(pattern: re.Pattern[str], sentence: str) -> list[re.Match[str]]:
    return list(pattern.finditer(sentence))


def _clauses(sentence: str) -> list[re.Match[str]]:
    found = _clause().finditer(sentence)
    return [item for item in found if not _is_elsewhere(sentence, item) and not _is_product(sentence, item)]


def _is_elsewhere(sentence: str, found: re.Match[str]) -> bool:
    """Tell whether the words after a place say that it is one of another text: "article 32 du RGPD"."""
    following = plain(sentence[found.end() : found.end() + 40])
    others = tuple(plain(phrase) for phrase in vocabulary().places.elsewhere)
    return any(f"{following} ".startswith(f"{phrase} ") for phrase in others)


def _is_product(sentence: str, found: re.Match[str]) -> bool:
    """Tell whether a code is the number of a standard, a paper size or the like, by the capitals before it."""
    if not found["code"]:
        return False
    before = sentence[: found.start()].rstrip()
    last = before.rsplit(None, 1)[-1] if before else ""
    return (last.isupper() and len(last) > 2) or plain(last) in {"format", "version", "norme", "standard"}


def _joined(sentence: str, group: list[re.Match[str]]) -> Place:
    clauses = [item for item in group if item.re is _clause()]
    page = next((int(item["page"]) for item in group if item.re is _PAGE), None)
    lines = next((_span(item) for item in group if item.re is _LINES), None)
    clause = sentence[clauses[0].start() : clauses[-1].end()].strip(" ,;–-\n") if clauses else ""
    if clauses and any(
        item.re is not _clause() for item in group[group.index(clauses[0]) : group.index(clauses[-1])]
    ):
        clause = ", ".join(item.group().strip() for item in clauses)
    return Place(clause, page, lines, group[0].start(), group[-1].end())


def _span(found: re.Match[str]) -> tuple[int, int]:
    first = int(found["first"])
    return first, max(first, int(found["last"] or first))


def read_pages(text: str) -> int | None:
    """Return the first page number of a page cell: "12", "p. 12-13"."""
    found = re.search(r"\d{1,5}", text)
    return int(found.group()) if found else None


def read_lines(text: str) -> tuple[int, int] | None:
    """Return the lines of a line cell: "17", "3-8", "l. 3 à 8"."""
    numbers = [int(item) for item in re.findall(r"\d{1,6}", text)[:2]]
    return (numbers[0], max(numbers)) if numbers else None
