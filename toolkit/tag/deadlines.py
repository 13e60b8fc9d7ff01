"""Passages → tags for dates, durations, frequencies and response times, as ISO 8601, with what they apply to.

Values are those of `toolkit.tag.moments`. `Tag.rule` says what kind it is: `deadline.date`, `.force`, `.response`,
`.retention`, `.frequency`, `.duration`; `Tag.applies_to` quotes the words that it governs.
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.model.tag import Evidence, Tag
from toolkit.tag.governed import governed_words
from toolkit.tag.moments import Moment, find_moments
from toolkit.tag.passages import Passage
from toolkit.tag.references import spans_of


def tag_deadlines(passages: Sequence[Passage], language: str, references: Sequence[Tag]) -> tuple[Tag, ...]:
    """Return one tag a value and kind, with every place; dates inside `references` belong to the cited act."""
    cited = list(spans_of(references))
    found: dict[tuple[str, str], tuple[Moment, list[Evidence]]] = {}
    governed: dict[tuple[str, str], str] = {}
    for passage in passages:
        taken = [(start, end) for field, start, end in cited if field == passage.field]
        moments = find_moments(passage.doc.text, language, taken=taken)
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
