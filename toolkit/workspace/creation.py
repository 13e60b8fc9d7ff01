"""A parsed draft and its file → a workspace folder that is complete from the moment it can be seen."""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from toolkit.errors import StorageError, ToolkitError, UsageError
from toolkit.files import TEMPORARY_PREFIX, storage_error, sweep_stale, sync_folder, write_atomic
from toolkit.messages import _, reason_of
from toolkit.model.provision import ParsedDraft
from toolkit.workspace.settings import FILE_NAME

DRAFTS = "drafts"

# A file name's ending that is safe to keep: ".pdf" ".docx". Not: ".p/df", ".tar.gz" as a whole.
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


def draft_path(folder: Path, *, sha256: str, name: str) -> Path:
    """Return where the file of a draft is kept: named by its content, so that it is never overwritten."""
    return folder / DRAFTS / (sha256 + safe_suffix(name))


def safe_suffix(name: str) -> str:
    """Return the ending of a file name in lower case, "" if it has none that is safe to keep."""
    suffix = Path(name).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def keep_file(folder: Path, draft: ParsedDraft, source: Path) -> None:
    """Copy the draft's file into the workspace.

    Raises:
        StorageError: it changed since it was parsed, cannot be read or cannot be written.
    """
    try:
        content = source.read_bytes()
    except OSError as error:
        raise StorageError(
            _("cannot be read ({reason}).").format(reason=reason_of(error)), where=str(source)
        ) from error
    if hashlib.sha256(content).hexdigest() != draft.document.sha256:
        raise StorageError(_("changed while it was being read."), where=str(source), hint=_("Start again."))
    target = draft_path(folder, sha256=draft.document.sha256, name=draft.document.name)
    if not target.exists():
        try:
            target.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise storage_error(error, target.parent) from error
        write_atomic(target, content)


def check_vacant(folder: Path) -> None:
    """Refuse a place where a workspace cannot be made without touching what is there.

    Raises:
        UsageError: a workspace, other files or no folder.
    """
    if (folder / FILE_NAME).exists():
        raise UsageError(
            _("holds a workspace already."), where=str(folder), hint=_("Work in it or choose another folder.")
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError(_("is a file, not a folder."), where=str(folder), hint=_("Choose another name."))
    if folder.is_dir() and any(not _is_temporary(path) for path in folder.iterdir()):
        raise UsageError(
            _("is not empty."), where=str(folder), hint=_("Choose an empty folder or a new name.")
        )


@contextlib.contextmanager
def built_aside(folder: Path) -> Iterator[Path]:
    """Yield a temporary folder whose content becomes that of `folder` at the end, or vanishes on any exception.

    An existing (empty) folder keeps its identity, since a shell may stand in it; consult.toml, which makes
    it a workspace, then comes last.
    """
    name = f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}"
    try:
        existed = folder.is_dir()
        folder.parent.mkdir(parents=True, exist_ok=True)
        sweep_stale(folder.parent)
        temporary = (folder if existed else folder.parent) / name
        temporary.mkdir()
    except OSError as error:
        raise storage_error(error, folder) from error
    try:
        yield temporary
        if existed:
            _move_children(temporary, folder)
        else:
            temporary.rename(folder)
        sync_folder(folder.parent)
    except ToolkitError as error:
        # What went wrong in the temporary folder is told of the one that the person named.
        error.where = error.where.replace(str(temporary), str(folder))
        raise
    except OSError as error:
        raise storage_error(error, folder) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _move_children(source: Path, target: Path) -> None:
    moved: list[Path] = []
    try:
        for path in sorted(source.iterdir(), key=lambda item: item.name == FILE_NAME):
            destination = target / path.name
            path.rename(destination)
            moved.append(destination)
        source.rmdir()
    except BaseException:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
    sync_folder(target)


def _is_temporary(path: Path) -> bool:
    return path.name.startswith(TEMPORARY_PREFIX)
