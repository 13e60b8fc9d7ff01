"""No acknowledged change is lost and nothing is left half-made, whatever happens to the process or the disk."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from toolkit.errors import StorageError, UsageError
from toolkit.model.comment import Comment
from toolkit.model.provision import ParsedDraft
from toolkit.model.response import Consultation
from toolkit.workspace import founding
from toolkit.workspace.database import Database, open_postgresql, open_sqlite
from toolkit.workspace.migrate import MIGRATIONS, current_revision, known_revisions, migrate
from toolkit.workspace.schema import HEAD, metadata
from toolkit.workspace.store import Workspace

_EDITOR = """
import sys
from pathlib import Path
import msgspec
from toolkit.errors import Conflict
from toolkit.workspace.store import Workspace

done = 0
with Workspace.open(Path(sys.argv[1])) as workspace:
    while done < int(sys.argv[2]):
        read = workspace.comment("c1")
        try:
            workspace.edit_comment(msgspec.structs.replace(read, text=str(int(read.text) + 1)), actor="x")
        except Conflict:
            continue
        done += 1
"""

_ADDER = """
import sys
from pathlib import Path
from toolkit.model.comment import Comment
from toolkit.workspace.store import Workspace

with Workspace.open(Path(sys.argv[1])) as workspace:
    for number in range(int(sys.argv[2])):
        new = Comment(id="", provision_id="r12", author=sys.argv[3], text=str(number))
        print(workspace.add_comment(new).id, flush=True)
"""


def _start(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _finish(children: list[subprocess.Popen[str]]) -> list[str]:
    answers = [child.communicate(timeout=600) for child in children]
    assert [child.returncode for child in children] == [0] * len(children), answers
    return [answer for answer, _noise in answers]


def test_edits_by_several_processes_lose_no_update(workspace: Workspace) -> None:
    workspace.add_comment(Comment(id="", provision_id="r12", text="0"))
    _finish([_start(_EDITOR, workspace.folder, 15) for _ in range(3)])
    assert workspace.comment("c1").text == "45"
    assert [item.revision for item in workspace.history("c1")] == list(range(1, 47))


def test_comments_by_several_processes_all_get_their_own_id(workspace: Workspace) -> None:
    answers = _finish([_start(_ADDER, workspace.folder, 15, author) for author in "abc"])
    ids = [name for answer in answers for name in answer.split()]
    assert sorted(ids, key=lambda name: int(name[1:])) == [f"c{number}" for number in range(1, 46)]
    assert {item.id for item in workspace.comments()} == set(ids)


def test_killed_writers_leave_every_acknowledged_comment(workspace: Workspace) -> None:
    acknowledged: list[str] = []
    for pause in (0.01, 0.05, 0.1):
        child = _start(_ADDER, workspace.folder, 100_000, "x")
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(pause)
        child.send_signal(signal.SIGKILL)
        rest, _noise = child.communicate()
        acknowledged += [line for line in (first + rest).split("\n") if line]
    stored = {item.id for item in workspace.comments()}
    assert set(acknowledged) <= stored
    assert all(len(workspace.history(name)) == 1 for name in stored)


@pytest.fixture
def in_folder(tmp_path: Path, draft: ParsedDraft, source: Path) -> Path:
    folder = tmp_path / "local"
    consultation = Consultation(title="Recommandation DPI")
    Workspace.create(folder, draft=draft, source=source, consultation=consultation).close()
    return folder


def test_a_full_disk_is_told_and_what_was_there_stays(in_folder: Path) -> None:
    with Workspace.open(in_folder) as workspace:
        workspace.add_comment(Comment(id="", provision_id="r12", text="avant"))
        engine = workspace._database.engine
        sa.event.listen(
            engine, "begin", lambda connection: connection.exec_driver_sql("PRAGMA max_page_count=1")
        )
        with pytest.raises(StorageError, match="disk is full") as caught:
            workspace.add_comment(Comment(id="", provision_id="r12", text="x" * 1_000_000))
        assert caught.value.where.endswith("consult.db")
    with Workspace.open(in_folder) as workspace:
        assert [item.text for item in workspace.comments()] == ["avant"]


def _remove(path: Path) -> None:
    path.unlink()


def _overwrite(path: Path) -> None:
    path.write_bytes(b"not a database at all, whatever its name says" * 100)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _damage(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


def _other_program(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def _newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_remove, "cannot be opened"),
        (_overwrite, "not a database"),
        (_empty, "no workspace"),
        (_damage, "damaged"),
        (_other_program, "no workspace"),
        (_newer, r"newer version of the toolkit \(schema 9999\)"),
    ],
    ids=["removed", "overwritten", "empty", "damaged", "another program's", "newer"],
)
def test_a_broken_database_is_told_in_one_line(
    in_folder: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(in_folder / "consult.db")
    with pytest.raises(StorageError, match=words) as caught, Workspace.open(in_folder) as workspace:
        workspace.draft()
    assert "\n" not in str(caught.value)
    assert caught.value.where.endswith("consult.db")
    assert caught.value.hint


def test_a_locked_database_is_told(workspace: Workspace) -> None:
    with (
        workspace._database.writing(),
        Workspace.open(workspace.folder, lock_seconds=0.05) as other,
        pytest.raises(StorageError, match="in use by another program"),
    ):
        other.select(["r12"], actor="Ana")
    assert workspace.selection() == ()


def test_readers_do_not_wait_for_a_writer(workspace: Workspace) -> None:
    with workspace._database.writing(), Workspace.open(workspace.folder, lock_seconds=0.05) as other:
        assert other.comments() == ()
        assert other.provision("r12").number == "R12"


def test_an_unreachable_server_is_told_without_its_password(in_folder: Path) -> None:
    toml = in_folder / "consult.toml"
    url = "postgresql://ana:geheim@127.0.0.1:9/consult"
    toml.write_text(toml.read_text().replace('url = ""', f'url = "{url}"'))
    with pytest.raises(StorageError, match="cannot be reached") as caught:
        Workspace.open(in_folder)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://x/y", "http://[", "consult.db"])
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="PostgreSQL"):
        open_postgresql(url)


def test_creation_that_fails_leaves_nothing(
    make_workspace: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(founding, "write_settings", fail)
        with pytest.raises(StorageError, match="disk is full"):
            make_workspace()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["projet.pdf"]
    assert make_workspace().draft().provisions  # the database was not touched either


def test_creation_in_an_empty_folder_keeps_the_folder(make_workspace: Any, tmp_path: Path) -> None:
    (tmp_path / "ws").mkdir()
    inode = (tmp_path / "ws").stat().st_ino
    make_workspace()
    assert (tmp_path / "ws").stat().st_ino == inode
    assert not list((tmp_path / "ws").glob(".tmp-*"))


def test_a_place_that_is_taken_is_refused(make_workspace: Any, tmp_path: Path, storage_url: str) -> None:
    make_workspace()
    with pytest.raises(UsageError, match="holds a workspace already"):
        make_workspace()
    shutil.rmtree(tmp_path / "ws")
    (tmp_path / "ws").mkdir()
    (tmp_path / "ws" / "notes.txt").touch()
    with pytest.raises(UsageError, match="not empty"):
        make_workspace()
    if storage_url:
        (tmp_path / "ws" / "notes.txt").unlink()
        with pytest.raises(UsageError, match="another schema"):
            make_workspace()


def test_a_draft_that_changed_while_it_was_read_is_refused(make_workspace: Any, source: Path) -> None:
    source.write_bytes(b"%PDF-1.7 another draft")
    with pytest.raises(StorageError, match="changed while"):
        make_workspace()


def test_find_walks_up(in_folder: Path, tmp_path: Path) -> None:
    deep = in_folder / "drafts"
    with Workspace.find(deep) as workspace:
        assert workspace.folder == in_folder
    with pytest.raises(StorageError, match="consult new"):
        Workspace.find(tmp_path)


@pytest.fixture
def database(tmp_path: Path, storage_url: str) -> Any:
    opened = open_postgresql(storage_url) if storage_url else open_sqlite(tmp_path / "x.db", create=True)
    yield opened
    opened.close()


def test_migrations_make_the_schema_that_the_code_expects(database: Database) -> None:
    with database.writing() as connection:
        migrate(connection)
    with database.reading() as connection:
        assert current_revision(connection) == HEAD
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert HEAD in known_revisions()


def test_a_migration_that_fails_is_rolled_back(database: Database, tmp_path: Path) -> None:
    with database.writing() as connection:
        migrate(connection)
    scripts = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "v9999_fails.py").write_text(
        "from alembic import op\nimport sqlalchemy as sa\n"
        f"revision, down_revision = '9999', '{HEAD}'\n"
        "def upgrade():\n"
        "    op.create_table('half', sa.Column('x', sa.Integer))\n"
        "    op.add_column('comment', sa.Column('half', sa.Integer))\n"
        "    raise ValueError('in the middle')\n"
    )
    with pytest.raises(ValueError, match="in the middle"), database.writing() as connection:
        migrate(connection, scripts=scripts)
    with database.reading() as connection:
        assert current_revision(connection) == HEAD
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_thousands_of_comments_and_ids_go_in_at_once(workspace: Workspace) -> None:
    provisions = [item.id for item in workspace.provisions()]
    new = [
        Comment(id="", provision_id=provisions[n % 7], author=f"a{n % 50}", text="x" * 80)
        for n in range(4000)
    ]
    assert workspace.add_comments(new)[-1].id == "c4000"
    assert len(workspace.comments()) == 4000
    assert len(workspace.history("c4000")) == 1
