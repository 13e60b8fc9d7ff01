"""A response and the places of its provisions → what is written where: tracked changes, and comments with their anchors."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence

import msgspec

from toolkit.export.annotated.locating import Locator, Place, Range, letters_of
from toolkit.export.annotated.manuscript import Manuscript
from toolkit.export.annotated.marking import Marker
from toolkit.export.annotated.proposing import Edit, Proposals
from toolkit.export.terms import Terms
from toolkit.messages import _
from toolkit.model.comment import Comment
from toolkit.model.contribution import GENERAL
from toolkit.model.issue import Issue
from toolkit.model.provision import Outline, ParsedDraft, label
from toolkit.model.response import Answer, Response


class Annotation(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one comment. It is tracked if it has `edits` or `deleted`."""

    comment: Comment
    answer: Answer
    anchor: Range
    edits: tuple[Edit, ...] = ()
    deleted: tuple[Range, ...] = ()
    """Stretches that go with the paragraphs they stand in."""
    notes: tuple[str, ...] = ()
    """What the balloon says about its place, in the language of the response."""

    @property
    def tracked(self) -> bool:
        """Whether what is proposed is shown in the text."""
        return bool(self.edits or self.deleted)

    @property
    def offsets(self) -> Iterator[int]:
        """Yield where runs must end."""
        for stretch in (self.anchor, *self.edits, *self.deleted):
            yield from (stretch.start, stretch.end)


class Planner:
    """Decides about the comments of a response one after the other; `issues` says what a person should know."""

    def __init__(self, draft: ParsedDraft, manuscript: Manuscript, marker: Marker, terms: Terms) -> None:
        self.issues: list[Issue] = []
        self._outline = Outline(draft.provisions)
        self._order = [provision.id for provision in draft.provisions]
        self._locator = Locator(draft.provisions, manuscript)
        self._proposals = Proposals(manuscript, self._locator, self._outline)
        self._manuscript = manuscript
        self._marker = marker
        self._terms = terms
        self._title = self._title_range(draft.document.title)
        self._taken = _Taken()

    def plan(self, response: Response) -> list[Annotation]:
        """Return an annotation for each comment of a response, in the order of the draft."""
        found: dict[str, tuple[Comment, Answer]] = {}
        for section in response.sections:
            for answer in section.answers:
                for comment in answer.comments:
                    found.setdefault(comment.id, (comment, answer))
        place = self._outline.order
        ordered = sorted(found.values(), key=lambda item: place.get(item[0].provision_id, -1))
        return _threaded([self._annotation(comment, answer) for comment, answer in ordered])

    def _annotation(self, comment: Comment, answer: Answer) -> Annotation:
        if comment.provision_id == GENERAL:
            self._tell_unshown(comment)
            return Annotation(comment=comment, answer=answer, anchor=self._title)
        place = self._locator.places.get(comment.provision_id)
        if place is None:
            return self._displaced(comment, answer)
        quoted = self._proposals.quoted(comment, place)
        notes = () if quoted or not comment.quote else (self._quote_note(comment),)
        made = Annotation(comment=comment, answer=answer, anchor=quoted or self._anchor(place), notes=notes)
        return self._with_change(made, place)

    def _with_change(self, made: Annotation, place: Place) -> Annotation:
        comment = made.comment
        if not comment.proposed and not comment.deletion:
            return made
        deleted = self._proposals.deleted_whole(comment)
        edits = () if deleted else self._proposals.edits(comment, made.answer, place)
        if edits is None or any(map(self._marker.is_rigid, edits)):
            self._tell_unshown(comment)
            return made
        spans: tuple[Range, ...] = (*deleted, *edits)
        if any(map(self._taken.touches, spans)):
            self._tell(
                comment,
                _("The words are changed already by another proposal; this one stands in the comment."),
            )
            return made
        for span in spans:
            self._taken.add(span)
        return msgspec.structs.replace(made, edits=edits, deleted=deleted)

    def _displaced(self, comment: Comment, answer: Answer) -> Annotation:
        """Attach a comment to what stands before the provision that it is about, and say so."""
        before = self._order[: self._outline.order.get(comment.provision_id, 0)]
        near = next((key for key in reversed(before) if key in self._locator.places), None)
        anchor = self._title if near is None else self._anchor(self._locator.places[near])
        named = (
            label(answer.provision) if answer.provision.id in self._outline.by_id else comment.provision_id
        )
        told = self._terms.gettext("On {provision}, which was not found in this document.")
        self._tell(
            comment,
            _("The provision was not found in the document; the comment stands at the nearest place."),
        )
        return Annotation(
            comment=comment, answer=answer, anchor=anchor, notes=(told.format(provision=named),)
        )

    def _quote_note(self, comment: Comment) -> str:
        self._tell(comment, _("The words quoted were not found in the document."))
        quote = " ".join(comment.quote.split())
        return self._terms.gettext("On the words “{quote}”").format(quote=quote)

    def _anchor(self, place: Place) -> Range:
        """Return what a comment on a whole provision is attached to: its heading, its text, a table's first cell."""
        stretch = place.fields.get("heading") or place.fields.get("text")
        if stretch is None:
            cells = place.fields["rows"]
            return Range(cells.start, min(cells.end, self._manuscript.line_at(cells.start).end))
        start = stretch.start if place.number is None else min(place.number.start, stretch.start)
        return Range(start, stretch.end)

    def _title_range(self, title: str) -> Range:
        letters, core = self._locator.body, letters_of(title)
        at = letters.text.find(core) if core else -1
        if at >= 0:
            return Range(letters.places[at], letters.places[at + len(core) - 1] + 1)
        first = next(
            (line for line in self._manuscript.lines if line.text.strip()), self._manuscript.lines[0]
        )
        return Range(first.start, first.end)

    def _tell_unshown(self, comment: Comment) -> None:
        if comment.proposed or comment.deletion:
            self._tell(
                comment,
                _("The proposed wording cannot be shown as a change of the text; it stands in the comment."),
            )

    def _tell(self, comment: Comment, message: str) -> None:
        self.issues.append(
            Issue(
                "warning",
                comment.id,
                message,
                rule="annotated",
                provision_id=comment.provision_id,
            )
        )


class _Taken:
    """Stretches that are changed already, none of which touches another one unless one comment changes both."""

    def __init__(self) -> None:
        self._spans: list[Range] = []

    def touches(self, span: Range) -> bool:
        """Tell whether a stretch overlaps a changed one or ends where one begins."""
        after = bisect_right(self._spans, span.end, key=lambda taken: taken.start)
        return after > 0 and self._spans[after - 1].end >= span.start

    def add(self, span: Range) -> None:
        """Keep a stretch."""
        insort(self._spans, span, key=lambda taken: taken.start)


def _threaded(annotations: Sequence[Annotation]) -> list[Annotation]:
    """Put replies right behind what they answer, at its place unless they change words themselves."""
    by_id = {item.comment.id: item for item in annotations}
    printed = {key: item.comment for key, item in by_id.items()}
    replies: dict[str, list[Annotation]] = {}
    for item in annotations:
        if head := thread_head(item.comment, printed):
            replies.setdefault(head, []).append(
                msgspec.structs.replace(item, anchor=by_id[head].anchor) if not item.tracked else item
            )
    answered = {reply.comment.id for group in replies.values() for reply in group}
    ordered: list[Annotation] = []
    for item in annotations:
        if item.comment.id not in answered:
            ordered += [item, *replies.get(item.comment.id, ())]
    return ordered


def thread_head(comment: Comment, printed: dict[str, Comment]) -> str:
    """Return the id of the comment that opens the thread of a reply, "" for what answers nothing that is printed.

    Word's threads have one level: what answers a reply answers the first comment.
    """
    seen = {comment.id}
    head = comment
    while head.reply_to in printed and head.reply_to not in seen:
        head = printed[head.reply_to]
        seen.add(head.id)
    return "" if head is comment or head.reply_to in seen else head.id
