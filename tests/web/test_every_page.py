"""A walk over every page and what opens in it: in both languages and themes, on a screen and on a telephone.

A new address that gives a page fails here until it stands in `PAGES`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import httpx
import msgspec
import pytest
from babel.messages import Message
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page, Response, expect
from starlette.routing import Route

import toolkit.messages
from tests.support.everything import LEAD, make_everything, make_nothing
from tests.support.team_server import Served, serve_team
from tests.web.conftest import AXE, KEY, answering, serving_alone
from toolkit.web.app import routes
from toolkit.web.server.serving import LOOPBACK, listen
from toolkit.workspace.store import Workspace

LANGUAGES = ("en", "fr")
DRAFT = b"<html lang=fr><title>Avis</title><h1>Avis</h1><p>1. Le responsable doit signer.</p><p>3. Oui.</p>"
REMARKS = "R13 : dire un an.\n\nMerci de préciser.\n".encode()

PAGES: Mapping[str, tuple[str, ...]] = {
    "start": ("/",),
    "draft": ("{draft}",),
    "checked": ("/w/full/checked",),
    "settings": ("/w/full/settings",),
    "work": ("{work}",),
    "read": ("/w/full/read", "/w/full/read?role=legal&words=journaux", "/w/full/read?words=introuvable", "/w/empty/read"),
    "read_at": ("/w/full/read/r13",),
    "comments": ("/w/full/comments", "/w/full/comments?author=Personne", "/w/empty/comments"),
    "comments_of": ("/w/full/comment/of/r13", "/w/full/comment/of/tableau-1"),
    "comment": ("/w/full/comment/c10",),
    "comment_new": ("/w/full/comment/new", "/w/full/comment/new?provision=r13&reply_to=c1"),
    "comment_edit": ("/w/full/comment/c5/edit",),
    "comment_history": ("/w/full/comment/c5/history",),
    "desk": ("/w/full/desk", "/w/empty/desk"),
    "desk-intake": ("/w/full/desk/intake", "/w/empty/desk/intake"),
    "desk-intake-run": ("{run}",),
    "desk-file": ("/w/full/desk/intake/file/{sha256}",),
    "desk-placing": ("/w/full/desk/placing",),
    "desk-remark": ("/w/full/desk/placing/r3",),
    "desk-groups": ("/w/full/desk/groups", "/w/empty/desk/groups"),
    "desk-group": ("/w/full/desk/groups/{group}",),
    "desk-merging": ("/w/full/desk/groups/{group}/merge",),
    "desk-trace": ("/w/full/desk/trace", "/w/empty/desk/trace"),
    "desk-traced": ("/w/full/desk/trace/c10", "/w/full/desk/trace/r1", "/w/full/desk/trace/nothing"),
    "desk-findings": ("/w/full/desk/findings", "/w/empty/desk/findings"),
    "desk-sign": ("/w/full/desk/sign", "/w/empty/desk/sign"),
    "desk-history": ("/w/full/desk/history", "/w/empty/desk/history"),
    "overview": ("/w/full/overview", "/w/empty/overview"),
    "export": ("/w/full/export", "/w/empty/export"),
    "api": ("/api/",),
    "login": ("{team}/login",),
    "first": ("{team}/login/first/{token}", "{team}/login/first/none"),
    "account": ("{team}/account",),
    "people": ("{team}/people",),
    "people_log": ("{team}/people/log",),
}  # fmt: skip
"""Route → addresses to look at. What has no host is on the server of one person."""

PARTS = {
    "health", "openid", "openid_back", "left", "draft_state", "settings_person", "settings_profile", "calendar",
    "work_state", "export_contents", "export_made", "export_readiness", "export_file", "export_preview",
    "export_printed", "export_page", "export_mapping", "export_mail_form", "export_pack", "reading_part",
    "reading_unread", "reading_fix", "reading_marks", "reading_why", "page_picture", "page_view",
    "comment_presence", "overview_section", "overview_signatures", "desk-counts", "desk-line", "desk-original",
    "desk-place-search", "desk-before-signing", "desk-act",
}  # fmt: skip
"""Routes that give a part of a page, or a file."""


def _menu(page: Page) -> None:
    page.locator(".menu > summary").click()


def _keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_be_visible()


def _why(page: Page) -> None:
    page.keyboard.press("w")
    expect(page.locator("#why-host-r13 .reasons")).to_be_visible()
    page.locator(".structure > summary").click()


def _filters(page: Page) -> None:
    page.locator("#facets > summary").click()


def _in_text(page: Page) -> None:
    page.keyboard.press("c")
    page.locator("#comment-host-r14 [name=text]").fill("Chaque année, c’est peu.")
    wording = page.locator("#comment-host-r14 [name=proposed]")
    wording.fill(wording.input_value().replace("chaque année", "chaque mois"))
    expect(page.locator("#comment-host-r14 [data-shown-changes] ins")).to_be_visible()
    expect(page.locator("#comment-host-r14 [data-is=saved]")).to_be_visible()


def _comments(page: Page) -> None:
    page.locator("#p-r13 [data-act=comments]").click()
    expect(page.locator("#comment-host-r13 .comment-card").first).to_be_visible()


def _two_versions(page: Page) -> None:
    expect(page.locator("form.comment-form")).to_be_visible()
    folder = _two_versions.folder  # type: ignore[attr-defined]  # where the other person writes
    with Workspace.open(folder) as workspace:
        theirs = msgspec.structs.replace(
            workspace.comment("c5"), text=f"Une autre version {time.monotonic()}."
        )
        workspace.edit_comment(theirs, actor=LEAD.name)
    page.locator("[name=text]").fill("Ma version.")
    expect(page.locator(".comment-conflict")).to_be_visible()


def _unfold(page: Page) -> None:
    for act in page.locator(
        "details.act > summary, details.aside > summary, details.more-fields > summary"
    ).all():
        act.click()


def _section(page: Page) -> None:
    page.locator(".matrix .opens").first.click()
    expect(page.locator("#rows-1 tr").first).to_be_visible()


def _account(page: Page) -> None:
    for menu in page.locator("td summary").all():
        menu.click()


def _choose_way(page: Page) -> None:
    page.locator("input[type=radio][value=fill]").check()


STATES: Mapping[str, tuple[str, Callable[[Page], None]]] = {
    "the menu": ("/", _menu),
    "the keys": ("/w/full/read", _keys),
    "why a provision has its tags": ("/w/full/read/r13", _why),
    "the filters": ("/w/full/read", _filters),
    "a comment's form in the text": ("/w/full/read/r14", _in_text),
    "comments in the text": ("/w/full/read/r13", _comments),
    "two versions of a comment": ("/w/full/comment/c5/edit", _two_versions),
    "what can be done with a group": ("/w/full/desk/groups", _unfold),
    "what can be done with a remark": ("/w/full/desk/placing", _unfold),
    "findings to accept": ("/w/full/desk/findings", _unfold),
    "a section of the coverage": ("/w/full/overview", _section),
    "what can be done with an account": ("{team}/people", _account),
    "a regulator's form": ("/w/full/export", _choose_way),
    "an address without a page": ("/w/full/nothing", lambda _page: None),
    "a consultation that is not there": ("/w/none/read", lambda _page: None),
}  # fmt: skip
"""What opens on a page, and how."""

SIGHTS = {
    **{address: (address, None) for addresses in PAGES.values() for address in addresses},
    **STATES,
}


class World(msgspec.Struct, frozen=True):
    """Two servers, and the names of what was made on them."""

    alone: str
    names: Mapping[str, str]
    session: tuple[str, str]
    """Cookie of an administrator of the team's server."""

    def address(self, path: str) -> str:
        filled = path.format_map(self.names)
        return filled if filled.startswith("http") else self.alone + filled


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A person's server with a full and an empty consultation, and a team's server."""
    folder = tmp_path_factory.mktemp("walk")
    with make_everything(folder / "full") as workspace:
        sha256 = workspace.team.contributions()[0].sha256
    make_nothing(folder / "empty").close()
    make_nothing(folder / "busy").close()
    _two_versions.folder = folder / "full"  # type: ignore[attr-defined]
    with ExitStack() as running:
        alone = running.enter_context(serving_alone(folder, person=LEAD.name))
        served, team = _team(running, tmp_path_factory.mktemp("team"))
        administrator = served.account("administrator").id
        snapshot = alone.site.snapshot("full")
        names = {
            **_begun(alone.address),
            "sha256": sha256,
            "group": snapshot.groups.contradictions[0].id,
            "team": team,
            "token": served.team.accounts.invite(served.account("lead").id),
        }
        session = served.team.sessions.begin(administrator, address="192.0.2.7", browser="Firefox/1")
        yield World(alone.address, names, (served.team.cookie, session))


def _team(running: ExitStack, folder: Path) -> tuple[Served, str]:
    listener = listen(LOOPBACK, 0)
    address = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
    served = serve_team(folder, address=address)
    running.callback(served.close)
    running.enter_context(answering(served.app, listener))
    return served, address


def _begun(address: str) -> dict[str, str]:
    """Begin work of each kind, wait for its end, and return where it is shown."""
    port = address.rpartition(":")[2]
    headers, cookies = {"origin": address, "accept-language": "fr"}, {f"consult_key_{port}": KEY}
    with httpx.Client(base_url=address, headers=headers, cookies=cookies, timeout=60) as client:
        sent = {
            "draft": client.post("/drafts", files={"draft": ("avis.html", DRAFT)}),
            "work": client.post("/w/busy/settings/retag"),
            "run": client.post("/w/busy/desk/intake", files={"files": ("remarques.txt", REMARKS)}),
        }
        begun = {name: answer.headers["location"] for name, answer in sent.items()}
        for path in begun.values():
            while re.search("aria-busy|<progress", client.get(path).text):
                time.sleep(0.1)
    return begun


class Walker:
    """A browser in one language that notes what goes wrong while it walks."""

    def __init__(self, browser: Browser, language: str, world: World) -> None:
        self.world = world
        self.context = browser.new_context(locale=language, viewport={"width": 1280, "height": 900})
        self.context.set_default_timeout(30_000)
        self.context.add_init_script(path=AXE)  # cheaper than to send it to each page
        self.context.on("weberror", lambda error: self.wrong.append(f"script: {error.error}"))
        self.context.on("console", lambda said: self._heard(said.type, said.text))
        self.context.on("request", lambda asked: self._asked(asked.url))
        self.wrong: list[str] = []
        self.page = self.context.new_page()
        self.page.goto(f"{world.alone}/?key={KEY}")
        name, session = world.session
        team = {"name": name, "value": session, "url": world.names["team"]}
        self.context.add_cookies([team])  # type: ignore[list-item]  # what Playwright takes

    def open(self, path: str) -> Response:
        """Open an address and wait until all of the page is there."""
        self.wrong.clear()
        answer = self.page.goto(self.world.address(path))
        assert answer is not None
        self.wait()
        return answer

    def wait(self) -> None:
        expect(self.page.locator("[aria-busy=true], .htmx-request")).to_have_count(0)

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            self.wrong.append(f"console: {text}")

    def _asked(self, address: str) -> None:
        if not address.startswith((self.world.alone, self.world.names["team"])):
            self.wrong.append(f"asks another host: {address}")


@pytest.fixture(scope="module")
def walkers(browser: Browser, world: World) -> Iterator[dict[str, Walker]]:
    made = {language: Walker(browser, language, world) for language in LANGUAGES}
    yield made
    for walker in made.values():
        walker.context.close()


_FACTS = """() => ({
    title: document.title,
    language: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
})"""
_SAID = """() => {
    const ours = (element) => !element.closest('script, style, code, kbd, .where, .prose, [lang]:not(html, [lang=fr])');
    const said = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode())
        if (ours(text.parentElement)) said.push(text.data);
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
        for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
            if (element.hasAttribute(name) && ours(element)) said.push(element.getAttribute(name));
    return said.map((text) => text.trim().replace(/\\s+/g, ' ')).filter(Boolean);
}"""
_UNSEEN = """() => {
    const unseen = [];
    const stops = document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]');
    // The provision at hand has a bar at its side whether it has the focus or not.
    for (const stop of [...stops].filter((one) => !one.matches('.provision') && one.checkVisibility({visibilityProperty: true})).slice(0, 80)) {
        stop.focus({preventScroll: true});
        if (document.activeElement !== stop) continue;
        const marked = [stop, stop.closest('label')].some((one) => {
            const style = one && getComputedStyle(one);
            return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        });
        if (!marked) unseen.push(stop.outerHTML.slice(0, 120));
    }
    return unseen;
}"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SIGHTS)
def test_a_page_is_whole_in_both_themes_wide_and_narrow(
    name: str, language: str, walkers: dict[str, Walker], axe: Callable[..., list[str]]
) -> None:
    path, act = SIGHTS[name]
    walker = walkers[language]
    page = walker.page
    answer = walker.open(path)
    assert answer.status < 500
    assert (answer.status >= 400) == (name in _REFUSED), answer.status
    if act is not None:
        act(page)
        walker.wait()
    facts = page.evaluate(_FACTS)
    wrong = [*walker.wrong, *axe(page)]
    if facts["language"] != language or facts["headings"] != 1 or facts["title"].startswith(" "):
        wrong.append(f"the head of the page: {facts}")
    if language == "fr":
        wrong += [f"English: {text}" for text in page.evaluate(_SAID) if _is_english(text)]
    page.keyboard.press("Tab")
    wrong += [f"no focus to see: {item}" for item in page.evaluate(_UNSEEN)]
    wrong += _narrow_and_dark(page, axe)
    page.evaluate("localStorage.clear()")
    assert wrong == []


_REFUSED = {
    "/w/full/desk/trace/nothing", "an address without a page", "a consultation that is not there",
    "{team}/login/first/none",
}  # fmt: skip


def _narrow_and_dark(page: Page, axe: Callable[..., list[str]]) -> list[str]:
    """Return what is wrong on a telephone in dark colours, and leave the page as it was."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    found = [f"dark: {item}" for item in axe(page, "color-contrast")]
    width = page.evaluate("document.documentElement.scrollWidth")
    if width != 390:
        found.append(f"{width} pixels wide on a screen of 390")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


class Messages(msgspec.Struct, frozen=True):
    """What the toolkit says, where it is not the same in both languages."""

    english: frozenset[str]
    french: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    """English ones with something put in."""


@cache
def _messages() -> Messages:
    folder = Path(toolkit.messages.__file__).parent / "locale" / "fr" / "LC_MESSAGES"
    with (folder / "consult.po").open("rb") as file:
        pairs = [pair for message in read_po(file, locale="fr") for pair in _forms(message)]
    told = [(english, french) for english, french in pairs if _words(english) != _words(french)]
    filled = (re.split(r"\{[^}]*\}", english) for english, _french in told if "{" in english)
    return Messages(
        frozenset(english for english, _french in told if len(english) > 1),
        frozenset(_plain(french) for _english, french in pairs),
        tuple(re.compile(".+".join(map(re.escape, parts))) for parts in filled if _letters(parts) > 6),
    )


def _forms(message: Message) -> list[tuple[str, str]]:
    if message.pluralizable:
        return list(zip(message.id, message.string, strict=False))
    return [(str(message.id), str(message.string))]


def _letters(parts: list[str]) -> int:
    return sum(len(word) for part in parts for word in re.findall(r"[A-Za-z]{3,}", part))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@cache
def _is_english(text: str) -> bool:
    known = _messages()
    if text in known.french:
        return False
    return text in known.english or any(pattern.fullmatch(text) for pattern in known.patterns)


def test_every_address_is_a_page_here_or_a_part_of_one() -> None:
    given = {route.name for route in routes() if isinstance(route, Route) and "GET" in (route.methods or ())}
    assert given | {"api"} == set(PAGES) | PARTS
    assert not set(PAGES) & PARTS


def test_without_the_key_a_person_is_told_where_it_is(
    browser: Browser, world: World, axe: Callable[..., list[str]]
) -> None:
    with browser.new_context(locale="fr") as context:
        page = context.new_page()
        page.goto(world.alone)
        assert page.locator("h1").count() == 1
        assert axe(page) == []
        assert [text for text in page.evaluate(_SAID) if _is_english(text)] == []
