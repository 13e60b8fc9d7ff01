"""Situation → roles: who would have to act on, decide on or answer for the provision.

Reasons, strongest first: whom the sentence binds; what its topics make somebody's work; the vocabulary of each
role's work, here and in the headings above; who is named. A duty of the organisation that is nobody's own goes to
management where the profile has that role.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.model.profile import Profile
from toolkit.model.tag import Evidence, Tag
from toolkit.tag.duties import ORGANISATION, Duty, find_duties
from toolkit.tag.passages import Passage, Situation
from toolkit.tag.weighing import THRESHOLD, Reason, tag_of, term_reasons, weigh

_BOUND = {"subject": 0.85, "addressee": 0.85, "agent": 0.7, "owner": 0.6}
_BOUND_PLAIN = 0.7
_NAMED = (0.2, 0.4, 0.4, 0.2)
"""An actor named in the text, in the heading, in the heading above, further up."""
_VOCABULARY = 0.5
"""What a role's word weighs, compared with a topic's."""
_TOPIC = 0.95
_BESIDE_THE_STRONGEST = 0.55
_FALLBACK = "management"
_NOBODY = 0.5


def decide_roles(
    situation: Situation,
    topics: Sequence[Tag],
    profile: Profile,
    language: str,
    *,
    modality: str,
    floor: float,
) -> tuple[Tag, ...]:
    """Choose the roles that score at least `floor`."""
    duties = [(passage, duty) for passage in situation.own for duty in find_duties(passage, language)]
    reasons = [
        *_bound(duties),
        *_by_topic(topics, profile),
        *(
            reason._replace(weight=reason.weight * _VOCABULARY)
            for reason in term_reasons(situation, "role", "role.term")
        ),
        *_named(situation),
    ]
    if modality == "information":
        reasons = [reason._replace(weight=reason.weight * _NOBODY) for reason in reasons]
    reasons += _nobody_else(duties, reasons, profile)
    scores = weigh(reasons)
    strongest = max(scores.values(), default=0.0)
    known = [role.id for role in profile.roles]
    chosen = [
        role for role in known if scores.get(role, 0.0) >= max(floor, _BESIDE_THE_STRONGEST * strongest)
    ]
    ranked = sorted(chosen, key=lambda role: -scores[role])
    return tuple(tag_of("role", role, scores[role], reasons) for role in ranked)


def _bound(duties: Sequence[tuple[Passage, Duty]]) -> Iterator[Reason]:
    seen: set[str] = set()
    for passage, duty in sorted(duties, key=lambda pair: -_BOUND.get(pair[1].binding, 0.0)):
        if duty.actor in ("", ORGANISATION) or duty.actor in seen:
            continue
        seen.add(duty.actor)
        weight = _BOUND[duty.binding] if not duty.plain else _BOUND_PLAIN
        yield Reason(duty.actor, weight, f"role.{duty.binding}", passage.evidence(duty.words))


def _by_topic(topics: Sequence[Tag], profile: Profile) -> Iterator[Reason]:
    for topic in topics:
        for role, share in profile.topic_roles.get(topic.value, {}).items():
            for evidence in topic.evidence[:1]:
                yield Reason(role, share * topic.score * _TOPIC, f"role.topic.{topic.value}", evidence)


def _named(situation: Situation) -> Iterator[Reason]:
    seen: set[str] = set()
    for passage in (*situation.own, *situation.above):
        place = min(passage.height + 1, 3) if passage.height or passage.field == "heading" else 0
        for span in passage.terms("actor"):
            if span.kb_id_ != ORGANISATION and span.kb_id_ not in seen:
                seen.add(span.kb_id_)
                yield Reason(span.kb_id_, _NAMED[place], "role.named", passage.evidence(span))


def _nobody_else(
    duties: Sequence[tuple[Passage, Duty]], reasons: Sequence[Reason], profile: Profile
) -> Iterator[Reason]:
    """A duty of the organisation without an owner goes to management."""
    if not any(role.id == _FALLBACK for role in profile.roles):
        return
    if any(score >= THRESHOLD for score in weigh(reasons).values()):
        return
    for passage, duty in duties:
        if duty.actor == ORGANISATION:
            evidence: Evidence = passage.evidence(duty.words)
            yield Reason(_FALLBACK, THRESHOLD, "role.organisation", evidence)
            return
