"""A folder of workspaces → one archive that is consistent while the server runs, and back.

Databases are copied by SQLite itself, each as it was at one moment, and before the files: a file of a draft or of a
contribution is on disk before the database knows of it, and never changes afterwards. What the toolkit can make anew
(names that begin with a dot) is left out. A database on a PostgreSQL server is pg_dump's to copy.
"""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from toolkit.errors import BrokenInput, StorageError, ToolkitError, UsageError
from toolkit.files import TEMPORARY_PREFIX, storage_error, sync_folder, write_atomic
from toolkit.messages import _
from toolkit.workspace.settings import FILE_NAME, read_settings

MANIFEST = "manifest.json"
_SQLITE = b"SQLite format 3\x00"
_BESIDE_DATABASES = ("-wal", "-shm", "-journal")
_MOST_MANIFEST_BYTES = 64 * 1024 * 1024
_CHUNK = 1024 * 1024


class Kept(msgspec.Struct, frozen=True):
    """A file of an archive."""

    path: str
    """Below the folder, with "/"."""
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive holds; it is the archive's last member."""

    schema: int = 1
    made: str
    files: tuple[Kept, ...]
    elsewhere: tuple[str, ...] = ()
    """Names of workspaces whose data are on a PostgreSQL server, and not in the archive."""
    left_out: tuple[str, ...] = ()
    """Links to other places, which were not followed."""


def back_up(folder: Path, target: Path) -> Manifest:
    """Write all that is in `folder` into the archive `target`, which nobody else may read.

    Raises:
        UsageError: there is no workspace in it, or the target lies in it.
        StorageError: something cannot be read or written; an archive that was there before stays.
    """
    folder = folder.resolve()
    homes = [
        path.parent for path in (folder / FILE_NAME, *sorted(folder.glob(f"*/{FILE_NAME}"))) if path.is_file()
    ]
    if not homes:
        raise UsageError(_("holds no workspace."), where=str(folder))
    if target.resolve().is_relative_to(folder):
        raise UsageError(
            _("lies in the folder itself."),
            where=str(target),
            hint=_("Write the archive to another place, best another disk."),
        )
    elsewhere = tuple(home.name for home in homes if _is_elsewhere(home))
    made: list[Manifest] = []

    def write(file: IO[bytes]) -> None:
        os.fchmod(file.fileno(), 0o600)
        made.append(_archive(folder, file, elsewhere=elsewhere))

    write_atomic(target, write)
    return made[0]


def restore(archive: Path, folder: Path) -> Manifest:
    """Put what an archive holds into `folder`, which is new or empty, as a whole or not at all.

    Raises:
        UsageError: the folder is not empty.
        BrokenInput: the archive is damaged, or none of ours.
        StorageError: the folder cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            _("is not empty."), where=str(folder), hint=_("Restore to a new folder, then move what you need.")
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=TEMPORARY_PREFIX, dir=folder.parent))
        try:
            manifest = _extract(archive, temporary)
            _check_databases(temporary, manifest)
            if folder.exists():
                folder.rmdir()
            temporary.replace(folder)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        sync_folder(folder.parent)
    except (tarfile.TarError, EOFError, msgspec.DecodeError, UnicodeDecodeError, zlib.error) as error:
        raise _damaged(archive) from error
    except OSError as error:
        raise storage_error(error, folder) from error
    return manifest


def _is_elsewhere(home: Path) -> bool:
    try:
        return bool(read_settings(home / FILE_NAME).storage_url)
    except StorageError:
        return False  # what is broken is copied as it is


def _archive(folder: Path, file: IO[bytes], *, elsewhere: tuple[str, ...]) -> Manifest:
    kept: list[Kept] = []
    paths = sorted(_files_in(folder), key=lambda path: not _is_database(path))
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
        for path in paths:
            name = path.relative_to(folder).as_posix()
            if _is_database(path):
                with tempfile.TemporaryDirectory(prefix="consult-") as scratch:
                    kept.append(_add(archive, name, _snapshot(path, Path(scratch) / "copy")))
            else:
                try:
                    kept.append(_add(archive, name, path))
                except FileNotFoundError:
                    continue  # taken away meanwhile, as logs are that were put aside
        manifest = Manifest(
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            files=tuple(kept),
            elsewhere=elsewhere,
            left_out=tuple(path.relative_to(folder).as_posix() for path in _links_in(folder)),
        )
        _add_bytes(archive, MANIFEST, msgspec.json.encode(manifest))
    return manifest


def _files_in(folder: Path) -> Iterator[Path]:
    for path in _walk(folder):
        is_ours = not any(path.name.endswith(suffix) for suffix in _BESIDE_DATABASES)
        if path.is_file() and not path.is_symlink() and is_ours:
            yield path


def _links_in(folder: Path) -> Iterator[Path]:
    return (path for path in _walk(folder) if path.is_symlink())


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except FileNotFoundError:
        return False


def _snapshot(path: Path, copy: Path) -> Path:
    """Copy a database as it is at this moment, whoever writes to it."""
    try:
        source = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
        target = sqlite3.connect(copy)
        try:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        finally:
            source.close()
            target.close()
    except sqlite3.Error as error:
        raise StorageError(_("cannot be copied ({reason}).").format(reason=error), where=str(path)) from error
    return copy


def _add(archive: tarfile.TarFile, name: str, path: Path) -> Kept:
    """Add what is in a file now; what is added to it meanwhile is left for the next time."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        measured = _Measured(file)
        archive.addfile(_member(name, size), measured)
    return Kept(name, size, measured.digest.hexdigest())


def _add_bytes(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    archive.addfile(_member(name, len(data)), io.BytesIO(data))


def _member(name: str, size: int) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.size, made.mode = size, 0o600
    return made


class _Measured(io.RawIOBase):
    """A file whose hash is known once it was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = sha256()

    def read(self, size: int = -1) -> bytes:
        """Read, and hash."""
        data = self._file.read(size)
        self.digest.update(data)
        return data


def _extract(source: Path, folder: Path) -> Manifest:
    """Write the members that the manifest names; whatever else an archive holds is not ours."""
    with tarfile.open(source, mode="r:gz") as archive:
        members = {item.name: item for item in archive if item.isreg()}
        told = members.get(MANIFEST)
        if told is None or told.size > _MOST_MANIFEST_BYTES:
            raise _damaged(source)
        manifest = msgspec.json.decode(_opened(archive, told, source).read(), type=Manifest)
        for kept in manifest.files:
            member = members.get(kept.path)
            if member is None or member.size != kept.size or not _is_below(kept.path):
                raise _damaged(source)
            target = folder / kept.path
            target.parent.mkdir(parents=True, exist_ok=True)
            if _written(_opened(archive, member, source), target) != kept.sha256:
                raise _damaged(source)
    return manifest


def _opened(archive: tarfile.TarFile, member: tarfile.TarInfo, source: Path) -> IO[bytes]:
    opened = archive.extractfile(member)
    if opened is None:
        raise _damaged(source)
    return opened


def _written(content: IO[bytes], target: Path) -> str:
    digest = sha256()
    with target.open("xb") as file:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _is_below(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _check_databases(folder: Path, manifest: Manifest) -> None:
    for kept in manifest.files:
        path = folder / kept.path
        if _is_database(path):
            connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
            try:
                (word,) = connection.execute("PRAGMA integrity_check").fetchone()
            except sqlite3.Error as error:
                word = str(error)
            finally:
                connection.close()
            if word != "ok":
                raise StorageError(_("is damaged or is not a database."), where=kept.path)


def _damaged(archive: Path) -> ToolkitError:
    return BrokenInput(
        _("is damaged, or no backup of this toolkit."),
        where=str(archive),
        hint=_("Try an earlier one: nothing was restored."),
    )
