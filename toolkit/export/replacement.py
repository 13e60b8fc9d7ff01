"""A comment that changes the draft's words → the words around the change, as they stand and as they would read."""

from __future__ import annotations

import re

import msgspec

from toolkit.export.quotation import quoted_text
from toolkit.export.wording import comparable
from toolkit.model.comment import Comment
from toolkit.model.response import Answer
from toolkit.model.sentences import sentences_around

_CLOSED = (".", "!", "?", "…")

# Matches what deleted words leave behind: two spaces, a space before a comma or full stop. Not before ";" or ":",
# where French has one.
_LEFT_SPACE = re.compile(r"[ ]+(?=[ ,.])")


class Replacement(msgspec.Struct, frozen=True):
    """What is replaced by what; `before` is "" where no comparison can be made."""

    before: str
    after: str
    occurrences: int = 1
    """How often the quoted words stand in the provision; the first place is shown."""


def replacement(comment: Comment, answer: Answer) -> Replacement | None:
    """Return the change that a comment proposes, None if it proposes none.

    Of quoted words, the whole sentence is shown. A deletion without quoted words is that of the whole provision:
    both texts are "".
    """
    if comment.proposed and not comment.quote:
        return _compared(quoted_text(answer, comment.proposed), comment.proposed)
    if comment.quote and (comment.proposed or comment.deletion):
        return _within_sentence(comment, answer.provision.text)
    return Replacement("", "") if comment.deletion else None


def _within_sentence(comment: Comment, text: str) -> Replacement:
    quote, proposed = comment.quote, comment.proposed
    at = text.find(quote)
    if at < 0:
        return _compared(quote, proposed)
    start, end = sentences_around(text, at, at + len(quote))
    head, tail = text[start:at], text[at + len(quote) : end]
    after = proposed if _is_sentence_for(quote, proposed, head) else f"{head}{proposed}{tail}"
    if not proposed:
        after = _LEFT_SPACE.sub("", after).strip()
    return _compared(text[start:end], after, occurrences=text.count(quote))


def _is_sentence_for(quote: str, proposed: str, head: str) -> bool:
    """Tell whether a whole sentence is proposed for a few words of one: it replaces the sentence."""
    return (
        bool(head.strip())
        and proposed[:1].isupper()
        and not quote[:1].isupper()
        and proposed.rstrip().endswith(_CLOSED)
        and not quote.rstrip().endswith(_CLOSED)
    )


def _compared(before: str, after: str, *, occurrences: int = 1) -> Replacement:
    return Replacement(comparable(before), comparable(after), occurrences)
