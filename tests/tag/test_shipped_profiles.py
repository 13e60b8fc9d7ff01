"""The shipped profiles and the template pass the check that people run on their own."""

import pytest

from toolkit.resources import shipped
from toolkit.tag.profile_check import check_profile
from toolkit.tag.profiles import load_profile, read_profile

TEMPLATE = shipped("templates") / "profile" / "profile.toml"


@pytest.mark.parametrize("name", ["health-establishment", "general"])
def test_shipped_profiles_have_no_gaps(name):
    profile = load_profile(shipped("vocabularies") / f"{name}.toml")
    assert [issue for issue in check_profile(profile) if issue.severity != "info"] == []


def test_the_general_profile_knows_no_health_care():
    profile = load_profile(shipped("vocabularies") / "general.toml")
    assert [role.id for role in profile.roles] == ["dpo", "legal", "it", "ciso", "management", "processor"]
    assert not any(topic.id == "health_record" for topic in profile.topics)
    assert all(profile.role_examples[role.id] for role in profile.roles)


def test_the_template_extends_it():
    profile = load_profile(TEMPLATE)
    assert [role.id for role in profile.roles][-1] == "grid"
    assert not [issue for issue in check_profile(profile) if issue.severity == "error"]


def test_words_that_many_roles_share_are_named():
    roles = "\n".join(f'[roles.r{n}]\nfr = "R"\nen = "R"\nterms = ["plan"]' for n in range(3))
    found = check_profile(read_profile(f'name = "own"\n{roles}', where="own.toml"))
    assert any("plan" in issue.message and "3" in issue.message for issue in found)
