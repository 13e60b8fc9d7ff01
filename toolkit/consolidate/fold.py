"""Many comments → the ones to print, and those that another one speaks for.

Two reasons fold a comment into another: a person merged it, or it says the same on the same provision in the
same words. Either way the folded comment is kept whole, so that folding can be undone and traced.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from toolkit.model.comment import Comment
from toolkit.model.response import Folded

LEFT_OUT = ("withdrawn", "rejected")
"""States in which a comment is not part of the response."""

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})

# Matches "  \n ", " "; not "a".
_SPACES = re.compile(r"\s+")

# Matches the end of "Agreed.", "agreed !", "D'accord…"; not "agreed (see annex)".
_CLOSING = re.compile(r"[\s.!;…]+$")


def fold_merged(comments: Iterable[Comment]) -> tuple[tuple[Comment, ...], tuple[Folded, ...]]:
    """Return the comments that speak for themselves, oldest first, and the sources of merged ones.

    Withdrawn and rejected comments are in neither. A merged comment whose successor is gone speaks for itself
    again: what somebody said is not lost because somebody else withdrew the summary.
    """
    live = {comment.id: comment for comment in sorted(comments, key=age) if comment.state not in LEFT_OUT}
    standing = [comment for comment in live.values() if comment.state != "merged"]
    folded = [
        Folded(into=comment.id, comment=source, reason="merged")
        for comment in standing
        for source in _sources(comment, live)
    ]
    reached = {fold.comment.id for fold in folded}
    orphans = [
        comment for comment in live.values() if comment.state == "merged" and comment.id not in reached
    ]
    return tuple(sorted(standing + orphans, key=age)), tuple(folded)


def fold_same_words(comments: Sequence[Comment]) -> tuple[tuple[Comment, ...], tuple[Folded, ...]]:
    """Keep the first of the comments on one provision that say the same; see `same_words`."""
    kept: dict[tuple[str, ...], Comment] = {}
    folded: list[Folded] = []
    for comment in comments:
        first = kept.setdefault(same_words(comment), comment)
        if first is not comment:
            folded.append(Folded(into=first.id, comment=comment, reason="same_words"))
    return tuple(kept.values()), tuple(folded)


def same_words(comment: Comment) -> tuple[str, ...]:
    """Return what two comments must share to be one: position, and each text without its typography."""
    texts = (comment.quote, comment.text, comment.proposed, comment.rationale)
    return (comment.provision_id, comment.position, str(comment.deletion), *map(_plain, texts))


def age(comment: Comment) -> tuple[str, int, str]:
    """Order comments by creation, then by id as counted: c2 before c10."""
    return comment.created, len(comment.id), comment.id


def _sources(comment: Comment, live: dict[str, Comment]) -> Iterator[Comment]:
    """Yield what was merged into a comment, and into that, each once."""
    seen = {comment.id}
    waiting = list(reversed(comment.sources))
    while waiting:
        source = live.get(waiting.pop())
        if source is None or source.id in seen or source.state != "merged":
            continue
        seen.add(source.id)
        yield source
        waiting.extend(reversed(source.sources))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold()
    return _CLOSING.sub("", _SPACES.sub(" ", folded)).strip()
