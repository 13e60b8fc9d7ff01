"""Looking at the structure of a draft, asking why, putting it right, and taking it out in other formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from toolkit.cli.complete import complete_correction, complete_furniture, complete_kind

if TYPE_CHECKING:
    from tests.cli.conftest import Consult


def one(consult: Consult, name: str) -> dict[str, object]:
    (found, *_below) = json.loads(consult("show", name, "--json").out)
    assert isinstance(found, dict)
    return found


# parse


def test_explain_names_evidence_weights_and_the_parent(consult: Consult, draft_file: Path) -> None:
    ended = consult("parse", draft_file, "--explain", "Fiche 3")
    assert ended.code == 0, ended.err
    assert "+6.0  the format gives it an outline level" in ended.out
    assert "kind: fiche — its label says so" in ended.out
    assert "under: Projet de recommandation — " in ended.out


def test_explain_as_json_has_the_same(consult: Consult, draft_file: Path) -> None:
    told = json.loads(consult("parse", draft_file, "--explain", "fiche-3", "--json", "-").out)
    assert told["provision_id"] == "fiche-3"
    assert sum(clue["weight"] for clue in told["heading"]) == pytest.approx(told["score"])


def test_two_forms_never_mix_on_stdout(consult: Consult, draft_file: Path) -> None:
    ended = consult("parse", draft_file, "--json", "-", "--format", "md")
    assert (ended.code, ended.out) == (2, "")


def test_explain_of_an_unknown_id_names_the_nearest(consult: Consult, draft_file: Path) -> None:
    ended = consult("parse", draft_file, "--explain", "fiche-33")
    assert ended.code == 2
    assert "fiche-3" in ended.err


@pytest.mark.parametrize(("name", "start"), [("akn", b"<?xml"), ("md", b"# Projet"), ("json", b"{")])
def test_structure_is_written_in_each_format(
    consult: Consult, draft_file: Path, tmp_path: Path, name: str, start: bytes
) -> None:
    target = tmp_path / f"draft.{name}"
    assert consult("parse", draft_file, "--format", name, "-o", target, "--no-tags").code == 0
    assert target.read_bytes().startswith(start)


def test_structure_goes_to_stdout_alone(consult: Consult, draft_file: Path) -> None:
    ended = consult("parse", draft_file, "--format", "akn")
    assert etree.fromstring(ended.out.encode()).tag.endswith("akomaNtoso")


def test_unknown_format_names_those_there_are(consult: Consult, draft_file: Path) -> None:
    ended = consult("parse", draft_file, "--format", "rtf")
    assert ended.code == 2
    assert "akn" in ended.err


# check


def test_check_of_a_file_lists_findings_and_ends_well(consult: Consult, tmp_path: Path) -> None:
    path = tmp_path / "gap.html"
    path.write_text(
        "<!DOCTYPE html><html lang='fr'><body><main><h1>Titre</h1><h2>Article 1</h2><p>Un texte.</p><h2>Article 4</h2><p>Un autre.</p>"
        "<p hidden>Un texte que personne ne voit.</p></main></body></html>"
    )
    ended = consult("check", path)
    assert ended.code == 0
    assert "Article 4 follows Article 1" in ended.out
    found = json.loads(consult("check", path, "--json").out)
    assert {"sequence.gap"} <= {item["rule"] for item in found}
    assert all(item.keys() >= {"severity", "page_number", "provision_id", "message"} for item in found)


def test_check_of_what_cannot_be_read_fails(consult: Consult, tmp_path: Path) -> None:
    assert consult("check", tmp_path / "none.pdf").code == 3


@pytest.mark.usefixtures("workspace")
def test_check_of_the_workspace_needs_no_name(consult: Consult) -> None:
    assert consult("check", "--structure", "--json").code == 0


# fix and reparse


@pytest.mark.usefixtures("workspace")
def test_a_correction_survives_another_parse_and_can_be_undone(consult: Consult) -> None:
    assert consult("fix", "4.", "--kind", "article", "--author", "Claire", "--why", "portée").code == 0
    assert one(consult, "4.")["kind"] == "article"
    ended = consult("reparse")
    assert ended.code == 0, ended.err
    assert one(consult, "4.")["kind"] == "article"
    assert "portée" in consult("fix").out
    assert consult("fix", "--undo", "1").code == 0
    assert one(consult, "4.")["kind"] == "paragraph"
    assert "undone" in consult("fix").out
    assert [item["action"] for item in json.loads(consult("fix", "--json").out)] == ["kind", "undo"]


@pytest.mark.usefixtures("workspace")
def test_several_wishes_are_all_done_or_none(consult: Consult) -> None:
    refused = consult("fix", "1.", "--kind", "article", "--split", "nulle part")
    assert refused.code == 2
    assert one(consult, "1.")["kind"] == "paragraph"
    assert json.loads(consult("fix", "--json").out) == []
    done = consult("fix", "1.", "--kind", "article", "--split", "au moins une fois")
    assert done.code == 0, done.err
    parts = json.loads(consult("show", "1.", "--json").out)
    assert [item["text"][:11] for item in parts] == ["Le responsa", "au moins un"]


@pytest.mark.usefixtures("workspace")
def test_comments_follow_the_words(consult: Consult) -> None:
    assert consult("comment", "4.", "--text", "Jusqu’à quand ?", "--author", "Luc").code == 0
    assert consult("fix", "4.", "--merge").code == 0
    (comment,) = json.loads(consult("comments", "--json").out)
    assert comment["provision_id"] == one(consult, "3.")["id"]


def test_a_correction_whose_words_changed_is_reported_not_lost(
    consult: Consult, workspace: Path, draft_file: Path
) -> None:
    assert workspace.is_dir()
    assert consult("fix", "4.", "--kind", "article").code == 0
    assert consult("fix", "2.", "--furniture", "footer").code == 0
    draft_file.write_text(draft_file.read_text().replace("est soumis à", "fait l’objet d’une"))
    ended = consult("reparse", "--draft", draft_file)
    assert ended.code == 0, ended.err
    assert "version 2" in ended.err
    assert "Correction 1 (kind)" in ended.err
    assert "has other words now" in ended.err
    assert "correction.lost" in {
        item["rule"] for item in json.loads(consult("check", "--structure", "--json").out)
    }
    assert not [item for item in json.loads(consult("show", "--json").out) if item["number"] == "2."]
    assert len(json.loads(consult("fix", "--json").out)) == 2


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    "arguments",
    [("--kind", "artcile"), ("--furniture", "foot"), ("--parent", "fiche-99"), ("--undo", "7"), ()],
    ids=["kind", "furniture", "parent", "undo", "nothing"],
)
def test_what_cannot_be_meant_is_refused(consult: Consult, arguments: tuple[str, ...]) -> None:
    assert consult("fix", "4.", *arguments).code == 2


@pytest.mark.usefixtures("workspace")
def test_values_are_offered_on_tab(consult: Consult) -> None:
    assert "article" in complete_kind("art")
    assert complete_furniture("foot") == ["footer"]
    consult("fix", "4.", "--kind", "article")
    assert complete_correction("") == ["1"]
