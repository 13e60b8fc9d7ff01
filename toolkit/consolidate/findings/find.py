"""A case → its findings: each with place, reason and suggestion, and with the word of whoever accepted it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

import msgspec

from toolkit.consolidate.findings.case import Case
from toolkit.consolidate.findings.citing import Words
from toolkit.consolidate.findings.confidential import Spot
from toolkit.consolidate.findings.neutral import neutral_wording
from toolkit.consolidate.findings.said import FIELDS, WordRules
from toolkit.consolidate.findings.whole import Fact, comment_facts, response_facts
from toolkit.consolidate.findings.wording import WORDINGS, message, suggestion
from toolkit.messages import _
from toolkit.model.comment import Comment
from toolkit.model.consolidation import Finding, Group, Severity, Verdict
from toolkit.model.provision import Outline

SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")
_KEY_LENGTH = 8


def find(case: Case, *, contradictions: Callable[[], tuple[Group, ...]] | None = None) -> tuple[Finding, ...]:
    """Return what a person should look at before the response is filed, the worst first, then in the draft's order.

    Accepted findings are among them and say so. A key stays until the words that it is about change.
    `contradictions` gives the groups of the case once the words of all comments are looked at; None where it has them.
    """
    outline = Outline(case.draft.provisions)
    in_comments = list(_in_comments(case, outline))
    if contradictions is not None:
        case = msgspec.structs.replace(case, groups=contradictions())
    found: dict[str, Finding] = {}
    for item in (*map(_of_fact, response_facts(case, outline)), *in_comments):
        found.setdefault(item.key, item)
    accepted = {item.subject: item for item in case.verdicts if item.kind == "accepted"}
    told = (_accepted(item, accepted.get(item.key)) for item in found.values())
    return tuple(sorted(told, key=lambda item: SEVERITIES.index(item.severity)))


def is_open(finding: Finding) -> bool:
    """Tell whether nobody has accepted a finding."""
    return not finding.accepted_by and not finding.accepted_because


def _in_comments(case: Case, outline: Outline) -> Iterator[Finding]:
    rules, words = WordRules(case, outline), Words(outline)
    for comment in case.standing():
        for field in FIELDS:
            text: str = getattr(comment, field)
            for spot in rules.spots(text, field) if text else ():
                yield _of_spot(spot, comment, field)
        yield from map(_of_fact, comment_facts(case, comment, outline, words))


def _of_spot(spot: Spot, comment: Comment, field: str) -> Finding:
    words = getattr(comment, field)[spot.start : spot.end]
    neutral = neutral_wording(words) if spot.rule == "admission" else ""
    proposal = (
        _("Say instead, for example: “{words}”").format(words=neutral) if neutral else suggestion(spot.rule)
    )
    return Finding(
        key=_key(spot.rule, comment.id, field, words),
        rule=spot.rule,
        severity=WORDINGS[spot.rule].severity,
        comment_id=comment.id,
        provision_id=comment.provision_id,
        field=field,
        start=spot.start,
        end=spot.end,
        words=words,
        message=message(spot.rule),
        suggestion=proposal,
    )


def _of_fact(fact: Fact) -> Finding:
    comment_id, provision_id = (
        (fact.comment.id, fact.comment.provision_id) if fact.comment else ("", fact.provision_id)
    )
    said = message(fact.rule)
    return Finding(
        key=_key(fact.rule, comment_id or provision_id, "", fact.words),
        rule=fact.rule,
        severity=WORDINGS[fact.rule].severity,
        comment_id=comment_id,
        provision_id=provision_id,
        words=fact.words,
        message=f"{said} ({fact.detail})" if fact.detail else said,
        suggestion=suggestion(fact.rule),
    )


def _key(rule: str, *parts: str) -> str:
    """Return "admission-1f3a9c2e": the same for the same rule, place and words."""
    told = "\n".join((rule, *(" ".join(part.split()) for part in parts)))
    return f"{rule}-{hashlib.sha256(told.encode()).hexdigest()[:_KEY_LENGTH]}"


def _accepted(finding: Finding, verdict: Verdict | None) -> Finding:
    if verdict is None:
        return finding
    return msgspec.structs.replace(finding, accepted_by=verdict.actor, accepted_because=verdict.reason)


def count_open(findings: Iterable[Finding], severity: Severity) -> int:
    """Return how many findings of a severity nobody has accepted."""
    return sum(item.severity == severity and is_open(item) for item in findings)
