"""Text and the acts named in it → the articles and sections of those acts that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toolkit.model.stems import fold
from toolkit.tag.acts import Act, act_called, reference_words

_LONGEST_RANGE = 60

# One article: "32", "L. 1110-4", "R1112-7", "5 bis", "6(1)(f)", "premier".  Not: "32 postes" is kept apart by its head word.
_ITEM = r"""
(?: (?P<{0}code> [LRDA] ) \.? \s? \*? \s? (?P<{0}coded> \d{{1,4}} (?:-\d{{1,3}})* ) | (?P<{0}plain> \d{{1,3}} (?:-\d{{1,2}})* (?:er\b)? | premier\b ) )
(?: \s (?:bis|ter|quater|quinquies|sexies) \b )? (?: \. \d{{1,2}} \b )?
(?: \s? \( \d{{1,2}} \) )? (?: \s? \(? [a-z]{{1,2}} \) )? (?: ,? \s § \s? \d{{1,2}} )? (?: ,? \s (?:paragraphes?|paragraphs?) \s \d{{1,2}} (?: (?:,\s|\set\s|\sand\s|\sà\s|\sto\s) \d{{1,2}} \b )* )? (?: ,? \s points? \s (?:[a-z]{{1,2}}|\d{{1,2}}) \)? (?![\w.]) )?
"""
_SINGLE = re.compile(_ITEM.format(""), re.VERBOSE)
_BETWEEN = r"(?: \s*,\s* (?:(?:et|ou|and|or)\s+)? | \s+ (?:et|ou|and|or|ainsi \s que) \s+ | \s+ (?:à|to) \s+ | \s? – \s? ) (?: (?:à|de|aux|des)? \s* (?:l'|les \s)? articles? \s+ )?"

# "articles 5 à 7, 9 et 32", "art. L. 1110-4 et R. 1112-7", "sections 3 and 4".  Not: "l'article de presse".
_CITED = re.compile(
    rf"""
    (?: (?P<head> \b (?: articles? | arts?\. | sections? | ss?\. (?=\s\d) ) ) \s* (?: n[°o]\s* )?  | (?= \b [LRD] \.? \s? \*? \d{{3,4}}-\d ) )
    (?P<items> {_ITEM.format("first_")} (?: {_BETWEEN} {_ITEM.format("next_")} )* )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What links articles to the act that follows: "du", "de la", "of the", ", ".
_LINK = re.compile(
    r"\s* (?: \( | , )? \s* (?: du | de \s la | de \s l' | de | des | d' | of \s the | of )? \s*", re.VERBOSE
)
# "du même code", "de ladite loi", "du code précité".  Not: "du code source".
_ANAPHORA = re.compile(
    r"""\s* (?: du | de \s la | of \s the | dudit | de \s ladite | de \s ce | de \s cette ) \s*
    (?: même \s | susdite? \s | said \s | same \s )? (?P<kind> code | loi | règlement | directive | décret | ordonnance | arrêté | regulation | act ) \b (?! \s+ (?:n[°o]|source|de\s) )
    (?: \s+ (?:précitée?|susvisée?|susmentionnée?) )?""",
    re.VERBOSE | re.IGNORECASE,
)
_KINDS = {
    "regulation": ("eu:",),
    "reglement": ("eu:",),
    "directive": ("eu:",),
    "act": ("uk:", "us:"),
    "loi": ("fr:loi",),
}


class Citation(NamedTuple):
    """An article of an act (or an act as a whole, where `article` is "") at `start:end` of a text."""

    start: int
    end: int
    act: Act
    article: str = ""
    certain: bool = True
    """False where the act is not named beside the article."""


def find_citations(
    text: str, acts: Sequence[Act], language: str
) -> tuple[list[Citation], list[tuple[int, int, str]]]:
    """Return the citations in text order, and as (start, end, number) the articles that no act could be found for."""
    cited: list[Citation] = []
    orphans: list[tuple[int, int, str]] = []
    used: set[int] = set()
    for match in _CITED.finditer(text):
        found = _act_of(match, text, acts, language)
        if found is None:
            orphans += [(start, end, number) for start, end, number, _coded in _items(match)]
            continue
        act, end, certain = found
        used.add(act.start)
        cited += _articles(match, act, end, certain=certain)
    cited += [Citation(act.start, act.end, act) for act in acts if act.start not in used]
    return sorted(cited), orphans


def _act_of(
    match: re.Match[str], text: str, acts: Sequence[Act], language: str
) -> tuple[Act, int, bool] | None:
    """Find the act that cited articles belong to, where its mention ends, and whether it stands beside them."""
    end = match.end()
    for link in (_LINK.match(text, end),):
        for act in acts:
            if link and act.start == link.end() and link.end() > end:
                return act, act.end, True
    before = [act for act in acts if act.end <= match.start()]
    again = _ANAPHORA.match(text, end)
    if again:
        same = [act for act in before if _is_kind(act, fold(again.group("kind")))]
        return (same[-1], again.end(), True) if same else None
    if before and re.fullmatch(
        r"\s*[,(:]?\s*(?:\(|en son |à son |, )?\s*", text[before[-1].end : match.start()]
    ):
        return before[-1], end, True
    return _unnamed(match, before, language)


def _unnamed(match: re.Match[str], before: Sequence[Act], language: str) -> tuple[Act, int, bool] | None:
    if match.group("first_code") and not (match.group("head") or "").startswith("s"):
        codes = [act for act in before if _is_kind(act, "code")]
        default = act_called(reference_words().default_code, language, match.start())
        return (codes[-1] if codes else default), match.end(), False
    general = [act for act in before if _is_general(act)]
    return (general[-1], match.end(), False) if general else None


def _is_general(act: Act) -> bool:
    return act.identity.startswith(("eu:", "fr:loi", "fr:c", "uk:"))


def _is_kind(act: Act, kind: str) -> bool:
    if kind == "code":
        return act.identity.startswith("fr:c")
    return act.identity.startswith(_KINDS.get(kind, (f"fr:{kind}",)))


def _articles(match: re.Match[str], act: Act, end: int, *, certain: bool) -> Iterator[Citation]:
    items = list(_items(match))
    for position, (item_start, item_end, number, _coded) in enumerate(items):
        start = match.start() if position == 0 else item_start
        alone = len(items) == 1
        yield Citation(start, end if alone else item_end, act, number, certain)
        if position + 1 < len(items) and _is_range(match.string[item_end : items[position + 1][0]]):
            for between in _between(number, items[position + 1][2]):
                yield Citation(start, items[position + 1][1], act, between, certain)


def _items(match: re.Match[str]) -> Iterator[tuple[int, int, str, bool]]:
    singular = (match.group("head") or "").lower() in ("article", "section")
    previous_end = 0
    for item in _SINGLE.finditer(match.string, match.start("items"), match.end("items")):
        between = match.string[previous_end : item.start()] if previous_end else ""
        if singular and between.strip() == "," and item.group("plain"):
            return  # "article 5, 3 mois": the comma does not go on with a list
        previous_end = item.end()
        code = (item.group("code") or "").upper()
        digits = item.group("coded") or item.group("plain")
        number = code + ("1" if digits == "premier" else digits.removesuffix("er"))
        extra = re.search(r"\s(bis|ter|quater|quinquies|sexies)\b", item.group())
        yield item.start(), item.end(), number + (extra.group(1) if extra else ""), bool(code)


def _is_range(between: str) -> bool:
    return bool(re.fullmatch(r"\s+(?:à|to)\s+(?:l'article\s+)?|\s?–\s?", between))


def _between(first: str, last: str) -> Iterator[str]:
    """Yield the numbers strictly between two ends that differ in their last part only.

    >>> list(_between("L1110-4", "L1110-7"))
    ['L1110-5', 'L1110-6']
    """
    stem_first, _dash, low = first.rpartition("-")
    stem_last, _dash, high = last.rpartition("-")
    if (
        stem_first == stem_last
        and low.isdigit()
        and high.isdigit()
        and int(high) - int(low) <= _LONGEST_RANGE
    ):
        for number in range(int(low) + 1, int(high)):
            yield f"{stem_first}-{number}" if stem_first else str(number)
