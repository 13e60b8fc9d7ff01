"""Situation → roles: who would have to act on, decide on or answer for the provision.

Reasons, strongest first: whom the sentence binds; what its topics make somebody's work; the vocabulary of each
role's work, here and in the headings above; who is named. A supplier's duty about its contract is also the
legal adviser's. Every duty has an owner: where nobody reaches the threshold it goes to the likeliest role, and to
management where it binds the organisation and nothing speaks for anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.model.profile import Profile
from toolkit.model.tag import Tag
from toolkit.tag.duties import ORGANISATION, Laid
from toolkit.tag.modality import CITES, DESCRIBES, EXPLAINS, TITLED
from toolkit.tag.passages import Situation
from toolkit.tag.weighing import RULED, Reason, tag_of, term_reasons, weigh

_BOUND = {"subject": 0.85, "addressee": 0.85, "agent": 0.7, "owner": 0.6, "thing": 0.4}
_PLAIN = 0.85
"""What a duty in the plain present tense weighs, compared with one that has a modal word."""
_NAMED = (0.16, 0.32, 0.24, 0.12)
"""An actor named in the text, in the heading, in the heading above, further up."""
_VOCABULARY = 0.55
"""What a role's word weighs, compared with a topic's."""
_TOPIC = 0.8
_BESIDE_THE_STRONGEST = 0.6
_LIKELY = 0.1
"""Score from which a role may own a duty that nobody else reaches the threshold for."""
_INFORMS = 0.7
_DESCRIBES = 0.4
"""What reasons weigh in a provision that commands nothing, and in one that only defines or describes."""
_MANAGEMENT, _LEGAL, _SUPPLIER, _CONTRACT_TOPIC = "management", "legal", "processor", "processing_contract"
_CONTRACT = 0.3
_TECHNICIANS, _CHECKERS = "it", "ciso"
_OUTSIDE, _CHECKED = 0.3, 0.5
"""What a technician's work weighs where a service provider does it, and what checking it weighs."""


def role_reasons(
    situation: Situation,
    duties: Sequence[Laid],
    topics: Sequence[Tag],
    profile: Profile,
    *,
    modality: Tag,
) -> list[Reason]:
    """Collect every reason for every role; in a provision that calls for nobody they weigh less."""
    reasons = _reasons(situation, duties, topics, profile)
    if modality.value == "information":
        share = _DESCRIBES if modality.rule in (DESCRIBES, EXPLAINS, CITES, TITLED) else _INFORMS
        return [reason._replace(weight=reason.weight * share) for reason in reasons]
    return [*reasons, *_owner(duties, weigh(reasons), reasons, profile)]


def decide_roles(reasons: Sequence[Reason], profile: Profile, *, floor: float) -> tuple[Tag, ...]:
    """Choose the roles that score at least `floor` and are not drowned by a stronger one."""
    scores = weigh(reasons)
    least = max(floor, _BESIDE_THE_STRONGEST * max(scores.values(), default=0.0))
    chosen = [role.id for role in profile.roles if scores.get(role.id, 0.0) >= least]
    ranked = sorted(chosen, key=lambda role: -scores[role])
    return tuple(tag_of("role", role, scores[role], reasons) for role in ranked)


def _reasons(
    situation: Situation, duties: Sequence[Laid], topics: Sequence[Tag], profile: Profile
) -> list[Reason]:
    bound = list(_bound(duties))
    words = term_reasons(situation, "role", "role.term")
    work = [
        *_by_topic(topics, profile),
        *(reason._replace(weight=reason.weight * _VOCABULARY) for reason in words),
    ]
    if any(laid.duty.outside for laid in duties):
        work = [*_left_to_others(work), *_to_check(duties, topics, profile)]
    return [*bound, *_contract_side(bound, topics), *work, *_named(situation)]


def _left_to_others(work: Sequence[Reason]) -> Iterator[Reason]:
    """What a service provider does on its own premises is not the work of the organisation's own technicians."""
    for reason in work:
        yield reason._replace(weight=reason.weight * _OUTSIDE) if reason.value == _TECHNICIANS else reason


def _to_check(duties: Sequence[Laid], topics: Sequence[Tag], profile: Profile) -> Iterator[Reason]:
    """Somebody has to check the technical duties of a service provider."""
    technical = any(_TECHNICIANS in profile.topic_roles.get(topic.value, {}) for topic in topics)
    for laid in duties[:1]:
        if technical or not topics:
            yield Reason(_CHECKERS, _CHECKED, "role.check", laid.passage.evidence(laid.duty.words))


def _bound(duties: Sequence[Laid]) -> Iterator[Reason]:
    seen: set[str] = set()
    for passage, duty in sorted(duties, key=lambda laid: -_BOUND.get(laid.duty.binding, 0.0)):
        if duty.actor in ("", ORGANISATION) or duty.actor in seen:
            continue
        seen.add(duty.actor)
        weight = _BOUND[duty.binding] * (_PLAIN if duty.plain else 1)
        yield Reason(duty.actor, weight, f"role.{duty.binding}", passage.evidence(duty.words))


def _contract_side(bound: Sequence[Reason], topics: Sequence[Tag]) -> Iterator[Reason]:
    """What a supplier must do under its contract, somebody must have written into the contract."""
    if any(topic.value == _CONTRACT_TOPIC for topic in topics):
        for reason in bound:
            if reason.value == _SUPPLIER:
                yield Reason(_LEGAL, _CONTRACT, "role.contract", reason.evidence)


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
            if span.id_ != "thing" and span.kb_id_ not in {ORGANISATION, *seen}:
                seen.add(span.kb_id_)
                yield Reason(span.kb_id_, _NAMED[place], "role.named", passage.evidence(span))


def _owner(
    duties: Sequence[Laid],
    scores: Mapping[str, float],
    reasons: Sequence[Reason],
    profile: Profile,
) -> Iterator[Reason]:
    """Find somebody for a duty that no role owns for sure, by raising its best reason to the threshold."""
    known = {role.id for role in profile.roles}
    best = max(sorted(known & scores.keys()), key=lambda role: scores[role], default="")
    if best and scores[best] >= RULED:
        return
    if best and scores[best] >= _LIKELY:
        reason = max((reason for reason in reasons if reason.value == best), key=lambda reason: reason.weight)
        yield reason._replace(weight=1 - (1 - RULED) / (1 - scores[best]))
        return
    for passage, duty in duties:
        if duty.actor == ORGANISATION and _MANAGEMENT in known:
            yield Reason(_MANAGEMENT, RULED, "role.organisation", passage.evidence(duty.words))
            return
