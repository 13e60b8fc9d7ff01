"""The comments part of a Word file, with what later versions of Word keep beside it → comments and their threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from toolkit.intake.silence import silent_place
from toolkit.intake.word.passages import Passage, squeezed, was
from toolkit.intake.word.story import Container, StoryReader, Stretch
from toolkit.messages import _
from toolkit.model.contribution import Clues, Leftover, Remark
from toolkit.read.docx.names import w
from toolkit.read.package import Package, Relation

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_W16_ID = "http://schemas.microsoft.com/office/word/2016/wordml/cid"
_W16_EXTENSION = "http://schemas.microsoft.com/office/word/2018/wordml/cex"
"""Namespaces of MS-DOCX, 2.2 and 2.6: paragraph ids, threads, durable ids, times in UTC."""

_ON = frozenset({"1", "true", "on"})


@dataclass(frozen=True)
class Comment:
    """A comment as the file keeps it."""

    id: str
    number: int
    """Place among the comments, from 1: what Word shows it as."""
    author: str
    date: str
    text: str
    parent: str = ""
    """Id of the comment that it answers."""
    resolved: bool = False


@dataclass
class Anchor:
    """Where a comment is attached: the first passage that it covers or stands in, and the stretches covered."""

    number: int
    """Of the passage in the file, from 0."""
    passage: int | None
    covered: list[tuple[int, Stretch]] = field(default_factory=list)

    @property
    def quote(self) -> str:
        """The words of the original that are covered."""
        return squeezed(_joined([item for item in self.covered if was(item[1])]))

    def only_change(self) -> tuple[int, str] | None:
        """Return passage number and author of the one insertion that everything covered belongs to, if any."""
        found = {
            (number, stretch.inserted.author if stretch.inserted is not None else None)
            for number, stretch in self.covered
        }
        number, author = found.pop() if len(found) == 1 else (0, None)
        return None if author is None else (number, author)


def read_comments(package: Package, relations: Mapping[str, Relation]) -> tuple[Comment, ...]:
    """Return the comments in the order in which the file keeps them."""
    parts = {relation.kind: relation.target for relation in relations.values() if not relation.external}
    root = package.optional_xml(parts["comments"]) if "comments" in parts else None
    if root is None:
        return ()
    elements = list(root.iter(w("comment")))
    threads = _Threads(elements, package.optional_xml(parts.get("commentsExtended", "")))
    times = _times(package, parts)
    reader_relations = package.relations(parts["comments"])
    return tuple(
        Comment(
            id=element.get(w("id"), ""),
            number=number,
            author=element.get(w("author"), "") or element.get(w("initials"), ""),
            date=next(filter(None, map(times.get, _paragraph_ids(element))), element.get(w("date"), "")),
            text=_text(package, reader_relations, element),
            parent=threads.parent(element.get(w("id"), "")),
            resolved=threads.resolved(element.get(w("id"), "")),
        )
        for number, element in enumerate(elements, start=1)
    )


class _Threads:
    """Which comment answers which, by the ids of their last paragraphs."""

    def __init__(self, comments: Iterable[etree._Element], extended: etree._Element | None) -> None:
        owner = {
            paragraph_id: element.get(w("id"), "")
            for element in comments
            for paragraph_id in _paragraph_ids(element)
            if paragraph_id
        }
        self._parents: dict[str, str] = {}
        self._done: set[str] = set()
        for entry in [] if extended is None else extended.iter(f"{{{_W15}}}commentEx"):
            comment_id = owner.get(entry.get(f"{{{_W15}}}paraId", "").upper(), "")
            parent = owner.get(entry.get(f"{{{_W15}}}paraIdParent", "").upper(), "")
            if parent and parent != comment_id:
                self._parents[comment_id] = parent
            if entry.get(f"{{{_W15}}}done", "0").lower() in _ON:
                self._done.add(comment_id)

        self._parents = {
            child: parent for child, parent in self._parents.items() if child not in self._above(child)
        }

    def parent(self, comment_id: str) -> str:
        return self._parents.get(comment_id, "")

    def resolved(self, comment_id: str) -> bool:
        """Tell whether a comment or what it answers is marked as done."""
        return not self._done.isdisjoint((comment_id, *self._above(comment_id)))

    def _above(self, comment_id: str) -> list[str]:
        """Return what a comment answers, nearest first; a damaged file may answer in circles."""
        found: list[str] = []
        while (comment_id := self._parents.get(comment_id, "")) and comment_id not in found:
            found.append(comment_id)
        return found


def _paragraph_ids(comment: etree._Element) -> list[str]:
    return [paragraph.get(f"{{{_W14}}}paraId", "").upper() for paragraph in comment.iter(w("p"))]


def _times(package: Package, parts: Mapping[str, str]) -> dict[str, str]:
    """Return times in UTC by paragraph id: `w:date` is the local time of whoever wrote it."""
    ids = package.optional_xml(parts.get("commentsIds", ""))
    extensible = package.optional_xml(parts.get("commentsExtensible", ""))
    if ids is None or extensible is None:
        return {}
    utc = {
        entry.get(f"{{{_W16_EXTENSION}}}durableId", ""): entry.get(f"{{{_W16_EXTENSION}}}dateUtc", "")
        for entry in extensible.iter(f"{{{_W16_EXTENSION}}}commentExtensible")
    }
    return {
        entry.get(f"{{{_W16_ID}}}paraId", "").upper(): utc.get(entry.get(f"{{{_W16_ID}}}durableId", ""), "")
        for entry in ids.iter(f"{{{_W16_ID}}}commentId")
    }


def _text(package: Package, relations: dict[str, Relation], comment: etree._Element) -> str:
    reader = StoryReader(package, relations, comment)
    reader.read(Container(comment))
    lines = (line for paragraph in reader.paragraphs for line in paragraph.accepted.split("\n"))
    return "\n".join(filter(None, map(squeezed, lines)))


# From comments to remarks


def anchors(passages: Sequence[Passage]) -> dict[str, Anchor]:
    """Return where each comment that has a range or a sign in the text is attached."""
    found: dict[str, Anchor] = {}
    for number, passage in enumerate(passages):
        index = passage.index if passage.index >= 0 else None
        for paragraph in passage.paragraphs:
            for stretch in paragraph.stretches:
                for comment_id in sorted(stretch.comments):
                    anchor = found.setdefault(comment_id, Anchor(number, index))
                    anchor.covered.append((number, stretch))
            for comment_id in paragraph.points:
                found.setdefault(comment_id, Anchor(number, index))
    return found


def comment_keys(comments: Iterable[Comment]) -> dict[str, str]:
    """Return the keys of comments by id.

    Word numbers `w:id` anew when it saves, so a comment is known by its author and time; those of one author and one
    second are told apart by their order.
    """
    seen: Counter[str] = Counter()
    keys: dict[str, str] = {}
    for comment in comments:
        key = f"comment {comment.author} {comment.date}"
        seen[key] += 1
        keys[comment.id] = key if seen[key] == 1 else f"{key} {seen[key]}"
    return keys


def comment_remarks(
    comments: Sequence[Comment],
    places: Mapping[str, Anchor],
    *,
    explained: Mapping[str, str],
    changes: Mapping[tuple[int, str], str],
) -> Iterator[Remark | Leftover]:
    """Yield a remark for each comment; `explained` ones are the rationale of a change already.

    A comment on nothing but words that somebody inserted answers that change: `changes` has the keys of the remarks
    by passage number and author.
    """
    keys = comment_keys(comments) | dict(explained)
    silent = {comment.id for comment in comments if not comment.text}
    for comment in comments:
        if comment.id in explained:
            continue
        where = _("comment {number}").format(number=comment.number)
        if comment.id in silent:
            yield Leftover(where, "", "empty")
            continue
        anchor = places.get(comment.id) or places.get(comment.parent)
        proposal = anchor.only_change() if anchor is not None else None
        answered = "" if comment.parent in silent else keys.get(comment.parent, "")
        if not answered and proposal is not None and proposal[1] != comment.author:
            answered = changes.get(proposal, "")
        yield Remark(
            key=keys[comment.id],
            form="word_comments",
            kind="remark" if answered or silent_place(comment.text) is None else "silence",
            where=where,
            author=comment.author,
            date=comment.date,
            text=comment.text,
            reply_to=answered,
            resolved=comment.resolved,
            clues=Clues(
                quote=anchor.quote if anchor is not None else "",
                passage=anchor.passage if anchor is not None else None,
            ),
        )


def _joined(covered: Sequence[tuple[int, Stretch]]) -> str:
    """Join stretches, those of different passages with a space."""
    pieces: list[str] = []
    last = None
    for number, stretch in covered:
        pieces += [" "] if last is not None and number != last else []
        pieces.append(stretch.text)
        last = number
    return "".join(pieces)
