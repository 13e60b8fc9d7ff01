"""Read files that people name, and write files so that a reader finds the old content or the new, never half of one.

A crash, a kill or a full disk in the middle leaves the target as it was. What such an end leaves behind, a
`.tmp-consult-…` file beside the target, is removed by a later write to the same folder.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import secrets
import shutil
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from toolkit.errors import BrokenInput, StorageError
from toolkit.messages import _, reason_of

TEMPORARY_PREFIX = ".tmp-consult-"
"""Ours alone: what begins so and is old may be removed from anybody's folder."""
STALE_SECONDS = 3600.0
"""A temporary file that nobody has written to for this long was left by a process that died."""

Writer = Callable[[IO[bytes]], None]
"""Writes the content to a seekable binary file."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_MISSING = (errno.ENOENT, errno.ENOTDIR)


def read_input(path: Path) -> bytes:
    """Return the content of a file that a person names to be read.

    Raises:
        BrokenInput: there is no such file, it is a folder, or it may not be read.
    """
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise unreadable(error, path) from error


def unreadable(error: Exception, path: Path) -> BrokenInput:
    """Say what the refusal to open a file that a person named means and what to do about it."""
    if isinstance(error, FileNotFoundError):
        return BrokenInput(_("there is no such file."), where=str(path), hint=_("Check the path."))
    if isinstance(error, IsADirectoryError):
        return BrokenInput(_("it is a folder."), where=str(path), hint=_("Name the file itself."))
    told = _("it cannot be opened ({detail}).").format(detail=reason_of(error))
    return BrokenInput(told, where=str(path), hint=_("Check the path and its permissions."))


def write_atomic(target: Path, data: bytes | Writer) -> None:
    """Replace the content of `target` by `data` at once, or not at all.

    The permissions of an existing file are kept; a symbolic link is followed.

    Raises:
        StorageError: the folder is missing or read-only, the disk is full, the target is a folder or write-protected.
    """
    try:
        real = target.resolve()
        if real.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(real))
        if real.exists() and not real.is_file():
            _write_into(real, data)
            return
        _refuse_read_only(real)
        sweep_stale(real.parent)
        _write_beside(real, data)
    except OSError as error:
        raise storage_error(error, target) from error


def sweep_stale(folder: Path) -> None:
    """Remove temporary files and folders that a process which died has left in `folder`."""
    limit = time.time() - STALE_SECONDS
    for path in folder.glob(f"{TEMPORARY_PREFIX}*"):
        with contextlib.suppress(OSError):
            status = path.lstat()
            if status.st_mtime < limit:
                shutil.rmtree(path) if stat.S_ISDIR(status.st_mode) else path.unlink()


def storage_error(error: OSError, target: Path) -> StorageError:
    """Say what the operating system's refusal to write `target` means and what to do about it."""
    message, hint = _explained(error)
    return StorageError(message, where=str(target), hint=hint)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` survive a power cut, where the file system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def is_protected(path: Path) -> bool:
    """Tell whether a file or folder exists and must not be written."""
    # Root may everything: the bits say what was meant.
    return path.exists() and not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK))


def _refuse_read_only(target: Path) -> None:
    """Refuse to replace a file that is write-protected, as writing into it would be."""
    # A folder's rights alone decide about a rename.
    if is_protected(target):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))


def _write_into(device: Path, data: bytes | Writer) -> None:
    """Write to a pipe or device, which must not be replaced by a file: /dev/null, /dev/stdout, a FIFO."""
    content = data if isinstance(data, bytes) else _collected(data)
    with device.open("wb") as file:
        file.write(content)


def _collected(write: Writer) -> bytes:
    memory = io.BytesIO()
    write(memory)
    return memory.getvalue()


def _write_beside(target: Path, data: bytes | Writer) -> None:
    # Not tempfile.mkstemp: it ignores the umask, and a team shares these files.
    temporary = target.with_name(f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            if isinstance(data, bytes):
                file.write(data)
            else:
                data(file)
            file.flush()
            os.fsync(file.fileno())
            with contextlib.suppress(FileNotFoundError):
                os.fchmod(file.fileno(), stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _explained(error: OSError) -> tuple[str, str]:
    if error.errno in _FULL:
        return _("cannot be written: the disk is full."), _(
            "Free some space and try again; nothing was changed."
        )
    if error.errno in _FORBIDDEN:
        return _("cannot be written: not allowed."), _(
            "Check the permissions or choose another place with -o."
        )
    if error.errno in _MISSING:
        return _("cannot be written: the folder does not exist."), _("Create it or choose another place.")
    if error.errno == errno.EISDIR:
        return _("is a folder, not a file."), _("Give the name of a file.")
    if error.errno == errno.ENAMETOOLONG:
        return _("the name is too long."), _("Choose a shorter one.")
    return _("cannot be written ({reason}).").format(reason=reason_of(error)), _("Nothing was changed.")
