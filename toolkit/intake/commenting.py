"""A placed remark → the comment that is made from it, or the marks of one that has nothing to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.consolidate.positions import shown_position
from toolkit.intake.narrowing import narrowed
from toolkit.intake.people import Writer
from toolkit.intake.proposals import stance_of
from toolkit.model.comment import Comment, Position
from toolkit.model.contribution import GENERAL, Placement, Remark
from toolkit.model.provision import Outline, Provision
from toolkit.workspace.coverage import Mark
from toolkit.workspace.text import clean_comment


def comment_of(
    remark: Remark, placement: Placement, writer: Writer, *, received_id: str, outline: Outline
) -> Comment:
    """Return the comment that a remark makes, submitted, with its words as they may be kept, on the words it is about."""
    made = Comment(
        id="",
        provision_id=placement.provision_id,
        quote=placement.quote,
        author=writer.author,
        role=writer.role,
        position=position_of(remark),
        text=remark.text,
        proposed="" if remark.deletion else remark.proposed,
        deletion=remark.deletion,
        rationale=remark.rationale,
        state="submitted",
        remark=received_id,
    )
    return narrowed(clean_comment(made).comment, outline)


def position_of(remark: Remark) -> Position:
    """Return the position that a remark states or shows; whoever remarks on something wants it changed otherwise."""
    if remark.position is not None:
        return remark.position
    if remark.proposed or remark.deletion:
        return "amend"
    said = f"{remark.text}\n{remark.rationale}"
    return stance_of(remark.text) or shown_position(said) or "amend"


def marks_of(placement: Placement, writer: Writer, outline: Outline, *, time: str) -> Iterator[Mark]:
    """Yield the marks of "nothing to say" on what a remark means and all below it.

    On the draft as a whole it means all that concerns the role; without role, all that somebody may comment on.
    """
    for provision in _meant(placement, writer.role, outline):
        yield Mark(
            provision_id=provision.id, role=writer.role, person=writer.author, state="no_comment", time=time
        )


def _meant(placement: Placement, role: str, outline: Outline) -> Iterable[Provision]:
    if placement.provision_id == GENERAL:
        everything = outline.by_id.values()
        return [item for item in everything if not role or _concerns(item, role)]
    tops = [name for name in (placement.provision_id, *placement.also) if name in outline.by_id]
    below = {item.id: item for top in tops for item in (outline.by_id[top], *outline.descendants(top))}
    return below.values()


def _concerns(provision: Provision, role: str) -> bool:
    return any(tag.facet == "role" and tag.value == role for tag in provision.tags)
