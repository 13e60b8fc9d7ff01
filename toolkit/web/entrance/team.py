"""A folder of workspaces with its server.toml → the server of a team: its people, their sessions, its limits, its log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from starlette.responses import RedirectResponse, Response

from toolkit.errors import NotAllowed, UsageError
from toolkit.messages import _
from toolkit.web.accounts.audit import AuditLog, Entry
from toolkit.web.accounts.configuration import Configuration
from toolkit.web.accounts.rates import Allowance, Attempts
from toolkit.web.accounts.sessions import Lifetimes, Sessions
from toolkit.web.accounts.store import Account, Accounts
from toolkit.web.answering import complaint, is_fragment, root_of, url
from toolkit.web.site import MIB
from toolkit.web.visitor import Visitor, language_of, theme_of

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection, Request

    from toolkit.web.accounts.openid import OpenId

REQUESTS_AT_ONCE, REQUESTS_PER_SECOND = 400.0, 10.0
"""A person may ask so much in a burst, and so much on and on; nobody reads as fast."""


class Team:
    """What a team's server has beside its workspaces. Made once; safe between threads."""

    def __init__(self, settings: Configuration, accounts: Accounts, *, openid: OpenId | None = None) -> None:
        self.settings = settings
        self.accounts = accounts
        self.openid = openid
        self.sessions = Sessions(
            accounts.database,
            lifetimes=Lifetimes(
                idle_seconds=settings.sessions.idle_minutes * 60,
                absolute_seconds=settings.sessions.hours * 3600,
            ),
            clock=accounts.clock,
        )
        self.attempts = Attempts()
        self.requests = Allowance(burst=REQUESTS_AT_ONCE, per_second=REQUESTS_PER_SECOND)
        hourly = float(settings.uploads.hour_mib * MIB)
        self.sent_bytes = Allowance(burst=hourly, per_second=hourly / 3600)
        self.log = AuditLog(
            settings.log_path, file_bytes=settings.audit.file_mib * MIB, files=settings.audit.files
        )

    @classmethod
    def open(cls, settings: Configuration) -> Team:
        """Open the accounts and what else the settings ask for.

        Raises:
            StorageError: the accounts cannot be opened.
            MissingExtra: OpenID Connect is asked for and not installed.
        """
        openid = None
        if settings.openid.issuer:
            from toolkit.web.accounts.openid import OpenId

            openid = OpenId.of(settings.openid, home=Path(settings.home))
        return cls(settings, Accounts.open(settings.accounts_place), openid=openid)

    def close(self) -> None:
        """Close the accounts."""
        self.accounts.close()

    # The cookie of a session

    @property
    def cookie(self) -> str:
        """The name of the session's cookie: its prefix makes browsers refuse one that another host or http has set."""
        if not self.settings.is_secure:
            return "consult_session"
        return "__Secure-consult_session" if self.settings.root_path else "__Host-consult_session"

    def begin_session(self, request: Request, answer: Response, found: Account) -> None:
        """Log somebody in: always by a new word, whatever the browser brought."""
        token = self.sessions.begin(
            found.id,
            address=address_of(request),
            browser=request.headers.get("user-agent", ""),
            before=request.cookies.get(self.cookie, ""),
        )
        answer.set_cookie(
            self.cookie,
            token,
            httponly=True,
            secure=self.settings.is_secure,
            samesite="lax",  # a link in a mail leads to the page, not to the login
            path=self.settings.root_path or "/",
        )

    def end_session(self, answer: Response) -> None:
        """Take the cookie back."""
        answer.delete_cookie(
            self.cookie,
            path=self.settings.root_path or "/",
            httponly=True,
            secure=self.settings.is_secure,
            samesite="lax",
        )

    def note(self, request: Request, act: str, **given: str) -> None:
        """Write into the audit log what somebody did."""
        visitor: Visitor | None = getattr(request.state, "visitor", None)
        entry = Entry(act=act, who=visitor.account if visitor else "", address=address_of(request))
        self.log.write(msgspec.structs.replace(entry, **given))


class TeamGate:
    """Lets in who is logged in."""

    def __init__(self, team: Team) -> None:
        self.team = team

    def visitor(self, connection: HTTPConnection) -> Visitor | None:
        """Return whose session the cookie stands for."""
        token = connection.cookies.get(self.team.cookie, "")
        found = self.team.sessions.find(token) if token else None
        if found is None:
            return None
        session, account = found
        return Visitor(
            name=account.name,
            language=language_of(connection),
            theme=theme_of(connection),
            is_administrator=account.is_administrator,
            account=account.mail,
            session=session.key,
        )

    def admit(self, request: Request) -> Response | None:  # noqa: ARG002  # of the protocol
        """Let nobody in by an address."""
        return None

    def stranger(self, request: Request) -> Response:
        """Lead to the login; what somebody has written stays on their page."""
        request.state.visitor = Visitor(language=language_of(request), theme=theme_of(request))
        is_page = request.method in ("GET", "HEAD") and not is_fragment(request)
        if is_page and not request.url.path.startswith(root_of(request) + "api/"):
            wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            query = {"next": wanted} if wanted != root_of(request) else {}
            return RedirectResponse(url(request, "login", query=query), status_code=303)
        return complaint(
            request,
            NotAllowed(
                _("You are not logged in any more."),
                hint=_("Log in again in another tab, then repeat this: what you wrote is still here."),
            ),
            status=401,
        )


def team_of(request: Request) -> Team:
    """Return the team that the server belongs to.

    Raises:
        UsageError: one person works alone here.
    """
    team: Team | None = request.app.state.team
    if team is None:
        raise UsageError(_("there are no accounts where one person works alone."))
    return team


def address_of(connection: HTTPConnection) -> str:
    """Return the network address that a request comes from."""
    return connection.client.host if connection.client else ""


def safe_next(request: Request, wanted: str) -> str:
    r"""Return an address of ours to go to after the login; anything else leads to the start.

    A browser reads "//other.example", "/\other.example" and "/<tab>/other.example" as another site.
    """
    root = root_of(request)
    is_ours = wanted.startswith(root) and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    leads_in = not wanted.removeprefix(root).startswith(("login", "/", "\\"))
    return wanted if is_ours and leads_in and "\\" not in wanted else root
