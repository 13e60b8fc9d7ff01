"""What templates say about the draft is true of it, and what they propose stands where it can be filed."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from toolkit.draft import prepositions, printed
from toolkit.draft.context import DraftingContext, build_context
from toolkit.draft.prepositions import after
from toolkit.draft.render import draft_comment
from toolkit.draft.templates import get_template
from toolkit.errors import UsageError
from toolkit.model import sentences
from toolkit.model.provision import NoteCall, Outline, Provision
from toolkit.model.response import Consultation
from toolkit.model.tag import Tag


def cited(label: str) -> tuple[Tag, ...]:
    return (Tag(facet="reference", value=label, label=label, score=1.0, rule="test"),)


OUTLINE = Outline(
    (
        Provision(
            id="p1",
            text="Le responsable est l’établissement. Le délai est de sept jours. Il court de la demande.",
            calls=(NoteCall("text", 35, "note-4", "4"),),
        ),
        Provision(id="r2", kind="recommendation", number="R2.", heading="Réunir un comité"),
        Provision(id="r2.p1", parent_id="r2", text="Il examine notamment :"),
        Provision(id="r2.c", parent_id="r2.p1", kind="item", number="c)", text="le plan de traitement ;"),
        Provision(
            id="r2.d",
            parent_id="r2.p1",
            kind="item",
            number="d)",
            text="les dérogations.",
            tags=cited("article 32"),
        ),
        Provision(id="note-4", kind="footnote", number="4", text="RGPD, art. 26.", tags=cited("article 26")),
        Provision(id="fiche-3", kind="fiche", heading="Gouverner"),
        Provision(id="fiche-3.1", parent_id="fiche-3", heading="Rôles"),
        Provision(id="fiche-3.1.p1", parent_id="fiche-3.1", text="Les rôles sont fixés."),
    )
)


def about(provision_id: str, *, quote: str = "") -> DraftingContext:
    return build_context(
        OUTLINE.by_id[provision_id],
        outline=OUTLINE,
        path=OUTLINE.path(provision_id),
        consultation=Consultation(title="C"),
        language="fr",
        quote=quote,
    )


def drafted(name: str, context: DraftingContext, **fields: str) -> str:
    made = draft_comment(get_template(name, [], "fr"), context, fields)
    return f"{made.body}\n→\n{made.proposed}"


@pytest.mark.parametrize("module", [prepositions, printed, sentences], ids=lambda module: module.__name__)
def test_the_examples_of_the_docstrings_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("provision_id", "references"),
    [
        pytest.param("p1", ("article 26",), id="of a footnote called"),
        pytest.param("r2", ("article 32",), id="of a part"),
        pytest.param("r2.p1", ("article 32",), id="of an item below a text"),
        pytest.param("r2.c", (), id="none"),
    ],
)
def test_references_are_looked_for_where_the_reader_sees_them(
    provision_id: str, references: tuple[str, ...]
) -> None:
    assert about(provision_id).references == references


def test_nothing_is_said_to_be_missing() -> None:
    assert "ne mentionne pas" not in drafted("legal-basis", about("r2.c"), issue="elle manque")


TIER = {"who": "les cabinets", "burden": "pas de service informatique", "tier": "un référent partagé"}
ADDED = "es structures de petite taille peuvent satisfaire à cette exigence"


@pytest.mark.parametrize(
    ("provision_id", "quote", "expected"),
    [
        pytest.param("p1", "", "de la demande. L" + ADDED, id="after a paragraph"),
        pytest.param("p1", "sept jours", "→\nLe délai est de sept jours. L" + ADDED, id="after the sentence"),
        pytest.param("r2", "", "d) les dérogations.\nL" + ADDED, id="after the list of a recommendation"),
        pytest.param("r2.p1", "", "d) les dérogations.\nL" + ADDED, id="after the list of a text"),
        pytest.param(
            "r2.c", "", "le plan de traitement ;\nPour l’application du c), l" + ADDED, id="after an item"
        ),
        pytest.param("r2.c", "", "à la suite de l’énumération", id="place of what is added to an item"),
    ],
)
def test_what_is_added_stands_where_it_can_be_filed(provision_id: str, quote: str, expected: str) -> None:
    written = drafted("proportionality", about(provision_id, quote=quote), **TIER)
    assert expected in written.replace("\u00a0", " ").replace("\u202f", " ")


def test_no_sentence_is_added_to_a_whole_fiche() -> None:
    assert drafted("proportionality", about("fiche-3"), **TIER).endswith("→\n")


@pytest.mark.parametrize(
    ("words", "preposition", "expected"),
    [
        pytest.param("le 1er janvier 2029", "de", "du 1er janvier 2029", id="de le"),
        pytest.param("1er janvier 2029", "de", "du 1er janvier 2029", id="date without article"),
        pytest.param("Les textes", "de", "des textes", id="de les"),
        pytest.param("la publication", "de", "de la publication", id="de la"),
        pytest.param("l’avis", "de", "de l’avis", id="de l’"),
        pytest.param("un an", "de", "d’un an", id="elision"),
        pytest.param("onze mois", "de", "de onze mois", id="no elision"),
        pytest.param("24 mois", "de", "de 24 mois", id="number"),
        pytest.param("lequel", "de", "de lequel", id="no article"),
        pytest.param("[à compléter]", "de", "de [à compléter]", id="placeholder"),
        pytest.param("le RGPD", "à", "au RGPD", id="à le"),
        pytest.param("les articles 5 et 6", "à", "aux articles 5 et 6", id="à les"),
        pytest.param("un an", "à", "à un an", id="à un"),
    ],
)
def test_prepositions_contract(words: str, preposition: str, expected: str) -> None:
    assert after(words, preposition) == expected  # type: ignore[arg-type]


def test_a_delay_reads_as_french() -> None:
    fields = {"period": "un an", "start": "le 1er janvier 2029", "constraint": "le marché"}
    assert "un délai d’un an à compter du 1er janvier 2029." in drafted("delay", about("p1"), **fields)


READINGS = {"readings": "deux", "question": "laquelle"}


@pytest.mark.parametrize(
    ("unclear", "expected"),
    [
        pytest.param("sept jours", "Les termes « sept jours » appellent", id="printed"),
        pytest.param("« sept jours »", "Les termes « sept jours » appellent", id="quoted"),
        pytest.param(
            "la notion de délai", "Les termes suivants appellent une clarification : la notion", id="reported"
        ),
    ],
)
def test_words_stand_between_quotation_marks_if_they_are_printed(unclear: str, expected: str) -> None:
    written = drafted("clarify", about("p1"), unclear=unclear, **READINGS)
    assert expected in written.replace("\u00a0", " ")


def test_a_false_quotation_is_refused() -> None:
    with pytest.raises(UsageError, match="do not stand in the provision"):
        drafted("clarify", about("p1"), unclear="« trente jours »", **READINGS)
