"""Drafts that are no DOCX, or one that cannot be edited: a document rebuilt from the provisions carries the comments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.export_annotated.conftest import NOW, MakeDocx, composed, said
from tests.export_annotated.test_tracked_wording import LEAD
from tests.export_annotated.views import lines, part, q, words
from toolkit.export.annotated.document import write_annotated
from toolkit.export.annotated.rebuilding import page_bookmark, provision_bookmark
from toolkit.export.writer import export_response
from toolkit.model.document import Document
from toolkit.model.filing import DraftFile
from toolkit.model.issue import Issue
from toolkit.model.provision import NoteCall, ParsedDraft, Provision

PROVISIONS = (
    Provision(id="fiche-1", kind="fiche", number="Fiche 1", heading="Access", page_number=2),
    Provision(
        id="r1", parent_id="fiche-1", kind="recommendation", number="R1.", heading="Lock sessions", page_number=2,
        text="Sessions are locked after five minutes.\nThe delay is the same in all units.",
        calls=(NoteCall("text", 20, "note-1", "1"),),
    ),
    Provision(id="r1.a", parent_id="r1", kind="item", number="a)", text="in wards;", page_number=3),
    Provision(id="r1.b", parent_id="r1", kind="item", number="b)", text="in offices.", page_number=3),
    Provision(id="note-1", kind="footnote", number="1", text="See article 32.", page_number=3),
    Provision(id="box-1", kind="box", heading="What inspections found", text="Forty hospitals share accounts.", page_number=3),
    Provision(id="t-1", parent_id="box-1", kind="table", heading="Table 1", rows=(("Data", "Period"), ("Logs", "1 year"))),
    Provision(id="deep", parent_id="r1.b", kind="section", heading="Deeper", text="نص من اليمين", page_number=4),
    Provision(id="gone", text="Printed in white.", hidden="white text"),
)  # fmt: skip
DRAFT = DraftFile(
    ParsedDraft(
        document=Document(
            sha256="ab" * 32, name="draft.pdf", media_type="application/pdf", title="The draft"
        ),
        provisions=PROVISIONS,
    ),
    b"%PDF",
)


def test_the_document_has_the_words_of_the_draft_and_says_what_it_is(
    sdk_errors: Callable[[bytes], list[str]],
) -> None:
    content = write_annotated(composed(DRAFT, []), DRAFT, now=NOW).content
    said_there = words(part(content))
    assert "rebuilt from draft.pdf" in said_there[0]
    assert said_there[1:] == [
        "The draft", "Fiche 1 Access", "R1. Lock sessions", "Sessions are locked after five minutes.",
        "The delay is the same in all units.", "a) in wards;", "b) in offices.", "What inspections found",
        "Forty hospitals share accounts.", "Table 1", "Data", "Period", "Logs", "1 year", "Deeper", "نص من اليمين",
    ]  # fmt: skip
    assert words(part(content, "word/footnotes.xml")) == ["See article 32."]
    names = {mark.get(q("name")) for mark in part(content).iter(q("bookmarkStart"))}
    assert {page_bookmark(2), page_bookmark(3), page_bookmark(4), provision_bookmark("r1.a")} <= names
    assert sdk_errors(content) == []


def test_headings_have_styles_by_their_depth() -> None:
    root = part(write_annotated(composed(DRAFT, []), DRAFT, now=NOW).content)
    styles = {
        "".join(text.text or "" for text in paragraph.iter(q("t"))): paragraph.find(
            f"{q('pPr')}/{q('pStyle')}"
        )
        for paragraph in root.iter(q("p"))
    }
    found = [styles[name].get(q("val")) for name in ("Fiche 1 Access", "R1. Lock sessions", "Deeper")]
    assert found == ["Heading1", "Heading2", "Heading3"]


def test_a_rebuilt_draft_takes_wordings_and_comments(sdk_errors: Callable[[bytes], list[str]]) -> None:
    comments = [
        said("c1", "r1", quote="five minutes", proposed="ten minutes"),
        said("c2", "r1.b", deletion=True, author="Bea Sol"),
        said("c3", "t-1", quote="1 year", proposed="2 years"),
        said("c4", "note-1", quote="article 32", proposed="article 33"),
        said("c5", "", text="In general."),
        said("c6", "gone", text="I see it."),
    ]
    made = write_annotated(composed(DRAFT, comments), DRAFT, now=NOW)
    root = part(made.content)
    assert "Sessions are locked after ten minutes." in words(root)
    assert not {"b) in offices.", "1 year"} & set(words(root))
    assert words(part(made.content, "word/footnotes.xml")) == ["See article 33."]
    bare = write_annotated(composed(DRAFT, []), DRAFT, now=NOW).content
    assert lines(root, rejected={"Ana Ruiz", "Bea Sol"}) == lines(part(bare))
    assert [issue.where for issue in made.issues] == ["c6"]
    assert len(list(part(made.content, "word/comments.xml"))) == 6
    assert sdk_errors(made.content) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:200],
        lambda content: content.replace(b"wordprocessingml.document.main", b"wordprocessingml.document.mine"),
        lambda _content: b"",
    ],
    ids=["cut", "another type", "no file"],
)
def test_a_file_that_cannot_be_edited_is_rebuilt(
    spoil: Callable[[bytes], bytes], make_docx: MakeDocx, as_draft: Callable[[bytes], DraftFile]
) -> None:
    draft = as_draft(make_docx(LEAD))
    made = write_annotated(composed(draft, []), DraftFile(draft.parsed, spoil(draft.content)), now=NOW)
    assert "The hospital keeps a register of its treatments." in words(part(made.content))
    assert "cannot be edited" in made.issues[0].message


def test_a_template_becomes_a_document(make_docx: MakeDocx, as_draft: Callable[[bytes], DraftFile]) -> None:
    draft = as_draft(make_docx(LEAD, main_type="template.main"))
    made = write_annotated(composed(draft, []), draft, now=NOW)
    assert made.issues == ()
    assert "document.main+xml" in "".join(
        str(entry.get("ContentType")) for entry in part(made.content, "[Content_Types].xml")
    )


def test_without_the_draft_the_provisions_answered_are_written(tmp_path: Path) -> None:
    issues: list[Issue] = []
    response = composed(
        DRAFT, [said("c1", "r1", quote="five", proposed="ten"), said("c2", "zz", text="Lost.")]
    )
    target = export_response(
        response, format="annotated", target=tmp_path / "a.docx", issues=issues, clock=lambda: NOW
    )
    assert "Sessions are locked after ten minutes." in words(part(target))
    assert [issue.where for issue in issues] == ["c2"]


def test_bookmarks_are_unique_and_short() -> None:
    ids = ["a.b", "a-b", "x" * 300, "x" * 301, "é ü", ""]
    names = [provision_bookmark(key) for key in ids]
    assert len(set(names)) == len(ids)
    assert all(len(name) <= 40 and name.replace("_", "").isalnum() for name in names)
