"""What a person should look at is listed with page and id, the gravest first, and goes when it is put right."""

from __future__ import annotations

import msgspec
import pytest

from tests.structure.drafts import draft
from toolkit.model.correction import Correction, anchor_of
from toolkit.model.document import Document
from toolkit.model.issue import Issue
from toolkit.model.layout import Furniture
from toolkit.model.provision import NoteCall, ParsedDraft, Provision, Span
from toolkit.structure.check import check_draft
from toolkit.structure.corrections import apply_corrections


def parsed(
    *provisions: Provision, furniture: tuple[Furniture, ...] = (), pages: int | None = None
) -> ParsedDraft:
    document = Document(sha256="0" * 64, name="d.pdf", media_type="application/pdf", page_count=pages)
    return ParsedDraft(document=document, provisions=provisions, furniture=furniture)


def rules(found: tuple[Issue, ...]) -> list[str]:
    return [issue.rule for issue in found]


_RUNNING = "Projet de recommandation relative à la sécurité du dossier patient informatisé"
CASES = {
    "gap": (
        parsed(
            *(Provision(id=f"par-{n}", number=f"{n}.", text="Le texte.", page_number=7) for n in (1, 2, 4))
        ),
        ("sequence.gap", "par-4", 7),
    ),
    "restart": (
        parsed(
            *(Provision(id=f"s{n}", number=n, heading="Titre", page_number=1) for n in ("2.1", "2.2", "2.1"))
        ),
        ("sequence.restart", "s2.1", 1),
    ),
    "uncalled-note": (
        parsed(Provision(id="note-1", kind="footnote", number="1", text="Voir.", page_number=2)),
        ("note.uncalled", "note-1", 2),
    ),
    "missing-note": (
        parsed(Provision(id="p1", text="Un mot", page_number=3, calls=(NoteCall("text", 6, "", "4"),))),
        ("note.missing", "p1", 3),
    ),
    "hidden-text": (
        parsed(Provision(id="p1", text="Invisible", hidden="white text", page_number=1)),
        ("text.hidden", "p1", 1),
    ),
    "unsure": (
        parsed(Provision(id="p1", text="Peut-être", confidence=0.51)),
        ("structure.unsure", "p1", None),
    ),
    "ragged-table": (
        parsed(Provision(id="t1", kind="table", rows=(("a", "b"), ("c",)), page_number=9)),
        ("table.ragged", "t1", 9),
    ),
    "sentence-as-footer": (
        parsed(Provision(id="p1", text="x"), furniture=(Furniture(_RUNNING, "footer", 5),)),
        ("furniture.once", "", 5),
    ),
    "silent-pages": (
        parsed(Provision(id="p1", text="x", spans=(Span("text", 0, 1, 1),)), pages=3),
        ("page.silent", "", 2),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_each_oddity_is_found_with_its_place(case: tuple[ParsedDraft, tuple[str, str, int | None]]) -> None:
    (found,) = check_draft(case[0])
    assert (found.rule, found.provision_id, found.page_number) == case[1]


def test_chapters_count_anew_in_each_title() -> None:
    text = "Le présent chapitre fixe les règles applicables."
    drawing = "\n".join(f"# Titre {n}\n## Chapitre 1er\n{text}" for n in ("Ier", "II"))
    assert check_draft(draft(drawing)) == ()


def test_what_is_in_order_is_not_mentioned() -> None:
    running = tuple(Furniture(f"{_RUNNING} {page}", "footer", page) for page in (1, 2))
    in_order = parsed(
        Provision(id="art-1", kind="article", number="Article 1er", heading="Objet", page_number=1),
        Provision(id="p1", parent_id="art-1", number="a)", text="Un.", page_number=1),
        Provision(id="p2", parent_id="art-1", number="b)", text="Deux.", page_number=1),
        Provision(id="art-2", kind="article", number="Article 2", heading="Portée", page_number=2),
        Provision(id="p3", parent_id="art-2", number="a)", text="Un.", page_number=2),
        Provision(id="r1", number="R1", heading="Chiffrer", page_number=2),
        Provision(id="r1-moins", number="R1 (-)", heading="À défaut", page_number=2),
        furniture=running,
        pages=2,
    )
    assert check_draft(in_order) == ()


DOUBTS = {
    "text of a heading's looks": (Provision(id="x", text="Peut-être", confidence=0.5), "may be a heading"),
    "heading of a text's looks": (Provision(id="x", heading="Peut-être", confidence=0.5), "may be text"),
    "stray item": (Provision(id="x", kind="item", number="c)", text="Un.", confidence=0.5), "is a guess"),
}


@pytest.mark.parametrize(("item", "told"), DOUBTS.values(), ids=DOUBTS.keys())
def test_a_doubt_says_what_else_it_may_be(item: Provision, told: str) -> None:
    (found,) = check_draft(parsed(item))
    assert told in found.message


def test_no_doubt_about_figures_addresses_and_boxes() -> None:
    sure = parsed(
        Provision(id="p1", text="119 23,95 63 %", confidence=0.5),
        Provision(id="p2", text="linc.cnil.fr", confidence=0.5),
        Provision(id="b", kind="box"),
        Provision(id="b.p1", parent_id="b", text="Chiffres clés", confidence=0.5),
    )
    assert check_draft(sure) == ()


def test_many_doubts_are_told_in_one() -> None:
    doubts = (Provision(id=f"p{n}", text="Mot clé", confidence=0.5) for n in range(30))
    (found,) = check_draft(parsed(*doubts))
    assert found.message.startswith("30 ")


def test_what_pages_repeat_of_the_body_is_not_lost() -> None:
    heads = ("Catégorie", "Base active", "Archivage intermédiaire", "Fondement", "Point de départ", "Sort")
    heading = "Encadrer les accès des médecins et des prestataires aux dossiers"
    body = parsed(
        Provision(id="t1", kind="table", rows=(heads, ("a",) * 6)),
        Provision(id="f", number="Fiche 9", heading=heading),
        furniture=(
            Furniture(" ".join(heads), "header", 21),
            Furniture(f"Projet – Fiche 9 – {heading}", "header", 22),
        ),
    )
    assert check_draft(body) == ()


def test_unmet_contents_come_from_the_structure() -> None:
    issue = Issue("info", "page 3", "The contents announce “X”", "contents.unmet", 3)
    found = check_draft(msgspec.structs.replace(parsed(Provision(id="p1", text="x")), issues=(issue,)))
    assert found == (issue,)


def test_the_gravest_come_first_then_the_order_of_the_document() -> None:
    found = check_draft(
        parsed(
            Provision(id="p1", text="x", confidence=0.4, page_number=1),
            Provision(id="t2", rows=(("a",), ()), page_number=8),
            Provision(id="p3", text="y", hidden="tiny", page_number=4),
        )
    )
    assert rules(found) == ["text.hidden", "table.ragged", "structure.unsure"]


def test_a_finding_goes_when_a_person_puts_it_right() -> None:
    before = draft("# Titre\n1. Une obligation.\nc) Un élément isolé.\nd) Le suivant.")
    (found,) = check_draft(before)
    assert found.rule == "structure.unsure"
    stray = next(item for item in before.provisions if item.id == found.provision_id)
    parent = anchor_of(before.provisions[1])
    wanted = Correction(action="parent", anchor=anchor_of(stray), parent=parent)
    assert check_draft(apply_corrections(before, [wanted]).draft) == ()
