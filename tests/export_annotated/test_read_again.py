"""An annotated draft that is taken in again, straight or out of LibreOffice, says what was said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.export_annotated.conftest import Annotate, MakeDocx
from tests.export_annotated.test_tracked_wording import ANA, LEAD, NOTE, NOTES, TAIL, p, r
from tests.export_annotated.views import lines, part
from toolkit.intake.word.reader import read_word
from toolkit.model.contribution import Contribution

BODY = (
    LEAD
    + p(r("Sessions are "), r("locked", "<w:b/>"), r(" after five minutes"), NOTE, r(" of rest."))
    + p(r("Badges are worn by all staff of the hospital."))
    + TAIL
)
COMMENTS = (
    (
        "Sessions",
        {"quote": "five minutes of", "proposed": "ten minutes of", "text": "Too short.", "position": "amend"},
    ),
    ("Sessions", {"quote": "Sessions", "text": "Which ones?", "author": "Bea Sol"}),
    ("Badges", {"deletion": True, "text": "Not needed.", "author": "Cyd Lam", "position": "oppose"}),
    ("register is open", {"text": "Good.", "position": "support", "author": "Bea Sol"}),
)
AUTHORS = {*ANA, "Bea Sol", "Cyd Lam"}


@pytest.fixture(scope="module", params=["straight", "out of LibreOffice"])
def taken_in(
    request: pytest.FixtureRequest,
    make_docx: MakeDocx,
    annotate: Annotate,
    through_libreoffice: Callable[[bytes], bytes],
) -> tuple[Contribution, bytes, bytes]:
    """Give what intake reads, the bytes it read, and the draft."""
    draft = make_docx(BODY, footnotes=NOTES)
    content = annotate(draft, *COMMENTS).content
    if request.param != "straight":
        content = through_libreoffice(content)
    return read_word(Path("annotated.docx"), content), content, draft


def test_every_comment_comes_back_with_its_author_time_and_words(
    taken_in: tuple[Contribution, bytes, bytes],
) -> None:
    contribution = taken_in[0]
    remarks = {remark.text or remark.rationale: remark for remark in contribution.remarks}
    assert contribution.leftovers == ()
    assert set(remarks) == {
        "Amend\nToo short.",
        "Question\nWhich ones?",
        "Oppose\nNot needed.",
        "Support\nGood.",
    }
    assert {remark.date for remark in remarks.values()} == {"2026-11-20T10:00:00Z"}
    assert remarks["Question\nWhich ones?"].clues.quote == "Sessions"
    assert remarks["Support\nGood."].clues.quote == "The register is open to the authority."
    assert [remarks[text].author for text in sorted(remarks)] == ["Ana Ruiz", "Cyd Lam", "Bea Sol", "Bea Sol"]


def test_every_wording_comes_back_with_its_reason(taken_in: tuple[Contribution, bytes, bytes]) -> None:
    proposals = {remark.author: remark for remark in taken_in[0].remarks if remark.form == "tracked_changes"}
    ana, cyd = proposals["Ana Ruiz"], proposals["Cyd Lam"]
    assert "five" in ana.clues.quote
    assert ana.proposed == ana.clues.quote.replace("five", "ten")
    assert ana.rationale == "Amend\nToo short."
    assert (cyd.deletion, cyd.proposed) == (True, "")
    assert cyd.clues.quote == "Badges are worn by all staff of the hospital."


def test_rejecting_all_gives_the_draft(taken_in: tuple[Contribution, bytes, bytes]) -> None:
    _contribution, content, draft = taken_in
    assert lines(part(content), rejected=AUTHORS) == lines(part(draft))
