"""Somebody at a team's server → known, by password, one-time link or OpenID Connect; and their own account.

Whether an address has an account is told to nobody: the answer is the same, and takes as long.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from toolkit.errors import LimitExceeded, ToolkitError, UsageError
from toolkit.messages import _, ngettext
from toolkit.model.dates import local_minute
from toolkit.web.accounts.passwords import LONGEST, SHORTEST
from toolkit.web.accounts.rates import Attempt, network_of
from toolkit.web.answering import moved, page, root_of, url
from toolkit.web.asking import texts_of, visitor_of
from toolkit.web.entrance.team import Team, address_of, safe_next, team_of
from toolkit.workspace.text import clean_name

_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
"""What a browser says of itself → what people call it; the first that fits, for each claims to be the older ones too."""
_FIELDS = 20
"""A form of those who are nobody yet has no more than so many."""

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.web.accounts.store import Account


def show_login(request: Request) -> Response:
    """Show the login; who is logged in goes on."""
    team = team_of(request)
    wanted = safe_next(request, request.query_params.get("next", ""))
    if visitor_of(request).account:
        return RedirectResponse(wanted, status_code=303)
    return _login_page(request, team, wanted)


async def log_in(request: Request) -> Response:
    """Log somebody in by mail address and password."""
    given = await texts_of(request, most=_FIELDS)
    return await run_in_threadpool(_logged_in, request, given)


async def log_out(request: Request) -> Response:
    """End the session of this browser."""
    return await run_in_threadpool(_logged_out, request)


def show_first(request: Request) -> Response:
    """Show whose password a one-time link lets choose."""
    found = team_of(request).accounts.invited(request.path_params["token"])
    return _first_page(request, found)


async def choose_first(request: Request) -> Response:
    """Take the password chosen by a one-time link, and log in."""
    given = await texts_of(request, most=_FIELDS)
    return await run_in_threadpool(_first_chosen, request, given)


def show_account(request: Request) -> Response:
    """Show a person's own account: where they are logged in, and a change of password."""
    return _account_page(request)


async def change_password(request: Request) -> Response:
    """Take a new password; the person's other sessions end."""
    given = await texts_of(request, most=_FIELDS)
    return await run_in_threadpool(_password_changed, request, given)


async def end_sessions(request: Request) -> Response:
    """End one of the person's sessions, or all but this one."""
    given = await texts_of(request, most=_FIELDS)
    return await run_in_threadpool(_sessions_ended, request, given)


def _logged_in(request: Request, given: dict[str, str]) -> Response:
    team = team_of(request)
    wanted = safe_next(request, given.get("next", ""))
    mail = given.get("mail", "").strip()[:300]
    attempt = _attempt(request, team, mail)
    wait = team.attempts.begin(attempt)
    if wait > 0:
        return _login_page(request, team, wanted, mail=mail, trouble=_wait_told(wait), status=429, wait=wait)
    try:
        found = team.accounts.authenticate(mail, given.get("password", ""))
    except LimitExceeded as error:
        return _login_page(request, team, wanted, mail=mail, trouble=str(error), status=503)
    known = team.accounts.find(mail)
    if found is None:
        # What was typed may be a password in the wrong field: only addresses that exist are written down.
        team.note(request, "login", result="failed", subject=known.mail if known else "")
        trouble = _("The mail address or the password is wrong.")
        return _login_page(request, team, wanted, mail=mail, trouble=trouble, status=401)
    team.attempts.succeeded(attempt)
    return enter(request, team, found, wanted)


def enter(request: Request, team: Team, found: Account, wanted: str, *, act: str = "login") -> Response:
    """Begin a session of somebody who has shown who they are, and go on to the page they wanted."""
    answer = RedirectResponse(wanted, status_code=303)
    team.begin_session(request, answer, found)
    team.note(request, act, who=found.mail)
    return answer


def _attempt(request: Request, team: Team, mail: str) -> Attempt:
    address = address_of(request)
    found = team.accounts.find(mail)
    places = {network_of(item.address) for item in team.sessions.of_account(found.id if found else 0)}
    # However it is typed, it counts as the account that it is looked up as, if there is one or not.
    return Attempt(
        account=clean_name(mail).casefold(), address=address, is_known_place=network_of(address) in places
    )


def _wait_told(wait: float) -> str:
    count = max(1, round(wait + 0.5))
    told = ngettext(
        "Too many attempts: try again in {count} second.",
        "Too many attempts: try again in {count} seconds.",
        count,
    )
    return told.format(count=count)


def _login_page(
    request: Request,
    team: Team,
    wanted: str,
    *,
    mail: str = "",
    trouble: str = "",
    status: int = 200,
    wait: float = 0.0,
) -> Response:
    provider = (team.settings.openid.label or team.settings.openid.issuer) if team.openid else ""
    answer = page(
        request,
        "login/login.html",
        status=status,
        wanted=wanted,
        mail=mail,
        trouble=trouble,
        provider=provider,
        openid=url(request, "openid", query={"next": wanted}),
    )
    if wait:
        answer.headers["retry-after"] = str(round(wait + 0.5))
    return answer


def _logged_out(request: Request) -> Response:
    team = team_of(request)
    found = team.accounts.named(visitor_of(request).account)
    team.sessions.end(visitor_of(request).session, number=found.id)
    answer = moved(request, url(request, "login"))
    team.end_session(answer)
    answer.headers["clear-site-data"] = '"cache"'
    return answer


def _first_page(request: Request, found: Account | None, *, trouble: str = "") -> Response:
    status = 404 if found is None else 422 if trouble else 200
    return page(
        request,
        "login/first.html",
        status=status,
        account=found,
        trouble=trouble,
        shortest=SHORTEST,
        longest=LONGEST,
    )


def _first_chosen(request: Request, given: dict[str, str]) -> Response:
    team = team_of(request)
    token = request.path_params["token"]
    try:
        chosen = team.accounts.accept_invitation(token, _new_password(given))
    except UsageError as error:
        return _first_page(request, team.accounts.invited(token), trouble=str(error))
    return enter(request, team, chosen, root_of(request), act="password.first")


def _new_password(given: dict[str, str]) -> str:
    if given.get("new", "") != given.get("again", ""):
        raise UsageError(_("The two passwords differ."))
    return given.get("new", "")


def _account_page(request: Request, *, trouble: str = "", done: str = "", status: int = 200) -> Response:
    team = team_of(request)
    account = team.accounts.named(visitor_of(request).account)
    return page(
        request,
        "login/account.html",
        status=status,
        account=account,
        sessions=team.sessions.of_account(account.id),
        moment=_moment,
        browser=browser_told,
        trouble=trouble,
        done=done,
        shortest=SHORTEST,
        longest=LONGEST,
    )


def browser_told(agent: str) -> str:
    """Return what people call a browser by what it says of itself.

    >>> browser_told("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0")
    'Firefox, Windows'
    """
    named = (next((name for mark, name in known if mark in agent), "") for known in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, named)) or agent[:60] or _("unknown browser")


def _moment(seconds: int) -> str:
    return local_minute(datetime.fromtimestamp(seconds, UTC).isoformat())


def _password_changed(request: Request, given: dict[str, str]) -> Response:
    team = team_of(request)
    visitor = visitor_of(request)
    account = team.accounts.named(visitor.account)
    try:
        _check_present(request, team, account, given.get("present", ""))
        team.accounts.change_password(account.id, _new_password(given), session_key=visitor.session)
    except ToolkitError as error:
        team.note(request, "password", result="failed")
        return _account_page(request, trouble=str(error), status=422)
    return _account_page(request, done=_("Your password is changed; you are logged out everywhere else."))


def _check_present(request: Request, team: Team, account: Account, password: str) -> None:
    """Refuse who sits at somebody else's open session.

    Raises:
        UsageError: the present password is wrong, or was tried too often.
    """
    attempt = _attempt(request, team, account.mail)
    wait = team.attempts.begin(attempt)
    if wait > 0:
        raise UsageError(_wait_told(wait))
    if team.accounts.authenticate(account.mail, password) is None:
        raise UsageError(_("Your present password is another one."))
    team.attempts.succeeded(attempt)


def _sessions_ended(request: Request, given: dict[str, str]) -> Response:
    team = team_of(request)
    visitor = visitor_of(request)
    account = team.accounts.named(visitor.account)
    if "key" in given:
        team.sessions.end(given["key"], number=account.id)
    else:
        team.sessions.end_all(account.id, keep=visitor.session)
    return moved(request, url(request, "account"))


ROUTES = (
    Route("/login", show_login, name="login"),
    Route("/login", log_in, methods=["POST"], name="login"),
    Route("/login/first/{token}", show_first, name="first"),
    Route("/login/first/{token}", choose_first, methods=["POST"], name="first"),
    Route("/logout", log_out, methods=["POST"], name="logout"),
    Route("/account", show_account, name="account"),
    Route("/account/password", change_password, methods=["POST"], name="password"),
    Route("/account/sessions", end_sessions, methods=["POST"], name="end_sessions"),
)
