"""OpenDocument lists and numbered headings → printed labels, counted in document order (ODF 1.3, 19.880 and on)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from toolkit.read.number_formats import format_number
from toolkit.read.odt.styles import LevelStyle, ListStyle
from toolkit.read.symbols import bullet

# Match: "%1%" and "%2%" in "%1%.%2%)". Near miss: "100%".
_PLACE = re.compile(r"%(?P<level>\d{1,2})%")


@dataclass
class Count:
    """How far one list has got, by level from 1."""

    numbers: dict[int, int] = field(default_factory=dict)

    def step(self, level: int, *, start: int, forced: int | None = None) -> None:
        """Count an item: `forced` states its number, `start` is the first number of a level that begins anew."""
        if forced is not None:
            self.numbers[level] = forced
        else:
            self.numbers[level] = self.numbers[level] + 1 if level in self.numbers else start
        for deeper in [depth for depth in self.numbers if depth > level]:
            del self.numbers[deeper]


def label(style: ListStyle, level: int, count: Count, *, language: str) -> str:
    """Return what is printed before an item at `level` whose count has been taken."""
    own = style.get(level)
    if own is None:
        return ""
    if own.bullet:
        return bullet(own.bullet, "")
    if own.pattern:
        return _PLACE.sub(
            lambda found: _number(style, int(found["level"]), count, language), own.pattern
        ).strip()
    if not own.number_format:
        return ""
    first = max(level - own.display_levels + 1, 1)
    numbers = [_number(style, depth, count, language) for depth in range(first, level + 1)]
    return f"{own.prefix}{'.'.join(filter(None, numbers))}{own.suffix}".strip()


def _number(style: ListStyle, level: int, count: Count, language: str) -> str:
    own = style.get(level, LevelStyle(number_format="decimal"))
    return format_number(count.numbers.get(level, own.start), own.number_format or "none", language=language)
