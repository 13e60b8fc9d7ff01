"""The annotated provisions and sentences are complete, well formed and varied enough to learn from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ANNOTATED = Path(__file__).parents[2] / "corpus" / "annotated"

ROLES_AT_LEAST = {
    "dim": 90,
    "care_team": 90,
    "management": 90,
    "dpo": 120,
    "legal": 120,
    "it": 120,
    "ciso": 120,
    "processor": 120,
}
MODALITIES = {"obligation", "prohibition", "recommendation", "permission", "information"}
TOPICS = {
    "access_control",
    "authentication",
    "logging",
    "encryption",
    "backup",
    "network",
    "physical_security",
    "hardening",
    "incident",
    "continuity",
    "risk_governance",
    "processing_contract",
    "data_subject_rights",
    "lawfulness",
    "retention",
    "data_sharing",
    "training",
    "health_record",
}
KINDS = {"date", "force", "response", "retention", "frequency", "duration"}
SHINGLE_WORDS = 8


def read_lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ANNOTATED / name).read_text("utf-8").splitlines()]


ITEMS = read_lines("items.jsonl")
READER_A = read_lines("reader-a.jsonl")
SENTENCES = read_lines("references.jsonl")


@pytest.mark.parametrize("rows", [ITEMS, SENTENCES], ids=["items", "references"])
def test_ids_and_texts_are_unique(rows: list[dict[str, Any]]) -> None:
    for field in ("id", "text"):
        assert [value for value, count in Counter(row[field] for row in rows).items() if count > 1] == []


def test_items_have_the_agreed_form() -> None:
    for item in ITEMS:
        assert list(item) == ["id", "doc", "lang", "heading_path", "heading", "text"]
        assert item["text"] == item["text"].strip() != ""
        assert item["heading_path"]


def test_a_document_has_one_language_and_stands_together() -> None:
    languages = {(item["doc"], item["lang"]) for item in ITEMS}
    assert len(languages) == len({doc for doc, _ in languages}) >= 40
    order = [item["doc"] for item in ITEMS]
    runs = [doc for position, doc in enumerate(order) if position == 0 or order[position - 1] != doc]
    assert len(runs) == len(languages)


def test_reader_a_labels_every_item_in_order() -> None:
    assert [label["id"] for label in READER_A] == [item["id"] for item in ITEMS]
    for label in READER_A:
        assert label["roles"] == sorted(set(label["roles"]) & set(ROLES_AT_LEAST))
        assert label["topics"] == sorted(set(label["topics"]) & TOPICS)
        assert label["modality"] in MODALITIES


def test_roles_topics_and_languages_are_covered() -> None:
    roles = Counter(role for label in READER_A for role in label["roles"])
    assert {role: roles[role] for role, least in ROLES_AT_LEAST.items() if roles[role] < least} == {}
    topics = Counter(topic for label in READER_A for topic in label["topics"])
    assert {topic: topics[topic] for topic in TOPICS if topics[topic] < 30} == {}
    languages = Counter(item["lang"] for item in ITEMS)
    assert languages["fr"] >= 480
    assert languages["en"] >= 220
    nobody = sum(not label["roles"] for label in READER_A)
    assert 0.10 <= nobody / len(READER_A) <= 0.14


def shingles(text: str) -> set[str]:
    words = "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
    return {" ".join(words[start : start + SHINGLE_WORDS]) for start in range(len(words) - SHINGLE_WORDS + 1)}


def test_no_two_items_share_more_than_a_short_phrase() -> None:
    owners: dict[str, str] = {}
    shared = [
        (owner, item["id"], shingle)
        for item in ITEMS
        for shingle in sorted(shingles(item["text"]))
        if (owner := owners.setdefault(shingle, item["id"])) != item["id"]
    ]
    assert shared == []


def spans() -> Iterator[tuple[str, dict[str, Any]]]:
    for sentence in SENTENCES:
        for facet in ("references", "deadlines"):
            for span in sentence[facet]:
                yield sentence["text"], span


def test_offsets_quote_the_sentence() -> None:
    for text, span in spans():
        assert text[span["start"] : span["end"]] == span["text"] != ""
        assert span["value"]


def test_deadlines_have_a_known_kind() -> None:
    assert {span["kind"] for _, span in spans() if "kind" in span} == KINDS


def test_sentences_cover_both_languages_and_near_misses() -> None:
    languages = Counter(sentence["lang"] for sentence in SENTENCES)
    assert languages["fr"] >= 210
    assert languages["en"] >= 110
    assert sum(not (sentence["references"] or sentence["deadlines"]) for sentence in SENTENCES) >= 90
