"""Split a line of the notation into runs of one look each.

Marks: `**bold**`, `*italic*`, `^superscript^`, `[^]` for a footnote call. References to other units ("section 3.1", "fiche 7",
"R12", "tableau 2") become links where the draft has the unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

# "**a**", "*a*", "^er^", "[^]"; not "2 * 3" with a single star
MARKED = re.compile(
    r"\*\* (?P<bold>[^*]+) \*\* | \* (?P<italic>[^*]+) \* | (?P<note>\[\^\]) | \^ (?P<superscript>[^^\s]+) \^",
    re.X,
)
# "section 3.1", "fiches 6", "Table 2", "R34"; not "paragraphe 3"
REFERENCE = re.compile(
    r"(?: (?P<word> [Ss]ections? | [Ff]iches? | [Tt]able(?:au)? | [Aa]nnexe? ) \s (?P<number> \d+(?:\.\d+)? | [A-Z]\b ) )"
    r" | \b (?P<recommendation> R\d+ ) \b",
    re.X,
)


@dataclass(frozen=True)
class Run:
    """Text of one look. A note call has `is_note` and no text; `target` is the anchor of a link, "" for none."""

    text: str
    bold: bool = False
    italic: bool = False
    superscript: bool = False
    is_note: bool = False
    target: str = ""


def split_runs(text: str, anchors: frozenset[str] = frozenset()) -> Iterator[Run]:
    """Yield the runs of a line; only references to known anchors become links."""
    position = 0
    for match in MARKED.finditer(text):
        yield from _link(Run(text[position : match.start()]), anchors)
        look = match.lastgroup or ""
        yield Run("", is_note=True) if look == "note" else Run(match[look], **{look: True})
        position = match.end()
    yield from _link(Run(text[position:]), anchors)


def plain(text: str) -> str:
    """Return the words of a line without marks and note calls."""
    return "".join(run.text for run in split_runs(text))


def _link(run: Run, anchors: frozenset[str]) -> Iterator[Run]:
    position = 0
    for match in REFERENCE.finditer(run.text):
        target = _target(match, anchors)
        if target:
            yield from _filled(replace(run, text=run.text[position : match.start()]))
            yield replace(run, text=match[0], target=target)
            position = match.end()
    yield from _filled(replace(run, text=run.text[position:]))


def _target(match: re.Match[str], anchors: frozenset[str]) -> str:
    if match["recommendation"]:
        wanted = [match["recommendation"].lower()]
    else:
        word, number = match["word"].lower().rstrip("s"), match["number"].lower()
        wanted = [f"fiche-{number}", f"part-{number}"] if word == "section" else [f"{word}-{number}"]
    return next((anchor for anchor in wanted if anchor in anchors), "")


def _filled(run: Run) -> Iterator[Run]:
    if run.text:
        yield run
