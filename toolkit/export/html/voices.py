"""The people and roles behind the comments of a response, numbered: what a page can filter by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.export.terms import Terms
from toolkit.model.comment import Comment
from toolkit.model.response import Answer, Response


class Voices:
    """Numbers authors and roles, so that no name has to be written into an attribute."""

    def __init__(self, response: Response, terms: Terms) -> None:
        self._labels = {role.id: role.label(response.language) for role in response.roles}
        self._terms = terms
        said = [
            comment
            for section in response.sections
            for answer in section.answers
            for printed in answer.comments
            for comment in voices_of(printed, answer)
        ]
        self.authors = _numbered(comment.author for comment in said)
        """Author → number; "" stands for comments without author."""
        self.roles = _numbered(comment.role for comment in said)

    def author_choices(self) -> Iterator[tuple[str, str]]:
        """Yield number and name, by name."""
        unnamed = self._terms.gettext("Without author")
        yield from _by_label((str(number), name or unnamed) for name, number in self.authors.items())

    def role_choices(self) -> Iterator[tuple[str, str]]:
        """Yield number and label, by label."""
        unnamed = self._terms.gettext("Without role")
        yield from _by_label(
            (str(number), self._labels.get(role, role) or unnamed) for role, number in self.roles.items()
        )


def voices_of(comment: Comment, answer: Answer) -> tuple[Comment, ...]:
    """Return a printed comment with all that it speaks for."""
    return comment, *(fold.comment for fold in answer.folded if fold.into == comment.id)


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _by_label(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(choices, key=lambda choice: (choice[1].casefold(), choice[0]))
