"""Cover → the authority that publishes the document; none rather than one that is only spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.model.layout import Block
from toolkit.structure.about.cover_fields import read_field
from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import cover_words, issuers

_MOST_UNITS = 12
_LINE = 90
_ACRONYM = 24
"""Names up to this length are also mentioned in passing."""
_HEADINGS = 2
"""The title and one below it: further headings are the text's own."""

# "has been prepared by the Department for Food and Rural Affairs and is laid", "Published by the Royal Institution";
# not "issued by a court", "prepared by the end of June"
_MADE_BY = re.compile(
    r"""
    \b(?: [Pp]repared | [Pp]ublished | [Ii]ssued ) \s by \s (?: [Tt]he \s )?
    (?P<name> [A-Z][\w’']+ (?: ,? (?: \s (?: of | for | and | the | in | & ) ){0,2} \s [A-Z][\w’']+ )+ )
    """,
    re.VERBOSE,
)


def find_issuer(title: str, cover: Sequence[Unit], blocks: Sequence[Block]) -> str:
    """Return who issues the document, "" if the first page does not say it.

    `blocks` is the first page as read, with its running headers.
    """
    front = _front(cover)
    return (
        _known_in_fields(read_field(blocks, cover_words().issuer_fields))
        or _known(front)
        or _known_site(title, blocks)
        or next((unit.text for unit in front if is_named_like_an_issuer(unit)), "")
        or _maker(cover[:_MOST_UNITS])
    )


def _front(cover: Sequence[Unit]) -> list[Unit]:
    """Return what stands above the text's own headings."""
    front: list[Unit] = []
    headings = 0
    for unit in cover[:_MOST_UNITS]:
        headings += unit.is_heading
        if headings > _HEADINGS:
            break
        front.append(unit)
    return front


def _known_in_fields(value: str) -> str:
    return next((short for name, short in issuers().names.items() if _plain(name) == _plain(value)), value)


def _known(front: Sequence[Unit]) -> str:
    """Find a known authority: by a line that opens with its name, else by a short line that holds it."""
    lines = [_plain(unit.text) for unit in front]
    named = [
        (not re.match(rf"(?:la |le |l')?{re.escape(_plain(name))}\b", line), index, short)
        for index, line in enumerate(lines)
        for name, short in issuers().names.items()
        if _holds(line, _plain(name))
    ]
    return min(named, default=(False, 0, ""))[2]


def _holds(line: str, name: str) -> bool:
    opens = len(name) > _ACRONYM and line.removeprefix("la ").startswith(name)
    return (opens or len(line) <= _LINE) and re.search(rf"\b{re.escape(name)}\b", line) is not None


def _known_site(title: str, blocks: Sequence[Block]) -> str:
    """Find a known authority behind a page's title, as browsers print it at the top: "Consent | CNIL"."""
    tops = [title, *(block.text for block in blocks if block.kind != "table")]
    sites = [_plain(line.rpartition(" | ")[2]) for line in tops if " | " in line]
    return next(
        (
            short
            for site in sites
            for name, short in issuers().names.items()
            if re.match(rf"{re.escape(_plain(name))}\b", site)
        ),
        "",
    )


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())


def is_named_like_an_issuer(unit: Unit) -> bool:
    """Tell whether a line is a name such as authorities have, or one of those that are known."""
    line = _plain(unit.text)
    if len(line) > _LINE or unit.block.role == "title" or line.endswith((".", ":", ";")):
        return False
    known = issuers()
    if any(line in (_plain(name), _plain(short)) for name, short in known.names.items()):
        return True
    named = line.startswith(known.opening) or line.endswith(known.closing)
    return named and not any(character.isdigit() for character in line)


def _maker(units: Sequence[Unit]) -> str:
    """Find who is said to have made the document in its first sentences."""
    found = (_MADE_BY.search(unit.text) for unit in units)
    return next((match["name"] for match in found if match), "")
