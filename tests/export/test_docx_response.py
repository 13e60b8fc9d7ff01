"""What is in the Word document: every part, named styles, accessible structure, identity."""

from __future__ import annotations

import datetime
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import msgspec
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.support.sizes import response_of
from tests.support.work import growth
from toolkit.errors import BrokenInput, StorageError, UsageError
from toolkit.export.writer import export_response
from toolkit.model.response import Response
from toolkit.resources import shipped

Export = Callable[..., Path]
SHIPPED = shipped("templates") / "response" / "response.docx"
ROOT = Path(__file__).parent.parent.parent


def body_of(path: Path) -> Any:
    return docx.Document(str(path)).element.body


def words_of(node: Any) -> str:
    """Return the text of a node, with breaks and tabs as in the document."""
    marks = {qn("w:br"): "\n", qn("w:tab"): "\t", qn("w:p"): "\n"}
    return "".join(
        (part.text or "") if part.tag == qn("w:t") else marks.get(part.tag, "") for part in node.iter()
    )


def styled(path: Path, style: str) -> list[str]:
    return [
        paragraph.text for paragraph in docx.Document(str(path)).paragraphs if paragraph.style.name == style
    ]


@pytest.fixture(scope="module")
def written(response: Response, export: Export) -> Path:
    return export(response)


def test_the_parts_stand_in_their_order(written: Path) -> None:
    assert styled(written, "Heading 1") == [
        "Summary of positions",
        "Comments by section",
        "Index by role",
        "Annex: provisions read without comment",
    ]
    assert styled(written, "Heading 2") == ["Fiche 3 Access", "Fiche 4 Backup"]
    assert styled(written, "Heading 3") == [
        "1. Sessions are locked after five minutes of inactivity. …",
        "Table 1 Retention",
        "On this part as a whole",
    ]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Valley Hospital", id="respondent"),
        pytest.param("draft.pdf — v1", id="draft and its version"),
        pytest.param("18 December 2026", id="deadline"),
        pytest.param(
            "Comments: 3. Provisions commented: 2. Provisions to complete: 1. Read without comment: 1. Comments still",
            id="totals",
        ),
        pytest.param("page 5 of the draft · recommendation\u00a0·\u00a0[fiche-3.1]", id="place in the draft"),
        pytest.param("(4) See article 32.", id="footnote of the quoted provision"),
        pytest.param("Ana Ruiz (CISO)", id="contributor with role"),
        pytest.param("Bea Sol, Dan Roy", id="all who said the same"),
        pytest.param("Merged from: c7 — Cyd Lam.", id="sources"),
        pytest.param("On the words “five minutes”", id="quoted words"),
        pytest.param("What would it cost?", id="prompt"),
        pytest.param("cd" * 32, id="content hash"),
    ],
)
def test_it_says(written: Path, words: str) -> None:
    assert words in words_of(body_of(written))


def test_proposed_wording_is_shown_as_deletion_and_insertion(written: Path) -> None:
    document = docx.Document(str(written))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    marked = [(run.style.name, run.text) for run in runs if run.style.name.startswith("Wording")]
    assert marked[2:] == [("Wording Deleted", "[five]"), ("Wording Inserted", "ten")]
    assert document.styles["Wording Deleted"].font.strike
    assert document.styles["Wording Inserted"].font.underline


def test_open_provisions_have_fields_to_fill_in(written: Path) -> None:
    controls = body_of(written).findall(f".//{qn('w:sdt')}")
    tags = [control.find(f".//{qn('w:tag')}").get(qn("w:val")) for control in controls]
    assert [tag.rpartition(".")[2] for tag in tags] == ["position", "text", "proposed", "rationale"]
    assert len(controls[0].findall(f".//{qn('w:listItem')}")) == 4


def test_only_named_styles_of_the_template_are_used(written: Path) -> None:
    known = {
        style.get(qn("w:styleId"))
        for style in docx.Document(str(SHIPPED)).styles.element.findall(qn("w:style"))
    }
    used = {
        node.get(qn("w:val"))
        for node in body_of(written).iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
    }
    assert used <= known
    assert not list(body_of(written).iter(qn("w:sz"), qn("w:color"), qn("w:rFonts")))


def test_tables_are_accessible(written: Path) -> None:
    tables = body_of(written).findall(qn("w:tbl"))
    assert all(table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}") is not None for table in tables)
    assert all(
        row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
        for row in body_of(written).iter(qn("w:tr"))
    )
    headers = list(body_of(written).iter(qn("w:tblHeader")))
    assert len(headers) == 3
    assert all(not header.attrib for header in headers)


def test_no_empty_paragraph_makes_space(written: Path) -> None:
    assert all(words_of(paragraph).strip() for paragraph in body_of(written).findall(qn("w:p")))


def test_every_reference_has_its_bookmark(written: Path) -> None:
    body = body_of(written)
    bookmarks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    targets = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    targets |= {code.text.split()[1] for code in body.iter(qn("w:instrText"))}
    assert targets <= set(bookmarks)
    assert len(bookmarks) == len(set(bookmarks))


def test_the_document_says_what_it_is(written: Path) -> None:
    document = docx.Document(str(written))
    core = document.core_properties
    assert (core.title, core.author, core.subject, core.language) == (
        "Response to the public consultation: Security of the patient record",
        "Valley Hospital",
        "Security of the patient record",
        "en-GB",
    )
    assert core.created.isoformat() == "2026-11-24T09:30:00+00:00"
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert [node.get(qn("w:val")) for node in defaults.iter(qn("w:lang"))] == ["en-GB"]
    custom = zipfile.ZipFile(written).read("docProps/custom.xml").decode()
    assert "cd" * 32 in custom
    assert "ab" * 32 in custom


def test_pages_have_header_and_number(written: Path) -> None:
    section = docx.Document(str(written)).sections[0]
    assert "Valley Hospital" in words_of(section.header._element)
    instructions = [
        node.get(qn("w:instr")).split()[0] for node in section.footer._element.iter(qn("w:fldSimple"))
    ]
    assert instructions == ["TITLE", "PAGE", "NUMPAGES"]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_words_of_the_draft_keep_its_language(response: Response, export: Export) -> None:
    french = export(msgspec.structs.replace(response, draft_language="fr"))
    quotes = [
        p
        for p in body_of(french).iter(qn("w:p"))
        if p.find(f".//{qn('w:pStyle')}[@{qn('w:val')}='ProvisionQuote']") is not None
    ]
    assert quotes
    assert all(node.get(qn("w:val")) == "fr-FR" for quote in quotes for node in quote.iter(qn("w:lang")))


def test_text_from_right_to_left_is_marked_so(said_by_one: Callable[[str], Response], export: Export) -> None:
    body = body_of(export(said_by_one("نص من اليمين")))
    assert list(body.iter(qn("w:bidi")))
    assert list(body.iter(qn("w:rtl")))


def test_the_same_response_gives_the_same_bytes(response: Response, export: Export, written: Path) -> None:
    assert export(response).read_bytes() == written.read_bytes()
    assert {entry.date_time for entry in zipfile.ZipFile(written).infolist()} == {(1980, 1, 1, 0, 0, 0)}


@settings(max_examples=25)
@given(text=st.text(st.characters(exclude_categories=()), max_size=30))
def test_any_text_can_be_written(text: str, said_by_one: Callable[[str], Response], export: Export) -> None:
    assert docx.Document(str(export(said_by_one(text)))).paragraphs


def test_a_long_comment_is_written_whole(said_by_one: Callable[[str], Response], export: Export) -> None:
    text = " ".join(str(number) for number in range(150_000))
    assert text in words_of(body_of(export(said_by_one(text))))


def test_a_table_wider_than_word_admits_is_quoted_whole(response: Response, export: Export) -> None:
    answer = response.sections[0].answers[1]
    wide = msgspec.structs.replace(answer.provision, rows=(tuple(f"cell{number}" for number in range(70)),))
    section = msgspec.structs.replace(
        response.sections[0], answers=(msgspec.structs.replace(answer, provision=wide),)
    )
    body = body_of(export(msgspec.structs.replace(response, sections=(section,))))
    assert max(len(row.findall(qn("w:tc"))) for row in body.iter(qn("w:tr"))) == 63
    assert "cell61 | cell62" not in words_of(body)
    assert "cell62 | cell63" in words_of(body)
    assert "cell69" in words_of(body)


def test_ten_times_the_comments_are_about_ten_times_the_work(export: Export) -> None:
    assert growth(response_of, export, size=80) < 12


def test_a_restyled_template_is_followed(response: Response, export: Export, tmp_path: Path) -> None:
    theirs = docx.Document(str(SHIPPED))
    theirs.styles["Remark Text"].font.size = docx.shared.Pt(13)
    for style in theirs.styles.element.findall(qn("w:style")):
        if style.get(qn("w:styleId")) == "Heading1":
            style.set(qn("w:styleId"), "Titre1")
    theirs.save(str(tmp_path / "theirs.docx"))
    made = docx.Document(str(export(response, template=tmp_path / "theirs.docx")))
    assert made.styles["Remark Text"].font.size.pt == 13
    assert made.paragraphs[3].style.name == "TOC Heading"
    assert next(p.text for p in made.paragraphs if p.style.style_id == "Titre1") == "Summary of positions"
    assert "sample text" not in words_of(made.element.body)


def test_styles_that_a_template_lacks_are_completed(
    response: Response, export: Export, tmp_path: Path
) -> None:
    docx.Document().save(str(tmp_path / "plain.docx"))
    made = docx.Document(str(export(response, template=tmp_path / "plain.docx")))
    assert made.styles["Provision Quote"].paragraph_format.left_indent
    assert (
        made.styles["Heading 1"].font.color.rgb
        != docx.Document(str(SHIPPED)).styles["Heading 1"].font.color.rgb
    )


@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param(b"", BrokenInput, id="empty"),
        pytest.param(b"not a package", BrokenInput, id="text"),
        pytest.param(None, UsageError, id="missing"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused(
    response: Response, export: Export, tmp_path: Path, content: bytes | None, error: type[Exception]
) -> None:
    template = tmp_path / "template.docx"
    if content is not None:
        template.write_bytes(content)
    with pytest.raises(error, match=r"template"):
        export(response, template=template)


@pytest.mark.parametrize("missing", ["w:sectPr", "w:pgSz"])
def test_a_template_without_page_setup_is_refused(
    response: Response, export: Export, tmp_path: Path, missing: str
) -> None:
    template = tmp_path / "template.docx"
    document = docx.Document()
    for element in list(document.element.body.iter(qn(missing))):
        element.getparent().remove(element)
    document.save(str(template))
    with pytest.raises(BrokenInput, match="page setup") as told:
        export(response, template=template)
    assert told.value.where == str(template)


def test_a_target_that_cannot_be_written_leaves_nothing(response: Response, tmp_path: Path) -> None:
    target = tmp_path / "missing" / "response.docx"
    with pytest.raises(StorageError):
        export_response(
            response, format="docx", target=target, clock=lambda: datetime.datetime.now(datetime.UTC)
        )
    assert list(tmp_path.iterdir()) == []


def test_the_committed_template_is_what_the_script_builds(tmp_path: Path) -> None:
    target = tmp_path / "built.docx"
    subprocess.run([sys.executable, ROOT / "scripts" / "build_response_template.py", target], check=True)
    with zipfile.ZipFile(target) as built, zipfile.ZipFile(SHIPPED) as committed:
        assert built.namelist() == committed.namelist()
        assert all(built.read(name) == committed.read(name) for name in built.namelist())
        assert all(etree.fromstring(built.read(name)) is not None for name in built.namelist())
