"""Situation → what the rules say of it: duties, reasons, and the tags that they would propose by themselves."""

from __future__ import annotations

from typing import NamedTuple

from toolkit.model.profile import Profile
from toolkit.model.tag import Tag
from toolkit.tag.duties import Laid, lay_duties
from toolkit.tag.modality import KindOfText, decide_modality
from toolkit.tag.passages import Passage, Situation
from toolkit.tag.roles import decide_roles, role_reasons
from toolkit.tag.topics import decide_topics, topic_reasons
from toolkit.tag.weighing import RULED, Reason

_SENTENCE_WORDS = 8
"""Words from which a heading above may be the sentence that introduces a list."""


class Ruling(NamedTuple):
    """What the rules found in a provision. Its tags are those that reach the usual threshold."""

    situation: Situation
    kind_of_text: KindOfText
    duties: tuple[Laid, ...]
    introduced: tuple[Laid, ...]
    """Duties of the sentence that introduces the provision."""
    modality: Tag
    topics: tuple[Tag, ...]
    topic_reasons: tuple[Reason, ...]
    roles: tuple[Tag, ...]
    role_reasons: tuple[Reason, ...]


def rule_on(situation: Situation, profile: Profile, language: str, *, kind_of_text: KindOfText) -> Ruling:
    """Apply the rules to one provision."""
    duties = tuple(lay_duties(situation.own, language))
    modality = decide_modality(situation, duties, language, kind_of_text=kind_of_text)
    why_topics = tuple(topic_reasons(situation))
    topics = decide_topics(why_topics, floor=RULED)
    why_roles = tuple(role_reasons(situation, duties, topics, profile, modality=modality))
    return Ruling(
        situation,
        kind_of_text,
        duties,
        tuple(lay_duties(_introduction(situation), language)),
        modality,
        topics,
        why_topics,
        decide_roles(why_roles, profile, floor=RULED),
        why_roles,
    )


def _introduction(situation: Situation) -> list[Passage]:
    if situation.introduction is not None:
        return [situation.introduction]
    return [passage for passage in situation.above[:1] if len(passage.doc) >= _SENTENCE_WORDS]
