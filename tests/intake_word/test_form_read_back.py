"""Forms that come back: what was answered is there, whatever Word, LibreOffice or a person did to the file."""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from toolkit.intake.word.reader import read_word
from toolkit.model.contribution import Contribution, Remark
from toolkit.model.form import Field, Place, cell_bookmark, cell_tag

LONG = "annexe-b.section-longue.tableau-des-durees.p1"
ANSWERS: dict[tuple[str, Field], str] = {
    ("", "text"): "Un projet utile.\nMais tardif.",
    ("fiche-3.1", "position"): "Modification",
    ("fiche-3.1", "text"): "Cinq minutes, c’est trop court.",
    ("fiche-3.1", "proposed"): "Les sessions sont verrouillées après dix minutes d’inactivité.",
    ("fiche-3.1", "rationale"): "Mesuré dans trois services.",
    ("r12", "position"): "Sans observation",
    (LONG, "text"): "RAS",
}
Edit = Callable[[Any], None]


def control(document: Any, provision_id: str, field: Field) -> Any:
    tag = cell_tag(Place(provision_id, field))
    return next(
        found
        for found in document.element.body.iter(qn("w:sdt"))
        if found.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) == tag
    )


def write(control: Any, text: str) -> None:
    """Write an answer as Word does: the hint goes, and each line is a paragraph."""
    sign = control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    if sign is not None:
        sign.getparent().remove(sign)
    first = control.find(f".//{qn('w:p')}")
    for line in text.split("\n")[::-1]:
        made = copy.deepcopy(first)
        next(made.iter(qn("w:t"))).text = line
        first.addnext(made)
    first.getparent().remove(first)


def fill(document: Any, answers: Mapping[tuple[str, Field], str]) -> None:
    for (provision_id, field), text in answers.items():
        write(control(document, provision_id, field), text)


def row(document: Any, provision_id: str, field: Field) -> Any:
    return next(control(document, provision_id, field).iterancestors(qn("w:tr")))


def typed(text: str) -> Any:
    made, run, words = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
    words.text = text
    run.append(words)
    made.append(run)
    return made


@pytest.fixture
def edited(blank_form: Path, tmp_path: Path) -> Callable[[Edit], Path]:
    """Give a function that lets somebody edit a fresh form."""

    def edit(change: Edit) -> Path:
        document = docx.Document(str(blank_form))
        change(document)
        document.save(str(tmp_path / "edited.docx"))
        return tmp_path / "edited.docx"

    return edit


def read(path: Path) -> Contribution:
    return read_word(path, path.read_bytes())


def by_provision(found: Contribution) -> dict[str, Remark]:
    return {remark.clues.provision_id: remark for remark in found.remarks}


@pytest.fixture(scope="session")
def filled(blank_form: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    document = docx.Document(str(blank_form))
    fill(document, ANSWERS)
    path = tmp_path_factory.mktemp("filled") / "filled.docx"
    document.save(str(path))
    return path


@pytest.mark.parametrize(
    "way", [(), ("docx",), ("odt",), ("odt", "docx")], ids=["as filled", "docx", "odt", "odt and docx"]
)
def test_answers_survive_the_programs(
    filled: Path, converted: Callable[[Path, str], Path], way: tuple[str, ...]
) -> None:
    path = filled
    for suffix in way:
        path = converted(path, suffix)
    found = read(path)
    said = by_provision(found)
    assert (found.forms, found.author, found.role) == (("form",), "Ana Ruiz", "dpo")
    assert found.draft_sha256 == "ab" * 32
    assert set(said) == {"", "fiche-3.1", "r12", LONG}
    general, amended = said[""], said["fiche-3.1"]
    assert (general.text, general.clues.general) == ("Un projet utile.\nMais tardif.", True)
    assert (amended.position, amended.text) == ("amend", ANSWERS["fiche-3.1", "text"])
    assert (amended.proposed, amended.rationale) == (
        ANSWERS["fiche-3.1", "proposed"],
        ANSWERS["fiche-3.1", "rationale"],
    )
    assert [(said[key].kind, said[key].text) for key in ("r12", LONG)] == [
        ("silence", "Sans observation"),
        ("silence", "RAS"),
    ]
    assert len({remark.key for remark in found.remarks}) == 4
    assert not found.issues


def test_an_untouched_form_says_nothing_and_drops_nothing(blank_form: Path) -> None:
    found = read(blank_form)
    assert (found.remarks, found.forms) == ((), ("form",))
    reasons = {leftover.reason for leftover in found.leftovers}
    assert reasons == {"form", "draft", "empty"}
    assert any("cinq minutes" in leftover.text for leftover in found.leftovers if leftover.reason == "draft")


@pytest.mark.parametrize(
    ("answers", "kind", "position", "text"),
    [
        pytest.param({"text": "RAS."}, "silence", None, "RAS.", id="RAS"),
        pytest.param({"text": "Sans observation"}, "silence", None, "Sans observation", id="in words"),
        pytest.param({"text": "–"}, "silence", None, "–", id="a dash"),
        pytest.param({"position": "No comment"}, "silence", None, "No comment", id="in English"),
        pytest.param({"position": "favorable"}, "remark", "support", "", id="position alone"),
        pytest.param(
            {"position": "Favorable", "text": "RAS"}, "remark", "support", "RAS", id="position and RAS"
        ),
        pytest.param(
            {"position": "Sans observation", "text": "Délai trop court."},
            "remark",
            None,
            "Position: Sans observation\nDélai trop court.",
            id="no comment, and one",
        ),
        pytest.param(
            {"position": "plutôt mitigé"},
            "remark",
            None,
            "Position: plutôt mitigé",
            id="a position of one's own",
        ),
    ],
)
def test_what_counts_as_an_answer(
    edited: Callable[[Edit], Path], answers: dict[Field, str], kind: str, position: str | None, text: str
) -> None:
    path = edited(lambda document: fill(document, {("r12", name): said for name, said in answers.items()}))
    (remark,) = read(path).remarks
    assert (remark.kind, remark.position, remark.text) == (kind, position, text)
    assert remark.clues.provision_id == "r12"


@pytest.mark.parametrize(
    ("said", "proposed", "deletion"),
    [("À supprimer", "", True), ("Néant", "", False), ("Deux copies.", "Deux copies.", False)],
)
def test_wording_that_says_to_delete_or_nothing(
    edited: Callable[[Edit], Path], said: str, proposed: str, deletion: bool
) -> None:
    answers: dict[tuple[str, Field], str] = {
        ("r12", "proposed"): said,
        ("r12", "text"): "Une copie ne suffit pas.",
    }
    (remark,) = read(edited(lambda document: fill(document, answers))).remarks
    assert (remark.proposed, remark.deletion) == (proposed, deletion)
    assert said in (remark.proposed, remark.original)


def test_an_answer_that_only_repeats_the_draft_is_an_answer(edited: Callable[[Edit], Path]) -> None:
    (remark,) = read(edited(lambda document: fill(document, {("r12", "proposed"): "Une copie."}))).remarks
    assert remark.proposed == "Une copie."


def test_an_answer_behind_its_hint_loses_the_hint_alone(edited: Callable[[Edit], Path]) -> None:
    said = "Saisir ici le commentaire Trop court."
    (remark,) = read(edited(lambda document: fill(document, {("r12", "text"): said}))).remarks
    assert remark.text == "Trop court."


def test_an_answer_in_the_cell_of_the_label_is_found(edited: Callable[[Edit], Path]) -> None:
    def change(document: Any) -> None:
        label = row(document, "r12", "text").find(qn("w:tc"))
        next(label.iter(qn("w:t"))).text = "Commentaire : trop court"

    (remark,) = read(edited(change)).remarks
    assert (remark.text, remark.clues.provision_id) == ("trop court", "r12")


def test_a_table_in_an_answer_is_read(edited: Callable[[Edit], Path]) -> None:
    def change(document: Any) -> None:
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Journaux", "2 ans"
        row(document, "r12", "text").findall(qn("w:tc"))[1].insert(1, table._element)

    (remark,) = read(edited(change)).remarks
    assert remark.text.split("\n")[:2] == ["Journaux", "2 ans"]


# What people do to rows


def test_deleted_rows_and_heads_leave_the_other_answers_alone(edited: Callable[[Edit], Path]) -> None:
    def change(document: Any) -> None:
        fill(document, ANSWERS)
        table = next(row(document, "fiche-3.1", "text").iterancestors(qn("w:tbl")))
        for gone in (table.findall(qn("w:tr"))[0], row(document, "fiche-3.1", "rationale")):
            table.remove(gone)

    said = by_provision(read(edited(change)))
    assert (said["fiche-3.1"].position, said["fiche-3.1"].rationale) == ("amend", "")
    assert set(said) == {"", "fiche-3.1", "r12", LONG}


def test_reordered_tables_and_rows_change_nothing(edited: Callable[[Edit], Path]) -> None:
    def change(document: Any) -> None:
        fill(document, ANSWERS)
        table = next(row(document, "fiche-3.1", "text").iterancestors(qn("w:tbl")))
        table.append(row(document, "fiche-3.1", "position"))
        document.element.body.insert(0, table)

    found = read(edited(change))
    assert by_provision(found)["fiche-3.1"].position == "amend"
    assert not found.issues


def test_a_row_moved_into_another_table_keeps_its_provision_and_is_told(
    edited: Callable[[Edit], Path],
) -> None:
    def change(document: Any) -> None:
        fill(document, {("r12", "text"): "Deux copies."})
        row(document, "fiche-3.1", "text").addnext(row(document, "r12", "text"))

    found = read(edited(change))
    assert [(r.clues.provision_id, r.text) for r in found.remarks] == [("r12", "Deux copies.")]
    assert [issue.rule for issue in found.issues] == ["form.disagreement"]


def test_tables_that_grew_together_are_still_told_apart(edited: Callable[[Edit], Path]) -> None:
    def change(document: Any) -> None:
        fill(document, ANSWERS)
        first = next(row(document, "fiche-3.1", "text").iterancestors(qn("w:tbl")))
        second = next(row(document, "r12", "text").iterancestors(qn("w:tbl")))
        first.extend(second.findall(qn("w:tr")))
        second.getparent().remove(second)

    found = read(edited(change))
    assert by_provision(found)["r12"].kind == "silence"
    assert not found.issues


def test_an_added_row_is_a_remark_on_its_provision(edited: Callable[[Edit], Path]) -> None:
    def change(document: Any) -> None:
        added = copy.deepcopy(row(document, "r12", "rationale"))
        for mark in [
            *added.iter(qn("w:sdt")),
            *added.iter(qn("w:bookmarkStart")),
            *added.iter(qn("w:bookmarkEnd")),
        ]:
            parent = mark.getparent()
            if mark.tag == qn("w:sdt"):
                parent.replace(mark, typed("Qui paie ?"))
            else:
                parent.remove(mark)
        next(added.iter(qn("w:t"))).text = "Coût"
        row(document, "r12", "rationale").addnext(added)

    found = read(edited(change))
    assert [(r.clues.provision_id, r.text) for r in found.remarks] == [("r12", "Coût\nQui paie ?")]


def test_a_copied_table_is_a_second_remark(edited: Callable[[Edit], Path]) -> None:
    def change(document: Any) -> None:
        fill(document, {("r12", "text"): "Une première."})
        table = next(row(document, "r12", "text").iterancestors(qn("w:tbl")))
        second = copy.deepcopy(table)
        for mark in [*second.iter(qn("w:bookmarkStart")), *second.iter(qn("w:bookmarkEnd"))]:
            mark.getparent().remove(mark)
        next(text for text in second.iter(qn("w:t")) if text.text == "Une première.").text = "Une seconde."
        table.addnext(second)
        table.addnext(typed(""))

    found = read(edited(change))
    assert [(r.clues.provision_id, r.text) for r in found.remarks] == [
        ("r12", "Une première."),
        ("r12", "Une seconde."),
    ]
    assert len({remark.key for remark in found.remarks}) == 2


def test_a_copied_table_with_another_code_is_about_what_the_code_says(edited: Callable[[Edit], Path]) -> None:
    def change(document: Any) -> None:
        table = next(row(document, "r12", "text").iterancestors(qn("w:tbl")))
        second = copy.deepcopy(table)
        for mark in [*second.iter(qn("w:bookmarkStart")), *second.iter(qn("w:bookmarkEnd"))]:
            mark.getparent().remove(mark)
        next(text for text in second.iter(qn("w:t")) if text.text == "[P-r12]").text = "[P-r13]"
        table.addnext(second)
        table.addnext(typed(""))
        write(
            next(
                found
                for found in second.iter(qn("w:sdt"))
                if found.find(f".//{qn('w:alias')}").get(qn("w:val")) == "Commentaire"
            ),
            "Sur R13.",
        )

    found = read(edited(change))
    assert [(r.clues.provision_id, r.text) for r in found.remarks] == [("r13", "Sur R13.")]


@pytest.mark.parametrize("kept", ["code", "tag", "bookmark"])
def test_any_one_mark_is_enough(edited: Callable[[Edit], Path], kept: str) -> None:
    def change(document: Any) -> None:
        fill(document, ANSWERS)
        body = document.element.body
        for tag in [] if kept == "tag" else list(body.iter(qn("w:tag"))):
            tag.getparent().remove(tag)
        for mark in [] if kept == "bookmark" else list(body.iter(qn("w:bookmarkStart"))):
            mark.getparent().remove(mark)
        for text in [] if kept == "code" else list(body.iter(qn("w:t"))):
            text.text = (text.text or "").replace("[P", "(")

    said = by_provision(read(edited(change)))
    assert said["fiche-3.1"].proposed == ANSWERS["fiche-3.1", "proposed"]
    assert said["r12"].kind == "silence"


def test_marks_that_disagree_are_told_and_the_majority_wins(edited: Callable[[Edit], Path]) -> None:
    def change(document: Any) -> None:
        fill(document, {("r12", "text"): "Deux copies."})
        bookmark = next(row(document, "r12", "text").iter(qn("w:bookmarkStart")))
        bookmark.set(qn("w:name"), cell_bookmark(Place("fiche-9", "text")))

    found = read(edited(change))
    assert [(r.clues.provision_id, r.text) for r in found.remarks] == [("r12", "Deux copies.")]
    (issue,) = found.issues
    assert (issue.rule, issue.provision_id) == ("form.disagreement", "r12")
    assert "[P-fiche-9]" in issue.message


# Outside of the cells


def test_words_outside_of_the_cells_belong_to_the_provision_before_them(
    edited: Callable[[Edit], Path],
) -> None:
    def change(document: Any) -> None:
        table = next(row(document, "r12", "text").iterancestors(qn("w:tbl")))
        table.addnext(typed("Et qui restaure ?"))
        document.element.body.insert(0, typed("Bonjour, voici nos remarques."))

    found = read(edited(change))
    assert [(r.text, r.clues.provision_id, r.clues.general) for r in found.remarks] == [
        ("Bonjour, voici nos remarques.", "", True),
        ("Et qui restaure ?", "r12", False),
    ]


def test_words_typed_into_the_quotation_are_kept(edited: Callable[[Edit], Path]) -> None:
    def change(document: Any) -> None:
        quote = next(text for text in document.element.body.iter(qn("w:t")) if text.text == "Une copie.")
        next(quote.iterancestors(qn("w:p"))).addnext(typed("Une copie hors ligne !"))

    found = read(edited(change))
    assert [(r.text, r.clues.provision_id) for r in found.remarks] == [("Une copie hors ligne !", "r12")]


def test_a_tracked_change_of_the_quotation_is_a_proposal(edited: Callable[[Edit], Path]) -> None:
    def change(document: Any) -> None:
        quote = next(text for text in document.element.body.iter(qn("w:t")) if text.text == "Une copie.")
        inserted = OxmlElement("w:ins")
        inserted.set(qn("w:author"), "Bea")
        inserted.set(qn("w:id"), "900")
        inserted.append(typed(" Et une autre.")[0])
        quote.getparent().addnext(inserted)

    found = read(edited(change))
    (remark,) = found.remarks
    assert (remark.form, remark.author, remark.clues.provision_id) == ("tracked_changes", "Bea", "r12")
    assert (remark.clues.quote, remark.proposed) == ("Une copie.", "Une copie. Et une autre.")


def test_a_tracked_answer_is_an_answer_and_no_change(edited: Callable[[Edit], Path]) -> None:
    def change(document: Any) -> None:
        hint = next(control(document, "r12", "text").iter(qn("w:r")))
        inserted = OxmlElement("w:ins")
        inserted.set(qn("w:author"), "Bea")
        inserted.set(qn("w:id"), "900")
        inserted.append(typed("Deux copies.")[0])
        hint.getparent().replace(hint, inserted)

    found = read(edited(change))
    assert [(r.form, r.text) for r in found.remarks] == [("form", "Deux copies.")]


def test_a_comment_of_word_in_the_form_is_about_the_provision(edited: Callable[[Edit], Path]) -> None:
    def change(document: Any) -> None:
        for table in document.tables:
            for paragraph in (p for r in table.rows for c in r.cells for p in c.paragraphs):
                if paragraph.text == "Une copie.":
                    document.add_comment(paragraph.runs, text="Hors ligne ?", author="Bea", initials="B")
                    return

    found = read(edited(change))
    (remark,) = found.remarks
    assert found.forms == ("form", "word_comments")
    assert (remark.form, remark.author, remark.text) == ("word_comments", "Bea", "Hors ligne ?")
    assert (remark.clues.provision_id, remark.clues.quote) == ("r12", "Une copie.")


# Without properties, and about people


def test_a_form_without_its_properties_is_still_read(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "bare.docx"
    with zipfile.ZipFile(filled) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            if name != "docProps/custom.xml":
                target.writestr(name, source.read(name))
    found = read(path)
    said = by_provision(found)
    assert len(found.remarks) == len(ANSWERS) - 3
    assert (said["fiche-3.1"].position, said["r12"].kind) == ("amend", "silence")
    assert (found.draft_sha256, found.author) == ("", "Ana Ruiz")


def test_name_and_role_are_what_the_person_wrote(edited: Callable[[Edit], Path]) -> None:
    answers: dict[tuple[str, Field], str] = {
        ("", "name"): "Bea Sol",
        ("", "role"): "RSSI adjointe",
        ("r12", "text"): "Non.",
    }
    found = read(edited(lambda document: fill(document, answers)))
    assert (found.author, found.role) == ("Bea Sol", "RSSI adjointe")
    assert [(r.author, r.role) for r in found.remarks] == [("Bea Sol", "RSSI adjointe")]
