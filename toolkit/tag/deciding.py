"""Ruling and probabilities → tags: the model decides about the values it knows, the rules about the others.

The modality of an explicit word ("doit", "il est recommandé") is left to the rules, which read scope and negation; the
model decides where they could only suppose it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import exp, inf

from msgspec.structs import replace

from toolkit.model.profile import Named, Profile
from toolkit.model.tag import MODALITIES, Evidence, Facet, Tag
from toolkit.tag.categoriser import NOBODY, Categoriser, Target
from toolkit.tag.choosing import choose_roles
from toolkit.tag.features import Features, around_name, is_telling
from toolkit.tag.modality import CITES, EXPLAINS, FINDING, FRAGMENT, TITLED
from toolkit.tag.profiles import DEFAULT_PROFILE, load_profile
from toolkit.tag.roles import decide_roles
from toolkit.tag.ruling import Ruling
from toolkit.tag.topics import decide_topics
from toolkit.tag.weighing import RULED, THRESHOLD, Reason, distinct_reasons, weigh

_EXPLICIT = frozenset(
    [
        "modality.cue",
        "modality.introduction",
        "modality.instruction",
        EXPLAINS,
        CITES,
        FINDING,
        FRAGMENT,
        TITLED,
    ]
)
_BESIDE_THE_STRONGEST = 0.6
"""A topic is about something else if it scores less than this part of the strongest topic's score."""
_TOPIC = 0.2
"""Probability from which a topic is proposed: held-out provisions agree best with people from here on."""
_NAMED, _FROM_NAMED = 0.6, 0.15
"""What the words of a topic have to weigh, as in a heading or two in the text, for it to be taken from so little a probability."""
_BACKED = 0.5
"""By how much the log-odds of a role rise that the rules propose as well."""
_FAVOURED = {"legal": 0.5}
"""By how much the log-odds of a role rise that has few provisions in a text and must not miss them; held-out provisions
agree better with people so."""
_WIDE = {"hardening": 0.4, "risk_governance": 0.4, "lawfulness": 0.3}
"""By how much the log-odds of a topic fall whose words stand in provisions about other things as well."""
_LEAD = 0.2
"""By how much another modality has to be likelier than the one that the rules suppose."""
_SPOKEN_WEIGHT = 0.1
"""From which a rule's reason is worth showing beside the model's words."""
_LEARNT = 0.2
"""What a word has to add to be shown."""
_MOST_WORDS = 3
_BINDING = frozenset(["role.subject", "role.addressee", "role.agent", "role.owner"])
"""Rules of reasons by which the text itself binds a role."""
_TABLES: dict[Facet, tuple[str, ...]] = {
    "role": ("role_terms", "role_marks", "role_hints", "role_actors", "role_outside", "role_things"),
    "topic": ("topic_terms", "topic_hints", "topic_roles"),
}
"""Tables of a profile that say what a role or topic is."""
WORDS = "model.words"
WHOLE = "model.whole"
"""Rules of tags for which words spoke that the model has learnt, and of those for which no single word did."""


def decide_by_rules(ruling: Ruling, profile: Profile, *, floor: float) -> tuple[Tag, ...]:
    """Return the roles, the modality and the topics that the rules propose from `floor`.

    Their sums of reasons are brought to the scale of probabilities, on which `THRESHOLD` and `floor` lie.
    """
    least = _stretched(floor, THRESHOLD, RULED)
    roles = decide_roles(ruling.role_reasons, profile, floor=least)
    topics = decide_topics(ruling.topic_reasons, floor=least)
    return (*map(_as_probable, roles), ruling.modality, *map(_as_probable, topics))


def _as_probable(tag: Tag) -> Tag:
    return replace(tag, score=round(_stretched(tag.score, RULED, THRESHOLD), 2))


def _stretched(score: float, old: float, new: float) -> float:
    """Move a score on the line from 0 to 1 that is bent so that `old` comes to `new`."""
    return score * new / old if score < old else new + (score - old) * (1 - new) / (1 - old)


def decide_by_model(
    ruling: Ruling,
    features: Features,
    categoriser: Categoriser,
    profile: Profile,
    *,
    known: frozenset[Target],
    floor: float,
) -> tuple[Tag, ...]:
    """Return the roles, the modality and the topics that the model proposes from `floor`.

    `known` are the targets that mean the same to the model and to the profile; rules decide about all others.
    """
    judge = _Judge(features, categoriser)
    backed = frozenset(tag.value for tag in ruling.roles)
    chosen = judge.choose_roles(
        known, floor, backed=backed, nobodys=ruling.modality.rule in (EXPLAINS, CITES, TITLED)
    )
    roles = [judge.tag(target, ruling.role_reasons, least=min(floor, THRESHOLD)) for target in chosen]
    named = frozenset(topic for topic, score in weigh(ruling.topic_reasons).items() if score >= _NAMED)
    topics = [
        judge.tag(target, ruling.topic_reasons, least=min(floor, THRESHOLD))
        for target in judge.choose_topics(known, floor, named=named)
    ]
    others = decide_by_rules(_about_others(ruling, known), profile, floor=floor)
    roles += [tag for tag in others if tag.facet == "role"]
    topics += [tag for tag in others if tag.facet == "topic"]
    return (*_ranked(roles), judge.modality(ruling), *_ranked(topics))


def _about_others(ruling: Ruling, known: frozenset[Target]) -> Ruling:
    """Keep the reasons for values that the model does not know."""
    return ruling._replace(
        role_reasons=tuple(why for why in ruling.role_reasons if ("role", why.value) not in known),
        topic_reasons=tuple(why for why in ruling.topic_reasons if ("topic", why.value) not in known),
    )


def common_targets(categoriser: Categoriser, profile: Profile) -> frozenset[Target]:
    """Return the targets of the model that the profile describes in the words that the model was trained with."""
    trained = load_profile() if categoriser.profile == DEFAULT_PROFILE else None
    if trained is None:
        return frozenset()
    same = {
        *(
            (facet, entry.id)
            for facet, entry in _described(profile)
            if _same(facet, entry.id, profile, trained)
        ),
        *(("modality", modality) for modality in MODALITIES),
    }
    known = frozenset(target for target in categoriser.targets if target in same and target != NOBODY)
    return known if any(facet == "role" for facet, _value in known) else frozenset()


def _described(profile: Profile) -> Iterator[tuple[Facet, Named]]:
    yield from (("role", role) for role in profile.roles)
    yield from (("topic", topic) for topic in profile.topics)


def _same(facet: Facet, value: str, profile: Profile, trained: Profile) -> bool:
    tables = _TABLES[facet]
    return all(getattr(profile, table).get(value) == getattr(trained, table).get(value) for table in tables)


def _ranked(tags: Iterable[Tag]) -> list[Tag]:
    return sorted(tags, key=lambda tag: -tag.score)


class _Judge:
    """The model's opinion of one provision, with its reasons."""

    def __init__(self, features: Features, categoriser: Categoriser) -> None:
        self._features = features
        self._categoriser = categoriser
        self.scores = categoriser.score(features)

    def choose_roles(
        self, known: frozenset[Target], floor: float, *, backed: frozenset[str], nobodys: bool
    ) -> list[Target]:
        """Return the roles to propose, and to whoever asks for the doubtful ones also those that reach `floor`.

        One that is `backed` by the rules counts as somewhat likelier; what the rules know to be `nobodys` is nobody's.
        """
        scores = {
            value: _raised(self.scores[facet, value], _FAVOURED.get(value, 0.0) + _BACKED * (value in backed))
            for facet, value in sorted(known)
            if facet == "role"
        }
        chosen = choose_roles(scores, nobody=1.0 if nobodys else self.scores[NOBODY])
        doubtful = [role for role, score in scores.items() if floor < THRESHOLD and score >= floor]
        sure = [role for role in chosen if floor <= THRESHOLD or scores[role] >= floor]
        return [("role", role) for role in dict.fromkeys((*sure, *doubtful))]

    def choose_topics(self, known: frozenset[Target], floor: float, *, named: frozenset[str]) -> list[Target]:
        """Return the topics that reach `floor`; one that a stronger one drowns, only to whoever asks for the doubtful ones.

        One that is plainly `named` needs less, and is not drowned.
        """
        scores = {
            target: _raised(self.scores[target], -_WIDE.get(target[1], 0.0))
            for target in sorted(known)
            if target[0] == "topic"
        }
        strongest = max(scores.values(), default=0.0)
        usual = _TOPIC if floor == THRESHOLD else floor
        least = max(usual, _BESIDE_THE_STRONGEST * strongest if floor >= THRESHOLD else 0.0)
        least_named = _FROM_NAMED if floor <= THRESHOLD else floor
        return [
            target
            for target, score in scores.items()
            if score >= (min(least, least_named) if target[1] in named else least)
        ]

    def tag(self, target: Target, reasons: Sequence[Reason], *, least: float = 0.0) -> Tag:
        """Make the tag of a target that is proposed; `reasons` are those of the rules for its value.

        Its score is at least `least`: what the rules propose as well is likelier than the model alone believes.
        """
        facet, value = target
        spoken = [reason for reason in reasons if reason.value == value and reason.weight >= _SPOKEN_WEIGHT]
        shown = distinct_reasons([*spoken, *self._surroundings(target, spoken)])
        quoted = {reason.evidence for reason in shown}
        learnt = [words for words in self._words(target) if not any(_overlap(words, old) for old in quoted)]
        learnt = learnt[: _MOST_WORDS if not shown else _MOST_WORDS - 1]
        return Tag(
            facet=facet,
            value=value,
            score=round(max(self.scores[target], least), 2),
            rule="+".join([*(reason.rule for reason in shown), *(WORDS for _words in learnt)]) or WHOLE,
            evidence=(*(reason.evidence for reason in shown), *learnt),
            source="model",
        )

    def modality(self, ruling: Ruling) -> Tag:
        """Return the rules' modality where a word says it, else the likeliest."""
        ruled = ruling.modality
        candidates = {value: score for (facet, value), score in self.scores.items() if facet == "modality"}
        if ruled.rule in _EXPLICIT or not self._features.words:
            return ruled
        best = max(candidates, key=lambda value: candidates[value])
        lead = candidates[best] - candidates[ruled.value]
        if lead >= _LEAD * sum(candidates.values()):
            return self.tag(("modality", best), ())
        score = candidates[ruled.value] / sum(candidates.values())
        return Tag(
            facet="modality",
            value=ruled.value,
            score=round(score, 2),
            rule=ruled.rule,
            evidence=ruled.evidence,
        )

    def _surroundings(self, target: Target, spoken: Sequence[Reason]) -> Iterator[Reason]:
        """Yield the reason that the provisions around bind a role, where its own text does not."""
        facet, value = target
        if facet != "role" or any(reason.rule in _BINDING for reason in spoken):
            return
        learnt = dict(self._categoriser.speak_for(self._features, target))
        for who, words in self._features.around.words.items():
            weight = learnt.get(around_name(who), 0.0) if who.actor == value else 0.0
            if weight >= _LEARNT:
                yield Reason(value, _SPOKEN_WEIGHT, "role.around", words)

    def _words(self, target: Target) -> Iterator[Evidence]:
        """Yield the words that speak for a target most, each once."""
        told: list[Evidence] = []
        for name, weight in self._categoriser.speak_for(self._features, target):
            if weight < _LEARNT or len(told) == _MOST_WORDS + 1:
                return
            if name in self._features.words:
                passage, span = self._features.words[name]
                words = passage.evidence(span)
                if any(map(is_telling, span)) and not any(_overlap(words, other) for other in told):
                    told.append(words)
                    yield words


def _raised(score: float, by: float) -> float:
    """Raise the log-odds of a probability."""
    odds = score / (1 - score) * exp(by) if score < 1 else inf
    return odds / (1 + odds) if odds < inf else 1.0


def _overlap(words: Evidence, other: Evidence) -> bool:
    same_field = (words.field, words.provision_id) == (other.field, other.provision_id)
    return same_field and words.start < other.end and other.start < words.end
