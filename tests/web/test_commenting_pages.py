"""Comments without a browser: what is shown, what is stored, who may do what, and that no words are overwritten."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from tests.support.workspaces import make_workspace
from toolkit.model.comment import Comment
from toolkit.model.provision import Provision
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace

MakeClient = Callable[..., TestClient]
CLAIRE = "Claire Morvan"
FRAGMENT = {"hx-request": "true"}
JSON = {"accept": "application/json", **FRAGMENT}
TEAM = (Person(name="Anne", duties=("lead",)), Person(name=CLAIRE, role="dpo"), Person(name="Karim"))


class Desk:
    """A workspace on disk and the client of somebody who works at it."""

    def __init__(self, tmp_path: Path, client: MakeClient, **options: Any) -> None:
        with make_workspace(tmp_path, **options) as made:
            self.folder = made.folder
        self._client = client
        self.asking = self.of(CLAIRE)

    def of(self, person: str) -> TestClient:
        return self._client(self.folder, person=person)

    def path(self, rest: str) -> str:
        return f"/w/{self.folder.name}/comment/{rest}"

    def opened(self) -> Workspace:
        return Workspace.open(self.folder)

    def add(self, **fields: Any) -> Comment:
        with self.opened() as workspace:
            return workspace.add_comment(
                Comment(id="", **{"provision_id": "r12", "author": CLAIRE, **fields})
            )

    def stored(self, comment_id: str = "c1") -> Comment:
        with self.opened() as workspace:
            return workspace.comment(comment_id)


@pytest.fixture
def desk(tmp_path: Path, client: MakeClient) -> Desk:
    return Desk(tmp_path, client)


def form(**values: str) -> Mapping[str, str]:
    return {"provision": "r12", "revision": "1", "position": "amend", "window": "w1", **values}


def test_a_form_opens_on_quoted_words_with_the_suggested_template_first(desk: Desk) -> None:
    asked = {"provision": "r12", "quote": "deux facteurs"}
    whole = desk.asking.get(desk.path("new"), params=asked)
    assert "<html" in whole.text
    assert "L’authentification" in whole.text
    fragment = desk.asking.get(desk.path("new"), params=asked, headers=FRAGMENT)
    assert "<html" not in fragment.text
    assert '<blockquote class="comment-quote prose">deux facteurs</blockquote>' in fragment.text
    own, suggested, *others = fragment.text.partition('<select name="template"')[2].split("</option>")
    assert "In your own words" in own
    assert suggested.endswith("– suggested")
    assert others


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        pytest.param(
            {"provision": "r13"}, "Les journaux devraient être conservés six mois.", id="of a provision"
        ),
        pytest.param({}, "", id="of none, on the draft as a whole"),
    ],
)
def test_the_wording_to_change_is_the_drafts_own_on_a_page_and_in_one(
    desk: Desk, asked: dict[str, str], words: str
) -> None:
    for headers in ({}, FRAGMENT):
        text = desk.asking.get(desk.path("new"), params=asked, headers=headers).text
        assert re.findall(r"<textarea[^>]* name=\"(?:words|proposed)\"[^>]*>([^<]*)<", text) == [words, words]


def test_words_that_stand_there_twice_are_quoted_with_what_tells_them_apart(
    tmp_path: Path, client: MakeClient
) -> None:
    text = "sous 72 heures, puis sous 72 heures au plus"
    desk = Desk(tmp_path, client, provisions=(Provision(id="r1", text=text),))
    asked = {"provision": "r1", "quote": "72 heures", "occurrence": "2"}
    shown = desk.asking.get(desk.path("new"), params=asked, headers=FRAGMENT).text
    assert 'name="quote" value="72 heures au"' in shown


def test_a_heading_is_shown_with_what_stands_under_it(desk: Desk) -> None:
    shown = desk.asking.get(desk.path("of/fiche-13")).text
    assert 'data-provision="r13" data-field="text">Les journaux' in shown


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("new?provision=r99", 404, id="no such provision"),
        pytest.param("new?provision=r12&quote=never+printed", 400, id="words that are not there"),
        pytest.param("new?provision=r12&quote=facteurs&occurrence=7", 400, id="not there so often"),
        pytest.param("c9", 404, id="no such comment"),
        pytest.param("c9/edit", 404, id="nothing to edit"),
        pytest.param("of/r99", 404, id="comments of no provision"),
    ],
)
def test_what_does_not_exist_is_said(desk: Desk, path: str, status: int) -> None:
    assert desk.asking.get(desk.path(path)).status_code == status
    assert 'role="alert"' in desk.asking.get(desk.path(path), headers=FRAGMENT).text


def test_first_words_make_a_draft_and_later_ones_are_saved_on_the_revision_read(desk: Desk) -> None:
    told = desk.asking.post(desk.path("new"), data=form(text="Trop"), headers=JSON).json()
    assert (told["id"], told["revision"]) == ("c1", 1)
    told = desk.asking.post(
        desk.path("c1/save"), data=form(text="Trop large", rationale="Coût"), headers=JSON
    ).json()
    assert told["revision"] == 2
    stored = desk.stored()
    assert (stored.text, stored.rationale, stored.author, stored.state) == (
        "Trop large",
        "Coût",
        CLAIRE,
        "draft",
    )


def test_the_same_words_sent_again_make_no_second_comment_and_no_conflict(desk: Desk) -> None:
    for window, again in (("w1", ""), ("w1", ""), ("w2", "1")):
        sent = form(text="Trop", window=window, again=again)
        assert desk.asking.post(desk.path("new"), data=sent, headers=JSON).json()["id"] == "c1"
    for _again in range(2):
        told = desk.asking.post(desk.path("c1/save"), data=form(text="Trop large"), headers=JSON)
        assert told.json()["revision"] == 2
    with desk.opened() as workspace:
        assert len(workspace.comments()) == 1


def test_two_comments_may_begin_with_the_same_words(desk: Desk) -> None:
    told = [
        desk.asking.post(desk.path("new"), data=form(text="Trop", window=window), headers=JSON).json()["id"]
        for window in ("w1", "w2")
    ]
    assert told == ["c1", "c2"]


def test_nothing_typed_makes_no_comment(desk: Desk) -> None:
    assert desk.asking.post(desk.path("new"), data=form(text=" "), headers=JSON).status_code == 400
    with desk.opened() as workspace:
        assert workspace.comments() == ()


def test_the_drafts_own_words_are_no_proposal(desk: Desk) -> None:
    words = "L’authentification à deux facteurs devrait être imposée."
    desk.asking.post(desk.path("new"), data=form(text="x", words=words, proposed=words), headers=JSON)
    assert desk.stored().proposed == ""
    changed = words.replace("devrait être", "est")
    desk.asking.post(desk.path("c1/save"), data=form(text="x", words=words, proposed=changed), headers=JSON)
    assert desk.stored().proposed == changed
    sent = form(text="x", words=words, proposed=changed, deletion="1", revision="2")
    desk.asking.post(desk.path("c1/save"), data=sent, headers=JSON)
    assert (desk.stored().proposed, desk.stored().deletion) == ("", True)


def test_a_save_on_an_older_revision_overwrites_nothing_and_shows_both_versions(desk: Desk) -> None:
    desk.add(text="first")
    other = desk.of("Karim")
    assert other.post(desk.path("c1/save"), data=form(text="theirs"), headers=JSON).status_code == 200
    assert desk.asking.post(desk.path("c1/save"), data=form(text="mine"), headers=JSON).status_code == 409
    assert desk.stored().text == "theirs"
    shown = desk.asking.post(desk.path("c1/compare"), data=form(text="mine"), headers=FRAGMENT).text
    assert "<del>theirs</del><ins>mine</ins>" in shown
    assert "Karim changed this comment" in shown
    without_script = desk.asking.post(desk.path("c1/save"), data=form(text="mine"))
    assert without_script.status_code == 409
    assert 'name="text" value="mine"' in without_script.text


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        pytest.param({"text": "mine"}, [], id="they changed another part"),
        pytest.param({"text": "begun", "rationale": "mine"}, ["Rationale"], id="both changed the same part"),
        pytest.param({"text": "mine", "rationale": "mine"}, ["Rationale"], id="one of both parts"),
        pytest.param({"text": "mine", "rationale": "theirs"}, [], id="both wrote the same"),
    ],
)
def test_only_parts_that_both_sides_have_changed_need_a_choice(
    desk: Desk, sent: Mapping[str, str], asked: list[str]
) -> None:
    desk.add(text="begun", position="amend")
    desk.of("Karim").post(desk.path("c1/save"), data=form(text="begun", rationale="theirs"), headers=JSON)
    base = {"base_text": "begun", "base_rationale": "", "base_position": "amend", "base_proposed": ""}
    shown = desk.asking.post(desk.path("c1/compare"), data=form(**base, **sent), headers=FRAGMENT).text
    assert ("data-joined" in shown) == (not asked)
    assert [label for label in ("Comment", "Rationale", "Position") if f"<h4>{label}</h4>" in shown] == asked


def test_without_a_script_a_form_saves_and_shows_the_comment(desk: Desk) -> None:
    answer = desk.asking.post(desk.path("new"), data=form(text="Trop"))
    assert (answer.status_code, answer.headers["location"]) == (303, desk.path("c1"))
    answer = desk.asking.post(desk.path("c1/state"), data={"wish": "submit", "revision": "1"})
    assert answer.status_code == 303
    assert desk.stored().state == "submitted"


def test_a_draft_is_submitted_taken_back_and_deleted_and_each_can_be_undone(desk: Desk) -> None:
    desk.add(text="Trop")
    for wish, state in (("submit", "submitted"), ("reopen", "draft"), ("withdraw", "withdrawn")):
        revision = str(desk.stored().revision)
        answer = desk.asking.post(
            desk.path("c1/state"), data={"wish": wish, "revision": revision}, headers=FRAGMENT
        )
        assert desk.stored().state == state
        assert "Undo" in answer.text
    undo = answer.text.partition('hx-post="')[2].partition('"')[0]
    assert desk.asking.post(undo, headers=FRAGMENT).status_code == 204
    assert desk.stored().state == "draft"


def test_a_state_is_not_changed_on_an_older_revision(desk: Desk) -> None:
    desk.add(text="Trop")
    desk.of("Karim").post(desk.path("c1/save"), data=form(text="theirs"), headers=JSON)
    sent = {"wish": "submit", "revision": "1"}
    assert desk.asking.post(desk.path("c1/state"), data=sent, headers=FRAGMENT).status_code == 409
    assert desk.stored().state == "draft"


@pytest.mark.parametrize(
    ("person", "may"),
    [
        pytest.param(CLAIRE, True, id="the author"),
        pytest.param("Anne", True, id="an editor"),
        pytest.param("Karim", False, id="somebody else"),
        pytest.param("", False, id="nobody named"),
    ],
)
def test_others_comments_are_for_editors(tmp_path: Path, client: MakeClient, person: str, may: bool) -> None:
    desk = Desk(tmp_path, client, people=TEAM)
    desk.add(text="mine")
    asking = desk.of(person)
    shown = asking.get(desk.path("of/r12"), headers=FRAGMENT).text
    assert (desk.path("c1/edit") in shown, "Submit" in shown) == (may, may)
    saved = asking.post(desk.path("c1/save"), data=form(text="changed"), headers=JSON)
    assert saved.status_code == (200 if may else 403)
    sent = {"wish": "withdraw", "revision": str(desk.stored().revision)}
    withdrawn = asking.post(desk.path("c1/state"), data=sent, headers=FRAGMENT)
    assert withdrawn.status_code == (200 if may else 403)
    assert (desk.stored().text, desk.stored().state) == (
        ("changed", "withdrawn") if may else ("mine", "draft")
    )


def test_a_reply_stands_below_what_it_answers(desk: Desk) -> None:
    desk.add(text="Pourquoi deux ?")
    opened = desk.asking.get(
        desk.path("new"), params={"provision": "r12", "reply_to": "c1"}, headers=FRAGMENT
    )
    assert "Reply to c1" in opened.text
    desk.asking.post(desk.path("new"), data=form(text="Parce que.", reply_to="c1"), headers=JSON)
    assert desk.stored("c2").reply_to == "c1"
    shown = desk.asking.get(desk.path("of/r12"), headers=FRAGMENT).text
    assert shown.index("comment-replies") < shown.index("Parce que.")


def test_the_history_tells_what_changed_word_by_word(desk: Desk) -> None:
    desk.add(text="Deux facteurs")
    desk.of("Karim").post(desk.path("c1/save"), data=form(text="Trois facteurs"), headers=JSON)
    shown = desk.asking.get(desk.path("c1/history"), headers=FRAGMENT).text
    assert "<del>Deux</del><ins>Trois</ins> facteurs" in shown
    assert "Karim" in shown


def test_the_preview_words_what_the_template_makes_of_the_answers(desk: Desk) -> None:
    sent = form(template="clarify", field_unclear="imposée", composing="1")
    shown = desk.asking.post(desk.path("preview"), data=sent, headers=FRAGMENT).text
    assert "« imposée »" in shown.replace("\xa0", " ")
    assert "[à compléter" in shown
    assert 'data-composed data-position="question"' in shown


def test_a_part_written_by_hand_is_not_the_templates(desk: Desk) -> None:
    sent = form(template="clarify", field_unclear="imposée", composing="1", by_hand="text", text="Mes mots")
    shown = desk.asking.post(desk.path("preview"), data=sent, headers=FRAGMENT).text
    assert '<p class="comment-text">Mes mots</p>' in shown


def test_the_preview_shows_a_wording_within_its_sentence(desk: Desk) -> None:
    sent = form(quote="deux facteurs", proposed="trois facteurs", text="x")
    shown = desk.asking.post(desk.path("preview"), data=sent, headers=FRAGMENT).text
    assert "L’authentification à <del>deux</del><ins>trois</ins> facteurs devrait être imposée." in shown


def test_answers_to_a_template_come_back_with_the_draft(desk: Desk) -> None:
    sent = form(template="clarify", field_unclear="imposée", field_objective="sûreté", text="x")
    desk.asking.post(desk.path("new"), data=sent, headers=JSON)
    shown = desk.asking.get(desk.path("c1/edit"), headers=FRAGMENT).text
    assert ">imposée</textarea>" in shown
    assert 'type="hidden" name="field_objective" value="sûreté"' in shown
    switched = desk.asking.post(
        desk.path("questions"), data={**sent, "template": "alternative"}, headers=FRAGMENT
    ).text
    assert ">sûreté</textarea>" in switched
    assert 'type="hidden" name="field_unclear" value="imposée"' in switched


def test_what_was_drafted_elsewhere_from_a_template_is_all_by_hand(desk: Desk) -> None:
    desk.add(text="Écrit à la main", template="clarify")
    shown = desk.asking.get(desk.path("c1/edit"), headers=FRAGMENT).text
    assert 'name="by_hand" value="position text proposed rationale"' in shown


def test_people_at_one_comment_hear_of_each_other(desk: Desk) -> None:
    desk.add(text="Trop")
    ask = {"window": "a", "revision": "1"}
    assert "open" not in desk.asking.get(desk.path("c1/presence"), params=ask).text
    shown = desk.asking.get(desk.path("c1/presence"), params={**ask, "window": "b"}).text
    assert "This comment is open in another window too." in shown
    desk.asking.post(desk.path("c1/leave"), data=form(window="a"))
    again = desk.asking.get(desk.path("c1/presence"), params={**ask, "window": "b", "shown": "a"})
    assert "open" not in again.text


def test_an_unchanged_hint_is_not_said_again(desk: Desk) -> None:
    desk.add(text="Trop")
    ask = {"window": "a", "revision": "1", "shown": ""}
    assert desk.asking.get(desk.path("c1/presence"), params=ask).status_code == 204
    desk.of("Karim").post(desk.path("c1/save"), data=form(text="theirs"), headers=JSON)
    told = desk.asking.get(desk.path("c1/presence"), params=ask)
    assert "Karim changed this comment" in told.text
    shown = told.text.partition('name="shown" value="')[2].partition('"')[0]
    assert desk.asking.get(desk.path("c1/presence"), params={**ask, "shown": shown}).status_code == 204


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("", {"c1", "c2"}, id="all but withdrawn"),
        pytest.param("?mine=1", {"c1"}, id="mine"),
        pytest.param("?author=Karim", {"c2"}, id="author"),
        pytest.param("?role=dpo", {"c1"}, id="role"),
        pytest.param("?state=withdrawn", {"c3"}, id="state"),
        pytest.param("?position=oppose", {"c2"}, id="position"),
        pytest.param("?position=oppose&mine=1", set(), id="nothing fits"),
    ],
)
def test_the_list_is_filtered(desk: Desk, query: str, found: set[str]) -> None:
    desk.add(text="one", role="dpo")
    desk.add(text="two", author="Karim", position="oppose")
    desk.add(text="three", author="Karim", state="withdrawn")
    address = f"/w/{desk.folder.name}/comments{query}"
    shown = desk.asking.get(address, headers=FRAGMENT).text
    assert {name for name in ("c1", "c2", "c3") if f'comment/{name}"' in shown} == found
    assert "<html" in desk.asking.get(address).text


def test_a_long_list_comes_in_pages(desk: Desk) -> None:
    with desk.opened() as workspace:
        workspace.add_comments([Comment(id="", provision_id="r12", text=str(n)) for n in range(120)])
    address = f"/w/{desk.folder.name}/comments"
    first = desk.asking.get(address, headers=FRAGMENT).text
    assert first.count("<li>") == 50
    last = desk.asking.get(f"{address}?from=100", headers=FRAGMENT).text
    assert (last.count("<li>"), "Show more" in last) == (20, False)


@pytest.mark.parametrize("field", ["text", "proposed", "rationale", "role", "quote"])
def test_markup_in_what_people_type_is_shown_as_text(desk: Desk, field: str) -> None:
    attack = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    desk.add(**{"text": "x", field: attack})
    sent = form(**{"text": "x", field: attack})
    pages = [desk.asking.get(desk.path(path)).text for path in ("c1", "c1/edit", "c1/history", "of/r12")] + [
        desk.asking.post(desk.path(path), data=sent, headers=FRAGMENT).text
        for path in ("preview", "c1/compare")
    ]
    for shown in pages:
        assert "<script>alert" not in shown
        assert "<img" not in shown


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"position": "shout"}, id="position"),
        pytest.param({"revision": "-1"}, id="revision"),
        pytest.param({"revision": "9" * 40}, id="huge revision"),
        pytest.param({"template": "../../etc/passwd", "composing": "1"}, id="template", marks=()),
    ],
)
def test_what_no_form_of_ours_sends_is_refused_or_told(desk: Desk, sent: Mapping[str, str]) -> None:
    answer = desk.asking.post(desk.path("preview"), data={**form(text="x"), **sent}, headers=FRAGMENT)
    assert answer.status_code == 400 or "no comment template is called" in answer.text


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param({"provision": "r99"}, 404, id="provision"),
        pytest.param({"quote": "never printed"}, 400, id="quote"),
        pytest.param({"role": "emperor"}, 404, id="role"),
        pytest.param({"template": "none-such"}, 404, id="template"),
        pytest.param({"reply_to": "c9"}, 404, id="comment answered"),
    ],
)
def test_a_comment_names_nothing_that_does_not_exist(
    desk: Desk, sent: Mapping[str, str], status: int
) -> None:
    answer = desk.asking.post(desk.path("new"), data=form(text="x", **sent), headers=JSON)
    assert answer.status_code == status
    with desk.opened() as workspace:
        assert workspace.comments() == ()


def test_a_role_that_the_profile_has_lost_stays_with_its_comment(desk: Desk) -> None:
    desk.add(text="x", role="former")
    answer = desk.asking.post(desk.path("c1/save"), data=form(text="y", role="former"), headers=JSON)
    assert (answer.status_code, desk.stored().role) == (200, "former")


def test_comments_on_a_provision_that_is_gone_can_be_read_and_changed(desk: Desk) -> None:
    desk.add(text="x")
    with desk.opened() as workspace:
        draft = workspace.draft()
        kept = tuple(item for item in draft.provisions if item.id != "r12")
        workspace.replace_draft(
            msgspec.structs.replace(draft, provisions=kept), source=workspace.draft_file()
        )
    for path in ("c1", "c1/edit", "of/r12"):
        assert desk.asking.get(desk.path(path)).status_code == 200
    assert desk.asking.post(desk.path("c1/save"), data=form(text="y"), headers=JSON).status_code == 200


def test_the_draft_as_a_whole_is_commented_too(desk: Desk) -> None:
    assert "The draft as a whole" in desk.asking.get(desk.path("new")).text
    told = desk.asking.post(desk.path("new"), data=form(provision="", text="Merci."), headers=JSON).json()
    assert desk.stored(told["id"]).provision_id == ""
    assert "Merci." in desk.asking.get(desk.path("of/")).text
