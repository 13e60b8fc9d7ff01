"""The page beside the text: its picture as printed, and where each provision stands on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from toolkit.errors import UnknownName
from toolkit.messages import _
from toolkit.model.layout import Box
from toolkit.model.provision import Provision, title
from toolkit.pipeline.pictures import page_picture, page_sizes
from toolkit.web.answering import page
from toolkit.web.asking import name_of, snapshot_of

if TYPE_CHECKING:
    from starlette.requests import Request


_SHARED = 0.3
"""Share of the narrower of two lines that lies under the other where they are of one column."""
_GAP = 1.6
"""Heights of a line that part two lines of the same paragraph at most."""
_PADDING_PT = 2.0


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A rectangle on the page where words of a provision stand, in points from the top left."""

    id: str
    title: str
    x: float
    y: float
    width: float
    height: float


def picture(request: Request) -> Response:
    """Return a page as PNG."""
    snapshot = snapshot_of(request)
    drawn = page_picture(
        snapshot.workspace, snapshot.draft.document, request.path_params["number"], scale=_scale(request)
    )
    return Response(drawn, media_type="image/png")


def view(request: Request) -> Response:
    """Show a page with the places of its provisions on it."""
    snapshot, number = snapshot_of(request), request.path_params["number"]
    document = snapshot.draft.document
    sizes = page_sizes(snapshot.workspace, document)
    if not 1 <= number <= len(sizes):
        raise UnknownName(_("the draft has no page {number}.").format(number=number))
    return page(
        request,
        "reading/_page.html",
        workspace=name_of(request),
        number=number,
        count=len(sizes),
        size=sizes[number - 1],
        spots=[spot for item in snapshot.draft.provisions for spot in spots_on(item, number)],
    )


def spots_on(item: Provision, page_number: int) -> Iterable[Spot]:
    """Yield where a provision stands on a page: one rectangle for each column or piece of it."""
    boxes = [span.box for span in item.spans if span.page_number == page_number and span.box is not None]
    for box in merged(boxes):
        yield Spot(
            id=item.id,
            title=title(item),
            x=round(box.x0 - _PADDING_PT, 1),
            y=round(box.top - _PADDING_PT, 1),
            width=round(box.x1 - box.x0 + 2 * _PADDING_PT, 1),
            height=round(box.bottom - box.top + 2 * _PADDING_PT, 1),
        )


def merged(boxes: Iterable[Box]) -> list[Box]:
    """Join the lines of a paragraph to rectangles; what stands in another column stays apart."""
    found: list[Box] = []
    heights: list[float] = []
    for box in boxes:
        height = max(box.bottom - box.top, 1.0)
        if found and _continues(found[-1], box, max(height, heights[-1])):
            found[-1] = _union(found[-1], box)
            heights[-1] = max(heights[-1], height)
        else:
            found.append(box)
            heights.append(height)
    return found


def _continues(above: Box, box: Box, line_height: float) -> bool:
    shared = min(above.x1, box.x1) - max(above.x0, box.x0)
    narrower = min(above.x1 - above.x0, box.x1 - box.x0)
    gap = max(box.top - above.bottom, above.top - box.bottom)
    beside = gap < 0 and shared > -2 * line_height
    return gap <= _GAP * line_height and (shared >= _SHARED * narrower or beside)


def _union(one: Box, other: Box) -> Box:
    return Box(
        min(one.x0, other.x0), min(one.top, other.top), max(one.x1, other.x1), max(one.bottom, other.bottom)
    )


def _scale(request: Request) -> float:
    try:
        return float(request.query_params.get("scale", ""))
    except ValueError:
        return 1.5


ROUTES = (
    Route("/w/{workspace}/page/{number:int}.png", picture, name="page_picture"),
    Route("/w/{workspace}/page/{number:int}", view, name="page_view"),
)
