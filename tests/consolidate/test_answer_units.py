"""What a recommendation in several parts becomes in the response: one heading, each part named and quoted."""

from __future__ import annotations

import pytest

from toolkit.consolidate.compose import compose_response
from toolkit.consolidate.names import Names
from toolkit.model.comment import Comment
from toolkit.model.document import Document
from toolkit.model.provision import NoteCall, Outline, ParsedDraft, Provision
from toolkit.model.response import Answer, Consultation, Response
from toolkit.model.tag import Tag


def provision(provision_id: str, parent_id: str | None = None, **fields: object) -> Provision:
    return Provision(id=provision_id, parent_id=parent_id, **fields)  # type: ignore[arg-type]


CISO = (Tag(facet="role", value="ciso", score=0.9, rule="test"),)
LAW = (Tag(facet="role", value="legal", score=0.9, rule="test"),)

PROVISIONS = (
    provision("p1", text="Opening words of the draft."),
    provision("f5", kind="fiche", number="Fiche 5", heading="Authentication"),
    provision("f5.p1", "f5", text="Why authentication matters."),
    provision("5.2", "f5", kind="section", number="5.2", heading="Two factors"),
    provision("5.2.p1", "5.2", text="The means are listed by the ministry."),
    provision("r12", "5.2", kind="recommendation", number="R12.", heading="Impose two factors", tags=CISO),
    provision("r12.p1", "r12", text="Two factors are imposed:", calls=(NoteCall("text", 3, "n1", "7"),)),
    provision("r12.a", "r12.p1", kind="item", number="a)", text="for remote access;"),
    provision("r12.b", "r12.p1", kind="item", number="b)", text="for administrators.", tags=LAW),
    provision("r12.b.i", "r12.b", kind="item", number="i.", text="Of servers."),
    provision("r12.b.i2", "r12.b", kind="item", number="•", text="Of networks."),
    provision("n1", "r12.p1", kind="footnote", number="7", text="See article 32."),
    provision("r12.p2", "r12", text="The delay is two years."),
    provision("5.2.p9", "5.2", text="Other means are examined case by case."),
    provision("par-7", "f5", number="7.", text="Seventh paragraph."),
    provision("par-7.a", "par-7", kind="item", number="a)", text="Its first item."),
    provision("f5.aim", "f5", kind="section", heading="Aim"),
    provision("f5.aim.p1", "f5.aim", text="To authenticate everybody."),
    provision("f5.aim.a", "f5.aim", kind="item", number="a)", text="First aim."),
    provision("f6", kind="fiche", number="Fiche 6", heading="Backup"),
    provision("f6.aim", "f6", kind="section", heading="Aim"),
    provision("f6.aim.p1", "f6.aim", text="To lose nothing."),
)
OUTLINE = Outline(PROVISIONS)


def compose(*commented: str, **options: object) -> Response:
    document = Document(sha256="0" * 64, name="draft.txt", media_type="text/plain", language="en")
    comments = [
        Comment(id=f"c{number}", provision_id=key, text=f"On {key}.") for number, key in enumerate(commented)
    ]
    return compose_response(
        ParsedDraft(document=document, provisions=PROVISIONS),
        comments,
        consultation=Consultation(title="Consultation"),
        language="en",
        **options,  # type: ignore[arg-type]
    )


def answers(response: Response) -> list[Answer]:
    return [answer for section in response.sections for answer in section.answers]


def units(response: Response) -> list[tuple[str, str]]:
    return [(answer.unit.title if answer.unit else "", answer.provision.id) for answer in answers(response)]


@pytest.mark.parametrize(
    ("provision_id", "name", "cited", "unit"),
    [
        pytest.param("r12", "R12. Impose two factors", "R12", "r12", id="number and heading"),
        pytest.param("r12.p1", "R12. Impose two factors", "R12", "r12", id="text under a heading"),
        pytest.param("r12.b", "R12, b)", "R12, b)", "r12", id="item, whose paragraph has no name"),
        pytest.param("r12.b.i", "R12, b), i", "R12, b), i", "r12", id="item of an item"),
        pytest.param("r12.b.i2", "R12, b)", "R12, b)", "r12", id="a bullet has no name"),
        pytest.param("f5.aim.a", "Aim, a)", "Aim, a)", "f5.aim", id="item under a heading without number"),
        pytest.param("par-7", "7. Seventh paragraph.", "7", "par-7", id="a numbered paragraph stands alone"),
        pytest.param("par-7.a", "7, a)", "7, a)", "par-7", id="item of a numbered paragraph"),
        pytest.param("n1", "Footnote 7", "Footnote 7", "n1", id="footnote"),
        pytest.param("f5.p1", "Fiche 5 Authentication", "Fiche 5", "f5", id="text of a section"),
        pytest.param(
            "p1", "Opening words of the draft.", "Opening words of the draft.", "p1", id="nothing but words"
        ),
        pytest.param("gone", "gone", "gone", "gone", id="not in the draft"),
    ],
)
def test_a_provision_is_named_by_the_nearest_number_or_heading(
    provision_id: str, name: str, cited: str, unit: str
) -> None:
    names = Names(OUTLINE, [provision_id], language="en")
    assert (names.title(provision_id), names.cited(provision_id)) == (name, cited)
    assert names.unit(provision_id).id == unit


def test_the_heading_of_the_whole_draft_names_no_part_of_it() -> None:
    outline = Outline((provision("t", heading="Draft"), provision("t.p1", "t", text="Words.")))
    names = Names(outline, ["t.p1"], nameless={"t"}, language="en")
    assert (names.title("t.p1"), names.unit("t.p1").id) == ("Words.", "t.p1")


@pytest.mark.parametrize(
    ("listed", "titles"),
    [
        pytest.param(
            ("r12.p1", "r12.p2"),
            [
                "R12. Impose two factors — “Two factors are imposed:”",
                "R12. Impose two factors — “The delay is two years.”",
            ],
            id="two paragraphs of one recommendation",
        ),
        pytest.param(
            ("r12", "r12.p2"),
            ["R12. Impose two factors", "R12. Impose two factors — “The delay is two years.”"],
            id="the recommendation keeps its name",
        ),
        pytest.param(
            ("f5.aim", "f6.aim"),
            ["Aim — “To authenticate everybody.”", "Aim — “To lose nothing.”"],
            id="two headings of the same words",
        ),
        pytest.param(("r12.a", "r12.b"), ["R12, a)", "R12, b)"], id="items need no quotation"),
    ],
)
def test_equal_names_are_told_apart_by_a_quotation(listed: tuple[str, ...], titles: list[str]) -> None:
    names = Names(OUTLINE, listed, language="en")
    assert [names.title(key) for key in listed] == titles


def test_names_told_apart_fit_a_line_and_keep_their_closing_quotation_mark() -> None:
    long = "An exceedingly long heading about authentication in all its kinds and uses"
    outline = Outline(
        [provision("s", heading=long), *(provision(f"s.p{n}", "s", text=f"{n} {long}") for n in (1, 2))]
    )
    title = Names(outline, ["s.p1", "s.p2"], language="en").title("s.p1")
    assert (
        title
        == "An exceedingly long heading about authentication … — “1 An exceedingly long heading about …”"
    )


def test_headings_of_units_are_told_apart_too() -> None:
    assert units(compose("f5.aim.p1", "f6.aim.p1")) == [
        ("Aim — “To authenticate everybody.”", "f5.aim.p1"),
        ("Aim — “To lose nothing.”", "f6.aim.p1"),
    ]


def test_answers_on_parts_of_a_recommendation_stand_together_in_its_place() -> None:
    assert units(compose("5.2.p9", "r12.b", "5.2.p1", "r12", "r12.p1")) == [
        ("5.2 Two factors", "5.2.p1"),
        ("5.2 Two factors", "5.2.p9"),
        ("R12. Impose two factors", "r12"),
        ("R12. Impose two factors", "r12.p1"),
        ("R12. Impose two factors", "r12.b"),
    ]


@pytest.mark.parametrize(
    ("selection", "commented", "read", "waiting"),
    [
        pytest.param(["r12"], ["r12.p1"], [], [], id="a comment on its text answers it"),
        pytest.param(["r12"], ["r12.b.i"], [], [], id="so does one on an item of an item"),
        pytest.param(["f5"], ["r12.p2"], [], [], id="and one on a recommendation of the fiche"),
        pytest.param(["r12"], [], ["r12.p1"], [], id="its text was read without comment"),
        pytest.param(["r12"], [], ["r12"], [], id="it was read without comment"),
        pytest.param(["r12"], ["par-7"], [], ["r12"], id="a comment elsewhere does not"),
        pytest.param(["r12.p2"], ["r12.p1"], [], ["r12.p2"], id="nor one on another paragraph"),
        pytest.param(["r12.a"], ["r12.p1"], [], [], id="a list is quoted with its paragraph"),
        pytest.param(["r12.p1"], ["r12"], [], [], id="a paragraph is quoted with its heading"),
        pytest.param(["r12", "r12.p1", "r12.a", "r12.p2"], [], [], ["r12"], id="one form for one unit"),
        pytest.param(["r12.a", "r12.p2"], [], [], ["r12.a", "r12.p2"], id="parts chosen one by one"),
        pytest.param(["f5", "r12"], [], [], ["f5", "r12"], id="a fiche and its recommendation"),
        pytest.param(["gone"], [], [], ["gone"], id="not in the draft"),
    ],
)
def test_what_awaits_an_answer(
    selection: list[str], commented: list[str], read: list[str], waiting: list[str]
) -> None:
    response = compose(*commented, selection=selection, read_without_comment=read)
    assert [answer.provision.id for answer in answers(response) if not answer.comments] == waiting
    assert sum(entry.unanswered for entry in response.summary) == len(waiting)


def test_what_has_a_comment_on_a_part_was_not_read_without_comment() -> None:
    response = compose("r12.p1", read_without_comment=["r12", "r12.p2"])
    assert response.read_without_comment == (
        (
            "r12.p2",
            (
                "Fiche 5 Authentication",
                "5.2 Two factors",
                "R12. Impose two factors — “The delay is two years.”",
            ),
        ),
    )


def test_a_part_is_indexed_under_the_roles_of_its_unit_and_of_its_items() -> None:
    response = compose("r12.p1", "5.2.p1")
    assert [(entry.role, entry.provision_ids) for entry in response.role_index] == [
        ("ciso", ("r12.p1",)),
        ("legal", ("r12.p1",)),
    ]


def quoted(response: Response) -> list[str]:
    (answer,) = answers(response)
    return [item.id for item in answer.quoted]


@pytest.mark.parametrize(
    ("provision_id", "expected"),
    [
        pytest.param(
            "r12", ["r12.p1", "r12.a", "r12.b", "r12.b.i", "r12.b.i2", "r12.p2"], id="all under a heading"
        ),
        pytest.param("r12.p1", ["r12.a", "r12.b", "r12.b.i", "r12.b.i2"], id="the list of a paragraph"),
        pytest.param("r12.p2", [], id="a paragraph alone"),
    ],
)
def test_what_is_quoted_with_a_provision(provision_id: str, expected: list[str]) -> None:
    assert quoted(compose(provision_id)) == expected


def test_footnotes_of_what_is_quoted_come_along() -> None:
    (answer,) = answers(compose("r12"))
    assert [note.id for note in answer.notes] == ["n1"]


def long_draft(*, titled: bool) -> ParsedDraft:
    children: list[Provision] = []
    for number in range(1, 9):
        heading = f"Heading {number}" if titled else ""
        children.append(provision(f"f.{number}", "f", heading=heading))
        children.append(provision(f"f.{number}.p1", f"f.{number}", text="Word " * 70))
    hidden = provision("f.0", "f", text="White on white.", hidden="white")
    document = Document(sha256="0" * 64, name="draft.txt", media_type="text/plain")
    whole = (provision("f", kind="fiche", heading="Fiche"), hidden, *children)
    return ParsedDraft(document=document, provisions=whole)


@pytest.mark.parametrize(
    ("titled", "last", "abridged"),
    [
        pytest.param(True, "f.3.p1", True, id="a container ends with a whole provision, not with a heading"),
        pytest.param(False, "f.8.p1", False, id="what has no parts of its own is quoted whole"),
    ],
)
def test_a_long_container_is_cut(titled: bool, last: str, abridged: bool) -> None:
    response = compose_response(
        long_draft(titled=titled),
        [Comment(id="c1", provision_id="f", text="On it all.")],
        consultation=Consultation(title="C"),
    )
    (answer,) = answers(response)
    assert (answer.quoted[-1].id, answer.abridged) == (last, abridged)
    assert "f.0" not in {item.id for item in answer.quoted}


def test_what_a_cut_quotation_leaves_out_has_a_form_of_its_own() -> None:
    paragraphs = [provision(f"s.p{number}", "s", text="Word " * 300) for number in (1, 2, 3, 4)]
    document = Document(sha256="0" * 64, name="draft.txt", media_type="text/plain")
    draft = ParsedDraft(document=document, provisions=(provision("s", heading="Section"), *paragraphs))
    response = compose_response(
        draft, [], consultation=Consultation(title="C"), selection=["s", "s.p1", "s.p2", "s.p4"]
    )
    assert [answer.provision.id for answer in answers(response)] == ["s", "s.p4"]
