"""Files taken in, again, corrected and undone: nothing is lost, nothing counted twice."""

from __future__ import annotations

import msgspec
import pytest

from tests.intake_placing.drafts import content_of, contribution, remark
from toolkit import team
from toolkit.errors import UnknownName, UsageError
from toolkit.model.contribution import GENERAL, Contribution, Leftover
from toolkit.model.intake import TakenIn
from toolkit.workspace.store import Workspace
from toolkit.workspace.team import ReceivedFilter

FILE = contribution(
    remark("1", "Trop lourd pour nous.", clause="R1"),
    remark("2", "Préciser.", clause="R2", quote="deux fois par an", proposed="trois fois par an"),
    remark("3", "Pourquoi ?", clause="R3"),
    remark("4", "Le parking est fermé."),
    remark("5", "RAS", kind="silence", clause="fiche 4"),
    leftovers=(Leftover("row 1", "Clause", "header"),),
)


def take(workspace: Workspace, item: Contribution, **fields: object) -> TakenIn:
    return team.take_in(workspace, [(item, content_of(item))], **fields)[0]  # type: ignore[arg-type]  # options


def changed(*remarks: object, without: str = "") -> Contribution:
    """Return the file with some remarks in the place of those of their keys, and without one."""
    fresh = {item.key: item for item in remarks}  # type: ignore[attr-defined]  # remarks
    kept = [fresh.pop(item.key, item) for item in FILE.remarks if item.key != without]
    return contribution(*kept, *fresh.values(), leftovers=FILE.leftovers)


def test_the_report_counts_all_that_the_file_contains(workspace: Workspace) -> None:
    report = take(workspace, FILE)
    counts = (report.placed, report.proposed, report.unplaced, report.silent, report.leftovers)
    assert counts == (3, 0, 1, 1, 1)
    assert report.total == len(FILE.remarks) + len(FILE.leftovers)
    assert (report.author, report.role) == ("Claire Martin", "dpo")


def test_placed_remarks_are_comments_that_say_where_they_come_from(workspace: Workspace) -> None:
    take(workspace, FILE)
    comments = {item.provision_id: item for item in workspace.comments()}
    assert list(comments) == ["r1", "r2", "r3"]
    assert {item.state for item in comments.values()} == {"submitted"}
    assert [item.position for item in comments.values()] == ["amend", "amend", "question"]
    assert (comments["r2"].quote, comments["r2"].proposed) == ("deux fois par an", "trois fois par an")
    received = {item.id: item for item in workspace.team.received()}
    assert all(received[item.remark].comment_id == item.id for item in comments.values())


def test_a_file_that_somebody_else_takes_in_meanwhile_counts_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = type(workspace.team)
    act = store.act

    def slower(self: object, *given: object, **named: object) -> object:
        monkeypatch.setattr(store, "act", act)
        take(workspace, FILE)
        return act(self, *given, **named)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(store, "act", slower)
    assert take(workspace, FILE).state == "known"
    assert len(workspace.team.received()) == len(FILE.remarks)
    assert len(workspace.comments()) == 3


def test_the_file_itself_is_kept(workspace: Workspace) -> None:
    take(workspace, FILE)
    assert workspace.team.contribution_file(FILE).read_bytes() == content_of(FILE)


def test_silence_marks_what_it_means(workspace: Workspace) -> None:
    take(workspace, FILE)
    marks = {(mark.provision_id, mark.role, mark.state) for mark in workspace.marks()}
    assert marks == {("fiche-4", "dpo", "no_comment"), ("r3", "dpo", "no_comment")}


def test_silence_on_the_whole_marks_all_that_concerns_the_role(workspace: Workspace) -> None:
    take(workspace, contribution(remark("1", "RAS", kind="silence")))
    assert {mark.provision_id for mark in workspace.marks()} == {"fiche-3", "r1", "r2", "fiche-4", "r3"}


def test_silence_on_a_range_marks_all_of_it(workspace: Workspace) -> None:
    take(workspace, contribution(remark("1", "RAS", kind="silence", clause="R1 à R3")))
    assert {mark.provision_id for mark in workspace.marks()} == {"r1", "r2", "r3"}


def test_the_same_file_again_changes_nothing(workspace: Workspace) -> None:
    take(workspace, FILE)
    acts, comments = workspace.team.acts(), workspace.comments()
    report = take(workspace, FILE)
    assert (report.state, report.kept, report.total) == ("known", 5, 6)
    assert (workspace.team.acts(), workspace.comments()) == (acts, comments)


def test_a_dry_run_says_the_same_and_writes_nothing(workspace: Workspace) -> None:
    planned = take(workspace, FILE, dry_run=True)
    assert not workspace.comments()
    assert not workspace.team.received()
    assert not workspace.team.contributions()
    done = take(workspace, FILE)
    assert msgspec.structs.replace(done, received=()) == planned


def test_a_corrected_file_updates(workspace: Workspace) -> None:
    take(workspace, FILE)
    corrected = changed(
        remark("1", "Beaucoup trop lourd pour nous.", clause="R1"),
        remark("6", "Bien.", clause="R2"),
        without="3",
    )
    report = take(workspace, corrected)
    assert (report.state, report.replaces) == ("corrected", FILE.name)
    assert (report.kept, report.updated, report.superseded, report.conflicts) == (3, 1, 1, ())
    assert report.total == len(corrected.remarks) + len(corrected.leftovers)
    texts = {item.text: item.state for item in workspace.comments()}
    assert texts == {
        "Beaucoup trop lourd pour nous.": "submitted",
        "Préciser.": "submitted",
        "Bien.": "submitted",
        "Pourquoi ?": "withdrawn",
    }


def test_a_second_correction_goes_on_from_the_first(workspace: Workspace) -> None:
    take(workspace, FILE)
    take(workspace, changed(remark("1", "Plus court.", clause="R1")))
    report = take(workspace, changed(remark("1", "Encore plus court.", clause="R1")))
    assert (report.state, report.updated, report.kept) == ("corrected", 1, 4)
    assert len(workspace.comments()) == 3


def test_a_comment_that_somebody_changed_stays_beside_the_correction(workspace: Workspace) -> None:
    take(workspace, FILE)
    first = workspace.comments()[0]
    workspace.edit_comment(msgspec.structs.replace(first, text="Réécrit ici."), actor="Paul Noël")
    report = take(workspace, changed(remark("1", "Réécrit là-bas.", clause="R1")))
    assert report.conflicts == (first.id,)
    on_r1 = [item.text for item in workspace.comments() if item.provision_id == "r1"]
    assert on_r1 == ["Réécrit ici.", "Réécrit là-bas."]


def test_files_of_one_name_from_two_people_are_two_files(workspace: Workspace) -> None:
    take(workspace, FILE)
    other = contribution(remark("1", "Bien.", clause="R1"), author="Paul Noël")
    report = take(workspace, other)
    assert (report.state, report.author, report.role) == ("new", "Paul Noël", "it")
    assert not workspace.team.received(ReceivedFilter(superseded=True))[0].superseded


def test_undoing_an_intake_takes_all_of_it_back(workspace: Workspace) -> None:
    take(workspace, FILE)
    workspace.team.undo(workspace.team.acts()[-1].number, actor="")
    assert not workspace.team.received()
    assert not workspace.marks()
    assert {item.state for item in workspace.comments()} == {"withdrawn"}
    assert take(workspace, FILE).state == "new"


def test_what_a_mail_carries_counts_with_the_mail(workspace: Workspace) -> None:
    mail = contribution(
        remark("1", "Voir la pièce jointe.", form="mail"),
        name="mail.eml",
        attachments=(FILE,),
        author="paul@example.org",
    )
    report = take(workspace, mail)
    assert report.total == 1 + len(FILE.remarks) + len(FILE.leftovers)
    assert {item.remark.key for item in report.received} >= {"1", f"{FILE.name}/1"}
    assert {item.author for item in workspace.comments()} == {"Claire Martin"}


def test_a_person_wins_over_the_file(workspace: Workspace) -> None:
    take(workspace, FILE, author="Paul Noël", role="dpo")
    assert {(item.author, item.role) for item in workspace.comments()} == {("Paul Noël", "dpo")}


def test_whoever_is_named_at_intake_is_the_author_of_what_is_placed_later(workspace: Workspace) -> None:
    nameless = contribution(remark("1", "Le parking est fermé."), author="")
    waiting = take(workspace, nameless, author="Paul Noël", role="dpo").received[0]
    team.place(workspace, waiting.id, "r1")
    assert [(item.author, item.role) for item in workspace.comments()] == [("Paul Noël", "dpo")]


@pytest.mark.parametrize(
    ("said", "role", "expected"),
    [
        ("claire.martin@example.org", "", ("Claire Martin", "dpo")),
        ("MARTIN Claire", "", ("Claire Martin", "dpo")),
        ("CM", "", ("Claire Martin", "dpo")),
        ("Paul Noel <paul@example.org>", "", ("Paul Noël", "it")),
        ("Ana Ruiz", "Direction des systèmes d’information", ("Ana Ruiz", "it")),
        ("Ana Ruiz", "Astronaute", ("Ana Ruiz", "")),
        ("Claire Martin", "Astronaute", ("Claire Martin", "dpo")),
    ],
)
def test_writers_are_known_however_they_sign(
    workspace: Workspace, said: str, role: str, expected: tuple[str, str]
) -> None:
    take(workspace, contribution(remark("1", clause="R1"), author=said, role=role))
    comment = workspace.comments()[0]
    assert (comment.author, comment.role) == expected


def test_an_answer_becomes_an_answer(workspace: Workspace) -> None:
    take(workspace, contribution(remark("2", "D’accord.", reply_to="1"), remark("1", clause="R1")))
    by_text = {item.text: item for item in workspace.comments()}
    if "D’accord." in by_text:
        assert by_text["D’accord."].reply_to == by_text["Trop court."].id


def waiting(workspace: Workspace) -> str:
    return workspace.team.received(ReceivedFilter(states=("proposed", "unplaced")))[0].id


def test_a_person_places_what_had_no_place(workspace: Workspace) -> None:
    take(workspace, FILE)
    decided = team.place(
        workspace, waiting(workspace), "R2", quote="deux fois par an", actor="Paul", why="vu"
    )
    comment = workspace.comment(decided.comment_id)
    assert (comment.provision_id, comment.quote, comment.remark) == ("r2", "deux fois par an", decided.id)
    assert (decided.placement.state, decided.placement.actor, decided.placement.why) == (
        "placed",
        "Paul",
        "vu",
    )


def test_a_place_decided_by_a_person_outlives_a_correction(workspace: Workspace) -> None:
    take(workspace, FILE)
    team.place(workspace, waiting(workspace), GENERAL)
    take(workspace, changed(remark("4", "Le parking est toujours fermé.")))
    general = [item.text for item in workspace.comments() if item.provision_id == GENERAL]
    assert general == ["Le parking est toujours fermé."]


def test_a_proposal_is_confirmed(workspace: Workspace) -> None:
    take(workspace, contribution(remark("1", clause="R2, 9e tiret")))
    decided = team.place(workspace, waiting(workspace))
    assert workspace.comment(decided.comment_id).provision_id == "r2"


def test_nothing_is_confirmed_where_nothing_is_proposed(workspace: Workspace) -> None:
    take(workspace, FILE)
    with pytest.raises(UsageError, match="nothing is proposed"):
        team.place(workspace, waiting(workspace))


def test_a_remark_that_was_placed_is_moved_with_its_comment(workspace: Workspace) -> None:
    take(workspace, FILE)
    first = workspace.comments()[0]
    decided = team.place(workspace, first.remark, "r3")
    assert decided.comment_id == first.id
    assert workspace.comment(first.id).provision_id == "r3"


def test_what_is_set_aside_has_a_reason_and_no_comment(workspace: Workspace) -> None:
    take(workspace, FILE)
    first = workspace.comments()[0]
    decided = team.set_aside(workspace, first.remark, why="hors sujet", actor="Paul")
    assert (decided.placement.state, decided.placement.why) == ("set_aside", "hors sujet")
    assert (workspace.comment(first.id).state, workspace.comment(first.id).reason) == (
        "withdrawn",
        "hors sujet",
    )
    workspace.team.undo(workspace.team.acts()[-1].number, actor="")
    assert workspace.comment(first.id).state == "submitted"


def test_setting_aside_needs_a_reason_and_a_remark(workspace: Workspace) -> None:
    take(workspace, FILE)
    with pytest.raises(UsageError, match="why"):
        team.set_aside(workspace, waiting(workspace), why=" ")
    with pytest.raises(UnknownName):
        team.set_aside(workspace, "r99", why="?")
