"""How an answered provision stands in the response: heading, place, parts, quotation, form."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import msgspec
import pypdfium2
import pytest
from docx.oxml.ns import qn

from toolkit.export.markdown import write_markdown
from toolkit.export.quotation import quoted_text
from toolkit.export.word.forms import compact_help
from toolkit.model.comment import Comment
from toolkit.model.provision import NoteCall, Provision
from toolkit.model.response import Answer, Response, RoleEntry, Section, Unit

Export = Callable[..., Path]

PATH = ("Fiche 5 Authentication", "5.2 Two factors", "R12. Impose two factors")
R12 = Provision(id="r12", number="R12.", heading="Impose two factors", page_number=9, level="recommendation")
TEXT = Provision(
    id="r12.p1", parent_id="r12", text="Two factors are imposed:", page_number=9, calls=(NoteCall("text", 3, "n1"),)
)  # fmt: skip
ITEM = Provision(
    id="r12.a", parent_id="r12.p1", kind="item", number="a)", text="for remote access;", page_number=10
)
TABLE = Provision(id="t1", parent_id="r12", kind="table", rows=(("Place", "sys-\ntem\n\nused"), ("Ward",)))
NOTE = Provision(id="n1", kind="footnote", number="7", text="See article 32.")
UNIT = Unit(provision=R12, path=PATH, title=PATH[-1], short="R12")


def answer(provision: Provision, cited: str = "R12", **fields: object) -> Answer:
    comments = (Comment(id=f"on-{provision.id}", provision_id=provision.id, text="Agreed."),)
    settings: dict[str, Any] = {
        "provision": provision,
        "path": (*PATH, "…"),
        "unit": UNIT,
        "cited": cited,
        "title": PATH[-1] if cited == "R12" else cited,
        "comments": comments,
    } | fields
    return Answer(**settings)


WHOLE = answer(R12, quoted=(TEXT, ITEM, TABLE), notes=(NOTE,), path=PATH)


def with_answers(response: Response, *answers: Answer, section: str = "f5") -> Response:
    part = Section(id=section, title=PATH[0], answers=answers)
    index = (RoleEntry("ciso", "CISO", tuple(item.provision.id for item in answers)),)
    return msgspec.structs.replace(response, sections=(part,), role_index=index)


@pytest.fixture(scope="module")
def lines(export: Export) -> Callable[[Response], list[tuple[str, str]]]:
    """Give a function that lists style and text of the paragraphs about the provisions."""

    def read(response: Response) -> list[tuple[str, str]]:
        paragraphs = docx.Document(str(export(response))).paragraphs
        styles = ("Heading 3", "Provision Place", "Provision Part", "Provision Quote", "Provision Note")
        return [
            (item.style.name, item.text.replace("\xa0", " "))
            for item in paragraphs
            if item.style.name.startswith(styles)
        ]

    return read


def test_parts_of_a_recommendation_stand_under_one_heading(
    response: Response, lines: Callable[[Response], list[tuple[str, str]]]
) -> None:
    made = with_answers(response, answer(R12), answer(TEXT), answer(ITEM, "R12, a)"))
    assert lines(made) == [
        ("Heading 3", "R12. Impose two factors"),
        ("Provision Place", "5.2 Two factors · page 9 of the draft · recommendation · [r12]"),
        ("Provision Part", "R12 · [r12.p1]"),
        ("Provision Quote", "Two factors are imposed:"),
        ("Provision Part", "R12, a) · page 10 of the draft · [r12.a]"),
        ("Provision Quote", "a) for remote access;"),
    ]


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        pytest.param(
            answer(TEXT),
            ["R12. Impose two factors", "5.2 Two factors · page 9 of the draft · recommendation · [r12.p1]"],
            id="its text needs no line of its own",
        ),
        pytest.param(
            answer(ITEM, "R12, a)"),
            [
                "R12. Impose two factors",
                "5.2 Two factors · page 9 of the draft · recommendation",
                "R12, a) · page 10 of the draft · [r12.a]",
            ],
            id="an item says which",
        ),
    ],
)
def test_an_answer_on_one_part_stands_under_the_name_of_the_whole(
    response: Response, lines: Callable[[Response], list[tuple[str, str]]], only: Answer, expected: list[str]
) -> None:
    made = with_answers(response, only)
    assert [text for style, text in lines(made) if style != "Provision Quote"] == expected


@pytest.mark.parametrize(
    ("number", "item_name"),
    [
        pytest.param("Fiche 5", "Fiche 5, a)", id="an item is cited by the section's number"),
        pytest.param("", "a) for remote access;", id="or named by its own number and words"),
    ],
)
def test_text_of_a_section_itself_has_headings_of_its_own(
    response: Response, lines: Callable[[Response], list[tuple[str, str]]], number: str, item_name: str
) -> None:
    fiche = Provision(id="r12", number=number, heading="Authentication")
    unit = Unit(provision=fiche, path=PATH[:1], title=PATH[0], short="Fiche 5")
    own = answer(fiche, "Fiche 5", unit=unit, title=PATH[0], path=PATH[:1])
    text = answer(TEXT, "Fiche 5", unit=unit, title=PATH[0])
    item = answer(ITEM, "Fiche 5, a)", unit=unit)
    made = with_answers(response, own, text, item, section="r12")
    assert [text for style, text in lines(made) if style == "Heading 3"] == [
        "On this part as a whole",
        "“Two factors are imposed:”",
        item_name,
    ]


def test_no_line_is_only_an_id(
    response: Response, lines: Callable[[Response], list[tuple[str, str]]]
) -> None:
    bare = Provision(id="r1", number="R1", heading="Rule")
    unit = Unit(provision=bare, path=("R1 Rule",), title="R1 Rule", short="R1")
    made = with_answers(response, answer(bare, "R1", unit=unit, title="R1 Rule", path=("R1 Rule",)))
    assert lines(made) == [("Heading 3", "R1 Rule"), ("Provision Place", "R1 · [r1]")]


def test_a_heading_is_quoted_with_what_is_under_it(
    response: Response, export: Export, lines: Callable[[Response], list[tuple[str, str]]]
) -> None:
    made = with_answers(response, WHOLE)
    assert [line for line in lines(made) if "Quote" in line[0] or "Note" in line[0]] == [
        ("Provision Quote", "Two factors are imposed:"),
        ("Provision Quote", "a) for remote access;"),
        ("Provision Note", "(7) See article 32."),
    ]
    tables = docx.Document(str(export(made))).tables
    (quoted,) = [table for table in tables if table.style.name == "Quote Table"]
    assert [[cell.text for cell in row.cells] for row in quoted.rows] == [
        ["Place", "sys- tem used"],
        ["Ward", ""],
    ]


def test_columns_of_quoted_tables_hold_their_words(response: Response, export: Export) -> None:
    heads = ("Likelihood", "Words " * 60, "Severity", "Words " * 20)
    table = Provision(id="t1", kind="table", heading="Table", rows=(heads, ("1", "", "2", "")))
    made = Answer(provision=table, path=("Table",))
    (quoted, *_forms) = docx.Document(str(export(with_answers(response, made)))).tables[2:]
    likelihood, longest, severity, long = (int(column.width.pt) for column in quoted.columns)
    assert likelihood > 55
    assert severity > 45
    assert longest == long > likelihood


def test_what_is_left_out_of_a_quotation_is_marked(
    response: Response, lines: Callable[[Response], list[tuple[str, str]]]
) -> None:
    part = Provision(id="s", number="5.3", heading="Cards", text="Cards are personal.")
    made = with_answers(response, answer(R12, quoted=(part,), abridged=True))
    assert lines(made)[2:] == [
        ("Provision Quote Heading", "5.3 Cards"),
        ("Provision Quote", "Cards are personal."),
        ("Provision Quote", "[…]"),
    ]


def test_markdown_quotes_the_same_words(response: Response) -> None:
    text = write_markdown(with_answers(response, WHOLE, answer(ITEM, "R12, a)")))
    assert (
        "#### R12. Impose two factors\n\n5.2 Two factors · page 9 of the draft · recommendation · `r12`"
        in text
    )
    assert "> Two factors are imposed:\n>\n> a) for remote access;\n\n| Place | sys- tem used |" in text
    assert "**R12, a) · page 10 of the draft** · `r12.a`" in text
    assert "- R12, a) · `r12.a`" in text


def test_every_answered_provision_can_be_linked_to(response: Response, export: Export) -> None:
    made = with_answers(response, answer(TEXT), answer(ITEM, "R12, a)"))
    body = docx.Document(str(export(made))).element.body
    bookmarks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert {"provision_1_1", "provision_1_2"} <= bookmarks
    entries = [
        item.text for item in docx.Document(str(export(made))).paragraphs if "Index" in item.style.name
    ]
    assert entries[1:] == ["R12. Impose two factors\t–", "R12, a)\t–"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(answer(TEXT), "Two factors are imposed:", id="its own words"),
        pytest.param(
            answer(R12, quoted=(TEXT, ITEM)),
            "Two factors are imposed:\na) for remote access;",
            id="those under it",
        ),
        pytest.param(answer(R12, quoted=(TEXT,), abridged=True), "", id="nothing if some are left out"),
    ],
)
def test_a_proposed_wording_replaces_what_is_quoted(given: Answer, expected: str) -> None:
    assert quoted_text(given) == expected


@pytest.mark.parametrize(
    ("prompts", "expected"),
    [
        pytest.param((), "", id="none"),
        pytest.param(("One\ntwo.", "Three."), "One two. • Three.", id="on one line"),
        pytest.param(("One.", "Long " * 120, "Three."), "One.", id="what does not fit is left out"),
    ],
)
def test_help_takes_little_space(prompts: tuple[str, ...], expected: str) -> None:
    assert compact_help(prompts) == expected


def test_long_help_is_cut_to_five_lines() -> None:
    assert 500 < len(compact_help(["Long words " * 100])) <= 580


def test_forms_never_touch_a_quoted_table_and_stay_on_one_page(
    response: Response,
    export: Export,
    pdf_of: Callable[[Path], Path],
    sdk_errors: Callable[[Path], list[str]],
) -> None:
    forms = [answer(TABLE, comments=(), title="Table"), *(_form(number) for number in range(12))]
    path = export(with_answers(response, *forms))
    body = list(docx.Document(str(path)).element.body)
    assert not any(left.tag == right.tag == qn("w:tbl") for left, right in pairwise(body))
    assert sdk_errors(path) == []
    document = pypdfium2.PdfDocument(pdf_of(path))
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    first, last = "Support / Oppose / Amend / Question", "Write the reasons here"
    assert sum(page.count(first) for page in pages) == 13
    assert all(page.count(first) == page.count(last) for page in pages)


def _form(number: int) -> Answer:
    provision = Provision(id=f"r{number}", heading=f"Rule {number}", text="Words. " * 40 * (1 + number % 3))
    return Answer(provision=provision, path=(f"Rule {number}",), prompts=("Think of it. " * 30,))
