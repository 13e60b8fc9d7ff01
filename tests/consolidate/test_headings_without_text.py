"""A recommendation whose words stand in the paragraphs under its heading is drafted upon by those words."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from toolkit import desk
from toolkit.model.document import Document
from toolkit.model.provision import Outline, ParsedDraft, Provision
from toolkit.model.response import Consultation
from toolkit.model.tag import Tag
from toolkit.workspace.store import Workspace


def tag(facet: str, value: str, label: str = "") -> Tag:
    return Tag(facet=facet, value=value, label=label, score=0.9, rule="test")  # type: ignore[arg-type]


PROVISIONS = (
    Provision(id="r12", number="R12.", heading="Two factors", tags=(tag("modality", "information"),)),
    Provision(
        id="r12.p1",
        parent_id="r12",
        text="They must be imposed before 2028:",
        tags=(
            tag("modality", "obligation"),
            tag("deadline", "2028", "2028"),
            tag("reference", "eu:2016/679#art32", "article 32 of the GDPR"),
        ),
    ),
    Provision(
        id="r12.a",
        parent_id="r12.p1",
        kind="item",
        number="a)",
        text="for remote access.",
        tags=(tag("role", "ciso"),),
    ),
    Provision(id="n1", parent_id="r12.p1", kind="footnote", number="1", text="A note."),
    Provision(id="t1", parent_id="r12", number="Table 1", heading="Means", rows=(("Place", "Means"),)),
    Provision(id="r13", heading="Its own words", text="Logs are kept.", tags=(tag("role", "it"),)),
    Provision(id="r13.p1", parent_id="r13", text="For a year."),
)


def test_a_heading_speaks_for_what_is_under_it() -> None:
    whole = Outline(PROVISIONS).whole("r12")
    assert whole.text == (
        "They must be imposed before 2028:\na) for remote access.\nTable 1 Means\nPlace\tMeans"
    )
    assert [(item.facet, item.value) for item in whole.tags] == [
        ("modality", "obligation"),
        ("modality", "information"),
        ("deadline", "2028"),
        ("reference", "eu:2016/679#art32"),
        ("role", "ciso"),
    ]


@pytest.mark.parametrize("provision_id", ["r13", "r13.p1"])
def test_what_has_words_speaks_for_itself(provision_id: str) -> None:
    outline = Outline(PROVISIONS)
    assert outline.whole(provision_id) == outline.by_id[provision_id]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    source = tmp_path / "draft.txt"
    source.write_bytes(b"R12. Two factors")
    sha256 = hashlib.sha256(source.read_bytes()).hexdigest()
    document = Document(sha256=sha256, name="draft.txt", media_type="text/plain", language="en")
    return desk.create_workspace(
        tmp_path / "workspace",
        draft=ParsedDraft(document=document, provisions=PROVISIONS),
        source=source,
        consultation=Consultation(title="Consultation"),
    )


def test_a_comment_on_it_is_drafted_from_what_is_under_it(workspace: Workspace) -> None:
    with workspace:
        provision = workspace.resolve("r12")
        comment = desk.draft_comment(
            workspace, provision, template="legal-basis", fields={}, language="en", leave_gaps=True
        )
    assert comment.provision_id == "r12"
    assert "article 32 of the GDPR" in comment.text


def test_the_suggestion_follows_what_is_under_it(workspace: Workspace) -> None:
    bare, text = PROVISIONS[0], Outline(PROVISIONS).whole("r12")
    expected = desk.suggest_template(text, "en").template
    assert desk.suggest_template(bare, "en").template != expected
    with workspace:
        titles = {item.name: item.title for item in desk.templates("en")}
        (first, *_), *_ = desk.drafting_help(workspace, ["r12"], language="en").values()
    assert titles[expected] in first
