"""Regulators' forms are filled in where the mapping says, and nothing else of them changes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import msgspec
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.export_tables.conftest import add_control, bookmark, build_response, mapped, parts, word_form
from toolkit.errors import InputRefused, UsageError
from toolkit.export.reply_form.fill import draft_mapping
from toolkit.export.reply_form.mapping import Mapping, Target
from toolkit.export.reply_form.package import FormPackage
from toolkit.export.reply_form.word_form import WordForm
from toolkit.model.filing import FormFile
from toolkit.model.response import Response

Export = Callable[..., Path]


def one_of_everything(document: docx.document.Document) -> None:
    add_control(
        document.add_paragraph("Position: "),
        tag="stance",
        alias="Your position",
        hint="Choose",
        choices=("Agree", "Disagree"),
    )
    add_control(
        document.add_paragraph("Organisation: "),
        tag="org",
        alias="Organisation",
        hint="Click here to enter text.",
    )
    bookmark(document.add_paragraph("old words"), "comments_r1", 7)
    table = document.add_table(rows=3, cols=3)
    for row, cells in enumerate(
        (("Question", "Answer", "Office use"), ("Backup:", "", ""), ("Contact", "", ""))
    ):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("General remarks: [Your remarks]")


MAPPING = """
[[field]]
id = "stance"
fixed = "disagree"
target = { control = "stance" }
[[field]]
id = "org"
value = "respondent"
target = { control = "Organisation" }
[[field]]
id = "r1"
provisions = ["R1"]
target = { bookmark = "comments_r1" }
[[field]]
id = "backup"
provisions = ["s2"]
target = { table = 1, row = "backup", column = "Answer" }
[[field]]
id = "contact"
value = "contact"
target = { table = 1, row = "Contact" }
[[field]]
id = "general"
general = true
target = { text = "[Your remarks]" }
"""


def test_each_place_of_a_word_form_gets_its_answer(
    response: Response,
    export: Export,
    sdk_errors: Callable[[Path], list[str]],
    words_in_libreoffice: Callable[[Path], str],
) -> None:
    path = export(response, "fill", form=word_form(one_of_everything), mapping=mapped(MAPPING))
    told = words_in_libreoffice(path)
    assert "Position: Disagree" in told
    assert "Organisation: CHU de Bellerive" in told
    assert "Five minutes are too short." in told
    assert "old words" not in told
    assert "For how long?" in told
    assert "General remarks: We support this. A clear text." in told
    cells = docx.Document(str(path)).tables[0].rows
    assert cells[1].cells[1].text.endswith("For how long?")
    assert (cells[1].cells[2].text, cells[2].cells[1].text) == ("", "Ana Ruiz")
    assert sdk_errors(path) == []


def test_other_parts_stay_byte_for_byte_and_the_hash_is_in_the_file(
    response: Response, export: Export
) -> None:
    form = word_form(one_of_everything)
    path = export(response, "fill", form=form, mapping=mapped(MAPPING))
    before, after = parts(form.content), parts(path.read_bytes())
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == ["word/document.xml"]
    with zipfile.ZipFile(path) as archive:
        assert response.content_sha256.encode() in archive.comment
    assert export(response, "fill", form=form, mapping=mapped(MAPPING)).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ('{ control = "stanec" }', "stance"),
        ('{ bookmark = "nowhere" }', "comments_r1"),
        ('{ table = 1, row = "Backups" }', "Backup:"),
        ('{ table = 4, row = "Contact" }', "table"),
        ('{ text = "[Your remark]" }', "[Your remarks]"),
        ('{ tag = "ESMA_QUESTION_X_1" }', "ESMA_QUESTION_X_1"),
        ('{ name = "range" }', "range"),
    ],
    ids=["control", "bookmark", "row", "table", "words", "tag", "name"],
)
def test_a_place_that_is_not_there_is_named_and_nothing_is_written(
    target: str, told: str, response: Response, export: Export, tmp_path: Path
) -> None:
    toml = f'[[field]]\nid = "a"\nfixed = "x"\ntarget = {target}\n'
    with pytest.raises(UsageError, match=re.escape(told)):
        export(response, "fill", form=word_form(one_of_everything), mapping=mapped(toml))
    assert list(tmp_path.glob("fill-*")) == []


def test_a_choice_that_is_not_offered_is_refused(response: Response, export: Export) -> None:
    toml = '[[field]]\nid = "a"\nfixed = "perhaps"\ntarget = { control = "stance" }\n'
    with pytest.raises(UsageError, match="Agree, Disagree"):
        export(response, "fill", form=word_form(one_of_everything), mapping=mapped(toml))


def test_words_that_stand_twice_need_a_number(response: Response, export: Export) -> None:
    form = word_form(lambda document: [document.add_paragraph("Answer: [x y z]") for _n in range(2)])  # type: ignore[arg-type,return-value]
    field = '[[field]]\nid = "a"\nfixed = "here"\ntarget = { text = "[x y z]"'
    with pytest.raises(UsageError, match="2 times"):
        export(response, "fill", form=form, mapping=mapped(field + " }"))
    path = export(response, "fill", form=form, mapping=mapped(field + ", occurrence = 2 }"))
    assert [one.text for one in docx.Document(str(path)).paragraphs] == ["Answer: [x y z]", "Answer: here"]


def test_a_placeholder_split_over_runs_keeps_what_is_around_it(response: Response, export: Export) -> None:
    def build(document: docx.document.Document) -> None:
        paragraph = document.add_paragraph("Answer: [Your ")
        paragraph.add_run("answer").bold = True
        paragraph.add_run("] & thanks")

    toml = '[[field]]\nid = "a"\nfixed = "a < b\\n\\nc"\ntarget = { text = "[Your answer]" }\n'
    path = export(response, "fill", form=word_form(build), mapping=mapped(toml))
    assert docx.Document(str(path)).paragraphs[0].text == "Answer: a < b\n\nc & thanks"


# tags ----------------------------------------------------------------------------------------------------


def tagged(document: docx.document.Document) -> None:
    for name in ("ESMA_COMMENT_REC_0", "ESMA_QUESTION_REC_1", "ESMA_QUESTION_REC_2", "ESMA_QUESTION_REC_3"):
        document.add_paragraph(f"About {name.rpartition('_')[2]}?")
        document.add_paragraph(f"<{name}>")
        document.add_paragraph("TYPE YOUR TEXT HERE")
        document.add_paragraph(f"</{name}>" if name.endswith("1") else f"<{name}>")


def test_answers_stand_between_their_tags_and_nothing_else_changes(
    response: Response, export: Export, sdk_errors: Callable[[Path], list[str]]
) -> None:
    form = word_form(tagged)
    path = export(response, "esma", form=form)
    before, after = parts(form.content)["word/document.xml"], parts(path.read_bytes())["word/document.xml"]
    pattern = re.compile(rb"TYPE YOUR TEXT HERE")
    fixed = pattern.split(before)
    position = 0
    answers = []
    for piece in fixed:
        start = after.index(piece, position)
        answers.append(after[position:start])
        position = start + len(piece)
    assert position == len(after)
    assert b"A clear text." in answers[1]
    assert b"Five minutes are too short." in answers[2]
    assert b"For how long?" in answers[3]
    assert answers[4] == b"TYPE YOUR TEXT HERE"
    assert sdk_errors(path) == []


@given(st.text(min_size=1))
def test_any_answer_leaves_the_bytes_around_it(text: str) -> None:
    package = FormPackage(word_form(tagged))
    WordForm(package).fill(Target(tag="ESMA_QUESTION_REC_2"), text)
    part = package.part("word/document.xml")
    (edit,) = part.edits
    made = part.edited()
    etree.fromstring(made)
    assert made.startswith(part.content[: edit.start])
    assert made.endswith(part.content[edit.end :])


@pytest.mark.parametrize("between", ["", " ", "TYPE YOUR TEXT HERE"])
def test_tags_may_stand_in_one_paragraph(between: str, response: Response, export: Export) -> None:
    form = word_form(
        lambda document: document.add_paragraph(f"<ESMA_QUESTION_A_1>{between}</ESMA_QUESTION_A_1>")
    )  # type: ignore[arg-type,return-value]
    toml = '[[field]]\nid = "ESMA_QUESTION_A_1"\nfixed = "Yes."\n'
    path = export(response, "esma", form=form, mapping=mapped(toml))
    assert (
        "".join(docx.Document(str(path)).paragraphs[0].text.split())
        == "<ESMA_QUESTION_A_1>Yes.</ESMA_QUESTION_A_1>"
    )


def test_more_sections_than_questions_need_a_mapping(response: Response, export: Export) -> None:
    form = word_form(lambda document: document.add_paragraph("<ESMA_QUESTION_A_1>x<ESMA_QUESTION_A_1>"))  # type: ignore[arg-type,return-value]
    with pytest.raises(UsageError, match="1 questions"):
        export(response, "esma", form=form)


# workbooks -----------------------------------------------------------------------------------------------


def workbook(build: Callable[[openpyxl.Workbook], None]) -> FormFile:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    build(book)
    book.save(buffer)
    return FormFile("form.xlsx", buffer.getvalue())


def questionnaire(book: openpyxl.Workbook) -> None:
    sheet = book.active
    assert sheet is not None
    sheet.title = "My answers"
    sheet.append(["Question", "Answer"])
    sheet.append(["Organisation", None])
    sheet.append(["Backup", "(your answer)"])
    sheet["D9"] = "=1+1"
    sheet.merge_cells("A12:B13")
    book.defined_names["contact"] = openpyxl.workbook.defined_name.DefinedName(
        "contact", attr_text="'My answers'!$F$20"
    )


SHEET_MAPPING = """
[[field]]
id = "org"
value = "respondent"
target = { row = "Organisation", column = "Answer" }
[[field]]
id = "backup"
provisions = ["R2"]
target = { sheet = "My answers", cell = "B3" }
[[field]]
id = "contact"
value = "contact"
target = { name = "contact" }
[[field]]
id = "formula"
fixed = "=2+2"
target = { cell = "B13" }
"""


def test_cells_of_a_workbook_are_filled_as_text(
    response: Response, export: Export, sdk_errors: Callable[[Path], list[str]]
) -> None:
    form = workbook(questionnaire)
    path = export(response, "fill", "xlsx", form=form, mapping=mapped(SHEET_MAPPING))
    sheet = openpyxl.load_workbook(path)["My answers"]
    assert sheet["B2"].value == "CHU de Bellerive"
    assert str(sheet["B3"].value).endswith("For how long?")
    assert sheet["F20"].value == "Ana Ruiz"
    assert (sheet["A12"].value, sheet["A12"].data_type) == ("=2+2", "s")
    before, after = parts(form.content), parts(path.read_bytes())
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    assert [error for error in sdk_errors(path) if "worksheets" in error] == []


def test_what_a_workbook_reads_as_a_code_stays_text(response: Response, export: Export) -> None:
    toml = '[[field]]\nid = "a"\nfixed = "_x0041_"\ntarget = { cell = "B2" }\n'
    path = export(response, "fill", "xlsx", form=workbook(questionnaire), mapping=mapped(toml))
    assert b">_x005F_x0041_<" in parts(path.read_bytes())["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ('{ cell = "D9" }', "formula"),
        ('{ sheet = "Other", cell = "B2" }', "My answers"),
        ('{ row = "Organization" }', "Organisation"),
        ('{ name = "contacts" }', "contact"),
    ],
    ids=["formula", "sheet", "row", "name"],
)
def test_cells_that_cannot_be_filled_are_named(
    target: str, told: str, response: Response, export: Export
) -> None:
    toml = f'[[field]]\nid = "a"\nfixed = "x"\ntarget = {target}\n'
    with pytest.raises(UsageError, match=told):
        export(response, "fill", "xlsx", form=workbook(questionnaire), mapping=mapped(toml))


# OpenDocument --------------------------------------------------------------------------------------------

ODT_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version='1.3'><office:body><office:text>
<text:p text:style-name='Standard'>Organisation: <text:placeholder text:placeholder-type="text">&lt;Name&gt;</text:placeholder></text:p>
<text:p>R1: <text:bookmark-start text:name="r1"/>old<text:bookmark-end text:name="r1"/> end</text:p>
<table:table table:name="Answers"><table:table-column table:number-columns-repeated="2"/>
<table:table-row><table:table-cell><text:p>Backup</text:p></table:table-cell><table:table-cell><text:p text:style-name="P1"/></table:table-cell></table:table-row>
</table:table><text:p>General: [Your <text:span>remarks</text:span>]</text:p></office:text></office:body></office:document-content>"""


def odt_form() -> FormFile:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", ODT_CONTENT)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
            'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry '
            'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
    return FormFile("form.odt", buffer.getvalue())


ODT_MAPPING = """
[[field]]
id = "org"
value = "respondent"
target = { control = "<Name>" }
[[field]]
id = "r1"
provisions = ["r1"]
target = { bookmark = "r1" }
[[field]]
id = "backup"
provisions = ["r2"]
target = { table = "Answers", row = "Backup" }
[[field]]
id = "general"
general = true
target = { text = "[Your remarks]" }
"""


def test_each_place_of_an_opendocument_form_gets_its_answer(
    response: Response, export: Export, words_in_libreoffice: Callable[[Path], str]
) -> None:
    path = export(response, "fill", "odt", form=odt_form(), mapping=mapped(ODT_MAPPING))
    told = words_in_libreoffice(path)
    assert "Organisation: CHU de Bellerive" in told
    assert "Five minutes are too short." in told
    assert "old" not in told
    assert "For how long?" in told
    assert "General: We support this. A clear text." in told
    made = parts(path.read_bytes())
    assert b"office:version='1.3'" in made["content.xml"]
    with zipfile.ZipFile(path) as archive:
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


# mappings and strange files ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "names"),
    [
        (word_form(one_of_everything), ["stance", "org", "comments_r1", "Backup:", "[Your remarks]"]),
        (word_form(tagged), ["ESMA_QUESTION_REC_2"]),
        (workbook(questionnaire), ["contact", "B2"]),
        (odt_form(), ["<Name>", "r1", "Answers", "[Your remarks]"]),
    ],
    ids=["word", "tags", "workbook", "opendocument"],
)
def test_a_mapping_to_begin_with_lists_the_places(form: FormFile, names: list[str]) -> None:
    listed = draft_mapping(form)
    mapping = msgspec.toml.decode(listed, type=Mapping)
    found = " ".join(str(msgspec.to_builtins(field.target)) for field in mapping.field)
    assert all(name in found for name in names)
    assert len({field.id for field in mapping.field}) == len(mapping.field)


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("[[field]]\nid = 1\n", "mapping.toml"),
        ('[[field]]\nid = "a"\ncolour = "x"\n', "colour"),
        ('[[field]]\nid = "a"\n[[field]]\nid = "a"\n', "two fields"),
        ('[[field]]\nid = "a"\ntarget = { text = "x", tag = "Y" }\n', "one place"),
        ('[[field]]\nid = "a"\nprovisions = ["R99"]\n', "R99"),
        ('[[field]]\nid = "a"\nfixed = "x"\n', "names no place"),
        ("\xff", "mapping.toml"),
    ],
    ids=["type", "key", "twice", "two targets", "provision", "no target", "no text"],
)
def test_a_mapping_that_cannot_be_meant_is_refused(
    toml: str, told: str, response: Response, export: Export
) -> None:
    with pytest.raises(UsageError, match=told):
        export(response, "fill", form=word_form(one_of_everything), mapping=mapped(toml))


def zipped(name: str, content: bytes) -> FormFile:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return FormFile("form.docx", buffer.getvalue())


@pytest.mark.parametrize(
    "form",
    [
        FormFile("form.docx", b""),
        FormFile("form.docx", b"%PDF-1.7"),
        zipped("other.xml", b"<a/>"),
        zipped("word/document.xml", b"<w:p>"),
        zipped("word/document.xml", b""),
        zipped("word/document.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'),
        zipped("word/document.xml", "<a>é</a>".encode("utf-16")),
    ],
    ids=["empty", "pdf", "other package", "cut off", "empty part", "document type", "utf-16"],
)
def test_a_file_that_is_no_form_is_refused(form: FormFile) -> None:
    with pytest.raises(InputRefused):
        draft_mapping(form)


def test_without_comments_a_form_comes_out_as_it_was(export: Export) -> None:
    form = word_form(tagged)
    path = export(build_response(sections=()), "esma", form=form)
    assert parts(path.read_bytes()) == parts(form.content)
