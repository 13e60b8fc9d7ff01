"""The fill-in form as a file: valid, the same each time, and marked three ways."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.export.form.writer import write_form
from toolkit.model.form import (
    FIELDS,
    CellNames,
    Place,
    cell_bookmark,
    cell_tag,
    read_visible_code,
    visible_code,
)

Order = Callable[..., object]


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def test_word_finds_nothing_wrong(blank_form: Path, sdk_errors: Callable[[Path], list[str]]) -> None:
    assert sdk_errors(blank_form) == []


def test_the_same_order_gives_the_same_bytes(
    blank_form: Path, notation: dict[str, Order], tmp_path: Path
) -> None:
    moment = datetime.datetime(2026, 11, 24, 9, 30, tzinfo=datetime.UTC)
    again = write_form(notation["order"](), tmp_path / "again.docx", clock=lambda: moment)  # type: ignore[arg-type]
    assert again.read_bytes() == blank_form.read_bytes()


def test_every_provision_is_marked_three_ways(blank_form: Path) -> None:
    body = part(blank_form, "word/document.xml")
    codes = re.findall(r"\[P[^\]]*\]", body)
    assert codes == ["[P]", "[P-fiche-3.1]", "[P-r12]", "[P-annexe-b.section-longue.tableau-des-durees.p1]"]
    names = CellNames(filter(None, map(read_visible_code, codes)))
    tags = [names.of_tag(tag) for tag in re.findall(r'<w:tag w:val="([^"]*)"', body)]
    bookmarks = [
        names.of_bookmark(name) for name in re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]*)"', body)
    ]
    assert tags == bookmarks
    assert tags.count(None) == 0
    assert Place("r12", "proposed") in tags


def test_it_speaks_the_language_of_the_draft_and_asks_for_every_position(blank_form: Path) -> None:
    body = part(blank_form, "word/document.xml")
    assert "Rédaction proposée" in body
    assert re.findall(r'<w:listItem w:displayText="([^"]*)"', body)[:5] == [
        "Favorable",
        "Défavorable",
        "Modification",
        "Question",
        "Sans observation",
    ]
    assert "18 décembre 2026" in body


def test_its_properties_name_the_draft_and_none_is_longer_than_word_keeps(blank_form: Path) -> None:
    custom = part(blank_form, "docProps/custom.xml")
    values = dict(re.findall(r'name="([^"]*)"><vt:lpwstr>([^<]*)<', custom))
    assert values["DraftSHA256"] == "ab" * 32
    assert values["FormRole"] == "dpo"
    assert max(map(len, values.values())) <= 255


def test_rows_stay_whole_and_heads_are_repeated(blank_form: Path) -> None:
    body = part(blank_form, "word/document.xml")
    assert body.count("<w:tblHeader/>") == body.count("<w:tbl>")
    assert body.count("<w:cantSplit/>") == body.count("<w:tr>")
    assert "</w:tbl><w:tbl>" not in body


IDS = st.text(alphabet="abz019.-é_ Ñ", min_size=1, max_size=60)


@given(IDS, st.sampled_from(FIELDS))
def test_marks_can_be_turned_back(provision_id: str, field: str) -> None:
    place = Place(provision_id, field)  # type: ignore[arg-type]
    names = CellNames([provision_id])
    assert read_visible_code(f"voir {visible_code(provision_id)} !") == provision_id
    assert names.of_tag(cell_tag(place)) == names.of_bookmark(cell_bookmark(place)) == place
    assert len(cell_tag(place)) <= 64
    assert re.fullmatch(r"[A-Za-z]\w{0,39}", cell_bookmark(place), re.ASCII)


@given(st.text(alphabet="abz019.-é", min_size=1, max_size=8), st.sampled_from(FIELDS))
def test_short_marks_are_turned_back_without_knowing_the_ids(provision_id: str, field: str) -> None:
    place = Place(provision_id, field)  # type: ignore[arg-type]
    if len(cell_bookmark(place)) < 40 and "_z" not in cell_bookmark(place):
        assert CellNames().of_tag(cell_tag(place)) == CellNames().of_bookmark(cell_bookmark(place)) == place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[P-r12]", "r12", id="as printed"),
        pytest.param("[ P–R12 ]", "r12", id="as a word processor corrects it"),
        pytest.param("[P]", "", id="the draft as a whole"),
        pytest.param("[Page 3]", None, id="another bracket"),
        pytest.param("[P-]", None, id="nothing named"),
        pytest.param("[P-_ff]", None, id="no letter"),
    ],
)
def test_codes_as_they_come_back(text: str, expected: str | None) -> None:
    assert read_visible_code(text) == expected
