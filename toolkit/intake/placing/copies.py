"""Paragraphs of somebody's copy of the draft → the provisions that they are, in the order of both.

What is the same on both sides, once each, holds the two together; between such places paragraphs are compared by
likeness; those that are like nothing and stand nowhere else were written in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import Literal, NamedTuple

from rapidfuzz import fuzz, process

from toolkit.intake.placing.words import Passage, plain_words
from toolkit.structure.labels.numbering import split_label

_ALIKE = 62.0
_LONG = 40
"""Characters: a shorter paragraph stands in many longer ones by chance."""
_NEAR = 60
"""Passages of the draft that one edited paragraph is compared with, at most."""


State = Literal["same", "edited", "new"]


class Aligned(NamedTuple):
    """What a paragraph of a copy is: a passage of the draft, the same or edited, or new after it."""

    provision_index: int
    state: State


def align(paragraphs: Sequence[str], passages: Sequence[Passage]) -> tuple[Aligned | None, ...]:
    """Return what each paragraph is; None for new ones before everything and for empty ones."""
    sought = [_spellings(paragraph) for paragraph in paragraphs]
    lines = [" ".join(item.words) for item in passages]
    same = _anchors(sought, lines)
    found: list[Aligned | None] = [None] * len(paragraphs)
    before_paragraph, before_line = -1, -1
    for at, line in [*same, (len(paragraphs), len(lines))]:
        _compare(
            range(before_paragraph + 1, at), range(before_line + 1, line), sought, lines, passages, found
        )
        if at < len(paragraphs):
            found[at] = Aligned(passages[line].provision_index, "same")
        before_paragraph, before_line = at, line
    _find_moved(found, sought, lines, passages)
    return tuple(_with_new(found, sought))


def differing(paragraphs: Sequence[str], aligned: Sequence[Aligned | None], furniture: Iterable[str]) -> int:
    """Return how many paragraphs are edited or new; contents and running headers of the draft are neither."""
    printed = f" {' '.join(map(plain_words, furniture))} "
    return sum(
        item is not None and item.state != "same" and f" {plain_words(paragraph)} " not in printed
        for paragraph, item in zip(paragraphs, aligned, strict=True)
    )


def _spellings(paragraph: str) -> tuple[str, str]:
    """Return the words of a paragraph, with and without the number that it begins with."""
    label = split_label(paragraph.strip())
    return plain_words(paragraph), plain_words(paragraph.strip()[label[1] :]) if label else ""


def _anchors(sought: Sequence[tuple[str, str]], lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of the same words that are in order on both sides: the longest such row."""
    where: dict[str, list[int]] = defaultdict(list)
    for line, words in enumerate(lines):
        where[words].append(line)
    often: dict[str, int] = defaultdict(int)
    for spellings in sought:
        often[spellings[0]] += 1
    pairs: list[tuple[int, int]] = []
    for at, spellings in enumerate(sought):
        lined = next((where[words] for words in spellings if words and words in where), [])
        if len(lined) == 1 and often[spellings[0]] == 1:
            pairs.append((at, lined[0]))
    return _between(_increasing(pairs), sought, where)


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest row of pairs that rises on both sides (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_at, line) in enumerate(pairs):
        place = bisect_left(tops, line)
        before.append(ends[place - 1] if place else -1)
        tops[place : place + 1] = [line]
        ends[place : place + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _between(
    anchors: list[tuple[int, int]], sought: Sequence[tuple[str, str]], where: dict[str, list[int]]
) -> list[tuple[int, int]]:
    """Add paragraphs whose words stand often in the draft, where they stand once between two anchors."""
    whole: list[tuple[int, int]] = []
    low_at, low = -1, -1
    for high_at, high in [*anchors, (len(sought), 1 << 60)]:
        for at in range(low_at + 1, high_at):
            lined = next((where[words] for words in sought[at] if words and words in where), [])
            inside = [line for line in lined if low < line < high]
            if inside:
                whole.append((at, inside[0]))
                low = inside[0]
        if high_at < len(sought):
            whole.append((high_at, high))
        low_at, low = high_at, high
    return whole


def _compare(
    paragraphs: range,
    among: range,
    sought: Sequence[tuple[str, str]],
    lines: Sequence[str],
    passages: Sequence[Passage],
    found: list[Aligned | None],
) -> None:
    """Find what the paragraphs between two anchors are like, in order."""
    first = among.start
    for at in paragraphs:
        words = sought[at][1] or sought[at][0]
        near = range(first, min(among.stop, first + _NEAR))
        if not words or not near:
            continue
        best = process.extractOne(
            words, [lines[line] for line in near], scorer=_likeness, score_cutoff=_ALIKE
        )
        if best is not None:
            line = near[best[2]]
            # What one reader joins, another parts.
            state: State = "same" if f" {words} " in f" {lines[line]} " else "edited"
            found[at] = Aligned(passages[line].provision_index, state)
            first = line if len(lines[line]) > 1.5 * len(words) else line + 1


def _likeness(
    one: Sequence[Hashable], other: Sequence[Hashable], *, score_cutoff: float | None = 0.0
) -> float:
    """Return how alike two paragraphs are: as wholes, or a long one holding the other."""
    whole = fuzz.ratio(one, other, score_cutoff=score_cutoff)
    if whole or min(len(one), len(other)) < _LONG:
        return whole
    return 0.9 * fuzz.partial_ratio(one, other, score_cutoff=score_cutoff)


def _find_moved(
    found: list[Aligned | None],
    sought: Sequence[tuple[str, str]],
    lines: Sequence[str],
    passages: Sequence[Passage],
) -> None:
    """Find the paragraphs that stand elsewhere in the draft, as notes do that a file has at its end."""
    once = {words: line for line, words in enumerate(lines)}
    for words, count in Counter(lines).items():
        if count > 1:
            del once[words]
    for at, item in enumerate(found):
        line = next((once[words] for words in sought[at] if words in once), None) if item is None else None
        if line is not None:
            found[at] = Aligned(passages[line].provision_index, "same")


def _with_new(found: Sequence[Aligned | None], sought: Sequence[tuple[str, str]]) -> list[Aligned | None]:
    last: Aligned | None = None
    whole: list[Aligned | None] = []
    for item, spellings in zip(found, sought, strict=True):
        if item is not None:
            last = item
        is_new = item is None and bool(spellings[0])
        whole.append(Aligned(last.provision_index, "new") if is_new and last else item)
    return whole
