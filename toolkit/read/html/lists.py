"""HTML lists → the markers that a browser prints before their items."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from toolkit.read.number_formats import format_number

_BULLETS = ("•", "◦", "▪")
_BULLET_STYLES = {"disc": "•", "circle": "◦", "square": "▪"}
_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
}  # fmt: skip


@dataclass
class ListCounter:
    """Counts the items of one list."""

    ordered: bool
    number_format: str = "decimal"
    next_number: int = 1
    step: int = 1

    def marker(self, item: etree._Element, *, style: str, level: int) -> str:
        """Count `item` and return its marker; `style` is the `list-style-type` in force."""
        stated = _whole(item.get("value"))
        number = self.next_number if stated is None else stated
        self.next_number = number + self.step
        word = next(
            (word for word in style.split() if word in _FORMATS or word in _BULLET_STYLES or word == "none"),
            "",
        )
        if word == "none":
            return ""
        if word in _BULLET_STYLES or not (self.ordered or word):
            return _BULLET_STYLES.get(word, _BULLETS[min(level, 2)])
        kind = _FORMATS.get(item.get("type", ""), _FORMATS.get(word, self.number_format))
        return format_number(number, kind) + "."


def open_list(element: etree._Element) -> ListCounter:
    """Return the counter of a list that begins."""
    backwards = element.get("reversed") is not None
    start = _whole(element.get("start"))
    if start is None:
        start = len(element.findall("li")) if backwards else 1
    return ListCounter(
        ordered=element.tag == "ol",
        number_format=_FORMATS.get(element.get("type", "1"), "decimal"),
        next_number=start,
        step=-1 if backwards else 1,
    )


def _whole(text: str | None) -> int | None:
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None
