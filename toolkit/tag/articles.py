"""Text and the acts named in it → the articles, sections and recitals of those acts that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from toolkit.model.stems import fold
from toolkit.tag.acts import Act, act_called, reference_words

_LONGEST_RANGE = 60
_LONGEST_LINK = 12

# One article: "32", "L. 1110-4", "R1112-7", "5 bis", "6(1)(f)", "9 § 2 h)", "premier".  Not: "32 postes" is kept apart by its head word.
_ITEM = r"""
(?: (?P<{0}code> [LRDA] ) \.? \s? \*? \s? (?P<{0}coded> \d{{1,4}} (?:-\d{{1,3}})* ) | (?P<{0}plain> \d{{1,3}} (?!\d) (?:-\d{{1,2}})* (?:er\b)? | premier\b ) )
(?: \s (?:bis|ter|quater|quinquies|sexies) \b )? (?: \. \d{{1,2}} \b )? (?: [-.] [IVX]{{1,4}} \b (?: \. \d{{1,2}} )? )?
(?: \s? \( \d{{1,2}} \) )? (?: \s? \(? [a-z]{{1,2}} \) )? (?: ,? \s §{{1,2}} \s? \d{{1,2}} (?: ,? \s [a-z]\) (?: (?:,\s|\set\s|\sand\s|\sou\s|\sor\s) [a-z]\) )* )? )? (?: ,? \s (?:paragraphes?|paragraphs?) \s \d{{1,2}} (?: (?:,\s|\set\s|\sand\s|\sà\s|\sto\s) \d{{1,2}} \b )* )? (?: ,? \s points? \s (?:[a-z]{{1,2}}|\d{{1,2}}) \)? (?![\w.]) )?
"""
_SINGLE = re.compile(_ITEM.format(""), re.VERBOSE)
_BETWEEN = r"(?: \s*,\s* (?:(?:et|ou|and|or)\s+)? | \s+ (?:et|ou|and|or|ainsi \s que) \s+ | \s+ (?:à|to) \s+ | \s? – \s? ) (?: (?:à|de|aux|des)? \s* (?:l'|les \s)? articles? \s+ )?"
_UNITS = {"articl": "art", "consid": "rct", "recita": "rct", "regula": "reg"}
"""First letters of the head word → how a part is called in an identity, as ELI has it, whatever is usual for the act."""

# "articles 5 à 7, 9 et 32", "art. L. 1110-4 et R. 1112-7", "sections 3 and 4", "considérant 35".  Not: "l'article de presse".
_CITED = re.compile(
    rf"""
    (?: (?P<head> \b (?: articles? | arts?\. | sections? | ss?\. (?=\s\d) | considérants? | recitals? | regulations? (?=\s\d{{1,2}}\b(?!/)) ) ) \s* (?: n[°o]\s* )?  | (?= \b [LRD] \.? \s? \*? \d{{3,4}}-\d ) )
    (?P<items> {_ITEM.format("first_")} (?: {_BETWEEN} {_ITEM.format("next_")} )* )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What may stand between articles and what links them to their act: "et suivants", ", alinéa 2", ", III", ", premier alinéa".
_DETAIL = r"(?: \s+ et \s+ s(?:\.|uivants?\b) | \s+ et \s+ seq\.? | ,? \s+ (?: alinéa | al\. ) \s* \d{1,2} | ,? \s+ \w{3,9} \s+ alinéa | , \s+ [IVX]{1,4} \b | ,? \s+ \d{1,2}° )"
# What links articles to the act that follows: "du", "de la", "of the", ", ", "et suivants de la".
_LINK = re.compile(
    rf"{_DETAIL}* \s* (?: \( | , )? \s* (?: du | de \s la | de \s l' | de | des | d' | of \s the | of | to \s the )? \s*",
    re.VERBOSE | re.IGNORECASE,
)
# A digit, or "article premier": without either nothing is cited.
_MAYBE_CITED = re.compile(r"\d|premier", re.IGNORECASE)
_KIND = r"(?P<kind> code | loi | règlement | directive | décret | ordonnance | arrêté | convention | regulation | act )"
# "du même code", "de ladite loi", "du code précité", "of that Act".  Not: "du code source".
_ANAPHORA = re.compile(
    rf"""{_DETAIL}* \s* (?: du | de \s la | of \s (?:the|that) | dudit | de \s ladite | de \s ce | de \s cette ) \s*
    (?: même \s | susdite? \s | said \s | same \s )? {_KIND} \b (?! \s+ (?:n[°o]|source|de\s|d') )
    (?: \s+ (?:précitée?|susvisée?|susmentionnée?) )?""",
    re.VERBOSE | re.IGNORECASE,
)
# "de la présente loi", "of this Regulation": the draft itself.  Not: "du présent rapport".
_PRESENT = re.compile(
    rf"{_DETAIL}* \s* (?: du \s présent | de \s la \s présente | of \s this ) \s+ {_KIND} \b",
    re.VERBOSE | re.IGNORECASE,
)
# An act that is not known by name.  Not: "du code." alone, which goes back to one named before.
_STRANGE = re.compile(
    r"\s* (?: du | of \s the ) \s+ code \s+ (?: de | d' | des | du | général ) ", re.VERBOSE | re.IGNORECASE
)
_KINDS = {
    "regulation": ("eu:",),
    "reglement": ("eu:",),
    "directive": ("eu:",),
    "convention": ("coe:",),
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
    unit: str = ""
    """What the head word says that the part is: "art", "rct", "reg"; "" for what is usual for the act."""


def find_citations(
    text: str, acts: Sequence[Act], language: str
) -> tuple[list[Citation], list[tuple[int, int, str]]]:
    """Return the citations in text order, and as (start, end, number) the articles that no act could be found for."""
    cited: list[Citation] = []
    orphans: list[tuple[int, int, str]] = []
    used: set[int] = set()
    if not acts and not _MAYBE_CITED.search(text):
        return [], []
    for match in _CITED.finditer(text):
        if _STRANGE.match(text, match.end()) and not any(
            match.end() < act.start <= match.end() + _LONGEST_LINK for act in acts
        ):
            continue
        found = _act_of(match, text, acts, language, cited)
        if found is None:
            orphans += [(start, end, number) for start, end, number, _coded in _items(match)]
            continue
        act, end, certain = found
        start = act.start if certain and act.end <= match.start() and act.start not in used else match.start()
        used.add(act.start)
        cited += _articles(match, act, (start if end == match.end() else match.start(), end), certain=certain)
    cited += [Citation(act.start, act.end, act) for act in acts if act.start not in used]
    return sorted(cited), orphans


def _act_of(
    match: re.Match[str], text: str, acts: Sequence[Act], language: str, cited: Sequence[Citation]
) -> tuple[Act, int, bool] | None:
    """Find the act that cited articles belong to, where its mention ends, and whether it stands beside them."""
    end = match.end()
    link = _LINK.match(text, end)
    for act in acts:
        if link and act.start == link.end() > end:
            return act, act.end, True
    before = [act for act in acts if act.end <= match.start()]
    if _PRESENT.match(text, end):
        return None
    again = _ANAPHORA.match(text, end)
    if again:
        same = [act for act in before if _is_kind(act, fold(again.group("kind")))]
        return (same[-1], again.end(), True) if same else None
    if before and re.fullmatch(
        r"\s*[,(:]?\s*(?:\(|en son |à son |, )?\s*", text[before[-1].end : match.start()]
    ):
        return before[-1], end, True
    numbers = {number for _start, _end, number, _coded in _items(match)}
    named = [citation.act for citation in cited if citation.article in numbers]
    return (named[-1], end, False) if named else _unnamed(match, before, language)


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
        return act.identity.startswith(("fr:c", "fr:lpf"))
    return act.identity.startswith(_KINDS.get(kind, (f"fr:{kind}",)))


def _articles(match: re.Match[str], act: Act, whole: tuple[int, int], *, certain: bool) -> Iterator[Citation]:
    """Yield an article for each number: a single one at the whole span, all of a range at the range."""
    items = list(_items(match))
    unit = _UNITS.get(fold(match.group("head") or "")[:6], "")
    ranged = [_is_range(match.string[item[1] : following[0]]) for item, following in pairwise(items)]
    for position, (_start, item_end, number, _coded) in enumerate(items):
        opens, closes = position < len(ranged) and ranged[position], position > 0 and ranged[position - 1]
        first = position - 1 if closes else position
        start = _with_word(match, items[first][0]) if first else match.start()
        if len(items) == 1:
            start = whole[0]
        until = whole[1] if len(items) == 1 else items[position + 1][1] if opens else item_end
        yield Citation(start, until, act, number, certain, unit)
        if opens:
            for between in _between(number, items[position + 1][2]):
                yield Citation(start, until, act, between, certain, unit)


def _with_word(match: re.Match[str], start: int) -> int:
    """Return where "article 6" of "l'article 5, l'article 6" begins, for the number at `start`."""
    word = re.search(r"articles?\s+$", match.string[match.start() : start], re.IGNORECASE)
    return match.start() + word.start() if word else start


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
