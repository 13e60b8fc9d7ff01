"""Model values as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, get_args

from toolkit.messages import _, ngettext
from toolkit.model.comment import Comment, Event, Position, State
from toolkit.model.dates import local_minute
from toolkit.model.explanation import Explanation
from toolkit.model.issue import Issue
from toolkit.model.labels import kind_label, position_label, state_label
from toolkit.model.provision import Outline, Provision
from toolkit.model.tag import Tag

if TYPE_CHECKING:
    from toolkit.workspace.anchors import Replacement

WIDTH = 100
SEVERITIES = {"info": _("note"), "warning": _("warning"), "error": _("error")}
FACETS = {
    "role": _("role"),
    "modality": _("modality"),
    "topic": _("topic"),
    "reference": _("reference"),
    "deadline": _("deadline"),
}
_DONE = {"created": _("created"), "edited": _("edited"), "undone": _("undone")}
POSITIONS = {name: position_label(name) for name in get_args(Position)}
STATES = {name: state_label(name) for name in get_args(State)}


def issue_lines(issues: Iterable[Issue]) -> Iterator[str]:
    """Yield one line an issue: severity, place, message."""
    for issue in issues:
        said = issue.message
        for before in filter(None, (issue.where, SEVERITIES[issue.severity])):
            said = _("{place}: {said}").format(place=before, said=said)
        yield said


def to_place_line(count: int) -> str:
    """Return how many remarks wait for a person to say where they belong, and where to do it."""
    told = ngettext(
        "{count} remark to place: see `consult place`.",
        "{count} remarks to place: see `consult place`.",
        count,
    )
    return told.format(count=count)


def explanation_lines(told: Explanation) -> Iterator[str]:
    """Yield why a provision is of its kind and in its place: the weights, then a line a decision."""
    place = f" p.{told.page_number}" if told.page_number else ""
    yield f"[{told.provision_id}]{place} {told.label}"
    if told.heading:
        yield _("{name}: {said}").format(name=_("heading"), said=_("yes") if told.is_heading else _("no"))
        for clue in told.heading:
            yield f"    {clue.weight or 0:+5.1f}  {clue.text}"
        yield f"    {told.score:+5.1f}  " + _("in sum; above zero it is a heading")
    facts = (
        (_("number"), told.number, _(", ").join(clue.text for clue in told.numbering)),
        (_("kind"), kind_label(told.kind), told.kind_reason),
        (_("level"), str(told.depth or ""), told.depth_reason),
        (_("under"), told.parent_label or "–", told.parent_reason),
    )
    for name, value, reason in facts:
        if value and reason:
            yield _("{name}: {said}").format(name=name, said=f"{value} — {reason}")
    yield _("{name}: {said}").format(name=_("confidence"), said=f"{told.confidence:.0%}")


def replacement_lines(replacement: Replacement) -> Iterator[str]:
    """Yield what another state of the draft did to the provisions and to what people left on them."""
    told = _("version {number}; provisions new: {added}, gone: {removed}, under another id: {moved}.")
    yield told.format(
        number=replacement.version,
        added=len(replacement.added),
        removed=len(replacement.removed),
        moved=len(replacement.moved),
    )
    for old, new in replacement.moved:
        yield f"    {old} → {new}"
    if replacement.orphaned:
        told = _("comments, marks or choices are left without their provision: {ids}")
        yield told.format(ids=", ".join(replacement.orphaned))


def tree_lines(
    provisions: Sequence[Provision], *, only: Callable[[Provision], bool] = lambda _provision: True
) -> Iterator[str]:
    """Yield the tree, one line a provision: page, indentation, id, number, heading or first words."""
    outline = Outline(provisions)
    for provision in filter(only, provisions):
        depth = len(outline.ancestors(provision.id))
        page = f"p.{provision.page_number}" if provision.page_number else ""
        yield f"{page:>6}  {'  ' * depth}[{provision.id}] {summary(provision)}"


def summary(provision: Provision, *, width: int = 90) -> str:
    """Name a provision in one line: number, heading, and as many of its first words as fit `width`."""
    named = " ".join(part for part in (provision.number, provision.heading) if part)
    words = " ".join(provision.text.split())
    if provision.kind == "table":
        words = _("table of {rows} rows").format(rows=len(provision.rows))
    line = f"{named} — {words}" if named and words else named or words
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def provision_lines(provision: Provision) -> Iterator[str]:
    """Yield a provision as printed in the draft: id and page, number and heading, text, rows."""
    page = f" p.{provision.page_number}" if provision.page_number else ""
    yield f"[{provision.id}] {kind_label(provision.kind)}{page}"
    title = " ".join(part for part in (provision.number, provision.heading) if part)
    if title:
        yield title
    for paragraph in provision.text.splitlines():
        yield from textwrap.wrap(paragraph, WIDTH) or [""]
    for row in provision.rows:
        yield " | ".join(" ".join(cell.split()) for cell in row)


def tag_lines(explained: Iterable[tuple[Tag, str]]) -> Iterator[str]:
    """Yield one line a tag: facet, value, score and why."""
    for tag, reason in explained:
        value = tag.label or tag.value
        yield f"    {FACETS[tag.facet]:<10} {value} ({tag.score:.2f})" + (f" — {reason}" if reason else "")


def comment_lines(comments: Iterable[Comment]) -> Iterator[str]:
    """Yield each comment with who says it, its state and its wording."""
    for comment in comments:
        who = ", ".join(part for part in (comment.author, comment.role) if part) or _("nobody named")
        head = f"{comment.id} {POSITIONS[comment.position]} — {who} ({STATES[comment.state]})"
        yield f"    {head}"
        parts = (
            ("", comment.text),
            (_("On the words:"), comment.quote),
            (_("Proposed wording:"), comment.proposed or (_("to be deleted") if comment.deletion else "")),
            (_("Rationale:"), comment.rationale),
            (_("Reason:"), comment.reason),
        )
        for title, text in parts:
            if text:
                lines = f"{title} {text}".strip().splitlines()
                for line in lines:
                    yield from textwrap.wrap(line, WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 8)


def history_lines(history: Iterable[Event]) -> Iterator[str]:
    """Yield one line a change: when, who, what."""
    for event in history:
        who = event.actor or _("nobody named")
        done = STATES[event.after.state] if event.action == "state" else _DONE[event.action]
        if event.action == "state" and event.after.reason:
            done += f" — {event.after.reason}"
        said = _("{place}: {said}").format(place=who, said=done)
        yield f"    {local_minute(event.time)}  {event.revision}  {said}"
