"""A folder for exports → where the next one goes, so that what a person changed by hand is not overwritten.

Beside the exports, the file `.exported` lists what was written there, in the form of `sha256sum`.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path

from toolkit.files import storage_error, write_atomic

_LIST = ".exported"


def free_target(folder: Path, name: str, suffix: str) -> Path:
    """Return the first of `name.suffix`, `name-2.suffix`, … that is not there or still as it was exported.

    Raises:
        StorageError: what is there cannot be read.
    """
    written = _listed(folder)
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    paths = (folder / f"{stem}.{suffix}" for stem in names)
    return next(path for path in paths if _is_free(path, written))


def remember(target: Path) -> None:
    """List an export as written by us.

    Raises:
        StorageError: the list cannot be written.
    """
    others = [line for line in _listed(target.parent) if not line.endswith(f"  {target.name}")]
    lines = [*others, f"{_sha256(target)}  {target.name}"]
    write_atomic(target.parent / _LIST, "".join(f"{line}\n" for line in lines).encode())


def _is_free(path: Path, written: Sequence[str]) -> bool:
    try:
        return not path.exists() or (path.is_file() and f"{_sha256(path)}  {path.name}" in written)
    except OSError as error:
        raise storage_error(error, path) from error


def _listed(folder: Path) -> list[str]:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return (folder / _LIST).read_text(encoding="utf-8").splitlines()
    return []


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
