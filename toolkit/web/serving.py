"""A site → a running server: one person's on loopback, or a team's."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from toolkit.errors import UsageError
from toolkit.messages import _, reason_of
from toolkit.web.alone import TOKEN_PARAMETER, AloneGate

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from toolkit.web.site import Site

LOOPBACK = "127.0.0.1"


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
    tell(served)
    if browse:
        webbrowser.open(served.address)
    try:
        run(app, listener)
    finally:
        site.close()


def run(app: Starlette, listener: socket.socket, *, proxied: bool = False) -> None:
    """Serve an application on a socket until the process is told to end."""
    import uvicorn

    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,  # addresses hold what people search for
        server_header=False,
        proxy_headers=proxied,
        timeout_graceful_shutdown=5,
    )
    uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that waits for a server to answer on it.

    Raises:
        UsageError: the port is in use, or not ours to take.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError(
            _("cannot be listened on ({reason}).").format(reason=reason_of(error)),
            where=f"{host}:{port}",
            hint=_("Choose another port with --port, or none for a free one."),
        ) from error
    return listener
