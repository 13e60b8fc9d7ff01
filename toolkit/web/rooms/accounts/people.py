"""The accounts of a team's server, for its administrators: who there is, one-time links, and what was done."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from toolkit.errors import StorageError, ToolkitError, UsageError
from toolkit.messages import _
from toolkit.model.dates import local_minute
from toolkit.web.accounts.store import Account, Accounts
from toolkit.web.answering import page, status_of, url
from toolkit.web.asking import site_of, texts_of
from toolkit.web.entrance.team import team_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.web.site import Site

_ENTRIES = 300
"""So much of the log is shown; `consult account log` has all of it."""


class Listed(msgspec.Struct, frozen=True):
    """An account as the page shows it."""

    account: Account
    workspaces: tuple[str, ...]
    """Where the name stands in consult.toml."""


class Issued(msgspec.Struct, frozen=True):
    """A one-time link, which is shown once."""

    account: Account
    address: str


def show(request: Request) -> Response:
    """Show the accounts."""
    return _people_page(request)


async def add(request: Request) -> Response:
    """Make an account, and show its one-time link."""
    given = await texts_of(request)
    return await run_in_threadpool(_added, request, given)


async def issue_link(request: Request) -> Response:
    """Make a new one-time link for somebody who has lost their password."""
    return await run_in_threadpool(_link_issued, request)


async def change(request: Request) -> Response:
    """Close or open an account, or make it an administrator's or no more."""
    given = await texts_of(request)
    return await run_in_threadpool(_changed, request, given)


def show_log(request: Request) -> Response:
    """Show what was done at the server lately."""
    entries = tuple(islice(team_of(request).log.entries(), _ENTRIES))
    return page(request, "people/log.html", entries=entries, moment=local_minute)


def _added(request: Request, given: dict[str, str]) -> Response:
    team = team_of(request)
    try:
        made = team.accounts.add(
            mail=given.get("mail", ""),
            name=given.get("name", ""),
            is_administrator="administrator" in given,
        )
    except ToolkitError as error:
        return _people_page(request, trouble=str(error), status=status_of(error), typed=given)
    team.note(request, "account.add", subject=made.mail)
    return _people_page(request, issued=_issued(request, made))


def _link_issued(request: Request) -> Response:
    team = team_of(request)
    account = team.accounts.get(request.path_params["number"])
    team.note(request, "account.link", subject=account.mail)
    return _people_page(request, issued=_issued(request, account))


def _issued(request: Request, account: Account) -> Issued:
    team = team_of(request)
    token = team.accounts.invite(account.id)
    return Issued(account, team.settings.origin + url(request, "first", token=token))


_CHANGES = {
    "close": partial(Accounts.change, is_open=False),
    "open": partial(Accounts.change, is_open=True),
    "promote": partial(Accounts.change, is_administrator=True),
    "demote": partial(Accounts.change, is_administrator=False),
}


def _changed(request: Request, given: dict[str, str]) -> Response:
    team = team_of(request)
    wanted = given.get("to", "")
    if wanted not in _CHANGES:
        raise UsageError(_("there is no such choice."), where="to")
    account = team.accounts.get(request.path_params["number"])
    try:
        _CHANGES[wanted](team.accounts, account.id)
    except ToolkitError as error:
        return _people_page(request, trouble=str(error), status=status_of(error))
    team.note(request, f"account.{wanted}", subject=account.mail)
    return _people_page(request)


def _people_page(
    request: Request,
    *,
    issued: Issued | None = None,
    trouble: str = "",
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    team = team_of(request)
    places = _memberships(site_of(request))
    accounts = team.accounts.all()
    listed = [
        Listed(item, tuple(place for name, place in places if name.casefold() == item.name.casefold()))
        for item in accounts
    ]
    taken = {item.name.casefold() for item in accounts}
    strangers = sorted({name for name, _place in places if name.casefold() not in taken})
    return page(
        request,
        "people/people.html",
        status=status,
        listed=listed,
        strangers=strangers,
        issued=issued,
        trouble=trouble,
        typed=typed or {},
    )


def _memberships(site: Site) -> list[tuple[str, str]]:
    """Return who stands in the consult.toml of which workspace."""
    found: list[tuple[str, str]] = []
    for place in site.names():
        try:
            found += [(person.name, place) for person in site.snapshot(place).settings.people]
        except StorageError:
            continue  # it is for the first page to say that a workspace does not open
    return found


ROUTES = (
    Route("/people", show, name="people"),
    Route("/people", add, methods=["POST"], name="people_add"),
    Route("/people/log", show_log, name="people_log"),
    Route("/people/{number:int}/link", issue_link, methods=["POST"], name="people_link"),
    Route("/people/{number:int}", change, methods=["POST"], name="people_change"),
)
