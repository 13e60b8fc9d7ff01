"""One comment: position, people, words, proposed wording and rationale.

Proposed wording is shown as deletion and insertion by named character styles, not by Word's tracked changes: in
the filed response it must stay visible in every view and on paper, and a reader who accepts all changes must
not wipe out what was proposed. Deletions also stand in square brackets and insertions are underlined, as in
printed bills, so that both are told apart without colour; screen readers say the brackets, and the wording as it
would read follows in plain text.
"""

from __future__ import annotations

from toolkit.export.contributors import Contributors
from toolkit.export.printable import printable
from toolkit.export.quotation import quoted_text
from toolkit.export.word.markup import Element, run
from toolkit.export.word.pen import Pen
from toolkit.export.word.styles import POSITION_STYLES, CharacterStyle, ParagraphStyle
from toolkit.export.wording import Change, comparable, compare
from toolkit.model.comment import Comment
from toolkit.model.response import Answer


class RemarkWriter:
    """Writes comments with the names of those who made them."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self._contributors = Contributors(pen.response, pen.terms)

    def write(self, comment: Comment, answer: Answer) -> None:
        """Write one comment under the provision that it answers."""
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
            self._write_wording(comment.quote or quoted_text(answer), comment.proposed)
        if comment.rationale:
            pen.say(ParagraphStyle.REMARK_LABEL, run(self._pen.terms.gettext("Rationale")))
            pen.tell(ParagraphStyle.REMARK_TEXT, comment.rationale)

    def _write_wording(self, before: str, after: str) -> None:
        pen = self._pen
        changes = compare(comparable(before), comparable(after))
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
