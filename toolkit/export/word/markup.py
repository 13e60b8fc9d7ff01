"""WordprocessingML by name: the paragraphs, runs, fields and tables that a response is made of.

Elements are built directly: python-docx looks a style up for each paragraph and finds a cell by counting all
others, which is too slow for a thousand comments. Children are given in the order of the schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TypeAlias

import msgspec
from docx.oxml.ns import nsmap
from lxml import etree

from toolkit.export.printable import printable

Element: TypeAlias = etree._Element  # lxml names its element class so

_WORD = nsmap["w"]
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

TABLE = f"{{{_WORD}}}tbl"
"""Tag of a table."""

MOST_COLUMNS = 63
"""Word refuses wider tables."""

_LONGEST_UNSPLIT = 1_500
"""Characters of a row that is not split over two pages."""

# Matches "\n" and "\t", which are elements of their own in a run.
_BREAKS = re.compile(r"([\n\t])")


def w(tag: str, *children: Element, **attributes: str) -> Element:
    """Build `<w:tag>` with attributes of the same namespace."""
    made = etree.Element(f"{{{_WORD}}}{tag}", nsmap={"w": _WORD})
    for name, value in attributes.items():
        made.set(f"{{{_WORD}}}{name}", value)
    made.extend(children)
    return made


class Letters(msgspec.Struct, frozen=True):
    """How a run differs from its paragraph: a character style, a language, a direction."""

    style_id: str = ""
    language: str = ""
    right_to_left: bool = False

    def properties(self) -> Element | None:
        """Return the run's `w:rPr`, or None if it has none."""
        children = []
        if self.style_id:
            children.append(w("rStyle", val=self.style_id))
        if self.right_to_left:
            children.append(w("rtl"))
        if self.language:
            direction = "bidi" if self.right_to_left else "val"
            children.append(w("lang", **{direction: self.language}))
        return w("rPr", *children) if children else None


PLAIN = Letters()


def run(text: str, letters: Letters = PLAIN) -> Element:
    """Build a run of any text; line ends become breaks."""
    made = _run(letters)
    for piece in _BREAKS.split(printable(text)):
        if piece == "\n":
            made.append(w("br"))
        elif piece == "\t":
            made.append(w("tab"))
        elif piece:
            made.append(_text("t", piece))
    return made


def field(instruction: str, result: str, letters: Letters = PLAIN) -> tuple[Element, ...]:
    """Build a field whose `result` is to be computed again when the document is opened."""
    begin = w("fldChar", fldCharType="begin", dirty="true")
    return (
        _run(letters, begin),
        _run(letters, _text("instrText", f" {instruction} ")),
        _run(letters, w("fldChar", fldCharType="separate")),
        run(result, letters),
        _run(letters, w("fldChar", fldCharType="end")),
    )


def link(bookmark: str, *runs: Element) -> Element:
    """Build a link to a bookmark of the same document."""
    return w("hyperlink", *runs, anchor=bookmark, history="1")


def bookmarked(number: int, name: str, *runs: Element) -> tuple[Element, ...]:
    """Put a bookmark around runs; `number` must be unique in the document."""
    return w("bookmarkStart", id=str(number), name=name), *runs, w("bookmarkEnd", id=str(number))


def paragraph(
    style_id: str,
    *content: Element,
    right_to_left: bool = False,
) -> Element:
    """Build a paragraph in a named style."""
    properties = w("pPr", w("pStyle", val=style_id))
    if right_to_left:
        properties.append(w("bidi"))
    return w("p", properties, *content)


class Columns(msgspec.Struct, frozen=True):
    """The widths of a table's columns in twentieths of a point."""

    widths: tuple[int, ...]

    @classmethod
    def shared(cls, weights: Sequence[float], total: int) -> Columns:
        """Divide `total` in proportion to `weights`."""
        unit = total / sum(weights)
        widths = [int(weight * unit) for weight in weights]
        widths[0] += total - sum(widths)
        return cls(tuple(widths))


class Spread(msgspec.Struct, frozen=True):
    """The paragraphs of a cell that is as wide as several columns."""

    content: Sequence[Element]
    columns: int = 1


Row: TypeAlias = Sequence[Sequence[Element] | Spread]


def table(
    style_id: str,
    columns: Columns,
    rows: Iterable[Row],
    *,
    caption: str,
    indent: int = 0,
    header: bool = True,
) -> Element:
    """Build a table from rows of cells of paragraphs.

    `caption` is what a screen reader announces. With `header`, the first row is repeated on each page. No row is
    split over two pages unless it is nearly as long as one.
    """
    properties = w(
        "tblPr",
        w("tblStyle", val=style_id),
        w("tblW", w=str(sum(columns.widths)), type="dxa"),
        w("tblInd", w=str(indent), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", firstRow="1" if header else "0", lastRow="0", firstColumn="0", noHBand="1", noVBand="1"),
        w("tblCaption", val=printable(caption)),
    )
    made = w("tbl", properties, w("tblGrid", *(w("gridCol", w=str(width)) for width in columns.widths)))
    for index, cells in enumerate(rows):
        made.append(_row(columns, cells, header=header and index == 0))
    return made


class Choice(msgspec.Struct, frozen=True):
    """A value to choose in a form and the words shown for it."""

    value: str
    label: str


def answer_control(
    number: int, *, tag: str, title: str, content: Element, choices: Sequence[Choice] = ()
) -> Element:
    """Build a field that a person fills in: one of `choices`, or free text. `content` is the hint shown first."""
    kind = w("dropDownList") if choices else w("text", multiLine="1")
    for choice in choices:
        kind.append(w("listItem", displayText=choice.label, value=choice.value))
    properties = w(
        "sdtPr",
        w("alias", val=title),
        w("tag", val=tag),
        w("id", val=str(number)),
        w("showingPlcHdr"),
        kind,
    )
    return w("sdt", properties, w("sdtContent", content))


def _row(columns: Columns, cells: Row, *, header: bool) -> Element:
    spreads = [cell if isinstance(cell, Spread) else Spread(cell) for cell in cells]
    properties = w("trPr")
    if sum(_length(spread) for spread in spreads) <= _LONGEST_UNSPLIT:
        properties.append(w("cantSplit"))
    if header:
        properties.append(w("tblHeader"))
    made = w("tr", properties)
    widths = iter(columns.widths)
    for spread in spreads:
        width = sum(islice(widths, spread.columns))
        cell = w("tcPr", w("tcW", w=str(width), type="dxa"))
        if spread.columns > 1:
            cell.append(w("gridSpan", val=str(spread.columns)))
        made.append(w("tc", cell, *spread.content))
    return made


def _length(spread: Spread) -> int:
    return sum(len(text) for element in spread.content for text in element.itertext())


def _run(letters: Letters, *content: Element) -> Element:
    properties = letters.properties()
    return w("r", *content) if properties is None else w("r", properties, *content)


def _text(tag: str, text: str) -> Element:
    made = w(tag)
    made.text = text
    made.set(_SPACE, "preserve")
    return made
