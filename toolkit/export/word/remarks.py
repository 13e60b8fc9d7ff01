"""One comment: position, people, words, proposed wording and rationale.

Proposed wording is shown as deletion and insertion by named character styles, not by Word's tracked changes: in
the filed response it must stay visible in every view and on paper, and a reader who accepts all changes must
not wipe out what was proposed. Deletions also stand in square brackets and insertions are underlined, as in
printed bills, so that both are told apart without colour; screen readers say the brackets, and the wording as it
would read follows in plain text.
"""

from __future__ import annotations

from toolkit.export.contributors import Contributors
from toolkit.export.facts import comment_marks, repeated_words
from toolkit.export.printable import printable
from toolkit.export.replacement import Replacement, replacement
from toolkit.export.word.markup import Element, run
from toolkit.export.word.pen import Pen
from toolkit.export.word.styles import POSITION_STYLES, CharacterStyle, ParagraphStyle
from toolkit.export.wording import Change, compare
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
        mark = comment_marks(comment, pen.terms)
        state = [run(f"  {mark}", pen.letters(CharacterStyle.DRAFT))] if mark else []
        person = run(f"  {people}", pen.letters(CharacterStyle.PERSON))
        code = run(f"\t{comment.id}", pen.letters(CharacterStyle.CODE))
        pen.say(ParagraphStyle.REMARK_HEADING, badge, *state, person, code)
        pen.tell(ParagraphStyle.REMARK_SOURCES, self._contributors.sources(comment, answer))
        if comment.quote and comment.quote != answer.provision.text:
            quoted = self._pen.terms.gettext("On the words “{quote}”").format(
                quote=" ".join(printable(comment.quote).split())
            )
            pen.tell(ParagraphStyle.REMARK_QUOTE, quoted, quoted=True)
        pen.tell(ParagraphStyle.REMARK_TEXT, comment.text)
        change = replacement(comment, answer)
        if change is not None:
            self._write_wording(change)
        if comment.rationale:
            pen.say(ParagraphStyle.REMARK_LABEL, run(self._pen.terms.gettext("Rationale")))
            pen.tell(ParagraphStyle.REMARK_TEXT, comment.rationale)

    def _write_wording(self, replaced: Replacement) -> None:
        pen, _ = self._pen, self._pen.terms.gettext
        pen.say(ParagraphStyle.REMARK_LABEL, run(_("Proposed wording")))
        changes = compare(replaced.before, replaced.after)
        if changes:
            pen.say(ParagraphStyle.REMARK_WORDING, *map(self._change, changes))
        else:
            pen.tell(ParagraphStyle.REMARK_WORDING, _("Delete this provision."))
        kinds = {change.kind for change in changes if change.text.strip()}
        if {"kept", "deleted"} <= kinds:
            pen.say(ParagraphStyle.REMARK_LABEL, run(_("The text would read")))
            pen.tell(ParagraphStyle.REMARK_WORDING, replaced.after, quoted=True)
        pen.tell(ParagraphStyle.REMARK_SOURCES, repeated_words(replaced, pen.terms))

    def _change(self, change: Change) -> Element:
        letters = self._pen.letters
        if change.kind == "deleted":
            core = change.text.strip()
            bracketed = change.text.replace(core, f"[{core}]", 1) if core else change.text
            return run(bracketed, letters(CharacterStyle.DELETED, quoted=True))
        style = CharacterStyle.INSERTED if change.kind == "inserted" else None
        return run(change.text, letters(style, quoted=True))
