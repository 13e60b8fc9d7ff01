"""`consult export`: formats by name, a part of the response, and a file that names nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Consult
from toolkit.export.formats import FORMATS


@pytest.fixture
def answered(workspace: Path, consult: Consult) -> Path:
    """A workspace with comments of two people on two fiches."""
    toml = workspace / "consult.toml"
    people = '\n[[people]]\nname = "Ana Ruiz"\nrole = "ciso"\n\n[[people]]\nname = "Bea Sol"\nrole = "dpo"\n'
    toml.write_text(toml.read_text(encoding="utf-8") + people, encoding="utf-8")
    for place, author, position, text in (
        ("1.", "Ana Ruiz", "amend", "Ana Ruiz demande deux fois par jour."),
        ("3.", "Bea Sol", "oppose", "Trop court, comme le dit Mme Ruiz."),
    ):
        said = ("--author", author, "--position", position, "--text", text)
        assert consult("comment", place, *said).code == 0
    return workspace


def exported(consult: Consult, *options: object) -> dict[str, object]:
    ended = consult("export", "--format", "json", "-o", "-", *options)
    assert ended.code == 0, ended.err
    told: dict[str, object] = json.loads(ended.out)
    return told


def comments_of(response: dict[str, object]) -> list[str]:
    sections: list[dict[str, list[dict[str, list[dict[str, str]]]]]] = response["sections"]  # type: ignore[assignment]
    return [one["id"] for section in sections for answer in section["answers"] for one in answer["comments"]]


def test_every_format_is_listed_with_what_it_is_for(consult: Consult) -> None:
    ended = consult("export", "--formats")
    assert [line.split("\t")[0] for line in ended.out.splitlines()] == [facts.name for facts in FORMATS]
    assert "needs LibreOffice" in ended.out
    shown = " ".join(consult("export", "--help").out.split())
    assert all(facts.purpose in shown for facts in FORMATS)


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ((), ["c1", "c2"]),
        (("--section", "Fiche 3"), ["c1"]),
        (("--provision", "3."), ["c2"]),
        (("--role", "dpo"), ["c2"]),
        (("--author", "Ana Ruiz"), ["c1"]),
        (("--position", "oppose", "--position", "amend"), ["c1", "c2"]),
        (("--state", "approved"), []),
        (("--section", "Fiche 3", "--role", "dpo"), []),
    ],
)
@pytest.mark.usefixtures("answered")
def test_a_part_is_exported(consult: Consult, options: tuple[str, ...], kept: list[str]) -> None:
    assert comments_of(exported(consult, *options)) == kept


def test_a_part_has_a_fingerprint_of_its_own_and_says_so(answered: Path, consult: Consult) -> None:
    whole, part = exported(consult), exported(consult, "--role", "dpo")
    assert whole["content_sha256"] != part["content_sha256"]
    assert whole["scope"] == []
    ended = consult("export", "--role", "dpo", "-o", answered / "part.md")
    assert "a part of the response, with a fingerprint of its own" in ended.err
    assert "The selection leaves out" in ended.err or "La sélection laisse de côté" in ended.err


@pytest.mark.parametrize(
    ("option", "typed"),
    [
        ("--role", "nobody"),
        ("--author", "Zoe"),
        ("--state", "rejected"),
        ("--position", "against"),
        ("--section", "Fiche 99"),
        ("--format", "odt"),
    ],
)
def test_what_there_is_not_is_refused(answered: Path, consult: Consult, option: str, typed: str) -> None:
    ended = consult("export", option, typed)
    assert ended.code == 2
    assert not (answered / "outputs" / "response.docx").exists()


@pytest.mark.usefixtures("answered")
def test_an_anonymous_export_names_nobody(consult: Consult) -> None:
    ended = consult("export", "--anonymous", "--format", "json", "-o", "-", "--with-remarks")
    for name in ("Ana", "Ruiz", "Bea", "Sol"):
        assert name not in ended.out
    assert "Contributeur 1" in ended.out
    assert "Contributeur 1" in json.dumps(
        json.loads(ended.out)["sections"][1]["answers"][0]["comments"][0]["text"], ensure_ascii=False
    )


def test_a_file_is_called_by_its_format(answered: Path, consult: Consult) -> None:
    assert Path(consult("export", "--format", "brief").out.strip()).name == "brief.docx"
    assert consult("export", "-o", answered / "page.html").code == 0
    assert (answered / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    wrong = consult("export", "--format", "html", "-o", answered / "page.docx")
    assert wrong.code == 2
    assert "page.docx" in wrong.err
    assert not (answered / "page.docx").exists()
