"""Model values as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence

from toolkit.messages import _
from toolkit.model.comment import Comment, Event
from toolkit.model.issue import Issue
from toolkit.model.provision import Outline, Provision
from toolkit.model.tag import Tag

WIDTH = 100
_SEVERITY = {"info": _("note"), "warning": _("warning"), "error": _("error")}
FACETS = {
    "role": _("role"),
    "modality": _("modality"),
    "topic": _("topic"),
    "reference": _("reference"),
    "deadline": _("deadline"),
}
POSITIONS = {
    "support": _("support"),
    "oppose": _("oppose"),
    "amend": _("amend"),
    "question": _("question"),
}
STATES = {
    "draft": _("draft"),
    "submitted": _("submitted"),
    "merged": _("merged"),
    "rejected": _("rejected"),
    "approved": _("approved"),
    "withdrawn": _("withdrawn"),
}


def issue_lines(issues: Iterable[Issue]) -> Iterator[str]:
    """Yield one line an issue: severity, place, message."""
    for issue in issues:
        said = issue.message
        for before in filter(None, (issue.where, _SEVERITY[issue.severity])):
            said = _("{place}: {said}").format(place=before, said=said)
        yield said


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
    yield f"[{provision.id}] {provision.kind}{page}"
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
            (_("Proposed wording:"), comment.proposed),
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
        if event.action == "state":
            done = STATES[event.after.state]
        else:
            done = _("created") if event.action == "created" else _("edited")
        if event.action == "state" and event.after.reason:
            done += f" — {event.after.reason}"
        said = _("{place}: {said}").format(place=who, said=done)
        yield f"    {event.time}  {event.revision}  {said}"
