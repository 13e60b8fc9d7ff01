"""A response and the draft that it answers → the draft as a Word document with comments and tracked changes.

A draft in Word is edited as it is: styles, numbering, earlier authors' comments and changes stay. Any other one is
rebuilt from its provisions first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from lxml import etree

from toolkit.export.annotated.comment_parts import CommentParts, Note
from toolkit.export.annotated.manuscript import Manuscript
from toolkit.export.annotated.marking import Marker, Signature, Trace
from toolkit.export.annotated.names import VAL, w
from toolkit.export.annotated.package import DocxPackage, UneditableError
from toolkit.export.annotated.planning import Annotation, Planner, thread_head
from toolkit.export.annotated.properties import set_properties
from toolkit.export.annotated.rebuilding import rebuild
from toolkit.export.annotated.saying import Saying
from toolkit.messages import _
from toolkit.model.comment import Comment
from toolkit.model.filing import DraftFile
from toolkit.model.issue import Issue
from toolkit.model.response import Response

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Annotated(msgspec.Struct, frozen=True):
    """A document, and what a person should know about it."""

    content: bytes
    issues: tuple[Issue, ...]


def write_annotated(response: Response, draft: DraftFile, *, now: datetime) -> Annotated:
    """Return the draft with the comments of a response; `now` dates what bears no date itself."""
    package, issues = _opened(response, draft)
    root = package.xml(package.main)
    sides = [
        package.xml(name)
        for kind in ("footnotes", "endnotes")
        if (name := package.related(package.main, kind))
    ]
    body = root.find(w("body"))
    manuscript = Manuscript(
        etree.SubElement(root, w("body")) if body is None else body,
        [note for side in sides for note in side if note.get(w("type"), "normal") == "normal"],
        contents=_contents_styles(package),
    )
    saying = Saying(response)
    marker = Marker(manuscript, root, others=sides)
    planner = Planner(draft.parsed, manuscript, marker, saying.terms)
    annotations = planner.plan(response)
    _Writer(package, marker, saying, now).write(annotations)
    set_properties(
        package,
        {
            "ContentSHA256": response.content_sha256,
            "DraftSHA256": draft.parsed.document.sha256,
            "ResponseSchema": str(response.schema),
        },
    )
    return Annotated(package.content(), (*issues, *planner.issues))


def _opened(response: Response, draft: DraftFile) -> tuple[DocxPackage, list[Issue]]:
    if draft.parsed.document.media_type == _DOCX:
        try:
            return DocxPackage(draft.content), []
        except UneditableError as error:
            told = _(
                "The draft's own file cannot be edited ({reason}); the document is rebuilt from its text."
            )
            issue = Issue("warning", draft.parsed.document.name, told.format(reason=error), rule="annotated")
            return DocxPackage(rebuild(draft.parsed, language=response.language)), [issue]
    return DocxPackage(rebuild(draft.parsed, language=response.language)), []


def _contents_styles(package: DocxPackage) -> frozenset[str]:
    """Return the ids of the styles that entries of tables of contents have."""
    part = package.related(package.main, "styles")
    styles = package.xml(part).iter(w("style")) if part else ()
    named = ((style.get(w("styleId"), ""), style.find(w("name"))) for style in styles)
    return frozenset(
        key for key, name in named if name is not None and name.get(VAL, "").lower().startswith("toc ")
    )


class _Writer:
    """Writes annotations: all cuts, then all changes, then the comments around them."""

    def __init__(self, package: DocxPackage, marker: Marker, saying: Saying, now: datetime) -> None:
        self._parts = CommentParts(package)
        self._marker = marker
        self._saying = saying
        self._now = now

    def write(self, annotations: Sequence[Annotation]) -> None:
        for item in annotations:
            self._marker.cut(item.offsets)
        traces = [self._changes(item) for item in annotations]
        first = self._parts.first_number
        # From the last one backwards, so that signs at one place stand in the order of the comments.
        for place, item in reversed(list(enumerate(annotations))):
            if traces[place].elements and self._marker.takes_comments(item.anchor.start):
                self._marker.comment_changes(first + place, traces[place])
            else:
                self._marker.comment_words(first + place, item.anchor.start, item.anchor.end)
        printed = {item.comment.id: item.comment for item in annotations}
        self._parts.write([self._note(item, printed) for item in annotations])

    def _changes(self, item: Annotation) -> Trace:
        trace = Trace()
        signature = Signature(self._saying.author(item.comment), self._date(item.comment))
        if item.deleted:
            stretches = [(stretch.start, stretch.end) for stretch in item.deleted]
            self._marker.delete_lines(stretches, signature, trace)
        for edit in item.edits:
            self._marker.apply(edit, signature, trace)
        return trace

    def _note(self, item: Annotation, printed: dict[str, Comment]) -> Note:
        comment = item.comment
        return Note(
            key=comment.id,
            author=self._saying.author(comment),
            date=self._date(comment),
            lines=self._saying.lines(comment, item.answer, tracked=item.tracked, notes=item.notes),
            reply_to=thread_head(comment, printed),
        )

    def _date(self, comment: Comment) -> str:
        """Return when a comment was last changed, to the second as Word writes it."""
        for text in (comment.modified, comment.created):
            try:
                moment = datetime.fromisoformat(text)
            except ValueError:
                continue
            return _seconds(moment)
        return _seconds(self._now)


def _seconds(moment: datetime) -> str:
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
