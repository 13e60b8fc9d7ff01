"""Files that people sent and that belong to no workspace yet: kept for a day, each for whoever sent it."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
import time
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from toolkit.errors import UnknownName, UsageError
from toolkit.messages import _
from toolkit.web.uploads import keep_upload

if TYPE_CHECKING:
    from starlette.datastructures import UploadFile
    from starlette.requests import Request

KEPT_SECONDS = 24 * 3600.0
MOST_FILES = 40
"""Of one person at the same time; beyond that the oldest goes."""


class Kept(msgspec.Struct, frozen=True):
    """A file in the drawer, alone in its folder."""

    id: str
    owner: str
    path: Path
    time: float

    @property
    def name(self) -> str:
        """What its sender calls it."""
        return self.path.name


class Drawer:
    """Holds sent files in a folder of its own that goes with the server. Safe between threads."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._kept: dict[str, Kept] = {}
        self._lock = threading.Lock()

    def keep(self, upload: UploadFile, *, owner: str, limit: int) -> Kept:
        """Keep a sent file of at most `limit` bytes.

        Raises:
            UsageError: no file was chosen, or it is empty.
            LimitExceeded: it is too large.
        """
        if not upload.filename or not upload.size:
            raise UsageError(
                _("no file was sent, or an empty one."), where=upload.filename or "", hint=_("Choose a file.")
            )
        name = secrets.token_urlsafe(12)
        path = keep_upload(upload, self._home() / name, limit=limit)
        made = Kept(name, owner, path, time.monotonic())
        with self._lock:
            self._kept[name] = made
            old = self._too_old(owner)
        for item in old:
            self.drop(item)
        return made

    def get(self, name: str, *, owner: str) -> Kept:
        """Return a kept file by its id.

        Raises:
            UnknownName: it is not there any more, or it is somebody else's.
        """
        found = self._kept.get(name)
        if found is None or found.owner != owner:
            raise UnknownName(
                _("this file is no longer kept."), hint=_("Files are kept for a day: send it again.")
            )
        return found

    def drop(self, kept: Kept) -> None:
        """Take a file out and delete it."""
        with self._lock:
            self._kept.pop(kept.id, None)
        shutil.rmtree(kept.path.parent, ignore_errors=True)

    def _home(self) -> Path:
        """Return the folder of all, made when the first file comes."""
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="consult-sent-"))
                weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            return self._folder

    def _too_old(self, owner: str) -> list[Kept]:
        limit = time.monotonic() - KEPT_SECONDS
        own = [item for item in self._kept.values() if item.owner == owner]
        surplus = sorted(own, key=lambda item: item.time)[: max(len(own) - MOST_FILES, 0)]
        return [item for item in self._kept.values() if item.time < limit or item in surplus]


def drawer_of(request: Request) -> Drawer:
    """Return the drawer of the server that answers."""
    drawer: Drawer = request.app.state.drawer
    return drawer
