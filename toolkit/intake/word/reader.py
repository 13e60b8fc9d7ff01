"""A DOCX that a contributor sends → a `Contribution`: comments, tracked changes, our form filled in.

What the file holds besides, a table of remarks or prose, is for other readers: `passages` has all its words.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from toolkit.intake.word.changes import ChangeReader, Note
from toolkit.intake.word.comments import Comment, anchors, comment_remarks, read_comments
from toolkit.intake.word.moves import read_moves, read_rows
from toolkit.intake.word.passages import original_texts, read_passages
from toolkit.intake.word.story import Story, read_story
from toolkit.messages import ngettext
from toolkit.model.contribution import Contribution, Leftover, Remark
from toolkit.model.issue import Issue
from toolkit.model.reading import ReadOptions
from toolkit.read.docx.properties import read_properties
from toolkit.read.docx.reader import main_part
from toolkit.read.media_type import DOCX
from toolkit.read.package import Package


def read_word(path: Path, content: bytes) -> Contribution:
    """Read the comments and tracked changes of a Word file; `path` names it and need not exist.

    Raises:
        BrokenInput: the package is damaged beyond repair, or declares a document type.
        LimitExceeded: it unpacks to more than allowed.
        PasswordNeeded: it is encrypted.
    """
    with Package(path, max_bytes=ReadOptions().max_bytes, content=content) as package:
        main = main_part(package)
        story = read_story(package, main)
        comments = read_comments(package, package.relations(main))
        found = _Found(story, comments)
        properties = read_properties(package)
    authors = {remark.author for remark in found.remarks}
    return Contribution(
        sha256=hashlib.sha256(content).hexdigest(),
        name=path.name,
        media_type=DOCX,
        forms=tuple(dict.fromkeys(remark.form for remark in found.remarks)),
        author=authors.pop() if len(authors) == 1 else "",
        date=properties.modified,
        passages=original_texts(found.passages),
        remarks=tuple(found.remarks),
        leftovers=tuple(found.leftovers),
        issues=(*package.issues, *_format_issue(story)),
    )


class _Found:
    """What the comments and changes of a story amount to."""

    def __init__(self, story: Story, comments: tuple[Comment, ...]) -> None:
        self.passages = read_passages(story.paragraphs)
        self.remarks: list[Remark] = []
        self.leftovers: list[Leftover] = []
        notes = {
            comment.id: Note(comment.author, comment.text, comment.resolved)
            for comment in comments
            if comment.text and not comment.parent
        }
        changes = ChangeReader(self.passages, notes)
        changes.read()
        read_moves(changes)
        read_rows(changes)
        found = comment_remarks(
            comments, anchors(self.passages), explained=changes.explained, changes=changes.keys
        )
        for item in found:
            (self.remarks if isinstance(item, Remark) else self.leftovers).append(item)  # type: ignore[arg-type]
        self.remarks += changes.remarks


def _format_issue(story: Story) -> list[Issue]:
    if not story.format_changes:
        return []
    told = ngettext(
        "{count} tracked change of format is not taken in.",
        "{count} tracked changes of format are not taken in.",
        story.format_changes,
    )
    return [Issue("info", "", told.format(count=story.format_changes), rule="word.format_changes")]
