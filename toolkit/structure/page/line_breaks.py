"""Two printed lines that follow each other → whether the second goes on with the paragraph of the first.

The question is asked as a typesetter would answer it: a line that had room for the next word ended its
paragraph; a label, another style, a wider gap or another indent begins a new one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from toolkit.model.layout import Block, Style
from toolkit.structure.page.line_labels import is_bullet, may_open_paragraph, opens_paragraph

_WIDER = 1.22
"""Times the usual leading: a gap that parts paragraphs."""
_INDENT_EM = 0.6
_ENDS = (".", "!", "?", ":", ";", "…")
_DASHES = "-–—"
_NEIGHBOURS = 8
"""Lines before and after that show how far a line could have gone."""
_COLUMN_GAP = 2.2
"""In font sizes: lines further apart are not of one column."""
_OPENING = '(«“["'
_NEARLY = 0.06
"""Of the width of a line: so much room is often left where the next word is kept with its neighbour."""
_PROSE_WORDS = 4
_FIELD_NAME = 40
_CENTRED_PT = 3.0
_TURNED = 3.0
"""Times its size: a line as high as that is set along the margin."""


class Line(msgspec.Struct, gc=False):
    """A printed line with what decides where its paragraph ends. Positions in points."""

    block: Block
    text: str
    page_number: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    first_style: Style
    last_style: Style
    all_bold: bool
    opens: bool
    """Its first word is a label by its form."""
    bullet: bool
    may_open: bool
    first_word_pt: float
    container: str = ""
    right: float = 0.0
    """How far the lines around it reach."""


def describe(block: Block, container: str) -> Line:
    """Return a line block as a `Line`."""
    assert block.box is not None
    text = block.text
    first, last = _end_styles(block)
    all_bold = block.style.bold and all(run.style.bold or run.end - run.start < 2 for run in block.runs)
    width = block.box.x1 - block.box.x0
    first_word = text.split(None, 1)
    word = len(first_word[0]) if first_word else 0
    opens = bool(block.label) or opens_paragraph(text)
    return Line(
        block=block,
        text=text,
        page_number=block.page_number or 0,
        x0=block.box.x0,
        x1=block.box.x1,
        top=block.box.top,
        bottom=block.box.bottom,
        size=block.style.size_pt,
        first_style=first,
        last_style=last,
        all_bold=all_bold,
        opens=opens,
        bullet=opens and (block.label == "•" or is_bullet(text)),
        may_open=not opens and may_open_paragraph(text),
        first_word_pt=width * word / max(1, len(text)),
        container=container,
    )


def _end_styles(block: Block) -> tuple[Style, Style]:
    first = last = block.style
    length = len(block.text)
    for run in block.runs:
        if run.style.superscript:
            continue
        if run.start == 0:
            first = run.style
        if run.end >= length:
            last = run.style
    return first, last


def set_rights(lines: list[Line]) -> None:
    """Find for each line how far to the right the lines of its column reach around it."""
    for index, line in enumerate(lines):
        before = lines[max(0, index - _NEIGHBOURS) : index]
        before.reverse()
        after = lines[index + 1 : index + 1 + _NEIGHBOURS]
        line.right = max(_reach(line, before), _reach(line, after))


def _reach(line: Line, around: Iterable[Line]) -> float:
    """Return how far right a line and those next to it in its column reach."""
    right, x1 = line.x1, line.x1
    top, bottom = line.top, line.bottom
    farthest = _COLUMN_GAP * line.size
    for other in around:
        if other.page_number != line.page_number:
            break
        if other.top - bottom > farthest or top - other.bottom > farthest:
            break
        if other.x1 > right and other.x0 < x1 and other.container == line.container:
            right = other.x1
        top, bottom = other.top, other.bottom
    return right


class Leading:
    """The usual distance between the lines of a paragraph, by font size."""

    def __init__(self, lines: Sequence[Line]) -> None:
        distances: dict[float, Counter[float]] = {}
        for before, after in pairwise(lines):
            step = after.bottom - before.bottom
            if (
                before.size == after.size
                and before.page_number == after.page_number
                and 0 < step < 3 * before.size
            ):
                distances.setdefault(before.size, Counter())[round(step * 2) / 2] += 1
        self._usual = {size: _tightest_common(steps) for size, steps in distances.items()}

    def usual(self, size: float) -> float:
        """Return the usual distance in points for lines of a size."""
        return self._usual.get(size) or 1.25 * size


def _tightest_common(steps: Counter[float]) -> float:
    """Return the smallest distance that a fair share of the line pairs have: inside paragraphs, not between."""
    total = sum(steps.values())
    for step in sorted(steps):
        near = steps[step] + steps[step + 0.5]
        if near >= 0.2 * total:
            return step if steps[step] >= steps[step + 0.5] else step + 0.5
    return steps.most_common(1)[0][0]


class Joiner:
    """Decides about lines in reading order; holds what is usual in the document."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.leading = Leading(lines)

    def goes_on(self, paragraph: Sequence[Line], after: Line) -> bool:
        """Tell whether `after` continues the paragraph made of the lines before it."""
        before = paragraph[-1]
        if _parted_by_kind(before, after) or not _same_look(before, after):
            return False
        if before.page_number != after.page_number or after.top < before.top - before.size:
            return _goes_on_elsewhere(paragraph, after)
        step = after.bottom - before.bottom
        if step > _WIDER * self.leading.usual(before.size) + 0.8 and not _is_mid_sentence(
            before, after, step
        ):
            return False
        if _begins_with_label(paragraph, after) or _is_indented(paragraph, after):
            return False
        return not _ended_early(before, after) or _is_heading_wrap(paragraph, after)


def _is_mid_sentence(before: Line, after: Line, step: float) -> bool:
    """Tell whether a wide step is only the leading of a passage set wider than the rest."""
    return _runs_on(before, after) and step <= 1.9 * before.size


def _runs_on(before: Line, after: Line) -> bool:
    """Tell whether a full line is followed by the rest of its sentence."""
    unfinished = not before.text.endswith(_ENDS) or before.text.count("(") > before.text.count(")")
    return unfinished and after.text[:1].islower() and not after.opens and _is_full(before, after)


def stands_aside(paragraph: Sequence[Line], line: Line) -> bool:
    """Tell whether a small line stands in the margin beside a paragraph rather than after it."""
    last = paragraph[-1]
    if (
        line.page_number != last.page_number
        or line.size > 0.9 * last.size
        or line.top > last.bottom + 2 * last.size
        or last.bottom - last.top > _TURNED * last.size
    ):
        return False
    return line.x1 < last.x0 - 2 or line.x0 > last.right + 2


def is_unfinished(paragraph: Sequence[Line]) -> bool:
    """Tell whether a paragraph breaks off in mid-sentence at the end of a full line."""
    last = paragraph[-1]
    return (
        not last.all_bold
        and not _ends(last)
        and last.text[-1:].isalnum()
        and last.right - last.x1 < 4 * last.size
    )


def is_smaller(paragraph: Sequence[Line], line: Line) -> bool:
    """Tell whether a line is set clearly smaller than a paragraph, as captions and notices are."""
    return line.size <= 0.93 * paragraph[-1].size


def _parted_by_kind(before: Line, after: Line) -> bool:
    one, other = before.block, after.block
    return (
        one.role != other.role
        or one.outline_level != other.outline_level
        or one.hidden != other.hidden
        or before.container != after.container
        or (one.role == "note" and one.note != other.note)
    )


def _same_look(before: Line, after: Line) -> bool:
    if not (_near(before.size, after.size) or _near(before.last_style.size_pt, after.first_style.size_pt)):
        return False
    if before.all_bold == after.all_bold or before.last_style.bold == after.first_style.bold:
        return True
    # bold that begins or ends just where the line does, in mid-sentence
    runs_on = _is_full(before, after) and not before.text.endswith(_ENDS) and not after.opens
    return runs_on and (after.text[:1].islower() or (not before.all_bold and not after.may_open))


def _near(size: float, other: float) -> bool:
    return abs(size - other) <= 0.06 * max(size, other)


def _is_full(before: Line, after: Line) -> bool:
    return before.right - before.x1 < after.first_word_pt + 0.3 * before.size


def _ended_early(before: Line, after: Line) -> bool:
    """Tell whether the first word of the next line would have had room on this one."""
    if before.text.endswith(("-", "\u2010")):
        return False
    room = before.right - before.x1 - 0.35 * before.size
    if room <= after.first_word_pt + 1.5:
        parted = before.text.endswith(";")  # "Vu la loi … ;" and the next "Vu": no sentence goes on so
        ended = parted or (before.text.endswith(_ENDS) and room > 0.6 * after.first_word_pt)
        return ended and after.text[:1].isupper()
    if before.text.endswith(_ENDS):
        return True
    width = before.right - before.x0
    if after.text[:1].islower():
        return room > 0.5 * width
    # an opening bracket or quote, a name: typesetters keep them with what follows
    if after.text[0] in _OPENING and before.text.count(" ") >= _PROSE_WORDS:
        return room > 0.5 * width
    return room - after.first_word_pt > _NEARLY * width or not _reads_on(before, after)


def _reads_on(before: Line, after: Line) -> bool:
    """Tell whether two lines are of running prose: not headings, entries of a form or lines of a program."""
    if _opens_field(before) and _opens_field(after):
        return False
    many_words = before.text.count(" ") >= _PROSE_WORDS
    return many_words and not before.all_bold and before.text[-1].isalpha() and after.text[0].isalpha()


def _opens_field(line: Line) -> bool:
    """Tell whether a line opens with the name of a field: "Adresse : Paris"."""
    return 0 < line.text.find(":") < _FIELD_NAME


def _is_heading_wrap(paragraph: Sequence[Line], after: Line) -> bool:
    """Tell whether both lines are of one heading, which breaks where it reads well rather than where it must."""
    before = paragraph[-1]
    if not (before.all_bold and after.all_bold) or before.text.endswith(_ENDS) or len(paragraph) > 3:
        return False
    return before.first_style == after.first_style and (before.x1 - before.x0) > 0.35 * (
        before.right - before.x0
    )


def _begins_with_label(paragraph: Sequence[Line], after: Line) -> bool:
    before = paragraph[-1]
    first = paragraph[0]
    if after.bullet:
        return not _is_dash_in_sentence(paragraph, after)
    if after.opens:
        wraps = _is_full(before, after) and not before.text.endswith(_ENDS)
        at_text = _is_at_text(paragraph, after)
        return not (
            wraps and (at_text or (not first.opens and not first.may_open and abs(after.x0 - before.x0) < 1))
        )
    if after.may_open:
        if first.may_open or first.opens:
            return abs(after.x0 - first.x0) < 6 and (
                len(paragraph) == 1 or before.x0 > after.x0 + 3 or _ends(before)
            )
        return _ends(before) and not _is_full(before, after)
    return False


def _is_at_text(paragraph: Sequence[Line], after: Line) -> bool:
    """Tell whether a line stands where the text of an item does, right of its label."""
    first, before = paragraph[0], paragraph[-1]
    if first.block.label:  # a drawn bullet stands left of its line
        return abs(after.x0 - before.x0) < 1
    return after.x0 > first.x0 + 2 and (len(paragraph) == 1 or abs(after.x0 - before.x0) < 1)


def _is_dash_in_sentence(paragraph: Sequence[Line], after: Line) -> bool:
    """Tell whether a dash that opens a line belongs to the sentence: it closes what another dash or a bracket opened."""
    before = paragraph[-1]
    if after.block.label or after.text[0] not in _DASHES or _ends(before):
        return False
    if abs(after.x0 - before.x0) > 1 and not (before is paragraph[0] and before.opens):
        return False
    text = " ".join(line.text for line in paragraph).replace("\t", " ")
    dashes = sum(text.count(f" {dash} ") for dash in _DASHES)
    return _is_full(before, after) and (dashes % 2 == 1 or text.count("(") > text.count(")"))


def _ends(line: Line) -> bool:
    return line.text.endswith(_ENDS)


def _is_indented(paragraph: Sequence[Line], after: Line) -> bool:
    """Tell whether the next line stands where only a new paragraph would stand."""
    first, before = paragraph[0], paragraph[-1]
    slack = _INDENT_EM * before.size
    if _is_centred(before, after) or _runs_on(before, after):
        return False
    if len(paragraph) > 1:
        far = after.x0 > before.x0 + 2 * slack
        return far or (abs(after.x0 - before.x0) > slack and not _is_full(before, after))
    if after.x0 > first.x0 + slack:  # hanging
        return not (first.opens or first.may_open or _is_full(before, after))
    typed = first.opens and not first.block.label  # a drawn bullet stands left of its line
    return after.x0 < first.x0 - slack and (typed or first.x0 - after.x0 > 6 * before.size)


def _is_centred(before: Line, after: Line) -> bool:
    middle = (before.x0 + before.x1) / 2
    return abs(middle - (after.x0 + after.x1) / 2) < _CENTRED_PT and abs(before.x0 - after.x0) > _CENTRED_PT


def _goes_on_elsewhere(paragraph: Sequence[Line], after: Line) -> bool:
    """Decide over the end of a page or column, where neither gap nor indent says much."""
    before = paragraph[-1]
    if after.opens or before.all_bold or after.page_number - before.page_number > 1:
        return False
    if before.text.endswith(("-", "\u2010")) and after.text[:1].islower():
        return True
    if _runs_on(before, after):
        return True
    if _ends(before):
        return False
    if after.text[:1].islower():
        return True
    return len(paragraph) > 1 and _is_full(before, after) and not after.may_open
