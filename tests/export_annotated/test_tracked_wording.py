"""Proposed wording as tracked changes: accepting all gives the proposal, rejecting all the draft word for word."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.export_annotated.conftest import NOW, Annotate, MakeDocx, composed, holding, said
from tests.export_annotated.views import lines, part, q, words
from toolkit.export.annotated.document import write_annotated
from toolkit.model.filing import DraftFile

ANA = {"Ana Ruiz"}


def p(*content: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(content)}</w:p>"


def r(text: str, letters: str = "") -> str:
    look = f"<w:rPr>{letters}</w:rPr>" if letters else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


FIELD = (
    mark("begin")
    + "<w:r><w:instrText> REF rule </w:instrText></w:r>"
    + mark("separate")
    + r("rule 7")
    + mark("end")
)
LINK = f'<w:hyperlink w:anchor="x">{r("the annex")}</w:hyperlink>'
CONTROL = f'<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent>{r("every ward")}</w:sdtContent></w:sdt>'
OTHERS = (
    f'<w:ins w:id="3" w:author="Old" w:date="2025-01-01T00:00:00Z">{r("within ten working days ")}</w:ins>'
)
STRUCK = (
    '<w:del w:id="4" w:author="Old" w:date="2025-01-01T00:00:00Z"><w:r><w:delText xml:space="preserve">at once '
    "</w:delText></w:r></w:del>"
)
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
NOTES = (
    '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    f'<w:footnote w:id="2">{p(r("See article 32 of the regulation."))}</w:footnote>'
)
LEAD = p(r("The hospital keeps a register of its treatments."))
TAIL = p(r("The register is open to the authority."))
BOX = (
    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
    + p(r("A framed reminder of the law in force."))
    + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)

# body between two paragraphs · words of the provision · the comment · how the paragraphs between read then
CASES: dict[str, tuple[str, str, dict[str, Any], list[str]]] = {
    "over runs of different looks": (
        p(r("Sessions are locked after "), r("five ", "<w:b/>"), r("min"), r("utes of rest.")),
        "Sessions", {"quote": "five minutes", "proposed": "ten minutes"},
        ["Sessions are locked after ten minutes of rest."],
    ),
    "a link among the words": (
        p(r("The list is printed in "), LINK, r(" of this text.")),
        "The list", {"quote": "printed in the annex of this", "proposed": "published beside this"},
        ["The list is published beside this text."],
    ),
    "a field goes whole": (
        p(r("Access follows "), FIELD, r(" without exception.")),
        "Access follows", {"quote": "follows rule 7 without", "proposed": "is given without"},
        ["Access is given without exception."],
    ),
    "a word beside a field": (
        p(r("Access follows "), FIELD, r(" without exception.")),
        "Access follows", {"quote": "rule 7", "proposed": "rule 7 or 8"},
        ["Access follows rule 7 or 8 without exception."],
    ),
    "a content control": (
        p(r("The rule applies to "), CONTROL, r(" at night.")),
        "The rule applies", {"quote": "every ward at night", "proposed": "every ward and clinic by day"},
        ["The rule applies to every ward and clinic by day."],
    ),
    "a footnote's sign": (
        p(r("Logs are kept for a year"), NOTE, r(" by the operator of the system.")),
        "Logs are kept", {"quote": "a year by", "proposed": "two years by"},
        ["Logs are kept for two years by the operator of the system."],
    ),
    "an earlier insertion": (
        p(r("The report is sent "), OTHERS, r("to the authority.")),
        "The report", {"quote": "ten working days", "proposed": "ten or twelve working days"},
        ["The report is sent within ten or twelve working days to the authority."],
    ),
    "an earlier deletion": (
        p(r("The report is sent "), STRUCK, r("to the authority.")),
        "The report", {"quote": "is sent to the authority", "proposed": "goes to the authority"},
        ["The report goes to the authority."],
    ),
    "tab and line break": (
        p(r("Staff are trained"), "<w:r><w:tab/><w:br/></w:r>", r("once a year in all units.")),
        "Staff are trained", {"quote": "once a year", "proposed": "twice a year"},
        ["Staff are trained\t\ntwice a year in all units."],
    ),
    "words that go": (
        p(r("Badges are worn, where possible, by all staff.")),
        "Badges", {"quote": "where possible,", "deletion": True},
        ["Badges are worn, by all staff."],
    ),
    "the whole text": (
        p(r("Backups are made each night "), r("and kept", "<w:i/>"), r(" for one month.")),
        "Backups", {"proposed": "Backups are made each hour and kept for one year."},
        ["Backups are made each hour and kept for one year."],
    ),
    "new paragraphs": (
        p(r("Backups are made each night.")),
        "Backups", {"proposed": "Backups are made each night.\nThey are tested.\nTests are logged."},
        ["Backups are made each night.", "They are tested.", "Tests are logged."],
    ),
    "no-break spaces are kept": (
        p(r("Le délai est de six\u00a0mois\u00a0; il court dès la demande.")),
        "Le délai", {"proposed": "Le délai est de neuf\u00a0mois\u00a0; il court dès la demande."},
        ["Le délai est de neuf\u00a0mois\u00a0; il court dès la demande."],
    ),
    "ligatures": (
        p(r("Les ﬂux sont ﬁltrés par un équipement dédié.")),
        "par un équipement", {"proposed": "Les flux sont bien filtrés par un équipement dédié."},
        ["Les ﬂux sont bien ﬁltrés par un équipement dédié."],
    ),
    "accents apart from their letters": (
        p(r("Le délai est arrêté par l’autorité")),
        "Le d", {"quote": "l’autorité", "proposed": "la loi"},
        ["Le délai est arrêté par la loi"],
    ),
    "a cell": (
        f"<w:tbl><w:tr><w:tc>{p(r('Kind of data'))}</w:tc><w:tc>{p(r('Time kept'))}</w:tc></w:tr>"
        f"<w:tr><w:tc>{p(r('Care records'))}</w:tc><w:tc>{p(r('twenty years'))}</w:tc></w:tr></w:tbl>",
        "Care records", {"quote": "twenty years", "proposed": "thirty years"},
        ["Kind of data", "Time kept", "Care records", "thirty years"],
    ),
    "the provision goes": (
        p(r("Passwords are changed every month.")),
        "Passwords", {"deletion": True},
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_accepting_gives_the_proposal_and_rejecting_the_draft(
    name: str, make_docx: MakeDocx, annotate: Annotate, sdk_errors: Callable[[bytes], list[str]]
) -> None:
    body, where, fields, accepted = CASES[name]
    draft = make_docx(LEAD + body + TAIL, footnotes=NOTES)
    made = annotate(draft, (where, fields))
    root = part(made.content)
    assert [line for line in lines(root)[1:-1] if line] == accepted
    assert lines(root, rejected=ANA) == lines(part(draft))
    assert made.issues == ()
    assert sdk_errors(made.content) == sdk_errors(draft)


def test_a_change_has_its_author_and_date_and_the_look_of_its_neighbours(
    make_docx: MakeDocx, annotate: Annotate
) -> None:
    body = p(r("Sessions are locked after "), r("five", "<w:b/>"), r(" minutes."))
    root = part(annotate(make_docx(body), ("Sessions", {"quote": "five", "proposed": "ten"})).content)
    gone, new = next(root.iter(q("del"))), next(root.iter(q("ins")))
    for change in (gone, new):
        assert (change.get(q("author")), change.get(q("date"))) == ("Ana Ruiz", "2026-11-20T10:00:00Z")
        assert change.find(f"{q('r')}/{q('rPr')}/{q('b')}") is not None
    assert ["".join(change.itertext()) for change in (gone, new)] == ["five", "ten"]


def test_only_what_changes_is_marked(make_docx: MakeDocx, annotate: Annotate) -> None:
    body = p(r("Sessions are locked after five minutes and opened by a badge."))
    proposed = "Sessions are locked after ten minutes and opened by a badge."
    root = part(annotate(make_docx(body), ("Sessions", {"proposed": proposed})).content)
    assert ["".join(change.itertext()) for change in root.iter(q("del"), q("ins"))] == ["five", "ten"]


def test_numbers_that_word_computes_are_not_inserted(make_docx: MakeDocx, annotate: Annotate) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="%1)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = (
        p(r("The notice states the following:"))
        + p(r("the purposes of the treatment;"), properties=listed)
        + p(r("the rights of the patient."), properties=listed)
    )
    draft = make_docx(LEAD + body, numbering=numbering)
    proposed = (
        "The notice states in plain words:\na) the purposes of the treatment;\nb) the rights of the patient."
    )
    made = annotate(draft, ("The notice states", {"proposed": proposed}))
    assert words(part(made.content))[1:] == [
        "The notice states in plain words:", "the purposes of the treatment;", "the rights of the patient.",
    ]  # fmt: skip
    assert lines(part(made.content), rejected=ANA) == lines(part(draft))


def test_rows_of_a_table_that_goes_are_deleted(make_docx: MakeDocx, annotate: Annotate) -> None:
    rows = "".join(
        f"<w:tr><w:tc>{p(r(left))}</w:tc><w:tc>{p(r(right))}</w:tc></w:tr>"
        for left, right in (("Kind of data", "Time kept"), ("Care records", "twenty years"))
    )
    draft = make_docx(f"{LEAD}<w:tbl>{rows}</w:tbl>{TAIL}")
    root = part(annotate(draft, ("Care records", {"deletion": True})).content)
    assert len(list(root.iterfind(f".//{q('trPr')}/{q('del')}"))) == 2
    assert words(root) == [
        "The hospital keeps a register of its treatments.",
        "The register is open to the authority.",
    ]
    assert lines(root, rejected=ANA) == lines(part(draft))


def test_text_boxes_and_notes_are_changed_where_they_are_and_commented_outside(
    make_docx: MakeDocx, annotate: Annotate, sdk_errors: Callable[[bytes], list[str]]
) -> None:
    draft = make_docx(
        LEAD + p(r("A paragraph with a box"), NOTE, r(" beside it."), BOX) + TAIL, footnotes=NOTES
    )
    made = annotate(
        draft,
        ("framed reminder", {"quote": "in force", "proposed": "as amended"}),
        ("article 32", {"quote": "article 32", "proposed": "article 33"}),
    )
    body, notes = part(made.content), part(made.content, "word/footnotes.xml")
    box = next(body.iter(q("txbxContent")))
    assert "A framed reminder of the law as amended." in words(body)
    assert "See article 33 of the regulation." in words(notes)
    assert [list(story.iter(q("commentReference"))) for story in (box, notes)] == [[], []]
    assert len(list(body.iter(q("commentReference")))) == 2
    assert lines(notes, rejected=ANA) == lines(part(draft, "word/footnotes.xml"))
    assert sdk_errors(made.content) == sdk_errors(draft)


def test_the_same_words_are_changed_once_and_the_second_wording_is_told(
    make_docx: MakeDocx, annotate: Annotate
) -> None:
    draft = make_docx(LEAD + p(r("Sessions are locked after five minutes.")) + TAIL)
    made = annotate(
        draft,
        ("Sessions", {"quote": "five minutes", "proposed": "ten minutes"}),
        ("Sessions", {"quote": "five", "proposed": "twenty", "author": "Bea Sol"}),
        ("Sessions", {"quote": "locked", "proposed": "closed", "author": "Cyd Lam"}),
    )
    root = part(made.content)
    assert words(root)[1] == "Sessions are closed after ten minutes."
    assert [issue.where for issue in made.issues] == ["c2"]
    told = "".join(part(made.content, "word/comments.xml").itertext())
    assert "Proposed wording (Bea Sol): twenty" in told
    assert "Proposed wording (Ana Ruiz)" not in told
    assert lines(root, rejected={"Ana Ruiz", "Cyd Lam"}) == lines(part(draft))


def test_a_formula_is_left_alone(make_docx: MakeDocx, annotate: Annotate) -> None:
    draft = make_docx(
        p(r("The risk is "), "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", r(" for each ward."))
    )
    made = annotate(draft, ("The risk is", {"proposed": "The risk is high for each ward."}))
    assert list(part(made.content).iter(q("del"), q("ins"))) == []
    assert [issue.where for issue in made.issues] == ["c1"]
    assert "The risk is high for each ward." in "".join(part(made.content, "word/comments.xml").itertext())


WORDS = st.lists(
    st.sampled_from(("care", "of", "the", "patient,", "(all)", "logs;", "à", "l’accès")),
    min_size=4,
    max_size=9,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=WORDS, after=WORDS, cuts=st.lists(st.integers(0, 40), max_size=4))
def test_any_wording_can_be_accepted_and_rejected(
    before: list[str],
    after: list[str],
    cuts: list[int],
    make_docx: MakeDocx,
    as_draft: Callable[[bytes], DraftFile],
) -> None:
    text, proposed = "Subject " + " ".join(before), "Subject " + " ".join(after)
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    content = make_docx(p(*(r(text[start:end]) for start, end in pairwise(edges))))
    draft = as_draft(content)
    comment = said("c1", holding(draft, "Subject"), proposed=proposed)
    root = part(write_annotated(composed(draft, [comment]), draft, now=NOW).content)
    assert lines(root) == [proposed]
    assert lines(root, rejected=ANA) == [text]
