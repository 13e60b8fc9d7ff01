"""The way to a provider of OpenID Connect and back: who comes with an address that has an account is logged in."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from toolkit.errors import NotAllowed, UnknownName
from toolkit.messages import _
from toolkit.web.accounts.openid import Known, OpenId
from toolkit.web.answering import page, url
from toolkit.web.entrance.team import Team, safe_next, team_of
from toolkit.web.rooms.accounts.login import enter

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.web.accounts.store import Account

_COOKIE = "consult_openid"
_MINUTES = 10


def leave(request: Request) -> Response:
    """Send the browser to the provider."""
    team = team_of(request)
    provider = _provider_of(team)
    browser = token_urlsafe(32)
    wanted = safe_next(request, request.query_params.get("next", ""))
    answer = RedirectResponse(
        provider.begin(back=_back(request, team), wanted=wanted, browser=browser), status_code=303
    )
    answer.set_cookie(
        _COOKIE,
        browser,
        max_age=_MINUTES * 60,
        httponly=True,
        secure=team.settings.is_secure,
        samesite="lax",  # the provider sends the browser back, which is another site's doing
        path=team.settings.root_path or "/",
    )
    return answer


def come_back(request: Request) -> Response:
    """Log in whom the provider vouches for, if an administrator has made them an account."""
    team = team_of(request)
    provider = _provider_of(team)
    try:
        known = provider.finish(
            request.query_params, back=_back(request, team), browser=request.cookies.get(_COOKIE, "")
        )
        found = _account_for(team, known)
    except NotAllowed as error:
        team.note(request, "login.openid", result="failed")
        return page(request, "error.html", status=403, error=error, code=403)
    answer = enter(request, team, found, safe_next(request, known.wanted), act="login.openid")
    answer.delete_cookie(_COOKIE, path=team.settings.root_path or "/")
    return answer


def _account_for(team: Team, known: Known) -> Account:
    """Return the account that somebody of the provider comes to: theirs from the first time on.

    Raises:
        NotAllowed: there is none for them.
    """
    found = team.accounts.of_subject(known.subject)
    if found is None and known.mail:
        candidate = team.accounts.find(known.mail)
        if candidate is not None and candidate.is_open and not candidate.subject:
            found = team.accounts.change(candidate.id, subject=known.subject)
    if found is None or not found.is_open:
        raise NotAllowed(
            _("there is no account here for the address that the provider knows you by."),
            hint=_("Ask an administrator of this server for one."),
        )
    return found


def _provider_of(team: Team) -> OpenId:
    if team.openid is None:
        raise UnknownName(_("there is no other way to log in here than by password."))
    return team.openid


def _back(request: Request, team: Team) -> str:
    return team.settings.origin + url(request, "openid_back")


ROUTES = (
    Route("/login/openid", leave, name="openid"),
    Route("/login/openid/back", come_back, name="openid_back"),
)
