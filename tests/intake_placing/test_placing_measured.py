"""How well remarks on the sample draft are placed: the figures that a change of the evidence must not lower."""

from __future__ import annotations

from collections import Counter

import msgspec

from tests.intake_placing.conftest import read_rows
from tests.intake_placing.drafts import contribution, remark
from toolkit.intake.placing.placer import Placer
from toolkit.model.contribution import Clues, Placement

_DOUBTFUL = ("conflict", "several", "ambiguous")
"""Kinds of remarks that may be about several places: none of these may be taken for granted."""


def _place(placer: Placer, row: dict[str, object]) -> Placement:
    made = msgspec.structs.replace(remark(text=str(row["text"])), clues=msgspec.convert(row["clues"], Clues))
    return placer.place(contribution(made))[0]


def _outcome(row: dict[str, object], placement: Placement) -> str:
    truth = row["truth"]
    assert isinstance(truth, list)
    if placement.state == "unplaced":
        return "unplaced"
    is_right = placement.provision_id in truth
    if placement.state == "placed" and row["kind"] in _DOUBTFUL and len(truth) > 1:
        is_right = False
    return f"{placement.state} {'right' if is_right else 'wrong'}"


def _counted(placer: Placer, *, held_out: bool) -> Counter[str]:
    rows = [row for row in read_rows() if row["held_out"] is held_out]
    return Counter(_outcome(row, _place(placer, row)) for row in rows)


def test_what_was_tuned_on_is_placed_and_nothing_is_placed_wrong(placer: Placer) -> None:
    counted = _counted(placer, held_out=False)
    assert counted["placed wrong"] == 0, counted
    assert counted["placed right"] >= 0.75 * counted.total(), counted
    assert counted["proposed wrong"] <= 1, counted


def test_what_was_held_out_is_placed_as_well(placer: Placer) -> None:
    counted = _counted(placer, held_out=True)
    assert counted["placed wrong"] == 0, counted
    assert counted["placed right"] + counted["proposed right"] >= 0.8 * counted.total(), counted
    assert counted["proposed wrong"] <= 1, counted


def test_remarks_on_nothing_in_the_draft_are_left_without_place(placer: Placer) -> None:
    states = [_place(placer, row).state for row in read_rows() if row["kind"] == "impossible"]
    assert set(states) == {"unplaced"}


def test_every_place_of_a_range_is_meant(placer: Placer) -> None:
    for row in read_rows():
        if row["kind"] == "range":
            placement = _place(placer, row)
            assert [placement.provision_id, *placement.also] == row["truth"]
