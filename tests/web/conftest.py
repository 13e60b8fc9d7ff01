"""A server on loopback for each test, and one browser for all of them."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
import uvicorn
from argon2 import PasswordHasher
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.testclient import TestClient

from tests.support.team_server import Served, serve_team
from toolkit.web.app import create_app
from toolkit.web.entrance.alone import AloneGate
from toolkit.web.server.serving import LOOPBACK, listen
from toolkit.web.site import Site

AXE = Path(__file__).parents[2] / ".tools" / "node_modules" / "axe-core" / "axe.min.js"
KEY = "the-key-of-the-tests"
# What a browser and htmx log of a refusal: "… responded with a status of 409", "… Error Code 400"; not "… Code 500".
REFUSED = re.compile(r"(?:status of|Error Code) 4\d\d")


class Running(msgspec.Struct, frozen=True):
    """A server that answers."""

    site: Site
    address: str
    """Without "/" at its end."""

    @property
    def entrance(self) -> str:
        """The address that lets a browser in."""
        return f"{self.address}/?key={KEY}"


Serve = Callable[..., Running]


@contextmanager
def answering(app: Any, listener: Any) -> Iterator[None]:
    """Serve an application on an open socket, in a thread, as long as the block lasts."""
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=60)


@contextmanager
def serving_alone(folder: Path, **options: Any) -> Iterator[Running]:
    """Serve a folder on a free port of loopback, to one person."""
    site = Site(folder, **options)
    listener = listen(LOOPBACK, 0)
    port = listener.getsockname()[1]
    app = create_app(site, gate=AloneGate(site, port=port, key=KEY), hosts=[f"{LOOPBACK}:{port}"])
    try:
        with answering(app, listener):
            yield Running(site, f"http://{LOOPBACK}:{port}")
    finally:
        site.close()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Give a function that serves a folder on a free port of loopback, to one person."""
    with ExitStack() as running:
        yield lambda folder, **options: running.enter_context(serving_alone(folder, **options))


@pytest.fixture
def client() -> Callable[..., TestClient]:
    """Give a function that makes a client without a browser: let in, and saying that it comes from our own pages."""

    def make(folder: Path, **options: Any) -> TestClient:
        site = Site(folder, **options)
        app = create_app(site, gate=AloneGate(site, port=0, key=KEY), hosts=["testserver"])
        return TestClient(
            app,
            headers={"origin": "http://testserver"},
            cookies={"consult_key_0": KEY},
            follow_redirects=False,
        )

    return make


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A team's server with all kinds of people, whose passwords are cheap to check."""
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr("toolkit.web.accounts.passwords._hasher", cheap)
    made = serve_team(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a screen."""
    program = shutil.which("chromium")
    assert program is not None, "Chromium is missing: run scripts/debian-packages"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile of the test's own, in English, that fails the test on any error of a script."""
    made = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    made.set_default_timeout(30_000)
    failures: list[str] = []
    made.on("weberror", lambda error: failures.append(str(error.error)))
    made.on(
        "console",
        lambda said: (
            failures.append(said.text) if said.type == "error" and not REFUSED.search(said.text) else None
        ),
    )
    yield made
    made.close()
    assert not failures, failures


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty tab."""
    return context.new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Give a function that lists what axe-core finds on a page that keeps people out, by all rules or `only` some."""
    assert AXE.exists(), "axe-core is missing: run scripts/debian-packages"
    source = AXE.read_text(encoding="utf-8")

    def look(page: Page, *only: str) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        options = {"resultTypes": ["violations"]} | ({"runOnly": only} if only else {})
        found = page.evaluate("options => axe.run(document, options).then((all) => all.violations)", options)
        return [
            f"{item['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
            for item in found
            for node in item["nodes"]
        ]

    return look
