"""Why a remark belongs to a provision: a reason → a sentence for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from toolkit.messages import N_, _, quoted
from toolkit.model.contribution import Reason

_SENTENCES: Mapping[str, str] = {
    "form_id": N_("the form asks about it here ({words})"),
    "form_id_other": N_(
        "the form asks about it here ({words}), but was made for another version of the draft"
    ),
    "clause": N_("it names {words}"),
    "clause_loose": N_("it names {words}, of which the number is this one's"),
    "clause_likely": N_("it names {words}, which several places may be"),
    "clause_cut": N_("it names {words}, of which only this was found"),
    "heading": N_("it stands under {words}"),
    "heading_alike": N_("it stands under a heading much like it: {words}"),
    "subject": N_("its subject is this heading: {words}"),
    "mention": N_("it speaks of {words}"),
    "quote": N_("it quotes {words}"),
    "quote_alike": N_("it quotes nearly these words: {words}"),
    "quote_part": N_("it quotes more than these words: {words}"),
    "quote_missing": N_("but the words it quotes do not stand there: {words}"),
    "passage": N_("it stands in a copy of the draft at this paragraph"),
    "passage_edited": N_("it stands in a copy of the draft, at a paragraph that was changed: {words}"),
    "passage_after": N_("it stands in a copy of the draft, at a new paragraph after this: {words}"),
    "line": N_("it names these lines: {words}"),
    "line_near": N_("it names the lines beside: {words}"),
    "page": N_("it names the page: {words}"),
    "topic": N_("it is about {words}"),
    "topic_whole": N_("it is about {words}, as several places in it are"),
    "words": N_("words in common: {words}"),
    "proposal": N_("the wording that it proposes is much like {words}"),
    "before": N_("the remark before it is about this"),
    "reply": N_("it answers another remark"),
    "general": N_("it is on the draft as a whole ({words})"),
    "silence_all": N_("it names no place, so all of the draft is meant"),
    "contradicted": N_("but something as plain speaks for {words}"),
}
_BARE = frozenset(
    {
        "topic",
        "topic_whole",
        "words",
        "contradicted",
        "form_id",
        "form_id_other",
        "general",
        "page",
        "line",
        "line_near",
    }
)
"""Rules whose words are no quotation."""
_SHOWN = 70
"""Characters."""


def sentence(reason: Reason, *, name: Callable[[str], str] = str) -> str:
    """Return the sentence of a reason; `name` makes of an id how the provision is called.

    >>> sentence(Reason("page", "p. 12"))
    'it names the page: p. 12'
    """
    words = reason.words if len(reason.words) <= _SHOWN else reason.words[: _SHOWN - 1].rstrip() + "…"
    if reason.rule == "contradicted":
        words = name(words)
    said = words if reason.rule in _BARE else quoted(words)
    return _(_SENTENCES[reason.rule]).format(words=said)


def rules() -> frozenset[str]:
    """Return the rules that have a sentence."""
    return frozenset(_SENTENCES)
