"""Asking why, deciding, tagging again and reviewing: decisions of people stay whatever is proposed."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from toolkit.cli import complete
from toolkit.tag.weighing import THRESHOLD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Consult


def tags(consult: Consult, name: str) -> dict[tuple[str, str], str]:
    """Return the source of each tag of a provision."""
    told = json.loads(consult("why", name, "--json").out)
    return {(tag["facet"], tag["value"]): tag["source"] for tag in told if tag["present"]}


@pytest.mark.usefixtures("workspace")
def test_why_says_each_reason_with_words_source_and_place_of_the_text(consult: Consult) -> None:
    ended = consult("why", "3")
    assert ended.code == 0, ended.err
    assert "it binds this role" in ended.out
    assert "(rule, 0." in ended.out
    assert "applies to: Le médecin du DIM devrait contrôler" in ended.out
    assert "https://eur-lex.europa.eu/eli/reg/2016/679/art_32/oj" in ended.out


@pytest.mark.usefixtures("workspace")
def test_why_names_who_took_a_tag_away_until_it_is_given_back(consult: Consult) -> None:
    assert consult("tag", "1", "-it", "--why", "not a system", "-a", "Eve").code == 0
    assert "IT department: taken away by Eve: not a system." in consult("why", "1").out
    assert consult("tag", "1", "+it", "-a", "Eve").code == 0
    assert "taken away" not in consult("why", "1").out
    assert "IT department: decided by Eve." in consult("why", "1").out
    assert "IT department: decided by Eve." in consult("show", "1").out


@pytest.mark.usefixtures("workspace")
def test_decisions_outlive_another_tagging_and_another_parse(consult: Consult) -> None:
    assert ("role", "it") in tags(consult, "1")
    ended = consult(
        "tag",
        "1",
        "+dim",
        "-it",
        "+topic:logging",
        "modality=recommendation",
        "--why",
        "routine",
        "-a",
        "Eve",
    )
    assert ended.code == 0, ended.err
    for again in ((), ("retag",), ("reparse",)):
        if again:
            assert consult(*again).code == 0
        decided = tags(consult, "1")
        assert ("role", "it") not in decided
        assert {key for key, source in decided.items() if source == "person"} == {
            ("role", "dim"),
            ("topic", "logging"),
            ("modality", "recommendation"),
        }
        assert [value for facet, value in decided if facet == "modality"] == ["recommendation"]
    assert "routine" in consult("why", "1").out


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ("+dmi", "there is no role “dmi”. There are: dpo,"),
        ("-topic:nothing", "there is no topic “nothing”"),
        ("modality=maybe", "there is no modality “maybe”"),
        ("dim", "“dim” is no decision. Write +dim"),
        ("+deadline:P1Y", "is no decision"),
    ],
)
def test_decisions_that_are_none_are_refused(consult: Consult, decision: str, said: str) -> None:
    ended = consult("tag", "1", decision)
    assert ended.code == 2
    assert said in ended.err


@pytest.mark.usefixtures("workspace")
def test_without_a_decision_the_forms_are_shown(consult: Consult) -> None:
    ended = consult("tag", "1")
    assert ended.code == 2
    assert "+topic:logging" in ended.err


def test_bare_provisions_are_tagged_line_by_line(
    consult: Consult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = json.dumps(
        {"id": "a", "heading_path": ["Sauvegarder"], "text": "Les administrateurs doivent tester."}
    )
    file = tmp_path / "items.jsonl"
    file.write_text(line + "\n\n", encoding="utf-8")
    from_file = consult("tag", file, "--json", "-")
    assert json.loads(from_file.out)["roles"] == ["it"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
    assert consult("tag", "-", "--json", "-").out == from_file.out
    target = tmp_path / "labels.jsonl"
    assert consult("tag", file, "--json", target).code == 0
    assert target.read_text("utf-8") == from_file.out
    assert consult("tag", tmp_path / "none.jsonl").code == 3
    file.write_text("[]", encoding="utf-8")
    assert "line 1" in consult("tag", file).err


def test_references_and_deadlines_of_bare_provisions_are_given_with_words_and_links(
    consult: Consult, tmp_path: Path
) -> None:
    file = tmp_path / "items.jsonl"
    lines = (
        {"id": "a", "text": "Conserver les journaux un an, conformément à l’article 32 du RGPD."},
        {"id": "b", "heading": "Delays", "text": "The processor shall notify a breach within 72 hours."},
        {"id": "c", "text": "Le chiffrement est une mesure utile."},
    )
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    kept, notified, plain = map(json.loads, consult("tag", file).out.splitlines())
    assert kept["references"] == [
        {
            "value": "eu:2016/679#art32",
            "words": "article 32 du RGPD",
            "link": "https://eur-lex.europa.eu/eli/reg/2016/679/art_32/oj",
        }
    ]
    assert kept["deadlines"] == [
        {"value": "P1Y", "kind": "retention", "words": "un an", "applies_to": "Conserver les journaux"}
    ]
    (due,) = notified["deadlines"]
    assert (due["value"], due["kind"], due["words"]) == ("PT72H", "response", "72 hours")
    assert due["applies_to"]
    assert (plain["references"], plain["deadlines"]) == ([], [])


@pytest.mark.usefixtures("workspace")
def test_review_lists_the_most_doubtful_first_where_nobody_can_answer(consult: Consult) -> None:
    found = json.loads(consult("review", "--json").out)
    far = [abs(item["score"] - THRESHOLD) for item in found]
    assert far == sorted(far)
    near = json.loads(consult("review", "--doubtful", "--json").out)
    assert 0 < len(near) < len(found)
    only = json.loads(consult("review", "--role", "it", "--json").out)
    assert {item["value"] for item in only} == {"it"}
    ended = consult("review", "--list")
    head, *rows = ended.out.splitlines()
    assert head.split("\t") == ["id", "tag", "score", "proposed", "provision"]
    assert len(rows) == len(found)
    assert consult("review", "--role", "it", "--topic", "backup").code == 2


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("workspace")
def test_review_keeps_each_answer_at_once(consult: Consult, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = json.loads(consult("review", "--json").out)
    monkeypatch.setattr(sys, "stdin", _Terminal("what?\ny\nn\ns\nq\n"))
    ended = consult("review", "--author", "Eve")
    assert ended.code == 0, ended.err
    assert "2 decisions kept." in ended.err
    left = json.loads(consult("review", "--json").out)
    assert [(item["provision_id"], item["value"]) for item in left] == [
        (item["provision_id"], item["value"]) for item in asked[2:]
    ]
    assert tags(consult, asked[0]["provision_id"])["role", asked[0]["value"]] == "person"
    assert ("role", asked[1]["value"]) not in tags(consult, asked[1]["provision_id"])


@pytest.mark.usefixtures("workspace")
def test_decisions_stand_in_the_history_and_are_taken_back(consult: Consult) -> None:
    before = tags(consult, "1")
    consult("tag", "1", "+dim", "-it", "--why", "routine", "-a", "Eve")
    _number, _when, who, what, _to, detail, _undone = consult("history", "1").out.splitlines()[1].split("\t")
    assert (who, what, detail) == ("Eve", "tags decided", "+dim -it: routine")
    assert consult("undo", "--yes").code == 0
    assert tags(consult, "1") == before


@pytest.mark.usefixtures("workspace")
def test_decisions_can_be_handed_on_as_training_data(consult: Consult, tmp_path: Path) -> None:
    consult("tag", "3", "+legal")
    target = tmp_path / "decided.jsonl"
    assert consult("review", "--export", target).code == 0
    (line,) = target.read_text("utf-8").splitlines()
    item = json.loads(line)
    assert "legal" in item["roles"]
    assert item["lang"] == "fr"
    assert item["heading_path"][-1] == "Accéder en urgence"
    assert item["text"].startswith("Le médecin du DIM")


@pytest.mark.usefixtures("workspace")
def test_search_narrows_by_deadline_and_state_of_work(consult: Consult) -> None:
    def found(*arguments: str) -> list[str]:
        return [
            hit["provision_id"] for hit in json.loads(consult("search", "--json", *arguments).out)["hits"]
        ]

    (daily,) = found("--deadline", "frequency")
    assert found("--deadline", "R/P1D") == [daily]
    consult("select", daily)
    assert found("--state", "selected") == [daily]
    assert found("--state", "selected", "--deadline", "PT72H") == []
    assert daily in found("--state", "unread", "--role", "it")
    assert "There are: unread, read, commented, selected." in consult("search", "--state", "done").err
    assert "no deadline like “2044”" in consult("search", "--deadline", "2044").err


@pytest.mark.usefixtures("workspace")
def test_what_can_be_decided_and_searched_for_is_offered_on_tab() -> None:
    assert complete.complete_decision("+d") == ["+dpo", "+dim"]
    assert "-topic:backup" in complete.complete_decision("-topic:b")
    assert complete.complete_decision("modality=o") == ["modality=obligation"]
    assert complete.complete_reference("eu:") == ["eu:2016/679#art32"]
    assert complete.complete_deadline("R") == ["R/P1D"]
    assert complete.complete_work_state("un") == ["unread"]
    assert complete.complete_profile("g") == ["general"]
