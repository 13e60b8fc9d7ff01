"""What the parts of a response are called, the same in every format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from toolkit.export.printable import shortened
from toolkit.export.terms import Terms
from toolkit.model.provision import Provision, first_words, spoken_number, title
from toolkit.model.response import Answer, Response, Section, Unit

_LONGEST_STEP = 70
SEPARATOR = " › "


class Cluster(msgspec.Struct, frozen=True):
    """Neighbouring answers of a section that stand under one heading."""

    title: str
    unit: Unit
    answers: tuple[Answer, ...]

    @property
    def shown(self) -> Provision:
        """What the line below the heading speaks of: the first provision answered, or the unit of an item."""
        first = self.answers[0]
        return first.provision if self.names(first) else self.unit.provision

    def names(self, answer: Answer) -> bool:
        """Tell whether the heading, with what is quoted under it, says what an answer is about."""
        own_name = answer_title(answer)
        return (answer is self.answers[0] or answer.quoted_above) and (
            self.title == own_name or (answer.cited or own_name) == self.unit.short
        )


def clusters(section: Section, terms: Terms) -> Iterator[Cluster]:
    """Yield the answers of a section by their units.

    What is said about the text of the section itself stands under the section's heading already: each such answer
    has a heading of its own.
    """
    for (unit_id, _alone), group in groupby(
        section.answers, key=lambda answer: _cluster_key(answer, section)
    ):
        answers = tuple(group)
        unit = unit_of(answers[0])
        name = unit.title if unit_id != section.id else _name_in_section(answers[0], section, terms)
        yield Cluster(name, unit, answers)


def unit_of(answer: Answer) -> Unit:
    """Return the unit of an answer; a provision without one is its own."""
    return answer.unit or Unit(
        provision=answer.provision,
        path=answer.path,
        title=answer_title(answer),
        short=answer.cited or answer_title(answer),
    )


def answer_title(answer: Answer) -> str:
    """Return what lists call an answered provision."""
    return answer.title or title(answer.provision)


def index_title(answer: Answer, section: Section) -> str:
    """Return what the index calls an answered provision, which it lists without its section."""
    return section.title if answer.provision.id == section.id else answer_title(answer)


def cluster_place(cluster: Cluster, section: Section, response: Response, terms: Terms) -> str:
    """Say where in the draft a unit stands: the headings between the section's and its own, page, force."""
    steps = cluster.unit.path[:-1]
    if section.title in steps:
        steps = steps[steps.index(section.title) + 1 :]
    facts = [joined_path(steps, above=response.consultation.title)]
    if cluster.shown.page_number is not None:
        facts.append(terms.page(cluster.shown.page_number))
    facts.append(terms.level(cluster.shown) or terms.level(cluster.unit.provision))
    return " · ".join(filter(None, facts)) or shortened(cluster.unit.short, _LONGEST_STEP)


def part_place(answer: Answer, cluster: Cluster, terms: Terms) -> str:
    """Name a part of a unit, with its page where that is another one."""
    page_number = answer.provision.page_number
    facts = [shortened(answer.cited or answer_title(answer), _LONGEST_STEP)]
    if page_number is not None and page_number != cluster.shown.page_number:
        facts.append(terms.page(page_number))
    return " · ".join(facts)


def joined_path(steps: Sequence[str], *, above: str = "") -> str:
    """Return the headings that lead to a provision on one line, without the title `above` them all."""
    return SEPARATOR.join(shortened(step, _LONGEST_STEP) for step in steps if step != above)


def section_noun(response: Response, terms: Terms) -> str:
    """Say what one section is: a section of the draft, a role or an author."""
    if response.ordering == "role":
        return terms.gettext("Role")
    if response.ordering == "author":
        return terms.gettext("Author")
    return terms.gettext("Section")


def sections_title(response: Response, terms: Terms) -> str:
    """Name the part with the comments by how it is ordered."""
    if response.ordering == "role":
        return terms.gettext("Comments by role")
    if response.ordering == "author":
        return terms.gettext("Comments by author")
    return terms.gettext("Comments by section")


def _cluster_key(answer: Answer, section: Section) -> tuple[str, str]:
    """Return the unit's id; answers on a section's own text are parted by their own ids too."""
    unit_id = unit_of(answer).provision.id
    return unit_id, answer.provision.id if unit_id == section.id else ""


def _name_in_section(answer: Answer, section: Section, terms: Terms) -> str:
    """Name an answer under the heading of its own unit, which need not be repeated."""
    if answer.provision.id == section.id:
        return terms.gettext("On this part as a whole")
    unit = unit_of(answer)
    words = first_words(answer.provision)
    if words and answer.cited in ("", unit.short):
        return terms.gettext("“{words}”").format(words=words)
    if spoken_number(unit.provision) or words in answer.cited:
        return answer_title(answer)
    return f"{answer.cited.removeprefix(f'{unit.short}, ')} {words}".strip()
