"""The first page lists what there is; a dropped draft becomes a consultation, or stays a file with a clear error."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from tests.support.workspaces import make_workspace
from tests.web.conftest import Serve
from toolkit import pipeline
from toolkit.model.profile import Profile
from toolkit.model.provision import ParsedDraft
from toolkit.web.site import UploadLimits
from toolkit.web.uploads import safe_name
from toolkit.workspace.store import Workspace

MakeClient = Callable[..., TestClient]
CORPUS = Path(__file__).parents[2] / "corpus"
HTML = """<html lang="fr"><title>Projet &lt;b&gt; d’avis</title><body><h1>Projet d’avis</h1>
<h2>1. Accès</h2><p>1.1. Le responsable de la sécurité doit imposer deux facteurs.</p>
<p>1.3. Les journaux doivent être conservés six mois.</p></body></html>""".encode()


@pytest.fixture
def untagged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the tags, which take most of the time and which nothing here is about."""

    def parse(path: Path, *, profile: Profile, **options: Any) -> ParsedDraft:
        assert profile.roles
        return pipeline.parse(path, **options)

    monkeypatch.setattr(pipeline, "read_draft", parse)


def _drop(asking: TestClient, name: str, content: bytes) -> str:
    """Send a draft and return the address of its page."""
    answer = asking.post("/drafts", files={"draft": (name, content)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def _read(asking: TestClient, address: str) -> Any:
    """Wait until the reading is over, and return what the page shows of it."""
    while True:
        shown = asking.get(f"{address}/state", headers={"hx-request": "true"})
        if shown.status_code != 200 or "hx-get" not in shown.text:
            return shown
        time.sleep(0.05)


# The list


def test_consultations_are_listed_with_their_days_the_nearest_first(
    tmp_path: Path, client: MakeClient
) -> None:
    today = pipeline.local_today()
    for days in (60, 3, -2):
        make_workspace(tmp_path, deadline=(today + timedelta(days=days)).isoformat()).close()
    text = client(tmp_path).get("/").text
    assert re.findall(r"\d+ days? (?:left|ago)", text) == ["3 days left", "60 days left", "2 days ago"]


def test_what_is_left_is_counted_for_each(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        workspace.mark(["r13"], role="dpo", person="Ana")
    left = client(workspace.folder).get(f"/w/{workspace.folder.name}/left").text
    for words in ("4 provisions", "1 unread", "0 comments", "nothing to place", "Ana: marked as read"):
        assert words in left


def test_a_broken_consultation_is_listed_with_what_is_wrong(tmp_path: Path, client: MakeClient) -> None:
    make_workspace(tmp_path).close()
    with make_workspace(tmp_path) as workspace:
        (workspace.folder / "consult.toml").write_text("title = DPI\n")
    text = client(tmp_path).get("/").text
    assert "is not valid TOML" in text
    assert text.count('class="case panel"') == 2


def test_an_empty_folder_says_what_to_do(tmp_path: Path, client: MakeClient) -> None:
    assert "Begin with the regulator’s draft" in client(tmp_path).get("/").text


def test_a_server_of_one_consultation_takes_no_other(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        asking = client(workspace.folder)
    assert 'id="drop"' not in asking.get("/").text
    answer = asking.post("/drafts", files={"draft": ("a.html", HTML)})
    assert answer.status_code == 400
    assert "Settings" in answer.text


# A draft


def test_a_dropped_draft_becomes_a_consultation_with_what_to_check(
    tmp_path: Path, client: MakeClient
) -> None:
    asking = client(tmp_path)
    address = _drop(asking, "../../avis.html", HTML)
    assert "avis.html" in asking.get("/").text
    shown = _read(asking, address)
    assert "Projet &lt;b&gt; d’avis" in shown.text
    assert not list(tmp_path.iterdir()), "nothing is there before the person says so"
    details = {"respondent": "GHT & Cie", "deadline": "2027-01-17", "internal_deadline": ""}
    made = asking.post(f"{address}/create", data=details, files={"x": ("", b"")})
    assert made.status_code == 303, made.text
    checked = asking.get(made.headers["location"]).text
    assert "1.3. follows 1.1." in checked
    assert re.search(r'href="/w/[\w-]+/read/[\w.-]+"', checked)
    with Workspace.open(next(tmp_path.iterdir())) as workspace:
        assert workspace.consultation().respondent == "GHT & Cie"
        assert workspace.consultation().title == "Projet <b> d’avis"
        assert workspace.draft_file().read_bytes() == HTML
    assert asking.get(address).headers["location"].endswith("/checked")


@pytest.mark.usefixtures("untagged")
def test_details_that_are_ready_before_the_draft_is_read_wait_for_it(
    tmp_path: Path, client: MakeClient
) -> None:
    asking = client(tmp_path)
    address = _drop(asking, "avis.html", HTML)
    kept = asking.post(f"{address}/create", data={"title": "Notre avis"})
    assert kept.headers["location"] == address
    assert 'value="Notre avis"' in asking.get(address).text
    moved = _read(asking, address)
    assert moved.headers["hx-redirect"] == "/w/notre-avis/checked"


@pytest.mark.usefixtures("untagged")
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        pytest.param("a.pdf", b"MZ\x90\x00" + bytes(300), "a binary file of an unknown kind", id="a program"),
        pytest.param("a.docx", b"PK\x03\x04 cut", "damaged|not complete|cut|zip", id="a broken package"),
        pytest.param("a.html", b"<html><body></body></html>", "", id="nothing in it"),
    ],
)
def test_a_file_that_is_no_draft_ends_in_a_clear_error_and_stays(
    tmp_path: Path, client: MakeClient, name: str, content: bytes, told: str
) -> None:
    asking = client(tmp_path)
    address = _drop(asking, name, content)
    shown = _read(asking, address)
    assert 'role="alert"' in shown.text
    assert "the program failed" not in shown.text
    assert re.search(told, shown.text)
    assert "choose another file" in asking.get(address).text
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("locked") / "locked.pdf"
    with pikepdf.open(CORPUS / "sample-en.pdf") as pdf:
        del pdf.pages[2:]
        pdf.save(path, encryption=pikepdf.Encryption(user="sesame", owner="owner"))
    return path.read_bytes()


@pytest.mark.usefixtures("untagged")
def test_a_password_is_asked_for_and_the_file_is_not_chosen_again(
    tmp_path: Path, client: MakeClient, locked: bytes
) -> None:
    asking = client(tmp_path)
    address = _drop(asking, "locked.pdf", locked)
    assert 'type="password"' in _read(asking, address).text
    asking.post(f"{address}/read", data={"password": "wrong"})
    assert 'type="password"' in _read(asking, address).text
    asking.post(f"{address}/read", data={"password": "sesame"})
    shown = _read(asking, address).text
    assert "Read: " in shown
    assert "sesame" not in shown + asking.get(address).text


@pytest.mark.usefixtures("untagged")
def test_a_date_that_is_none_is_refused_and_nothing_typed_is_lost(tmp_path: Path, client: MakeClient) -> None:
    asking = client(tmp_path)
    address = _drop(asking, "avis.html", HTML)
    refused = asking.post(f"{address}/create", data={"title": "Avis", "deadline": "mi-janvier"})
    assert refused.status_code == 422
    assert "is no date" in refused.text
    assert 'value="Avis"' in refused.text
    assert 'value="mi-janvier"' in refused.text
    _read(asking, address)
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("untagged")
def test_a_profile_of_ones_own_is_kept_and_a_wrong_one_refused(tmp_path: Path, client: MakeClient) -> None:
    asking = client(tmp_path)
    address = _drop(asking, "avis.html", HTML)
    wrong = asking.post(f"{address}/create", files={"profile": ("p.toml", b"name = ")})
    assert wrong.status_code == 422
    own = b'name = "Ours"\nextends = "health-establishment"\n'
    asking.post(f"{address}/create", files={"profile": ("p.toml", own)})
    moved = _read(asking, address)
    name = moved.headers["hx-redirect"].split("/")[2]
    assert (tmp_path / name / "profile.toml").read_bytes() == own


@pytest.mark.usefixtures("untagged")
def test_reading_is_stopped_and_the_draft_put_away(tmp_path: Path, client: MakeClient) -> None:
    asking = client(tmp_path)
    address = _drop(asking, "avis.html", HTML)
    asking.post(f"{address}/stop")
    assert "was stopped" in _read(asking, address).text or "Read: " in _read(asking, address).text
    assert asking.post(f"{address}/discard").headers["location"] == "/"
    assert asking.get(address).status_code == 404
    assert "avis.html" not in asking.get("/").text


@pytest.mark.usefixtures("untagged")
def test_two_drafts_of_one_title_get_folders_of_their_own(tmp_path: Path, client: MakeClient) -> None:
    asking = client(tmp_path)
    (tmp_path / "avis").mkdir()
    address = _drop(asking, "avis.html", HTML)
    asking.post(f"{address}/create", data={"title": "Avis"})
    assert _read(asking, address).headers["hx-redirect"] == "/w/avis-2/checked"
    assert not list((tmp_path / "avis").iterdir())


@pytest.mark.parametrize("declared", [True, False], ids=["as its length says", "counted as it comes"])
def test_what_is_too_large_is_refused_with_a_clear_word(
    tmp_path: Path, client: MakeClient, declared: bool
) -> None:
    asking = client(tmp_path, uploads=UploadLimits(file_bytes=2000, field_bytes=1000))
    body = (
        b'--b\r\ncontent-disposition: form-data; name="draft"; filename="a.html"\r\n\r\n'
        + b"x" * 100_000
        + b"\r\n--b--\r\n"
    )
    content = body if declared else iter([body[start : start + 5000] for start in range(0, len(body), 5000)])
    answer = asking.post(
        "/drafts",
        content=content,
        headers={"content-type": "multipart/form-data; boundary=b"},
    )
    assert answer.status_code == 413
    assert "larger than this server takes" in answer.text


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\Projet v2.PDF", "Projet v2.PDF"),
        ("/", "file"),
        ("..", "file"),
        (".pdf", "pdf"),
        ("a\x00b\u202ec.pdf", "abc.pdf"),
        ("é" * 300 + ".docx", "é" * 72 + ".docx"),
    ],
)
def test_names_of_files_lead_nowhere(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


# In a browser


def test_from_the_dropped_draft_to_the_text(
    tmp_path: Path, serve: Serve, page: Page, axe: Callable[[Page], list[str]]
) -> None:
    running = serve(tmp_path)
    page.goto(running.entrance)
    assert axe(page) == []
    draft = tmp_path / "avis.html"
    draft.write_bytes(HTML)
    page.locator("input[type=file]").set_input_files(draft)
    expect(page.get_by_role("heading", level=1)).to_have_text("avis.html")
    page.reload()  # the reading goes on behind the page
    expect(page.get_by_text("Read: ")).to_be_visible(timeout=60_000)
    page.get_by_label("Deadline", exact=True).fill("2027-01-17")
    expect(page.locator("#deadline-told")).to_have_text("Sunday – not a working day")
    page.get_by_label("Internal deadline").fill("2027-01-18")
    expect(page.locator("#internal_deadline-told")).to_contain_text("after the deadline")
    assert axe(page) == []
    page.get_by_role("button", name="Make the consultation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What was read, and what to check")
    assert axe(page) == []
    page.goto(running.address)
    expect(page.get_by_text("nothing to place")).to_be_visible()
    assert axe(page) == []
