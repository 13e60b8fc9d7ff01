"""The export says what will be in a file, gives it under its name, and says the same whatever the format."""

from __future__ import annotations

import io
import re
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from tests.support.workspaces import make_workspace
from tests.web.conftest import Serve
from toolkit import team
from toolkit.export.formats import FORMATS
from toolkit.export.html.page import content_policy
from toolkit.model.comment import Comment, Position
from toolkit.web.rooms.exporting.channels import groups
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace

MakeClient = Callable[..., TestClient]
WAYS = [way.value for group in groups() for channel in group.channels for way in channel.ways]
PLAIN_WAYS = [way for way in WAYS if way not in ("fill", "esma", "pdf")]
"""Those that need no form of the regulator, and no LibreOffice."""
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "md": "text/markdown",
    "txt": "text/plain",
    "json": "application/json",
    "xml": "application/akn+xml",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    people = (Person(name="Ana Ruiz", role="ciso"), Person(name="Bob", role="dpo"))
    with make_workspace(tmp_path, people=people, respondent="CHU de Test") as made:
        sayings: tuple[tuple[str, str, str, Position, str], ...] = (
            ("r12", "Ana Ruiz", "ciso", "amend", "Trois facteurs, <b>vraiment</b>."),
            ("r13", "Bob", "dpo", "support", "Oui aux six mois."),
            ("r14", "Bob", "dpo", "question", "Quel responsable ?"),
        )
        for place, author, role, position, text in sayings:
            made.add_comment(
                Comment(
                    id="",
                    provision_id=place,
                    author=author,
                    role=role,
                    position=position,
                    text=text,
                    proposed="Trois facteurs." if position == "amend" else "",
                    state="submitted",
                )
            )
        yield made


@pytest.fixture
def asking(workspace: Workspace, client: MakeClient) -> TestClient:
    return client(workspace.folder)


@pytest.fixture
def address(workspace: Workspace) -> str:
    return f"/w/{workspace.folder.name}/export"


def _settled(asking: TestClient, path: str) -> str:
    """Return a fragment once the work that it tells of is over."""
    while True:
        text = asking.get(path).text
        if "load delay" not in text:
            return text
        time.sleep(0.1)


def _hash(asking: TestClient, address: str, query: str = "") -> str:
    shown = _settled(asking, f"{address}/contents{query}")
    found = re.search(r'title="([0-9a-f]{64})"', shown)
    assert found, shown
    return found[1]


def test_every_format_has_its_way() -> None:
    assert {way.partition(".")[0] for way in WAYS} == {facts.name for facts in FORMATS}


@pytest.mark.parametrize("way", PLAIN_WAYS)
def test_a_format_is_downloaded_under_its_name_with_its_type_and_the_one_hash(
    asking: TestClient, address: str, way: str
) -> None:
    assert _hash(asking, address, f"?format={way}") == _hash(asking, address)
    answer = asking.get(f"{address}/file?format={way}")
    assert answer.status_code == 200
    name = re.search(r'filename="([\w.-]+)"', answer.headers["content-disposition"])
    assert name
    assert answer.headers["content-type"].partition(";")[0] == TYPES[name[1].rpartition(".")[2]]
    assert answer.content
    assert answer.headers["x-content-type-options"] == "nosniff"
    made = _settled(asking, f"{address}/made?format={way}")
    assert name[1] in made
    assert "<b>vraiment" not in made


def test_what_will_be_in_it_follows_the_choice(asking: TestClient, address: str) -> None:
    def shown(query: str) -> str:
        return " ".join(re.sub("<[^>]*>", " ", _settled(asking, f"{address}/contents?{query}")).split())

    assert "3 comments on 3 provisions" in shown("")
    assert "1 comment on 1 provision" in shown("role=ciso")
    assert "2 comments on 2 provisions" in shown("author=Bob&state=submitted")
    assert "Nothing fits this choice" in shown("state=approved")
    assert "1 comment on 1 provision" in shown("section=r14")
    assert "1 comment on 1 provision" in shown("position=support&by=role&language=en")
    assert "with a fingerprint of its own" in shown("role=ciso")


def test_the_address_of_the_page_keeps_the_choice(asking: TestClient, address: str) -> None:
    kept = asking.get(f"{address}/contents?format=iso.xlsx&role=ciso&anonymous=yes").headers["hx-replace-url"]
    again = asking.get(kept).text
    for chosen in (
        'value="iso.xlsx" checked',
        'value="ciso" checked',
        'name="anonymous" value="yes" checked',
    ):
        assert chosen in again


@pytest.mark.parametrize(
    "query",
    [
        "format=exe",
        "format=iso.pdf",
        "role=pope",
        "section=r99",
        "author=Eve",
        "state=merged",
        "language=de",
        "by=x",
    ],
)
def test_what_there_is_not_is_refused(asking: TestClient, address: str, query: str) -> None:
    for part in ("", "/contents", "/file", "/preview"):
        assert asking.get(f"{address}{part}?{query}").status_code == 404


def test_nobody_is_named_where_that_is_asked_for(asking: TestClient, address: str) -> None:
    for way in ("md", "json", "html"):
        text = asking.get(f"{address}/file?format={way}&anonymous=yes").text
        assert "Ana Ruiz" not in text
        assert "Trois facteurs" in text


def test_the_preview_can_do_nothing(asking: TestClient, address: str) -> None:
    answer = asking.get(f"{address}/preview?format=docx")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts; frame-ancestors 'self'; default-src 'none'")
    assert "same-origin" not in policy
    assert "unsafe" not in policy
    assert policy.endswith(content_policy())
    assert "Trois facteurs" in answer.text
    assert "<b>vraiment" not in answer.text


def test_what_is_open_before_filing_is_said(workspace: Workspace, asking: TestClient, address: str) -> None:
    shown = _settled(asking, f"{address}/readiness")
    assert "Nobody has signed." in shown
    assert "Every remark has its place." in shown
    team.sign(workspace, role="dpo", person="Bob")
    assert "Bob signed for Data protection officer" in _settled(asking, f"{address}/readiness")
    workspace.add_comment(Comment(id="", provision_id="r12", author="Bob", role="dpo", text="Encore."))
    assert "no longer counts" in _settled(asking, f"{address}/readiness")


def test_without_libreoffice_the_page_says_how_to_get_it(
    asking: TestClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    for part in ("made?format=pdf", "printed?format=docx"):
        assert "libreoffice-writer" in _settled(asking, f"{address}/{part}")
    assert asking.get(f"{address}/file?format=pdf").status_code == 501


def test_the_printed_letter_is_shown_as_pictures(asking: TestClient, address: str) -> None:
    shown = _settled(asking, f"{address}/printed?format=docx")
    pictures = re.findall(r'<img src="([^"]+)"', shown)
    assert pictures
    picture = asking.get(pictures[0].replace("&amp;", "&"))
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert asking.get(f"{address}/page/4.png?format=docx").status_code == 404


# The regulator's form


FORM_MAPPING = b"""
[[field]]
id = "access"
provisions = ["r12"]
target = { table = 1, row = "Access", column = "Answer" }
"""


def _regulators_form() -> bytes:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        (*table.rows[0].cells, table.cell(1, 0)), ("Question", "Answer", "Access"), strict=True
    ):
        cell.text = words
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_a_regulators_form_is_filled_in_by_its_mapping(asking: TestClient, address: str) -> None:
    assert "choose its file" in _settled(asking, f"{address}/made?format=fill")
    files = {"form": ("../Formulaire n° 1.docx", _regulators_form())}
    sent = asking.post(f"{address}/form?format=fill", files=files)
    assert sent.status_code == 303
    query = sent.headers["location"].partition("?")[2]
    listed = asking.get(f"{address}/mapping?{query}")
    assert listed.headers["content-type"] == "application/toml"
    assert "filename*=UTF-8''Formulaire%20n%C2%B0%201-mapping.toml" in listed.headers["content-disposition"]
    mapped = asking.post(f"{address}/form?{query}", files={"mapping": ("m.toml", FORM_MAPPING)})
    query = mapped.headers["location"].partition("?")[2]
    assert "2 comments are in no field of the form: c2, c3." in _settled(asking, f"{address}/made?{query}")
    filled = docx.Document(io.BytesIO(asking.get(f"{address}/file?{query}").content))
    assert "Trois facteurs" in filled.tables[0].cell(1, 1).text


def test_a_mapping_that_is_none_is_refused_on_the_page(asking: TestClient, address: str) -> None:
    files = {"form": ("form.docx", _regulators_form()), "mapping": ("m.toml", b"not toml")}
    sent = asking.post(f"{address}/form?format=fill", files=files)
    shown = _settled(asking, f"{address}/made?{sent.headers['location'].partition('?')[2]}")
    assert 'role="alert"' in shown
    assert "the program failed" not in shown


def test_a_form_that_is_not_kept_any_more_is_asked_for_again(asking: TestClient, address: str) -> None:
    shown = _settled(asking, f"{address}/contents?format=esma&form=gone")
    assert 'type="file" name="form" required' in shown


# For colleagues


def test_a_form_to_mail_and_a_pack_are_downloaded(asking: TestClient, address: str) -> None:
    form = asking.get(f"{address}/mail-form?role=ciso&language=fr")
    assert form.headers["content-disposition"].startswith('attachment; filename="form-ciso.docx"')
    assert zipfile.is_zipfile(io.BytesIO(form.content))
    assert asking.get(f"{address}/mail-form?role=pope").status_code == 404
    assert asking.get(f"{address}/mail-form?scope=selected").status_code == 400
    pack = asking.get(f"{address}/pack?state=submitted")
    assert pack.headers["content-disposition"].endswith(".consultpack")
    assert zipfile.is_zipfile(io.BytesIO(pack.content))


# In a browser


def test_a_letter_is_chosen_looked_at_and_downloaded_by_keyboard(
    workspace: Workspace, serve: Serve, page: Page, axe: Callable[[Page], list[str]]
) -> None:
    running = serve(workspace.folder)
    page.goto(running.entrance)
    page.goto(f"{running.address}/w/{workspace.folder.name}/export")
    expect(page.get_by_text("3 comments")).to_be_visible()
    page.get_by_role("radio", name="HTML").press("Space")
    expect(page.locator("#made").get_by_text("response.html")).to_be_visible()
    expect(page.get_by_role("radio", name="HTML")).to_be_focused()
    page.get_by_role("checkbox", name="question").press("Space")
    expect(page.get_by_text("1 comment", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"format=html.*position=question"))
    page.reload()
    expect(page.get_by_text("1 comment", exact=True)).to_be_visible()
    page.get_by_role("radio", name="Excel").last.press("Space")
    page.get_by_text("The same content as a page").press("Enter")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("Quel responsable ?")).to_be_visible()
    expect(page.locator("#made a.button")).to_be_visible()
    assert axe(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").press("Enter")
    assert download.value.suggested_filename == "comments.xlsx"
