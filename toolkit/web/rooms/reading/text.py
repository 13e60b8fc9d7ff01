"""The reading page: contents, the text through a filter, one stretch of it after the other as it is scrolled to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse
from starlette.routing import Route

from toolkit.messages import _
from toolkit.pipeline.pictures import has_pictures
from toolkit.web.answering import is_fragment, page
from toolkit.web.asking import name_of
from toolkit.web.rooms.reading.acts import reader_of
from toolkit.web.rooms.reading.filtering import FACETS
from toolkit.web.rooms.reading.naming import tone_of, value_labels
from toolkit.web.rooms.reading.printing import find_part, parts_of, views_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from toolkit.web.rooms.reading.reader import Reader


def read(request: Request) -> Response:
    """Show the draft, from its beginning or at a provision; to htmx, only what a filter changes."""
    reader = reader_of(request)
    wanted = str(request.path_params.get("id", ""))
    if wanted and wanted not in reader.snapshot.outline.by_id:
        wanted = reader.snapshot.workspace.resolve(wanted).id
    is_whole = request.query_params.get("whole") == "1"
    values = _text_values(request, reader, wanted, is_whole=is_whole)
    template = "reading/_filtered.html" if is_fragment(request) else "reading/read.html"
    return page(request, template, **values)


def part(request: Request) -> Response:
    """Show the stretch of the text between two provisions."""
    reader = reader_of(request)
    first, last = (request.query_params.get(name, "") for name in ("first", "last"))
    order = reader.snapshot.outline.order
    low, high = order.get(first, 0), order.get(last, -1)
    ids = [item.id for item in reader.shown if low <= order[item.id] <= high]
    return page(
        request,
        "reading/_part.html",
        workspace=name_of(request),
        views=views_of(reader, ids),
        asked=reader.asked,
        draft_language=reader.snapshot.draft.document.language,
    )


def unread(request: Request) -> Response:
    """Tell which provision the visitor has to read next."""
    reader = reader_of(request)
    return JSONResponse({"id": reader.next_unread(request.query_params.get("after", ""))})


def _text_values(request: Request, reader: Reader, wanted: str, *, is_whole: bool) -> dict[str, Any]:
    snapshot = reader.snapshot
    parts = parts_of(reader)
    labels = value_labels(snapshot)
    opened = find_part(parts, wanted)
    return {
        "workspace": name_of(request),
        "here": "read",
        "title": snapshot.consultation.title or snapshot.draft.document.name,
        "consultation": snapshot.consultation,
        "asked": reader.asked,
        "draft_language": snapshot.draft.document.language,
        "facets": FACETS,
        "facet_names": {
            "role": _("Roles"),
            "topic": _("Topics"),
            "modality": _("Modality"),
            "kind": _("Kind"),
            "state": _("State of work"),
        },
        "labels": labels,
        "tone_of": tone_of,
        "matched": reader.matched,
        "role": reader.role,
        "total": len(snapshot.draft.provisions),
        "parts": [
            (item, views_of(reader, item.ids) if is_whole or index == opened else None)
            for index, item in enumerate(parts)
        ],
        "entries": reader.contents(),
        "wanted": wanted,
        "is_whole": is_whole,
        "has_pages": has_pictures(snapshot.draft.document),
        "media_type": snapshot.draft.document.media_type,
    }


ROUTES = (
    Route("/w/{workspace}/read", read, name="read"),
    Route("/w/{workspace}/read/{id}", read, name="read_at"),
    Route("/w/{workspace}/reading/part", part, name="reading_part"),
    Route("/w/{workspace}/reading/unread", unread, name="reading_unread"),
)
