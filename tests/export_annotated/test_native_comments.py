"""Comments of a response as Word's own: where they stand, what they say, and what of the draft's file stays as it was."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import msgspec
from lxml import etree

from tests.export_annotated.conftest import NOW, Annotate, MakeDocx, composed, holding, said
from tests.export_annotated.test_tracked_wording import LEAD, TAIL, p, r
from tests.export_annotated.views import has_part, lines, part, q
from toolkit.export.annotated.comment_parts import initials
from toolkit.export.annotated.document import write_annotated
from toolkit.model.filing import DraftFile
from toolkit.model.response import Consultation

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
BODY = LEAD + p(r("Sessions are "), r("locked", "<w:b/>"), r(" after five minutes of rest.")) + TAIL


def comments_of(content: bytes) -> list[etree._Element]:
    return list(part(content, "word/comments.xml").iter(q("comment")))


def told(comment: etree._Element) -> list[str]:
    return ["".join(paragraph.itertext()) for paragraph in comment.iter(q("p"))]


def covered(root: etree._Element, number: str) -> str:
    """Return the text between the two ends of a comment's range."""
    text, inside = "", False
    for element in root.iter(q("commentRangeStart"), q("commentRangeEnd"), q("t"), q("p")):
        if element.get(q("id")) == number:
            inside = element.tag == q("commentRangeStart")
        elif inside:
            text += "\n" if element.tag == q("p") else element.text or ""
    return text


def test_a_comment_stands_on_the_words_it_quotes(make_docx: MakeDocx, annotate: Annotate) -> None:
    made = annotate(
        make_docx(BODY),
        (
            "Sessions",
            {
                "quote": "locked after five",
                "text": "Why?\n\nFor whom?",
                "rationale": "Costs.",
                "position": "oppose",
            },
        ),
        ("register is open", {"text": "Good.", "position": "support"}),
    )
    root = part(made.content)
    first, second = comments_of(made.content)
    assert (first.get(q("author")), first.get(q("initials"))) == ("Ana Ruiz", "AR")
    assert first.get(q("date")) == "2026-11-20T10:00:00Z"
    assert told(first) == ["Oppose", "Why?", "For whom?", "Rationale: Costs."]
    assert covered(root, "0") == "locked after five"
    assert covered(root, "1") == "The register is open to the authority."
    assert told(second) == ["Support", "Good."]
    assert [found.get(q("id")) for found in root.iter(q("commentReference"))] == ["0", "1"]
    assert list(root.iter(q("ins"), q("del"))) == []


def test_general_remarks_stand_on_the_title(make_docx: MakeDocx, annotate: Annotate) -> None:
    title = p(r("Security of the record"), properties='<w:pStyle w:val="Title"/>')
    styles = '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    made = annotate(make_docx(title + BODY, styles=styles), ("", {"text": "A good draft."}))
    assert covered(part(made.content), "0") == "Security of the record"


def test_what_is_not_found_is_told_at_the_nearest_place(
    make_docx: MakeDocx, as_draft: Callable[[bytes], DraftFile]
) -> None:
    draft = as_draft(make_docx(BODY))
    gone = msgspec.structs.replace(
        holding(draft, "Sessions"), text="Something else was read here by mistake."
    )
    provisions = tuple(gone if item.id == gone.id else item for item in draft.parsed.provisions)
    misread = DraftFile(msgspec.structs.replace(draft.parsed, provisions=provisions), draft.content)
    response = composed(
        misread,
        [
            said("c1", gone, text="Lost?", proposed="New words."),
            said("c2", "unknown-7", text="Nowhere."),
            said("c3", holding(draft, "open to"), quote="words never printed", text="Where?"),
        ],
    )
    made = write_annotated(response, misread, now=NOW)
    texts = ["\n".join(told(comment)) for comment in comments_of(made.content)]
    assert len(texts) == 3
    assert any("which was not found in this document" in text and "New words." in text for text in texts)
    assert any("unknown-7" in text for text in texts)
    assert any("On the words “words never printed”" in text for text in texts)
    assert {issue.where for issue in made.issues} == {"c1", "c2", "c3"}


def test_replies_form_a_thread_at_the_place_of_what_they_answer(
    make_docx: MakeDocx, as_draft: Callable[[bytes], DraftFile]
) -> None:
    draft = as_draft(make_docx(BODY))
    item = holding(draft, "Sessions")
    response = composed(
        draft,
        [
            said("c1", item, quote="five minutes", text="Too short."),
            said("c2", item, text="Indeed.", author="Bea Sol", reply_to="c1"),
            said("c3", item, text="No.", author="Cyd Lam", reply_to="c2"),
        ],
    )
    content = write_annotated(response, draft, now=NOW).content
    ids = [comment[-1].get(f"{{{W14}}}paraId") for comment in comments_of(content)]
    threads = part(content, "word/commentsExtended.xml")
    assert [entry.get(f"{{{W15}}}paraId") for entry in threads] == ids
    assert [entry.get(f"{{{W15}}}paraIdParent") for entry in threads] == [None, ids[0], ids[0]]
    assert {entry.get(f"{{{W15}}}done") for entry in threads} == {"0"}
    assert [covered(part(content), number) for number in "012"] == ["five minutes"] * 3


def test_comments_and_parts_that_are_there_stay(make_docx: MakeDocx, annotate: Annotate) -> None:
    earlier = f'<w:comment w:id="7" w:author="Old" w:date="2025-01-01T00:00:00Z">{p(r("An earlier word."))}</w:comment>'
    anchored = (
        '<w:commentRangeStart w:id="7"/>' + r("Kept as it is.") + '<w:commentRangeEnd w:id="7"/>'
        '<w:r><w:commentReference w:id="7"/></w:r>'
    )
    styles = '<w:style w:type="paragraph" w:styleId="X"><w:name w:val="x"/></w:style>'
    draft = make_docx(BODY + p(anchored), comments=earlier, styles=styles)
    made = annotate(draft, ("Sessions", {"text": "Why?"}))
    assert [comment.get(q("id")) for comment in comments_of(made.content)] == ["7", "8"]
    assert told(comments_of(made.content)[0]) == ["An earlier word."]
    with zipfile.ZipFile(io.BytesIO(draft)) as before, zipfile.ZipFile(io.BytesIO(made.content)) as after:
        assert after.read("word/styles.xml") == before.read("word/styles.xml")
        assert after.namelist()[: len(before.namelist())] == before.namelist()


def test_paragraphs_that_nobody_comments_stay_as_they_are(make_docx: MakeDocx, annotate: Annotate) -> None:
    draft = make_docx(BODY)
    made = annotate(draft, ("Sessions", {"quote": "five", "proposed": "ten"}))
    before, after = (list(part(content).iter(q("p"))) for content in (draft, made.content))
    for place in (0, 2):
        assert etree.tostring(after[place], method="c14n") == etree.tostring(before[place], method="c14n")


def test_the_same_input_gives_the_same_bytes_with_the_hash_of_the_response(
    make_docx: MakeDocx, annotate: Annotate
) -> None:
    comment = ("Sessions", {"proposed": "Sessions are closed.", "text": "Why?"})
    first, second = (annotate(make_docx(BODY), comment, content_sha256="ab" * 32) for _time in range(2))
    assert first.content == second.content
    properties = part(first.content, "docProps/custom.xml")
    values = {found.get("name"): "".join(found.itertext()) for found in properties}
    assert values["ContentSHA256"] == "ab" * 32
    assert len(values["DraftSHA256"]) == 64


def test_a_response_without_comments_leaves_the_text_alone(make_docx: MakeDocx, annotate: Annotate) -> None:
    draft = make_docx(BODY)
    made = annotate(draft)
    assert lines(part(made.content)) == lines(part(draft))
    assert not has_part(made.content, "word/comments.xml")


def test_any_text_is_held(
    make_docx: MakeDocx, annotate: Annotate, sdk_errors: Callable[[bytes], list[str]]
) -> None:
    odd = "NUL \x00, lone \ud83d, 🏥, نص, a\tb\r\nc <w:t> & ]]> " + "long " * 5_000
    draft = make_docx(BODY)
    made = annotate(draft, ("Sessions", {"text": odd, "author": odd[:40], "proposed": odd, "rationale": odd}))
    assert sdk_errors(made.content) == sdk_errors(draft)
    assert "␀" in told(comments_of(made.content)[0])[1]
    assert "\n".join(
        lines(part(made.content), rejected={comments_of(made.content)[0].get(q("author"))})
    ) == "\n".join(lines(part(draft)))


def test_nobody_is_named_in_an_anonymous_file(make_docx: MakeDocx, annotate: Annotate) -> None:
    response = {"anonymous": True, "consultation": Consultation(title="", respondent="Valley Hospital")}
    made = annotate(make_docx(BODY), ("Sessions", {"text": "Why?", "author": ""}), **response)
    assert comments_of(made.content)[0].get(q("author")) == "unnamed contributor"
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert not any(b"Valley" in archive.read(name) for name in archive.namelist())


def test_initials_are_those_of_names() -> None:
    assert [initials(name) for name in ("Ana Ruiz", "Jean-Luc d’Arc", "数据", "")] == ["AR", "JLDA", "数", ""]
