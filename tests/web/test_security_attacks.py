"""Attacks on the page: what strangers, other sites and hostile contributors try, against every route there is."""

from __future__ import annotations

import asyncio
import re
import socket
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest
from httpx2 import Response
from starlette.requests import Request
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.support.team_server import PASSWORD, Served, mail_of, serve_team
from tests.support.workspaces import make_workspace
from toolkit.errors import LimitExceeded
from toolkit.model.comment import Comment
from toolkit.model.provision import Provision
from toolkit.web.accounts.rates import Allowance
from toolkit.web.app import routes
from toolkit.web.entrance import bodies
from toolkit.web.site import UploadLimits

HOSTILE = "\"'><img src=x onerror=alert(1)>{{7*7}}</script><script>alert(2)</script>"
MARKS = ("<img src=x", "<script>alert", "onerror=alert(1)>{{", "49</script")
ROUTES = [route for route in routes() if isinstance(route, Route)]
_PARAMETER = re.compile(r"\{(\w+)(?::(\w+))?\}")


def _address(route: Route, workspace: str, values: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        if found[1] == "workspace":
            return values.get("workspace", workspace)
        return values.get(found[1], values.get(found[2] or "str", "1"))

    return _PARAMETER.sub(value, route.path)


@pytest.fixture
def attacked(served: Served) -> Served:
    """The server with a workspace in which everything that people write is hostile."""
    workspace = served.site.workspace(served.workspace)
    settings = workspace.settings()
    consultation = msgspec.structs.replace(
        settings.consultation,
        title=HOSTILE,
        issuer=HOSTILE,
        respondent=HOSTILE,
        contact=HOSTILE,
        deadline="2027-01-15",
    )
    people = tuple(msgspec.structs.replace(item, email=HOSTILE) for item in settings.people)
    workspace.update_settings(msgspec.structs.replace(settings, consultation=consultation, people=people))
    workspace.add_comments(
        [
            Comment(id="", provision_id="r12", text=HOSTILE, author="Lea Lead", role="dpo"),
            Comment(
                id="", provision_id="r13", text=HOSTILE, author=HOSTILE, rationale=HOSTILE, proposed=HOSTILE
            ),
        ],
        actor="Lea Lead",
    )
    served.team.accounts.add(mail="hostile@chu.example", name=HOSTILE)
    return served


KNOWN_VALUES = {
    "id": "r12",
    "provision_id": "r12",
    "comment_id": "c1",
    "number": "1",
    "what": "r12",
    "section": "fiche-13",
}


def _is_shown(answer: Response) -> bool:
    """Tell whether a browser makes a page of an answer."""
    is_kept = "attachment" in answer.headers.get("content-disposition", "")
    return "html" in answer.headers.get("content-type", "") and not is_kept


def test_nothing_that_people_wrote_becomes_markup(attacked: Served) -> None:
    shown = 0
    browsers = {kind: attacked.client(kind, **{"user-agent": HOSTILE}) for kind in ("administrator", "lead")}
    for route in ROUTES:
        if "GET" in (route.methods or ()):
            browser = browsers["lead" if "workspace" in route.param_convertors else "administrator"]
            address = _address(route, attacked.workspace, KNOWN_VALUES)
            for headers in ({}, {"hx-request": "true"}):
                answer = browser.get(address, params={"q": HOSTILE, "on": HOSTILE}, headers=headers)
                if _is_shown(answer):
                    shown += "alert(1)" in answer.text
                    assert not [mark for mark in MARKS if mark in answer.text], address
    assert shown > 5, "the hostile words were to be seen at all"


def test_hostile_addresses_are_no_markup_either(attacked: Served) -> None:
    browser = attacked.client("administrator")
    for route in ROUTES:
        hostile = dict.fromkeys(
            (*route.param_convertors, "str", "path"), "%3Cimg%20src=x%20onerror=alert(1)%3E"
        )
        if "GET" in (route.methods or ()) and "{" in route.path:
            values = {name: value for name, value in hostile.items() if name not in ("number", "int")}
            answer = browser.get(_address(route, attacked.workspace, {**values, "number": "1"}))
            assert "<img src=x" not in answer.text, route.path


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("..%2f..%2f..%2f..%2fetc%2fpasswd", id="encoded dots and slashes"),
        pytest.param("%2e%2e", id="encoded dots"),
        pytest.param("..%5c..%5cserver.db", id="backslashes"),
        pytest.param("r12%00.png", id="NUL"),
        pytest.param("%ff%fe", id="no UTF-8"),
        pytest.param("a" * 5000, id="endless"),
        pytest.param("server.db", id="the server's own file"),
        pytest.param("%0d%0aset-cookie:x=y", id="line break"),
        pytest.param("' OR 1=1 --", id="SQL"),
        pytest.param("99999999999999999999999999", id="beyond any number"),
        pytest.param("9" * 5000, id="beyond what is read as a number"),
    ],
)
def test_no_part_of_an_address_leads_out_of_its_folder_or_fails(attacked: Served, value: str) -> None:
    browser = attacked.client("administrator")
    failed = []
    for route in ROUTES:
        names = [name for name in route.param_convertors if name != "workspace"]
        for name in [*names, *(["workspace"] if "workspace" in route.param_convertors else [])]:
            values = {**KNOWN_VALUES, name: value}
            for method in sorted(set(route.methods or ()) - {"HEAD"}):
                answer = browser.request(method, _address(route, attacked.workspace, values))
                if (
                    answer.status_code >= 500
                    or "root:" in answer.text
                    or answer.content.startswith(b"SQLite format")
                ):
                    failed.append((method, route.path, name, answer.status_code))
                assert "x" not in answer.cookies
    assert failed == []


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(
            {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}, id="form of another site"
        ),
        pytest.param({"origin": "null"}, id="sandboxed frame"),
        pytest.param({"origin": "http://testserver.evil.example"}, id="a name that begins like ours"),
        pytest.param({"origin": "https://testserver"}, id="our name by another scheme"),
        pytest.param({"origin": "http://testserver:8080"}, id="another port"),
        pytest.param({"sec-fetch-site": "same-site"}, id="a neighbour's page"),
        pytest.param({}, id="cookies alone"),
    ],
)
def test_no_other_site_writes_with_somebodys_cookies(served: Served, headers: Mapping[str, str]) -> None:
    browser = served.client("administrator")
    del browser.headers["origin"]
    for route in ROUTES:
        for method in set(route.methods or ()) - {"HEAD", "GET"}:
            answer = browser.request(method, _address(route, served.workspace, {}), headers=dict(headers))
            assert answer.status_code == 403, route.path


def test_no_other_site_loads_or_frames_what_somebody_sees(served: Served) -> None:
    browser = served.client("administrator")
    for route in ROUTES:
        if "GET" in (route.methods or ()):
            address = _address(route, served.workspace, {})
            for how in ("no-cors", "cors", "navigate"):
                loaded = browser.get(
                    address,
                    headers={
                        "sec-fetch-site": "cross-site",
                        "sec-fetch-mode": how,
                        "sec-fetch-dest": "iframe",
                    },
                )
                assert loaded.status_code == 403, address
            answer = browser.get(address)
            policy = answer.headers["content-security-policy"]
            assert "frame-ancestors 'self'" in policy or "frame-ancestors 'none'" in policy, address
            assert "unsafe" not in policy
            assert "access-control-allow-origin" not in answer.headers
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert (
                answer.headers["cache-control"]
                in ("no-store", "private, no-cache", "private, max-age=31536000, immutable")
                or "private" in answer.headers["cache-control"]
            ), address


@pytest.mark.parametrize(
    "host",
    ["evil.example", "testserver.evil.example", "testserver:81", "", "127.0.0.1", "testserver@evil.example"],
)
def test_a_server_answers_to_its_own_name_alone(served: Served, host: str) -> None:
    answer = served.client("lead").get("/", headers={"host": host, "x-forwarded-host": "testserver"})
    assert answer.status_code == 421


# Behind a proxy


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[Served]:
    made = serve_team(
        tmp_path, address="https://consult.example/team", proxies=["127.0.0.1"], without_https=False
    )
    yield made
    made.close()


def _through_proxy(served: Served, kind: str = "") -> TestClient:
    browser = TestClient(
        served.app,
        base_url="https://consult.example",
        root_path="/team",
        headers={"origin": "https://consult.example"},
        follow_redirects=False,
    )
    if kind:
        token = served.team.sessions.begin(served.account(kind).id, address="", browser="")
        browser.cookies.set(served.team.cookie, token)
    return browser


def test_cookies_leave_by_https_alone(proxied: Served) -> None:
    proxied.password("lead")
    browser = _through_proxy(proxied)
    answer = browser.post("/team/login", data={"mail": mail_of("Lea Lead"), "password": PASSWORD})
    assert answer.headers["location"] == "/team/"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Secure-consult_session=")
    assert all(flag in cookie for flag in ("; Secure", "; HttpOnly", "; SameSite=lax", "; Path=/team"))
    chosen = _through_proxy(proxied, "lead").post("/team/preferences", data={"theme": "dark"})
    assert "; Secure" in chosen.headers["set-cookie"]
    assert chosen.headers["strict-transport-security"] == "max-age=31536000"


def test_addresses_keep_the_path_of_the_proxy(proxied: Served) -> None:
    browser = _through_proxy(proxied)
    assert browser.get("/team/").headers["location"] == "/team/login"
    shown = browser.get("/team/login")
    assert 'action="/team/login"' in shown.text
    assert re.findall(r'(?:href|src|action)="/(?!team/)', shown.text) == []
    token = proxied.team.accounts.invite(proxied.account("lead").id)
    assert browser.get(f"/team/login/first/{token}").status_code == 200


def test_what_came_without_https_is_refused(proxied: Served) -> None:
    browser = _through_proxy(proxied, "lead")
    assert browser.get("http://consult.example/team/").status_code == 400
    assert browser.get("http://consult.example/team/health").status_code == 200


def test_the_root_of_a_host_of_our_own_has_the_strictest_cookie(tmp_path: Path) -> None:
    made = serve_team(tmp_path, address="https://consult.example", proxies=["127.0.0.1"], without_https=False)
    assert made.team.cookie == "__Host-consult_session"
    made.close()


# What is sent


@pytest.mark.parametrize(
    ("path", "kind", "headers", "size"),
    [
        pytest.param("/login", "", {}, bodies.UNKNOWN_BYTES + 1, id="login"),
        pytest.param(
            "/login/first/x",
            "",
            {"content-type": "multipart/form-data; boundary=x"},
            bodies.UNKNOWN_BYTES + 1,
            id="files to a one-time link",
        ),
        pytest.param(
            "/preferences",
            "lead",
            {"content-type": "application/x-www-form-urlencoded"},
            bodies.TEXT_BYTES + 1,
            id="form without files",
        ),
    ],
)
@pytest.mark.parametrize("is_told", [True, False], ids=["length told", "length not told"])
def test_too_large_a_body_is_refused_before_it_is_read(
    served: Served, path: str, kind: str, headers: Mapping[str, str], size: int, *, is_told: bool
) -> None:
    def parts() -> Iterator[bytes]:
        for _number in range(size // 65536 + 1):
            yield b"a=" + b"b" * 65534

    content: Any = b"a" * size if is_told else parts()
    sent = {"content-type": "application/x-www-form-urlencoded", **headers}
    answer = served.client(kind).post(path, content=content, headers=sent)
    assert answer.status_code == 413


def test_an_upload_beyond_the_limit_is_refused_everywhere(served: Served) -> None:
    served.site.uploads = UploadLimits(file_bytes=1000, request_bytes=2000, files=2, field_bytes=500)
    browser = served.client("administrator")
    for route in ROUTES:
        if "POST" in (route.methods or ()) and not route.path.startswith("/login"):
            path = _address(route, served.workspace, KNOWN_VALUES)
            assert browser.post(path, files={"files": ("a.docx", b"x" * 5000)}).status_code == 413, path


def _limited(messages: list[dict[str, Any]], *, most: int, pause: float = 0.0) -> list[dict[str, Any]]:
    """Receive messages through the limits; each comes after a pause."""

    async def receive() -> Any:
        await asyncio.sleep(pause)
        return messages.pop(0)

    async def all_of_them() -> list[dict[str, Any]]:
        limited = bodies.limited(receive, most=most)
        received = []
        while not received or received[-1].get("more_body"):
            received.append(dict(await limited()))
        return received

    # In a thread of its own: where a browser of the tests is open, this one has a loop already.
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(lambda: asyncio.run(all_of_them())).result()


def _parts(*sizes: int) -> list[dict[str, Any]]:
    return [
        {"type": "http.request", "body": b"x" * size, "more_body": index < len(sizes)}
        for index, size in enumerate(sizes, 1)
    ]


def test_a_body_within_the_limits_passes_as_it_is() -> None:
    sent = _parts(10, 20, 30)
    assert _limited(list(sent), most=60) == sent
    with pytest.raises(LimitExceeded):
        _limited(list(sent), most=59)


def test_a_sender_that_pauses_too_long_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PAUSE_SECONDS", 0.01)
    with pytest.raises(LimitExceeded, match="slowly"):
        _limited(_parts(1, 1), most=100, pause=0.1)


def test_a_sender_that_drips_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PAUSE_SECONDS", 0.02)
    with pytest.raises(LimitExceeded, match="slowly"):
        _limited(_parts(*([1] * 1000)), most=10_000, pause=0.001)


def test_the_largest_body_depends_on_who_sends_what() -> None:
    def most(kind: str, *, is_public: bool) -> int:
        request = Request({"type": "http", "headers": [(b"content-type", kind.encode())]})
        return bodies.most_bytes(request, UploadLimits(), is_public=is_public)

    assert most("multipart/form-data; boundary=x", is_public=True) == bodies.UNKNOWN_BYTES
    assert most("Application/JSON; charset=utf-8", is_public=False) == bodies.TEXT_BYTES
    assert most("multipart/form-data; boundary=x", is_public=False) == UploadLimits().request_bytes


# Pace and log


def test_who_asks_without_end_is_told_to_wait(served: Served) -> None:
    served.team.requests = Allowance(burst=5, per_second=1, clock=lambda: 0.0)
    browser, other = served.client("lead"), served.client("legal")
    statuses = [browser.get("/account").status_code for _count in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    assert other.get("/account").status_code == 200
    assert browser.get("/health").status_code == 200
    assert int(browser.get("/account").headers["retry-after"]) >= 1


def test_who_sends_without_end_is_told_to_wait(served: Served) -> None:
    served.team.sent_bytes = Allowance(burst=3000, per_second=1, clock=lambda: 0.0)
    browser = served.client("legal")
    form = {"files": ("a.txt", b"x" * 4000)}
    path = f"/w/{served.workspace}/desk/intake"
    assert browser.post(path, files=form).status_code != 429
    assert browser.post(path, files=form).status_code == 429
    assert browser.get("/account").status_code == 200


def test_what_people_do_is_written_down_without_their_words(served: Served) -> None:
    served.password("lead")
    browser = served.client()
    browser.post("/login", data={"mail": mail_of("Lea Lead"), "password": "a secret typed"})
    browser.post("/login", data={"mail": "my password in the wrong field", "password": "x"})
    browser.post("/login", data={"mail": mail_of("Lea Lead"), "password": PASSWORD})
    browser.post(
        f"/w/{served.workspace}/reading/r12/mark", data={"state": "read", "text": "words of the data"}
    )
    browser.get(f"/w/{served.workspace}/settings/deadlines.ics", params={"q": "words searched"})
    served.client("contributor").post(f"/w/{served.workspace}/settings", data={"title": "words of the data"})
    entries = list(served.team.log.entries())[::-1]
    told = [(entry.act, entry.result, entry.who or entry.subject) for entry in entries]
    assert told[:3] == [
        ("login", "failed", mail_of("Lea Lead")),
        ("login", "failed", ""),
        ("login", "ok", mail_of("Lea Lead")),
    ]
    assert [item[0] for item in told[3:]] == ["reading_mark", "calendar", "settings_save"]
    assert told[-1] == ("settings_save", "403", mail_of("Clea Contributor"))
    assert entries[3].workspace == served.workspace
    text = served.team.log.path.read_text()
    for secret in ("secret", "wrong field", "words", PASSWORD):
        assert secret not in text


def test_a_stranger_who_tries_a_workspace_is_written_down(served: Served) -> None:
    served.client("stranger").get(f"/w/{served.workspace}/read")
    entry = next(served.team.log.entries())
    assert (entry.act, entry.result, entry.workspace) == ("read", "404", served.workspace)
    assert entry.who == mail_of("Stan Stranger")


def test_an_unforeseen_error_tells_nobody_the_words_of_the_data(
    served: Served, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: Any, **_options: Any) -> None:
        raise RuntimeError("confidential words")

    monkeypatch.setattr("toolkit.web.rooms.accounts.people._people_page", fails)
    answer = served.client("administrator").get("/people")
    assert answer.status_code == 500
    assert "confidential" not in answer.text + caplog.text
    assert "RuntimeError" in caplog.text


# No connection to anywhere


def test_the_server_opens_no_connection(attacked: Served) -> None:
    """Every route is asked, and every call by which Python reaches the network is listened to."""
    opened: list[str] = []
    listening = True

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if listening and event in (
            "socket.connect",
            "socket.sendto",
            "socket.getaddrinfo",
            "socket.gethostbyname",
        ):
            opened.append(f"{event} {arguments[1:]}")

    sys.addaudithook(hear)
    try:
        for kind in ("administrator", "lead"):
            browser = attacked.client(kind)
            for route in ROUTES:
                for method in sorted(set(route.methods or ()) - {"HEAD"}):
                    browser.request(method, _address(route, attacked.workspace, KNOWN_VALUES))
        assert opened == []
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("127.0.0.1", 9))
        assert len(opened) == 1, "the test hears what it listens to"
    finally:
        listening = False


def test_a_provision_of_the_draft_is_no_markup(tmp_path: Path) -> None:
    hostile = (Provision(id="r1", kind="recommendation", number="R1", heading=HOSTILE, text=HOSTILE),)
    with make_workspace(tmp_path, provisions=hostile) as workspace:
        name = workspace.folder.name
    made = serve_team(tmp_path)
    try:
        text = made.client("administrator").get(f"/w/{name}/read").text
        assert "alert(1)" in text
        assert not [mark for mark in MARKS if mark in text]
    finally:
        made.close()
