"""Requests from elsewhere → refused; answers → with the headers that keep a browser to this server.

What a browser tells about a request (Host, Origin, Sec-Fetch-Site) decides whether another site made it. Sources:
Fetch Metadata Request Headers (W3C), Content Security Policy Level 3 (W3C), RFC 6454 for Origin.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders

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
_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_OWN_SITES = ("same-origin", "none")
"""Of Sec-Fetch-Site: a page of ours, or the person who typed the address. Another port of this machine is "same-site"."""


def is_known_host(connection: HTTPConnection, hosts: Collection[str]) -> bool:
    """Tell whether the request names this server: a name that merely points here (DNS rebinding) is a stranger's."""
    return connection.headers.get("host", "").lower() in hosts


def is_from_elsewhere(connection: HTTPConnection, *, method: str) -> bool:
    """Tell whether another site's page made the request; a link that a person followed here is none."""
    site = connection.headers.get("sec-fetch-site")
    if method in _SAFE_METHODS:
        followed = connection.headers.get("sec-fetch-mode") == "navigate" and (
            connection.headers.get("sec-fetch-dest") == "document"
        )
        return site is not None and site not in _OWN_SITES and not followed
    origin = connection.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc.lower() != connection.headers.get("host", "").lower()
    return site is not None and site not in _OWN_SITES


def is_attributed(connection: HTTPConnection) -> bool:
    """Tell whether a browser, or a program with a key of its own, says where the request comes from."""
    headers = connection.headers
    return any(name in headers for name in ("origin", "sec-fetch-site", "authorization"))


def add_headers(message: Message, *, path: str) -> None:
    """Add to the start of an answer what every answer has; what is confidential is kept by no cache."""
    headers = MutableHeaders(scope=message)
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    if not path.startswith("/static/"):
        headers.setdefault("cache-control", "no-store")
