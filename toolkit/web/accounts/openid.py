"""OpenID Connect: code flow with PKCE → whose mail address a provider vouches for.

The only connection that the server ever opens, to the one issuer that server.toml names, and only if it names one.
Sources: OpenID Connect Core 1.0, OpenID Connect Discovery 1.0, RFC 7636 (PKCE), RFC 9207 (the issuer in the answer).
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
import urllib.error
import urllib.request
from collections import OrderedDict
from collections.abc import Callable, Mapping
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from toolkit.errors import MissingExtra, NotAllowed, StorageError, UsageError
from toolkit.messages import _, reason_of

if TYPE_CHECKING:
    from toolkit.web.accounts.configuration import OpenIdSettings

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key that the provider alone has: neither "none" nor a secret that is shared."""
WAIT_SECONDS = 10.0
_MOST_BYTES = 1024 * 1024
_FLOW_SECONDS = 600.0
_MOST_FLOWS = 1000
_SKEW_SECONDS = 60
_DISCOVERY_SECONDS = 3600.0

Fetch = Callable[[str, bytes | None, Mapping[str, str]], bytes]
"""Sends a request, with a body as POST, and returns the answer's body."""


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """What discovery tells of an issuer."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """A login that has begun and waits for the browser to come back."""

    nonce: str
    verifier: str
    browser: str
    """A word in a cookie of the browser that began it: nobody can be made to finish somebody else's."""
    wanted: str
    """The page to go to then."""
    begun: float


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the provider vouches for."""

    subject: str
    """Issuer and subject: never given to another person."""
    mail: str
    """"" where the provider has not verified one."""
    wanted: str


class OpenId:
    """One provider. Safe between threads."""

    def __init__(
        self,
        settings: OpenIdSettings,
        *,
        secret: str = "",
        fetch: Fetch | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._secret = secret
        self._fetch = fetch or fetch_by_https
        self._clock = clock
        self._lock = threading.Lock()
        self._flows: OrderedDict[str, Flow] = OrderedDict()
        self._provider: tuple[Provider, float] | None = None

    @classmethod
    def of(cls, settings: OpenIdSettings, *, home: Path) -> OpenId:
        """Make the provider that server.toml names.

        Raises:
            MissingExtra: the library that checks signatures is not installed.
            StorageError: the file of the secret cannot be read.
            UsageError: the issuer is not reached by https, or no client is named.
        """
        try:
            import joserfc.jwt  # noqa: F401  # asked for now, not at the first login
        except ModuleNotFoundError as error:
            raise MissingExtra(
                _("OpenID Connect needs an optional part of the toolkit."),
                hint=_("Install it: `pip install 'consultation-toolkit[oidc]'`."),
            ) from error
        _check_address(settings.issuer)
        if not settings.client_id:
            raise UsageError(_("OpenID Connect needs a client_id."), where="[openid]")
        secret = ""
        if settings.client_secret_file:
            path = home / settings.client_secret_file
            try:
                secret = path.read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                reason = reason_of(error) if isinstance(error, OSError) else str(error)
                raise StorageError(
                    _("cannot be read ({reason}).").format(reason=reason), where=str(path)
                ) from error
        return cls(settings, secret=secret)

    def begin(self, *, back: str, wanted: str, browser: str) -> str:
        """Return the address of the provider to send a browser to; it comes back to `back`.

        Raises:
            StorageError: the provider cannot be reached.
        """
        provider = self._discovered()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _number in range(3))
        flow = Flow(nonce=nonce, verifier=verifier, browser=browser, wanted=wanted, begun=self._clock())
        with self._lock:
            self._flows[state] = flow
            while len(self._flows) > _MOST_FLOWS:
                self._flows.popitem(last=False)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
        query = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": back,
            "scope": "openid email",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        joint = "&" if urlsplit(provider.authorization_endpoint).query else "?"
        return f"{provider.authorization_endpoint}{joint}{urlencode(query)}"

    def finish(self, answer: Mapping[str, str], *, back: str, browser: str) -> Known:
        """Return whom the provider vouches for by what the browser brought back.

        Raises:
            NotAllowed: the answer does not belong to a login that this browser began, or proves nothing.
            StorageError: the provider cannot be reached.
        """
        with self._lock:
            flow = self._flows.pop(answer.get("state", ""), None)
        if flow is None or self._clock() - flow.begun > _FLOW_SECONDS:
            raise _refused(_("the login took too long, or was finished already."))
        if not browser or not secrets.compare_digest(flow.browser.encode(), browser.encode()):
            raise _refused(_("the login was begun in another browser."))
        if "error" in answer or not answer.get("code"):
            raise _refused(_("the provider did not let you in."))
        provider = self._discovered()
        if answer.get("iss", provider.issuer) != provider.issuer:
            raise _refused(_("the answer comes from another provider."))
        token = self._token(provider, code=answer["code"], back=back, verifier=flow.verifier)
        claims = self._claims(provider, token, nonce=flow.nonce)
        mail = str(claims.get("email", "")) if claims.get("email_verified") is True else ""
        return Known(subject=f"{provider.issuer} {claims['sub']}", mail=mail, wanted=flow.wanted)

    def _discovered(self) -> Provider:
        if self._provider is not None and self._clock() - self._provider[1] < _DISCOVERY_SECONDS:
            return self._provider[0]
        issuer = self._settings.issuer
        address = issuer.rstrip("/") + "/.well-known/openid-configuration"
        try:
            found = msgspec.json.decode(self._asked(address), type=Provider)
        except msgspec.DecodeError as error:
            raise _unreachable(issuer, str(error)) from error
        if found.issuer != issuer:
            raise _unreachable(issuer, f"issuer = {found.issuer[:200]}")
        for endpoint in (found.authorization_endpoint, found.token_endpoint, found.jwks_uri):
            _check_address(endpoint)
        self._provider = (found, self._clock())
        return found

    def _token(self, provider: Provider, *, code: str, back: str, verifier: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
            "client_id": self._settings.client_id,
        }
        headers = {"content-type": "application/x-www-form-urlencoded"}
        if self._secret and "client_secret_basic" in provider.token_endpoint_auth_methods_supported:
            pair = f"{quote(self._settings.client_id, safe='')}:{quote(self._secret, safe='')}"
            headers["authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        elif self._secret:
            form["client_secret"] = self._secret
        try:
            told = json.loads(self._asked(provider.token_endpoint, urlencode(form).encode(), headers))
        except ValueError as error:
            raise _unreachable(provider.issuer, str(error)) from error
        token = told.get("id_token") if isinstance(told, dict) else None
        if not isinstance(token, str):
            raise _refused(_("the provider did not say who you are."))
        return token

    def _claims(self, provider: Provider, token: str, *, nonce: str) -> dict[str, Any]:
        """Return what a token says after its signature, issuer, audience, times and nonce were checked."""
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        try:
            keys = KeySet.import_key_set(json.loads(self._asked(provider.jwks_uri)))
            decoded = jwt.decode(token, keys, algorithms=list(ALGORITHMS))
            registry = jwt.JWTClaimsRegistry(
                now=lambda: int(self._clock()),
                leeway=_SKEW_SECONDS,
                iss={"essential": True, "value": provider.issuer},
                aud={"essential": True, "value": self._settings.client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            )
            registry.validate(decoded.claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise _refused(
                _("what the provider said does not hold ({kind}).").format(kind=type(error).__name__)
            ) from error
        claims: dict[str, Any] = decoded.claims
        party = claims.get("azp", self._settings.client_id)
        if party != self._settings.client_id or not isinstance(claims["sub"], str) or not claims["sub"]:
            raise _refused(_("what the provider said is meant for somebody else."))
        return claims

    def _asked(
        self, address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        try:
            return self._fetch(address, body, headers or {})
        except (OSError, HTTPException, ValueError) as error:
            raise _unreachable(self._settings.issuer, type(error).__name__) from error


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The provider's addresses are those that it told: a redirect may lead anywhere."""

    def redirect_request(self, *_args: Any, **_options: Any) -> None:
        """Follow none."""


def fetch_by_https(address: str, body: bytes | None, headers: Mapping[str, str]) -> bytes:
    """Return the body of the answer to a request, without proxies of the environment and redirects.

    Raises:
        OSError: no answer, or one that says no.
        ValueError: the answer is endless.
    """
    _check_address(address)
    request = urllib.request.Request(address, data=body, headers={"accept": "application/json", **headers})  # noqa: S310  # the scheme is checked
    opener = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=WAIT_SECONDS) as answer:
            data: bytes = answer.read(_MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        error.close()  # it holds the connection
        raise
    if len(data) > _MOST_BYTES:
        raise ValueError("too long an answer")
    return data


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    is_near = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
    if not parts.hostname or not (parts.scheme == "https" or is_near):
        raise UsageError(_("a provider of OpenID Connect is reached by https."), where=address[:200])


def _refused(reason: str) -> NotAllowed:
    return NotAllowed(reason, hint=_("Go back to the login and try again."))


def _unreachable(issuer: str, reason: str) -> StorageError:
    return StorageError(
        _("the provider cannot be asked ({reason}).").format(reason=reason[:200]),
        where=issuer,
        hint=_("Try again in a moment, or log in with a password."),
    )
