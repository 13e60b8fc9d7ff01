"""Decisions about the structure are kept with the draft as parsed, and what people left follows the words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from toolkit.errors import Conflict
from toolkit.model.comment import Comment
from toolkit.model.correction import Corrected, Correction, anchor_of
from toolkit.model.provision import ParsedDraft, Provision
from toolkit.workspace.database import Database, open_postgresql, open_sqlite
from toolkit.workspace.drafts import insert_version, load_draft
from toolkit.workspace.migrate import current_revision, ensure_current, migrate
from toolkit.workspace.schema import HEAD
from toolkit.workspace.store import Workspace

JOINED = "Authentifier par deux facteurs. Il est recommandé de journaliser."


def untagged(draft: ParsedDraft) -> ParsedDraft:
    bare = tuple(msgspec.structs.replace(item, tags=()) for item in draft.provisions)
    return msgspec.structs.replace(draft, provisions=bare)


def merged(draft: ParsedDraft) -> Corrected:
    """What merging the item into the recommendation gives."""
    bare = untagged(draft)
    kept = tuple(
        msgspec.structs.replace(item, text=JOINED) if item.id == "r12" else item
        for item in bare.provisions
        if item.id != "fiche-13.2.a"
    )
    done = msgspec.structs.replace(bare, provisions=kept)
    return Corrected(parsed=bare, draft=done, moved={"fiche-13.2.a": "r12"})


def record(workspace: Workspace, *, value: str = "", provision_id: str = "fiche-13.2.a") -> Correction:
    return Correction(
        action="undo" if value else "merge",
        anchor=anchor_of(workspace.provision(provision_id)),
        value=value,
        actor="Claire",
    )


def merge(workspace: Workspace, draft: ParsedDraft) -> None:
    done = merged(draft)
    workspace.correct(done.draft, corrected=done, new=[record(workspace)], seen=0)


def test_corrections_are_kept_in_order_with_the_parse_they_are_laid_over(
    workspace: Workspace, draft: ParsedDraft
) -> None:
    merge(workspace, draft)
    with Workspace.open(workspace.folder) as reopened:
        (kept,) = reopened.corrections()
        assert (kept.number, kept.action, kept.actor) == (1, "merge", "Claire")
        assert reopened.parsed_draft() == untagged(draft)
        assert reopened.provision("r12").text == JOINED


def test_a_workspace_without_corrections_is_as_parsed(workspace: Workspace, draft: ParsedDraft) -> None:
    assert workspace.corrections() == ()
    assert workspace.parsed_draft() == untagged(draft)


def test_comments_follow_a_merge_and_come_back_when_it_is_undone(
    workspace: Workspace, draft: ParsedDraft
) -> None:
    comment = workspace.add_comment(Comment(id="", provision_id="fiche-13.2.a", text="Pourquoi ?"))
    own = workspace.add_comment(Comment(id="", provision_id="r12", text="Bien."))
    workspace.select(["fiche-13.2.a"], actor="Claire")
    merge(workspace, draft)
    assert workspace.comment(comment.id).provision_id == "r12"
    assert [item.provision_id for item in workspace.selection()] == ["r12"]
    back = Corrected(parsed=untagged(draft), draft=untagged(draft))
    workspace.correct(
        back.draft, corrected=back, new=[record(workspace, value="1", provision_id="r12")], seen=1
    )
    assert workspace.comment(comment.id).provision_id == "fiche-13.2.a"
    assert workspace.comment(own.id).provision_id == "r12"
    assert [item.action for item in workspace.corrections()] == ["merge", "undo"]


def test_comments_on_quoted_words_follow_a_split(workspace: Workspace, draft: ParsedDraft) -> None:
    quoted = workspace.add_comment(
        Comment(id="", provision_id="r12", quote="deux facteurs", text="Lesquels ?")
    )
    whole = workspace.add_comment(Comment(id="", provision_id="r12", text="Bien."))
    bare = untagged(draft)
    parts: list[Provision] = []
    for item in bare.provisions:
        if item.id == "r12":
            parts.append(msgspec.structs.replace(item, text="Authentifier par"))
            parts.append(Provision(id="r12.s1", parent_id="r12", text="deux facteurs."))
        else:
            parts.append(item)
    done = Corrected(
        parsed=bare, draft=msgspec.structs.replace(bare, provisions=tuple(parts)), parted={"r12.s1": "r12"}
    )
    workspace.correct(done.draft, corrected=done, new=[record(workspace, provision_id="r12")], seen=0)
    assert workspace.comment(quoted.id).provision_id == "r12.s1"
    assert workspace.comment(whole.id).provision_id == "r12"


def test_words_that_another_provision_swallowed_take_their_comments_along(
    workspace: Workspace, source: Path, make_draft: Callable[..., ParsedDraft]
) -> None:
    comment = workspace.add_comment(Comment(id="", provision_id="fiche-13.2.a", text="Pourquoi ?"))
    other = make_draft(source, Provision(id="p1", text=f"Avant. {JOINED} Après."))
    replacement = workspace.replace_draft(other, source=source)
    assert ("fiche-13.2.a", "p1") in replacement.moved
    assert workspace.comment(comment.id).provision_id == "p1"


def test_two_people_do_not_overwrite_each_other(
    workspace: Workspace, draft: ParsedDraft, source: Path
) -> None:
    merge(workspace, draft)
    done = merged(draft)
    with pytest.raises(Conflict):
        workspace.correct(done.draft, corrected=done, new=[record(workspace, provision_id="r12")], seen=0)
    with pytest.raises(Conflict):
        workspace.replace_draft(draft, source=source)
    assert len(workspace.corrections()) == 1


def test_a_workspace_of_the_first_schema_is_brought_up_to_date(
    tmp_path: Path, storage_url: str, draft: ParsedDraft
) -> None:
    database: Database = (
        open_postgresql(storage_url) if storage_url else open_sqlite(tmp_path / "old.db", create=True)
    )
    try:
        with database.writing() as connection:
            migrate(connection, target="0001")
            insert_version(connection, draft, number=1, time="2026-11-24T00:00:00Z")
        ensure_current(database)
        with database.reading() as connection:
            assert current_revision(connection) == HEAD
            assert load_draft(connection, number=1) == draft
            assert connection.execute(sa.text("SELECT count(*) FROM correction")).scalar() == 0
    finally:
        database.close()
