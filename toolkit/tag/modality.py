"""Situation → what the provision does: prohibit, oblige, recommend, permit or inform.

With several cues the strongest wins. Without one: what the text that introduces the provision says ("Il est recommandé de :"),
then whether it is an instruction in the infinitive, then duties in the plain present tense. The last two depend on the kind
of text: they command in a list of requirements and advise, or merely describe, in a guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec.structs import replace
from spacy.tokens import Span

from toolkit.model.stems import fold
from toolkit.model.tag import Evidence, Tag
from toolkit.tag.announced import announced, describes
from toolkit.tag.duties import DEFINING, Laid, lay_duties
from toolkit.tag.passages import Passage, Situation
from toolkit.tag.wordlists import cues, small_words

KindOfText = Literal["requirements", "guide"]
DESCRIBES = "modality.described"
"""Rule of a provision that defines or describes and so calls for nobody."""
EXPLAINS, CITES, FINDING = "modality.explained", "modality.cited", "modality.finding"
"""Rules of what stands among definitions or references, of a note without a duty, and of what inspections found."""
FRAGMENT = "modality.fragment"
"""Rule of the end of a sentence whose beginning, where a duty may have stood, is not there."""
TITLED = "modality.titled"
"""Rule of a name, title or date that stands before the first heading, as on a cover."""
_FROM_THE_STRONGEST = ("prohibition", "obligation", "recommendation", "permission", "information")
_STRENGTH = {modality: -rank for rank, modality in enumerate(_FROM_THE_STRONGEST)}
_CUE, _INTRODUCED, _INSTRUCTION, _PLAIN, _NOTHING = 0.9, 0.8, 0.75, 0.65, 0.6
_LISTED = 0.5
_SENTENCE = 100
"""Characters from which a heading is in fact the sentence that introduces a list."""
_SHORTEST_SENTENCE = 6
_LONGEST_TITLE = 11
"""Words of a line on a cover."""
_SUBJECTLESS = 0.8
_DEFINED_WORDS = 7
"""Tokens of a term that may stand before the word that defines it."""
_WORD = re.compile(r"\w+")
# A year: "May 2026".  Not: "2016/679", "n° 2018".
_YEAR = re.compile(r"(?<!n°\s)\b(?:19|20)\d\d\b(?![/-])")
_HEADED = ("recommendation", "item")
"""Kinds of provisions that may say all they have to say in their heading."""
_ENDS = ".;:!?…"
"""With which a sentence ends, or what introduces a list."""
_BULLETS = "•·▪●–—-*o\uf0b7 \t\n"


def decide_modality(
    situation: Situation, duties: Sequence[Laid], language: str, *, kind_of_text: KindOfText
) -> Tag:
    """Choose one modality; there always is one, "information" where nothing speaks for another."""
    spoken = [laid for laid in duties if not laid.duty.plain and laid.passage.field != "heading"]
    if describes(situation, language):
        duties = ()
        spoken = [laid for laid in spoken if laid.duty.modality != "permission"]
    return (
        _by_place(situation, spoken, language)
        or _introduced(situation, language, spoken)
        or _strongest(spoken, "modality.cue", _CUE)
        or _instruction(situation, language, kind_of_text)
        or _titled(situation, duties)
        or _fragment(situation)
        or _plain(duties, language, kind_of_text)
        or _listed(situation, kind_of_text)
        or _required(situation, language, kind_of_text)
        or _information(situation, language)
    )


def _by_place(situation: Situation, spoken: Sequence[Laid], language: str) -> Tag | None:
    """Judge what stands among definitions, in a note or among findings: without a word of duty it lays none."""
    if "explaining" in announced(situation, language):
        bound = [laid for laid in spoken if laid.duty.binding in ("subject", "agent")]
        commanding = [laid for laid in bound if laid.duty.modality != "permission"]
        return _strongest(commanding, "modality.cue", _CUE) or _informs(EXPLAINS)
    if _opens_with_definition(situation) and not any(laid.duty.actor for laid in spoken):
        return _informs(EXPLAINS)
    if situation.kind == "footnote" and not spoken:
        return _informs(CITES)
    if situation.level == "finding" and not spoken:
        return _informs(FINDING)
    return None


def _opens_with_definition(situation: Situation) -> bool:
    """Tell whether a text begins by saying what a word means: « on entend par », « le terme … désigne »."""
    texts = (passage for passage in situation.own if passage.field == "text")
    firsts = (cue for passage in texts for cue in list(passage.doc.spans["cues"])[:1])
    return any(cue.label_ == "defines" and cue.start <= _DEFINED_WORDS for cue in firsts)


def _strongest(duties: Sequence[Laid], rule: str, score: float) -> Tag | None:
    if not duties:
        return None
    passage, duty = max(duties, key=lambda laid: (_STRENGTH[laid.duty.modality], bool(laid.duty.actor)))
    certain = score if duty.actor else score * _SUBJECTLESS
    return _tag(duty.modality, certain, rule, passage.evidence(duty.words))


def _tag(modality: str, score: float, rule: str, *evidence: Evidence) -> Tag:
    return Tag(facet="modality", value=modality, score=round(score, 2), rule=rule, evidence=evidence)


def _introduced(situation: Situation, language: str, spoken: Sequence[Laid]) -> Tag | None:
    """An item under "Il est recommandé de :" recommends, unless it has a stronger cue of its own."""
    passage = situation.introduction
    if passage is None:
        return None
    said = [laid for laid in lay_duties([passage], language) if not laid.duty.plain]
    tag = _strongest(said[-1:], "modality.introduction", _INTRODUCED)
    if tag is None or any(_STRENGTH[laid.duty.modality] > _STRENGTH[tag.value] for laid in spoken):
        return None
    return tag


def _instruction(situation: Situation, language: str, kind_of_text: KindOfText) -> Tag | None:
    """A text in the infinitive or imperative; of a recommendation without text, its heading."""
    headed = situation.kind in _HEADED and all(passage.field == "heading" for passage in situation.own)
    for passage in situation.own:
        opening = _opening_instruction(passage, language) if headed or passage.field == "text" else None
        if opening is not None:
            forbids = kind_of_text == "requirements" and opening[0].lower_ in small_words(language).negations
            commands = "obligation" if kind_of_text == "requirements" else "recommendation"
            modality = "prohibition" if forbids else commands
            return _tag(modality, _INSTRUCTION, "modality.instruction", passage.evidence(opening))
    return None


def _opening_instruction(passage: Passage, language: str) -> Span | None:
    """Return the words up to the verb, where the passage opens with an infinitive or imperative."""
    lists = cues(language)
    words = [token for token in passage.doc[:8] if token.text.strip(_BULLETS)]
    for token in words[:4]:
        verb = token.lower_
        if verb in lists.instruction_words or _infinitive(
            verb, lists.infinitive_endings, lists.never_infinitive
        ):
            return passage.doc[words[0].i : token.i + 1]
        if verb not in small_words(language).before_verb:
            return None
    return None


def _infinitive(word: str, endings: tuple[str, ...], never: frozenset[str]) -> bool:
    return bool(endings) and word.endswith(endings) and word not in never and len(word) > 3


def _fragment(situation: Situation) -> Tag | None:
    """An item without its introduction, "the activities of users;": it names a thing and asks for nothing by itself."""
    if situation.introduction or any(len(passage.text) > _SENTENCE for passage in situation.above[:1]):
        return None
    cut_off = all(passage.field == "text" and passage.text[:1].islower() for passage in situation.own)
    return _informs(FRAGMENT) if cut_off and situation.own else None


def _titled(situation: Situation, duties: Sequence[Laid]) -> Tag | None:
    """A few words that are no sentence, before the first heading or with a date: "Authority for the protection of data"."""
    dated = any(_YEAR.search(passage.text) for passage in situation.own)
    if (situation.above and not dated) or situation.kind != "paragraph" or duties:
        return None
    return _informs(TITLED) if situation.own and all(map(_is_title, situation.own)) else None


def _is_title(passage: Passage) -> bool:
    words = [token for token in passage.doc if token.is_alpha]
    text = passage.text.strip()
    opens = text[:1].isupper() or text[:1].isdigit()
    sentence = not opens or text[-1:] in _ENDS or bool(passage.doc.spans["cues"])
    return passage.field == "text" and len(words) <= _LONGEST_TITLE and not sentence


def _plain(duties: Sequence[Laid], language: str, kind_of_text: KindOfText) -> Tag | None:
    """A duty in the present tense: laid where it binds somebody, is in the future, or reminds of law; advice otherwise."""
    plain = [laid for laid in duties if laid.duty.plain and laid.passage.field != "heading"]
    bound = [laid for laid in plain if laid.duty.actor or laid.duty.future]
    reminders = cues(language).reminders
    reminding = [laid for laid in plain if any(token.lower_ in reminders for token in laid.duty.words.sent)]
    tag = _strongest(bound or reminding or plain, "modality.plain", _PLAIN)
    if tag is None or bound or reminding or kind_of_text == "requirements":
        return tag
    return replace(tag, value="recommendation", score=_LISTED)


def _listed(situation: Situation, kind_of_text: KindOfText) -> Tag | None:
    """An item whose introduction is cut off: take it for one of a list of measures."""
    above = situation.above[:1]
    for passage in situation.own:
        bulleted = passage.field == "text" and passage.text.lstrip()[:1] in "•·▪●\uf0b7–"
        if bulleted and above and above[0].height == 1 and len(above[0].text) > _SENTENCE:
            modality = "obligation" if kind_of_text == "requirements" else "recommendation"
            return _tag(modality, _LISTED, "modality.listed", passage.evidence(passage.doc[:1]))
    return None


def _required(situation: Situation, language: str, kind_of_text: KindOfText) -> Tag | None:
    """A full sentence in a list of requirements requires, unless it or its heading defines or describes.

    What begins with a small letter is the end of a sentence whose beginning is not there.
    """
    if kind_of_text == "guide" or describes(situation, language):
        return None
    for passage in situation.own:
        sentence = len(passage.doc) >= _SHORTEST_SENTENCE and not passage.text.lstrip(_BULLETS)[:1].islower()
        if passage.field == "text" and sentence and not _defines(passage):
            return _tag("obligation", _LISTED, "modality.required")
    return None


def _information(situation: Situation, language: str) -> Tag:
    described = describes(situation, language) or any(map(_defines, situation.own))
    return _informs(DESCRIBES if described else "modality.nothing")


def _informs(rule: str) -> Tag:
    return Tag(facet="modality", value="information", score=_NOTHING, rule=rule)


def _defines(passage: Passage) -> bool:
    return any(cue.label_ in DEFINING for cue in passage.doc.spans["cues"])


def kind_of_text(texts: Iterable[str], language: str) -> KindOfText:
    """Judge by its words whether a text lists requirements or gives advice; advice in doubt."""
    lists = cues(language)
    words = f" {' '.join(_WORD.findall(fold(' '.join(texts))))} "
    requirements = sum(words.count(f" {word} ") for word in lists.requirement_words)
    guidance = sum(words.count(f" {word} ") for word in lists.guide_words)
    return "requirements" if requirements > guidance else "guide"
