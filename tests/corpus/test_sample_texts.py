"""The drafts are consistent in themselves: numbers, cross-references, weekdays, typography, contributions."""

from __future__ import annotations

import datetime
import re
import tomllib
from itertools import pairwise

import pytest
from sample_reading import CORPUS, read_truth

from toolkit.model.comment import POSITIONS
from toolkit.model.tag import ROLES

MONTHS = {
    "january": 1, "march": 3, "september": 9, "november": 11, "december": 12,
    "janvier": 1, "mars": 3, "octobre": 10, "novembre": 11, "décembre": 12,
}  # fmt: skip
WEEKDAYS = {
    "lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4,
}  # fmt: skip


def source(name: str) -> str:
    return (CORPUS / "source" / f"{name}.txt").read_text("utf-8")


def numbers(name: str, kind: str) -> list[int]:
    refs = [node["ref"] for node in read_truth(name) if node["kind"] == kind and node["ref"]]
    return [int(re.findall(r"\d+", ref)[-1]) for ref in refs]


@pytest.mark.parametrize("kind", ["recommendation", "box", "table", "footnote"])
def test_numbers_run_on_without_gap(name: str, kind: str) -> None:
    assert numbers(name, kind) == list(range(1, len(numbers(name, kind)) + 1))


@pytest.mark.parametrize(
    ("name", "kind", "first", "last"), [("sample-fr", "fiche", 3, 16), ("sample-en", "part", 2, 4)]
)
def test_chapters_do_not_start_at_one(name: str, kind: str, first: int, last: int) -> None:
    assert numbers(name, kind) == list(range(first, last + 1))


def test_sections_count_within_their_chapter(name: str) -> None:
    sections = [n["ref"].split(".") for n in read_truth(name) if n["kind"] == "section" and n["ref"]]
    counted = [(int(chapter), int(section)) for chapter, section in sections]
    for (chapter, section), following in pairwise(counted):
        assert following in ((chapter, section + 1), (chapter + 1, 1))


def test_ids_are_unique_and_parents_come_first(name: str) -> None:
    seen: set[str] = set()
    for node in read_truth(name):
        assert node["id"] not in seen
        assert node["parent_id"] is None or node["parent_id"] in seen
        seen.add(node["id"])


def test_french_cross_references_lead_somewhere() -> None:
    refs = {(node["ref"] or "").replace("\xa0", " ").lower() for node in read_truth("sample-fr")}
    text = source("sample-fr").replace("\xa0", " ").lower()
    named = re.findall(r"\b(?:la |aux |le |l’)?(fiche \d+|tableau \d+|annexe [ab]|r\d{1,2})\b", text)
    sections = re.findall(r"la section (\d+\.\d)", text)
    assert len(named) > 100
    assert {*named, *sections} <= refs


def test_dates_fall_on_the_weekdays_that_are_printed(name: str) -> None:
    dated = re.findall(
        r"\b([a-z]+day|[a-z]+di) (\d+) ([a-zé]+) (202\d)", source(name).lower().replace("\xa0", " ")
    )
    assert dated
    for weekday, day, month, year in dated:
        assert datetime.date(int(year), MONTHS[month], int(day)).weekday() == WEEKDAYS[weekday]


# Matches "mot ;" with a plain or no space, and "'"; misses "mot\u202f;"
BAD_FRENCH = re.compile(r"[^\s\u202f][ ]?[;?!] | [ ][»:](?=\s) | «[^\xa0] | '", re.X)


def test_french_is_set_with_its_own_spaces_and_quotes() -> None:
    body = source("sample-fr").split("+++\n")[2]
    words = re.sub(r"(?m)^(?:> )?\[\^\] |^: ", "", body)
    assert [match[0] for match in BAD_FRENCH.finditer(words)] == []


def contributions() -> dict:
    return tomllib.loads((CORPUS / "sample-comments.toml").read_text("utf-8"))


def subtree_text(ref: str) -> str:
    """All text below the unit with a number as printed."""
    nodes = read_truth("sample-fr")
    root = next(node for node in nodes if node["ref"] == ref)
    below, texts = {root["id"]}, [root["text"]]
    for node in nodes:
        if node["parent_id"] in below:
            below.add(node["id"])
            texts.append(node["text"])
    return "\n".join(texts)


@pytest.mark.parametrize(
    "entry", contributions()["comments"], ids=lambda entry: f"{entry['provision']}-{entry['role']}"
)
def test_a_comment_quotes_its_provision(entry: dict[str, str]) -> None:
    assert entry["quote"] in subtree_text(entry["provision"])
    assert entry["proposed"] != entry["quote"]
    assert entry["position"] in POSITIONS
    assert bool(entry["proposed"]) == (entry["position"] in ("amend", "oppose"))
    assert entry["text"]
    assert entry["rationale"]


def test_contributions_name_provisions_of_the_draft_and_all_roles() -> None:
    given = contributions()
    refs = {node["ref"] for node in read_truth("sample-fr")}
    entries = [*given["comments"], *given["drafted"], *given["read"]]
    assert {entry["role"] for entry in entries} == set(ROLES)
    assert {person["name"] for person in given["people"]} >= {entry["author"] for entry in entries}
    assert {*given["selected"], *(entry["provision"] for entry in entries)} <= refs
