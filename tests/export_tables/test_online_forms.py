"""Answers for an online form: each comment in one field, in plain paragraphs, measured against the limits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export_tables.conftest import DRAFT, build_response, mapped
from toolkit.export.reply_form.answers import Filling, fill_fields, mapping_by_section
from toolkit.export.reply_form.counting import length
from toolkit.export.reply_form.mapping import Field, Mapping, read_mapping
from toolkit.model.filing import Filing
from toolkit.model.response import Response

Export = Callable[..., Path]


def filled(*fields: Field, response: Response | None = None) -> Filling:
    return fill_fields(response or build_response(), Mapping(fields), Filing(provisions=DRAFT))


def ids(filling: Filling) -> list[tuple[str, ...]]:
    return [field.comment_ids for field in filling.fields]


@pytest.mark.parametrize(
    ("field", "taken"),
    [
        (Field(id="a", provisions=("s1",)), ("c2", "c3")),
        (Field(id="a", provisions=("R1",)), ("c2", "c3")),
        (Field(id="a", provisions=("r1",), positions=("oppose",)), ("c3",)),
        (Field(id="a", roles=("ciso",)), ("c2", "c3")),
        (Field(id="a", topics=("access",)), ("c2", "c3")),
        (Field(id="a", sections=("s2",)), ("c4",)),
        (Field(id="a", positions=("question", "support")), ("c1", "c4")),
        (Field(id="a", general=True), ("c1",)),
        (Field(id="a", general=True, provisions=("s2",)), ("c1", "c4")),
        (Field(id="a", rest=True), ("c1", "c2", "c3", "c4")),
        (Field(id="a"), ()),
    ],
    ids=[
        "section",
        "number",
        "position",
        "role",
        "topic",
        "part",
        "positions",
        "general",
        "both",
        "rest",
        "none",
    ],
)
def test_a_field_takes_what_its_filters_let_through(field: Field, taken: tuple[str, ...]) -> None:
    filling = filled(field)
    assert ids(filling) == [taken]
    assert set(filling.left) == {"c1", "c2", "c3", "c4"} - set(taken)


def test_a_comment_goes_into_the_first_field_that_takes_it_and_the_rest_last() -> None:
    filling = filled(
        Field(id="rest", rest=True), Field(id="a", provisions=("s1",)), Field(id="b", roles=("ciso",))
    )
    assert ids(filling) == [("c1", "c4"), ("c2", "c3"), ()]
    assert filling.left == ()


def test_without_a_mapping_each_section_is_a_field() -> None:
    mapping = mapping_by_section(build_response())
    assert [field.question for field in mapping.field] == ["On the draft as a whole", "1 Access", "2 Backup"]


def test_an_answer_is_prose_in_the_name_of_all() -> None:
    assert filled(Field(id="a", provisions=("s1",))).fields[0].text == (
        "R1: we ask for a change. Five minutes are too short. Wards change shifts.\n"
        "Proposed wording: “ten minutes” instead of “five minutes”.\n"
        "R1: we are against. =1+1 is no formula.\n"
        "We propose to delete “a badge”."
    )


def test_an_answer_on_several_places_names_each() -> None:
    text = filled(Field(id="a", provisions=("s1", "s2"))).fields[0].text
    assert text.startswith("R1\nWe ask for a change.")
    assert "\n\nR2\nWe ask for clarification. For how long?" in text


def test_a_french_answer_is_french() -> None:
    response = msgspec.structs.replace(build_response(), language="fr")
    text = filled(Field(id="a", provisions=("s1",)), response=response).fields[0].text
    assert text.startswith("R1\u00a0: nous demandons une modification.")
    assert (
        "Rédaction proposée\u00a0: «\u00a0ten minutes\u00a0» au lieu de «\u00a0five minutes\u00a0»." in text
    )


@pytest.mark.parametrize(
    ("value", "told"),
    [("respondent", "CHU de Bellerive"), ("date", "24 November 2026"), ("draft", "draft.pdf")],
)
def test_a_field_may_state_a_fact(value: str, told: str) -> None:
    assert filled(Field(id="a", value=value)).fields[0].text == told  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "characters", "words"),
    [
        ("", 0, 0),
        ("a b", 3, 2),
        ("é", 1, 1),
        ("🏥", 2, 1),
        ("a\nb", 3, 2),
        ("l’été !", 7, 2),
        ("\ud83d", 1, 1),
    ],
)
def test_lengths_are_counted_as_forms_count(text: str, characters: int, words: int) -> None:
    assert (length(text, "characters"), length(text, "words")) == (characters, words)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_characters_are_the_units_of_utf_16(text: str) -> None:
    assert length(text, "characters") == sum(2 if ord(char) > 0xFFFF else 1 for char in text)


@pytest.mark.parametrize(("limit", "unit"), [(200, "characters"), (150, "characters"), (30, "words")])
def test_an_answer_that_is_too_long_says_what_to_leave_out(limit: int, unit: str) -> None:
    field = filled(Field(id="a", provisions=("s1",), limit=limit, unit=unit)).fields[0]  # type: ignore[arg-type]
    assert field.excess == field.length - limit > 0
    assert field.cuts[0].kind == "quotation"
    assert sum(cut.length for cut in field.cuts) >= field.excess


def test_an_answer_that_fits_has_nothing_to_leave_out() -> None:
    field = filled(Field(id="a", provisions=("s1",), limit=4000)).fields[0]
    assert (field.excess, field.cuts) == (0, ())


MAPPING = """
[[field]]
id = "Q1"
question = "What about access?"
provisions = ["s1"]
limit = 150
[[field]]
id = "Q2"
general = true
"""


def test_the_document_has_a_page_a_field_with_the_answer_alone_below_its_length(
    response: Response, export: Export, sdk_errors: Callable[[Path], list[str]]
) -> None:
    path = export(response, "form", mapping=mapped(MAPPING))
    lines = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    start = lines.index("Q1 · What about access?")
    assert lines[start + 1].endswith("of 150 characters")
    assert lines[start + 2].startswith("Too long by ")
    answer = filled(*read_mapping(mapped(MAPPING)).field).fields[0].text
    assert "\n".join(lines).count(answer) == 1
    assert "c4: For how long?" in lines
    assert path.read_bytes() == export(response, "form", mapping=mapped(MAPPING)).read_bytes()
    assert sdk_errors(path) == []


def test_the_text_file_holds_the_same(response: Response, export: Export) -> None:
    told = export(response, "form", "txt", mapping=mapped(MAPPING)).read_text()
    answer = filled(*read_mapping(mapped(MAPPING)).field).fields[0].text
    assert f"\n\n{answer}\n\n" in told
    assert told.rstrip().endswith(response.content_sha256)
    assert "c4: For how long?" in told
