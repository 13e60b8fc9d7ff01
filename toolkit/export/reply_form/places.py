"""What every kind of form offers: places to be filled, found by a target, and a list of them."""

from __future__ import annotations

import re
from typing import Protocol

import msgspec

from toolkit.errors import UsageError
from toolkit.export.reply_form.mapping import Target, missing_target
from toolkit.export.reply_form.text_stream import TextStream
from toolkit.messages import _, quoted

# Matches <ESMA_QUESTION_ABC_1> and </ESMA_QUESTION_ABC_1>. Near misses: <b>, <Your_Name_1>, <ABC>.
TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)>")

# Matches what forms print where an answer goes: "[Your answer]", "TYPE YOUR TEXT HERE", "……………".
PLACEHOLDER = re.compile(
    r"""\[ [^\[\]\n]{3,60} \] | TYPE\ YOUR\ TEXT\ HERE | (?: Click | Click\ or\ tap )\ (?: here\ )? to\ enter\ text\.?
      | Cliquez\ (?: ou\ appuyez\ )? ici\ pour\ entrer\ du\ texte\.? | …{3,} | \.{8,} | _{6,}""",
    re.VERBOSE,
)


class Found(msgspec.Struct, frozen=True):
    """A place of a form, how to name it, and the words that tell what goes there."""

    target: Target
    about: str = ""


class Form(Protocol):
    """A form of one kind; what is filled in stands in the edits of its parts."""

    def fill(self, target: Target, text: str) -> None:
        """Put a text in a place, its line ends as line breaks.

        Raises:
            UsageError: the form has no such place, or it does not take such a text.
        """

    def places(self) -> list[Found]:
        """Return what can be filled in."""

    def finish(self) -> None:
        """Make what was filled in edits of the parts."""


def fill_text(stream: TextStream, target: Target, text: str, *, where: str) -> None:
    """Put a text in the place of printed words."""
    starts = [match.start() for match in re.finditer(re.escape(target.text), stream.text)]
    if not starts or target.occurrence > len(starts):
        found = [match.group() for match in PLACEHOLDER.finditer(stream.text)]
        raise missing_target(target, list(dict.fromkeys(found)), where=where)
    if len(starts) > 1 and not target.occurrence:
        raise UsageError(
            _("the form has {words} {count} times.").format(words=quoted(target.text), count=len(starts)),
            where=where,
            hint=_("Say which one in the mapping: occurrence = 2"),
        )
    start = starts[max(target.occurrence, 1) - 1]
    stream.replace(start, start + len(target.text), text)


def fill_tag(stream: TextStream, target: Target, text: str, *, where: str) -> None:
    """Put a text between two tags of a name, in the place of what stands there."""
    region = tagged_regions(stream.text).get(target.tag)
    if region is None:
        raise missing_target(target, list(tagged_regions(stream.text)), where=where)
    start, end = region
    words = stream.text[start:end]
    if words.strip():
        begin = start + len(words) - len(words.lstrip())
        stream.replace(begin, begin + len(words.strip()), text)
    else:
        stream.replace(start, start, f"\n{text}" if "\n" in words else text)


def tagged_regions(text: str) -> dict[str, tuple[int, int]]:
    """Return by name what stands between two tags; the second may have a slash or, as ESMA writes it, none."""
    found: dict[str, tuple[int, int]] = {}
    opened: dict[str, int] = {}
    for match in TAG.finditer(text):
        name = match["name"]
        if name in opened:
            found.setdefault(name, (opened.pop(name), match.start()))
        elif not match["end"]:
            opened[name] = match.end()
    return found


def places_in_text(stream: TextStream) -> list[Found]:
    """Return the tags and placeholders of a text."""
    regions = tagged_regions(stream.text)
    found = [Found(Target(tag=name)) for name in regions]
    free = [
        match
        for match in PLACEHOLDER.finditer(stream.text)
        if not any(start <= match.start() < end for start, end in regions.values())
    ]
    words = [match.group() for match in free]
    for index, match in enumerate(free):
        same = words[: index + 1].count(match.group())
        occurrence = same if words.count(match.group()) > 1 else 0
        before = stream.text[: match.start()].rstrip().rpartition("\n")[2]
        found.append(Found(Target(text=match.group(), occurrence=occurrence), before[-120:]))
    return found
