"""Who stands behind a printed comment: its author, those who said the same, the sources it was merged from."""

from __future__ import annotations

from toolkit.export.terms import Terms
from toolkit.model.comment import Comment, Position
from toolkit.model.response import Answer, Divergence, Response


class Contributors:
    """Names people with the labels of their roles."""

    def __init__(self, response: Response, terms: Terms) -> None:
        self._terms = terms
        self._labels = {entry.role: entry.label for entry in response.role_index}
        self._labels.update({role.id: role.label(response.language) for role in response.roles})
        self._printed = {
            comment.id: (comment, answer)
            for section in response.sections
            for answer in section.answers
            for comment in answer.comments
        }

    def of(self, comment: Comment, answer: Answer) -> str:
        """Name everybody who said what is printed, the first one first."""
        others = [
            fold.comment for fold in answer.folded if fold.into == comment.id and fold.reason == "same_words"
        ]
        names = [self._person(one) for one in (comment, *others)]
        return ", ".join(dict.fromkeys(names))

    def sources(self, comment: Comment, answer: Answer) -> str:
        """List the comments that a printed one speaks for, by what made it so; "" if it speaks for itself alone."""
        _ = self._terms.gettext
        facts = []
        for reason, sentence in (
            ("same_words", _("Said in the same words: {sources}.")),
            ("merged", _("Merged from: {sources}.")),
        ):
            found = [
                fold.comment for fold in answer.folded if fold.into == comment.id and fold.reason == reason
            ]
            if found:
                facts.append(sentence.format(sources=", ".join(map(self._source, found))))
        return " ".join(facts)

    def _source(self, comment: Comment) -> str:
        return f"{comment.id} — {self._person(comment)}"

    def by_position(self, divergence: Divergence) -> str:
        """Say who takes which position, a line each: "Support: Ana Ruiz (CISO).", "Amend: Bea Sol."."""
        people: dict[Position, dict[str, None]] = {}
        for comment_id in divergence.comment_ids:
            comment, answer = self._printed[comment_id]
            people.setdefault(comment.position, {})[self.of(comment, answer)] = None
        told = self._terms.gettext("{position}: {people}.")
        return "\n".join(
            told.format(position=self._terms.position(position), people=", ".join(names))
            for position, names in people.items()
        )

    def _person(self, comment: Comment) -> str:
        return self._terms.person(comment, self._labels.get(comment.role, comment.role))
