"""What a response says about itself and its comments, in whole sentences, the same in every format."""

from __future__ import annotations

from toolkit.export.headings import unit_of
from toolkit.export.replacement import Replacement
from toolkit.export.terms import Terms
from toolkit.model.comment import Comment
from toolkit.model.contribution import GENERAL
from toolkit.model.response import Response, SectionCount


def comment_marks(comment: Comment, terms: Terms) -> str:
    """Return what marks a comment that nobody has submitted yet, and one that is the view of some."""
    minority = terms.gettext("[minority view]") if comment.minority else ""
    draft = terms.gettext("[to be approved]") if comment.state == "draft" else ""
    return " ".join(filter(None, (minority, draft)))


def scope_note(response: Response, terms: Terms) -> str:
    """Say that a part of the response is meant, and which; "" for the whole."""
    if not response.scope:
        return ""
    told = terms.gettext("This is a part of the response, with a fingerprint of its own. {scope}")
    return told.format(scope=" ".join(response.scope))


def drafts_left(response: Response, terms: Terms) -> str:
    """Count the comments that are still drafts, "" if there are none."""
    if not response.drafts:
        return ""
    return terms.gettext("Comments still to be approved: {count}.").format(count=response.drafts)


def repeated_words(replaced: Replacement, terms: Terms) -> str:
    """Say that quoted words stand at several places, of which the first is shown; "" where there is one."""
    if replaced.occurrences < 2:
        return ""
    told = terms.gettext("The words quoted stand {count} times in the provision; the first place is shown.")
    return told.format(count=replaced.occurrences)


def totals(response: Response, terms: Terms) -> str:
    """Count what the response holds, on one line."""
    answered = {unit_of(a).provision.id for s in response.sections for a in s.answers if a.comments}
    answered.discard(GENERAL)
    total = sum_of(response.summary)
    facts = [
        terms.gettext("Comments: {count}.").format(count=comments_in(total)),
        terms.gettext("Provisions commented: {count}.").format(count=len(answered)),
    ]
    if total.unanswered:
        facts.append(terms.gettext("Provisions to complete: {count}.").format(count=total.unanswered))
    facts.append(
        terms.gettext("Read without comment: {count}.").format(count=len(response.read_without_comment))
    )
    return " ".join(filter(None, (*facts, drafts_left(response, terms))))


def comments_in(entry: SectionCount) -> int:
    """Count the comments of all positions."""
    return entry.support + entry.oppose + entry.amend + entry.question


def sum_of(entries: tuple[SectionCount, ...]) -> SectionCount:
    """Add up the sections."""
    return SectionCount(
        section_id="",
        title="",
        support=sum(entry.support for entry in entries),
        oppose=sum(entry.oppose for entry in entries),
        amend=sum(entry.amend for entry in entries),
        question=sum(entry.question for entry in entries),
        unanswered=sum(entry.unanswered for entry in entries),
    )
