"""Profiles are data that a workspace can replace."""

import pytest

from toolkit.errors import BrokenInput
from toolkit.model.provision import Provision
from toolkit.model.tag import ROLES
from toolkit.tag.profiles import load_profile, read_profile
from toolkit.tag.tagger import Tagger

OWN = """
name = "energy"
[roles.grid]
fr = "Exploitant du réseau"
en = "Grid operator"
about = "Lignes"
actors = ["gestionnaire de réseau"]
marks = ["ligne à haute tension"]
[topics.outage]
fr = "Coupures"
en = "Outages"
roles = { grid = 0.9 }
terms = { fr = ["coupure", "délestage"], en = ["outage"] }
"""


def test_the_shipped_profile_has_the_roles_of_the_model():
    profile = load_profile()
    assert tuple(role.id for role in profile.roles) == ROLES
    assert len(profile.topics) == 18
    for role in profile.roles:
        assert all((role.fr, role.en, role.about_fr, role.about_en))
        assert {"fr", "en"} <= profile.role_terms[role.id].keys()


def test_a_workspace_brings_its_own_roles(tmp_path):
    path = tmp_path / "profile.toml"
    path.write_text(OWN, encoding="utf-8")
    profile = load_profile(path)
    tags = Tagger(profile, "fr").tag(Provision(id="x", text="Les délestages doivent être annoncés."))
    assert [tag.value for tag in tags if tag.facet in ("role", "topic")] == ["grid", "outage"]
    assert profile.roles[0].about_fr == "Lignes"


def test_a_profile_can_extend_the_shipped_one():
    profile = read_profile('extends = "health-establishment"\n' + OWN, where="profile.toml")
    assert [role.id for role in profile.roles] == [*ROLES, "grid"]
    assert profile.organisation == load_profile().organisation


@pytest.mark.parametrize(
    ("content", "key"),
    [
        pytest.param("name = ", "TOML", id="not TOML"),
        pytest.param('name = "x"', "roles", id="no roles"),
        pytest.param("name = 3", "name", id="name is a number"),
        pytest.param("colour = 1", "colour", id="unknown key"),
        pytest.param('[roles.a]\nfr = "A"', "roles.a", id="label missing"),
        pytest.param('[roles.a]\nfr = "A"\nen = "A"\nterms = { fr = "x" }', "roles.a.terms", id="terms not a list"),
        pytest.param('[roles.a]\nfr = "A"\nen = "A"\nwords = []', "roles.a", id="unknown key of a role"),
        pytest.param('[roles."A b"]\nfr = "A"\nen = "A"', "roles.A b", id="id with a space"),
        pytest.param(OWN.replace("grid = 0.9", "gird = 0.9"), "topics.outage.roles.gird", id="unknown role of a topic"),
        pytest.param(OWN.replace("grid = 0.9", "grid = 9"), "topics.outage.roles.grid", id="weight beyond 1"),
        pytest.param('extends = "nothing"\n' + OWN, "extends", id="extends what is not shipped"),
        pytest.param("roles = 3", "roles", id="roles not a table"),
        pytest.param("organisation = 3\n" + OWN, "organisation", id="organisation not a list"),
    ],
)  # fmt: skip
def test_errors_name_file_and_key(content, key):
    with pytest.raises(BrokenInput) as caught:
        read_profile(content, where="profile.toml")
    assert caught.value.where == "profile.toml"
    assert key in caught.value.message


def test_a_near_role_is_suggested():
    with pytest.raises(BrokenInput, match="'grid'"):
        read_profile(OWN.replace("grid = 0.9", "gird = 0.9"), where="profile.toml")


def test_a_missing_or_unreadable_file_is_told(tmp_path):
    with pytest.raises(BrokenInput, match="no such file"):
        load_profile(tmp_path / "missing.toml")
    (tmp_path / "latin.toml").write_bytes(b"name = '\xe9'")
    with pytest.raises(BrokenInput):
        load_profile(tmp_path / "latin.toml")
