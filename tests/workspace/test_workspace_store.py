"""What a team leaves in a workspace is found there again, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from toolkit.errors import Conflict, UnknownName, UsageError
from toolkit.model.comment import Comment
from toolkit.model.provision import ParsedDraft
from toolkit.model.tag import Tag
from toolkit.workspace.comments import CommentFilter
from toolkit.workspace.drafts import ProvisionFilter
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace


def _ids(items: Any) -> list[str]:
    return [item.id for item in items]


def test_the_draft_and_its_file_come_back(workspace: Workspace, draft: ParsedDraft, source: Path) -> None:
    assert workspace.draft() == draft
    assert workspace.draft_file().read_bytes() == source.read_bytes()
    assert workspace.draft_file().name == f"{draft.document.sha256}.pdf"


def test_the_consultation_is_completed_from_the_draft(workspace: Workspace, draft: ParsedDraft) -> None:
    consultation = workspace.consultation()
    assert (consultation.title, consultation.issuer) == ("Recommandation DPI", "CNIL")
    assert (consultation.draft_name, consultation.draft_sha256) == ("projet.pdf", draft.document.sha256)


def test_opening_again_finds_everything(workspace: Workspace) -> None:
    workspace.add_comment(Comment(id="", provision_id="r12", text="Oui", author="Ana"))
    with Workspace.open(workspace.folder) as again:
        assert again.comments() == workspace.comments()
        assert again.draft() == workspace.draft()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["fiche-13", "fiche-13.2", "fiche-13.2.a", "r12", "art-5", "annexe-b", "annexe-b.a"]),
        ({"ids": ("r12", "fiche-13")}, ["fiche-13", "r12"]),
        ({"roles": ("ciso",)}, ["fiche-13.2.a", "r12"]),
        ({"roles": ("ciso", "dpo")}, ["fiche-13.2", "fiche-13.2.a", "r12"]),
        ({"roles": ("ciso",), "kinds": ("item",)}, ["fiche-13.2.a"]),
        ({"modalities": ("obligation",)}, ["fiche-13.2"]),
        ({"roles": ("dpo",), "modalities": ("recommendation",)}, []),
        ({"page_numbers": (4,)}, ["annexe-b", "annexe-b.a"]),
        ({"roles": ("ciso",), "min_score": 0.9}, []),
        ({"selected": True}, ["art-5"]),
        ({"selected": False, "page_numbers": (3,)}, ["r12"]),
    ],
)
def test_provisions_by_filter(workspace: Workspace, asked: dict[str, Any], found: list[str]) -> None:
    workspace.select(["art-5"], actor="Ana")
    assert _ids(workspace.provisions(ProvisionFilter(**asked))) == found


def test_a_decision_outlives_new_tags(workspace: Workspace) -> None:
    workspace.decide_tag("r12", "role", "dim", present=True, actor="Ana", reason="PMSI")
    workspace.decide_tag("r12", "role", "ciso", present=False, actor="Ana")
    proposals = [
        msgspec.structs.replace(item, tags=(Tag(facet="role", value="ciso", score=1.0, rule="new"),))
        for item in workspace.draft().provisions
    ]
    workspace.replace_tags(proposals)
    tags = workspace.provision("r12").tags
    assert [(found.value, found.source, found.reason) for found in tags] == [("dim", "person", "PMSI")]
    assert "r12" not in _ids(workspace.provisions(ProvisionFilter(roles=("ciso",))))
    assert _ids(workspace.provisions(ProvisionFilter(roles=("dim",)))) == ["r12"]
    assert [found.rule for found in workspace.provision("art-5").tags] == ["new"]


def test_a_decision_that_comes_back_among_proposals_can_still_be_taken_back(workspace: Workspace) -> None:
    workspace.decide_tag("r12", "role", "dim", present=True, actor="Ana")
    workspace.replace_tags(workspace.provisions())
    left = workspace.decide_tag("r12", "role", "dim", present=False, actor="Ana").tags
    assert "dim" not in {found.value for found in left}


def test_the_last_decision_counts_and_all_are_kept(workspace: Workspace) -> None:
    workspace.decide_tag("r12", "role", "ciso", present=False, actor="Ana")
    confirmed = workspace.decide_tag("r12", "role", "ciso", present=True, actor="Bob")
    assert [(found.value, found.score) for found in confirmed.tags if found.source == "person"] == [
        ("ciso", 1.0)
    ]
    assert [(item.actor, item.present) for item in workspace.decisions("r12")] == [
        ("Ana", False),
        ("Bob", True),
    ]


def test_the_selection_says_who_when_and_why(workspace: Workspace) -> None:
    assert workspace.select(["r12", "art-5"], actor="Ana", reason="coût") == 2
    assert workspace.select(["r12"], actor="Bob", reason="autre") == 0
    assert workspace.unselect(["art-5", "fiche-13"]) == 1
    (chosen,) = workspace.selection()
    assert (chosen.provision_id, chosen.actor, chosen.reason) == ("r12", "Ana", "coût")
    assert chosen.time.endswith("Z")


def test_comments_are_numbered_and_stand_in_the_drafts_order(workspace: Workspace) -> None:
    workspace.add_comments(
        [
            Comment(id="", provision_id="art-5", author="Ana", role="legal", position="support"),
            Comment(id="", provision_id="fiche-13", author="Bob", role="ciso", position="oppose"),
        ]
    )
    third = workspace.add_comment(Comment(id="", provision_id="r12", author="Bob", role="ciso"))
    assert third.id == "c3"
    assert (third.revision, third.state) == (1, "draft")
    assert _ids(workspace.comments()) == ["c2", "c3", "c1"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"provision_ids": ("r12",)}, ["c2"]),
        ({"authors": ("Bob",)}, ["c1", "c2"]),
        ({"roles": ("legal",)}, ["c3"]),
        ({"states": ("submitted",)}, ["c2"]),
        ({"positions": ("oppose",), "authors": ("Bob",)}, ["c1"]),
        ({"positions": ("amend",)}, []),
    ],
)
def test_comments_by_filter(workspace: Workspace, asked: dict[str, Any], found: list[str]) -> None:
    workspace.add_comments(
        [
            Comment(id="", provision_id="fiche-13", author="Bob", role="ciso", position="oppose"),
            Comment(id="", provision_id="r12", author="Bob", role="ciso"),
            Comment(id="", provision_id="art-5", author="Ana", role="legal"),
        ]
    )
    workspace.set_state("c2", "submitted", revision=1, actor="Bob")
    assert _ids(workspace.comments(CommentFilter(**asked))) == found


def test_every_change_is_in_the_history(workspace: Workspace) -> None:
    first = workspace.add_comment(Comment(id="", provision_id="r12", author="Ana", text="un"))
    second = workspace.edit_comment(msgspec.structs.replace(first, text="deux"), actor="Bob")
    third = workspace.set_state(first.id, "rejected", revision=2, actor="Lead", reason="doublon")
    events = workspace.history(first.id)
    assert [(item.action, item.actor, item.revision) for item in events] == [
        ("created", "Ana", 1),
        ("edited", "Bob", 2),
        ("state", "Lead", 3),
    ]
    assert [item.after for item in events] == [first, second, third]
    assert [item.before for item in events] == [None, first, second]
    assert (third.state, third.reason, workspace.comment(first.id)) == ("rejected", "doublon", third)


def test_an_edit_on_an_old_revision_is_a_conflict(workspace: Workspace) -> None:
    read = workspace.add_comment(Comment(id="", provision_id="r12", text="un"))
    workspace.edit_comment(msgspec.structs.replace(read, text="deux"), actor="Ana")
    with pytest.raises(Conflict, match="revision 1, revision 2"):
        workspace.edit_comment(msgspec.structs.replace(read, text="trois"), actor="Bob")
    with pytest.raises(Conflict, match="revision 1, revision 2"):
        workspace.set_state(read.id, "submitted", revision=1, actor="Bob")
    assert workspace.comment(read.id).text == "deux"


def test_an_edit_without_change_writes_nothing(workspace: Workspace) -> None:
    read = workspace.add_comment(Comment(id="", provision_id="r12", text="un"))
    assert workspace.edit_comment(read, actor="Bob") == read
    assert len(workspace.history(read.id)) == 1


def test_an_edit_cannot_change_the_state(workspace: Workspace) -> None:
    read = workspace.add_comment(Comment(id="", provision_id="r12", text="un"))
    edited = workspace.edit_comment(msgspec.structs.replace(read, text="x", state="approved"), actor="Bob")
    assert edited.state == "draft"


@pytest.mark.parametrize(
    ("states", "words"),
    [
        (("merged", "approved"), "it is merged"),
        (("withdrawn", "submitted"), "it is withdrawn"),
        (("rejected",), "needs a reason"),
    ],
)
def test_states_that_may_not_follow(workspace: Workspace, states: Any, words: str) -> None:
    read = workspace.add_comment(Comment(id="", provision_id="r12"))
    *before, last = states
    for revision, state in enumerate(before, start=1):
        workspace.set_state(read.id, state, revision=revision, actor="Ana")
    with pytest.raises(UsageError, match=words):
        workspace.set_state(read.id, last, revision=len(states), actor="Ana")


def test_a_closed_comment_is_reopened_before_it_is_edited(workspace: Workspace) -> None:
    read = workspace.add_comment(Comment(id="", provision_id="r12"))
    gone = workspace.set_state(read.id, "withdrawn", revision=1, actor="Ana")
    with pytest.raises(UsageError, match="withdrawn"):
        workspace.edit_comment(msgspec.structs.replace(gone, text="x"), actor="Ana")
    back = workspace.set_state(read.id, "draft", revision=2, actor="Ana")
    assert workspace.edit_comment(msgspec.structs.replace(back, text="x"), actor="Ana").revision == 4


def test_an_author_brings_the_role_from_the_settings(make_workspace: Any) -> None:
    workspace = make_workspace(people=(Person(name="Ana Diaz", role="dpo"),))
    assert workspace.add_comment(Comment(id="", provision_id="r12", author="ana diaz")).role == "dpo"
    assert workspace.add_comment(Comment(id="", provision_id="r12", author="Bob")).role == ""


def test_pasted_text_is_normalised_at_the_door(workspace: Workspace) -> None:
    pasted = "e\u0301\x00 \ud800\u202bعربي\u202c 👩🏽‍⚕️\r\n"
    written = workspace.add_comment(Comment(id="", provision_id="r12", text=pasted, author=" A\x1bna\n"))
    assert workspace.comment(written.id).text == "é \u202bعربي\u202c 👩🏽‍⚕️\n"
    assert written.author == "Ana"


@pytest.mark.parametrize(
    "call",
    [
        lambda workspace: workspace.add_comment(Comment(id="", provision_id="r13")),
        lambda workspace: workspace.select(["fiche-13", "r13"], actor="Ana"),
        lambda workspace: workspace.mark(["r13"], role="dpo", person="Ana"),
        lambda workspace: workspace.provision("r13"),
        lambda workspace: workspace.decide_tag("r13", "role", "dpo", present=True, actor="Ana"),
    ],
    ids=["comment", "select", "mark", "provision", "decide"],
)
def test_unknown_provisions_are_answered_with_the_nearest(workspace: Workspace, call: Any) -> None:
    with pytest.raises(UnknownName, match="r12"):
        call(workspace)
    assert workspace.selection() == ()


@pytest.mark.parametrize("name", ["c2", "C1", "c0", "c99999999999999", "", "'; --"])
def test_unknown_comments_are_told(workspace: Workspace, name: str) -> None:
    workspace.add_comment(Comment(id="", provision_id="r12"))
    for call in (workspace.comment, workspace.history):
        with pytest.raises(UnknownName, match="no comment"):
            call(name)


def test_a_name_cannot_be_a_novel(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="200 characters"):
        workspace.add_comment(Comment(id="", provision_id="r12", author="x" * 5000))


def test_coverage_tells_unread_read_and_commented(workspace: Workspace) -> None:
    workspace.mark(["fiche-13.2"], role="dpo", person="Ana", state="seen")
    workspace.mark(["r12"], role="ciso", person="Bob")
    workspace.add_comment(Comment(id="", provision_id="fiche-13.2.a", role="ciso"))
    workspace.add_comment(Comment(id="", provision_id="art-5", role="legal"))
    coverage = workspace.coverage(["dpo", "ciso", "legal"])
    assert {row.provision_id: row.states for row in coverage.rows if any(row.states)} == {
        "fiche-13.2": ("unread", "", ""),
        "fiche-13.2.a": ("", "commented", ""),
        "r12": ("", "read", ""),
        "art-5": ("", "", "commented"),
    }
    counts = {item.role: (item.unread, item.read, item.commented) for item in coverage.counts()}
    assert counts == {"dpo": (1, 0, 0), "ciso": (0, 1, 1), "legal": (0, 0, 1)}


def test_a_withdrawn_comment_no_longer_covers(workspace: Workspace) -> None:
    workspace.add_comment(Comment(id="", provision_id="r12", role="ciso"))
    workspace.set_state("c1", "withdrawn", revision=1, actor="Ana")
    assert {item.role: item.unread for item in workspace.coverage().counts()}["ciso"] == 2


def test_seen_does_not_take_back_read_without_comment(workspace: Workspace) -> None:
    workspace.mark(["r12"], role="ciso", person="Bob")
    workspace.mark(["r12", "art-5"], role="ciso", person="Bob", state="seen")
    assert [(item.provision_id, item.state) for item in workspace.marks()] == [
        ("r12", "no_comment"),
        ("art-5", "seen"),
    ]
    workspace.mark(["art-5"], role="ciso", person="Bob")
    assert [item.state for item in workspace.marks(["art-5"])] == ["no_comment"]
    workspace.unmark(["r12"], role="ciso", person="Bob")
    assert [item.provision_id for item in workspace.marks()] == ["art-5"]
