"""A comment → the lines that its balloon shows, in the language of the response."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.export.contributors import Contributors
from toolkit.export.facts import comment_marks
from toolkit.export.printable import paragraphs, printable
from toolkit.export.terms import Terms
from toolkit.model.comment import Comment
from toolkit.model.response import Answer, Response


class Saying:
    """Words comments and names their authors."""

    def __init__(self, response: Response) -> None:
        self.terms = Terms(response.language)
        self._contributors = Contributors(response, self.terms)
        self._roles = {role.id: role.label(response.language) for role in response.roles}
        self._respondent = "" if response.anonymous else response.consultation.respondent

    def author(self, comment: Comment) -> str:
        """Name the author as Word shows one: never without a name, and on one line."""
        role = self._roles.get(comment.role, comment.role)
        name = comment.author or role or self._respondent or self.terms.gettext("unnamed contributor")
        return " ".join(printable(name).split()) or self.terms.gettext("unnamed contributor")

    def lines(
        self, comment: Comment, answer: Answer, *, tracked: bool, notes: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Return position, text, rationale and sources; what is proposed too unless the text shows it `tracked`."""
        _ = self.terms.gettext
        position = self.terms.position(comment.position)
        head = " ".join(filter(None, (position, comment_marks(comment, self.terms))))
        said = [head, *notes, *paragraphs(comment.text)]
        if not tracked:
            said += self._proposal(comment)
        if comment.rationale:
            said += paragraphs(_("Rationale: {text}").format(text=comment.rationale))
        said += paragraphs(self._contributors.sources(comment, answer))
        return tuple(said)

    def _proposal(self, comment: Comment) -> tuple[str, ...]:
        _ = self.terms.gettext
        author = self.author(comment)
        if comment.proposed:
            told = _("Proposed wording ({author}): {wording}")
            return paragraphs(told.format(author=author, wording=comment.proposed))
        if comment.deletion and comment.quote:
            told = _("Proposed deletion ({author}): “{quote}”")
            return paragraphs(told.format(author=author, quote=comment.quote))
        if comment.deletion:
            return paragraphs(_("Proposed ({author}): delete this provision.").format(author=author))
        return ()
