"""A proposed wording is shown in its sentence, a deletion struck out, and what is open or contested is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import msgspec
import pytest
from docx.oxml.ns import qn

from toolkit.export.markdown import write_markdown
from toolkit.export.replacement import replacement
from toolkit.model.comment import Comment
from toolkit.model.provision import Provision
from toolkit.model.response import Answer, Divergence, Response, Section, Unit

Export = Callable[..., Path]
R18 = Provision(id="r18", kind="recommendation", number="R18.", heading="Check emergency access")
TEXT = Provision(
    id="r18.p1",
    parent_id="r18",
    text="Access is checked within seven days. The check, by a physician, takes seven days. Logs are kept.",
)
ITEM = Provision(id="r18.a", parent_id="r18.p1", kind="item", number="a)", text="a reason;")
UNIT = Unit(
    provision=R18,
    path=("R18. Check emergency access",),
    title="R18. Check emergency access",
    short="R18",
)


def answer(provision: Provision, *comments: Comment, **fields: object) -> Answer:
    settings = {"unit": UNIT, "cited": "R18", "title": UNIT.title} | fields
    return Answer(provision=provision, path=UNIT.path, comments=comments, **settings)  # type: ignore[arg-type]


def said(**fields: object) -> Comment:
    settings = {"id": "c1", "provision_id": TEXT.id, "text": "So.", "state": "submitted"} | fields
    return Comment(**settings)  # type: ignore[arg-type]


def responding(response: Response, *answers: Answer, **changes: object) -> Response:
    sections = (Section(id="s", title="S", answers=answers),)
    return msgspec.structs.replace(
        response, sections=sections, role_index=(), summary=response.summary[:1], drafts=0, **changes
    )


@pytest.mark.parametrize(
    ("comment", "before", "after", "occurrences"),
    [
        pytest.param(
            said(quote="within seven days", proposed="within thirty days"),
            "Access is checked within seven days.",
            "Access is checked within thirty days.",
            1,
            id="in its sentence",
        ),
        pytest.param(
            said(quote="seven days", proposed="thirty days"),
            "Access is checked within seven days.",
            "Access is checked within thirty days.",
            2,
            id="at the first place of two",
        ),
        pytest.param(
            said(quote="within seven days", proposed="Access is checked monthly."),
            "Access is checked within seven days.",
            "Access is checked monthly.",
            1,
            id="a sentence for words of one",
        ),
        pytest.param(
            said(quote=", by a physician,", deletion=True),
            "The check, by a physician, takes seven days.",
            "The check takes seven days.",
            1,
            id="deletion",
        ),
        pytest.param(
            said(quote="Logs are kept.", deletion=True), "Logs are kept.", "", 1, id="deletion of a sentence"
        ),
        pytest.param(said(proposed="Nothing."), TEXT.text, "Nothing.", 1, id="whole text"),
        pytest.param(
            said(proposed=f"{TEXT.text}\na reason;\nAnd more."),
            f"{TEXT.text}\na) a reason;",
            f"{TEXT.text}\na reason;\nAnd more.",
            1,
            id="whole text with the list that it repeats",
        ),
        pytest.param(said(deletion=True), "", "", 1, id="deletion of the whole"),
        pytest.param(
            said(quote="words of a heading", proposed="others"),
            "words of a heading",
            "others",
            1,
            id="elsewhere",
        ),
    ],
)
def test_words_are_replaced_in_their_sentence(
    comment: Comment, before: str, after: str, occurrences: int
) -> None:
    made = replacement(comment, answer(TEXT, comment, quoted=(ITEM,)))
    assert made is not None
    assert (made.before, made.after, made.occurrences) == (before, after, occurrences)


def test_nothing_is_replaced_by_an_opinion() -> None:
    assert replacement(said(quote="seven days"), answer(TEXT)) is None


@pytest.fixture
def texts(export: Export) -> Callable[[Response], list[str]]:
    """Give a function that lists the paragraphs of both formats."""

    def read(response: Response) -> list[str]:
        written = [item.text for item in docx.Document(str(export(response))).paragraphs]
        return [*written, *write_markdown(response).replace("\\", "").split("\n\n")]

    return read


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        pytest.param(said(quote="seven days", proposed="a month"), "stand 2 times", id="words that recur"),
        pytest.param(said(deletion=True), "Delete this provision.", id="deletion of the whole"),
        pytest.param(said(), "unnamed contributor", id="without author"),
        pytest.param(said(state="draft"), "[to be approved]", id="draft"),
    ],
)
def test_what_a_reader_must_know_is_said(
    response: Response, texts: Callable[[Response], list[str]], comment: Comment, expected: str
) -> None:
    found = [text for text in texts(responding(response, answer(TEXT, comment))) if expected in text]
    assert len(found) == 2


def test_drafts_are_counted_at_the_end(response: Response, texts: Callable[[Response], list[str]]) -> None:
    made = msgspec.structs.replace(response, drafts=3)
    assert sum("Comments still to be approved: 3." in text for text in texts(made)) == 4


def test_diverging_positions_are_listed_with_their_people(
    response: Response, texts: Callable[[Response], list[str]]
) -> None:
    one = said(id="c1", position="support", author="Ana Ruiz", role="ciso")
    other = said(id="c2", position="amend", author="Bea Sol", proposed="x")
    divergence = Divergence(provision_id="r18", title=UNIT.title, comment_ids=("c1", "c2"))
    made = responding(response, answer(TEXT, one, other), divergences=(divergence,))
    assert "Support: Ana Ruiz (CISO). Amend: Bea Sol." in " ".join(write_markdown(made).split())
    assert "Diverging positions" in texts(made)


def test_words_quoted_above_are_not_quoted_again(response: Response, export: Export) -> None:
    made = responding(
        response,
        answer(R18, said(), quoted=(TEXT, ITEM)),
        answer(TEXT, said(id="c2"), quoted_above=True),
        answer(ITEM, said(id="c3"), quoted_above=True, cited="R18, a)", title="R18, a)"),
    )
    body = docx.Document(str(export(made)))
    styled = [(item.style.name, item.text) for item in body.paragraphs]
    assert sum(text == TEXT.text for _style, text in styled) == 1
    parts = [text.replace("\xa0", " ") for style, text in styled if style == "Provision Part"]
    assert parts == ["R18, a) · [r18.a]"]
    assert sum(style == "Heading 3" for style, _text in styled) == 1
    assert write_markdown(made).count(TEXT.text) == 1


def test_every_entry_of_the_index_leads_somewhere(response: Response, export: Export) -> None:
    made = responding(
        response, answer(R18, said(), quoted=(TEXT,)), answer(TEXT, said(id="c2"), quoted_above=True)
    )
    index = msgspec.structs.replace(response.role_index[0], provision_ids=("r18", "r18.p1"))
    body = docx.Document(str(export(msgspec.structs.replace(made, role_index=(index,))))).element.body
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert set(links) <= marks
    assert links[-1].startswith("provision")
    assert links[-2] != links[-1], "one heading is listed once"


def test_an_item_is_led_by_what_introduces_it(response: Response, export: Export) -> None:
    made = responding(response, answer(ITEM, said(), introduction="Access is subject to:"))
    quoted = [
        item.text
        for item in docx.Document(str(export(made))).paragraphs
        if item.style.name == "Provision Quote"
    ]
    assert quoted == ["Access is subject to:", "a) a reason;"]


def test_the_cover_shows_the_beginning_of_fingerprints(response: Response, export: Export) -> None:
    cover = docx.Document(str(export(response))).tables[0]
    values = [row.cells[1].text for row in cover.rows]
    assert values[-2:] == ["ab" * 6, "cd" * 6]
