"""The table of provisions by roles, as lines, spreadsheet and page; profiles of one's own."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from lxml import etree, html

from toolkit.export.matrix.page import write_page
from toolkit.export.matrix.table import build_matrix
from toolkit.model.profile import Named
from toolkit.model.provision import Provision
from toolkit.model.tag import Tag

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Consult

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.mark.usefixtures("workspace")
def test_the_table_shows_roles_and_counts_by_section(consult: Consult) -> None:
    ended = consult("matrix", "--role", "it", "--role", "dim")
    assert ended.code == 0, ended.err
    rows, _empty, counts = ended.out.partition("\n\n")
    assert "●" in rows
    assert counts.splitlines()[-1].startswith("Total\t")
    assert consult("matrix", "--counts").out.count("●") == 0
    assert consult("matrix", "-o", "matrix.pdf").code == 2
    told = json.loads(consult("matrix", "--json").out)
    assert len(told["totals"]) == len(told["roles"]) == 8


@pytest.mark.usefixtures("workspace")
def test_the_spreadsheet_holds_text_and_numbers_only(consult: Consult, tmp_path: Path) -> None:
    consult("tag", "1", "+dim")
    target = tmp_path / "matrix.xlsx"
    assert consult("matrix", "-o", target).code == 0
    with zipfile.ZipFile(target) as package:
        sheets = [
            etree.fromstring(package.read(name)) for name in package.namelist() if "worksheets/sheet" in name
        ]
        strings = package.read("xl/sharedStrings.xml").decode()
    assert len(sheets) == 2
    assert not any(list(sheet.iter(f"{SHEET}f", f"{SHEET}hyperlink")) for sheet in sheets)
    assert "✔" in strings
    assert "Le responsable de traitement doit sauvegarder" in strings


@pytest.mark.usefixtures("workspace")
def test_the_page_needs_nothing_else_and_names_its_headers(consult: Consult, tmp_path: Path) -> None:
    target = tmp_path / "matrix.html"
    assert consult("matrix", "-o", target).code == 0
    page = html.fromstring(target.read_text("utf-8"))
    assert not page.xpath("//@src | //@href | //script")
    assert page.get("lang") == "en"
    for table in page.iter("table"):
        assert table.find("caption").text
        assert all(cell.get("scope") == "col" for cell in table.find("thead").iter("th"))
        assert all(row[0].get("scope") == "row" for row in table.find("tbody"))


def test_texts_of_a_draft_stay_text_in_a_page() -> None:
    role = Named("it", "DSI <b>", "IT <b>")
    tag = Tag(facet="role", value="it", score=0.9, rule="test")
    matrix = build_matrix(
        [Provision(id="x", text="<script>=1+1</script>\x00", tags=(tag,))],
        [role],
        title="A & B",
        language="fr",
    )
    page = html.fromstring(write_page(matrix))
    assert not page.xpath("//script | //b")
    assert page.findtext(".//h1") == "A & B"
    assert matrix.totals == (1,)


def test_sections_are_the_highest_parts_that_have_siblings() -> None:
    role = Named("it", "DSI", "IT")
    tagged = (Tag(facet="role", value="it", score=0.9, rule="test"),)
    draft = [
        Provision(id="title", heading="Draft"),
        Provision(id="f1", parent_id="title", heading="One"),
        Provision(id="a", parent_id="f1", text="a", tags=tagged),
        Provision(id="f2", parent_id="title", heading="Two", tags=tagged),
        Provision(id="b", parent_id="f2", text="b", tags=tagged),
    ]
    matrix = build_matrix(draft, [role], title="", language="en")
    assert [(count.section_id, count.numbers) for count in matrix.counts] == [("f1", (1,)), ("f2", (2,))]


def test_a_new_profile_is_whole_and_passes_its_own_examples(consult: Consult, tmp_path: Path) -> None:
    target = tmp_path / "profile.toml"
    assert consult("profile", "new", target).code == 0
    ended = consult("profile", "check", target)
    assert ended.code == 0, ended.out
    assert "0 examples fail" in ended.err
    again = consult("profile", "new", target)
    assert again.code == 2
    assert "is there already" in again.err


def test_what_is_wrong_in_a_profile_is_named(consult: Consult, tmp_path: Path) -> None:
    target = tmp_path / "own.toml"
    target.write_text(
        'name = "own"\n[roles.grid]\nfr = "R"\nen = "G"\nterms = {fr = ["réseau"]}\nexamples = {fr = ["Un plan."]}\n',
        encoding="utf-8",
    )
    ended = consult("profile", "check", target)
    assert ended.code == 1
    assert "roles.grid.examples.fr\tthis example is tagged with nothing instead" in ended.out
    assert "roles.grid\tit has no words in this language: en." in ended.out
    assert json.loads(consult("profile", "check", target, "--json").out)[0]["severity"] == "error"
    assert consult("profile", "bend", target).code == 2
    target.write_text("name = 3", encoding="utf-8")
    assert consult("profile", "check", target).code == 3


def test_the_general_profile_is_asked_for_by_its_name(consult: Consult, draft_file: Path) -> None:
    told = json.loads(consult("parse", draft_file, "--profile", "general", "--json", "-").out)
    roles = {tag["value"] for item in told["provisions"] for tag in item["tags"] if tag["facet"] == "role"}
    assert "it" in roles
    assert not roles & {"dim", "care_team"}
