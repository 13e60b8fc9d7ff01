"""Passages → tags for dates, durations, frequencies and response times, as ISO 8601, with what they apply to.

Values are those of `toolkit.tag.moments`. `Tag.rule` says what kind it is: `deadline.date`, `.force`, `.response`,
`.retention`, `.frequency`, `.duration`; `Tag.applies_to` quotes the words that it governs.
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.model.stems import plain_characters
from toolkit.model.tag import Evidence, Tag
from toolkit.tag.governed import governed_words
from toolkit.tag.moments import Moment, find_moments
from toolkit.tag.passages import Passage
from toolkit.tag.references import spans_of
from toolkit.tag.time_words import time_grammar


def tag_deadlines(
    passages: Sequence[Passage],
    language: str,
    references: Sequence[Tag],
    *,
    above: Sequence[Passage] = (),
) -> tuple[Tag, ...]:
    """Return one tag a value and kind, with every place; dates inside `references` belong to the cited act.

    Under a heading about keeping (its own, or the nearest of those `above`), a duration of days or more is one of keeping.
    """
    kept = _about_keeping((*passages, *above[:1]), language)
    cited = list(spans_of(references))
    found: dict[tuple[str, str], tuple[Moment, list[Evidence]]] = {}
    governed: dict[tuple[str, str], str] = {}
    for passage in passages:
        taken = [(start, end) for field, start, end in cited if field == passage.field]
        moments = find_moments(passage.doc.text, language, taken=taken)
        if kept:
            moments = [_kept(moment) for moment in moments]
        for moment in moments:
            key = (moment.value, moment.rule)
            quoted = passage.text[moment.start : moment.end]
            evidence = Evidence(passage.field, moment.start, moment.end, quoted, passage.provision_id)
            found.setdefault(key, (moment, []))[1].append(evidence)
            governed.setdefault(key, governed_words(passage.text, moment, moments, language))
    return tuple(
        Tag(
            facet="deadline",
            value=moment.value,
            score=moment.score,
            rule=moment.rule,
            evidence=tuple(evidence),
            label=evidence[0].text,
            applies_to=governed[key],
        )
        for key, (moment, evidence) in found.items()
    )


def _about_keeping(passages: Sequence[Passage], language: str) -> bool:
    keeping = time_grammar(language).keeping
    headings = (passage.text for passage in passages if passage.field == "heading")
    return any(keeping.search(plain_characters(heading)) for heading in headings)


def _kept(moment: Moment) -> Moment:
    if moment.rule != "deadline.duration" or moment.value.startswith("PT"):
        return moment
    return moment._replace(rule="deadline.retention")
