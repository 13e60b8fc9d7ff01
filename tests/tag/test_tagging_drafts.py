"""A whole draft, bare items, explanations: what other rooms and people see of tagging."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from toolkit.errors import BrokenInput
from toolkit.model.document import Document
from toolkit.model.provision import ParsedDraft, Provision, rows_text
from toolkit.model.tag import MODALITIES, Evidence, Tag
from toolkit.tag.explain import explain
from toolkit.tag.items import tag_lines
from toolkit.tag.language import detect_language
from toolkit.tag.profiles import load_profile
from toolkit.tag.tagger import Tagger, tag_draft

PROFILE = load_profile()
TAGGER = Tagger(PROFILE, "fr")

WORDS = [
    "le", "sous-traitant", "doit", "ne", "pas", "peut", "être", "de", "l’article", "L.", "1110-4", "du", "RGPD", "dans", "les",
    "72", "heures", ",", ".", ";", "«", "»", "voir", "fiche", "7", "œuvre", "İ", "ß", "ﬁ", "lorsque", "que", "\n", "par",
]  # fmt: skip


def draft(*provisions, language=""):
    document = Document(sha256="0", name="projet.txt", media_type="text/plain", language=language)
    return ParsedDraft(document=document, provisions=provisions)


FICHE = Provision(id="fiche-7", kind="fiche", number="Fiche 7", heading="Sauvegarder le dossier patient")
DUTY = Provision(
    id="fiche-7.1", parent_id="fiche-7", text="Le sous-traitant doit tester la restauration. Voir la fiche 7."
)


def test_every_provision_gets_tags_and_the_draft_its_language():
    result = tag_draft(draft(FICHE, DUTY), PROFILE)
    assert result.document.language == "fr"
    assert [sum(tag.facet == "modality" for tag in item.tags) for item in result.provisions] == [1, 1]
    values = {tag.value for tag in result.provisions[1].tags}
    assert {"processor", "obligation", "backup", "draft:fiche-7"} <= values


def test_english_drafts_are_tagged_in_english():
    duty = Provision(
        id="a", text="The processor shall test the backups that are kept for the hospital within 30 days."
    )
    result = tag_draft(draft(duty), PROFILE)
    assert result.document.language == "en"
    assert {"processor", "obligation", "backup", "P30D"} <= {tag.value for tag in result.provisions[0].tags}


def test_other_languages_are_tagged_with_a_warning():
    german = Provision(
        id="a", text="Der Auftragsverarbeiter muss die Sicherungen mindestens jährlich prüfen."
    )
    result = tag_draft(draft(german, language="de"), PROFILE)
    assert result.document.language == "de"
    assert [issue.severity for issue in result.issues] == ["warning"]


def test_decisions_of_people_outlive_tagging():
    decided = (
        Tag(facet="role", value="dim", score=1.0, rule="person", source="person", reason="suivi INS"),
        Tag(facet="modality", value="recommendation", score=1.0, rule="person", source="person"),
    )
    tags = tag_draft(draft(replace(DUTY, parent_id=None, tags=decided)), PROFILE).provisions[0].tags
    assert tags[:2] == decided
    assert [tag.value for tag in tags if tag.facet == "modality"] == ["recommendation"]
    assert tag_draft(draft(replace(DUTY, parent_id=None, tags=tags)), PROFILE).provisions[0].tags == tags


def test_tagging_twice_gives_the_same():
    once = tag_draft(draft(FICHE, DUTY), PROFILE)
    assert tag_draft(once, PROFILE) == once


@settings(max_examples=120, deadline=None)
@given(
    heading=st.text(max_size=60),
    text=st.text(max_size=200) | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
    cell=st.text(max_size=30),
)
def test_no_text_raises_and_evidence_quotes_its_field(heading, text, cell):
    provision = Provision(id="x", heading=heading, text=text, rows=((cell, text), ()))
    above = Provision(id="above", heading=text, text=heading + ":")
    fields = {
        "": {"heading": heading, "text": text, "rows": rows_text(provision)},
        "above": {"heading": above.heading, "text": above.text},
    }
    for tag in TAGGER.tag(provision, (above,)):
        assert 0 < tag.score <= 1
        assert explain(tag, PROFILE, "fr")
        for evidence in tag.evidence:
            quoted = fields[evidence.provision_id][evidence.field][evidence.start : evidence.end]
            assert quoted == evidence.text
            assert quoted


def test_explanations_quote_the_words_and_name_the_place():
    tags = {tag.value: tag for tag in tag_draft(draft(FICHE, DUTY), PROFILE).provisions[1].tags}
    english = explain(tags["processor"], PROFILE, "en")
    assert english.startswith("Processors, publishers and hosts: it binds this role: “sous-traitant doit”")
    assert "in the heading of Fiche 7" in explain(
        tags["backup"], PROFILE, "en", places={"fiche-7": "Fiche 7"}
    )
    assert explain(tags["backup"], PROFILE, "fr").startswith("Sauvegarde\u00a0: ")


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        (Tag(facet="role", value="dim", score=1, rule="person", source="person", reason="INS"), "INS"),
        (
            Tag(
                facet="role",
                value="gone",
                score=1,
                rule="unknown.rule",
                evidence=(Evidence("text", 0, 1, "a"),),
            ),
            "gone",
        ),
        (Tag(facet="modality", value="information", score=0.6, rule="modality.nothing"), "information"),
    ],
    ids=["person", "unknown role and rule", "nothing found"],
)
def test_every_tag_can_be_explained(tag, words):
    assert words in explain(tag, PROFILE, "en")


def test_bare_items_are_labelled_in_order():
    lines = [
        b'{"id": "a", "heading_path": ["Sauvegarder"], "heading": null, "text": "Tester la restauration"}\n',
        b"\n",
        b'{"id": "b", "doc": "other keys are let be", "text": "The processor must encrypt the data of the patients."}',
    ]
    labels = [json.loads(line) for line in tag_lines(lines, PROFILE)]
    told = {"id": "a", "roles": ["it"], "modality": "recommendation", "topics": ["backup"]}
    assert labels[0] == told | {"references": [], "deadlines": []}
    assert labels[1]["id"] == "b"
    assert labels[1]["modality"] in MODALITIES
    assert "processor" in labels[1]["roles"]


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"text": "no id"}', b'{"id": 3}', b"\xff"], ids=repr)
def test_a_line_that_is_no_item_is_named(line):
    with pytest.raises(BrokenInput) as caught:
        list(tag_lines([b"", line], PROFILE))
    assert "2" in caught.value.where


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le responsable de traitement doit informer les personnes.", "fr"),
        ("The controller must inform the data subjects of it.", "en"),
        ("Der Verantwortliche muss die betroffenen Personen informieren.", ""),
        ("42", ""),
        ("", ""),
    ],
)
def test_languages_are_told_apart(text, language):
    assert detect_language([text]) == language
