"""Labels of two readers: what becomes of them, and how far the readers agree."""

from __future__ import annotations

import json

import pytest

from toolkit.errors import BrokenInput
from toolkit.tag.examples import read_agreement, read_examples


def _line(name: str, **fields: object) -> str:
    return json.dumps({"id": name} | fields) + "\n"


def _item(name: str) -> str:
    return _line(name, doc="d", lang="fr", heading_path=[], heading="", text="Tester la restauration")


def _labels(name: str, *roles: str, modality: str = "obligation") -> str:
    return _line(name, roles=roles, modality=modality, topics=["backup"])


@pytest.mark.parametrize(
    ("first", "second", "roles"),
    [
        (["it", "ciso"], ["it", "dpo"], ("it",)),
        (["it"], ["dpo"], ("it", "dpo")),
        (["it"], [], ("it",)),
        ([], [], ()),
        (["it"], None, ("it",)),
        (None, ["dpo"], ("dpo",)),
    ],
    ids=[
        "common",
        "nothing in common",
        "one sees nobody",
        "nobody",
        "second has not read",
        "first has not read",
    ],
)
def test_what_both_set_is_taken_or_either_where_nothing_is_common(tmp_path, first, second, roles):
    (tmp_path / "care.items.jsonl").write_text(_item("x"))
    for reader, read in (("a", first), ("b", second)):
        if read is not None:
            (tmp_path / f"care.reader-{reader}.jsonl").write_text(_labels("x", *read))
    assert [example.roles for example in read_examples(tmp_path)] == [roles]


def test_what_was_settled_wins_over_the_readers(tmp_path):
    (tmp_path / "items.jsonl").write_text(_item("x"))
    (tmp_path / "labels.jsonl").write_text(_labels("x", "dim"))
    (tmp_path / "reader-a.jsonl").write_text(_labels("x", "it"))
    assert [example.roles for example in read_examples(tmp_path)] == [("dim",)]


def test_an_item_that_nobody_has_read_yet_is_left_out(tmp_path):
    (tmp_path / "care.items.jsonl").write_text(_item("x") + _item("y"))
    (tmp_path / "care.reader-a.jsonl").write_text(_labels("y", "it"))
    assert [example.id for example in read_examples(tmp_path)] == ["y"]


def test_labels_without_their_item_are_refused(tmp_path):
    (tmp_path / "care.items.jsonl").write_text(_item("x"))
    (tmp_path / "care.reader-a.jsonl").write_text(_labels("z", "it"))
    with pytest.raises(BrokenInput):
        read_examples(tmp_path)


def test_agreement_is_measured_on_what_both_have_read(tmp_path):
    (tmp_path / "care.items.jsonl").write_text(_item("x") + _item("y") + _item("z"))
    (tmp_path / "care.reader-a.jsonl").write_text(
        _labels("x", "it") + _labels("y", "it", "dpo") + _labels("z", "it")
    )
    (tmp_path / "care.reader-b.jsonl").write_text(
        _labels("x", "it") + _labels("y", "it", modality="information")
    )
    found = read_agreement(tmp_path)["care.items.jsonl"]
    assert found.provisions == 2
    assert found.roles == pytest.approx((1 + 2 / 3) / 2)
    assert found.modality == 0.5
