"""Files dropped on the desk: each said what became of it, none lost for another, no name taken for a path."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from starlette.testclient import TestClient

from tests.support.desks import LETTER, TEAM, make_desk
from tests.support.workspaces import make_workspace
from toolkit import desk
from toolkit.web.site import UploadLimits

MakeClient = Callable[..., TestClient]
NAMELESS = b"R13 : conserver les journaux un an.\n\nR14 : revoir les habilitations chaque mois.\n"
BROKEN = b"PK\x03\x04 this is no archive"


def _upload(client: TestClient, name: str, *files: tuple[str, bytes]) -> str:
    """Send files and return the address of the page that watches over them."""
    sent = [("files", (file, content, "application/octet-stream")) for file, content in files]
    answer = client.post(f"/w/{name}/desk/intake", files=sent)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def _read(client: TestClient, address: str) -> str:
    """Wait until the reading is over and return the page."""
    for _attempt in range(600):
        page = client.get(address).text
        if "delay:600ms" not in page:
            return page
        time.sleep(0.1)
    raise AssertionError("it is still being read")


def test_a_file_that_cannot_be_read_keeps_no_other_out(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        asking = client(workspace.folder, person="Ana")
    name = workspace.folder.name
    watched = _upload(asking, name, ("avis.txt", NAMELESS), ("cassé.docx", BROKEN))
    page = _read(asking, watched)
    assert "Whose remarks are these?" in page
    assert "avis.txt" in page
    answer = asking.post(f"{watched}/names", data={"author-0": "Karim Benali", "role-0": "ciso"})
    report = _read(asking, answer.headers["location"])
    assert "cassé.docx" in report
    assert "Not taken in:" in report
    with desk.open_workspace(workspace.folder) as opened:
        (file,) = opened.team.contributions()
        assert (file.name, file.author, file.role) == ("avis.txt", "Karim Benali", "ciso")
        assert {item.author for item in opened.comments()} == {"Karim Benali"}
        assert [act.actor for act in opened.team.acts()] == ["Ana"]


def test_the_same_file_again_changes_nothing_and_says_so(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        acts = len(workspace.team.acts())
        asking = client(workspace.folder)
    page = _read(asking, _upload(asking, workspace.folder.name, ("encore.txt", LETTER)))
    assert "taken in already" in page
    assert "As if these files" not in page
    with desk.open_workspace(workspace.folder) as opened:
        assert len(opened.team.acts()) == acts


def test_what_was_taken_in_can_be_undone_from_its_page(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        asking = client(workspace.folder)
    name = workspace.folder.name
    watched = _upload(asking, name, ("avis.txt", NAMELESS))
    _read(asking, watched)
    answer = asking.post(f"{watched}/names", data={})
    report = answer.headers["location"]
    assert f"/w/{name}/undo/1" in _read(asking, report)
    assert asking.post(f"/w/{name}/undo/1").status_code == 204
    assert "Taken back" in asking.get(report).text
    with desk.open_workspace(workspace.folder) as opened:
        assert opened.team.contributions() == ()


def test_a_name_of_a_file_leads_nowhere(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        asking = client(workspace.folder)
    sent = [("../../../etc/passwd.txt", NAMELESS), ("..\\..\\" + "a" * 400 + ".txt", NAMELESS + b"Merci.")]
    page = _read(asking, _upload(asking, workspace.folder.name, *sent))
    names = [part.partition("<")[0] for part in page.split("<legend>")[1:]]
    assert names[0].strip() == "passwd.txt"
    assert names[1].startswith("aaaa")
    assert len(names[1]) < 200
    assert not list(tmp_path.glob("**/passwd*"))


def test_too_large_a_file_is_refused_by_itself(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        limits = UploadLimits(file_bytes=2000, request_bytes=20_000)
        asking = client(workspace.folder, uploads=limits)
    page = _read(
        asking, _upload(asking, workspace.folder.name, ("gros.txt", b"x" * 3000), ("avis.txt", NAMELESS))
    )
    assert "Whose remarks are these?" in page
    refused = asking.post(
        f"/w/{workspace.folder.name}/desk/intake", files=[("files", ("gros.txt", b"x" * 30_000))]
    )
    assert refused.status_code == 413


def test_too_many_files_are_refused(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        asking = client(workspace.folder, uploads=UploadLimits(files=2))
    sent = [("files", (f"{number}.txt", b"a")) for number in range(3)]
    answer = asking.post(f"/w/{workspace.folder.name}/desk/intake", files=sent)
    assert answer.status_code == 400
    assert "too many files" in answer.text.lower()


def test_nothing_sent_is_said(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        asking = client(workspace.folder)
    answer = asking.post(f"/w/{workspace.folder.name}/desk/intake", files=[("other", ("a.txt", b"a"))])
    assert answer.status_code == 400
    assert "no file was sent" in answer.text.lower()


def test_who_has_no_duty_takes_nothing_in(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path, people=TEAM) as workspace:
        asking = client(workspace.folder, person="Karim Benali")
    name = workspace.folder.name
    assert 'id="drop"' not in asking.get(f"/w/{name}/desk/intake").text
    answer = asking.post(f"/w/{name}/desk/intake", files=[("files", ("a.txt", NAMELESS))])
    assert answer.status_code == 403


def test_every_word_of_a_file_stays_reachable(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
        sha256 = workspace.team.contributions()[0].sha256
    name = workspace.folder.name
    assert "lettre.txt" in asking.get(f"/w/{name}/desk/intake").text
    page = asking.get(f"/w/{name}/desk/intake/file/{sha256}").text
    for words in (
        "Les journaux devraient rester un an.",
        "Merci du travail accompli.",
        "Bonjour,",
        "greeting",
    ):
        assert words in page
    kept = asking.get(f"/w/{name}/desk/intake/file/{sha256}/original")
    assert kept.content == LETTER
    assert kept.headers["content-disposition"].startswith("attachment")
    assert asking.get(f"/w/{name}/desk/intake/file/{'0' * 64}").status_code == 404


def test_a_whole_file_is_set_aside_for_a_reason(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
        sha256 = workspace.team.contributions()[0].sha256
    address = f"/w/{workspace.folder.name}/desk/intake/file/{sha256}/aside"
    assert asking.post(address, data={"why": " "}).status_code == 400
    assert asking.post(address, data={"why": "Sur un autre projet"}).status_code == 303
    with desk.open_workspace(workspace.folder) as opened:
        assert {item.placement.state for item in opened.team.received()} == {"set_aside"}
