"""A page's text layer → words in stream order, each of one style, with its place in the frame."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from toolkit.messages import N_
from toolkit.model.layout import Box, Style
from toolkit.read.pdf.characters import clean_word, is_plain
from toolkit.read.pdf.frame import Frame
from toolkit.read.pdf.pdfium import TextLayer, TextObject

_WORD = re.compile(r"[^\s\ufffe]+\ufffe?|\ufffe")
_MAY_HOLD_MARK = re.compile(r"\D\d|[*†‡]")
"""A word that ends as it begins may still hold a raised number: "patient10."."""
_TINY_PT = 2.0
_CROWD = 24
"""Words of one text on a page, from which on they are looked for by place."""
_STRIP_PT = 25.0
_MAX_WORD = 400
"""Characters; longer runs without a space are generated filler, whose style is looked up at the ends only."""

Joint = Literal["glued", "space", "line"]


class Word(msgspec.Struct, gc=False):
    """Characters of one style without a space between, in the reading direction of the frame."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    style: Style
    joint: Joint
    """How pdfium joins it to the word before."""
    quarter_turns: int = 0
    """Clockwise, against the frame's reading direction."""
    hidden: str = ""
    marked_content: int = -1

    @property
    def box(self) -> Box:
        """The word's rectangle in its frame."""
        return Box(self.x0, self.top, self.x1, self.bottom)


def read_words(layer: TextLayer, frame: Frame) -> tuple[list[Word], Frame]:
    """Return the words of a page and the frame they are placed in, turned so that most text is upright."""
    words = _read(layer, frame)
    main_turn = _main_turn(words)
    if main_turn:
        frame = frame.turned(-main_turn)
        words = _read(layer, frame)
    return _without_shadows(words), frame


def _main_turn(words: list[Word]) -> int:
    """Return the quarter turns of most text, if it is much more than the upright text; 0 otherwise."""
    turns: Counter[int] = Counter()
    if any(word.quarter_turns for word in words):
        for word in words:
            turns[word.quarter_turns] += len(word.text)
    main_turn = turns.most_common(1)[0][0] if turns else 0
    return main_turn if turns[main_turn] > 2 * turns[0] else 0


def _read(layer: TextLayer, frame: Frame) -> list[Word]:
    text = layer.text
    spans = [match.span() for match in _WORD.finditer(text)]
    ends = [index for start, end in spans for index in (start, end - 1)]
    objects = layer.text_objects(ends)
    cells = zip(*[iter(layer.boxes(ends))] * 8, strict=True)
    plain = is_plain(text)
    setting = _Setting(None, frame)
    words: list[Word] = []
    previous_end = 0
    for (start, end), first, last, cell in zip(spans, objects[0::2], objects[1::2], cells, strict=True):
        joint: Joint = "line" if start == previous_end or "\n" in text[previous_end:start] else "space"
        previous_end = end
        if first is not last and last is not None and end - start <= _MAX_WORD:
            words.extend(_cut(layer, frame, (start, end), (first, last), joint))
            continue
        told = text[start:end] if plain else clean_word(text[start:end])
        if told:
            if first is not setting.show:
                setting = _Setting(first, frame)
            words.append(setting.word(told, joint, cell, layer, start))
    return words


def _cut(
    layer: TextLayer,
    frame: Frame,
    span: tuple[int, int],
    ends: tuple[TextObject | None, TextObject],
    joint: Joint,
) -> Iterator[Word]:
    """Cut a word whose first and last letter are of different text objects where its look changes."""
    for start, end, show in _cuts(layer, span, ends):
        told = clean_word(layer.text[start:end])
        if told:
            cell = layer.boxes((start, end - 1))
            yield _Setting(show, frame).word(told, joint, cell, layer, start)
            joint = "glued"


def _cuts(
    layer: TextLayer, span: tuple[int, int], ends: tuple[TextObject | None, TextObject]
) -> list[tuple[int, int, TextObject | None]]:
    """Return the spans of the parts of a word that differ in style or baseline."""
    start, end = span
    first, last = ends
    if first is not None and _same_look(first, last) and not _MAY_HOLD_MARK.search(layer.text, start, end):
        return [(start, end, first)]
    cuts: list[tuple[int, int, TextObject | None]] = []
    current, current_start = first, start
    for index, show in enumerate(layer.text_objects(range(start + 1, end)), start + 1):
        if show is current or show is None:
            continue
        if current is None or _same_look(current, show):
            current = current or show
            continue
        cuts.append((current_start, index, current))
        current, current_start = show, index
    cuts.append((current_start, end, current))
    return cuts


def _same_look(one: TextObject, other: TextObject) -> bool:
    if one.style is not other.style and one.style != other.style:
        return False
    if one.quarter_turns % 2:
        return abs(one.baseline_x - other.baseline_x) < 0.1 * one.style.size_pt
    return abs(one.baseline_y - other.baseline_y) < 0.1 * one.style.size_pt


class _Setting:
    """What all words of one text object have in common where it stands in a frame; None: pdfium made them up."""

    def __init__(self, show: TextObject | None, frame: Frame) -> None:
        self.show = show
        self._frame = frame
        self._left, self._top, self._is_turned = frame.left, frame.top, frame.quarter_turns != 0
        self._width, self._height = frame.width, frame.height
        self._hidden = ""
        if show is None:
            return
        if show.invisible:
            self._hidden = N_("invisible")
        elif 0 < show.style.size_pt < _TINY_PT:
            self._hidden = N_("tiny")
        self._turns = (show.quarter_turns + frame.quarter_turns) % 4
        self._baseline = frame.point(show.baseline_x, show.baseline_y)[1]

    def word(self, text: str, joint: Joint, cell: Sequence[float], layer: TextLayer, first: int) -> Word:
        """Return the word whose first and last character, the first one at index `first`, stand in `cell`."""
        left, top, right, bottom, last_left, last_top, last_right, last_bottom = cell
        x0 = left if left < last_left else last_left
        x1 = right if right > last_right else last_right
        low = bottom if bottom < last_bottom else last_bottom
        high = top if top > last_top else last_top
        if self._is_turned:
            x0, y0, x1, y1 = self._frame.edges(x0, low, x1, high)
        else:  # nearly all pages
            x0, y0, x1, y1 = x0 - self._left, self._top - high, x1 - self._left, self._top - low
        show = self.show
        if show is None:
            return Word(text, x0, y0, x1, y1, y1, _NO_STYLE, joint)
        hidden = self._hidden
        if not hidden and (x1 < 0 or y1 < 0 or x0 > self._width or y0 > self._height):
            hidden = N_("off page")
        if self._turns:
            return Word(text, x0, y0, x1, y1, y1, show.style, joint, self._turns, hidden, show.marked_content)
        baseline = self._baseline
        if not y0 - 1 <= baseline <= y1 + 1:  # a form drawn more than once
            baseline = self._frame.point(*layer.baseline(first))[1]
        size = show.style.size_pt or y1 - y0
        if not 0.7 * size <= y1 - y0 <= 1.7 * size:  # fonts with absurd ascents
            y0, y1 = baseline - 0.8 * size, baseline + 0.25 * size
        return Word(text, x0, y0, x1, y1, baseline, show.style, joint, 0, hidden, show.marked_content)


_NO_STYLE = Style()


def _without_shadows(words: list[Word]) -> list[Word]:
    """Drop words drawn a second time on (nearly) the same place to look bold or shadowed."""
    seen: dict[str, list[Word]] = {}
    crowds = _Crowds()
    kept = []
    for word in words:
        twins = seen.get(word.text)
        if twins is None:
            seen[word.text] = [word]
        elif _has_twin(word, twins):
            continue
        elif len(twins) < _CROWD:
            twins.append(word)
        elif not crowds.take(word):
            continue
        kept.append(word)
    return kept


def _has_twin(word: Word, twins: Sequence[Word]) -> bool:
    x0, top = word.x0, word.top
    reach = 0.15 * (word.style.size_pt or 10.0)
    for twin in twins:  # noqa: SIM110  # a generator costs as much again
        if -reach <= twin.x0 - x0 <= reach and -reach <= twin.top - top <= reach:
            return True
    return False


class _Crowds:
    """Words that stand many times on a page, the dots of contents above all, by text and strip of the page."""

    def __init__(self) -> None:
        self._strips: dict[tuple[str, float], list[Word]] = {}

    def take(self, word: Word) -> bool:
        """Add a word; False if it has a twin."""
        text, top = word.text, word.top
        reach = 0.15 * (word.style.size_pt or 10.0)
        strips = range(int((top - reach) // _STRIP_PT), int((top + reach) // _STRIP_PT) + 1)
        if any(_has_twin(word, self._strips.get((text, strip), ())) for strip in strips):
            return False
        self._strips.setdefault((text, top // _STRIP_PT), []).append(word)
        return True
