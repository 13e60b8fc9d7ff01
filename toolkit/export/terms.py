"""The words that a response itself uses, in its language: positions, levels, dates, headings."""

from __future__ import annotations

import datetime

from toolkit.messages import text_in
from toolkit.model.comment import Comment, Position
from toolkit.model.provision import Provision

LOCALES = {"fr": "fr-FR", "en": "en-GB"}


class Terms:
    """Says things in the language of a response, whatever the process speaks."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = LOCALES[language]

    def gettext(self, message: str) -> str:
        """Return `message` in the response's language."""
        return text_in(self.language, message)

    def position(self, position: Position) -> str:
        """Return what a position is called."""
        return self.positions()[position]

    def positions(self) -> dict[Position, str]:
        """Return what each position is called, in the order of the summary."""
        return {
            "support": self.gettext("Support"),
            "oppose": self.gettext("Oppose"),
            "amend": self.gettext("Amend"),
            "question": self.gettext("Question"),
        }

    def level(self, provision: Provision) -> str:
        """Return what force the draft itself gives to a provision, "" where it does not say."""
        names = {
            "law": self.gettext("reminder of the law"),
            "recommendation": self.gettext("recommendation"),
            "finding": self.gettext("finding of inspections"),
        }
        return names.get(provision.level, "")

    def page(self, number: int) -> str:
        """Return a reference to a page of the draft."""
        return self.gettext("page {number} of the draft").format(number=number)

    def person(self, comment: Comment, role: str) -> str:
        """Name a contributor, with the role given by its label."""
        if comment.author and role:
            return self.gettext("{author} ({role})").format(author=comment.author, role=role)
        return comment.author or role or self.gettext("unnamed contributor")

    def date(self, iso: str) -> str:
        """Write an ISO 8601 date out; anything else is returned as it is."""
        try:
            day = datetime.date.fromisoformat(iso[:10])
        except ValueError:
            return iso
        month = self._months()[day.month - 1]
        if day.day == 1:
            return self.gettext("1 {month} {year}").format(month=month, year=day.year)
        return self.gettext("{day} {month} {year}").format(day=day.day, month=month, year=day.year)

    def _months(self) -> tuple[str, ...]:
        return (
            self.gettext("January"),
            self.gettext("February"),
            self.gettext("March"),
            self.gettext("April"),
            self.gettext("May"),
            self.gettext("June"),
            self.gettext("July"),
            self.gettext("August"),
            self.gettext("September"),
            self.gettext("October"),
            self.gettext("November"),
            self.gettext("December"),
        )
