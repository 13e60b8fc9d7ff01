"""The brief: what weighs most comes first, what is left out is said, and all of it fits on one printed page."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import msgspec
import pypdfium2
import pytest

from tests.export_texts.conftest import CONSULTATION, build_response, draft_of, noon, said
from toolkit.consolidate.compose import compose_response
from toolkit.export.brief.content import brief_of
from toolkit.export.brief.demands import demands, gist
from toolkit.export.brief.words import has_amount, holds
from toolkit.export.pdf import write_pdf
from toolkit.export.terms import Terms
from toolkit.model.dossier import Dossier, Due, RoleProgress
from toolkit.model.profile import Named
from toolkit.model.provision import Provision
from toolkit.model.response import Response
from toolkit.model.workflow import SignOff


def test_demands_are_ordered_by_weight(response: Response) -> None:
    found = demands(response)
    assert [demand.title for demand in found] == ["R1 Lock sessions", "R2 Keep logs"]
    first, second = found
    assert first.positions == (("amend", 1), ("oppose", 1))
    assert (first.contributors, first.stakes) == (2, ("obligation", "deadline", "cost"))
    assert [voice.comment.id for voice in first.voices] == ["c2", "c1"]
    assert (second.contributors, second.stakes) == (2, ())


def test_support_alone_asks_for_nothing() -> None:
    assert demands(build_response((said(1, "r1", position="support", text="Fine."),))) == ()


def test_the_sentence_that_asks_stands_for_the_comment() -> None:
    text = "We share the aim of this provision. It is long. We ask for ten minutes. Thank you."
    (demand,) = demands(build_response((said(1, "r1", position="amend", text=text),)))
    assert gist(demand) == "We ask for ten minutes."


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Coût estimé à 1,9 million d’euros", True),
        ("250 000 € par an", True),
        ("12 ETP", True),
        ("€3m a year", True),
        ("2.5 FTE", True),
        ("about 40 k€", True),
        ("12 mois", False),
        ("article 12, EUROPE", False),
        ("en 2028", False),
    ],
)
def test_amounts_are_told_from_other_numbers(sentence: str, expected: bool) -> None:
    assert has_amount(sentence) is expected


def test_words_are_found_without_their_accents() -> None:
    assert holds("cost", "Les DÉPENSES et le coût") == 2
    assert holds("risk", "Un risque de contournement") == 2


def test_it_says_who_signed_what_was_left_out_and_what_is_open(response: Response, dossier: Dossier) -> None:
    brief = brief_of(response, dossier, Terms("en"))
    said_ = {part.title: part.lines for part in brief.parts}
    assert said_["Cost and risk, as the contributors state them"] == (
        "“The change costs 1.9 million euros.” — R1 Lock sessions, c1",
        "“Staff risk being locked out during care.” — R1 Lock sessions, c1",
    )
    assert said_["Who has signed"] == (
        "Signed for this content: CISO (Ana Ruiz).",
        "Signed an earlier content, to be signed again: DPO.",
        "Not signed: IT.",
    )
    assert said_["What was left out"] == (
        "Comments rejected: 2; withdrawn: 1.",
        "Reasons: Out of scope (2).",
        "Minority view: “Drop it.” — R2 Keep logs, c5",
    )
    assert said_["Still open"] == (
        "Provisions to complete: 1. Comments still to be approved: 1. Remarks not placed yet: 2. "
        "Diverging positions: 1.",
        "Internal deadline: 4 December 2026. Work due: 1 December 2026 R4 Open (IT).",
        "Provisions read or commented on, by role: CISO 3/6, IT 1/1.",
    )


def test_it_speaks_french(dossier: Dossier) -> None:
    brief = brief_of(build_response(language="fr"), dossier, Terms("fr"))
    assert brief.title == "Note à la direction"
    assert [part.title for part in brief.parts][1] == "Qui a signé"


def many(word: str) -> tuple[Response, Dossier]:
    """Return a response of 300 comments on 60 provisions whose every text is as long as can be."""

    def long(count: int) -> str:
        return " ".join([word] * count)[:count]

    provisions = tuple(
        Provision(id=f"p{i}", number=f"R{i}", heading=long(150), text=long(400)) for i in range(60)
    )
    roles = tuple(Named(f"r{i}", long(60), long(60)) for i in range(12))
    positions = ("amend", "oppose", "question")
    comments = [
        said(
            i,
            f"p{i % 60}",
            author=f"{long(40)} {i}",
            role=f"r{i % 12}",
            position=positions[i % 3],
            text=f"Nous demandons {long(500)}.",
            proposed=long(300),
            rationale=f"Le coût est de 1,{i} million d’euros, {long(400)}.",
            minority=i % 20 == 0,
        )
        for i in range(300)
    ]
    response = compose_response(
        draft_of(provisions),
        comments,
        consultation=msgspec.structs.replace(
            CONSULTATION, title=long(300), issuer=long(100), respondent=long(100)
        ),
        selection=[item.id for item in provisions],
        language="fr",
        roles=roles,
        date="2026-11-24",
    )
    dossier = Dossier(
        rejected=tuple(said(i, "p1", state="rejected", reason=f"{i} {long(200)}") for i in range(9)),
        withdrawn=3,
        sign_offs=tuple(
            SignOff(role=f"r{i}", person=long(40), content_sha256=response.content_sha256 if i % 2 else "")
            for i in range(8)
        ),
        signable_sha256=response.content_sha256,
        progress=tuple(RoleProgress(f"r{i}", long(60), 3, 4, 5) for i in range(12)),
        due=tuple(Due(date="2026-12-20", provision_id="p1", title=long(90), who=long(60)) for _ in range(10)),
        unplaced=9,
    )
    return response, dossier


@pytest.mark.parametrize("word", ["confidentialité des données", "WMWM MAJUSCULES", "漢字仮名", "a" * 70])
def test_it_is_one_printed_page_whatever_there_is_to_say(word: str, written: Callable[..., bytes]) -> None:
    response, dossier = many(word)
    document = written(response, "brief", dossier=dossier)
    printed = pypdfium2.PdfDocument(write_pdf(document, now=noon()))
    assert len(printed) == 1
    text = printed[0].get_textpage().get_text_range()
    assert response.content_sha256[:16] in text
    printed.close()


def test_what_does_not_fit_is_counted() -> None:
    response, dossier = many("confidentialité des données")
    brief = brief_of(response, dossier, Terms("en"))
    found = len(demands(response))
    assert brief.more_demands == f"More: {found - len(brief.demands)}."


def test_its_package_is_the_same_each_time_and_valid(
    response: Response, dossier: Dossier, written: Callable[..., bytes]
) -> None:
    made = written(response, "brief", dossier=dossier)
    assert made == written(response, "brief", dossier=dossier)
    document = docx.Document(io.BytesIO(made))
    assert document.core_properties.author == "Valley Hospital"
    anonymous = written(msgspec.structs.replace(response, anonymous=True), "brief", dossier=dossier)
    assert docx.Document(io.BytesIO(anonymous)).core_properties.author == ""
