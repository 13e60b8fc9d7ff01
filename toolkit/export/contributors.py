"""Who stands behind a printed comment: its author, those who said the same, the sources it was merged from."""

from __future__ import annotations

from toolkit.export.terms import Terms
from toolkit.model.comment import Comment
from toolkit.model.response import Answer, Response


class Contributors:
    """Names people with the labels of their roles."""

    def __init__(self, response: Response, terms: Terms) -> None:
        self._terms = terms
        self._labels = {entry.role: entry.label for entry in response.role_index}
        self._labels.update({role.id: role.label(response.language) for role in response.roles})

    def of(self, comment: Comment, answer: Answer) -> str:
        """Name everybody who said what is printed, the first one first."""
        others = [
            fold.comment for fold in answer.folded if fold.into == comment.id and fold.reason == "same_words"
        ]
        names = [self._person(one) for one in (comment, *others)]
        return ", ".join(dict.fromkeys(filter(None, names)))

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
        person = self._person(comment)
        return f"{comment.id} — {person}" if person else comment.id

    def _person(self, comment: Comment) -> str:
        return self._terms.person(comment, self._labels.get(comment.role, comment.role))
