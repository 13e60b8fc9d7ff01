"""A provision → what is printed with it when it is quoted.

A heading alone says nothing, nor does "The following are logged:" without its list: what stands under them is
quoted too. Whole fiches are cut after whole provisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from toolkit.consolidate.names import has_name
from toolkit.model.provision import Outline, Provision, printed_text
from toolkit.model.response import Answer
from toolkit.model.sentences import sentences

OMISSION = "[…]"

_LONGEST_CONTAINER = 1_200
"""Characters quoted from what contains provisions with names of their own, which can be looked up."""

_LONGEST_UNIT = 4_000
"""Characters quoted from what has no such parts: a recommendation is quoted whole, a chapter of running text not."""


class Quotation(msgspec.Struct, frozen=True):
    """Provisions quoted with another one, in document order; `abridged` tells whether more stands under it."""

    provisions: tuple[Provision, ...] = ()
    abridged: bool = False


def quote_below(provision: Provision, outline: Outline) -> Quotation:
    """Return what is quoted with a provision: all below a heading without text, else its own list and tables."""
    if provision.id not in outline.by_id:
        return Quotation()
    only_heading = not (provision.text or provision.rows)
    below = outline.printed_below(provision.id) if only_heading else tuple(_own_parts(provision, outline))
    longest = _LONGEST_CONTAINER if any(map(has_name, below)) else _LONGEST_UNIT
    kept = _cut(below, longest - len(printed_text(provision)))
    return Quotation(kept, abridged=len(kept) < len(below))


def introduction(provision: Provision, outline: Outline) -> str:
    """Return the sentence that introduces the list in which an item stands; "" for what is no item.

    Items left out between them are marked.
    """
    if provision.kind != "item" or provision.parent_id not in outline.by_id:
        return ""
    leading = sentences(outline.by_id[provision.parent_id].text)
    items = [child for child in outline.children(provision.parent_id) if child.kind == "item"]
    between = "" if items[0].id == provision.id else f" {OMISSION}"
    return f"{leading[-1]}{between}" if leading else ""


def quoted_once(answers: Iterable[Answer], *, section_id: str) -> Iterator[Answer]:
    """Yield answers, told what the answers before them on the same unit quote already.

    What is said about the text of the section itself stands under headings of its own, each with its quotation.
    """
    unit_id, above = "", set[str]()
    for answer in answers:
        unit = answer.unit.provision.id if answer.unit else answer.provision.id
        if unit != unit_id or unit == section_id:
            unit_id, above = unit, set()
        own = {answer.provision.id, *(part.id for part in answer.quoted)}
        yield msgspec.structs.replace(
            answer,
            quoted_above=own <= above,
            introduction="" if answer.provision.parent_id in above else answer.introduction,
        )
        above |= own


def _own_parts(provision: Provision, outline: Outline) -> Iterator[Provision]:
    """Yield what is below down to the first provisions that have names of their own."""
    for child in outline.children(provision.id):
        if child.kind != "footnote" and not child.hidden and not has_name(child):
            yield child
            yield from _own_parts(child, outline)


def _cut(provisions: Sequence[Provision], longest: int) -> tuple[Provision, ...]:
    """Return the first provisions, at least one with text, and no heading whose text is cut off."""
    kept = list(_fitting(provisions, longest))
    if len(kept) < len(provisions):
        while kept and not (kept[-1].text or kept[-1].rows):
            kept.pop()
    return tuple(kept)


def _fitting(provisions: Iterable[Provision], longest: int) -> Iterator[Provision]:
    length, has_text = 0, False
    for provision in provisions:
        length += len(printed_text(provision))
        if has_text and length > longest:
            return
        has_text = has_text or bool(provision.text or provision.rows)
        yield provision
