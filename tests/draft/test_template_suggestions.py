"""The template proposed first is one that a lawyer would begin with, and it exists."""

from __future__ import annotations

import pytest

from toolkit.draft import suggest as suggest_module
from toolkit.draft.suggest import suggest
from toolkit.draft.templates import find_templates
from toolkit.model.provision import Provision
from toolkit.model.tag import Tag

_NAMES = {item.name for item in find_templates([], "fr")}


def _tags(notation: str) -> tuple[Tag, ...]:
    """Return tags from "modality=obligation topic=backup"."""
    pairs = [part.split("=") for part in notation.split()]
    return tuple(Tag(facet=facet, value=value, score=1.0, rule="test") for facet, value in pairs)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "tags", "template"),
    [
        (
            "Le dispositif entre en vigueur au plus tard le 1er mars 2027.",
            "modality=obligation deadline=2027-03-01",
            "delay",
        ),
        (
            "Les traces sont conservées vingt ans à compter du décès.",
            "modality=obligation deadline=P20Y",
            "amend",
        ),
        ("Des mesures appropriées doivent être prises.", "modality=obligation topic=backup", "clarify"),
        ("Appropriate measures must be taken.", "modality=obligation", "clarify"),
        ("On entend par dossier tout support.", "modality=information", "scope"),
        ("Les sauvegardes doivent être chiffrées.", "modality=obligation topic=backup", "feasibility"),
        (
            "L’authentification doit reposer sur deux facteurs.",
            "modality=obligation topic=authentication role=care_team",
            "care-impact",
        ),
        ("L’hébergeur doit être certifié HDS.", "modality=obligation", "consistency"),
        ("Le registre doit être tenu.", "modality=obligation", "amend"),
        (
            "L’article 32 du RGPD prévoit la sécurité.",
            "modality=information reference=eu:2016/679",
            "legal-basis",
        ),
        ("Un audit est réalisé chaque année.", "modality=obligation", "proportionality"),
        ("L’accès se fait exclusivement par carte.", "modality=obligation", "alternative"),
        (
            "Il convient de tenir un registre.",
            "modality=recommendation topic=logging",
            "obligation-or-practice",
        ),
        (
            "Les contrôles sont faits dans un délai de sept jours.",
            "modality=obligation deadline=P7D",
            "amend",
        ),
        ("Il est recommandé de tenir un registre.", "modality=recommendation", "obligation-or-practice"),
        ("Les textes inappropriés.", "", "clarify"),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_suggestions(text: str, tags: str, template: str, language: str) -> None:
    suggestion = suggest(Provision(id="x", text=text), _tags(tags), language=language)
    assert suggestion.template == template
    assert suggestion.template in _NAMES
    assert suggestion.reason.endswith(".")
    assert "{" not in suggestion.reason


def test_the_reason_shows_the_words_as_one_writes_them() -> None:
    provision = Provision(id="x", text="Des moyens adaptés, régulièrement revus, sont exigés.")
    reason = suggest(provision, _tags("modality=obligation"), language="fr").reason
    assert "adaptés, régulièrement" in reason


def test_every_template_but_those_that_take_sides_is_proposed_for_something() -> None:
    proposed = {rule.template for rule in suggest_module._rules()}
    assert proposed == _NAMES - {"support", "oppose"}
