"""Drafts come back as they were, and what people left stays with its words when another parse or version comes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.model.comment import Comment
from toolkit.model.document import Document
from toolkit.model.issue import Issue
from toolkit.model.layout import Box, Furniture
from toolkit.model.provision import NoteCall, ParsedDraft, Provision, Span
from toolkit.model.tag import Evidence, Tag
from toolkit.workspace.database import Database, open_postgresql, open_sqlite
from toolkit.workspace.drafts import insert_version, load_draft
from toolkit.workspace.migrate import migrate
from toolkit.workspace.store import Workspace

MakeDraft = Callable[..., ParsedDraft]

_TEXT = st.text(max_size=12)
_BOX = st.none() | st.builds(Box, *[st.floats(0, 900, allow_nan=False)] * 4)
_SPAN = st.builds(
    Span,
    st.sampled_from(["text", "rows"]),
    st.integers(0, 9),
    st.integers(0, 9),
    st.none() | st.just(3),
    _BOX,
)
_TAG = st.builds(
    Tag,
    facet=st.sampled_from(["role", "topic", "deadline"]),
    value=st.sampled_from(["dpo", "P20Y"]),
    score=st.floats(0, 1),
    rule=st.just("role.subject"),
    evidence=st.lists(st.builds(Evidence, st.just("text"), st.just(0), st.just(3), _TEXT), max_size=2).map(
        tuple
    ),
    source=st.sampled_from(["rule", "model"]),
    label=_TEXT,
)
_PROVISION = st.builds(
    Provision,
    id=st.from_regex(r"[a-z]{1,6}(-[0-9]{1,3})?", fullmatch=True),
    parent_id=st.none() | st.just("x"),
    kind=st.sampled_from(["item", "table", "footnote"]),
    number=_TEXT,
    heading=_TEXT,
    text=_TEXT,
    rows=st.lists(st.tuples(_TEXT, _TEXT), max_size=2).map(tuple),
    page_number=st.none() | st.integers(1, 99),
    spans=st.lists(_SPAN, max_size=2).map(tuple),
    calls=st.lists(st.builds(NoteCall, st.just("text"), st.just(1), st.just("n"), _TEXT), max_size=1).map(
        tuple
    ),
    level=st.sampled_from(["", "law", "finding"]),
    confidence=st.floats(0, 1),
    hidden=_TEXT,
    tags=st.lists(_TAG, max_size=3).map(tuple),
)
_DRAFT = st.builds(
    ParsedDraft,
    document=st.builds(
        Document, sha256=st.just("0" * 64), name=_TEXT, media_type=st.just("text/html"), page_count=st.none()
    ),
    provisions=st.lists(_PROVISION, max_size=5, unique_by=lambda item: item.id).map(tuple),
    furniture=st.lists(st.builds(Furniture, _TEXT, st.just("toc"), st.none(), _BOX), max_size=2).map(tuple),
    issues=st.lists(st.builds(Issue, st.just("warning"), _TEXT, _TEXT), max_size=2).map(tuple),
)


@pytest.fixture
def database(tmp_path: Path, storage_url: str) -> Iterator[Database]:
    opened = open_postgresql(storage_url) if storage_url else open_sqlite(tmp_path / "x.db", create=True)
    with opened.writing() as connection:
        migrate(connection)
    yield opened
    opened.close()


@settings(max_examples=25)
@given(draft=_DRAFT)
def test_what_is_saved_is_what_is_loaded(database: Database, draft: ParsedDraft) -> None:
    with database.writing() as connection:
        insert_version(connection, draft, number=1, time="now")
    with database.reading() as connection:
        assert load_draft(connection, number=1) == draft


def _leave_something_on(workspace: Workspace, provision_id: str) -> None:
    workspace.add_comment(Comment(id="", provision_id=provision_id, author="Ana", role="dpo", text="Oui"))
    workspace.select([provision_id], actor="Ana")
    workspace.mark([provision_id], role="ciso", person="Bob")
    workspace.decide_tag(provision_id, "role", "dim", present=True, actor="Ana")


def _left_on(workspace: Workspace, provision_id: str) -> tuple[int, int, int, int]:
    return (
        sum(item.provision_id == provision_id for item in workspace.comments()),
        sum(item.provision_id == provision_id for item in workspace.selection()),
        sum(item.provision_id == provision_id for item in workspace.marks()),
        sum(item.provision_id == provision_id for item in workspace.decisions()),
    )


def test_another_parse_of_the_same_file_keeps_everything(
    workspace: Workspace, draft: ParsedDraft, source: Path
) -> None:
    _leave_something_on(workspace, "r12")
    replacement = workspace.replace_draft(draft, source=source)
    assert (replacement.version, replacement.added, replacement.orphaned) == (1, (), ())
    assert _left_on(workspace, "r12") == (1, 1, 1, 1)
    assert len(workspace.versions()) == 1
    assert "dim" in {found.value for found in workspace.provision("r12").tags}


def test_the_same_words_under_another_id_take_everything_along(
    workspace: Workspace, draft: ParsedDraft, source: Path, make_draft: MakeDraft
) -> None:
    _leave_something_on(workspace, "r12")
    renamed = [
        msgspec.structs.replace(item, id="fiche-13.r12") if item.id == "r12" else item
        for item in draft.provisions
    ]
    replacement = workspace.replace_draft(make_draft(source, *renamed), source=source)
    assert replacement.moved == (("r12", "fiche-13.r12"),)
    assert replacement.orphaned == ()
    assert _left_on(workspace, "fiche-13.r12") == (1, 1, 1, 1)
    assert workspace.history("c1")[-1].actor == "consult"
    assert "dim" in {found.value for found in workspace.provision("fiche-13.r12").tags}


def test_the_next_version_keeps_the_old_one_and_reports_what_lost_its_place(
    workspace: Workspace, draft: ParsedDraft, tmp_path: Path, make_draft: MakeDraft
) -> None:
    _leave_something_on(workspace, "r12")
    _leave_something_on(workspace, "fiche-13.2")
    later = tmp_path / "projet-v2.pdf"
    later.write_bytes(b"%PDF-1.7 the next version")
    kept = [item for item in draft.provisions if item.id != "r12"]
    new = Provision(id="r14", kind="recommendation", number="R14", text="Chiffrer les sauvegardes.")
    replacement = workspace.replace_draft(make_draft(later, *kept, new), source=later)
    assert (replacement.version, replacement.added, replacement.removed) == (2, ("r14",), ("r12",))
    assert replacement.orphaned == ("r12",)
    assert [item.number for item in workspace.versions()] == [1, 2]
    assert workspace.draft(1).provisions[3].id == "r12"
    assert workspace.draft_file() == workspace.folder / "drafts" / f"{_sha256(later)}.pdf"
    assert [item.provision_id for item in workspace.comments()] == ["fiche-13.2", "r12"]
    edited = msgspec.structs.replace(workspace.comment("c1"), text="Toujours")
    assert workspace.edit_comment(edited, actor="Ana").text == "Toujours"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_marks_of_others_on_the_new_place_do_not_keep_a_mark_behind(
    workspace: Workspace, draft: ParsedDraft, source: Path, make_draft: MakeDraft
) -> None:
    workspace.mark(["r12"], role="ciso", person="Bob")
    workspace.mark(["fiche-13.2"], role="dpo", person="Ana")
    replacement = workspace.replace_draft(_merged(draft, source, make_draft), source=source)
    assert {(item.provision_id, item.role, item.person) for item in workspace.marks()} == {
        ("fiche-13.2", "ciso", "Bob"),
        ("fiche-13.2", "dpo", "Ana"),
    }
    assert replacement.moved == (("r12", "fiche-13.2"),)
    assert replacement.orphaned == ()


def test_what_stays_behind_is_not_told_as_moved(
    workspace: Workspace, draft: ParsedDraft, source: Path, make_draft: MakeDraft
) -> None:
    _leave_something_on(workspace, "r12")
    _leave_something_on(workspace, "fiche-13.2")
    replacement = workspace.replace_draft(_merged(draft, source, make_draft), source=source)
    assert _left_on(workspace, "fiche-13.2") == (2, 1, 1, 2)
    assert _left_on(workspace, "r12") == (0, 1, 1, 0)
    assert replacement.moved == ()
    assert replacement.orphaned == ("r12",)


def _merged(draft: ParsedDraft, source: Path, make_draft: MakeDraft) -> ParsedDraft:
    """Return the draft with the words of R12 at the end of 13.2."""
    words = next(item.text for item in draft.provisions if item.id == "r12")
    kept = (item for item in draft.provisions if item.id != "r12")
    return make_draft(
        source,
        *(
            msgspec.structs.replace(item, text=f"{item.text} {words}") if item.id == "fiche-13.2" else item
            for item in kept
        ),
    )
