"""A form with files → its values, while what a person may send at once is held to; and its files on disk.

Bytes are counted as they come in: what is too much is refused before it fills the disk, whatever the request says of
its own length. A file's name is shown to people and never leads anywhere.
"""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request

from toolkit.errors import LimitExceeded
from toolkit.files import storage_error
from toolkit.messages import _
from toolkit.web.asking import site_of

if TYPE_CHECKING:
    from starlette.datastructures import FormData, UploadFile
    from starlette.types import Message

_MIB = 1024 * 1024
_NAME_BYTES = 150
"""Of a name on disk: file systems take 255, and something may be added to it."""


@asynccontextmanager
async def read_form(request: Request, *, files: int = 1) -> AsyncIterator[FormData]:
    """Give the form of a request with at most so many files, which are gone after the block.

    Raises:
        LimitExceeded: it is larger than the site allows.
    """
    limits = site_of(request).uploads
    allowed = min(limits.request_bytes, files * limits.file_bytes + limits.field_bytes)
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > allowed:
        raise _too_large(allowed)
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await request.receive()
        taken += len(message.get("body", b""))
        if taken > allowed:
            raise _too_large(allowed)
        return message

    counting = Request(request.scope, counted)
    async with counting.form(max_files=files, max_part_size=limits.field_bytes) as form:
        yield form


def keep_upload(upload: UploadFile, folder: Path, *, limit: int) -> Path:
    """Copy a sent file into a folder of its own and return its path there.

    Raises:
        LimitExceeded: it has more than `limit` bytes.
        StorageError: it cannot be written.
    """
    if (upload.size or 0) > limit:
        raise _too_large(limit)
    target = folder / safe_name(upload.filename or "")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        upload.file.seek(0)
        with target.open("wb") as file:
            shutil.copyfileobj(upload.file, file)
    except OSError as error:
        raise storage_error(error, target) from error
    return target


def safe_name(sent: str) -> str:
    r"""Return a sent file name as one that leads nowhere and shows as it is.

    >>> safe_name("..\\..\\etc/draft\x00 v2.pdf"), safe_name("/"), safe_name(".htaccess")
    ('draft v2.pdf', 'file', 'htaccess')
    """
    last = sent.replace("\\", "/").rpartition("/")[2]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    stem, dot, suffix = shown.strip().lstrip(".").rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    ending = f".{suffix}" if suffix and len(suffix.encode()) <= 8 else ""
    kept = stem.encode()[: _NAME_BYTES - len(ending.encode())].decode(errors="ignore").strip()
    return kept + ending if kept else "file" + ending


def _too_large(allowed: int) -> LimitExceeded:
    return LimitExceeded(
        _("what was sent is larger than this server takes at once ({limit} MiB).").format(
            limit=max(allowed // _MIB, 1)
        ),
        hint=_("Send less at once, or ask whoever runs the server to allow more."),
    )
