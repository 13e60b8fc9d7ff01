"""A server's temporary files → one folder, which goes with the server.

They hold drafts and what contributors sent. What a server that was killed has left, the next one of the same person
removes.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_PREFIX = "consult-server-"
_NEW_SECONDS = 60.0
"""A folder younger than this may belong to a server that has not locked it yet."""


@contextlib.contextmanager
def private_scratch() -> Iterator[Path]:
    """Let the temporary files of this process and its children lie in a folder of its own within the block."""
    remove_left_behind(Path(tempfile.gettempdir()))
    before, told = tempfile.tempdir, os.environ.get("TMPDIR")
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        lock = os.open(name, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            tempfile.tempdir = os.environ["TMPDIR"] = name
            yield Path(name)
        finally:
            tempfile.tempdir = before
            os.environ.pop("TMPDIR")
            os.environ.update({"TMPDIR": told} if told is not None else {})
            os.close(lock)


def remove_left_behind(place: Path) -> None:
    """Remove the folders of servers of ours that have died."""
    for path in place.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            status = path.lstat()
            is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()
            if is_ours and time.time() - status.st_mtime > _NEW_SECONDS:
                _remove_if_dead(path)


def _remove_if_dead(path: Path) -> None:
    """Remove a folder that no process has locked.

    Raises:
        OSError: a server lives in it.
    """
    lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(path, ignore_errors=True)
    finally:
        os.close(lock)
