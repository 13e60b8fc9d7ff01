"""A lead's desk from the command line: what is found, what is decided, and that nothing is overwritten or lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from toolkit import desk, team
from toolkit.cli.complete import complete_comment_or_group, complete_group
from toolkit.consolidate.grounds import grounds_sentence
from toolkit.errors import Conflict, NotAllowed
from toolkit.messages import use_language
from toolkit.model.comment import Comment
from toolkit.model.consolidation import Grounds
from toolkit.workspace.store import Workspace

if TYPE_CHECKING:
    from tests.cli.conftest import Consult

WISHES = (
    ("Ana", "support", "Une fois par jour est le bon rythme, à maintenir."),
    ("Bea", "amend", "Sauvegarder deux fois par jour."),
    ("Cyr", "amend", "Nous demandons deux fois par jour. Les urgences écrivent sans cesse."),
    ("Dan", "oppose", "Pas de copie la nuit."),
)


@pytest.fixture
def filled(workspace: Path) -> Path:
    """A workspace with c1 to c4 on its first numbered paragraph, and c5 on the whole draft."""
    with desk.open_workspace(workspace) as opened:
        place = opened.resolve("1.").id
        comments = [
            Comment(id="", provision_id=place, author=who, position=position, text=text, state="submitted")  # type: ignore[arg-type]
            for who, position, text in WISHES
        ]
        opened.add_comments(
            [*comments, Comment(id="", provision_id="", author="Eva", text="Un glossaire manque.")]
        )
    return workspace


@pytest.mark.usefixtures("filled")
def test_the_desk_lists_what_waits(consult: Consult) -> None:
    ended = consult("desk")
    assert ended.code == 0
    assert "dup-c2-c3" in ended.out
    assert "con-c1-c2-c3" in ended.out
    assert "they ask for deux fois par jour instead of une fois par jour" in ended.out
    assert "1 group of duplicates" in ended.err
    assert "1 draft" in ended.err


@pytest.mark.usefixtures("filled")
def test_the_desk_of_one_part(consult: Consult) -> None:
    assert "dup-c2-c3" in consult("desk", "--on", "1.").out
    assert consult("desk", "--on", "2.").out == ""


@pytest.mark.usefixtures("filled")
def test_the_desk_for_programs(consult: Consult) -> None:
    found = json.loads(consult("desk", "--json").out)
    (group,) = found["duplicates"]
    assert group["comment_ids"] == ["c2", "c3"]
    assert group["grounds"][0]["rule"] == "same_figure"
    assert {tuple(map(tuple, one["sides"])) for one in found["contradictions"]} >= {(("c1",), ("c2", "c3"))}
    assert [comment["id"] for comment in found["drafts"]] == ["c5"]


def test_a_merge_speaks_for_its_sources(filled: Path, consult: Consult) -> None:
    assert consult("desk", "merge", "dup-c2-c3", "--dry-run").code == 0
    assert consult("desk", "merge", "dup-c2-c3", "--as", "Lead").code == 0
    with desk.open_workspace(filled) as opened:
        merged = opened.comment("c6")
        assert merged.sources == ("c2", "c3")
        assert (merged.author, merged.state) == ("Lead", "submitted")
        assert "Les urgences écrivent sans cesse." in f"{merged.text} {merged.rationale}"
        assert [opened.comment(name).state for name in ("c2", "c3")] == ["merged", "merged"]
    assert "dup-" not in consult("desk").out


@pytest.mark.usefixtures("filled")
def test_own_words_for_a_merge(consult: Consult, tmp_path: Path) -> None:
    (tmp_path / "own.md").write_text("Nos mots.", encoding="utf-8")
    ended = consult(
        "desk", "merge", "c2", "c3", "--file", tmp_path / "own.md", "--position", "oppose", "--json"
    )
    assert json.loads(ended.out)["text"] == "Nos mots."
    assert json.loads(ended.out)["position"] == "oppose"


@pytest.mark.usefixtures("filled")
def test_a_trace_goes_back_to_each_source(consult: Consult) -> None:
    consult("desk", "merge", "c2", "c3", "--as", "Lead")
    for asked in ("c6", "Les urgences écrivent sans cesse.", "1."):
        told = consult("trace", asked).out
        assert "├── c2 amend — Bea (merged, merged into c6" in told
        assert "└── c3 amend — Cyr (merged, merged into c6" in told
    assert "merged into c6" in consult("trace", "c2").out
    (found,) = json.loads(consult("trace", "c6", "--json").out)["origins"]
    assert [source["comment"]["id"] for source in found["sources"]] == ["c2", "c3"]
    assert [event["action"] for event in found["sources"][0]["history"]] == ["created", "state"]


def test_decisions_are_kept(filled: Path, consult: Consult) -> None:
    assert consult("desk", "apart", "dup-c2-c3", "--why", "Other wards").code == 0
    assert consult("desk", "minority", "c4").code == 0
    assert consult("desk", "reject", "c1", "--why", "Settled by law").code == 0
    assert consult("desk").out == ""
    with desk.open_workspace(filled) as opened:
        assert [verdict.reason for verdict in opened.team.verdicts()] == ["Other wards"]
        assert (opened.comment("c1").state, opened.comment("c1").reason) == ("rejected", "Settled by law")
    assert consult("desk", "minority", "c4", "--off").code == 0
    with desk.open_workspace(filled) as opened:
        assert not opened.comment("c4").minority


@pytest.mark.usefixtures("filled")
def test_a_settled_contradiction(consult: Consult) -> None:
    assert consult("desk", "agree", "con-c1-c4", "--why", "Both are filed").code == 0
    assert "con-c1-c4" not in consult("desk").out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(("merge", "c2"), 2, "at least two", id="one-source"),
        pytest.param(("merge", "c2", "c99"), 2, "c99", id="no-such-source"),
        pytest.param(("merge", "c2", "c3", "--position", "maybe"), 2, "support", id="no-such-position"),
        pytest.param(("merge", "c2", "c3", "--edit"), 2, "no terminal", id="no-terminal"),
        pytest.param(("reject", "c2"), 2, "needs a reason", id="no-reason"),
        pytest.param(("apart", "c2"), 2, "no group is called", id="no-group"),
        pytest.param(("agree", "con-c2-c99"), 2, "c99", id="no-such-member"),
        pytest.param(("turn",), 2, "there is no command", id="no-such-command"),
    ],
)
def test_refusals(filled: Path, consult: Consult, arguments: tuple[str, ...], code: int, said: str) -> None:
    with desk.open_workspace(filled) as opened:
        before = [act.action for act in opened.team.acts()]
    ended = consult("desk", *arguments)
    assert ended.code == code
    assert said in ended.err
    with desk.open_workspace(filled) as opened:
        assert len(opened.comments()) == 5
        assert [act.action for act in opened.team.acts()] == before


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param("c99", "no comment is called", id="comment"),
        pytest.param("nowhere", "no provision is called", id="provision"),
        pytest.param("Nobody ever said that here.", "stands in no comment", id="sentence"),
    ],
)
@pytest.mark.usefixtures("filled")
def test_there_is_nothing_to_trace(consult: Consult, asked: str, said: str) -> None:
    ended = consult("trace", asked)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_a_source_changed_meanwhile_is_a_conflict(filled: Path) -> None:
    with desk.open_workspace(filled) as opened:
        seen = [opened.comment(name) for name in ("c2", "c3")]
        opened.edit_comment(msgspec.structs.replace(seen[0], text="Autre chose."), actor="Bea")
        with pytest.raises(Conflict):
            team.merge(opened, ("c2", "c3"), actor="Lead", seen=seen)
        assert len(opened.comments()) == 5
        assert opened.comment("c2").text == "Autre chose."
        assert opened.comment("c3").state == "submitted"


def test_a_merge_can_be_undone(filled: Path) -> None:
    with desk.open_workspace(filled) as opened:
        before = {comment.id: comment.state for comment in opened.comments()}
        team.merge(opened, ("c2", "c3"), actor="Lead")
        opened.team.undo(opened.team.acts()[-1].number, actor="Lead")
        after = {comment.id: comment.state for comment in opened.comments()}
    assert after == before | {"c6": "withdrawn"}


def test_who_may_not_merge(filled: Path) -> None:
    with desk.open_workspace(filled) as opened:
        settings = opened.settings()
        people = settings.people
    toml = filled / "consult.toml"
    toml.write_text(toml.read_text() + '\n[[people]]\nname = "Ana"\nduties = ["lead"]\n', encoding="utf-8")
    assert people == ()
    with Workspace.open(filled) as opened, pytest.raises(NotAllowed):
        team.merge(opened, ("c2", "c3"), actor="Bea")


@pytest.mark.usefixtures("filled")
def test_groups_are_offered_on_tab() -> None:
    assert complete_group("dup") == ["dup-c2-c3"]
    assert complete_comment_or_group("c1") == ["c1"]


@pytest.mark.parametrize(
    ("grounds", "said"),
    [
        pytest.param(
            Grounds("same_figure", "72 heures ← 24 heures"),
            "ils demandent 72 heures au lieu de 24 heures",
            id="figure",
        ),
        pytest.param(
            Grounds("other_force", "must ↔ should"), "force différente\u00a0: doit ↔ devrait", id="force"
        ),
    ],
)
def test_reasons_are_said_in_french(grounds: Grounds, said: str) -> None:
    use_language("fr")
    assert grounds_sentence(grounds) == said


def test_a_trace_ends_at_the_words_in_the_file(workspace: Path, consult: Consult, tmp_path: Path) -> None:
    """Two files become one sentence of the response; each remark is found again in its file."""
    for name, text in (
        ("ana.csv", "Sauvegarder deux fois par jour."),
        ("bea.csv", "Nous demandons deux fois par jour."),
    ):
        (tmp_path / name).write_text(f"Clause;Commentaire\n1;{text}\n", encoding="utf-8")
    assert consult("intake", tmp_path / "ana.csv", tmp_path / "bea.csv", "-w", workspace).code == 0
    (group,) = json.loads(consult("desk", "--json").out)["duplicates"]
    assert consult("desk", "merge", group["id"], "--as", "Lead").code == 0
    (found,) = json.loads(consult("trace", "Sauvegarder deux fois par jour.", "--json").out)["origins"]
    assert [source["remark"]["file_name"] for source in found["sources"]] == ["ana.csv", "bea.csv"]
    assert all(Path(source["stored"]).is_file() for source in found["sources"])
    assert found["sources"][0]["file"]["sha256"] in found["sources"][0]["stored"]
    told = consult("trace", found["comment"]["id"]).out
    assert "ana.csv" in told
    assert found["sources"][0]["file"]["sha256"] in told


def test_a_trace_tells_both_of_a_remark_and_of_the_provision_with_its_id(
    tmp_path: Path, consult: Consult
) -> None:
    """Recommendation 1 and the first remark are both called r1."""
    draft, remarks = tmp_path / "draft.txt", tmp_path / "ana.csv"
    draft.write_text(
        "R1. Sauvegarder\n\nLe dossier doit être sauvegardé.\n\nR2. Tracer\n\nLes accès doivent être tracés.\n",
        encoding="utf-8",
    )
    remarks.write_text("Clause;Commentaire\nR2;Tracer moins.\nR1;Sauvegarder plus.\n", encoding="utf-8")
    workspace = tmp_path / "numbered"
    assert consult("new", workspace, "--draft", draft).code == 0
    assert consult("intake", remarks, "-w", workspace).code == 0
    told = consult("trace", "r1", "-w", workspace).out
    assert "Tracer moins." in told
    assert "Sauvegarder plus." in told
