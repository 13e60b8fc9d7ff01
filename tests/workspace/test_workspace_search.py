"""Searching a workspace: the same hits on both databases, from an index kept beside it, narrowed by the state of work."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from toolkit import desk
from toolkit.errors import UsageError
from toolkit.model.comment import Comment
from toolkit.model.provision import ParsedDraft
from toolkit.model.tag import Tag
from toolkit.workspace.drafts import ProvisionFilter
from toolkit.workspace.store import Workspace

LONG = Tag(
    facet="deadline", value="P20Y", score=0.9, rule="deadline.retention", label="vingt ans", applies_to="le dossier"
)  # fmt: skip
SOON = Tag(facet="deadline", value="PT72H", score=0.9, rule="deadline.response", label="72 heures")
CITED = Tag(
    facet="reference", value="eu:2016/679#art32", score=0.9, rule="reference.article", label="article 32 du RGPD"
)  # fmt: skip


@pytest.fixture
def searched(make_workspace: Callable[..., Workspace], draft: ParsedDraft) -> Workspace:
    more = {"fiche-13.2": (LONG,), "fiche-13.2.a": (SOON, CITED), "r12": (LONG, CITED)}
    provisions = tuple(
        msgspec.structs.replace(item, tags=(*item.tags, *more.get(item.id, ()))) for item in draft.provisions
    )
    return make_workspace(draft=msgspec.structs.replace(draft, provisions=provisions))


def ids(workspace: Workspace, words: str = "", **asked: object) -> list[str]:
    return [hit.provision_id for hit in desk.search(workspace, words, **asked).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("journalisation", ["fiche-13.2.a"], id="other inflection"),
        pytest.param("facteurs OR habiliter", ["r12", "fiche-13.2"], id="alternatives, the better first"),
        pytest.param('"deux facteurs"', ["r12"], id="phrase"),
        pytest.param("authen*", ["r12"], id="prefix"),
        pytest.param("un NOT recommandé", ["annexe-b.a"], id="without"),
        pytest.param("l'accès", ["fiche-13"], id="elision"),
    ],
)
def test_hits_are_the_same_on_both_databases(searched: Workspace, words: str, expected: list[str]) -> None:
    assert sorted(ids(searched, words)) == sorted(expected)
    assert ids(searched, words) == ids(searched, words)


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        ("P20Y", ["fiche-13.2", "r12"]),
        ("retention", ["fiche-13.2", "r12"]),
        ("Vingt ans", ["fiche-13.2", "r12"]),
        ("le dossier", ["fiche-13.2", "r12"]),
        ("pt72h", ["fiche-13.2.a"]),
        ("72h", ["fiche-13.2.a"]),
        ("20 ans", ["fiche-13.2", "r12"]),
    ],
)
def test_deadlines_are_named_by_value_kind_or_words(
    searched: Workspace, deadline: str, expected: list[str]
) -> None:
    assert ids(searched, deadlines=[deadline]) == expected


def test_a_deadline_that_the_draft_does_not_have_is_refused(searched: Workspace) -> None:
    for missing in ("2044", "an", "ssier", "P2"):
        with pytest.raises(UsageError, match=missing):
            ids(searched, deadlines=[missing])


@pytest.mark.parametrize(
    "name",
    ["article 32", "art. 32", "art. 32 RGPD", "Article 32 du règlement (UE) 2016/679", "RGPD", "eu:2016/679", "EU:2016/679#ART32"],
)  # fmt: skip
def test_everything_citing_an_article(searched: Workspace, name: str) -> None:
    assert ids(searched, asked=ProvisionFilter(references=(name,))) == ["fiche-13.2.a", "r12"]


@pytest.mark.parametrize("name", ["article 3", "article 2", "art. 32 LIL", "eu:2016/679#art3"])
def test_an_article_is_not_another_whose_number_begins_alike(searched: Workspace, name: str) -> None:
    with pytest.raises(UsageError, match="does not cite"):
        ids(searched, asked=ProvisionFilter(references=(name,)))


def test_states_of_work(searched: Workspace) -> None:
    searched.select(["r12"], actor="Eve")
    searched.add_comments([Comment(id="", provision_id="art-5", text="Quand ?", author="Eve")])
    gone = searched.add_comments([Comment(id="", provision_id="annexe-b", text="Non.", author="Eve")])[0]
    searched.set_state(gone.id, "withdrawn", revision=gone.revision, actor="Eve")
    searched.mark(["fiche-13.2.a"], role="ciso", person="Eve")
    assert ids(searched, states=["selected"]) == ["r12"]
    assert ids(searched, states=["commented"]) == ["art-5"]
    assert ids(searched, states=["read"]) == ["fiche-13.2.a"]
    assert ids(searched, states=["unread"]) == ["fiche-13.2", "r12"]
    assert ids(searched, states=["unread"], asked=ProvisionFilter(roles=("ciso",))) == ["r12"]
    assert ids(searched, states=["read", "selected"]) == ["fiche-13.2.a", "r12"]
    assert ids(searched, states=["unread"], deadlines=["retention"]) == ["fiche-13.2", "r12"]
    assert ids(searched, "facteurs", states=["commented"]) == []


def written(workspace: Workspace) -> int:
    return (workspace.folder / desk.SEARCH_FOLDER / "meta.json").stat().st_mtime_ns


def test_the_index_is_kept_until_draft_or_decisions_change(searched: Workspace) -> None:
    ids(searched, "facteurs")
    first = written(searched)
    assert ids(searched, "facteurs") == ["r12"]
    assert written(searched) == first
    searched.decide_tag("r12", "role", "dim", present=True, actor="Eve")
    assert ids(searched, asked=ProvisionFilter(roles=("dim",))) == ["r12"]
    assert written(searched) != first


def test_a_workspace_that_cannot_keep_an_index_is_searched_all_the_same(searched: Workspace) -> None:
    folder: Path = searched.folder / desk.SEARCH_FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_bytes(b"")
    assert ids(searched, "facteurs") == ["r12"]
