"""The gate of one person's own machine: a random word in the address that was opened, then a cookie.

Other programs and other users of the machine can reach the port, but not guess the word; other sites cannot send the
cookie, which is SameSite=Strict.
"""

from __future__ import annotations

import hmac
import secrets
from html import escape
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, RedirectResponse, Response

from toolkit.errors import NotAllowed
from toolkit.messages import _
from toolkit.web.entrance import security
from toolkit.web.visitor import PERSON_COOKIE, Visitor, language_of, theme_of

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection, Request

    from toolkit.web.site import Site

TOKEN_PARAMETER = "key"  # noqa: S105  # a name, not a secret


class AloneGate:
    """Lets in whoever knows the key, by address, cookie or Authorization header."""

    def __init__(self, site: Site, *, port: int, key: str = "") -> None:
        self.site = site
        self.key = key or secrets.token_urlsafe(32)
        # Cookies know no ports: a second server on this machine must not throw the first one's out.
        self.cookie = f"consult_key_{port}"

    def visitor(self, connection: HTTPConnection) -> Visitor | None:
        """Return the person at this machine."""
        scheme, _space, bearer = connection.headers.get("authorization", "").partition(" ")
        brought = bearer if scheme.lower() == "bearer" else connection.cookies.get(self.cookie, "")
        return _lone_visitor(connection, self.site) if self._is_key(brought) else None

    def admit(self, request: Request) -> Response | None:
        """Put the key of the address into a cookie, and take it out of the address."""
        if request.method != "GET" or not self._is_key(request.query_params.get(TOKEN_PARAMETER, "")):
            return None
        address = request.url.remove_query_params(TOKEN_PARAMETER)
        path = "/" + address.path.lstrip("/")  # "//other.example" would be another site
        target = path + (f"?{address.query}" if address.query else "")
        answer = _leading_to(target, is_followed=not security.is_own(request))
        answer.set_cookie(self.cookie, self.key, httponly=True, samesite="strict", path="/")
        return answer

    def stranger(self, request: Request) -> Response:
        """Say how to get in."""
        from toolkit.web.answering import complaint, is_fragment, is_program, page, refusal

        if is_program(request):
            return refusal(
                request, _("Send the key in the header Authorization, after the word Bearer."), 401
            )
        request.state.visitor = Visitor(language=language_of(request))
        if is_fragment(request):
            told = NotAllowed(
                _("The server was started again and no longer knows this page."),
                hint=_(
                    "Open the address that it printed in another tab, then repeat this: what you wrote is still here."
                ),
            )
            return complaint(request, told, status=401)
        return page(request, "stranger.html", status=401)

    def _is_key(self, word: str) -> bool:
        return hmac.compare_digest(word.encode(), self.key.encode())


def _lone_visitor(connection: HTTPConnection, site: Site) -> Visitor:
    """Return the person who works alone at this machine, under the name they have chosen."""
    from urllib.parse import unquote

    name = unquote(connection.cookies.get(PERSON_COOKIE, "")) or site.person
    return Visitor(
        name=name[:200], language=language_of(connection), theme=theme_of(connection), is_administrator=True
    )


def _leading_to(target: str, *, is_followed: bool) -> Response:
    """Return what leads on to the page, with the cookie that comes with it.

    Where a file or another site led here, browsers keep a SameSite=Strict cookie back through all redirects; a page of
    ours that leads on ends that.
    """
    redirect = RedirectResponse(target, status_code=303)
    if not is_followed:
        return redirect
    link = f'<!doctype html><meta charset="utf-8"><title>consult</title><p><a href="{escape(target)}">consult</a></p>'
    return HTMLResponse(link, headers={"refresh": f"0; url={redirect.headers['location']}"})
