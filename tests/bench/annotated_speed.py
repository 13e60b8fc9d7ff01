"""Annotating a draft with 1,000 comments, against python-docx writing the same paragraphs and comments.

Every second comment proposes another wording, which python-docx cannot track: it writes the words as they are. Both
end with the bytes of the file.
"""

from __future__ import annotations

import datetime
import io

import docx

from tests.bench.timing import in_turns
from toolkit.export.annotated.document import write_annotated
from toolkit.model.comment import Comment
from toolkit.model.document import Document
from toolkit.model.filing import DraftFile
from toolkit.model.provision import ParsedDraft, Provision
from toolkit.model.response import Answer, Consultation, Response, Section

COMMENTS = 1_000
MOST_TIMES = 3.0
"""What annotating may take, in times of what python-docx takes."""
_NOW = datetime.datetime(2026, 11, 24, 9, 30, tzinfo=datetime.UTC)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TEXT = "Measure {number}: sessions in unit {number} are locked after five minutes, as the rules of the hospital say."
_REMARK = (
    "In unit {number} five minutes are too short; nurses would log in forty times a day, which costs an hour."
)


def report(*, rounds: int = 5) -> list[str]:
    """Return a table of both."""
    draft, response = _draft(), _response()
    found = in_turns(
        {
            "annotated draft": lambda: write_annotated(response, draft, now=_NOW),
            "python-docx": _bare,
        },
        rounds=rounds,
    )
    ours, theirs = (found[name].median_s for name in ("annotated draft", "python-docx"))
    lines = [f"{name:24}{one.median_s:8.3f} s" for name, one in found.items()]
    return [
        f"Annotating a draft with {COMMENTS} comments",
        *lines,
        f"{ours / theirs:.2f} times; at most {MOST_TIMES}",
    ]


def _provision(number: int) -> Provision:
    return Provision(id=f"p{number}", text=_TEXT.format(number=number))


def _draft() -> DraftFile:
    document = docx.Document()
    for number in range(COMMENTS):
        document.add_paragraph(_TEXT.format(number=number))
    content = io.BytesIO()
    document.save(content)
    facts = Document(sha256="", name="draft.docx", media_type=_DOCX)
    provisions = tuple(map(_provision, range(COMMENTS)))
    return DraftFile(ParsedDraft(document=facts, provisions=provisions), content.getvalue())


def _response() -> Response:
    answers = tuple(
        Answer(
            provision=_provision(number),
            path=(),
            comments=(
                Comment(
                    id=f"c{number}",
                    provision_id=f"p{number}",
                    author="Ana Ruiz",
                    text=_REMARK.format(number=number),
                    proposed=_TEXT.format(number=number).replace("five", "ten") if number % 2 else "",
                ),
            ),
        )
        for number in range(COMMENTS)
    )
    section = Section(id="s", title="Measures", answers=answers)
    return Response(consultation=Consultation(title=""), language="en", sections=(section,))


def _bare() -> bytes:
    document = docx.Document()
    for number in range(COMMENTS):
        run = document.add_paragraph().add_run(_TEXT.format(number=number))
        document.add_comment([run], text=_REMARK.format(number=number), author="Ana Ruiz", initials="AR")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


if __name__ == "__main__":
    print("\n".join(report()))
