"""Units with labels → which of them are headings: all evidence weighed in one sum.

The weights are in `data/evidence.toml`; what each piece of evidence means is in `observe`. A unit is a heading
when its sum is above zero. Then headings that look alike are brought into line, so that one chance
difference does not break a series.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from toolkit.structure.headings.announced import Announced
from toolkit.structure.labels.numbering import Label
from toolkit.structure.labels.schemes import is_prefix, same_scheme
from toolkit.structure.typography import Signature, Typography, is_capitals
from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import is_annex_word, load, words

_HEADING_STYLES = ("heading", "titre", "title", "überschrift", "intertitre", "chapitre")
_BRACKETS = ("(", "[")
_LIKELY, _UNLIKELY = 0.7, 0.2
_TITLE_WORDS, _SENTENCE = 12, 80


# Matches "[This paragraph …]", "See Note 4A", "Voir fiche 3", "Note : …"; not "Notes for guidance"
_REMARK = re.compile(r"[\[(]|(?:see|voir|cf\.?|note|nota|n\.b\.)[\s:]", re.IGNORECASE)

# Matches "18 octobre 2017", "2023-03-06", "Dec 17, 2022", "Adoption : 25 mars 2027", "www.cnil.fr", "info@cnil.fr"; not "Article 2" or "Octobre"
_FACT = re.compile(
    r"""
    (?:le\s)? \d{1,2} (?:er|st|nd|rd|th)? \s [^\W\d]{3,9}\.? \s \d{4}
    | [^\W\d]{3,9}\.? \s \d{1,2}, \s \d{4}
    | \d{4}-\d{2}-\d{2} | \d{1,2}[./]\d{1,2}[./]\d{2,4}
    | (?:https?://|www\.)\S+ | \S+@\S+
    | [\d\s.,%€$£/-]+
    | [^:]{3,40}? \s?:\s? (?:[^\W\d]+\s)? \d{1,2} (?:[./-] | (?:er)?\s[^\W\d]{3,9}\s) [\d./-]{2,7}
    | [^:]{3,40}? \s?:\s? [^\W\d]{3,9}\.? \s \d{1,2}, \s \d{4}
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Weights(msgspec.Struct, frozen=True):
    """The table of evidence."""

    bias: float
    weights: dict[str, float]


@cache
def evidence_table() -> Weights:
    """Return the weights as shipped."""
    return msgspec.convert(load("evidence"), Weights)


class Setting(NamedTuple):
    """What the judgement of one unit takes from the rest of the document."""

    typography: Typography
    announced: Announced
    following: Unit | None
    is_first_in_box: bool
    opens_numbers: bool


def decide_headings(units: Sequence[Unit], typography: Typography, announced: Announced) -> None:
    """Set `score` and `is_heading` of every unit."""
    table = evidence_table()
    boxes: set[str] = set()
    openers = _openers(units)
    for index, unit in enumerate(units):
        if not _can_be_heading(unit):
            continue
        following = units[index + 1] if index + 1 < len(units) else None
        container = unit.block.container
        is_first = bool(container) and container not in boxes
        setting = Setting(typography, announced, following, is_first, unit in openers)
        boxes.add(container)
        unit.evidence = tuple(observe(unit, setting))
        unit.score = table.bias + sum(table.weights[name] for name in unit.evidence)
    _align_series(units, typography)
    for unit in units:
        unit.is_heading = unit.score > 0
        if unit.is_heading and unit.label is not None and unit.label.is_bullet:
            unit.label, unit.number = None, ""


def _openers(units: Sequence[Unit]) -> set[Unit]:
    """Return the units whose number the next longer number continues: "2" when "2.1" comes next."""
    openers: set[Unit] = set()
    longer: Unit | None = None
    for unit in reversed(units):
        label = unit.label
        if label is None or label.is_bullet:
            continue
        if longer is not None and longer.label is not None and is_prefix(label, longer.label):
            openers.add(unit)
        if len(label.numerals) > 1:
            longer = unit if unit.value == 1 else None
    return openers


def _can_be_heading(unit: Unit) -> bool:
    block = unit.block
    if block.kind not in ("paragraph", "line") or block.role in ("note", "caption"):
        unit.score = -10.0
        return False
    return True


def observe(unit: Unit, setting: Setting) -> Iterator[str]:
    """Yield the names of the evidence that a unit gives, as in the table of weights."""
    yield from _stated_by_format(unit)
    yield from _announced(unit, setting.announced)
    yield from _look(unit, setting.typography)
    yield from _wording(unit.text)
    yield from _labelling(unit)
    yield from _surroundings(unit, setting)
    if _is_ornamented(unit, setting.typography):
        yield "decorated"


def _stated_by_format(unit: Unit) -> Iterator[str]:
    block = unit.block
    if block.outline_level is not None:
        yield "outline"
    if block.role == "title":
        yield "title"
    if block.outline_level is None and block.style.name:
        name = block.style.name.lower()
        if any(word in name for word in _HEADING_STYLES):
            yield "heading_style"


def _announced(unit: Unit, announced: Announced) -> Iterator[str]:
    sources = {entry.source for entry in announced.find(unit.text, unit.page_number)}
    if "bookmark" in sources:
        yield "bookmark"
    if "contents" in sources:
        yield "in_contents"
    if not sources and announced.is_deep:
        yield "unannounced"


def _look(unit: Unit, typography: Typography) -> Iterator[str]:
    style = unit.block.style
    ratio = typography.ratio(unit.block)
    if ratio >= 1.1:
        yield "larger"
    if ratio >= 1.33:
        yield "much_larger"
    if ratio <= 0.9:
        yield "smaller"
    if style.bold and not typography.bold:
        yield "bold"
    if style.italic and not typography.italic:
        yield "italic"
    if style.color != typography.color:
        yield "coloured"
    if unit.block.align == "center":
        yield "centred"
    if not typography.size and is_capitals(unit.text):
        yield "unstyled_capitals"


def _wording(text: str) -> Iterator[str]:
    words_in_it = text.count(" ") + 1
    if words_in_it <= 12:
        yield "short"
    if words_in_it > 25:
        yield "long"
    if words_in_it > 60:
        yield "very_long"
    if is_capitals(text):
        yield "capitals"
    if text[:1].islower():
        yield "lower_start"
    if _REMARK.match(text):
        yield "remark"
    yield from _ending(text.rstrip('”"»’ '), words_in_it)


def _ending(text: str, words_in_it: int) -> Iterator[str]:
    if text.endswith((".", "!")) and not text.endswith("..."):
        yield "final_stop"
        if words_in_it > 6:
            yield "sentence"
    if text.endswith(":"):
        yield "final_colon"
    if text.endswith((",", ";", "-")):
        yield "unfinished"
    if _FACT.fullmatch(text):
        yield "fact"


def _labelling(unit: Unit) -> Iterator[str]:
    label = unit.label
    if label is None:
        if is_annex_word(unit.text):
            yield "annex_word"
    elif label.is_bullet:
        yield "bullet"
    elif label.word in ("table", "figure"):
        yield "caption"
    elif label.word in words():
        yield "worded"
    elif label.is_code:
        yield "code"
    elif len(label.numerals) > 1:
        yield "compound"
    elif _is_bracketed(label):
        yield "bracketed"


def _is_bracketed(label: Label) -> bool:
    return label.lead.startswith(_BRACKETS) or ")" in label.tail


def _is_ornamented(unit: Unit, typography: Typography) -> bool:
    if unit.label is None or not unit.label.is_bullet:
        return False
    return is_capitals(unit.text) and typography.is_distinct(unit.block)


def _surroundings(unit: Unit, setting: Setting) -> Iterator[str]:
    following = setting.following
    is_followed = following is not None and (
        following.block.kind == "table"
        or len(following.text) > 60
        or following.block.style != unit.block.style
    )
    yield "followed" if is_followed else "unfollowed"
    if not setting.announced.is_deep and _reads_as_title(unit) and _reads_as_text(following):
        yield "unstopped"
    if setting.opens_numbers:
        yield "opens_numbers"
    elif following is not None and not is_followed and _opens_series(unit, following):
        yield "opens_series"
    if following is not None and unit.label is None and _continues_numbering(following):
        yield "cross_heading"
    if setting.is_first_in_box:
        yield "box_title"
    elif unit.block.container:
        yield "in_box"


def _reads_as_title(unit: Unit) -> bool:
    """Tell whether a numbered line is short, opens with a capital and ends without any stop."""
    text = unit.text
    if unit.label is None or unit.label.is_bullet:
        return False
    is_short = 2 <= text.count(" ") + 1 <= _TITLE_WORDS
    return is_short and text[0].isupper() and (text[-1].isalnum() or text[-1] in "?»)")


def _reads_as_text(unit: Unit | None) -> bool:
    """Tell whether a unit is a full sentence or more of running text."""
    if unit is None:
        return False
    is_sentence = len(unit.text) > _SENTENCE and unit.text.endswith((".", ":", ";"))
    return is_sentence and unit.label is None and unit.block.kind != "table"


def _continues_numbering(unit: Unit) -> bool:
    """Tell whether a unit is a numbered paragraph that is not the first of its series."""
    label = unit.label
    return (
        label is not None
        and not label.word
        and unit.style == "arabic"
        and unit.value > 1
        and "(" not in label.lead
    )


def _opens_series(unit: Unit, following: Unit) -> bool:
    """Tell whether the first number of another numbering follows at once in the same look: "A. Faits" after "I. Saisine"."""
    upper, first = unit.label, following.label
    if upper is None or first is None or following.value != 1 or unit.block.style != following.block.style:
        return False
    singles = len(upper.numerals) == 1 == len(first.numerals) and not (upper.word or first.word)
    return (
        singles and not _is_bracketed(upper) and not _is_bracketed(first) and not same_scheme(unit, following)
    )


def _align_series(units: Sequence[Unit], typography: Typography) -> None:
    """Let a series that is mostly headings, or hardly ever, decide about its borderline members."""
    series: defaultdict[tuple[Signature, str, int], list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.score > -5 and unit.block.kind != "table":
            label = unit.label
            shape = (label.word or label.tail, len(label.numerals)) if label else ("", 0)
            series[(typography.signature(unit.block, unit.text), *shape)].append(unit)
    for key, members in series.items():
        share = sum(unit.score > 0 for unit in members) / len(members)
        for unit in members:
            if len(members) >= 3 and share >= _LIKELY and -1 < unit.score <= 0:
                unit.score = 0.1
            elif len(members) >= 5 and share <= _UNLIKELY and 0 < unit.score < 1:
                unit.score = 0.0
            elif key[2] and share <= _LIKELY and unit.score > 0 and _is_sentence(unit.text):
                unit.score = -0.1


def _is_sentence(text: str) -> bool:
    """Tell whether a text ends as sentences do, or goes on after the end of one."""
    return text.endswith((".", ":", ";")) or ". " in text
