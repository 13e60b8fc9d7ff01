"""What a person asks for is understood as meant, or refused with what there is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit import pipeline
from toolkit.cli.draft_options import limits_asked
from toolkit.cli.naming import one_of
from toolkit.errors import UsageError
from toolkit.limits import Limits
from toolkit.model.dates import iso_date
from toolkit.model.reading import ReadOptions

if TYPE_CHECKING:
    from tests.cli.conftest import Consult


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2027-01-15", "2027-01-15"),
        ("15/01/2027", "2027-01-15"),
        (" 1/4/2027 ", "2027-04-01"),
        ("", ""),
    ],
)
def test_dates_that_are_understood(typed: str, iso: str) -> None:
    assert iso_date(typed, where="--deadline") == iso


@pytest.mark.parametrize("typed", ["dim", "DIM"])
def test_a_name_is_known_in_any_case(typed: str) -> None:
    assert one_of(typed, ("dpo", "dim", "it"), what="role") == "dim"


def test_of_names_that_differ_by_case_only_one_is_not_guessed() -> None:
    with pytest.raises(UsageError, match="DIM"):
        one_of("DIM", ("dim", "Dim"), what="role")


@pytest.mark.parametrize(
    "typed", ["15/01/27", "15/01/20277", "27-01-15", "31/02/2027", "15/2027", "١٥/٠١/٢٠٢٧"]
)
def test_dates_that_are_refused_with_the_form_to_use(typed: str) -> None:
    with pytest.raises(UsageError) as told:
        iso_date(typed, where="--deadline")
    assert "15/01/2027" in told.value.hint


@pytest.mark.parametrize(
    ("memory", "seconds", "ocr", "limits"),
    [
        pytest.param(None, None, False, Limits(), id="usual"),
        pytest.param(None, None, True, pipeline.OCR_LIMITS, id="recognising-takes-longer"),
        pytest.param(None, Limits().seconds, True, Limits(), id="as-typed-though-it-is-the-usual"),
        pytest.param(512, 7, False, Limits(memory_mib=512, seconds=7), id="as-typed"),
    ],
)
def test_limits_are_as_typed(memory: int | None, seconds: int | None, ocr: bool, limits: Limits) -> None:
    assert limits_asked(memory, seconds, ReadOptions(ocr=ocr)) == limits


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("show", "--kind", "paragrph"), "Did you mean paragraph?", id="kind"),
        pytest.param(("show", "--kind", "recital"), "fiche", id="kind-that-the-draft-has-not"),
        pytest.param(("search", "--kind", "artcle", "accès"), "There", id="kind-in-a-search"),
        pytest.param(("select", "--kind", "fich"), "Did you mean fiche?", id="kind-in-a-choice"),
        pytest.param(("comments", "--role", "dpoo"), "Did you mean dpo?", id="role"),
        pytest.param(("comments", "--author", "Clare"), "Claire", id="author"),
        pytest.param(("status", "--lang", "de"), "There are: fr, en.", id="language"),
        pytest.param(("fix", "1.", "--parent", "1."), "cannot stand under itself", id="parent-of-itself"),
    ],
)
def test_names_that_do_not_exist(consult: Consult, arguments: tuple[str, ...], words: str) -> None:
    assert consult("comment", "1.", "--text", "x", "--author", "Claire").code == 0
    ended = consult(*arguments)
    assert ended.code == 2
    assert words in ended.err
    assert len(ended.err.splitlines()) == 1
    assert ended.out == ""


@pytest.mark.usefixtures("workspace")
def test_a_correction_that_does_not_fit_is_told_by_its_reason(consult: Consult) -> None:
    ended = consult("fix", "fiche-3", "--parent", "2.")
    assert ended.code == 2
    assert ended.err.startswith("Error: fiche-3: what it should stand under comes after it.")


def test_usage_of_fix_names_its_argument_once(consult: Consult) -> None:
    assert "consult fix [OPTIONS] [ID]" in consult("fix", "--help").out


def test_a_paragraph_called_p1_is_shown_before_page_1(
    consult: Consult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("Le médecin doit tracer les accès.\n\nLe patient peut les consulter.\n", encoding="utf-8")
    assert consult("new", tmp_path / "plain", "--draft", path).code == 0
    monkeypatch.chdir(tmp_path / "plain")
    every = [item["id"] for item in json.loads(consult("show", "--json").out)]
    assert every == ["p1", "p2"]
    assert [item["id"] for item in json.loads(consult("show", "p2", "--json").out)] == ["p2"]
    assert consult("show", "p7").code == 2  # neither a paragraph nor a page
