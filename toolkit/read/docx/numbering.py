"""numbering.xml → the label that Word prints before each paragraph, counted in document order.

The rules are those of ISO 29500-1, 17.9: instances (`w:num`) of one definition (`w:abstractNum`) count together;
a start override begins anew when its instance is first used; a level restarts after any higher one unless told
otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from toolkit.read.docx.names import child, number, points, toggle, value, w
from toolkit.read.docx.styles import StyleSheet
from toolkit.read.number_formats import format_number
from toolkit.read.symbols import bullet, printed

LEVELS = 9

# Match: "%1" and "%2" in "%1.%2". Near miss: "100 %".
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class Level:
    """How one level of a list counts and prints."""

    start: int = 1
    number_format: str = "decimal"
    pattern: str = ""
    """Level text with a place for each level's number: "%1.%2"."""
    restart: int | None = None
    """Restart after this level (from 1) or a higher one was used; 0 never; None after any higher one."""
    legal: bool = False
    """Print the numbers of all levels as decimals."""
    style: str = ""
    """Id of the paragraph style that is bound to the level."""
    font: str = ""
    indent_pt: float | None = None
    hidden: bool = False


@dataclass(frozen=True)
class _Instance:
    definition: str
    levels: dict[int, Level]
    """Levels that the instance replaces."""
    starts: dict[int, int]


@dataclass(frozen=True)
class Numbering:
    """The lists of a document: definitions and instances by id."""

    definitions: dict[str, dict[int, Level]]
    instances: dict[str, _Instance]

    def level(self, num_id: str, depth: int) -> Level | None:
        """Return how `depth` (from 0) of an instance prints, None where there is no such list."""
        instance = self.instances.get(num_id)
        if instance is None:
            return None
        return instance.levels.get(depth) or self.definitions.get(instance.definition, {}).get(depth)

    def depth_of_style(self, num_id: str, styles: set[str]) -> int | None:
        """Return the level that is bound to one of the paragraph styles."""
        for depth in range(LEVELS):
            level = self.level(num_id, depth)
            if level is not None and level.style in styles:
                return depth
        return None


def read_numbering(root: etree._Element | None, styles: StyleSheet) -> Numbering:
    """Read numbering.xml; links to numbering styles are followed."""
    if root is None:
        return Numbering({}, {})
    definitions: dict[str, dict[int, Level]] = {}
    links: dict[str, str] = {}
    for element in root.iterfind(w("abstractNum")):
        key = element.get(w("abstractNumId"), "")
        definitions[key] = {_depth(entry): _level(entry) for entry in element.iterfind(w("lvl"))}
        link = value(element, "numStyleLink")
        if link is not None:
            links[key] = link
    instances = {element.get(w("numId"), ""): _instance(element) for element in root.iterfind(w("num"))}
    return Numbering(definitions, _linked(instances, links, styles))


def _linked(
    instances: dict[str, _Instance], links: dict[str, str], styles: StyleSheet
) -> dict[str, _Instance]:
    """Point instances whose definition only names a numbering style to that style's definition."""
    result = dict(instances)
    for key, instance in instances.items():
        link = links.get(instance.definition)
        target = instances.get(styles.num_id(link) or "") if link is not None else None
        if target is not None:
            result[key] = replace(instance, definition=target.definition)
    return result


def _instance(element: etree._Element) -> _Instance:
    levels: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for override in element.iterfind(w("lvlOverride")):
        depth = _depth(override)
        entry = child(override, "lvl")
        if entry is not None:
            levels[depth] = _level(entry)
        start = number(override, "startOverride")
        if start is not None:
            starts[depth] = start
    return _Instance(value(element, "abstractNumId") or "", levels, starts)


def _depth(element: etree._Element) -> int:
    text = element.get(w("ilvl"), "0")
    return int(text) if text.isdecimal() else 0


def _level(element: etree._Element) -> Level:
    start = number(element, "start")
    fonts = child(element, "rPr", "rFonts")
    indent = child(element, "pPr", "ind")
    return Level(
        start=0 if start is None else start,
        number_format=_number_format(element),
        pattern=value(element, "lvlText") or "",
        restart=number(element, "lvlRestart"),
        legal=bool(toggle(element, "isLgl")),
        style=value(element, "pStyle") or "",
        font="" if fonts is None else fonts.get(w("ascii"), fonts.get(w("hAnsi"), "")),
        indent_pt=None if indent is None else points(indent.get(w("left"), indent.get(w("start")))),
        hidden=bool(toggle(child(element, "rPr"), "vanish")),
    )


def _number_format(element: etree._Element) -> str:
    """Return the format, custom ones ("001, 002, …") as "decimal" with their width: "decimal:3"."""
    for found in element.iter(w("numFmt")):
        given = found.get(w("val"), "decimal")
        if given != "custom":
            return given
        sample = found.get(w("format"), "").split(",")[0].strip()
        return f"decimal:{len(sample)}" if sample.isdecimal() else "decimal"
    return "decimal"


@dataclass
class Counters:
    """Where each list of one story has got to; `label` is called once a numbered paragraph, in order."""

    numbering: Numbering
    language: str = "en"
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _used: set[tuple[str, int]] = field(default_factory=set)

    def label(self, num_id: str, depth: int) -> str:
        """Count one paragraph and return what is printed before it; "" where nothing is."""
        instance = self.numbering.instances.get(num_id)
        level = self.numbering.level(num_id, depth)
        if instance is None or level is None:
            return ""
        counts = self._counts.setdefault(instance.definition, [None] * LEVELS)
        self._step(num_id, depth, level, counts)
        for deeper in range(depth + 1, LEVELS):
            if self._restarts(num_id, deeper, depth):
                counts[deeper] = None
        return "" if level.hidden else self._printed(num_id, level, counts)

    def _step(self, num_id: str, depth: int, level: Level, counts: list[int | None]) -> None:
        start = self.numbering.instances[num_id].starts.get(depth)
        if start is not None and (num_id, depth) not in self._used:
            counts[depth] = start
        else:
            reached = counts[depth]
            first = level.start if start is None else start
            counts[depth] = first if reached is None else reached + 1
        self._used.add((num_id, depth))

    def _restarts(self, num_id: str, deeper: int, depth: int) -> bool:
        level = self.numbering.level(num_id, deeper)
        if level is None or level.restart is None or level.restart > deeper:
            return True
        return depth < level.restart

    def _printed(self, num_id: str, level: Level, counts: list[int | None]) -> str:
        if level.number_format == "bullet":
            return bullet(level.pattern, level.font)

        def place(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            shown = self.numbering.level(num_id, at) or Level()
            count = counts[at] if at < LEVELS else None
            kind = "decimal" if level.legal and shown.number_format != "none" else shown.number_format
            return self._number(shown.start if count is None else count, kind)

        return printed(_PLACE.sub(place, level.pattern), level.font).strip()

    def _number(self, count: int, kind: str) -> str:
        name, _colon, width = kind.partition(":")
        text = format_number(count, name, language=self.language)
        return text.zfill(int(width)) if width else text
