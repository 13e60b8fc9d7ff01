"""Situation → topics, by the words of each topic in the provision and in the headings above it."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.model.tag import Tag
from toolkit.tag.passages import Situation
from toolkit.tag.weighing import Reason, tag_of, term_reasons, weigh

_BESIDE_THE_STRONGEST = 0.78
"""A topic is about something else if it scores less than this part of the strongest topic's score."""
_MOST_TOPICS = 3


def topic_reasons(situation: Situation) -> list[Reason]:
    """Collect every reason for every topic."""
    return list(term_reasons(situation, "topic", "topic.term"))


def decide_topics(reasons: Sequence[Reason], *, floor: float) -> tuple[Tag, ...]:
    """Choose the topics that score at least `floor` and are not drowned by a stronger one."""
    scores = weigh(reasons)
    strongest = max(scores.values(), default=0.0)
    ranked = sorted(scores, key=lambda topic: (-scores[topic], topic))
    chosen = [topic for topic in ranked if scores[topic] >= max(floor, _BESIDE_THE_STRONGEST * strongest)]
    return tuple(tag_of("topic", topic, scores[topic], reasons) for topic in chosen[:_MOST_TOPICS])
