"""A comment, or a sentence of the response → the comments it was made from, down to remark, words and file of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from rapidfuzz import fuzz

from toolkit.model.comment import Comment, Event
from toolkit.model.contribution import Contribution, Received
from toolkit.model.sentences import sentences

_QUOTED = 85.0
"""Likeness, of a hundred, from which a sentence is one that a person asks for."""
_FIELDS = ("text", "rationale", "proposed")


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """A comment with where it came from."""

    comment: Comment
    remark: Received | None = None
    """The remark of a file that it was made from; None for what was written at the workspace."""
    file: Contribution | None = None
    """That file, without its remarks."""
    stored: str = ""
    """Where the workspace keeps it."""
    history: tuple[Event, ...] = ()
    sources: tuple[Origin, ...] = ()
    """What was merged into it."""
    merged_into: str = ""
    """Id of the comment that speaks for it; "" if it speaks for itself."""
    likeness: float = 0.0
    """How far the sentence asked for stands in it, from 0 to 1; 0 where no sentence was."""


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """The way from what the response says back to who said it."""

    asked: str
    origins: tuple[Origin, ...] = ()
    remarks: tuple[Received, ...] = ()
    """Remarks placed there from which no comment was made: silent ones, and those still to be placed."""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a workspace knows that a trace needs, by id."""

    comments: Mapping[str, Comment]
    remarks: Mapping[str, Received]
    files: Mapping[str, Contribution]
    """By SHA-256, attachments by their own."""
    stored: Mapping[str, str]
    histories: Mapping[str, tuple[Event, ...]]
    """Of the comments of the trace."""


def origin(comment: Comment, record: Record, *, sentence: str = "") -> Origin:
    """Return where a comment came from, with all that was merged into it, each once."""
    return _origin(comment, record, sentence, {comment.id})


def reached(comment_id: str, comments: Mapping[str, Comment]) -> Iterator[str]:
    """Yield the id of a comment and of all that were merged into it, directly or not, each once."""
    waiting, seen = [comment_id], {comment_id}
    while waiting:
        current = comments.get(waiting.pop())
        if current is None:
            continue
        yield current.id
        new = [key for key in current.sources if key not in seen]
        seen.update(new)
        waiting += reversed(new)


def speaking(comments: Iterable[Comment], sentence: str) -> tuple[Comment, ...]:
    """Return the standing comments in which a sentence stands, the likest first, none where it stands nowhere."""
    found = [
        (likeness, comment)
        for comment in comments
        if comment.state not in ("merged", "withdrawn", "rejected")
        and (likeness := _likeness(sentence, comment)) * 100 >= _QUOTED
    ]
    return tuple(comment for _likeness, comment in sorted(found, key=lambda pair: -pair[0]))


def _origin(comment: Comment, record: Record, sentence: str, seen: set[str]) -> Origin:
    sources: list[Origin] = []
    for key in comment.sources:
        source = record.comments.get(key)
        if source is not None and key not in seen:
            seen.add(key)
            sources.append(_origin(source, record, sentence, seen))
    remark = record.remarks.get(comment.remark)
    sha256 = remark.file_sha256 if remark is not None else ""
    return Origin(
        comment=comment,
        remark=remark,
        file=record.files.get(sha256),
        stored=record.stored.get(sha256, ""),
        history=record.histories.get(comment.id, ()),
        sources=tuple(sources),
        merged_into=_successor(comment, record.comments),
        likeness=round(_likeness(sentence, comment), 2) if sentence else 0.0,
    )


def _successor(comment: Comment, comments: Mapping[str, Comment]) -> str:
    """Return the id of the live comment that a merged one stands under, the last of a chain."""
    if comment.state != "merged":
        return ""
    return next(
        (
            other.id
            for other in comments.values()
            if comment.id in other.sources and other.state not in ("merged", "withdrawn", "rejected")
        ),
        "",
    )


def _likeness(sentence: str, comment: Comment) -> float:
    wanted = " ".join(sentence.split()).casefold()
    best = 0.0
    for name in _FIELDS:
        text = " ".join(getattr(comment, name).split()).casefold()
        if text and wanted in text:
            return 1.0
        parts = (text, *map(str.casefold, sentences(text)))
        best = max(best, *(fuzz.ratio(wanted, part) for part in parts))
    return best / 100
