"""Provisions → what the response calls them: "R12. Two factors", "R16, c)".

The words of a provision name it only where the draft gives neither number nor heading.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping

from toolkit.messages import text_in
from toolkit.model.contribution import GENERAL
from toolkit.model.provision import Outline, Provision, first_words, spoken_number, title

_LONGEST_CITATION = 60
_LONGEST_NAME, _LONGEST_QUOTATION = 50, 38
"""Of names told apart by a quotation: together they fit one line of a table of contents."""


class Names:
    """Names the provisions listed in a response so that no two of them are called the same."""

    def __init__(
        self, outline: Outline, listed: Iterable[str], *, nameless: Iterable[str] = (), language: str
    ) -> None:
        """Take the ids of the provisions listed, and of those whose heading is that of the whole draft."""
        self._outline = outline
        self._nameless = frozenset(nameless)
        self._language = language
        ids = set(listed)
        self._listed = self._by_name(ids)
        self._units = self._by_name({self.unit(provision_id).id for provision_id in ids})

    def unit(self, provision_id: str) -> Provision:
        """Return the provision that answers on this one stand under: the nearest with a name of its own."""
        line = self._line(provision_id)
        return next(filter(has_name, line), line[-1])

    def title(self, provision_id: str) -> str:
        """Return what lists call a provision."""
        return self._told_apart(provision_id, self._listed)

    def unit_title(self, unit_id: str) -> str:
        """Return what the heading of a unit says."""
        return self._told_apart(unit_id, self._units)

    def cited(self, provision_id: str) -> str:
        """Return how one cites a provision: by the number of its unit and those of the items down to it."""
        if provision_id == GENERAL:
            return self._titled(provision_id)
        numbers: list[str] = []
        for step in self._line(provision_id):
            if has_name(step):
                return ", ".join([self._citation(step), *reversed(numbers)])
            if spoken_number(step):
                numbers.append(_bare(spoken_number(step)))
        return ", ".join(reversed(numbers)) or self._titled(provision_id)

    def _name(self, provision_id: str) -> str:
        namer = self._namer(provision_id)
        if namer.kind == "footnote":
            return self._citation(namer)
        unit_is_named = has_name(self.unit(namer.id))
        return self._titled(namer.id) if has_name(namer) or not unit_is_named else self.cited(namer.id)

    def _titled(self, provision_id: str) -> str:
        """Return the title of a provision; of a frame around others, how the text in it begins."""
        if provision_id == GENERAL:
            return text_in(self._language, "On the draft as a whole")
        name = title(self._provision(provision_id))
        return name if name != provision_id else self._first_words(provision_id) or name

    def _namer(self, provision_id: str) -> Provision:
        """Return the nearest provision, at or above this one, with a heading or any number."""
        line = self._line(provision_id)
        return next((step for step in line if has_name(step) or spoken_number(step)), line[0])

    def _citation(self, unit: Provision) -> str:
        number = _bare(spoken_number(unit))
        if unit.kind == "footnote":
            return text_in(self._language, "Footnote {number}").format(number=number or unit.id)
        return number or _cut(unit.heading, _LONGEST_CITATION)

    def _by_name(self, ids: Iterable[str]) -> dict[str, set[str]]:
        named: dict[str, set[str]] = {}
        for provision_id in ids:
            named.setdefault(self._name(provision_id), set()).add(provision_id)
        return named

    def _told_apart(self, provision_id: str, listed: Mapping[str, set[str]]) -> str:
        """Add a quotation to a name that others have too; parts bear it, not the provision they are named after."""
        name = self._name(provision_id)
        others = listed.get(name, set()) - {provision_id}
        if self._namer(provision_id).id == provision_id:
            others = {other for other in others if self._namer(other).id != provision_id}
        words = self._first_words(provision_id) if others else ""
        if not words or words in name:
            return name
        return text_in(self._language, "{title} — “{words}”").format(
            title=_cut(name, _LONGEST_NAME), words=_cut(words, _LONGEST_QUOTATION)
        )

    def _first_words(self, provision_id: str) -> str:
        if provision_id not in self._outline.by_id:
            return ""
        provisions = (self._provision(provision_id), *self._outline.printed_below(provision_id))
        return next(filter(None, map(first_words, provisions)), "")

    def _line(self, provision_id: str) -> tuple[Provision, ...]:
        """Return the provision and its ancestors, nearest first, without what stands for the whole draft."""
        if provision_id not in self._outline.by_id:
            return (missing(provision_id),)
        above = self._outline.ancestors(provision_id)
        kept = (step for step in above if step.id not in self._nameless)
        return self._provision(provision_id), *kept

    def _provision(self, provision_id: str) -> Provision:
        return self._outline.by_id.get(provision_id) or missing(provision_id)


def has_name(provision: Provision) -> bool:
    """Tell whether the draft itself names a provision: by a heading, or a number that is not that of an item."""
    return bool(provision.heading) or (provision.kind != "item" and bool(spoken_number(provision)))


def missing(provision_id: str) -> Provision:
    """Return what stands for a provision that the draft does not contain."""
    return Provision(id=provision_id, kind="missing")


def _cut(text: str, longest: int) -> str:
    """Return a text cut at a word; one that was cut before bears a single sign of it."""
    line = " ".join(text.split())
    kept = textwrap.shorten(line.removesuffix(" …"), longest, placeholder="")
    return line if kept == line else f"{kept or line[:longest]} …"


def _bare(number: str) -> str:
    """Return a number without the full stop that parts it from what follows: "R12." → "R12", "c)" as it is."""
    return number.strip().rstrip(".:").strip()
