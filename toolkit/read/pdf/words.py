"""A page's text layer → words in stream order, each of one style, with its place in the frame."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

import msgspec

from toolkit.messages import N_
from toolkit.model.layout import Box, Style
from toolkit.read.pdf.characters import clean_word
from toolkit.read.pdf.frame import Frame
from toolkit.read.pdf.pdfium import TextLayer, TextObject

_WORD = re.compile(r"[^\s\ufffe]+\ufffe?|\ufffe")
_MAY_HOLD_MARK = re.compile(r"\D\d|[*†‡]")
"""A word that ends as it begins may still hold a raised number: "patient10."."""
_TINY_PT = 2.0
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
    turns: Counter[int] = Counter()
    words = _read(layer, frame, turns)
    main_turn = turns.most_common(1)[0][0] if turns else 0
    if main_turn and turns[main_turn] > 2 * turns[0]:
        frame = frame.turned(-main_turn)
        words = _read(layer, frame, Counter())
    return _without_shadows(words), frame


def _read(layer: TextLayer, frame: Frame, turns: Counter[int]) -> list[Word]:
    words: list[Word] = []
    previous_end = 0
    text = layer.text
    for match in _WORD.finditer(text):
        start, end = match.span()
        joint: Joint = "space" if start > previous_end else "line"
        if joint == "space" and "\n" in text[previous_end:start]:
            joint = "line"
        for piece_start, piece_end, show in _pieces(layer, start, end):
            cleaned = clean_word(text[piece_start:piece_end])
            if not cleaned:
                continue
            word = _place(layer, frame, cleaned, piece_start, piece_end - 1, show)
            word.joint = joint
            turns[word.quarter_turns] += len(cleaned)
            words.append(word)
            joint = "glued"
        previous_end = end
    return words


def _pieces(layer: TextLayer, start: int, end: int) -> list[tuple[int, int, TextObject | None]]:
    """Cut a word where its style or baseline changes."""
    first = layer.text_object(start)
    if end - start == 1 or end - start > _MAX_WORD:
        return [(start, end, first)]
    last = layer.text_object(end - 1)
    if last is first or last is None:
        return [(start, end, first or last)]
    if first is not None and _same_look(first, last) and not _MAY_HOLD_MARK.search(layer.text, start, end):
        return [(start, end, first)]
    pieces: list[tuple[int, int, TextObject | None]] = []
    current, current_start = first, start
    for index in range(start + 1, end):
        show = layer.text_object(index)
        if show is current or show is None:
            continue
        if current is None or _same_look(current, show):
            current = current or show
            continue
        pieces.append((current_start, index, current))
        current, current_start = show, index
    pieces.append((current_start, end, current))
    return pieces


def _same_look(one: TextObject, other: TextObject) -> bool:
    if one.style is not other.style and one.style != other.style:
        return False
    if one.quarter_turns % 2:
        return abs(one.baseline_x - other.baseline_x) < 0.1 * one.style.size_pt
    return abs(one.baseline_y - other.baseline_y) < 0.1 * one.style.size_pt


_NO_STYLE = Style()


def _place(layer: TextLayer, frame: Frame, text: str, first: int, last: int, show: TextObject | None) -> Word:
    left, bottom, right, top = layer.box(first)
    if last > first:
        other = layer.box(last)
        left, bottom = min(left, other[0]), min(bottom, other[1])
        right, top = max(right, other[2]), max(top, other[3])
    if frame.quarter_turns:
        box = frame.box(left, bottom, right, top)
    else:  # nearly all pages
        box = Box(left - frame.left, frame.top - top, right - frame.left, frame.top - bottom)
    if show is None:
        return Word(text, box.x0, box.top, box.x1, box.bottom, box.bottom, _NO_STYLE, "space")
    turns = (show.quarter_turns + frame.quarter_turns) % 4
    baseline = frame.point(show.baseline_x, show.baseline_y)[1]
    if turns == 0 and not box.top - 1 <= baseline <= box.bottom + 1:  # a form drawn more than once
        baseline = frame.point(*layer.baseline(first))[1]
    size = show.style.size_pt or box.bottom - box.top
    y0, y1 = box.top, box.bottom
    if turns == 0 and not 0.7 * size <= y1 - y0 <= 1.7 * size:  # fonts with absurd ascents
        y0, y1 = baseline - 0.8 * size, baseline + 0.25 * size
    return Word(
        text,
        box.x0,
        y0,
        box.x1,
        y1,
        baseline if turns == 0 else y1,
        show.style,
        "space",
        turns,
        _hidden(show, box, frame),
        show.marked_content,
    )


def _hidden(show: TextObject, box: Box, frame: Frame) -> str:
    if show.invisible:
        return N_("invisible")
    if show.style.size_pt and show.style.size_pt < _TINY_PT:
        return N_("tiny")
    if box.x1 < 0 or box.bottom < 0 or box.x0 > frame.width or box.top > frame.height:
        return N_("off page")
    return ""


def _without_shadows(words: list[Word]) -> list[Word]:
    """Drop words drawn a second time on (nearly) the same place to look bold or shadowed."""
    seen: dict[str, list[Word]] = {}
    kept = []
    for word in words:
        twins = seen.setdefault(word.text, [])
        reach = 0.15 * (word.style.size_pt or 10.0)
        if any(abs(twin.x0 - word.x0) <= reach and abs(twin.top - word.top) <= reach for twin in twins):
            continue
        twins.append(word)
        kept.append(word)
    return kept
