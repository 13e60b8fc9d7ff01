"""Who answers what until when, what is left, who signed, what was done: at a workspace with duties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.workspaces import PROVISIONS, make_workspace
from toolkit import pipeline, team
from toolkit.errors import NotAllowed, UnknownName, UsageError
from toolkit.model.comment import Comment
from toolkit.model.contribution import Contribution, Placement, Received, Remark
from toolkit.model.provision import ParsedDraft
from toolkit.workspace.deadlines import calendar, deadlines, warning_plan
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace

PEOPLE = (
    Person(name="Lead", role="dpo", duties=("lead",)),
    Person(name="Chief", role="management", duties=("approver",)),
    Person(name="Bo", role="ciso", email="bo@example.org"),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with make_workspace(
        tmp_path, people=PEOPLE, deadline="2027-01-15", internal_deadline="2027-01-04"
    ) as made:
        yield made


def _said(**fields: Any) -> Comment:
    given_fields: dict[str, Any] = {"id": "", "provision_id": "r12", "author": "Bo", "text": "Trop court."}
    return Comment(**{**given_fields, **fields})


def _left(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    return {item.assignment.person or item.assignment.role: item.left for item in team.assigned(workspace)}


def test_what_is_assigned_is_left_until_commented_or_read(workspace: Workspace) -> None:
    team.assign(workspace, ["Fiche 13"], to="bo@example.org", actor="Lead")
    team.assign(workspace, ["Fiche 13"], to="ciso", due="2026-12-20", actor="Lead")
    assert _left(workspace) == {"Bo": ("r12", "r13", "r14"), "ciso": ("r12",)}
    workspace.add_comments((_said(),))
    workspace.mark(("r13",), role="ciso", person="Bo")
    assert _left(workspace) == {"Bo": ("r14",), "ciso": ()}
    assert {item.assignment.role or "Bo": item.due for item in team.assigned(workspace)} == {
        "Bo": "2027-01-04",
        "ciso": "2026-12-20",
    }
    team.assign(workspace, ["Fiche 13"], to="ciso", actor="Lead", remove=True)
    assert list(_left(workspace)) == ["Bo"]


def test_a_comment_on_a_heading_alone_does_not_answer_what_is_below(workspace: Workspace) -> None:
    team.assign(workspace, ["fiche-13"], to="Bo", actor="Lead")
    workspace.add_comments((_said(provision_id="fiche-13"),))
    assert _left(workspace) == {"Bo": ("r12", "r13", "r14")}
    workspace.mark(("fiche-13",), role="ciso", person="Bo")
    assert _left(workspace) == {"Bo": ()}


def test_assigning_is_for_leads_and_to_somebody_known(workspace: Workspace) -> None:
    with pytest.raises(NotAllowed, match="assign"):
        team.assign(workspace, ["r12"], to="ciso", actor="Bo")
    with pytest.raises(UnknownName, match="nobody"):
        team.assign(workspace, ["r12"], to="Nobody", actor="Lead")


def test_a_signature_counts_until_the_response_says_something_else(workspace: Workspace) -> None:
    workspace.add_comments((_said(),))
    with pytest.raises(NotAllowed):
        team.sign(workspace, role="dpo", person="Bo")
    with pytest.raises(UsageError, match="who signs"):
        team.sign(workspace, role="dpo", person=" ")
    team.sign(workspace, role="management", person="Chief")
    assert [item.is_current for item in team.signatures(workspace)] == [True]
    stored = workspace.comment("c1")
    workspace.edit_comment(msgspec.structs.replace(stored, text="Bien trop court."), actor="Bo")
    assert [item.is_current for item in team.signatures(workspace)] == [False]
    team.sign(workspace, role="management", person="Chief")
    assert [item.is_current for item in team.signatures(workspace)] == [True]


def test_every_change_is_an_act_that_its_author_can_undo(workspace: Workspace) -> None:
    workspace.add_comments((_said(),))
    stored = workspace.comment("c1")
    workspace.edit_comment(msgspec.structs.replace(stored, text="Long."), actor="Bo")
    workspace.set_state("c1", "submitted", revision=2, actor="Bo")
    workspace.mark(("r13",), role="ciso", person="Bo")
    workspace.unmark(("r13",), role="ciso", person="Bo")
    acts = workspace.team.acts()
    assert [act.action for act in acts] == ["comment", "edit", "state", "read", "unread"]
    assert [act.number for act in workspace.team.acts(touching="c1")] == [1, 2, 3]
    assert [act.number for act in workspace.team.acts(touching="r13")] == [4, 5]
    for _act in range(4):
        team.undo(workspace, team.last_act(workspace).number, actor="Bo")
    assert (workspace.comment("c1").text, workspace.comment("c1").state) == ("Trop court.", "draft")
    assert workspace.marks() == ()
    with pytest.raises(NotAllowed):
        team.undo(workspace, team.last_act(workspace).number, actor="Chief")


def test_there_may_be_nothing_to_undo(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="nothing to undo"):
        team.last_act(workspace)
    with pytest.raises(UsageError, match="no such act"):
        team.act_numbered(workspace, 7)


def test_a_finding_is_accepted_by_those_who_may_with_a_reason(workspace: Workspace) -> None:
    workspace.add_comments((_said(text="Nous n’avons pas de MFA.", state="submitted"),))
    (found,) = team.check_response(workspace, today=date(2027, 1, 1))
    with pytest.raises(UsageError, match="needs a reason"):
        team.accept(workspace, found.key, reason=" ", actor="Lead")
    with pytest.raises(NotAllowed):
        team.accept(workspace, found.key, reason="Public.", actor="Bo")
    with pytest.raises(UnknownName):
        team.accept(workspace, "admission-00000000", reason="Public.", actor="Lead")
    team.accept(workspace, found.key, reason="Public.", actor="Lead")
    (kept,) = team.check_response(workspace, today=date(2027, 1, 1))
    assert (kept.accepted_by, kept.accepted_because) == ("Lead", "Public.")
    team.undo(workspace, team.last_act(workspace).number, actor="Lead")
    assert team.check_response(workspace, today=date(2027, 1, 1)) == (found,)


def test_the_brief_counts_a_signature_as_the_team_does(workspace: Workspace) -> None:
    signed = team.sign(workspace, role="management", person="Chief")
    assert pipeline.dossier(workspace, language="fr").signable_sha256 == signed.content_sha256
    workspace.add_comment(_said(text="Autre chose."))
    assert pipeline.dossier(workspace, language="fr").signable_sha256 != signed.content_sha256


def test_remarks_and_assignments_follow_their_provisions(workspace: Workspace, tmp_path: Path) -> None:
    sha = "a" * 64
    remark = Remark(key="1", form="prose", where="1", text="Trop court.")
    with workspace.team.act("intake", actor="Lead") as deed:
        (made,) = deed.add_comments([_said(remark="r1")])
        deed.keep_contribution(Contribution(sha256=sha, name="a.txt", media_type="x", forms=("prose",)))
        for comment_id, state in ((made.id, "placed"), ("", "proposed")):
            placed = Placement(state=state, provision_id="r12", also=("r13",))  # type: ignore[arg-type]  # of the table
            deed.keep_received(
                [
                    Received(
                        id="",
                        file_sha256=sha,
                        file_name="a.txt",
                        remark=msgspec.structs.replace(remark, key=state),
                        placement=placed,
                        comment_id=comment_id,
                    )
                ]
            )
    team.assign(workspace, ["r12"], to="ciso", actor="Lead")
    renumbered = tuple(
        msgspec.structs.replace(item, id=f"r{index + 20}", number=f"R{index + 20}") if index else item
        for index, item in enumerate(PROVISIONS)
    )
    source = tmp_path / "v2.html"
    source.write_bytes(b"<p>Version 2.</p>")
    import hashlib

    document = msgspec.structs.replace(
        workspace.draft().document, sha256=hashlib.sha256(source.read_bytes()).hexdigest()
    )
    done = workspace.replace_draft(ParsedDraft(document=document, provisions=renumbered), source=source)
    assert ("r12", "r21") in done.moved
    assert {item.placement.provision_id for item in workspace.team.received()} == {"r21"}
    assert {item.placement.also for item in workspace.team.received()} == {("r22",)}
    assert [item.provision_id for item in workspace.team.assignments()] == ["r21"]


# dates ---------------------------------------------------------------------------------------------------


def test_deadlines_are_warned_of_as_planned(workspace: Workspace) -> None:
    team.assign(workspace, ["r12", "r13"], to="ciso", due="2026-12-20", actor="Lead")
    found = team.deadlines(workspace, today=date(2027, 1, 1))
    assert [(item.kind, item.days_left, item.weekday) for item in found.deadlines] == [
        ("assignment", -12, 6),
        ("inner", 3, 0),
        ("outer", 14, 4),
    ]
    due = [(item.deadline.kind, item.days_before) for item in found.reminders if item.is_due]
    assert sorted(due) == [("inner", 3), ("outer", 14)]


@given(st.text(max_size=200), st.lists(st.integers(0, 60), max_size=4))
def test_calendar_files_are_folded_whole_and_escaped(title: str, days: list[int]) -> None:
    found = deadlines(
        outer="2027-01-15", inner="", assigned=[("2027-01-01", title, ["r12"])], today=date(2027, 1, 1)
    )
    stamp = datetime(2027, 1, 1, tzinfo=UTC)
    content = calendar(found, title=title, days_before=days, uid="w", stamp=stamp)
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 for line in lines)
    unfolded = content.replace(b"\r\n ", b"").decode()
    assert unfolded.count("BEGIN:VEVENT") >= 2
    summaries = [line for line in unfolded.split("\r\n") if line.startswith("SUMMARY:")]
    shown = summaries[0].replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert len(summaries) == 2
    assert shown


def test_a_calendar_file_names_day_and_alarm() -> None:
    found = deadlines(outer="2027-01-15", inner="", assigned=(), today=date(2027, 1, 1))
    text = calendar(
        found, title="Recommandation, DPI", days_before=(7,), uid="w", stamp=datetime(2027, 1, 1, tzinfo=UTC)
    ).decode()
    for line in (
        "DTSTART;VALUE=DATE:20270115",
        "DTEND;VALUE=DATE:20270116",
        "TRIGGER:-P7D",
        "UID:outer@w.consult",
    ):
        assert f"\r\n{line}\r\n" in text
    assert "SUMMARY:Deadline: Recommandation\\, DPI\r\n" in text


def test_a_passed_deadline_warns_of_nothing() -> None:
    found = deadlines(outer="2026-12-31", inner="", assigned=(), today=date(2027, 1, 1))
    assert not any(item.is_due for item in warning_plan(found, (14, 7)))
