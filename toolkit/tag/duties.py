"""Passage → who is bound to what: each cue of modality with the actor whom it binds.

Subject ("le sous-traitant doit"), agent of a passive ("sont vérifiés par le sous-traitant"), addressee ("il appartient au
sous-traitant de"), owner of the subject ("le personnel du sous-traitant doit"); and duties in the plain present tense,
which have no cue ("le titulaire notifie", "une procédure est élaborée").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from spacy.tokens import Span, Token

from toolkit.model.tag import MODALITIES
from toolkit.tag.passages import Passage
from toolkit.tag.wordlists import Cues, Grammar, cues, small_words

Binding = Literal["subject", "addressee", "agent", "owner", "thing", ""]
ORGANISATION = "organisation"
"""`actor` value for the organisation that answers, beside role ids."""

DEFINING = frozenset(["definition", "defines", "about"])
"""Labels of cues by which a sentence says what a thing, a word or the text itself is."""
_PRESENT_REACH = 4
_CLAUSE_WORDS = 60
"""A condition further back no longer governs what follows."""
_QUOTES = frozenset("«»“”\"'")


class Duty(NamedTuple):
    """Something a passage commands, forbids, advises or allows, and whom it binds ("" where it does not say)."""

    modality: str
    words: Span
    """From the actor to the cue, where the actor stands before it; the cue alone otherwise."""
    actor: str = ""
    binding: Binding = ""
    plain: bool = False
    """In the plain present or future tense, without a modal word."""
    future: bool = False
    outside: bool = False
    """Binds an actor who does its work elsewhere."""


class Laid(NamedTuple):
    """A duty and the passage that lays it."""

    passage: Passage
    duty: Duty


def lay_duties(passages: Iterable[Passage], language: str) -> list[Laid]:
    """Return the duties of several passages, in their order."""
    return [Laid(passage, duty) for passage in passages for duty in find_duties(passage, language)]


def find_duties(passage: Passage, language: str) -> Iterator[Duty]:
    """Yield the duties of a passage in text order, sentence by sentence."""
    lists, grammar = cues(language), small_words(language)
    all_cues = list(passage.doc.spans["cues"])
    all_actors = passage.terms("actor")
    for sentence in passage.doc.sents:
        actors = _within(all_actors, sentence)
        cued = _within(all_cues, sentence)
        spoken = [cue for cue in cued if cue.label_ in MODALITIES and not _mentioned(cue)]
        if any(cue.label_ in DEFINING for cue in cued[:1]):
            spoken = [cue for cue in spoken if cue.label_ != "permission"]
            yield from (_bind(cue, actors, grammar) for cue in spoken if not _conditional(cue, grammar))
        elif spoken:
            yield from (_bind(cue, actors, grammar) for cue in spoken if not _conditional(cue, grammar))
        else:
            plain = _plain_duties(sentence, actors, lists, grammar)
            yield from (duty for duty in plain if not _conditional(duty.words, grammar))


def _within(spans: Sequence[Span], sentence: Span) -> list[Span]:
    """Return the spans, given in text order, that start in a sentence."""
    first = bisect_left(spans, sentence.start, key=_start)
    return list(spans[first : bisect_left(spans, sentence.end, lo=first, key=_start)])


def _start(span: Span) -> int:
    return span.start


def _mentioned(cue: Span) -> bool:
    """Tell a cue in quotation marks, which the text is about ("“must” refers to a duty")."""
    around = cue.doc[max(cue.start - 1, 0) : cue.end + 1]
    return around[0].text in _QUOTES and around[-1].text in _QUOTES


def _conditional(words: Span, grammar: Grammar) -> bool:
    """Tell whether words stand in a clause such as "lorsque l'entité doit", which lays no duty."""
    if words[0].is_sent_start:
        return False
    for position in range(words.start - 1, max(words.start - _CLAUSE_WORDS, 0) - 1, -1):
        token = words.doc[position]
        if token.lower_ == ",":
            return False
        if token.lower_ in grammar.conditions:
            return True
        if token.is_sent_start:
            break
    return False


def _laid_on(actor: Span, case: Binding, modality: str, words: Span, *, plain: bool = False) -> Duty:
    binding: Binding = "thing" if actor.id_ == "thing" else case
    return Duty(modality, words, actor.kb_id_, binding, plain=plain, outside=actor.id_ == "outside")


def _bind(cue: Span, actors: Sequence[Span], grammar: Grammar) -> Duty:
    doc, modality = cue.doc, cue.label_
    before = [actor for actor in actors if actor.end <= cue.start]
    after = [actor for actor in actors if actor.start >= cue.end - 1]
    for actor in after[:1]:
        if actor.start - cue.end <= 1 and cue[-1].lower_ in grammar.prepositions:
            return _laid_on(actor, "addressee", modality, doc[cue.start : actor.end])
    for actor in reversed(before):
        if _case(actor, grammar) == "subject":
            return _laid_on(actor, "subject", modality, doc[actor.start : cue.end])
    for actor in after:
        if _does(actor, cue, grammar):
            return _laid_on(actor, "agent", modality, doc[cue.start : actor.end])
    for actor in before[-1:]:
        if _case(actor, grammar) == "owner":
            return _laid_on(actor, "owner", modality, doc[actor.start : cue.end])
    return Duty(modality, cue)


def _case(actor: Span, grammar: Grammar) -> Binding:
    """Tell what an actor is in its clause by the word before it: "" for an object of a preposition."""
    doc, position = actor.doc, _before_determiners(actor, grammar)
    before = doc[position].lower_ if position >= 0 else ""
    if before in grammar.agents:
        return "agent"
    if before in grammar.genitives:
        return "owner"
    return "" if before in grammar.prepositions | grammar.naming else "subject"


def _before_determiners(actor: Span, grammar: Grammar) -> int:
    """Return where the word stands that comes before an actor and its articles; -1 if there is none."""
    position = actor.start - 1
    while position >= 0 and actor.doc[position].lower_ in grammar.determiners:
        position -= 1
    return position


def _plain_duties(sentence: Span, actors: Sequence[Span], lists: Cues, grammar: Grammar) -> Iterator[Duty]:
    doc = sentence.doc
    for actor in actors:
        reach = doc[actor.end : min(actor.end + _PRESENT_REACH, sentence.end)]
        verb = _duty_verb(reach, lists, grammar) or _verb_by_form(reach, lists, grammar)
        if verb is None or verb.text.endswith(grammar.descriptive_endings):
            continue
        if _case(actor, grammar) == "subject":
            yield _laid_on(actor, "subject", "obligation", doc[actor.start : verb.i + 1], plain=True)
            return
    for token in sentence:
        if token.lower_ in lists.passive_words or token.lower_ in lists.pronouns:
            reach = doc[token.i + 1 : min(token.i + _PRESENT_REACH, sentence.end)]
            verb = _duty_verb(reach, lists, grammar)
            if verb is not None:
                duty = _passive(doc[token.i : verb.i + 1], actors, grammar)
                yield duty._replace(future=token.lower_ in lists.future)
                return


def _duty_verb(words: Span, lists: Cues, grammar: Grammar) -> Token | None:
    """Return the verb of duty that `words` begin with, after pronouns and adverbs."""
    for token in words:
        if token.norm_ in lists.duty_stems:
            return token
        restricting = token.lower_ in grammar.negations and _restricts(token, grammar)
        passed = token.lower_ in grammar.clitics or token.lower_.endswith(grammar.adverb_endings)
        if not (passed or restricting):
            return None
    return None


def _restricts(negation: Token, grammar: Grammar) -> bool:
    """Tell "n'attribue de droits qu'aux agents" (a duty) from "n'attribue pas de droits"."""
    return any(token.lower_ in grammar.only for token in negation.doc[negation.i : negation.sent.end])


def _verb_by_form(words: Span, lists: Cues, grammar: Grammar) -> Token | None:
    """Believe that the word after a subject is a verb if it looks like one and a small word follows."""
    small = grammar.determiners | grammar.prepositions
    if len(words) < 2 or words[0].lower_ in small | lists.passive_words:
        return None
    if words[0].is_alpha and words[0].lower_.endswith(lists.verb_endings) and words[1].lower_ in small:
        return words[0]
    return None


def _does(actor: Span, words: Span, grammar: Grammar) -> bool:
    """Tell whether an actor does what a passive says, not what a later participle does ("confié à un médecin désigné par")."""
    doc, position = actor.doc, _before_determiners(actor, grammar)
    if _case(actor, grammar) != "agent":
        return False
    return position <= words.end or not doc[position - 1].text.endswith(grammar.descriptive_endings)


def _passive(words: Span, actors: Sequence[Span], grammar: Grammar) -> Duty:
    for actor in actors:
        if actor.start >= words.end and _does(actor, words, grammar):
            return _laid_on(actor, "agent", "obligation", words.doc[words.start : actor.end], plain=True)
    return Duty("obligation", words, plain=True)
