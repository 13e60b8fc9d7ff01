"""The little of CSS that changes what a reader sees: visibility, colours, weight, list markers, alignment.

Only rules with one simple selector (`p`, `.note`, `p.note`, `#id`) are applied; media queries are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

# Match: "display: none" in "color:red; display: none". Near miss: "url(data:image/png;…)" holds no name before.
_DECLARATION = re.compile(r"(?P<name> [a-z-]+ ) \s* : \s* (?P<value> [^;]+ )", re.VERBOSE)
# Match: "p.note, .aside { color: red }". Near miss: "@media print { p { … } }" (cut out before).
_RULE = re.compile(r"(?P<selectors> [^{}@]+ ) \{ (?P<body> [^{}]* ) \}", re.VERBOSE)
# Match: "p", ".note", "p.note", "#top". Near miss: "p > a", "a:hover".
_SELECTOR = re.compile(
    r"(?P<tag> [a-zA-Z][\w-]* )? (?: \. (?P<class> [\w-]+ ) | \# (?P<id> [\w-]+ ) )?", re.VERBOSE
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Match: "@media print { p { color: red } }" whole. Near miss: "@import 'x';".
_AT_BLOCK = re.compile(r"@[a-z-]+ [^{};]* \{ (?: [^{}]* \{ [^{}]* \} )* [^{}]* \}", re.VERBOSE)

_KEPT = frozenset(
    {
        "display", "visibility", "color", "background", "background-color", "font-weight", "font-style", "font-size",
        "list-style", "list-style-type", "text-align", "white-space", "opacity", "mso-list",
    }
)  # fmt: skip
_COLOR_NAMES = {"white": "#ffffff", "black": "#000000", "red": "#ff0000", "blue": "#0000ff"}
MAX_STYLE_CHARACTERS = 200_000
"""Longer style sheets and attributes are not looked at."""

Declarations = Mapping[str, str]


@dataclass
class StyleRules:
    """Declarations by simple selector."""

    rules: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)
    """By (tag, class, id), "" where the selector names none."""
    paints: bool = False
    """Whether some rule, also one that is not applied, may put a colour behind text."""

    def of(self, element: etree._Element) -> Declarations:
        """Return the declarations for an element, its own `style` attribute last."""
        found: dict[str, str] = {}
        tag, classes = str(element.tag), element.get("class", "").split()
        if self.rules:
            keys = [(tag, "", "")]
            for name in classes:
                keys += [("", name, ""), (tag, name, "")]
            identity = element.get("id", "")
            keys += [("", "", identity), (tag, "", identity)]
            for key in keys:
                found.update(self.rules.get(key, {}))
        found.update(declarations(element.get("style", "")))
        return found


def read_rules(root: etree._Element) -> StyleRules:
    """Collect the rules of the page's own `style` elements."""
    rules = StyleRules(paints=any("stylesheet" in link.get("rel", "").lower() for link in root.iter("link")))
    for sheet in root.iter("style"):
        text = sheet.text or ""
        if len(text) > MAX_STYLE_CHARACTERS or sheet.get("media") == "print":
            continue
        for selectors, body in _rules(text):
            kept = declarations(body)
            rules.paints = rules.paints or not {"background", "background-color"}.isdisjoint(kept)
            _add(rules, selectors, kept)
    return rules


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    plain = _AT_BLOCK.sub(" ", _COMMENT.sub(" ", sheet))
    for found in _RULE.finditer(plain):
        yield found["selectors"], found["body"]


def _add(rules: StyleRules, selectors: str, kept: dict[str, str]) -> None:
    for selector in selectors.split(",") if kept else ():
        found = _SELECTOR.fullmatch(selector.strip())
        if found and selector.strip():
            key = (found["tag"] or "", found["class"] or "", found["id"] or "")
            rules.rules.setdefault(key, {}).update(kept)


def declarations(text: str) -> dict[str, str]:
    """Return the declarations that matter here, in lower case.

    >>> declarations("Color: #FFF; margin: 0; display:none")
    {'color': '#fff', 'display': 'none'}
    """
    if not text or len(text) > MAX_STYLE_CHARACTERS:
        return {}
    pairs = ((found["name"], found["value"].strip()) for found in _DECLARATION.finditer(text.lower()))
    return {name: value.removesuffix("!important").strip() for name, value in pairs if name in _KEPT}


def color(text: str) -> str:
    """Return a colour as "#rrggbb", "" if it is none that we know.

    >>> color("#FFF"), color("white"), color("rgb(255, 255, 255)"), color("inherit")
    ('#ffffff', '#ffffff', '#ffffff', '')
    """
    given = text.strip().lower()
    if re.fullmatch("#[0-9a-f]{6}", given):
        return given
    if re.fullmatch("#[0-9a-f]{3}", given):
        return "#" + "".join(digit * 2 for digit in given[1:])
    channels = re.findall(r"\d+", given) if given.startswith("rgb") else []
    if len(channels) >= 3:
        return "#" + "".join(f"{min(int(channel), 255):02x}" for channel in channels[:3])
    return _COLOR_NAMES.get(given, "")
