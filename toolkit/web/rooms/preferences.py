"""Language, colours and name of the person at the page: kept in cookies of their browser."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from starlette.routing import Route

from toolkit.errors import UsageError
from toolkit.messages import LANGUAGES, _
from toolkit.web.answering import moved, root_of
from toolkit.web.asking import site_of, texts_of
from toolkit.web.visitor import LANGUAGE_COOKIE, PERSON_COOKIE, THEME_COOKIE, THEMES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_YEAR = 365 * 24 * 3600
_CHOICES = {"language": (LANGUAGE_COOKIE, LANGUAGES), "theme": (THEME_COOKIE, THEMES)}


async def choose(request: Request) -> Response:
    """Keep a choice, and show the page again that it was made on."""
    given = await texts_of(request)
    answer = moved(request, _page_before(request))
    for name, (cookie, known) in _CHOICES.items():
        if name in given:
            if given[name] not in known:
                raise UsageError(_("there is no such choice."), where=name)
            answer.set_cookie(cookie, given[name], max_age=_YEAR, httponly=True, samesite="strict")
    if "person" in given and site_of(request).mode == "alone":
        name = " ".join(given["person"].split())[:200]
        answer.set_cookie(PERSON_COOKIE, quote(name), max_age=_YEAR, httponly=True, samesite="strict")
    return answer


def _page_before(request: Request) -> str:
    """Return the path of the page that sent the form: never another site's."""
    before = urlsplit(request.headers.get("referer", ""))
    path = before.path if before.netloc == request.headers.get("host") and before.path.startswith("/") else ""
    query = f"?{before.query}" if path and before.query else ""
    return ("/" + path.lstrip("/") + query) if path else root_of(request)


ROUTES = (Route("/preferences", choose, methods=["POST"], name="preferences"),)
