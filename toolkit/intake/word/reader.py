"""A DOCX or ODT that a contributor sends → a `Contribution`: comments, tracked changes, our form filled in.

What the file holds besides, a table of remarks or prose, is for other readers: `passages` has all its words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from toolkit.intake.word.changes import ChangeReader, Note
from toolkit.intake.word.comments import Comment, anchors, comment_remarks, read_comments
from toolkit.intake.word.form_reading import read_answers
from toolkit.intake.word.form_rows import (
    FormFacts,
    FormTables,
    read_facts,
    read_odt_facts,
    read_tables,
)
from toolkit.intake.word.moves import read_moves, read_rows
from toolkit.intake.word.odt_translation import translate
from toolkit.intake.word.passages import original_texts, read_passages
from toolkit.intake.word.story import Story, read_story, story_of
from toolkit.messages import ngettext
from toolkit.model.contribution import Contribution, Form, Leftover, Remark
from toolkit.model.issue import Issue
from toolkit.model.reading import ReadOptions
from toolkit.read.docx.properties import read_properties
from toolkit.read.docx.reader import main_part
from toolkit.read.media_type import DOCX, ODT
from toolkit.read.package import Package

_ODT_BODY = "content.xml"


class _Content(NamedTuple):
    """What a package holds, whichever its format."""

    story: Story
    comments: tuple[Comment, ...]
    facts: FormFacts
    modified: str


def read_word(path: Path, content: bytes) -> Contribution:
    """Read the comments and tracked changes, or the form, of a DOCX or ODT file; `path` names it and need not exist.

    Raises:
        BrokenInput: the package is damaged beyond repair, or declares a document type.
        LimitExceeded: it unpacks to more than allowed.
        PasswordNeeded: it is encrypted.
    """
    with Package(path, max_bytes=ReadOptions().max_bytes, content=content) as package:
        main = main_part(package)
        is_odt = main not in package.names and _ODT_BODY in package.names
        read = _read_odt if is_odt else partial(_read_docx, main=main)
        story, comments, facts, modified = read(package)
    bare = Contribution(
        sha256=hashlib.sha256(content).hexdigest(),
        name=path.name,
        media_type=ODT if is_odt else DOCX,
        forms=(),
        date=modified,
        issues=(*package.issues, *_format_issue(story)),
    )
    tables = read_tables(story.paragraphs, facts)
    if facts.is_form or tables.is_form:
        return _form(bare, story, comments, tables, facts)
    return _copy(bare, story, comments)


def _read_docx(package: Package, *, main: str) -> _Content:
    story = read_story(package, main)
    comments = read_comments(package, package.relations(main))
    return _Content(story, comments, read_facts(package), read_properties(package).modified)


def _read_odt(package: Package) -> _Content:
    body = translate(package.xml(_ODT_BODY))
    return _Content(story_of(package, body.root), body.comments, read_odt_facts(package), "")


def _copy(contribution: Contribution, story: Story, comments: tuple[Comment, ...]) -> Contribution:
    """Return what is said in a copy of the draft."""
    found = _Found(story, comments)
    authors = {remark.author for remark in found.remarks}
    return msgspec.structs.replace(
        contribution,
        forms=_forms(found.remarks),
        author=authors.pop() if len(authors) == 1 else "",
        passages=original_texts(found.passages),
        remarks=tuple(found.remarks),
        leftovers=tuple(found.leftovers),
    )


def _form(
    contribution: Contribution,
    story: Story,
    comments: tuple[Comment, ...],
    tables: FormTables,
    facts: FormFacts,
) -> Contribution:
    """Return what is said in a form: its cells, and comments and changes in what it quotes."""
    answers = read_answers(tables, facts)
    found = _Found(story, comments, within=frozenset(answers.quotations))
    owners = {
        passage.index: owner
        for passage in found.passages
        for paragraph in passage.paragraphs
        if (owner := answers.owners.get(id(paragraph)))
    }
    remarks = [*answers.remarks, *(_placed(remark, owners) for remark in found.remarks)]
    return msgspec.structs.replace(
        contribution,
        forms=tuple(dict.fromkeys(("form", *_forms(remarks)))),
        author=answers.author,
        role=answers.role,
        draft_sha256=facts.draft_sha256,
        remarks=tuple(remarks),
        leftovers=(*answers.leftovers, *found.leftovers),
        issues=(*contribution.issues, *tables.issues),
    )


def _placed(remark: Remark, owners: dict[int, str]) -> Remark:
    """Name the provision of a remark by the table of the form that it was found in."""
    passage = remark.clues.passage
    owner = "" if passage is None else owners.get(passage, "")
    clues = msgspec.structs.replace(remark.clues, provision_id=owner, passage=None, general=not owner)
    return msgspec.structs.replace(remark, clues=clues)


def _forms(remarks: Iterable[Remark]) -> tuple[Form, ...]:
    return tuple(dict.fromkeys(remark.form for remark in remarks))


class _Found:
    """What the comments and changes of a story amount to."""

    def __init__(
        self, story: Story, comments: tuple[Comment, ...], *, within: frozenset[int] | None = None
    ) -> None:
        """Of changes, take those in the paragraphs `within` (by `id`); None means all."""
        self.passages = read_passages(story.paragraphs)
        self.remarks: list[Remark] = []
        self.leftovers: list[Leftover] = []
        notes = {
            comment.id: Note(comment.author, comment.text, comment.resolved)
            for comment in comments
            if comment.text and not comment.parent
        }
        changes = ChangeReader(self.passages, notes)
        changes.read(within)
        if within is None:
            read_moves(changes)
            read_rows(changes)
        found = comment_remarks(
            comments, anchors(self.passages), explained=changes.explained, changes=changes.keys
        )
        for item in found:
            if isinstance(item, Remark):
                self.remarks.append(item)
            else:
                self.leftovers.append(item)
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
