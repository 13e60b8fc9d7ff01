"""What the parts of a response are called, the same in every format."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.export.printable import shortened
from toolkit.export.terms import Terms
from toolkit.model.provision import title
from toolkit.model.response import Answer, Response, Section

_LONGEST_STEP = 70
SEPARATOR = " › "


def answer_title(answer: Answer, section: Section, terms: Terms) -> str:
    """Name a provision: number and heading as printed, or its number and first words."""
    if answer.provision.id == section.id:
        return terms.gettext("On this part as a whole")
    return title(answer.provision)


def answer_place(answer: Answer, section: Section, response: Response, terms: Terms) -> str:
    """Say where in the draft a provision stands: the headings between the section's and its own, page, force."""
    steps = answer.path[:-1]
    if section.title in steps:
        steps = steps[steps.index(section.title) + 1 :]
    elif answer.provision.id == section.id:
        steps = ()
    facts = [joined_path(steps, above=response.consultation.title)]
    if answer.provision.page_number is not None:
        facts.append(terms.page(answer.provision.page_number))
    facts.append(terms.level(answer.provision))
    return " · ".join(filter(None, facts))


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
