"""Paragraphs → the labels they open with, read by their sequence; gaps and repetitions → issues.

The neighbours decide whether "i" is the first roman or the ninth letter. Every rule looks only at labels of the
same shape ("1." "2." or "(a)" "(b)"), so that a document's several schemes do not disturb each other. Which
labels are believed is told by `belief`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from toolkit.messages import _
from toolkit.model.issue import Issue
from toolkit.structure.labels.belief import believe, series_of, survey_labels
from toolkit.structure.labels.numbering import Label, format_label, parse_label, split_label
from toolkit.structure.labels.numerals import Style, insertion, readings
from toolkit.structure.typography import Typography
from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import words

Shape = tuple[str, str, str, int]
_MOST_ISSUES = 200
_TITLE_TAILS = ("", ".", "-", "–", ".-", ".–")


def recognise_labels(units: Sequence[Unit], typography: Typography) -> list[Issue]:
    """Give each unit the label it opens with, where it is believed; report gaps and repetitions.

    Automatic labels of the format are believed as they are; typed ones need support.
    """
    groups: defaultdict[Shape, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.block.role == "note":
            continue
        _propose(unit)
        if unit.label is not None and not unit.label.is_bullet:
            groups[_shape(unit.label, in_title=typography.is_distinct(unit.block))].append(unit)
    _part_hyphens(groups.values())
    for group in groups.values():
        _choose_readings(group)
    known = survey_labels(groups.values())
    for group in groups.values():
        believed = believe(group, known, typography)
        for unit in group:
            if not (unit.automatic or unit in believed):
                _withdraw(unit)
    return _irregularities(groups)


def _propose(unit: Unit) -> None:
    block = unit.block
    if block.label:
        # "Fiche 3 –": what parts label and text belongs to neither
        printed = block.label.rstrip(" :–—") or block.label
        unit.label = parse_label(printed) or Label(lead=printed)
        unit.number, unit.automatic = printed, True
        if not (unit.label.is_bullet or readings(unit.label.numerals[-1])):
            unit.label = Label(lead=printed)
        return
    found = split_label(unit.text) if block.kind != "table" else None
    if found is None:
        return
    unit.label, start = found
    unit.number = format_label(unit.label)
    unit.label_end = len(unit.number)
    unit.text = unit.text[start:]
    unit.stretches[0].start = start


def _withdraw(unit: Unit) -> None:
    unit.text = unit.block.text
    unit.stretches[0].start = 0
    unit.label, unit.number, unit.style, unit.value, unit.label_end = None, "", "", 0, 0


def _shape(label: Label, *, in_title: bool) -> Shape:
    """Return what labels of one scheme share; the stop after a title's number comes and goes ("4. Objet", "5 Durée")."""
    if label.word:
        return label.word, "", "", len(label.numerals)
    tail = label.closing if len(label.numerals) == 1 else ""
    if in_title and tail in _TITLE_TAILS and not label.lead:
        tail = "title"
    return "", label.lead.strip(), tail, len(label.numerals)


def _choose_readings(group: list[Unit]) -> None:
    """Decide between roman and letter by what comes before and after in the same shape."""
    options = [readings(_last(unit)) for unit in group]
    last: dict[Style, int] = {}
    for index, unit in enumerate(group):
        following = options[index + 1] if index + 1 < len(group) else ()
        unit.style, unit.value = max(
            options[index] or (("", 0),),
            key=lambda reading: _fit(reading, last, following),
        )
        last = {**last, unit.style: unit.value}


def _fit(reading: tuple[Style, int], last: dict[Style, int], following: Iterable[tuple[Style, int]]) -> float:
    style, value = reading
    score = 0.0
    if last.get(style) == value - 1:
        score += 2
    if (style, value + 1) in following:
        score += 3
    if value == 1:
        score += 1
    return score + (0.5 if style in ("alpha", "ALPHA") else 0)


def _last(unit: Unit) -> str:
    assert unit.label is not None
    return unit.label.numerals[-1]


def _part_hyphens(groups: Iterable[list[Unit]]) -> None:
    """Take the hyphen off codes that all have one: it parts them from their titles; on a few it marks variants."""
    for group in groups:
        labels = [unit.label for unit in group if unit.label is not None]
        if not all(label.is_code and label.tail == "-" for label in labels):
            continue
        for unit, label in zip(group, labels, strict=True):
            if not unit.automatic:
                unit.label = msgspec.structs.replace(label, tail="")
                unit.number = format_label(unit.label)
                unit.label_end = len(unit.number)


def _irregularities(groups: dict[Shape, list[Unit]]) -> list[Issue]:
    issues: list[Issue] = []
    for shape, group in groups.items():
        if len(issues) >= _MOST_ISSUES:
            break
        word = words().get(shape[0])
        if word is None and shape[3] == 1 and shape[2] not in (".", "title"):
            continue
        issues += _gaps(group)
    return issues[:_MOST_ISSUES]


def _gaps(group: list[Unit]) -> list[Issue]:
    """Report numbers left out within one series (same numerals before the last), and words or codes repeated."""
    issues: list[Issue] = []
    last: dict[tuple[tuple[str, ...], Style], Unit] = {}
    seen: defaultdict[tuple[tuple[str, ...], Style], set[int]] = defaultdict(set)
    for unit in group:
        if unit.label is None:
            continue
        series = series_of(unit)
        before = last.get(series)
        if before is not None and before.value:
            if unit.value > before.value + 1 and unit.value - 1 not in seen[series]:
                told = _("{label} follows {before}: numbers are missing between them.")
                issues.append(
                    _issue(unit, told.format(label=unit.number, before=before.number), "sequence.gap")
                )
            elif _is_repeated(unit, before) and _counts_through(unit.label) and not unit.automatic:
                told = _("{label} is printed twice in a row.")
                issues.append(_issue(unit, told.format(label=unit.number), "sequence.repeated"))
        last[series] = unit
        seen[series].add(unit.value)
    return issues


def _is_repeated(unit: Unit, before: Unit) -> bool:
    """Tell whether one number is printed again: "Article 5", but neither "Article 5 bis" nor "Article 5A"."""
    one, other = unit.label, before.label
    if one is None or other is None or unit.value != before.value:
        return False
    return insertion(one.numerals[-1]) == insertion(other.numerals[-1])


def _counts_through(label: Label) -> bool:
    """Tell whether numbers like this run through the whole document: articles and codes, but not chapters."""
    return label.is_code or (label.word in words() and words()[label.word].absolute)


def _issue(unit: Unit, message: str, rule: str) -> Issue:
    return Issue("warning", page_of(unit), message, rule, unit.page_number, unit.id)


def page_of(unit: Unit) -> str:
    """Name the page of a unit for an issue; "" where the format has none."""
    return _("page {number}").format(number=unit.page_number) if unit.page_number else ""
