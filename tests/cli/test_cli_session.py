"""The way of a legal adviser through the commands, on a small draft."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Consult


pytestmark = pytest.mark.usefixtures("workspace")


def test_show_prints_the_outline_with_ids(consult: Consult) -> None:
    ended = consult("show")
    assert ended.code == 0
    assert "Fiche 3" in ended.out
    assert "Fiche 4" in ended.out


def test_show_finds_a_provision_by_printed_number_and_says_why(consult: Consult) -> None:
    ended = consult("show", "3.")
    assert "bris de glace" in ended.out
    assert "dim" in ended.out.lower()
    assert "article 32" in ended.out


def test_show_restricts_by_role(consult: Consult) -> None:
    ended = consult("show", "--role", "processor", "--json")
    assert [item["number"] for item in json.loads(ended.out) if item["number"]] == ["2."]


def test_search_finds_an_inflected_word(consult: Consult) -> None:
    ended = consult("search", "sauvegardes", "--json")
    hits = json.loads(ended.out)["hits"]
    assert any("par-1" in hit["provision_id"] for hit in hits)


def test_select_by_modality_then_status_counts_it(consult: Consult) -> None:
    assert consult("select", "--modality", "prohibition", "--why", "stockage").code == 0
    listed = consult("select")
    assert "stockage" in listed.out
    status = json.loads(consult("status", "--json").out)
    assert status["selected"] == 1
    assert status["consultation"]["deadline"] == "2027-01-15"
    assert status["consultation"]["internal_deadline"] == "2027-01-04"


def test_comment_from_text_is_kept_with_its_history(consult: Consult) -> None:
    made = consult(
        "comment", "2.", "--text", "Préciser la durée.", "--author", "Claire", "--role", "legal", "--json"
    )
    comment = json.loads(made.out)
    assert comment["role"] == "legal"
    assert consult("comments", comment["id"], "--text", "Préciser le délai.", "--as", "Luc").code == 0
    shown = json.loads(consult("comments", comment["id"], "--json").out)
    assert shown["comment"]["text"] == "Préciser le délai."
    assert [event["actor"] for event in shown["history"]] == ["Claire", "Luc"]


def test_comment_from_template_fills_its_fields(consult: Consult) -> None:
    made = consult(
        "comment", "1.", "--template", "support", "--field", "benefit=Des sauvegardes quotidiennes.", "--json",
        "--lang", "fr",
    )  # fmt: skip
    comment = json.loads(made.out)
    assert comment["position"] == "support"
    assert "sauvegardes quotidiennes" in comment["text"]


def test_withdrawn_comment_is_not_in_the_response(consult: Consult, workspace: Path) -> None:
    kept = json.loads(consult("comment", "1.", "--text", "À garder.", "--json").out)
    gone = json.loads(consult("comment", "1.", "--text", "À retirer.", "--json").out)
    assert consult("comments", gone["id"], "--withdraw", "--why", "doublon").code == 0
    target = workspace / "response.md"
    assert consult("export", "-o", target).code == 0
    text = target.read_text(encoding="utf-8")
    assert kept["text"] in text
    assert gone["text"] not in text


def test_change_on_an_old_revision_is_a_conflict(consult: Consult) -> None:
    comment = json.loads(consult("comment", "1.", "--text", "Un.", "--json").out)
    assert consult("comments", comment["id"], "--text", "Deux.").code == 0
    ended = consult("comments", comment["id"], "--text", "Trois.", "--revision", "1")
    assert ended.code == 5
    assert json.loads(consult("comments", comment["id"], "--json").out)["comment"]["text"] == "Deux."


def test_read_counts_as_read_for_the_role(consult: Consult) -> None:
    before = _role(consult, "processor")
    assert consult("read", "2.", "--role", "processor", "--author", "Marc").code == 0
    after = _role(consult, "processor")
    assert after["read"] == before["read"] + 1
    assert after["unread"] == before["unread"] - 1


def test_export_writes_the_same_content_hash_in_every_format(consult: Consult) -> None:
    consult("comment", "1.", "--text", "Très bien.", "--author", "Claire")
    hashes = set()
    for kind in ("docx", "md", "json"):
        ended = consult("export", "--format", kind)
        assert ended.code == 0, ended.err
        assert Path(ended.out.strip()).is_file()
        hashes.add(ended.err.splitlines()[0].split()[-1])
    assert len(hashes) == 1


def test_export_says_how_many_comments_are_still_drafts(consult: Consult) -> None:
    consult("comment", "1.", "--text", "À relire.", "--author", "Claire")
    assert "1 comment is still a draft" in consult("export").err
    consult("comments", "c1", "--set", "submitted")
    assert "draft" not in consult("export").err


def test_respond_leaves_a_word_document_to_fill_in(
    consult: Consult, draft_file: Path, tmp_path: Path
) -> None:
    ended = consult("respond", draft_file, "-o", tmp_path / "answer", "--lang", "fr")
    assert ended.code == 0, ended.err
    document = docx.Document(ended.out.strip())
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "sauvegarder le dossier patient" in text


def _role(consult: Consult, role: str) -> dict[str, int]:
    status = json.loads(consult("status", "--json").out)
    return next(item for item in status["roles"] if item["role"] == role)
