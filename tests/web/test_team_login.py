"""Who gets into a team's server: passwords, one-time links, sessions, and what is told to who does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.support.team_server import ORIGIN, PASSWORD, Served, mail_of
from toolkit.web.accounts import passwords
from toolkit.web.app import create_app
from toolkit.web.entrance.alone import AloneGate
from toolkit.web.site import Site

LEAD = mail_of("Lea Lead")
NEW = "cinq vaches dansent"


def _log_in(
    served: Served, *, mail: str = LEAD, password: str = PASSWORD, wanted: str = ""
) -> tuple[TestClient, Response]:
    browser = served.client()
    answer = browser.post("/login", data={"mail": mail, "password": password, "next": wanted})
    return browser, answer


def test_a_page_leads_who_is_not_logged_in_to_the_login_and_back(served: Served) -> None:
    served.password("lead")
    page = f"/w/{served.workspace}/export?part=1"
    sent = served.client().get(page)
    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/login?next=")
    shown = served.client().get(sent.headers["location"])
    assert shown.status_code == 200
    assert f'value="{page}"' in shown.text
    _browser, answer = _log_in(served, wanted=page)
    assert (answer.status_code, answer.headers["location"]) == (303, page)


def test_what_somebody_writes_without_a_session_is_not_thrown_off_their_page(served: Served) -> None:
    answer = served.client().post(f"/w/{served.workspace}/undo/1", headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer.headers["hx-retarget"] == "#notices"
    assert served.client().get("/api/anything").json()["error"]["kind"] == "NotAllowed"


def test_a_session_is_a_new_random_word_in_a_cookie_that_no_script_reads(served: Served) -> None:
    served.password("lead")
    browser = served.client()
    browser.cookies.set(served.team.cookie, "a-word-that-an-attacker-knows")
    answer = browser.post("/login", data={"mail": LEAD, "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    word = re.match(r"[^=]+=([^;]+)", cookie)[1]
    assert len(word) >= 43  # 256 bits
    kept = served.team.accounts.database.engine.raw_connection()
    try:
        rows = kept.cursor().execute("SELECT * FROM session").fetchall()
    finally:
        kept.close()
    assert word not in str(rows)


def test_the_session_before_a_login_ends_with_it(served: Served) -> None:
    served.password("lead")
    browser, _answer = _log_in(served)
    before = dict(browser.cookies)
    browser.post("/login", data={"mail": LEAD, "password": PASSWORD})
    assert dict(browser.cookies) != before
    old = served.client()
    old.cookies.update(before)
    assert old.get("/account").status_code == 303


def test_who_logs_out_is_out(served: Served) -> None:
    browser = served.client("lead")
    cookies = dict(browser.cookies)
    assert browser.get("/account").status_code == 200
    assert browser.post("/logout").headers["location"] == "/login"
    again = served.client()
    again.cookies.update(cookies)
    assert again.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("mail", "password"),
    [
        pytest.param(LEAD, "wrong password", id="wrong password"),
        pytest.param(LEAD, "", id="no password"),
        pytest.param(LEAD, PASSWORD * 100, id="endless password"),
        pytest.param("nobody@chu.example", PASSWORD, id="nobody's address"),
        pytest.param(mail_of("Clea Contributor"), "", id="account without a password yet"),
        pytest.param("", "", id="nothing"),
        pytest.param("a\x00b", "c\x00d", id="control characters"),
    ],
)
def test_every_refusal_reads_the_same(served: Served, mail: str, password: str) -> None:
    served.password("lead")
    _browser, answer = _log_in(served, mail=mail, password=password)
    assert answer.status_code == 401
    assert "The mail address or the password is wrong." in answer.text
    assert "set-cookie" not in answer.headers


def test_a_closed_account_is_out_at_once(served: Served) -> None:
    served.password("lead")
    browser = served.client("lead")
    served.team.accounts.change(served.account("lead").id, is_open=False)
    assert browser.get("/account").status_code == 303
    assert _log_in(served)[1].status_code == 401


def test_a_one_time_link_lets_somebody_choose_a_password_once(served: Served) -> None:
    account = served.account("lead")
    earlier = served.team.accounts.invite(account.id)
    token = served.team.accounts.invite(account.id)
    browser = served.client()
    assert browser.get(f"/login/first/{earlier}").status_code == 404
    assert "Lea Lead" in browser.get(f"/login/first/{token}").text
    weak = browser.post(f"/login/first/{token}", data={"new": "motdepasse123", "again": "motdepasse123"})
    assert weak.status_code == 422
    differ = browser.post(f"/login/first/{token}", data={"new": NEW, "again": PASSWORD})
    assert differ.status_code == 422
    done = browser.post(f"/login/first/{token}", data={"new": NEW, "again": NEW})
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert browser.get("/account").status_code == 200
    assert served.client().post(f"/login/first/{token}", data={"new": NEW, "again": NEW}).status_code == 404
    assert _log_in(served, password=NEW)[1].status_code == 303


def test_a_changed_password_ends_the_other_sessions(served: Served) -> None:
    served.password("lead")
    here, elsewhere = _log_in(served)[0], served.client("lead")
    refused = here.post("/account/password", data={"present": "wrong", "new": NEW, "again": NEW})
    assert refused.status_code == 422
    assert elsewhere.get("/account").status_code == 200
    done = here.post("/account/password", data={"present": PASSWORD, "new": NEW, "again": NEW})
    assert done.status_code == 200
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert _log_in(served)[1].status_code == 401


def test_a_person_ends_sessions_of_their_own_and_nobody_elses(served: Served) -> None:
    lead, other, stranger = served.client("lead"), served.client("lead"), served.client("stranger")
    account, strangers = served.account("lead"), served.account("stranger")
    theirs = served.team.sessions.of_account(strangers.id)[0]
    lead.post("/account/sessions", data={"key": theirs.key})
    assert stranger.get("/account").status_code == 200
    assert len(served.team.sessions.of_account(account.id)) == 2
    lead.post("/account/sessions")
    assert lead.get("/account").status_code == 200
    assert other.get("/account").status_code == 303


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/%0d%0aset-cookie:x=y\r\nx: y",
        "w/relative",
        "/login",
        "",
    ],
)
def test_the_login_leads_nowhere_else(served: Served, wanted: str) -> None:
    served.password("lead")
    _browser, answer = _log_in(served, wanted=wanted)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_many_wrong_passwords_are_answered_later_and_later(served: Served) -> None:
    served.password("lead")
    statuses = [_log_in(served, password="wrong password")[1].status_code for _count in range(6)]
    assert statuses == [401] * 5 + [429]
    _browser, right = _log_in(served)
    assert right.status_code == 429
    assert int(right.headers["retry-after"]) > 0
    # Somebody else, at another place, is not kept waiting.
    served.password("contributor")
    assert _log_in(served, mail=mail_of("Clea Contributor"))[1].status_code == 303


@pytest.mark.parametrize("mail", [LEAD, "nobody@chu.example"], ids=["known", "unknown"])
@pytest.mark.parametrize("added", ["\x01", "\x00", " ", "\t"], ids=["control", "NUL", "space", "tab"])
def test_an_address_typed_in_other_ways_waits_as_well(served: Served, mail: str, added: str) -> None:
    statuses = [
        _log_in(served, mail=mail + added * count, password="wrong password")[1].status_code
        for count in range(6)
    ]
    assert statuses == [401] * 5 + [429]


def test_unknown_addresses_wait_as_known_ones_do(served: Served) -> None:
    statuses = [
        _log_in(served, mail="nobody@chu.example", password="wrong password")[1].status_code
        for _count in range(6)
    ]
    assert statuses == [401] * 5 + [429]


def test_many_logins_at_once_hold_up_nobody_who_reads(served: Served) -> None:
    served.password("lead")
    reader = served.client("legal")
    taken = [passwords._places.acquire(blocking=False) for _count in range(10)]
    try:
        assert all(taken)
        refused = _log_in(served)[1]
        assert refused.status_code == 503
        assert "too many people" in refused.text
        assert reader.get("/account").status_code == 200
    finally:
        for _place in taken:
            passwords._places.release()
    assert _log_in(served)[1].status_code == 303


def test_the_servers_log_holds_no_word_of_a_link(
    served: Served, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(served.team.accounts, "invited", fails)
    assert served.client().get("/login/first/a-one-time-word").status_code == 500
    assert "/login/first/{token}" in caplog.text
    assert "a-one-time-word" not in caplog.text


def test_another_site_cannot_log_somebody_in(served: Served) -> None:
    served.password("lead")
    data = {"mail": LEAD, "password": PASSWORD}
    browser = served.client()
    assert browser.post("/login", data=data, headers={"origin": "https://evil.example"}).status_code == 403
    del browser.headers["origin"]
    assert browser.post("/login", data=data).status_code == 403
    assert browser.post("/login", data=data, headers={"origin": ORIGIN}).status_code == 303


def test_alone_there_are_no_accounts(tmp_path: Path) -> None:
    site = Site(tmp_path)
    app = create_app(site, gate=AloneGate(site, port=0, key="k"), hosts=["testserver"])
    browser = TestClient(app, cookies={"consult_key_0": "k"})
    assert [browser.get(path).status_code for path in ("/login", "/account", "/people")] == [400] * 3
