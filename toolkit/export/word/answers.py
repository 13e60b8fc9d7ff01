"""The comments themselves: section by section, each provision quoted with what is said about it.

Proposed wording is shown as deletion and insertion by named character styles, not by Word's tracked changes: in
the filed response it must stay visible in every view and on paper, and a reader who accepts all changes must
not wipe out what was proposed. Deletions also stand in square brackets and insertions are underlined, as in
printed bills, so that both are told apart without colour; screen readers say the brackets, and the wording as it
would read follows in plain text.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.export.contributors import Contributors
from toolkit.export.headings import answer_place, answer_title, sections_title
from toolkit.export.printable import paragraphs, printable
from toolkit.export.word.front import SECTION_BOOKMARK
from toolkit.export.word.markup import MOST_COLUMNS, Choice, Element, answer_control, run
from toolkit.export.word.pen import Pen
from toolkit.export.word.styles import POSITION_STYLES, CharacterStyle, ParagraphStyle, TableStyle
from toolkit.export.wording import Change, compare
from toolkit.model.comment import Comment
from toolkit.model.provision import Provision
from toolkit.model.response import Answer, Section

QUOTE_INDENT = 260
"""Of quoted tables, in twentieths of a point: the indent of the quote style."""

_NARROWEST, _WIDEST = 6, 40
"""Characters between which a column's width follows its text."""


class AnswerWriter:
    """Writes the sections and remembers title and bookmark of each provision, by its id, for the index."""

    def __init__(self, pen: Pen) -> None:
        self.titles: dict[str, str] = {}
        self.bookmarks: dict[str, str] = {}
        self._pen = pen
        self._contributors = Contributors(pen.response, pen.terms)

    def write_sections(self) -> None:
        """Write all sections under one heading."""
        response = self._pen.response
        if not response.sections:
            return
        self._pen.heading(1, sections_title(response, self._pen.terms), bookmark="comments")
        answers = [answer for section in response.sections for answer in section.answers]
        if any(comment.proposed for answer in answers for comment in answer.comments):
            self._pen.say(ParagraphStyle.READING_NOTE, *self._legend())
        for number, section in enumerate(response.sections, start=1):
            self._pen.heading(2, section.title, bookmark=SECTION_BOOKMARK.format(number=number))
            for place, answer in enumerate(section.answers, start=1):
                self._write_answer(answer, section, f"provision_{number}_{place}")

    def _legend(self) -> list[Element]:
        pen, _ = self._pen, self._pen.terms.gettext
        deleted = _("words to delete")
        return [
            run(_("In proposed wordings,") + " "),
            run(f"[{deleted}]", pen.letters(CharacterStyle.DELETED)),
            run(" " + _("and") + " "),
            run(_("words to insert"), pen.letters(CharacterStyle.INSERTED)),
            run(" " + _("are shown against the text of the draft.")),
        ]

    def _write_answer(self, answer: Answer, section: Section, bookmark: str) -> None:
        title = answer_title(answer, section, self._pen.terms)
        own_part = answer.provision.id == section.id
        self.titles.setdefault(answer.provision.id, section.title if own_part else title)
        self.bookmarks.setdefault(answer.provision.id, bookmark)
        self._pen.heading(3, title, bookmark=bookmark)
        self._write_place(answer, section)
        self._write_quote(answer)
        for comment in answer.comments:
            self._write_comment(comment, answer)
        if not answer.comments:
            self._write_form(answer, bookmark)

    def _write_place(self, answer: Answer, section: Section) -> None:
        place = answer_place(answer, section, self._pen.response, self._pen.terms)
        code = run(f"[{answer.provision.id}]", self._pen.letters(CharacterStyle.CODE))
        content = [run(f"{place} · "), code] if place else [code]
        self._pen.say(ParagraphStyle.PLACE, *content)

    def _write_quote(self, answer: Answer) -> None:
        provision = answer.provision
        self._pen.tell(ParagraphStyle.QUOTE, provision.text, quoted=True)
        if provision.rows:
            self._write_rows(provision)
        marks = {call.provision_id: call.mark for call in provision.calls}
        for note in answer.notes:
            mark = marks.get(note.id) or note.number
            self._pen.tell(ParagraphStyle.NOTE, f"({mark}) {note.text}" if mark else note.text, quoted=True)

    def _write_rows(self, provision: Provision) -> None:
        rows = [_narrow(row) for row in provision.rows]
        width = max(1, *map(len, rows))
        even = [row + ("",) * (width - len(row)) for row in rows]
        weights = [
            min(max(_NARROWEST, *(len(row[column]) for row in even)), _WIDEST) for column in range(width)
        ]
        cells = (
            [
                self._pen.cell(
                    ParagraphStyle.TABLE_TEXT if number else ParagraphStyle.TABLE_HEADING, text, quoted=True
                )
                for text in row
            ]
            for number, row in enumerate(even)
        )
        caption = self._pen.terms.gettext("Table quoted from the draft: {name}").format(
            name=provision.heading or provision.id
        )
        self._pen.table(TableStyle.QUOTE, weights, cells, caption=caption, indent=QUOTE_INDENT)

    def _write_comment(self, comment: Comment, answer: Answer) -> None:
        pen = self._pen
        # No-break spaces keep the shaded badge from sticking to its letters.
        badge = run(
            f"\u00a0{pen.terms.position(comment.position).upper()}\u00a0",
            pen.letters(POSITION_STYLES[comment.position]),
        )
        people = self._contributors.of(comment, answer)
        person = run(f"  {people}", pen.letters(CharacterStyle.PERSON))
        code = run(f"\t{comment.id}", pen.letters(CharacterStyle.CODE))
        pen.say(ParagraphStyle.REMARK_HEADING, badge, person, code)
        pen.tell(ParagraphStyle.REMARK_SOURCES, self._contributors.sources(comment, answer))
        if comment.quote and comment.quote != answer.provision.text:
            quoted = self._pen.terms.gettext("On the words “{quote}”").format(
                quote=" ".join(printable(comment.quote).split())
            )
            pen.tell(ParagraphStyle.REMARK_QUOTE, quoted, quoted=True)
        pen.tell(ParagraphStyle.REMARK_TEXT, comment.text)
        if comment.proposed:
            self._write_wording(comment.quote or answer.provision.text, comment.proposed)
        if comment.rationale:
            pen.say(ParagraphStyle.REMARK_LABEL, run(self._pen.terms.gettext("Rationale")))
            pen.tell(ParagraphStyle.REMARK_TEXT, comment.rationale)

    def _write_wording(self, before: str, after: str) -> None:
        pen = self._pen
        changes = compare(_even(before), _even(after))
        pen.say(ParagraphStyle.REMARK_LABEL, run(self._pen.terms.gettext("Proposed wording")))
        pen.say(ParagraphStyle.REMARK_WORDING, *map(self._change, changes))
        kinds = {change.kind for change in changes if change.text.strip()}
        if "kept" in kinds and len(kinds) > 1:
            pen.say(ParagraphStyle.REMARK_LABEL, run(self._pen.terms.gettext("The text would read")))
            pen.tell(ParagraphStyle.REMARK_WORDING, after, quoted=True)

    def _change(self, change: Change) -> Element:
        letters = self._pen.letters
        if change.kind == "deleted":
            core = change.text.strip()
            bracketed = change.text.replace(core, f"[{core}]", 1) if core else change.text
            return run(bracketed, letters(CharacterStyle.DELETED, quoted=True))
        style = CharacterStyle.INSERTED if change.kind == "inserted" else None
        return run(change.text, letters(style, quoted=True))

    def _write_form(self, answer: Answer, bookmark: str) -> None:
        pen = self._pen
        for prompt in answer.prompts:
            pen.tell(ParagraphStyle.PROMPT, prompt)
        caption = self._pen.terms.gettext("Answer to fill in for {id}").format(id=answer.provision.id)
        pen.table(TableStyle.ANSWER, (1, 4), self._form_rows(bookmark), caption=caption, header=False)

    def _form_rows(self, bookmark: str) -> Iterator[list[list[Element]]]:
        pen, _ = self._pen, self._pen.terms.gettext
        choices = [Choice(name, label) for name, label in pen.terms.positions().items()]
        names = " / ".join(choice.label for choice in choices)
        fields: tuple[tuple[str, str, str, list[Choice]], ...] = (
            ("position", _("Position"), names, choices),
            ("text", _("Comment"), _("Write the comment here"), []),
            ("proposed", _("Proposed wording"), _("Write the wording you propose here"), []),
            ("rationale", _("Rationale"), _("Write the reasons here"), []),
        )
        for name, title, hint, options in fields:
            content = pen.paragraph(ParagraphStyle.ANSWER, run(hint, pen.letters(CharacterStyle.HINT)))
            control = answer_control(
                next(pen.numbers), tag=f"{bookmark}.{name}", title=title, content=content, choices=options
            )
            yield [pen.cell(ParagraphStyle.ANSWER_LABEL, title), [control]]


def _narrow(row: tuple[str, ...]) -> tuple[str, ...]:
    """Put what would be a 64th column and more into the last one that Word can show."""
    if len(row) <= MOST_COLUMNS:
        return row
    return (*row[: MOST_COLUMNS - 1], " | ".join(row[MOST_COLUMNS - 1 :]))


def _even(text: str) -> str:
    """Return a text without empty lines and margins, so that only words are compared."""
    return "\n".join(paragraphs(text))
