"""The comments of a response → where contributors contradict each other, or one contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.consolidate.positions import asks_change
from toolkit.messages import N_, _
from toolkit.model.comment import Comment
from toolkit.model.consolidation import Group
from toolkit.model.issue import Issue
from toolkit.model.response import Divergence, Section, Unit


def divergences(sections: Iterable[Section], contradictions: Iterable[Group]) -> Iterator[Divergence]:
    """Yield the units on whose words contributors contradict each other, in the order of the contradictions."""
    units: dict[str, Unit] = {}
    said: dict[str, Comment] = {}
    for section in sections:
        for answer in section.answers:
            if answer.unit is not None:
                units.update((one.id, answer.unit) for one in answer.comments)
                said.update((one.id, one) for one in answer.comments)
    found: dict[str, dict[str, Comment]] = {}
    for group in contradictions:
        printed = [said[key] for side in group.sides for key in side if key in said]
        if all(any(key in said for key in side) for side in group.sides):
            unit_id = units[printed[0].id].provision.id
            found.setdefault(unit_id, {}).update((one.id, one) for one in printed)
    titles = {unit.provision.id: unit.title for unit in units.values()}
    for unit_id, comments in found.items():
        supporting_first = sorted(comments.values(), key=lambda one: one.position != "support")
        ids = tuple(one.id for one in supporting_first)
        yield Divergence(provision_id=unit_id, title=titles[unit_id], comment_ids=ids)


def wording_issues(comments: Iterable[Comment]) -> Iterator[Issue]:
    """Yield what contradicts its position by its proposed wording, in the language of the messages."""
    for comment in dict.fromkeys(comments):
        message = _contradiction(comment)
        if message:
            yield Issue(
                "warning",
                f"{comment.id} ({comment.provision_id})",
                _(message),
                rule="comment.wording",
                provision_id=comment.provision_id,
            )


def _contradiction(comment: Comment) -> str:
    changes = comment.deletion or (bool(comment.proposed) and comment.proposed != comment.quote)
    said = comment.text, comment.proposed, comment.rationale
    if comment.position != "support" and not comment.deletion and not any(map(str.strip, said)):
        return N_("It says nothing.")
    if comment.deletion and comment.proposed:
        return N_("It deletes words and proposes others instead.")
    if comment.position == "support" and changes:
        return N_("It supports the provision and changes its wording.")
    if (
        comment.position == "amend"
        and not changes
        and not asks_change(f"{comment.text}\n{comment.rationale}")
    ):
        return N_("It asks for an amendment and proposes no wording.")
    return ""
