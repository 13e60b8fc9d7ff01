"""Requests from elsewhere → refused; answers → with the headers that keep a browser to this server.

What a browser tells about a request (Host, Origin, Sec-Fetch-Site) decides whether another site made it. Sources:
Fetch Metadata Request Headers (W3C), Content Security Policy Level 3 (W3C), RFC 6454 for Origin.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders

from toolkit.web.answering import static_key

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.types import Message

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    )
)
_YEAR_SECONDS = 365 * 24 * 3600
_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_OWN_SITES = ("same-origin", "none")
"""Of Sec-Fetch-Site: a page of ours, or the person who typed the address. Another port of this machine is "same-site"."""


def is_own(connection: HTTPConnection) -> bool:
    """Tell whether a page of ours, or the person who typed the address, made the request, as far as the browser tells."""
    return connection.headers.get("sec-fetch-site", "none") in _OWN_SITES


def is_known_host(connection: HTTPConnection, hosts: Collection[str]) -> bool:
    """Tell whether the request names this server: a name that merely points here (DNS rebinding) is a stranger's."""
    return connection.headers.get("host", "").lower() in hosts


def is_from_elsewhere(connection: HTTPConnection, *, method: str, origin: str = "") -> bool:
    """Tell whether another site's page made the request; a link that a person followed here is none.

    `origin` is our own; without it, the host that the request names is.
    """
    if method in SAFE_METHODS:
        followed = connection.headers.get("sec-fetch-mode") == "navigate" and (
            connection.headers.get("sec-fetch-dest") == "document"
        )
        return not is_own(connection) and not followed
    said = connection.headers.get("origin")
    if said is not None:
        if origin:
            return said.lower() != origin.lower()
        return _host_of(said) != connection.headers.get("host", "").lower()
    return not is_own(connection)


def _host_of(origin: str) -> str:
    """Return the host and port of an origin, "" for one that is none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def is_attributed(connection: HTTPConnection) -> bool:
    """Tell whether a browser, or a program with a key of its own, says where the request comes from."""
    headers = connection.headers
    return any(name in headers for name in ("origin", "sec-fetch-site", "authorization"))


def add_headers(message: Message, *, path: str, is_secure: bool = False) -> None:
    """Add to the start of an answer what every answer has; what is confidential is kept by no cache.

    A server that is reached by https alone tells browsers so, and sends its cookies no other way.
    """
    headers = MutableHeaders(scope=message)
    if is_secure:
        headers.setdefault("strict-transport-security", f"max-age={_YEAR_SECONDS}")
        message["headers"] = [_secure(name, value) for name, value in message["headers"]]
        headers = MutableHeaders(scope=message)
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("cache-control", _caching(path))


def _caching(path: str) -> str:
    """Return how long a browser may keep an answer: what is confidential never, a static file while its address lasts."""
    if not path.startswith("/static/"):
        return "no-store"
    return (
        "public, max-age=31536000, immutable" if path.startswith(f"/static/{static_key()}/") else "no-cache"
    )


def _secure(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Return a header; a cookie's with the attribute that keeps it off unencrypted connections."""
    is_bare = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return name, value + b"; Secure" if is_bare else value
