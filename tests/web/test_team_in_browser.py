"""Logging in, choosing a password and keeping accounts in a browser, by keyboard too, and for everybody."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from argon2 import PasswordHasher
from playwright.sync_api import Page, expect

from tests.support.team_server import PASSWORD, Served, mail_of, serve_team
from toolkit.web.server.serving import LOOPBACK, listen

Axe = Callable[[Page], list[str]]


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Served, str]]:
    """A team's server on loopback, and its address."""
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr("toolkit.web.accounts.passwords._hasher", cheap)
    listener = listen(LOOPBACK, 0)
    address = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
    made = serve_team(tmp_path, address=address)
    server = uvicorn.Server(uvicorn.Config(made.app, log_config=None, access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    yield made, address
    server.should_exit = True
    thread.join(timeout=60)
    made.close()


def test_a_person_logs_in_by_keyboard_and_goes_on_to_the_page_they_wanted(
    running: tuple[Served, str], page: Page
) -> None:
    served, address = running
    served.password("lead")
    page.goto(f"{address}/w/{served.workspace}/overview")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    page.keyboard.type(mail_of("Lea Lead"))
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("wrong")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/w/{served.workspace}/overview")
    page.get_by_text("Lea Lead", exact=True).first.click()
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(f"{address}/login")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")


def test_an_administrator_makes_an_account_and_its_owner_chooses_a_password(
    running: tuple[Served, str], page: Page
) -> None:
    served, address = running
    served.password("administrator")
    page.goto(f"{address}/login")
    page.get_by_label("Mail address").fill(mail_of("Aline Admin"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.goto(f"{address}/people")
    page.get_by_label("Name, as in the consultations").fill("Nina New")
    page.get_by_label("Mail address").fill("nina@chu.example")
    page.get_by_role("button", name="Add").click()
    link = page.get_by_label("Send it to nina@chu.example").input_value()
    page.context.clear_cookies()
    page.goto(link)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Keep it and log in").click()
    expect(page).to_have_url(f"{address}/")
    page.goto(f"{address}/people")
    expect(page.get_by_role("heading", level=1)).to_contain_text("administrators")
