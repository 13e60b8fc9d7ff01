"""A backup that is taken while people work, and what comes back from it."""

from __future__ import annotations

import io
import stat
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.support.team_server import PASSWORD, Served, mail_of
from tests.support.workspaces import make_workspace
from toolkit.errors import BrokenInput, StorageError, ToolkitError, UsageError
from toolkit.model.comment import Comment
from toolkit.web.accounts.configuration import Configuration
from toolkit.web.accounts.store import Accounts
from toolkit.web.entrance.team import Team
from toolkit.web.server.backup import MANIFEST, Kept, Manifest, back_up, restore
from toolkit.web.server.serving import team_app
from toolkit.web.site import Site
from toolkit.workspace.store import Workspace


def test_everything_comes_back_while_people_go_on_writing(
    served: Served, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("backup")
    served.password("lead")
    workspace = served.site.workspace(served.workspace)
    workspace.add_comment(Comment(id="", provision_id="r12", text="before", author="Lea Lead"))
    (served.folder / "server.toml").write_text("[server]\n")
    written, stop = [], threading.Event()

    def write_on() -> None:
        while not stop.is_set():
            written.append(workspace.add_comment(Comment(id="", provision_id="r13", text="meanwhile")).id)

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        made = back_up(served.folder, place / "consult.tar.gz")
    finally:
        stop.set()
        writer.join()
    assert stat.S_IMODE((place / "consult.tar.gz").stat().st_mode) == 0o600
    assert restore(place / "consult.tar.gz", place / "again") == made
    with Workspace.open(place / "again" / served.workspace) as back:
        comments = back.comments()
        assert {item.id for item in comments} <= {"c1", *written}
        assert comments[0].text == "before"
        assert back.draft() == workspace.draft()
        assert back.draft_file().read_bytes() == workspace.draft_file().read_bytes()
        assert len(back.team.acts()) == len(comments)
    accounts = Accounts.open(place / "again" / "server.db")
    assert accounts.authenticate(mail_of("Lea Lead"), PASSWORD) is not None
    accounts.close()
    assert (place / "again" / "server.toml").is_file()


def test_a_restored_server_serves(served: Served, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("backup")
    back_up(served.folder, place / "b.tar.gz")
    restore(place / "b.tar.gz", place / "again")
    settings = msgspec.convert(
        {"server": {"address": "http://testserver"}, "home": str(place / "again")}, type=Configuration
    )
    team, site = Team.open(settings), Site(place / "again", mode="team")
    again = Served(site, team, team_app(site, team), place / "again", served.workspace, served.other)
    try:
        assert again.client("lead").get(f"/w/{served.workspace}/read").status_code == 200
    finally:
        again.close()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    make_workspace(tmp_path / "home").close()
    back_up(tmp_path / "home", tmp_path / "b.tar.gz")
    return tmp_path / "b.tar.gz"


def test_what_can_be_made_anew_or_lies_elsewhere_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with make_workspace(tmp_path / "home") as workspace:
        (workspace.folder / ".search").mkdir()
        (workspace.folder / ".search" / "index").write_text("derived")
        (workspace.folder / "outside").symlink_to("/etc/passwd")
        made = back_up(tmp_path / "home", tmp_path / "b.tar.gz")
        name = workspace.folder.name
    assert made.left_out == (f"{name}/outside",)
    paths = {kept.path for kept in made.files}
    assert f"{name}/consult.db" in paths
    assert not [path for path in paths if ".search" in path or path.endswith(("-wal", "-shm", "outside"))]


def test_a_workspace_on_postgresql_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with make_workspace(tmp_path / "home") as workspace:
        name = workspace.folder.name
        url = "postgresql://consult@db.example/consult"
        workspace.update_settings(msgspec.structs.replace(workspace.settings(), storage_url=url))
    assert back_up(tmp_path / "home", tmp_path / "b.tar.gz").elsewhere == (name,)


def test_a_workspace_whose_settings_are_broken_is_copied_as_it_is(tmp_path: Path, archive: Path) -> None:
    settings = next((tmp_path / "home").glob("*/consult.toml"))
    settings.write_text("not [ toml")
    back_up(tmp_path / "home", archive)
    restore(archive, tmp_path / "again")
    assert next((tmp_path / "again").glob("*/consult.toml")).read_text() == "not [ toml"


def test_a_backup_that_fails_leaves_the_one_before(tmp_path: Path, archive: Path) -> None:
    before = archive.read_bytes()
    database = next((tmp_path / "home").glob("*/consult.db"))
    database.write_bytes(database.read_bytes()[:100] + b"x" * 5000)
    with pytest.raises(StorageError, match="cannot be copied"):
        back_up(tmp_path / "home", archive)
    assert archive.read_bytes() == before


def test_a_backup_needs_something_to_copy_and_another_place(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError):
        back_up(tmp_path / "empty", archive)
    with pytest.raises(UsageError):
        back_up(tmp_path / "home", tmp_path / "home" / "b.tar.gz")


def test_nothing_is_restored_over_anything(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError):
        restore(archive, tmp_path / "full")
    (tmp_path / "empty").mkdir()
    restore(archive, tmp_path / "empty")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]


def _forged(path: Path, files: tuple[Kept, ...], *members: tuple[str, bytes]) -> Path:
    manifest = msgspec.json.encode(Manifest(made="", files=files))
    with tarfile.open(path, "w:gz") as archive:
        for name, data in (*members, (MANIFEST, manifest)):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
DAMAGED: dict[str, Callable[[Path, bytes], object]] = {
    "empty": lambda path, _good: path.write_bytes(b""),
    "no archive": lambda path, _good: path.write_bytes(b"hello"),
    "cut short": lambda path, good: path.write_bytes(good[: len(good) // 2]),
    "last bytes gone": lambda path, good: path.write_bytes(good[:-20]),
    "a byte changed": lambda path, good: path.write_bytes(
        good[:2000] + bytes([good[2000] ^ 1]) + good[2001:]
    ),
    "no manifest": lambda path, _good: tarfile.open(path, "w:gz").close(),
    "outside by dots": lambda path, _good: _forged(path, (Kept("../evil", 0, EMPTY),), ("../evil", b"")),
    "outside by root": lambda path, _good: _forged(path, (Kept("/evil", 0, EMPTY),), ("/evil", b"")),
    "named and not there": lambda path, _good: _forged(path, (Kept("gone", 0, EMPTY),)),
    "another content": lambda path, _good: _forged(path, (Kept("a", 1, EMPTY),), ("a", b"x")),
    "another size": lambda path, _good: _forged(path, (Kept("a", 0, EMPTY),), ("a", b"x")),
    "twice the same": lambda path, _good: _forged(path, (Kept("a", 0, EMPTY),) * 2, ("a", b"")),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_what_is_damaged_or_forged_is_not_restored(tmp_path: Path, archive: Path, damage: str) -> None:
    DAMAGED[damage](archive, archive.read_bytes())
    with pytest.raises(ToolkitError) as caught:
        restore(archive, tmp_path / "again")
    assert isinstance(caught.value, BrokenInput | StorageError)
    assert not (tmp_path / "again").exists()
    assert not (tmp_path.parent / "evil").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar.gz", "home"]


def test_links_in_a_forged_archive_are_not_made(tmp_path: Path) -> None:
    path = tmp_path / "b.tar.gz"
    manifest = msgspec.json.encode(Manifest(made="", files=(Kept("a", 0, EMPTY),)))
    with tarfile.open(path, "w:gz") as archive:
        link = tarfile.TarInfo("a")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        told = tarfile.TarInfo(MANIFEST)
        told.size = len(manifest)
        archive.addfile(told, io.BytesIO(manifest))
    with pytest.raises(BrokenInput):
        restore(path, tmp_path / "again")
