"""Cover → the document's title: what a form or the format calls it, what stands out in print, what the file says.

No witness is trusted alone. Titles in a file's properties are often those of the template or of another version:
they count where the first page has their words. What is printed largest is often only the beginning of a title,
or the heading of what stands below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.model.layout import Block
from toolkit.structure.about.cover_fields import read_field
from toolkit.structure.about.issuer import is_named_like_an_issuer
from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import cover_words, stop_words

_LONGEST = 400
_RUNNING_TEXT = 120
_SAME_SIZE_PT = 0.6
_STANDS_OUT = 1.25
"""Times the size of the running text from which a question or a full sentence may be a title."""
_CONFIRMED = 2 / 3
"""Share of a stated title's words that the first page has; editions and languages are often told only there."""
_TITLE_WORDS = 3

# what programs write where an author wrote nothing: "Microsoft Word - projet v3.docx", "untitled"
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint)|^untitled|^sans titre|\.(?:docx?|pdf|odt|indd|qxd)$", re.IGNORECASE
)
# "www.cnil.fr", "name@example.org"; not "Guide n.2"
_ADDRESS = re.compile(r"\bwww\.|https?:|\S@\S", re.IGNORECASE)
# " - Légifrance", " | CNIL": the name of the site, behind that of the page; not "sous-traitants"
_SITE = re.compile(r"\s[|–—-]\s")
_WORD = re.compile(r"\w+")


def find_title(stated: str, cover: Sequence[Unit], blocks: Sequence[Block], units: Sequence[Unit]) -> str:
    """Return the title, "" if nothing looks like one.

    `stated` is the file's own title, `cover` the first page, `blocks` the same page as read, `units` the document.
    """
    in_form = read_field(blocks, cover_words().title_fields)
    if len(_words(in_form)) > 1:
        return in_form
    printed = _printed_title(cover)
    stated = " ".join(stated.split())
    if _is_better(stated, printed, cover):
        return stated
    return printed or _first_heading(units)


def _is_better(stated: str, printed: str, cover: Sequence[Unit]) -> bool:
    """Tell whether the file's own title is rather to be believed than the printed one."""
    words = _words(stated)
    if not words or _NO_TITLE.search(stated) or _is_genre(stated):
        return False
    if not printed:
        return len(stated.split()) > 1
    shown = _words(printed)
    if len(stated.split()) == 1 or _holds(shown, words):
        return False
    if _holds(words, shown) and _SITE.match(stated[len(printed) :]):
        return False
    on_cover = set(_words(" ".join(unit.text for unit in cover)))
    return sum(word in on_cover for word in words) >= _CONFIRMED * len(words)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    """Tell whether words hold the part as a whole, in its order."""
    return f" {' '.join(part)} " in f" {' '.join(words)} "


def _is_genre(text: str) -> bool:
    return text.lower().strip(" .:") in cover_words().genres


def _printed_title(cover: Sequence[Unit]) -> str:
    """Take what the format calls the title, else the most prominent lines above the running text."""
    body = _text_size(cover)
    named = [unit for unit in cover if unit.block.role == "title" and unit.text]
    if named:
        return _join(_run_from(named, 0, body))
    lines = _lines_above_text(cover)
    candidates = [
        index
        for index, unit in enumerate(lines)
        if (index == 0 or _stands_out(unit, body)) and _may_be_title(unit, body)
    ]
    start = max(candidates, key=lambda index: _prominence(lines[index]), default=None)
    return _join(_run_from(lines, start, body)) if start is not None else ""


def _lines_above_text(cover: Sequence[Unit]) -> list[Unit]:
    """Return the printed lines before the first paragraph of running text."""
    lines: list[Unit] = []
    body = _text_size(cover)
    for unit in cover:
        if unit.block.kind not in ("paragraph", "line") or not unit.text:
            continue
        large = unit.is_heading or unit.block.style.size_pt > body
        if len(unit.text) > _RUNNING_TEXT and not large and lines:
            break
        lines.append(unit)
    return lines


def _text_size(cover: Sequence[Unit]) -> float:
    """Return the size of most of the running text; 0 where there is none."""
    lengths: dict[float, int] = {}
    for unit in cover:
        if unit.block.kind in ("paragraph", "line") and not unit.is_heading and not unit.block.style.bold:
            size = unit.block.style.size_pt
            lengths[size] = lengths.get(size, 0) + len(unit.text)
    return max(lengths, key=lambda size: lengths[size], default=0.0)


def _stands_out(unit: Unit, body: float) -> bool:
    return unit.is_heading or unit.block.style.bold or unit.block.style.size_pt > body


def _may_be_title(unit: Unit, body: float) -> bool:
    text = unit.text
    letters = sum(character.isalpha() for character in text)
    if not 0 < len(text) <= _LONGEST or letters <= 0.5 * len(text) or _ADDRESS.search(text):
        return False
    if body and unit.block.style.size_pt >= _STANDS_OUT * body:
        return True
    level = unit.block.outline_level or 0
    return (
        unit.block.container == ""
        and not text.endswith((".", ";", ",", "?"))
        and (level == 1 or text[-1] != ":")
    )


def _prominence(unit: Unit) -> tuple[bool, float, bool]:
    is_name = is_named_like_an_issuer(unit)
    return not is_name, round(unit.block.style.size_pt), unit.is_heading or unit.block.style.bold


def _run_from(lines: Sequence[Unit], start: int, body: float) -> list[Unit]:
    """Return the line with those below it that go on with what it says."""
    run = [lines[start]]
    for after in lines[start + 1 :]:
        title = _join(run)
        if len(title) + len(after.text) > _LONGEST or after.page_number != run[-1].page_number:
            break
        completes = _is_genre(title) and _is_subject(after, body)
        if not completes and not (_is_alike(run[-1], after) and _goes_on(title, after.text)):
            break
        run.append(after)
    return run


def _is_alike(above: Unit, below: Unit) -> bool:
    one, other = above.block, below.block
    levels = {one.outline_level, other.outline_level} - {None}
    near = abs(one.style.size_pt - other.style.size_pt) <= _SAME_SIZE_PT
    return near and one.style.bold == other.style.bold and len(levels) < 2


def _is_subject(unit: Unit, body: float) -> bool:
    """Tell whether a line says what a document is about, below the name of its kind."""
    words = sum(word.isalpha() for word in unit.text.split())
    return (
        _stands_out(unit, body)
        and words >= _TITLE_WORDS
        and _may_be_title(unit, body)
        and not is_named_like_an_issuer(unit)
    )


def _goes_on(title: str, below: str) -> bool:
    """Tell whether a title is unfinished, or the line below begins in the middle of one.

    A line in capitals does so with a little word, another with a small letter.
    """
    if not title or not below or title.endswith((".", "?", "!")):
        return False
    little = stop_words()["fr"] | stop_words()["en"]
    begins_small = below[0].islower() or (below.isupper() and not little.isdisjoint(_words(below)[:1]))
    return title.endswith((":", "–", "-", ",")) or not little.isdisjoint(_words(title)[-1:]) or begins_small


def _join(units: Sequence[Unit]) -> str:
    return " ".join(" ".join(unit.text.split()) for unit in units).removesuffix(".").strip()


def _first_heading(units: Sequence[Unit]) -> str:
    return next(
        (unit.text for unit in units if unit.is_heading and unit.text and unit.text[-1] not in "?:;."), ""
    )
