"""Files are replaced as a whole or stay as they were, and refusals are told in one line."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest

from toolkit.errors import StorageError
from toolkit.files import STALE_SECONDS, write_atomic


def test_writes_and_replaces_bytes(tmp_path: Path) -> None:
    target = tmp_path / "response.docx"
    write_atomic(target, b"first")
    write_atomic(target, b"second")
    assert target.read_bytes() == b"second"
    assert [path.name for path in tmp_path.iterdir()] == ["response.docx"]


def test_a_writer_gets_a_seekable_file(tmp_path: Path) -> None:
    def write(file: IO[bytes]) -> None:
        file.write(b"xxcontent")
        file.seek(0)
        file.write(b"my")

    write_atomic(tmp_path / "a", write)
    assert (tmp_path / "a").read_bytes() == b"mycontent"


def test_permissions_are_kept_and_new_files_follow_the_umask(tmp_path: Path) -> None:
    target = tmp_path / "a"
    previous = os.umask(0o027)
    try:
        write_atomic(target, b"1")
        assert target.stat().st_mode & 0o777 == 0o640
        target.chmod(0o604)
        write_atomic(target, b"2")
        assert target.stat().st_mode & 0o777 == 0o604
    finally:
        os.umask(previous)


def test_a_symbolic_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_atomic(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_write_protected_file_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "filed.docx"
    target.write_bytes(b"filed")
    target.chmod(0o444)
    with pytest.raises(StorageError, match="not allowed"):
        write_atomic(target, b"new")
    assert target.read_bytes() == b"filed"


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "full"), ValueError("a bug"), KeyboardInterrupt()])
def test_a_failure_half_way_keeps_the_old_file(tmp_path: Path, failure: BaseException) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")

    def write(file: IO[bytes]) -> None:
        file.write(b"half")
        raise failure

    with pytest.raises((StorageError, type(failure))):
        write_atomic(target, write)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "not allowed"),
        (errno.EACCES, "not allowed"),
        (errno.EIO, "Input/output"),
    ],
)
def test_refusals_name_target_and_remedy(tmp_path: Path, number: int, words: str) -> None:
    def write(_file: IO[bytes]) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.raises(StorageError, match=words) as caught:
        write_atomic(tmp_path / "a", write)
    assert caught.value.where == str(tmp_path / "a")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "words"),
    [(".", "is a folder"), ("missing/a", "folder does not exist"), ("x" * 300, "name is too long")],
    ids=["folder", "missing folder", "long name"],
)
def test_impossible_targets(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(StorageError, match=words):
        write_atomic(tmp_path / name, b"")


def test_what_dead_writers_left_is_swept_and_live_ones_are_not(tmp_path: Path) -> None:
    dead, live, foreign, dead_folder = (
        tmp_path / name for name in (".tmp-consult-1", ".tmp-consult-2", ".tmp-other", ".tmp-consult-3")
    )
    dead_folder.mkdir()
    for path in (dead, live, foreign, dead_folder / "half"):
        path.write_bytes(b"half")
    long_ago = time.time() - STALE_SECONDS - 10
    for path in (dead, foreign, dead_folder):
        os.utime(path, (long_ago, long_ago))
    write_atomic(tmp_path / "a", b"whole")
    assert {path.name for path in tmp_path.iterdir()} == {"a", live.name, foreign.name}


_LOOP = """
import sys
from pathlib import Path
from toolkit.files import write_atomic
for number in range(1000000):
    write_atomic(Path(sys.argv[1]), (b"%d " % (number % 10)) * 200000)
    print(number, flush=True)
"""


def test_killed_while_writing_leaves_a_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "a"
    for _attempt in range(3):
        writer = subprocess.Popen([sys.executable, "-c", _LOOP, str(target)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.05)
        writer.kill()
        writer.communicate()
        content = target.read_bytes()
        assert content == content[:2] * 200000
