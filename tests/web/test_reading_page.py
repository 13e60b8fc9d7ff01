"""What the reading page shows of a draft, through which filters, and what is done while reading."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.support.workspaces import make_workspace
from toolkit.model.comment import Comment
from toolkit.model.provision import NoteCall, Provision
from toolkit.model.tag import Evidence, Facet, Tag
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace

MakeClient = Callable[..., TestClient]
FRAGMENT = {"hx-request": "true"}
KARIM = Person(name="Karim", role="ciso")
PEOPLE = (KARIM, Person(name="Lead", role="legal", duties=("lead",)))


def _tag(facet: Facet, value: str, *words: Evidence, label: str = "") -> Tag:
    return Tag(facet=facet, value=value, score=0.9, rule=f"{facet}.test", evidence=words, label=label)


def _words(words: str) -> Evidence:
    start = JOURNAL.index(words)
    return Evidence("text", start, start + len(words), words)


JOURNAL = "Les journaux sont conservés six mois, comme le dit R12 et l’article 32 du RGPD."
DRAFT = (
    Provision(id="fiche-13", kind="fiche", number="Fiche 13", heading="Accès"),
    Provision(id="fiche-13.1", parent_id="fiche-13", kind="section", number="13.1", heading="Identité"),
    Provision(
        id="r12",
        parent_id="fiche-13.1",
        kind="recommendation",
        number="R12",
        heading="Deux facteurs",
        text="L’authentification à deux facteurs devrait être imposée.",
        calls=(NoteCall("text", 34, "note-1", "1"),),
        level="recommendation",
        tags=(_tag("role", "ciso"), _tag("modality", "recommendation"), _tag("topic", "authentication")),
    ),
    Provision(id="note-1", parent_id="r12", kind="footnote", number="1", text="Voir le <guide> & l’annexe."),
    Provision(
        id="r13",
        parent_id="fiche-13",
        kind="paragraph",
        text=JOURNAL,
        tags=(
            _tag("role", "dpo"),
            _tag("role", "ciso"),
            _tag("modality", "obligation"),
            _tag("reference", "draft:r12", _words("R12"), label="R12"),
            _tag("reference", "eu:2016/679#art32", _words("article 32"), label="article 32 du RGPD"),
            _tag("deadline", "P6M", _words("six mois"), label="six mois"),
        ),
    ),
    Provision(
        id="tableau-1",
        kind="table",
        number="Tableau 1",
        heading="Durées",
        rows=(("Trace", "Durée"), ("Accès", "six mois")),
        tags=(_tag("deadline", "P6M", Evidence("rows", 18, 26, "six mois"), label="six mois"),),
    ),
)  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    with make_workspace(tmp_path, provisions=DRAFT, people=PEOPLE) as made:
        yield made


@pytest.fixture
def reading(workspace: Workspace, client: MakeClient) -> Reading:
    return Reading(client(workspace.folder, person=KARIM.name), workspace)


class Reading:
    """Karim, who reads."""

    def __init__(self, browser: TestClient, workspace: Workspace) -> None:
        self.browser = browser
        self.workspace = workspace
        self.root = f"/w/{workspace.folder.name}"

    def text(self, query: str = "") -> str:
        answer = self.browser.get(f"{self.root}/read{query}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def matches(self, query: str) -> list[str]:
        """The ids of the provisions shown for themselves, not to say where a match stands."""
        found = re.findall(r'<article id="p-([^"]+)" class="([^"]*)"', self.text(query))
        return [name for name, classes in found if "context" not in classes.split()]

    def post(self, path: str, **data: str) -> str:
        answer = self.browser.post(f"{self.root}/reading/{path}", data=data, headers=FRAGMENT)
        assert answer.status_code == 200, answer.text
        return answer.text


def test_every_provision_of_the_draft_stands_on_the_page_in_its_order(reading: Reading) -> None:
    assert re.findall(r'<article id="p-([^"]+)"', reading.text()) == [item.id for item in DRAFT]


def test_words_of_the_draft_are_words_and_no_markup(reading: Reading) -> None:
    assert "Voir le &lt;guide&gt; &amp; l’annexe." in reading.text()


def test_the_words_of_a_provision_are_all_there_whatever_is_marked_in_them(reading: Reading) -> None:
    reading.workspace.add_comment(
        Comment(id="", provision_id="r13", quote="conservés six mois, comme", text="Non.")
    )
    shown = reading.text("?words=journaux")
    words = re.search(r'id="p-r13".*?<p class="words[^>]*>(.*?)</p>', shown, re.DOTALL)
    assert words is not None
    assert html.unescape(re.sub(r"<[^>]*>", "", words[1])) == JOURNAL


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param('class="inward" data-target="r12"', id="a reference into the draft leads to the provision"),
        pytest.param(
            'href="https://eur-lex.europa.eu/eli/reg/2016/679/art_32/oj" target="_blank" rel="noopener noreferrer"',
            id="a reference to a law leads to its permanent address",
        ),
        pytest.param('<span class="dated" title="six mois">', id="a deadline is marked"),
        pytest.param('data-note="note-1" aria-expanded="false"', id="a footnote is called where it is printed"),
        pytest.param("kind-footnote frame frame-recommendation folded", id="a footnote waits for its call"),
        pytest.param("frame-recommendation", id="a recommendation is told apart"),
        pytest.param('<th scope="col">Trace</th>', id="a table has a head"),
    ],
)  # fmt: skip
def test_words_that_are_more_than_words(reading: Reading, markup: str) -> None:
    assert markup in reading.text()


def test_the_place_in_a_table_that_a_tag_points_to_is_marked_in_its_cell(reading: Reading) -> None:
    assert '<td><span class="dated" title="six mois">six mois</span></td>' in reading.text()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("?role=dpo", ["r13"], id="a role"),
        pytest.param("?role=dpo&role=ciso", ["r12", "r13"], id="either of two roles"),
        pytest.param("?topic=authentication&role=dpo", [], id="a topic and a role"),
        pytest.param("?modality=obligation", ["r13"], id="a modality"),
        pytest.param("?kind=table", ["tableau-1"], id="a kind"),
        pytest.param("?mine=1", ["r12", "r13"], id="my role only"),
        pytest.param("?mine=1&state=unread", ["r12", "r13"], id="my role, unread"),
        pytest.param("?state=selected", [], id="a state that nothing is in"),
        pytest.param("?words=journal", ["r13"], id="a word in another inflection"),
        pytest.param("?words=guide", ["note-1"], id="a word of a footnote shows the footnote"),
        pytest.param("?words=%28%22+AND+OR", [], id="a query that means nothing"),
        pytest.param("?role=nobody", [], id="a role that there is not"),
        pytest.param("?colour=red&words=%20", [item.id for item in DRAFT], id="a question nobody understands"),
    ],
)  # fmt: skip
def test_filters(reading: Reading, query: str, found: list[str]) -> None:
    assert reading.matches(query) == found


def test_what_a_match_stands_under_is_shown_with_it(reading: Reading) -> None:
    shown = reading.text("?topic=authentication")
    assert re.findall(r'<article id="p-([^"]+)"', shown) == ["fiche-13", "fiche-13.1", "r12", "note-1"]


def test_found_words_are_marked_and_a_typing_mistake_is_pointed_out(reading: Reading) -> None:
    assert "<mark>journaux</mark>" in reading.text("?words=journal")
    assert re.search(r"Did you mean\s+<a [^>]*>journaux</a>", reading.text("?words=jurnaux"))


def test_nothing_found_says_what_to_do(reading: Reading) -> None:
    shown = reading.text("?words=zzzz")
    assert "Nothing here matches" in shown
    assert "Show the whole draft" in shown


def test_filters_in_force_can_be_taken_away_one_by_one(reading: Reading) -> None:
    shown = reading.text("?role=dpo&mine=1&words=journaux")
    applied = re.findall(r'<a class="chip [^"]*gone" href="([^"]*)"', shown)
    assert [html.unescape(address).partition("?")[2] for address in applied] == [
        "role=dpo&mine=1", "role=dpo&words=journaux", "mine=1&words=journaux",
    ]  # fmt: skip


def test_each_filter_says_how_many_it_would_leave(reading: Reading) -> None:
    shown = reading.text("?modality=obligation")
    counts = dict(re.findall(r'id="f-role-(\w+)".*?chip-count">(\d+)<', shown))
    assert counts == {"dpo": "1", "ciso": "1"}


def test_without_a_role_the_toggle_is_not_offered_and_all_roles_count(
    workspace: Workspace, client: MakeClient
) -> None:
    shown = Reading(client(workspace.folder), workspace).text("?state=unread")
    assert 'id="f-mine"' not in shown
    assert "All roles" in shown
    assert 'id="p-r13"' in shown


def test_the_state_of_work_is_that_of_the_role_asked_for(reading: Reading) -> None:
    reading.workspace.mark(["r13"], role="dpo", person="Cleo")
    assert reading.matches("?role=dpo&state=unread") == []
    assert reading.matches("?role=dpo&state=read") == ["r13"]
    assert reading.matches("?state=unread") == ["r12", "r13"]


def test_to_htmx_a_filter_answers_with_what_it_changes(reading: Reading) -> None:
    answer = reading.browser.get(f"{reading.root}/read?role=dpo", headers=FRAGMENT).text
    assert "<!doctype" not in answer
    assert [name in answer for name in ('id="contents" hx-swap-oob', 'id="filters" hx-swap-oob')] == [
        True,
        True,
    ]


def test_a_provision_has_an_address_of_its_own(reading: Reading) -> None:
    assert 'data-wanted="r13"' in reading.browser.get(f"{reading.root}/read/r13").text
    assert reading.browser.get(f"{reading.root}/read/nothing").status_code == 404


def test_contents_say_what_is_left_under_each_heading(reading: Reading) -> None:
    reading.workspace.add_comment(
        Comment(id="", provision_id="r12", role="ciso", text="Oui.", state="submitted")
    )
    shown = reading.text()
    counts = re.search(r'id="counts-fiche-13">(.*?)</li>', shown, re.DOTALL)
    assert counts is not None
    assert "ring-partly" in counts[1]
    assert re.search(r'class="count-unread"[^>]*>1<', counts[1])


def test_reading_without_comment_counts_for_my_role_and_can_be_undone(reading: Reading) -> None:
    answer = reading.post("r13/mark")
    assert reading.workspace.marks(["r13"])[0].role == "ciso"
    assert 'aria-pressed="true"' in answer
    undo = re.search(r'hx-post="([^"]+/undo/\d+)"', answer)
    assert undo is not None
    assert 'id="counts-fiche-13"' in answer
    reading.browser.post(undo[1], headers=FRAGMENT)
    assert reading.workspace.marks() == ()


def test_reading_twice_takes_the_mark_back(reading: Reading) -> None:
    reading.post("r13/mark")
    assert 'aria-pressed="false"' in reading.post("r13/mark")
    assert reading.workspace.marks() == ()


def test_a_mark_of_somebody_else_stays_theirs(reading: Reading) -> None:
    reading.workspace.mark(["r13"], role="ciso", person="Cleo")
    assert "Somebody else has read it" in reading.post("r13/mark")
    assert [item.person for item in reading.workspace.marks()] == ["Cleo"]


def test_what_my_role_has_commented_on_is_not_marked(reading: Reading) -> None:
    reading.workspace.add_comment(Comment(id="", provision_id="r13", role="ciso", text="Non."))
    assert "Your role has commented on it" in reading.post("r13/mark")
    assert reading.workspace.marks() == ()


def test_without_a_role_reading_counts_for_every_role_that_has_it_to_read(
    workspace: Workspace, client: MakeClient
) -> None:
    Reading(client(workspace.folder), workspace).post("r13/mark")
    assert sorted(item.role for item in workspace.marks()) == ["ciso", "dpo"]
    assert len(workspace.team.acts()) == 1


def test_a_provision_is_chosen_to_be_answered_and_no_longer(reading: Reading) -> None:
    reading.post("r12/select")
    assert [item.provision_id for item in reading.workspace.selection()] == ["r12"]
    reading.post("r12/select")
    assert reading.workspace.selection() == ()


def test_why_tells_the_reason_of_each_tag(reading: Reading) -> None:
    shown = reading.browser.get(f"{reading.root}/reading/r13/why", headers=FRAGMENT).text
    assert "Data protection officer" in shown
    assert "https://eur-lex.europa.eu/eli/reg/2016/679/art_32/oj" in shown


def test_a_person_decides_on_a_tag_and_it_can_be_undone(reading: Reading) -> None:
    answer = reading.post("r12/tags", wish="+role:dpo", reason="Données de patients")
    values = {tag.value: tag for tag in reading.workspace.provision("r12").tags}
    assert (values["dpo"].source, values["dpo"].reason) == ("person", "Données de patients")
    assert "Data protection officer" in answer
    undo = re.search(r'hx-post="([^"]+/undo/\d+)"', answer)
    assert undo is not None
    reading.browser.post(undo[1], headers=FRAGMENT)
    assert "dpo" not in {tag.value for tag in reading.workspace.provision("r12").tags}


def test_a_tag_taken_away_can_be_put_back(reading: Reading) -> None:
    assert "Put back" in reading.post("r13/tags", wish="-role:dpo")
    assert "Put back" not in reading.post("r13/tags", wish="+role:dpo")


@pytest.mark.parametrize("wish", ["", "nonsense", "+role:nobody", "+kind:table"])
def test_a_decision_that_makes_no_sense_is_refused(reading: Reading, wish: str) -> None:
    answer = reading.browser.post(f"{reading.root}/reading/r12/tags", data={"wish": wish}, headers=FRAGMENT)
    assert answer.status_code in (400, 404)
    assert reading.workspace.decisions() == ()


@pytest.mark.parametrize("path", ["nothing/mark", "nothing/select", "nothing/tags"])
def test_what_is_not_there_cannot_be_changed(reading: Reading, path: str) -> None:
    answer = reading.browser.post(
        f"{reading.root}/reading/{path}", data={"wish": "+role:dpo"}, headers=FRAGMENT
    )
    assert answer.status_code == 404


def test_the_next_unread_provision_comes_after_the_one_that_is_read(reading: Reading) -> None:
    def after(name: str, query: str = "") -> str:
        return str(reading.browser.get(f"{reading.root}/reading/unread?after={name}{query}").json()["id"])

    assert [after(""), after("r12"), after("r13")] == ["r12", "r13", "r12"]
    assert after("", "&role=dpo") == "r13"
    reading.post("r12/mark")
    reading.post("r13/mark")
    assert after("") == ""


def test_a_draft_without_pages_says_why_there_is_no_picture(reading: Reading) -> None:
    assert "came without pages (text/html)" in reading.text()
    assert reading.browser.get(f"{reading.root}/page/1").status_code == 400
    assert reading.browser.get(f"{reading.root}/page/1.png").status_code == 404


LONG = tuple(
    Provision(id=f"p{number}", kind="section" if number % 20 == 0 else "paragraph", heading="Titre" * (number % 20 == 0), text="Mot " * 60)
    for number in range(120)
)  # fmt: skip


def test_a_long_draft_comes_in_stretches_that_hold_all_of_it(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path, provisions=LONG) as workspace:
        reading = Reading(client(workspace.folder), workspace)
        shown = reading.text()
        there = re.findall(r'<article id="p-([^"]+)"', shown)
        assert 0 < len(there) < len(LONG) / 2
        sources = [
            html.unescape(address)
            for address in re.findall(r'part waiting".*?data-source="([^"]+)"', shown, re.DOTALL)
        ]
        for source in sources:
            there += re.findall(
                r'<article id="p-([^"]+)"', reading.browser.get(source, headers=FRAGMENT).text
            )
        assert there == [item.id for item in LONG]


def test_a_link_into_a_long_draft_brings_the_stretch_it_leads_to(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path, provisions=LONG) as workspace:
        reading = Reading(client(workspace.folder), workspace)
        there = re.findall(r'<article id="p-([^"]+)"', reading.browser.get(f"{reading.root}/read/p77").text)
    assert "p77" in there
    assert "p0" not in there


def test_to_print_all_of_a_long_draft_comes_at_once(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path, provisions=LONG) as workspace:
        shown = Reading(client(workspace.folder), workspace).text("?whole=1")
    assert len(re.findall(r'<article id="p-', shown)) == len(LONG)


def test_headings_of_a_stretch_skip_no_level(reading: Reading) -> None:
    levels = [int(level) for level in re.findall(r'<h(\d) class="heading"', reading.text())]
    assert levels[0] == 2
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_snapshot_sees_what_another_program_changes(reading: Reading) -> None:
    assert reading.matches("?state=selected") == []
    with Workspace.open(reading.workspace.folder) as elsewhere:
        elsewhere.select(["r13"], actor="Other")
    assert reading.matches("?state=selected") == ["r13"]
