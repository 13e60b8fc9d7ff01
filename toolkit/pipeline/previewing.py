"""A comment by itself → what the response will show of it: the words it replaces, and what changes in them.

The same functions quote and compare as when the whole response is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from toolkit.model.comment import Comment
from toolkit.model.provision import Outline

if TYPE_CHECKING:
    from toolkit.export.wording import Change
    from toolkit.model.response import Answer


class ShownChange(msgspec.Struct, frozen=True):
    """The words around a change, as they stand and as they would read."""

    changes: tuple[Change, ...]
    """Empty where the whole provision is deleted."""
    after: str
    occurrences: int = 1
    """How often the quoted words stand in the provision; the first place is shown."""


def shown_change(comment: Comment, outline: Outline) -> ShownChange | None:
    """Return the change of the draft's words that a comment proposes, None if it proposes none."""
    from toolkit.export.replacement import replacement
    from toolkit.export.wording import compare

    replaced = replacement(comment, _answer(comment.provision_id, outline))
    if replaced is None:
        return None
    return ShownChange(compare(replaced.before, replaced.after), replaced.after, replaced.occurrences)


def replaceable_words(provision_id: str, quote: str, outline: Outline) -> str:
    """Return what a proposed wording stands in the place of: the quote, or the provision's own words.

    "" where too much stands under a heading to be replaced at once.
    """
    from toolkit.export.quotation import quoted_text

    return quote or quoted_text(_answer(provision_id, outline))


def compared(before: str, after: str) -> tuple[Change, ...]:
    """Return what changes from one text to another, word by word."""
    from toolkit.export.wording import comparable, compare

    return compare(comparable(before), comparable(after))


def is_same_wording(one: str, other: str) -> bool:
    """Tell whether two texts differ only in spaces and empty lines."""
    from toolkit.export.wording import comparable

    return comparable(one) == comparable(other)


def _answer(provision_id: str, outline: Outline) -> Answer:
    from toolkit.consolidate.names import missing
    from toolkit.consolidate.quoting import quote_below
    from toolkit.model.response import Answer

    provision = outline.by_id.get(provision_id) or missing(provision_id)
    quotation = quote_below(provision, outline)
    return Answer(provision=provision, path=(), quoted=quotation.provisions, abridged=quotation.abridged)
