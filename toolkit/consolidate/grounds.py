"""Why comments stand in one group → a sentence for people, with the words as they were written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from toolkit.consolidate.demands import Demand
from toolkit.consolidate.lexicon import hear
from toolkit.messages import N_, _
from toolkit.model.consolidation import Grounds

AGAINST = " ↔ "
"""Between the words of two sides."""
INSTEAD = " ← "
"""Between what is asked for and what the draft says."""

_SENTENCES: Mapping[str, str] = {
    "identical": N_("the same words"),
    "copied": N_("the same remark on several provisions"),
    "same_figure": N_("they ask for {words}"),
    "named_figure": N_("they name {words}"),
    "same_force": N_("they ask for “{words}”"),
    "same_wording": N_("they propose “{words}”"),
    "same_deletion": N_("they delete “{words}”"),
    "told_wording": N_("one proposes what the other describes: {words}"),
    "told_deletion": N_("one deletes what the other wants to go: {words}"),
    "same_words": N_("words in common: {words}"),
    "new_words": N_("words in common that are not the draft's: {words}"),
    "same_stance": N_("they oppose it"),
    "opposed_figure": N_("different figures, one more and one less than the draft's: {words}"),
    "other_figure": N_("different figures: {words}"),
    "other_force": N_("different force: {words}"),
    "opposed_way": N_("opposite directions: {words}"),
    "other_wording": N_("different wordings for the same words: {words}"),
    "kept_figure": N_("one keeps the draft's figure, the other changes it: {words}"),
    "kept_opposed": N_("one supports it, the other opposes it"),
    "kept_changed": N_("one supports what the other changes: {words}"),
    "deleted_reworded": N_("one deletes what the other words otherwise"),
    "refused_addition": N_("one refuses what the other asks for: {words}"),
}
_LABELS: Mapping[str, str] = {
    "longer": N_("longer"),
    "shorter": N_("shorter"),
    "stricter": N_("stricter"),
    "laxer": N_("less strict"),
    "ban": N_("forbid"),
    "allow": N_("allow"),
    "must": N_("must"),
    "should": N_("should"),
    "may": N_("may"),
    "forbidden": N_("forbidden"),
    "allowed": N_("allowed"),
}
_LABELLED = frozenset({"same_force", "other_force", "opposed_way"})
_MEANT = frozenset(
    {
        "same_words",
        "new_words",
        "told_wording",
        "told_deletion",
        "kept_opposed",
        "kept_changed",
        "refused_addition",
    }
)
"""Rules whose words are what they mean, and not what was written."""


def grounds_sentence(grounds: Grounds) -> str:
    """Return the reason in the language of the messages.

    >>> grounds_sentence(Grounds("same_figure", "2030 ← 31 December 2028"))
    'they ask for 2030 instead of 31 December 2028'
    """
    said = _SENTENCES.get(grounds.rule, "{words}")
    return _(said).format(words=_shown(grounds))


def spoken_words(grounds: Iterable[Grounds]) -> tuple[str, ...]:
    """Return the words that reasons speak of, as far as comments and the draft may have them, to be marked there.

    >>> spoken_words([Grounds("other_figure", "48 h ↔ 72 h"), Grounds("same_words", "badge, urgences")])
    ('48 h', '72 h', 'badge', 'urgences')
    """
    found = (
        part.strip()
        for ground in grounds
        if ground.rule not in _LABELLED
        for side in ground.words.replace(INSTEAD, AGAINST).split(AGAINST)
        for part in (side.split(",") if ground.rule in _MEANT else (side,))
    )
    return tuple(dict.fromkeys(filter(None, found)))


def in_their_words(grounds: Iterable[Grounds], demands: Iterable[Demand]) -> tuple[Grounds, ...]:
    """Return reasons with the words that the comments use for what is meant."""
    spoken = [_surfaces(demand) for demand in demands]
    return tuple(
        msgspec.structs.replace(ground, words=_as_written(ground.words, spoken))
        if ground.rule in _MEANT
        else ground
        for ground in grounds
    )


def _as_written(words: str, spoken: Sequence[Mapping[str, str]]) -> str:
    said = (
        next((written[meaning] for written in spoken if meaning in written), meaning.lstrip("#"))
        for meaning in words.split(", ")
        if meaning
    )
    return ", ".join(dict.fromkeys(said))


def _surfaces(demand: Demand) -> Mapping[str, str]:
    comment = demand.comment
    return _written_in(f"{comment.text}\n{comment.rationale}\n{comment.proposed}\n{comment.quote}")


@lru_cache(maxsize=32768)
def _written_in(text: str) -> Mapping[str, str]:
    words, spoken, stems = hear(text, "fr")
    found = {stem: word.casefold() for stem, word in zip(stems, words, strict=True)}
    for start, end, concept in spoken.concepts.found(stems):
        found[f"#{concept}"] = " ".join(words[start:end])
    return found


def _shown(grounds: Grounds) -> str:
    if grounds.rule in _LABELLED:
        parts = (_(_LABELS.get(part, part)) for part in grounds.words.split(AGAINST))
        return AGAINST.join(parts)
    asked, instead, draft = grounds.words.partition(INSTEAD)
    return _("{asked} instead of {draft}").format(asked=asked, draft=draft) if instead else grounds.words
