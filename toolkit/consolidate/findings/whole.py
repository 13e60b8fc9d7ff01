"""The response as a whole → what is missing, left open, contradictory, late or too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from toolkit.consolidate.findings.case import Case
from toolkit.consolidate.findings.citing import Words
from toolkit.consolidate.names import Names
from toolkit.consolidate.parts import Parts
from toolkit.consolidate.positions import asks_change
from toolkit.consolidate.unanswered import unanswered
from toolkit.model.comment import Comment
from toolkit.model.contribution import GENERAL
from toolkit.model.provision import Outline


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a rule sees, without words of a field."""

    rule: str
    comment: Comment | None = None
    provision_id: str = ""
    words: str = ""
    """What it is about; part of the key."""
    detail: str = ""
    """What the message adds: "2,410 of 2,000"."""


def comment_facts(case: Case, comment: Comment, outline: Outline, words: Words) -> Iterator[Fact]:
    """Yield what one comment lacks or is too much of."""
    if comment.provision_id != GENERAL and comment.provision_id not in outline.by_id:
        yield Fact(rule="provision_gone", comment=comment, words=comment.provision_id)
    elif (
        comment.quote
        and comment.provision_id != GENERAL
        and not words.hold(comment.provision_id, comment.quote)
    ):
        yield Fact(rule="quote_gone", comment=comment, words=comment.quote)
    if comment.id in case.other_version:
        yield Fact(rule="other_version", comment=comment, words=case.other_version[comment.id])
    if comment.state == "draft":
        yield Fact(rule="unsubmitted", comment=comment)
    yield from _completeness(comment)
    yield from _lengths(case, comment)


def _completeness(comment: Comment) -> Iterator[Fact]:
    changes = comment.deletion or comment.proposed.strip()
    says = changes or comment.text.strip() or comment.rationale.strip()
    if not says and comment.position != "support":
        yield Fact(rule="says_nothing", comment=comment)
    elif (
        comment.position == "amend"
        and not changes
        and not asks_change(f"{comment.text}\n{comment.rationale}")
    ):
        yield Fact(rule="no_wording", comment=comment)
    elif (
        comment.position == "amend" and changes and not comment.rationale.strip() and not comment.text.strip()
    ):
        yield Fact(rule="no_rationale", comment=comment)


def _lengths(case: Case, comment: Comment) -> Iterator[Fact]:
    lengths = {name: len(getattr(comment, name)) for name in ("text", "proposed", "rationale")}
    lengths["comment"] = sum(lengths.values())
    for name, length in lengths.items():
        limit = getattr(case.limits, name)
        if limit and length > limit:
            yield Fact(rule="too_long", comment=comment, words=name, detail=f"{length} > {limit}")


def response_facts(case: Case, outline: Outline) -> Iterator[Fact]:
    """Yield what concerns several comments, provisions without comment, or the response as such."""
    standing = case.standing()
    yield from _late(case)
    for provision_id in _waiting(case, outline, standing):
        yield Fact(rule="unanswered", provision_id=provision_id)
    yield from _contradictions(case, standing)
    yield from _both_sides(standing)


def _late(case: Case) -> Iterator[Fact]:
    asked = case.consultation
    for rule, day in (
        ("deadline_passed", asked.deadline),
        ("inner_deadline_passed", asked.internal_deadline),
    ):
        if day and date.fromisoformat(day) < case.today:
            yield Fact(rule=rule, words=day)


def _waiting(case: Case, outline: Outline, standing: Iterable[Comment]) -> list[str]:
    if not case.selection:
        return []
    parts = Parts(case.draft, language="en")
    names = Names(outline, (), nameless=parts.wholes, language="en")
    said = {item.provision_id for item in standing}
    left = unanswered(outline, names, case.selection, commented=said, read=case.read)
    return sorted(left, key=lambda name: outline.order.get(name, len(outline.order)))


def _contradictions(case: Case, standing: tuple[Comment, ...]) -> Iterator[Fact]:
    """Yield the groups that nobody has settled and of which at least two comments still stand, none of them a minority view."""
    by_id = {item.id: item for item in standing if not item.minority}
    settled = {item.subject for item in case.verdicts if item.kind in ("apart", "agreed")}
    for group in case.groups:
        left = [name for name in group.comment_ids if name in by_id]
        if group.kind == "contradiction" and group.id not in settled and len(left) > 1:
            yield Fact(
                rule="contradiction",
                provision_id=by_id[left[0]].provision_id,
                words=" ".join(left),
                detail=", ".join(left),
            )


def _both_sides(standing: tuple[Comment, ...]) -> Iterator[Fact]:
    seen: dict[tuple[str, str, str], dict[str, str]] = {}
    for item in standing:
        if item.author and item.position in ("support", "oppose") and not item.reply_to:
            place = (item.author.casefold(), item.provision_id, item.quote)
            seen.setdefault(place, {}).setdefault(item.position, item.id)
    for (_author, provision_id, _quote), sides in seen.items():
        if len(sides) > 1:
            ids = " ".join(sides[side] for side in sorted(sides))
            yield Fact(rule="both_sides", provision_id=provision_id, words=ids, detail=ids.replace(" ", ", "))
