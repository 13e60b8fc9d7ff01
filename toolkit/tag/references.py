"""Passages → tags for what they cite: acts and their articles, and other parts of the same draft.

Identities: an act "eu:2016/679", "fr:csp", "cnil:2020-092", "iso:27001"; its part after "#": "eu:2016/679#art32",
"fr:csp#L1110-4", "uk:data-protection-act-2018#s3"; a part of the draft "draft:ID" with the id of the provision, or
its printed place where the draft has none such ("draft:fiche-7").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toolkit.model.stems import fold
from toolkit.model.tag import Evidence, Tag
from toolkit.tag.acts import find_acts
from toolkit.tag.articles import Citation, find_citations
from toolkit.tag.internal import Numbering, Pointer, find_pointers
from toolkit.tag.passages import Passage

_PART_WORDS = {
    ("art", "fr"): "article",
    ("art", "en"): "Article",
    ("rct", "fr"): "considérant",
    ("rct", "en"): "Recital",
    ("reg", "fr"): "regulation",
    ("reg", "en"): "Regulation",
}
# Between an act and a point of it, or that and the next: ", point 5", ", points 5 et 6".  Not: "; voir point 5".
_GOES_ON = re.compile(r"\s*,\s*|\s+(?:et|ou|and|or)\s+")
# After a number that the draft itself has.  Not: "point 5 de l'arrêt".
_OF_THE_DRAFT = re.compile(
    r"\s+(?:ci-(?:dessus|dessous|après)|above|below|du présent|de la présente|of this)\b", re.IGNORECASE
)
_BESIDE, _CARRIED, _FOUND, _PRINTED_ONLY = 0.97, 0.75, 0.95, 0.6


class _Mention(NamedTuple):
    start: int
    end: int
    value: str
    label: str
    score: float
    rule: str


def tag_references(
    passages: Sequence[Passage], language: str, *, provision_id: str = "", numbering: Numbering | None = None
) -> tuple[Tag, ...]:
    """Return one tag an identity, with every place that cites it, in the order of first mention."""
    evidence: dict[str, list[Evidence]] = {}
    first: dict[str, _Mention] = {}
    for passage in passages:
        for mention in _mentions(passage.doc.text, language, numbering, provision_id):
            if mention.value == f"draft:{provision_id}":
                continue
            first.setdefault(mention.value, mention)
            quoted = passage.text[mention.start : mention.end]
            place = Evidence(passage.field, mention.start, mention.end, quoted, passage.provision_id)
            evidence.setdefault(mention.value, []).append(place)
    return tuple(
        Tag(
            facet="reference",
            value=value,
            score=mention.score,
            rule=mention.rule,
            evidence=tuple(evidence[value]),
            label=mention.label,
        )
        for value, mention in first.items()
    )


def _mentions(
    text: str, language: str, numbering: Numbering | None, provision_id: str = ""
) -> list[_Mention]:
    acts = find_acts(text, language)
    citations, orphans = find_citations(text, acts, language)
    mentions = [_external(citation, language) for citation in citations]
    taken = [(citation.start, citation.end) for citation in citations]
    points: list[tuple[int, int]] = []  # of the acts cited
    shared = (-1, -1)  # the place of a range, which all its numbers stand at
    for pointer in find_pointers(text, language, numbering, provision_id=provision_id):
        orphan = any(start <= pointer.end and pointer.start <= end for start, end, _number in orphans)
        if pointer.kind == "article" and not orphan:
            continue
        place = (pointer.start, pointer.end)
        if not pointer.kind and _goes_on(text, taken[: len(citations)] + points, pointer):
            points.append(place)
            continue
        if place == shared or not any(start < pointer.end and pointer.start < end for start, end in taken):
            taken.append(place)
            mentions.append(_internal(pointer, text))
            shared = place
    return sorted(mentions)


def _goes_on(text: str, places: Sequence[tuple[int, int]], pointer: Pointer) -> bool:
    """Tell "n° 391000, point 5", a point of the judgment, from a point of the draft."""
    if _OF_THE_DRAFT.match(text, pointer.end):
        return False
    return any(_GOES_ON.fullmatch(text, end, pointer.start) for _start, end in places if end < pointer.start)


def _external(citation: Citation, language: str) -> _Mention:
    act, article = citation.act, citation.article
    if not article:
        return _Mention(citation.start, citation.end, act.identity, act.label, _BESIDE, "reference.act")
    unit = citation.unit or ("s" if act.unit == "section" else "art")
    coded = article[0].isalpha()
    value = f"{act.identity}#{article if coded else unit + article}"
    spaced = f"{article[0]}. {article[1:]}" if coded else article
    word = _PART_WORDS.get((unit, language)) or (act.unit.capitalize() if language == "en" else act.unit)
    score = _BESIDE if citation.certain else _CARRIED
    rule = "reference.article" if citation.certain else "reference.article_alone"
    return _Mention(citation.start, citation.end, value, f"{word} {spaced} {act.of_label}", score, rule)


def _internal(pointer: Pointer, text: str) -> _Mention:
    label = text[pointer.start : pointer.end]
    if pointer.provision_id:
        value, score = f"draft:{pointer.provision_id}", _FOUND
    else:
        printed = "-".join(part for part in (pointer.kind, pointer.number) if part)
        value, score = f"draft:{fold(printed)}", _PRINTED_ONLY
    return _Mention(pointer.start, pointer.end, value, label, score, "reference.internal")


def read_reference(name: str, *, language: str) -> tuple[str, ...]:
    """Return the identities of what a person calls a reference; an article of no act as its part alone.

    >>> read_reference("art. 32 RGPD", language="fr"), read_reference("art. 32", language="fr")
    (('eu:2016/679#art32',), ('#art32',))
    """
    acts = find_acts(name, language)
    citations, orphans = find_citations(name, acts, language)
    parts = [citation for citation in citations if citation.article]
    named = [_external(citation, language).value for citation in parts or citations]
    return (*named, *(f"#art{number}" for _start, _end, number in orphans))


def spans_of(tags: Sequence[Tag]) -> Iterator[tuple[str, int, int]]:
    """Yield (field, start, end) of everything cited, so that dates of acts are not taken for deadlines."""
    for tag in tags:
        for evidence in tag.evidence:
            yield evidence.field, evidence.start, evidence.end
