"""A draft with pages → on which lines of its page the words of a comment stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.model.comment import Comment
from toolkit.model.layout import Box
from toolkit.model.provision import Provision, Span, rows_text


class Lines:
    """Counts the printed lines of each page from the top, those of running titles and page numbers left out."""

    def __init__(self, provisions: Iterable[Provision]) -> None:
        boxes: dict[int, list[Box]] = {}
        for provision in provisions:
            for span in provision.spans:
                if span.page_number is not None and span.box is not None:
                    boxes.setdefault(span.page_number, []).append(span.box)
        self._bottoms = {page: _bottoms(found) for page, found in boxes.items()}

    def of(self, comment: Comment, provision: Provision) -> str:
        """Return "17", or "17-19" for several lines of one page; "" where the draft has none.

        Of words that go on over the page, the lines of the first page are told.
        """
        spans = [span for span in _meant(comment, provision) if span.box is not None]
        if not spans:
            return ""
        numbers = sorted({self._number(span) for span in spans if span.page_number == spans[0].page_number})
        first, last = numbers[0], numbers[-1]
        return str(first) if first == last else f"{first}-{last}"

    def _number(self, span: Span) -> int:
        bottoms = self._bottoms.get(span.page_number or 0, ())
        middle = 0.0 if span.box is None else (span.box.top + span.box.bottom) / 2
        return 1 + sum(bottom <= middle for bottom in bottoms[:-1])


def _bottoms(boxes: Sequence[Box]) -> tuple[float, ...]:
    """Return where each line ends, top down; what stands beside each other is one line."""
    bottoms: list[float] = []
    for box in sorted(boxes, key=lambda box: (box.top, box.bottom)):
        middle = (box.top + box.bottom) / 2
        if bottoms and middle < bottoms[-1]:
            continue
        bottoms.append(box.bottom)
    return tuple(bottoms)


def _meant(comment: Comment, provision: Provision) -> tuple[Span, ...]:
    """Return where the quoted words stand, or the whole provision."""
    if not comment.quote:
        return provision.spans
    texts = {"text": provision.text, "heading": provision.heading, "rows": rows_text(provision)}
    for field, text in texts.items():
        start = text.find(comment.quote)
        if start >= 0:
            end = start + len(comment.quote)
            found = tuple(
                span
                for span in provision.spans
                if span.field == field and span.start < end and span.end > start
            )
            return found or provision.spans
    return provision.spans
