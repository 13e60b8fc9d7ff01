"""Tag → one sentence, in French or English, that says why it is proposed and quotes the words that decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from toolkit.messages import N_, text_in
from toolkit.model.profile import Named, Profile
from toolkit.model.tag import Evidence, Tag

_BECAUSE = {
    "role.subject": N_("it binds this role: {words}"),
    "role.addressee": N_("it is addressed to this role: {words}"),
    "role.agent": N_("this role has to do it: {words}"),
    "role.owner": N_("it binds what belongs to this role: {words}"),
    "role.thing": N_("it binds something this role answers for: {words}"),
    "role.around": N_("provisions around it bind this role: {words}"),
    "role.named": N_("it names this role: {words}"),
    "role.term": N_("words of this role's work: {words}"),
    "role.organisation": N_("it binds the organisation and no other role owns the subject: {words}"),
    "role.check": N_("a supplier's duty that this role has to check: {words}"),
    "role.contract": N_("a duty of the supplier that the contract has to hold: {words}"),
    "model.words": N_("words that speak for it in provisions that people read: {words}"),
    "model.whole": N_(
        "as a whole, its wording is like that of provisions which people classed in the same way"
    ),
    "topic.term": N_("words of this topic: {words}"),
    "modality.cue": N_("it says {words}"),
    "modality.introduction": N_("what introduces it says {words}"),
    "modality.instruction": N_("it begins with an instruction: {words}"),
    "modality.plain": N_("it lays down a duty in the present tense: {words}"),
    "modality.listed": N_("it is an item of a list of measures whose introduction is not there"),
    "modality.required": N_("it stands in a list of requirements"),
    "modality.described": N_("it defines or describes"),
    "modality.fragment": N_("it is the end of a sentence whose beginning is not there"),
    "modality.explained": N_("it stands among definitions or references"),
    "modality.cited": N_("it is a note that lays down no duty"),
    "modality.finding": N_("it reports what was found"),
    "modality.titled": N_("it is a name or title that stands before the first heading"),
    "modality.nothing": N_("no word in it commands, forbids, advises or allows"),
    "reference.act": N_("it names {words}"),
    "reference.article": N_("it cites {words}"),
    "reference.article_alone": N_("it cites {words} without naming the act, which is supposed"),
    "reference.internal": N_("it points to another part of the draft: {words}"),
    "deadline.date": N_("a date: {words}"),
    "deadline.force": N_("a date from which something applies: {words}"),
    "deadline.response": N_("a time within which to act: {words}"),
    "deadline.retention": N_("a time for which to keep: {words}"),
    "deadline.frequency": N_("how often: {words}"),
    "deadline.duration": N_("a duration: {words}"),
}
_TOPIC = N_("topic {topic}: {words}")
_UNKNOWN = N_("rule {rule}: {words}")
_IN_HEADING = N_("{words} in the heading of {place}")
_IN_TEXT = N_("{words} in {place}")
_PERSON = N_("decided by a person")
_NAMED_PERSON = N_("decided by {person}")
_MODALITIES = {
    "obligation": N_("obligation"),
    "prohibition": N_("prohibition"),
    "recommendation": N_("recommendation"),
    "permission": N_("permission"),
    "information": N_("information"),
}


def explain(
    tag: Tag,
    profile: Profile,
    language: str,
    *,
    places: Mapping[str, str] = MappingProxyType({}),
    person: str = "",
) -> str:
    """Say why a tag is proposed, in "fr" or "en".

    `places` names the provisions above by id ("Fiche 7"), for words that stand in their headings;
    `person` is who decided, where a person did and is known.

    >>> tag = Tag(facet="modality", value="obligation", score=0.9, rule="modality.cue",
    ...           evidence=(Evidence("text", 0, 4, "doit"),))
    >>> explain(tag, Profile(name="", roles=(), topics=()), "en")
    'obligation: it says “doit”.'
    """

    def tell(message: str) -> str:
        return text_in(language, message)

    what = tag_label(tag, profile, language)
    if tag.source == "person":
        who = tell(_NAMED_PERSON).format(person=person) if person else tell(_PERSON)
        because = who + (f" ({tag.reason})" if tag.reason else "")
    else:
        because = tell(N_("; ")).join(_reasons(tag, profile, language, places))
    return tell(N_("{what}: {because}.")).format(what=what, because=because)


def tag_label(tag: Tag, profile: Profile, language: str) -> str:
    """Name a tag's value as a person would, in "fr" or "en"."""
    if tag.label:
        return tag.label
    if tag.value in _MODALITIES and tag.facet == "modality":
        return text_in(language, _MODALITIES[tag.value])
    named = profile.roles if tag.facet == "role" else profile.topics
    return _label(named, tag.value, language)


def _label(named: Sequence[Named], value: str, language: str) -> str:
    return next((entry.label(language) for entry in named if entry.id == value), value)


def _reasons(tag: Tag, profile: Profile, language: str, places: Mapping[str, str]) -> list[str]:
    """Return one clause a rule, each with all its words."""
    if not tag.evidence:
        return [_clause(tag.rule, "", profile, language)]
    rules = tag.rule.split("+")
    rules += rules[-1:] * (len(tag.evidence) - len(rules))
    pairs = sorted(zip(rules, tag.evidence, strict=False), key=lambda pair: rules.index(pair[0]))
    quote = _quoter(language, places)
    return [
        _clause(
            rule, ", ".join(dict.fromkeys(quote(evidence) for _rule, evidence in group)), profile, language
        )
        for rule, group in groupby(pairs, key=lambda pair: pair[0])
    ]


def _clause(rule: str, words: str, profile: Profile, language: str) -> str:
    if rule.startswith("role.topic."):
        topic = _label(profile.topics, rule.removeprefix("role.topic."), language)
        return text_in(language, _TOPIC).format(topic=topic, words=words)
    return text_in(language, _BECAUSE.get(rule, _UNKNOWN)).format(words=words, rule=rule)


def _quoter(language: str, places: Mapping[str, str]) -> Callable[[Evidence], str]:
    before, after = ("«\u00a0", "\u00a0»") if language == "fr" else ("“", "”")

    def quote(evidence: Evidence) -> str:
        words = before + " ".join(evidence.text.split()) + after
        if not evidence.provision_id:
            return words
        place = places.get(evidence.provision_id, evidence.provision_id)
        message = _IN_HEADING if evidence.field == "heading" else _IN_TEXT
        return text_in(language, message).format(words=words, place=place)

    return quote
