"""Text is clean once it is inside, and provisions answer to the names people use."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import UnknownName, UsageError
from toolkit.model.comment import Comment
from toolkit.model.provision import Provision
from toolkit.workspace import lookup, text
from toolkit.workspace.lookup import printed_quote, resolve_provision
from toolkit.workspace.text import clean_comment, clean_text

_ANY = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("dirty", "clean", "removed"),
    [
        ("déjà vu", "déjà vu", 0),
        ("e\u0301", "é", 0),
        ("a\r\nb\rc\vd\u2028e", "a\nb\nc\nd\ne", 0),
        ("a\x00b\x1b\x9f", "ab", 3),
        ("a\ufffeb\uffff", "ab", 2),
        ("\ud83d\ude00", "😀", 0),
        ("a\ud800b\udc00", "ab", 2),
        ("\u202bעברית\u202c\t«\u00a0x\u202f»", "\u202bעברית\u202c\t«\u00a0x\u202f»", 0),
    ],
    ids=["plain", "nfc", "line breaks", "controls", "noncharacters", "pair", "lone", "bidi and spaces"],
)
def test_clean_text(dirty: str, clean: str, removed: int) -> None:
    found = clean_text(dirty)
    assert (found.text, found.removed) == (clean, removed)


@given(_ANY)
def test_clean_text_is_stable_and_fits_everywhere(dirty: str) -> None:
    once = clean_text(dirty).text
    assert clean_text(once).text == once
    assert clean_text(once).removed == 0
    assert "\x00" not in once
    once.encode()


def test_a_comment_counts_what_all_its_fields_lost() -> None:
    clean = clean_comment(Comment(id="c1", provision_id="x", text="a\x00", rationale="\x01b", quote="c\x02"))
    assert (clean.comment.text, clean.comment.rationale, clean.removed) == ("a", "b", 3)


_DRAFT = (
    Provision(id="fiche-1", kind="fiche", number="Fiche 1"),
    Provision(id="fiche-13", kind="fiche", number="Fiche 13"),
    Provision(id="fiche-13.2", kind="section", number="13.2."),
    Provision(id="fiche-13.2.a", kind="item", number="a)"),
    Provision(id="r12", kind="recommendation", number="R12"),
    Provision(id="article-5", kind="article", number="5"),
    Provision(id="annexe-b", kind="annex", number="Annexe B"),
    Provision(id="annexe-b.a", kind="item", number="a)"),
    Provision(id="encadre-4", kind="box"),
    Provision(id="considerant-42", kind="recital", number="[42]"),
)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("fiche-13.2.a", "fiche-13.2.a"),
        ("FICHE-13", "fiche-13"),
        ("fiche-1", "fiche-1"),
        ("Fiche 13", "fiche-13"),
        ("13.2", "fiche-13.2"),
        ("13.2.", "fiche-13.2"),
        ("13.2.a", "fiche-13.2.a"),
        ("R12", "r12"),
        ("Article 5", "article-5"),
        (" annexe  b ", "annexe-b"),
        ("[42]", "considerant-42"),
        ("42", "considerant-42"),
        ("enc", "encadre-4"),
        ("encadré 4", "encadre-4"),
    ],
)
def test_names_people_use(name: str, found: str) -> None:
    assert resolve_provision(name, _DRAFT).id == found


@pytest.mark.parametrize("name", ["a)", "a"])
def test_several_of_that_name_are_listed(name: str) -> None:
    with pytest.raises(UsageError, match=r"fiche-13\.2\.a.*annexe-b\.a"):
        resolve_provision(name, _DRAFT)


@pytest.mark.parametrize(
    ("name", "hint"), [("R13", "r12"), ("fich-13", "fiche-13"), ("", "List"), ("zzzz", "List")]
)
def test_unknown_names_get_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(UnknownName, match=hint):
        resolve_provision(name, _DRAFT)


_QUOTED = Provision(
    id="r1",
    heading="Accès",
    text="L’accès «\u00a0direct\u00a0» est\ntracé – toujours (art. 32).",
    rows=(("Durée", "20 ans"),),
)


@pytest.mark.parametrize(
    ("quote", "printed"),
    [
        ("est tracé", "est\ntracé"),
        ('l\'accès "direct"', "L’accès «\u00a0direct\u00a0»"),
        ("tracé - toujours", "tracé – toujours"),
        ("(art. 32)", "(art. 32)"),
        ("accès", "accès"),
        ("20 ans", "20 ans"),
    ],
)
def test_a_quote_is_found_as_printed(quote: str, printed: str) -> None:
    assert printed_quote(_QUOTED, quote) == printed


@pytest.mark.parametrize("quote", ["", "  ", "trace", "est effacé"])
def test_words_that_do_not_stand_there_are_told(quote: str) -> None:
    with pytest.raises(UsageError, match="consult show r1"):
        printed_quote(_QUOTED, quote)


@pytest.mark.parametrize("module", [lookup, text])
def test_examples_in_docstrings_run(module: ModuleType) -> None:
    results = doctest.testmod(module)
    assert results.attempted > 0
    assert results.failed == 0
