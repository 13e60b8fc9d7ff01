"""OpenID Connect against a small provider on loopback, which can lie in every way that matters."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.testclient import TestClient

from tests.support.team_server import Served, mail_of
from toolkit.errors import StorageError, UsageError
from toolkit.web.accounts.configuration import OpenIdSettings
from toolkit.web.accounts.openid import OpenId, fetch_by_https

CLIENT, SECRET = "consult", "a secret/with:signs"
LEAD = mail_of("Lea Lead")


KEY, OTHER_KEY = (RSAKey.generate_key(2048, parameters={"kid": "k1"}) for _number in range(2))


class Provider:
    """Answers as a provider does; `claims` and `discovery` change what it says."""

    def __init__(self) -> None:
        self.key = KEY
        self.claims: dict[str, Any] = {}
        self.discovery: dict[str, Any] = {}
        self.signing: dict[str, Any] = {"alg": "RS256", "kid": "k1"}
        self.signing_key: Any = self.key
        self.redirects_to = ""
        self.asked: list[str] = []
        self.nonce = ""
        self.challenge = ""
        self.code = "the-code"
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self, b"")

            def do_POST(self) -> None:
                provider.answer(self, self.rfile.read(int(self.headers["content-length"])))

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        self.asked.append(handler.path)
        if self.redirects_to:
            handler.send_response(302)
            handler.send_header("location", self.redirects_to)
            handler.end_headers()
            return
        told = {
            "/.well-known/openid-configuration": self.told_of_itself,
            "/token": lambda: self.token(handler, body),
            "/keys": lambda: {"keys": [self.key.as_dict(private=False)]},
        }[handler.path]()
        handler.send_response(200 if told else 400)
        handler.end_headers()
        handler.wfile.write(json.dumps(told or {"error": "invalid_grant"}).encode())

    def told_of_itself(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": self.issuer + "/authorize",
            "token_endpoint": self.issuer + "/token",
            "jwks_uri": self.issuer + "/keys",
            **self.discovery,
        }

    def token(self, handler: BaseHTTPRequestHandler, body: bytes) -> dict[str, Any]:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        verifier = form.get("code_verifier", "").encode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
        credentials = base64.b64decode(handler.headers["authorization"].removeprefix("Basic ")).decode()
        if form["code"] != self.code or challenge != self.challenge:
            return {}
        assert credentials == f"{CLIENT}:a%20secret%2Fwith%3Asigns"
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token()}

    def id_token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "lea",
            "exp": now + 60,
            "iat": now,
            "nonce": self.nonce,
            "email": LEAD,
            "email_verified": True,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(self.signing, claims, self.signing_key, algorithms=[self.signing["alg"]])


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    yield made
    made.close()


@pytest.fixture
def served_with(served: Served, provider: Provider, tmp_path: Path) -> Served:
    settings = OpenIdSettings(issuer=provider.issuer, client_id=CLIENT, client_secret_file="secret")
    (tmp_path / "secret").write_text(SECRET + "\n")
    served.team.openid = OpenId.of(settings, home=tmp_path)
    return served


def _begin(served: Served, provider: Provider, *, wanted: str = "/") -> tuple[TestClient, dict[str, str]]:
    browser = served.client()
    sent = browser.get("/login/openid", params={"next": wanted})
    assert sent.status_code == 303
    address = urlsplit(sent.headers["location"])
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert f"{address.scheme}://{address.netloc}{address.path}" == provider.issuer + "/authorize"
    assert asked["redirect_uri"] == "http://testserver/login/openid/back"
    assert asked["code_challenge_method"] == "S256"
    provider.nonce, provider.challenge = asked["nonce"], asked["code_challenge"]
    return browser, {"code": provider.code, "state": asked["state"]}


def _log_in(served: Served, provider: Provider, *, wanted: str = "/") -> Any:
    browser, answer = _begin(served, provider, wanted=wanted)
    return browser.get(
        "/login/openid/back",
        params=answer,
        headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
    )


def test_who_the_provider_vouches_for_comes_in_and_goes_on(served_with: Served, provider: Provider) -> None:
    page = f"/w/{served_with.workspace}/read"
    answer = _log_in(served_with, provider, wanted=page)
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    assert served_with.team.cookie in answer.headers["set-cookie"]
    assert served_with.account("lead").subject == f"{provider.issuer} lea"


def test_the_same_person_comes_in_under_another_address_later(
    served_with: Served, provider: Provider
) -> None:
    _log_in(served_with, provider)
    provider.claims = {"email": "lea.other@chu.example"}
    assert _log_in(served_with, provider).status_code == 303


def test_another_person_of_the_provider_does_not_get_the_account(
    served_with: Served, provider: Provider
) -> None:
    _log_in(served_with, provider)
    provider.claims = {"sub": "mallory"}
    assert _log_in(served_with, provider).status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"nonce": "another"}, id="another login's token"),
        pytest.param({"nonce": None}, id="no nonce"),
        pytest.param({"aud": "another-client"}, id="token for another client"),
        pytest.param({"aud": [CLIENT, "other"], "azp": "other"}, id="token that another party asked for"),
        pytest.param({"iss": "https://evil.example"}, id="another issuer"),
        pytest.param({"exp": 1}, id="expired"),
        pytest.param({"exp": None}, id="never expires"),
        pytest.param({"sub": None}, id="nobody"),
        pytest.param({"sub": ""}, id="empty subject"),
        pytest.param({"email_verified": False}, id="address not verified"),
        pytest.param({"email_verified": "true"}, id="address verified in a word only"),
        pytest.param({"email": "nobody@chu.example"}, id="no account"),
        pytest.param({"email": None}, id="no address"),
    ],
)
def test_what_the_provider_says_must_hold(
    served_with: Served, provider: Provider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    answer = _log_in(served_with, provider)
    assert answer.status_code == 403
    assert served_with.team.cookie not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize(
    ("signing", "key"),
    [
        pytest.param({"alg": "RS256", "kid": "k1"}, OTHER_KEY, id="somebody else's key"),
        pytest.param({"alg": "HS256"}, OctKey.import_key(SECRET), id="the shared secret"),
        pytest.param({"alg": "none"}, None, id="no signature"),
    ],
)
def test_only_the_providers_own_signature_counts(
    served_with: Served,
    provider: Provider,
    signing: dict[str, Any],
    key: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if signing["alg"] == "none":

        def unsigned() -> str:
            claims = {
                "iss": provider.issuer,
                "aud": CLIENT,
                "sub": "lea",
                "exp": int(time.time()) + 60,
                "iat": int(time.time()),
                "nonce": provider.nonce,
                "email": LEAD,
                "email_verified": True,
            }
            parts = (json.dumps(part).encode() for part in (signing, claims))
            return ".".join((*(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), ""))

        monkeypatch.setattr(provider, "id_token", unsigned)
    provider.signing, provider.signing_key = signing, key
    assert _log_in(served_with, provider).status_code == 403


def test_the_answer_belongs_to_the_browser_that_began(served_with: Served, provider: Provider) -> None:
    _browser, answer = _begin(served_with, provider)
    victim = served_with.client()
    assert victim.get("/login/openid/back", params=answer).status_code == 403


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"state": "another"}, id="another state"),
        pytest.param({"state": ""}, id="no state"),
        pytest.param({"code": ""}, id="no code"),
        pytest.param({"error": "access_denied"}, id="refused there"),
        pytest.param({"iss": "https://evil.example"}, id="answer of another issuer"),
        pytest.param({"code": "stolen"}, id="a code that the provider does not know"),
    ],
)
def test_an_answer_that_was_not_asked_for_logs_nobody_in(
    served_with: Served, provider: Provider, change: dict[str, str]
) -> None:
    browser, answer = _begin(served_with, provider)
    refused = browser.get("/login/openid/back", params={**answer, **change})
    assert refused.status_code in (403, 503)
    assert browser.get("/account").status_code == 303


def test_an_answer_serves_once(served_with: Served, provider: Provider) -> None:
    browser, answer = _begin(served_with, provider)
    assert browser.get("/login/openid/back", params=answer).status_code == 303
    assert browser.get("/login/openid/back", params=answer).status_code == 403


def test_a_login_that_took_too_long_begins_again(
    served_with: Served, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, answer = _begin(served_with, provider)
    monkeypatch.setattr(served_with.team.openid, "_clock", lambda: time.time() + 601)
    assert browser.get("/login/openid/back", params=answer).status_code == 403


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"issuer": "https://evil.example"}, id="another issuer"),
        pytest.param({"token_endpoint": "http://evil.example/token"}, id="token over http"),
        pytest.param({"jwks_uri": "file:///etc/passwd"}, id="keys in a file"),
        pytest.param({"authorization_endpoint": None}, id="nowhere to go"),
    ],
)
def test_a_provider_that_contradicts_itself_is_not_followed(
    served_with: Served, provider: Provider, told: dict[str, Any]
) -> None:
    provider.discovery = told
    assert served_with.client().get("/login/openid").status_code in (400, 503)


def test_redirects_of_the_provider_are_not_followed(served_with: Served, provider: Provider) -> None:
    provider.redirects_to = provider.issuer + "/elsewhere"
    assert served_with.client().get("/login/openid").status_code == 503
    assert provider.asked == ["/.well-known/openid-configuration"]


def test_a_closed_account_stays_closed(served_with: Served, provider: Provider) -> None:
    _log_in(served_with, provider)
    served_with.team.accounts.change(served_with.account("lead").id, is_open=False)
    assert _log_in(served_with, provider).status_code == 403


def test_without_a_provider_there_is_no_such_way(served: Served) -> None:
    assert served.client().get("/login/openid").status_code == 404
    assert "/login/openid" not in served.client().get("/login").text


@pytest.mark.parametrize(
    "issuer", ["http://sso.example", "ftp://sso.example", "sso.example", "file:///etc/passwd"]
)
def test_a_provider_is_reached_by_https_alone(tmp_path: Path, issuer: str) -> None:
    with pytest.raises(UsageError):
        OpenId.of(OpenIdSettings(issuer=issuer, client_id="c"), home=tmp_path)
    with pytest.raises(UsageError):
        fetch_by_https(issuer, None, {})


def test_a_secret_that_is_not_there_is_told_at_the_start(tmp_path: Path) -> None:
    settings = OpenIdSettings(issuer="https://sso.example", client_id="c", client_secret_file="missing")
    with pytest.raises(StorageError, match="cannot be read"):
        OpenId.of(settings, home=tmp_path)
    with pytest.raises(UsageError):
        OpenId.of(msgspec.structs.replace(settings, client_id=""), home=tmp_path)
