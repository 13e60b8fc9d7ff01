"""Hostile files through every door that takes files: the person learns what is wrong, and the server goes on."""

from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.support.team_server import Served

NAMELESS = b"R13 : conserver les journaux un an.\n\nR14 : revoir les habilitations chaque mois.\n"


def _package(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return written.getvalue()


def _word_bomb() -> bytes:
    """A Word file of 100 kB that unpacks to 100 MB."""
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return _package({"[Content_Types].xml": types, "word/document.xml": b" " * 100_000_000})


def _entity_bomb() -> bytes:
    lines = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 12))
    text = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "lol">{lines}]><w>&e11;</w>'
    return _package({"[Content_Types].xml": b"<Types/>", "word/document.xml": text.encode()})


def _climbing() -> bytes:
    return _package(
        {"[Content_Types].xml": b"<Types/>", "../../../../evil.txt": b"x", "word/document.xml": b"<w/>"}
    )


# Matches 'attachment; filename="a.txt"', "attachment; filename*=utf-8''%C3%A9.txt"; not 'attachment; filename="a"; x="b"'.
_DISPOSITION = re.compile(
    r"""attachment (; \ filename=" [^"\\\r\n]* ")? (; \ filename\*=utf-8'' [\w.~%-]* )?""",
    re.VERBOSE | re.IGNORECASE,
)
BOMBS = {
    "bomb.docx": _word_bomb,
    "entities.docx": _entity_bomb,
    "climbing.docx": _climbing,
    "cut.pdf": lambda: b"%PDF-1.7\n1 0 obj <<",
    "empty.docx": lambda: b"",
    "program.docx": lambda: b"\x7fELF" + bytes(2000),
}


def _over(browser: TestClient, address: str, *, until: str) -> str:
    for _attempt in range(1200):
        answer = browser.get(address, headers={"hx-request": "true"})
        if until not in answer.text:
            return answer.text
        time.sleep(0.1)
    raise AssertionError("it is still being read")


def test_hostile_drafts_make_no_consultation(served: Served) -> None:
    browser = served.client("administrator")
    for name, make in BOMBS.items():
        sent = browser.post("/drafts", files={"draft": (name, make())})
        assert sent.status_code in (303, 400, 413, 415, 422), name
        if sent.status_code == 303:
            _over(browser, sent.headers["location"] + "/state", until="hx-get")
    assert browser.get("/health").text == "ok"
    assert set(served.site.names()) == {served.workspace, served.other}
    assert not list(served.folder.parent.glob("**/evil.txt"))


def test_hostile_contributions_leave_the_workspace_as_it_was(served: Served) -> None:
    browser = served.client("lead")
    files = [("files", (name, make(), "application/octet-stream")) for name, make in BOMBS.items()]
    sent = browser.post(f"/w/{served.workspace}/desk/intake", files=files)
    assert sent.status_code in (303, 422)
    if sent.status_code == 303:
        page = _over(browser, sent.headers["location"], until="delay:600ms")
        assert "bomb.docx" in page
    workspace = served.site.workspace(served.workspace)
    assert workspace.comments() == ()
    assert workspace.team.contributions() == ()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param('a"; filename="evil.exe', id="quotes"),
        pytest.param("a\r\nset-cookie: evil=1.txt", id="line break"),
        pytest.param("<img src=x onerror=alert(1)>.txt", id="markup"),
        pytest.param("../../server.db", id="path"),
        pytest.param("\u202etxt.exe", id="reversed"),
        pytest.param("x" * 5000 + ".txt", id="endless"),
        pytest.param("été – 蛙.txt", id="letters"),
    ],
)
def test_a_name_of_a_file_breaks_no_header_and_no_page(served: Served, name: str) -> None:
    browser = served.client("lead")
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n' % (
        name.replace("\r\n", "%0D%0A").replace('"', '\\"').encode()
    )
    sent = browser.post(
        f"/w/{served.workspace}/desk/intake",
        content=head + NAMELESS + b"\r\n--x--\r\n",
        headers={"content-type": "multipart/form-data; boundary=x"},
    )
    if len(name) > 5000:
        assert sent.status_code == 400
        return
    assert sent.status_code == 303
    watched = sent.headers["location"]
    assert "<img src=x" not in _over(browser, watched, until="delay:600ms")
    named = browser.post(f"{watched}/names", data={})
    assert "<img src=x" not in _over(browser, named.headers["location"], until="delay:600ms")
    (file,) = served.site.workspace(served.workspace).team.contributions()
    original = browser.get(f"/w/{served.workspace}/desk/intake/file/{file.sha256}/original")
    assert original.status_code == 200
    assert original.content == NAMELESS
    assert "set-cookie" not in original.headers
    said = original.headers["content-disposition"]
    assert _DISPOSITION.fullmatch(said), said
    assert original.headers["x-content-type-options"] == "nosniff"
    assert sorted(path.name for path in served.folder.iterdir() if path.suffix == ".db") == ["server.db"]


def test_a_form_with_endless_fields_is_refused(served: Served) -> None:
    browser = served.client("lead")
    many = "&".join(f"a{number}=b" for number in range(5000))
    answer = browser.post(
        "/account/password", content=many, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code in (400, 413, 422)
    files = [("files", (f"{number}.txt", b"x")) for number in range(200)]
    assert browser.post(f"/w/{served.workspace}/desk/intake", files=files).status_code in (400, 413)


def test_scratch_files_of_uploads_are_gone(served: Served, tmp_path: Path) -> None:
    browser = served.client("lead")
    before = {path.name for path in tmp_path.rglob("*")}
    browser.post(f"/w/{served.workspace}/settings/draft", files={"draft": ("a.docx", b"x")})
    assert not {path.name for path in tmp_path.rglob(".tmp-*")} - before
