"""The trained model: the same each time, believable, and with its reasons."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from toolkit.errors import BrokenInput
from toolkit.model.provision import Provision
from toolkit.model.tag import MODALITIES
from toolkit.tag.categoriser import NOBODY, pack, shipped_categoriser, unpack
from toolkit.tag.evaluation import by_keywords, by_rules, calibration_error, confusions, figures, held_out
from toolkit.tag.examples import Example, read_examples, read_parallels
from toolkit.tag.explain import explain
from toolkit.tag.fitting import fit, fit_slope, probability
from toolkit.tag.profiles import load_profile, read_profile
from toolkit.tag.tagger import Tagger
from toolkit.tag.training import part_of_documents, study_all, train
from toolkit.tag.weighing import THRESHOLD

ANNOTATED = Path(__file__).parents[2] / "corpus" / "annotated"
PROFILE = load_profile()
MODEL = shipped_categoriser()
TAGGER = Tagger(PROFILE, "fr")
SOME = 2
"""Every so many documents are enough to see that training works."""


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return read_examples(ANNOTATED)


@pytest.fixture(scope="module")
def studied(examples):
    documents = sorted({example.doc for example in examples})[::SOME]
    return study_all([example for example in examples if example.doc in documents], PROFILE)


@pytest.fixture(scope="module")
def unseen(studied):
    return held_out(studied, PROFILE, groups=read_parallels(ANNOTATED), folds=3)


def test_the_shipped_model_decides_about_every_role_topic_and_modality(examples):
    assert MODEL is not None
    assert {target for target in MODEL.targets if target[0] == "role"} == {
        NOBODY,
        *(("role", role.id) for role in PROFILE.roles),
    }
    assert {value for facet, value in MODEL.targets if facet == "topic"} == {
        topic.id for topic in PROFILE.topics
    }
    assert {value for facet, value in MODEL.targets if facet == "modality"} == set(MODALITIES)
    assert MODEL.examples == len(examples)
    assert len(pack(MODEL)) < 5_000_000


def test_training_twice_gives_the_same_file(studied):
    few = studied[::5]
    assert pack(train(few, PROFILE)) == pack(train(few, PROFILE))


def test_a_model_survives_its_file(studied):
    model = train(studied[::10], PROFILE)
    again = unpack(pack(model), where="model")
    assert again.score(studied[0].features) == model.score(studied[0].features)


@pytest.mark.parametrize(
    "content", [b"", b"\x00", msgspec.msgpack.encode({"version": 1})], ids=["empty", "noise", "version"]
)
def test_another_file_is_refused(content):
    with pytest.raises(BrokenInput):
        unpack(content, where="model")


def test_the_model_beats_the_rules_and_the_rules_beat_keywords_on_unseen_documents(studied, unseen):
    model = figures(unseen)
    rules, keywords = figures(by_rules(studied, PROFILE)), figures(by_keywords(studied))
    assert model.role_samples_f1 > rules.role_samples_f1 > keywords.role_samples_f1
    assert model.modality_accuracy > rules.modality_accuracy


def test_probabilities_on_unseen_documents_mean_what_they_say(unseen):
    assert calibration_error(unseen, "role") < 0.05
    assert calibration_error(unseen, "topic") < 0.05
    assert all(labelled != proposed for labelled, proposed, _count in confusions(unseen))


def test_no_document_and_no_parallel_is_on_both_sides(examples):
    groups = read_parallels(ANNOTATED)
    documents = [example.doc for example in examples]
    assert set(groups) <= set(documents)
    parts = part_of_documents(documents, groups, 5)
    places: dict[str, set[int]] = {}
    for document, part in zip(documents, parts, strict=True):
        places.setdefault(groups.get(document, document), set()).add(part)
    assert all(len(found) == 1 for found in places.values())
    assert len(set(parts)) == 5


def test_fitting_separates_what_can_be_separated():
    table = np.array([[1.0, 0.0, 3.0], [0.0, 1.0, 3.0]] * 4)
    labels = np.array([[1.0, 0.0], [0.0, 1.0]] * 4)
    found = probability(table @ fit(table, labels, penalty=0.1))
    assert np.array_equal(found > 0.5, labels > 0.5)


def test_bold_sums_are_toned_down():
    labels = np.array([[1.0], [0.0], [1.0], [0.0]])
    assert fit_slope(np.array([[3.0], [3.0], [3.0], [-3.0]]), labels) < 1


def test_evidence_quotes_the_words_where_they_stand():
    text = "Le RSSI examine chaque trimestre les journaux et signale les accès injustifiés."
    above = Provision(id="fiche-6", heading="Contrôle des traces")
    for tag in TAGGER.tag(Provision(id="x", text=text), (above,)):
        for evidence in tag.evidence:
            source = above.heading if evidence.provision_id else text
            assert source[evidence.start : evidence.end] == evidence.text
        assert len(tag.rule.split("+")) == max(len(tag.evidence), 1)


def test_learnt_words_are_told_in_a_sentence():
    text = "Les incidents sont examinés par le comité, qui en tire les conséquences."
    tags = TAGGER.tag(Provision(id="x", text=text))
    learnt = [tag for tag in tags if "model.words" in tag.rule]
    assert learnt
    for tag in learnt:
        assert tag.source == "model"
        assert "words that speak for it in provisions that people read" in explain(tag, PROFILE, "en")


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Le prestataire ne doit pas réutiliser les données.", "prohibition"),
        ("Le titulaire notifie tout incident à l’établissement.", "obligation"),
        ("Il est recommandé de chiffrer les postes.", "recommendation"),
        ("On entend par journal un enregistrement d’événements.", "information"),
        ("", "information"),
    ],
)
def test_modality_with_the_model(text, modality):
    assert [tag.value for tag in TAGGER.tag(Provision(id="x", text=text)) if tag.facet == "modality"] == [
        modality
    ]


def test_tags_reach_the_threshold_unless_a_duty_would_be_nobodys():
    tags = TAGGER.tag(Provision(id="x", text="Les sauvegardes doivent être chiffrées et testées."))
    assert all(tag.score >= THRESHOLD for tag in tags if tag.facet in ("role", "topic"))
    doubtful = Tagger(PROFILE, "fr", floor=0.01).tag(Provision(id="x", text="Les sauvegardes sont testées."))
    assert len([tag for tag in doubtful if tag.facet == "role"]) > 1


def test_a_role_that_the_model_does_not_know_is_left_to_the_rules():
    profile = read_profile(
        """
        name = "energy"
        extends = "health-establishment"
        [roles.dispatcher]
        fr = "Dispatcher"
        en = "Dispatcher"
        actors = { fr = ["dispatcher"] }
        """,
        where="energy.toml",
    )
    tags = Tagger(profile, "fr").tag(
        Provision(id="x", text="Le dispatcher doit tester la sauvegarde des serveurs et leur restauration.")
    )
    sources = {tag.value: tag.source for tag in tags if tag.facet == "role"}
    assert sources["dispatcher"] == "rule"
    assert sources["it"] == "model"


def test_a_profile_of_other_roles_works_without_the_model():
    profile = read_profile(
        """
        name = "grid"
        [roles.dispatcher]
        fr = "Dispatcher"
        en = "Dispatcher"
        marks = { fr = ["délestage"] }
        """,
        where="grid.toml",
    )
    tags = Tagger(profile, "fr").tag(Provision(id="x", text="Le délestage doit être annoncé."))
    assert {(tag.value, tag.source) for tag in tags if tag.facet == "role"} == {("dispatcher", "rule")}


@pytest.mark.parametrize(
    "line",
    [b"{}", b"not json", b'{"id": "x", "text": "y"}'],
    ids=["empty object", "no JSON", "no labels"],
)
def test_examples_of_another_form_are_refused_with_their_line(tmp_path, line):
    (tmp_path / "mine.jsonl").write_bytes(line)
    with pytest.raises(BrokenInput) as caught:
        read_examples(tmp_path)
    assert "1" in caught.value.where


def test_a_folder_without_examples_is_refused(tmp_path):
    with pytest.raises(BrokenInput):
        read_examples(tmp_path)
