"""Placed units → ids that a person can read, type and find again in another format of the same text.

An id is the printed path: `fiche-13.2.a`, `r12`, `art-5`, `encadre-4`. What is printed without a number gets the
words of its heading, or its place among its like below the parent (`r12.p2`, `art-5.i3`). Nothing in an id
comes from a page, a style or a file format.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from toolkit.structure.labels.numbering import Label
from toolkit.structure.labels.schemes import is_prefix, same_scheme
from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import spelled_numerals, words

_SLUG_WORDS, _SLUG_LENGTH = 7, 48
_LETTER_OF_KIND = {"item": "i", "table": "t", "figure": "f", "box": "b"}

# Matches "1er" of "1er bis", "Ier"; not "2A"
_ORDINAL = re.compile(r"^(?P<digits>\d+|[IVXLC]+)\s?(?:er|re|ère)\b")
# Matches the letters of "Article L. " and "Exigence EX-"; not: "Article "
_LEAD_CAPITALS = re.compile(r"\s([A-Z]{1,4})[.\-]?\s?\*?\s?$")


def assign_ids(units: Sequence[Unit], language: str) -> None:
    """Set `id` of every unit; parents come before their children."""
    maker = _Maker(units, french=language == "fr")
    for unit in units:
        unit.id = maker.make(unit)


def slugify(text: str) -> str:
    """Reduce a heading to its first words in plain ASCII, joined by hyphens.

    >>> slugify("Les précautions élémentaires")
    'les-precautions-elementaires'
    """
    decomposed = unicodedata.normalize(
        "NFKD", text.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    )
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    parts = re.findall(r"[a-z0-9]+", plain)[:_SLUG_WORDS]
    slug = "-".join(parts)
    return (
        slug if len(slug) <= _SLUG_LENGTH else slug[:_SLUG_LENGTH].rpartition("-")[0] or slug[:_SLUG_LENGTH]
    )


class _Maker:
    """Makes the ids of one document, each only once."""

    def __init__(self, units: Sequence[Unit], *, french: bool) -> None:
        self._french = french
        self._boxes_are_numbered = any(unit.kind == "box" and unit.label is not None for unit in units)
        self._running = _running(units)
        self._used: Counter[str] = Counter()
        self._counts: Counter[tuple[str, str]] = Counter()
        self._boxes = 0

    def make(self, unit: Unit) -> str:
        wanted = self._wanted(unit)
        self._used[wanted] += 1
        made = wanted
        while self._used[made] > 1 or made == "":
            made = f"{wanted}-{self._used[wanted]}"
            if self._used[made] == 0:
                break
            self._used[wanted] += 1
        if made != wanted:
            self._used[made] += 1
        return made

    def _wanted(self, unit: Unit) -> str:
        label = unit.label
        if unit.kind == "footnote":
            return f"note-{slugify(unit.number) or self._count('', 'note')}"
        if label is not None and not label.is_bullet:
            return self._numbered(unit, label)
        if unit.kind == "box" and not self._boxes_are_numbered:
            self._boxes += 1
            return f"{'encadre' if self._french else 'box'}-{self._boxes}"
        if unit.is_heading and slugify(unit.text):
            return _join(_numbered_ancestor_id(unit), slugify(unit.text))
        parent_id = _list_id(unit) if unit.kind == "item" else unit.parent.id if unit.parent else ""
        letter = _LETTER_OF_KIND.get(unit.kind, "p")
        return _join(parent_id, f"{letter}{self._count(parent_id, letter)}")

    def _count(self, parent_id: str, letter: str) -> int:
        self._counts[parent_id, letter] += 1
        return self._counts[parent_id, letter]

    def _numbered(self, unit: Unit, label: Label) -> str:
        numerals = [_plain(numeral) for numeral in label.numerals]
        numerals[-1] += f"-{label.repetition}" if label.repetition else ""
        word = words().get(label.word)
        if word is not None:
            capitals = _LEAD_CAPITALS.search(label.lead)
            slug = "-".join(
                [
                    word.slug if self._french else word.slug_en,
                    *([capitals[1].lower()] if capitals else []),
                    *numerals,
                ]
            )
            return slug if word.absolute else _join(_numbered_ancestor_id(unit), slug)
        if label.is_code:
            return label.word.lower() + ".".join(numerals) + _variant(label)
        if "" in label.joints:
            return slugify(unit.number)
        if unit in self._running:
            return f"par-{numerals[0]}"
        return self._unworded(unit, label, numerals)

    def _unworded(self, unit: Unit, label: Label, numerals: list[str]) -> str:
        """Write a number without a word below the nearest ancestor: all of it, or what it adds to the ancestor's."""
        ancestor = unit.parent
        while ancestor is not None and (ancestor.label is None or ancestor.label.is_bullet):
            ancestor = ancestor.parent
        if ancestor is None or ancestor.label is None:
            # a numbered heading is found by its number alone, whatever unnumbered heading stands above it
            below = unit.parent is not None and len(numerals) == 1 and not unit.is_heading
            own = _list_id(unit) if below else ""
            return _join(own, ".".join(numerals))
        if is_prefix(ancestor.label, label):
            return _join(ancestor.id, ".".join(numerals[len(ancestor.label.numerals) :]))
        if len(numerals) == 1 and unit.parent is not None:
            return _join(_list_id(unit), numerals[0])
        return _join(ancestor.id, ".".join(numerals))


def _plain(numeral: str) -> str:
    """Write a numeral as ids do: digits for "1er" and "ONE", else as printed, in lower case.

    >>> _plain("1er"), _plain("2A"), _plain("Ier"), _plain("TEN")
    ('1', '2a', 'i', '10')
    """
    numeral = _ORDINAL.sub(r"\g<digits>", numeral)
    spelled = spelled_numerals().get(numeral.lower())
    return str(spelled) if spelled is not None and numeral.lower() != "unique" else slugify(numeral)


def _variant(label: Label) -> str:
    """Tell "R12 (-)", "R12--" and "R12+" from "R12"."""
    return "-moins" * label.tail.count("-") + "-plus" * label.tail.count("+")


def _join(parent_id: str, own: str) -> str:
    return f"{parent_id}.{own}" if parent_id else own


def _list_id(unit: Unit) -> str:
    """Return the id that a list's items lead on from: what holds the paragraph that introduces it."""
    parent = unit.parent
    while (
        parent is not None and parent.label is None and not parent.is_heading and parent.kind == "paragraph"
    ):
        parent = parent.parent
    return parent.id if parent is not None else ""


def _numbered_ancestor_id(unit: Unit) -> str:
    """Return the id of the nearest ancestor with a printed number; its own path leads on from there."""
    parent = unit.parent
    while parent is not None and (parent.label is None or parent.label.is_bullet):
        parent = parent.parent
    return parent.id if parent is not None else ""


def _running(units: Iterable[Unit]) -> set[Unit]:
    """Return the paragraphs whose plain numbers run on through several headings."""
    last: dict[tuple[str, str], Unit] = {}
    runs: list[list[Unit]] = []
    run_of: dict[Unit, list[Unit]] = {}
    for unit in units:
        label = unit.label
        if (
            label is None
            or len(label.numerals) != 1
            or label.word
            or unit.is_heading
            or unit.style != "arabic"
        ):
            continue
        shape = (label.lead.strip(), label.closing)
        before = last.get(shape)
        if before is not None and unit.value == before.value + 1 and same_scheme(before, unit):
            run_of[unit] = run_of[before]
        else:
            run_of[unit] = []
            runs.append(run_of[unit])
        run_of[unit].append(unit)
        last[shape] = unit
    return {unit for run in runs if len({_heading_above(member) for member in run}) > 1 for unit in run}


def _heading_above(unit: Unit) -> Unit | None:
    parent = unit.parent
    while parent is not None and not parent.is_heading:
        parent = parent.parent
    return parent
