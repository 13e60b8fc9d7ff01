"""A file that somebody sends → a `Contribution`, whatever its kind, which is found in its content.

workbook ─── sheets ──▶ tables ─────────────────────────┐
mail ─── own words ──▶ prose;  attachments ──▶ (each by its own kind)
Word file ─── comments, changes, form (word) ───────────┤
any document ─── tables of comments; the rest ──▶ prose ┴──▶ Contribution
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec

from toolkit.errors import BrokenInput, LimitExceeded
from toolkit.intake.documents import DocumentText, read_delimited_text, read_document, read_plain_text
from toolkit.intake.kinds import XLSX, Kind, kind_of
from toolkit.intake.workbook_tables import read_workbook_tables
from toolkit.messages import _, reason_of
from toolkit.model.contribution import FORMS, Contribution
from toolkit.model.issue import Issue
from toolkit.model.reading import ReadOptions

_MAX_NESTING = 4
"""Files within files (a mail in a mail)."""


def read_contribution(
    path: Path, *, name: str = "", options: ReadOptions, draft_texts: Collection[str] = ()
) -> Contribution:
    """Read what somebody sent; remarks and leftovers together hold every sentence of it.

    `name` stands for the file's own name in what people read. `draft_texts` are paragraphs of the draft: where most
    of a file is the draft's text, that text is no remark.

    Raises:
        BrokenInput: missing, empty, damaged, or without any text.
        WrongType: of a kind that we do not read.
        LimitExceeded: larger than allowed, packed or unpacked.
        PasswordNeeded: encrypted.
        NoTextLayer: pictures of pages.
        MissingExtra: a message saved by Outlook, whose reader is not installed.
    """
    return _Reader(options, draft_texts).read(path, name or _name(path))


class _Reader:
    """Reads a file and, for a mail, those in it."""

    def __init__(self, options: ReadOptions, draft_texts: Collection[str], *, nesting: int = 0) -> None:
        self.options = options
        self.draft_texts = draft_texts
        self.nesting = nesting

    def read(self, path: Path, name: str) -> Contribution:
        content = _content(path, self.options)
        found = self._by_kind(kind_of(path), path, content, name)
        return msgspec.structs.replace(
            found,
            sha256=hashlib.sha256(content).hexdigest(),
            name=name,
            forms=tuple(form for form in FORMS if form in found.forms),
        )

    def _by_kind(self, kind: Kind, path: Path, content: bytes, name: str) -> Contribution:
        if kind in ("eml", "msg"):
            return self._mail(kind, content, name)
        if kind == "workbook":
            return read_workbook_tables(path, max_bytes=self.options.max_bytes, media_type=XLSX)
        if kind == "word":
            return self._word(path, content)
        if kind == "pdf":
            return self._pdf(path)
        return self._text(path, content) if kind == "text" else self._document(path)

    def _mail(self, kind: Kind, content: bytes, name: str) -> Contribution:
        if kind == "msg":
            from toolkit.intake.outlook_message import read_msg

            return read_msg(content, name=name, attached=self._attached)
        from toolkit.intake.mail import read_eml

        return read_eml(content, name=name, attached=self._attached)

    def _text(self, path: Path, content: bytes) -> Contribution:
        delimited = read_delimited_text(content)
        if delimited is not None:
            return delimited
        plain = read_plain_text(content, self.draft_texts)
        return self._document(path) if plain is None else _contribution(plain)

    def _document(self, path: Path) -> Contribution:
        return _contribution(read_document(path, self.options, self.draft_texts))

    def _word(self, path: Path, content: bytes) -> Contribution:
        """Join what the comments and changes of a Word file say with its tables and prose; a form holds nothing else."""
        from toolkit.intake.word.reader import read_word

        word = read_word(path, content)
        if "form" in word.forms:
            return word
        text = read_document(path, self.options, self.draft_texts, is_marked_up=bool(word.remarks))
        rest = _contribution(text)
        return msgspec.structs.replace(
            word,
            forms=(*word.forms, *rest.forms),
            author=word.author or rest.author,
            role=word.role or rest.role,
            date=rest.date or word.date,
            remarks=(*word.remarks, *rest.remarks),
            leftovers=(*word.leftovers, *rest.leftovers),
            passages=word.passages if word.remarks or text.is_copy else (),
            issues=_once((*word.issues, *(issue for issue in rest.issues if not _is_about_comments(issue)))),
        )

    def _pdf(self, path: Path) -> Contribution:
        """Join the notes in a PDF with its text."""
        from toolkit.intake.pdf_notes import read_pdf_notes

        notes = read_pdf_notes(path, self.options)
        rest = _contribution(
            read_document(path, self.options, self.draft_texts, is_marked_up=bool(notes.remarks))
        )
        authors = {remark.author for remark in notes.remarks}
        return msgspec.structs.replace(
            rest,
            forms=(*(("pdf_notes",) if notes.remarks else ()), *rest.forms),
            author=rest.author or (authors.pop() if len(authors) == 1 else ""),
            remarks=(*notes.remarks, *rest.remarks),
            leftovers=(*notes.leftovers, *rest.leftovers),
        )

    def _attached(self, content: bytes, name: str) -> Contribution:
        """Read a file in a mail; it is written to a folder of its own that is gone afterwards."""
        if self.nesting >= _MAX_NESTING:
            raise LimitExceeded(_("files are nested too deeply."), where=name, hint=_("Send it by itself."))
        inner = _Reader(self.options, self.draft_texts, nesting=self.nesting + 1)
        with tempfile.TemporaryDirectory(prefix="consult-") as folder:
            path = Path(folder, "attachment")
            path.write_bytes(content)
            return inner.read(path, name)


def _contribution(text: DocumentText) -> Contribution:
    return Contribution(
        sha256="",
        name="",
        media_type=text.media_type,
        forms=tuple(dict.fromkeys(remark.form for remark in text.remarks)),
        author=text.author,
        role=text.role,
        date=text.date,
        remarks=tuple(text.remarks),
        leftovers=tuple(text.leftovers),
        issues=tuple(text.issues),
    )


def _is_about_comments(issue: Issue) -> bool:
    """Tell whether a reader of drafts says that it left the comments alone: a reader of contributions does not."""
    return issue.severity == "info" and issue.where.endswith("comments.xml")


def _once(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    return tuple(dict.fromkeys(issues))


def _content(path: Path, options: ReadOptions) -> bytes:
    """Return the bytes of a file that is worth opening."""
    if path.is_dir():
        raise BrokenInput(_("it is a folder."), where=str(path), hint=_("Name the file itself."))
    try:
        size = path.stat().st_size
        if size > options.max_bytes:
            told = _("it is larger than {limit} MiB.").format(limit=options.max_bytes // (1024 * 1024))
            raise LimitExceeded(told, where=path.name, hint=_("Split it, or take out its pictures."))
        content = path.read_bytes() if path.is_file() else b""
    except FileNotFoundError as error:
        raise BrokenInput(_("there is no such file."), where=str(path), hint=_("Check the path.")) from error
    except (OSError, ValueError) as error:
        told = _("it cannot be opened ({detail}).").format(detail=reason_of(error))
        raise BrokenInput(told, where=str(path), hint=_("Check the path and its permissions.")) from error
    if not content.strip(b"\0\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise BrokenInput(_("the file is empty."), where=path.name, hint=_("Ask for it again."))
    return content


def _name(path: Path) -> str:
    """Return the name of a file, whose bytes need not be UTF-8, as text that can be kept."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")
