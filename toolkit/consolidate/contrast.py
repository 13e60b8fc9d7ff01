"""The comments of a response → where contributors contradict each other, or one contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from toolkit.consolidate.positions import asks_change
from toolkit.messages import N_, text_in
from toolkit.model.comment import Comment
from toolkit.model.issue import Issue
from toolkit.model.response import Divergence, Section, Unit


def divergences(sections: Iterable[Section]) -> Iterator[Divergence]:
    """Yield the units that one contributor supports and another one opposes or wants amended."""
    units: dict[str, Unit] = {}
    comments: dict[str, dict[str, Comment]] = {}
    for section in sections:
        for answer in section.answers:
            if answer.unit is not None:
                unit_id = answer.unit.provision.id
                units[unit_id] = answer.unit
                comments.setdefault(unit_id, {}).update((one.id, one) for one in answer.comments)
    for unit_id, said in comments.items():
        supporting = [one for one in said.values() if one.position == "support"]
        contesting = [one for one in said.values() if one.position in ("oppose", "amend")]
        if _by_different_people(supporting, contesting):
            ids = tuple(one.id for one in (*supporting, *contesting))
            yield Divergence(provision_id=unit_id, title=units[unit_id].title, comment_ids=ids)


def wording_issues(comments: Iterable[Comment], *, language: str) -> Iterator[Issue]:
    """Yield what contradicts its position by its proposed wording."""
    for comment in dict.fromkeys(comments):
        message = _contradiction(comment)
        if message:
            yield Issue(
                "warning",
                f"{comment.id} ({comment.provision_id})",
                text_in(language, message),
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


def _by_different_people(supporting: Sequence[Comment], contesting: Sequence[Comment]) -> bool:
    """Tell whether somebody contests what somebody else supports; nameless people count as different ones."""
    return any(not one.author or one.author != other.author for one in supporting for other in contesting)
