"""A site → a running server: one person's on loopback, or a team's."""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

import msgspec

from toolkit.errors import ToolkitError, UsageError
from toolkit.messages import _, reason_of
from toolkit.web.entrance.alone import TOKEN_PARAMETER, AloneGate
from toolkit.web.server.opening import browser_at
from toolkit.web.server.scratch import private_scratch
from toolkit.web.site import Site

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from toolkit.web.accounts.configuration import Configuration
    from toolkit.web.entrance.team import Team

LOOPBACK = "127.0.0.1"
MOST_AT_ONCE = 200
"""So many requests a team's server works at; more are told to come again."""
_LOG = logging.getLogger("consult.web")


class Served(msgspec.Struct, frozen=True):
    """What a person needs to open the page."""

    address: str
    """With the key in it."""


def serve_alone(site: Site, *, port: int = 0, browse: bool = True, tell: Callable[[Served], None]) -> None:
    """Serve one person on this machine until interrupted; `port` 0 takes a free one.

    Raises:
        UsageError: the port is in use.
    """
    from toolkit.web.app import create_app

    listener = listen(LOOPBACK, port)
    number = listener.getsockname()[1]
    gate = AloneGate(site, port=number)
    hosts = [f"{name}:{number}" for name in (LOOPBACK, "localhost")]
    app = create_app(site, gate=gate, hosts=hosts)
    served = Served(f"http://{LOOPBACK}:{number}/?{TOKEN_PARAMETER}={gate.key}")
    _end_in_good_order()
    tell(served)
    with contextlib.closing(site), private_scratch():
        opened = browser_at(served.address, folder=site.folder) if browse else contextlib.nullcontext()
        with opened:
            run(app, listener)


def serve_team(folder: Path, *, port: int | None = None, tell: Callable[[Served], None]) -> None:
    """Serve the workspaces in `folder` to people who log in, as its server.toml says, until the process is told to end.

    Raises:
        UsageError: the settings would lay passwords open; the folder is itself a workspace; the port is in use.
        StorageError: the settings or the accounts cannot be read.
    """
    from toolkit.web.accounts.configuration import read_configuration
    from toolkit.web.entrance.team import Team

    settings = read_configuration(folder, port=port)
    site = Site(folder, mode="team", uploads=settings.upload_limits())
    if site.is_single:
        raise UsageError(
            _("is a workspace."),
            where=str(folder),
            hint=_("Name the folder that the team’s workspaces stand in."),
        )
    listener = listen(*settings.listening)
    if not settings.listening[1]:
        settings = read_configuration(folder, port=listener.getsockname()[1])
    _end_in_good_order()
    team = Team.open(settings)
    try:
        app = team_app(site, team)
        tell(Served(settings.server.address))
        _LOG.info("serving at %s", settings.server.address)
        with _closed_to_others(), private_scratch():
            run(
                app,
                listener,
                proxies=settings.server.proxies,
                root_path=settings.root_path,
                most=MOST_AT_ONCE,
            )
        _LOG.info("ended")
    finally:
        site.close()
        team.close()


@contextlib.contextmanager
def _closed_to_others() -> Iterator[None]:
    """Let what is written within the block be the server's own and its group's, as far as that is allowed already."""
    before = os.umask(0o077)
    os.umask(before | 0o007)
    try:
        yield
    finally:
        os.umask(before)


def _end_in_good_order() -> None:
    """Let a signal that ends the process end it as an interruption does: after the requests at hand, without its scratch."""
    signal.signal(signal.SIGTERM, _leave)  # what the server calls when it has ended its work
    if signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:  # who ignores it has a reason, as nohup has
        signal.signal(signal.SIGHUP, lambda _number, _frame: signal.raise_signal(signal.SIGTERM))


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    """End the process in good order."""
    raise SystemExit(0)


def team_app(site: Site, team: Team) -> Starlette:
    """Make the application of a team's server."""
    from toolkit.web.app import create_app
    from toolkit.web.entrance.team import TeamGate

    settings = team.settings
    return create_app(site, gate=TeamGate(team), hosts=_hosts_of(settings), origin=settings.origin, team=team)


def _hosts_of(settings: Configuration) -> tuple[str, ...]:
    """Return how requests may name the server: the port is left out where it is the scheme's own."""
    parts = urlsplit(settings.origin)
    names = [parts.netloc]
    if parts.port in (80, 443):
        names.append(parts.netloc.rpartition(":")[0])
    elif parts.port is None:
        names.append(f"{parts.netloc}:{443 if settings.is_secure else 80}")
    return tuple(names)


def run(
    app: Starlette,
    listener: socket.socket,
    *,
    proxies: Sequence[str] = (),
    root_path: str = "",
    most: int | None = None,
) -> None:
    """Serve an application on a socket until the process is told to end.

    What `proxies` (addresses, networks) say about where a request comes from is believed. Beyond `most` requests at
    once the answer is 503.
    """
    import uvicorn

    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,  # addresses hold what people search for
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        root_path=root_path,
        limit_concurrency=most,
        timeout_graceful_shutdown=5,
    )
    threading.Thread(target=_warm, args=(app.state.site,), daemon=True).start()
    uvicorn.Server(config).run(sockets=[listener])


def _warm(site: Site) -> None:
    """Do before the first request what only the first one would wait for: compile templates, load a lone workspace."""
    from toolkit.web.answering import environment

    templates = environment()
    for name in templates.list_templates(extensions=["html"]):
        templates.get_template(name)
    if site.is_single:
        with contextlib.suppress(ToolkitError):  # whoever asks for the page is told
            snapshot = site.snapshot(site.folder.name)
            for name in ("outline", "coverage"):
                getattr(snapshot, name)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that waits for a server to answer on it.

    Raises:
        UsageError: the port is in use, or not ours to take.
    """
    family = socket.AF_INET6 if ipaddress.ip_address(host).version == 6 else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # who comes before the server is ready waits a moment, and is not refused
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError(
            _("cannot be listened on ({reason}).").format(reason=reason_of(error)),
            where=f"{host}:{port}",
            hint=_("Choose another port with --port, or none for a free one."),
        ) from error
    return listener
