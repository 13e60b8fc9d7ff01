"""A clause as somebody writes it → the provisions that it may mean, each reading with its rule."""

from __future__ import annotations

from typing import NamedTuple

from toolkit.intake.placing.clauses import Segment, chains, spell_range
from toolkit.intake.placing.names import Names
from toolkit.intake.placing.parts import Found, find_part
from toolkit.model.provision import Outline


class Reading(NamedTuple):
    """One meaning of a clause: a provision, or several for "R12 à R15"."""

    provision_ids: tuple[str, ...]
    rule: str
    quote: str = ""


class ClausePlaces:
    """Reads clauses against one draft; the same words are read once."""

    def __init__(self, names: Names, outline: Outline) -> None:
        self._names = names
        self._outline = outline
        self._known: dict[str, tuple[Reading, ...]] = {}

    def read(self, clause: str) -> tuple[Reading, ...]:
        """Return what a clause may mean; () where it names nothing in the draft."""
        if clause not in self._known:
            self._known[clause] = self._read(clause)
        return self._known[clause]

    def _read(self, clause: str) -> tuple[Reading, ...]:
        chained = [readings for chain in chains(clause) if (readings := self._chain(chain))]
        if len(chained) > 1 and all(len(readings) == 1 for readings in chained):
            rule = max((readings[0].rule for readings in chained), key=("clause", *_CUT).index)
            ids = tuple(dict.fromkeys(name for readings in chained for name in readings[0].provision_ids))
            return (Reading(self._innermost(ids), rule),)
        return tuple(chained[0]) if chained else ()

    def _innermost(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Return places without those that hold another of them: "5.2 / R12" is R12."""
        above = {item.id for name in ids for item in self._outline.ancestors(name)}
        return tuple(name for name in ids if name not in above)

    def _chain(self, chain: tuple[Segment, ...]) -> list[Reading]:
        readings: list[Reading] = []
        for segment in chain:
            if not readings:
                readings = self._first(segment)
                continue
            below = [found for reading in readings for found in self._below(reading, segment)]
            below = [item for item in below if item.rule in _SURE] or below
            readings = _alternatives(below) if below else [_cut(reading) for reading in readings]
        return readings

    def _first(self, segment: Segment) -> list[Reading]:
        if not segment.numbers:
            return []
        if len(segment.numbers) > 1:
            return self._several(segment)
        found = self._names.find(segment.word, segment.numbers[0])
        low, hyphen, high = segment.numbers[0].partition("-")
        if not found and hyphen and (spelled := spell_range(low, high)):
            return self._several(segment._replace(numbers=spelled))
        return [Reading((item.provision_id,), item.rule) for item in found]

    def _several(self, segment: Segment) -> list[Reading]:
        """Return the one reading of a range or list, as far as the draft has its numbers."""
        named = (self._names.find(segment.word, number) for number in segment.numbers)
        found = [listed for listed in named if listed and listed[0].rule != "words"]
        ids = self._innermost(tuple(dict.fromkeys(listed[0].provision_id for listed in found)))
        if any(len(listed) > 1 for listed in found):
            rule = "clause_likely"
        else:
            rule = "clause" if len(found) == len(segment.numbers) else "clause_loose"
        return [Reading(ids, rule)] if ids else []

    def _below(self, reading: Reading, segment: Segment) -> list[Reading]:
        above = reading.provision_ids[0]
        if segment.numbers:
            numbered = [self._names.find_under(above, segment.word, number) for number in segment.numbers]
            ids = tuple(named[0].provision_id for named in numbered if len(named) == 1)
            if ids:
                return [Reading(ids, reading.rule)]
            if any(numbered):
                return [Reading((item.provision_id,), item.rule) for item in numbered[0]]
        parts = self._parts(above, segment)
        rule = reading.rule if len(parts) == 1 else "clause_likely"
        return [Reading((part.provision_id,), rule, part.quote) for part in parts]

    def _parts(self, provision_id: str, segment: Segment) -> list[Found]:
        if not segment.part or not segment.ordinal:
            return []
        return find_part(self._outline, provision_id, segment.part, segment.ordinal)


_SURE = ("clause", "clause_loose")
_CUT = ("clause_loose", "clause_likely", "clause_cut", "words")


def _alternatives(readings: list[Reading]) -> list[Reading]:
    unique = list(dict.fromkeys(readings))
    if len(unique) == 1:
        return unique
    return [reading._replace(rule="clause_likely") for reading in unique]


def _cut(reading: Reading) -> Reading:
    return reading._replace(rule="clause_cut" if reading.rule in _SURE else reading.rule, quote="")
