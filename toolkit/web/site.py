"""A folder of workspaces → what one server serves: open workspaces, and what each of them holds now."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from toolkit.errors import NoWorkspace, StorageError, UnknownName
from toolkit.messages import _, quoted
from toolkit.web.snapshot import Snapshot
from toolkit.workspace.settings import FILE_NAME
from toolkit.workspace.store import Workspace

if TYPE_CHECKING:
    from toolkit.web.visitor import Visitor

Mode = Literal["alone", "team"]

_SLUG = re.compile(r"[\w][\w.\- ]{0,99}", re.ASCII)
"""matches "dpi-2026", "Sante 2"; not "..", ".search", "a/b"."""
MIB = 1024 * 1024


class UploadLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What one person may send at once, in bytes and files."""

    file_bytes: int = 100 * MIB
    request_bytes: int = 200 * MIB
    files: int = 50
    field_bytes: int = MIB


class Site:
    """What one server serves. Made once; safe between threads."""

    def __init__(
        self, folder: Path, *, mode: Mode = "alone", person: str = "", uploads: UploadLimits | None = None
    ) -> None:
        """Serve the workspace `folder`, or the workspaces that stand in it; `person` works alone by default."""
        self.folder = folder.resolve()
        self.mode: Mode = mode
        self.person = person
        self.uploads = uploads or UploadLimits()
        self._open: dict[str, tuple[Workspace, Snapshot]] = {}
        self._lock = threading.Lock()

    @property
    def is_single(self) -> bool:
        """Whether the folder is itself the one workspace."""
        return (self.folder / FILE_NAME).is_file()

    def names(self) -> tuple[str, ...]:
        """Return the names of the workspaces, as they stand in addresses."""
        if self.is_single:
            return (self.folder.name,)
        found = (path.parent.name for path in self.folder.glob(f"*/{FILE_NAME}"))
        return tuple(sorted(name for name in found if _SLUG.fullmatch(name)))

    def names_for(self, visitor: Visitor) -> tuple[str, ...]:
        """Return the names of the workspaces that exist for somebody: all of them where one person works alone."""
        if self.mode == "alone":
            return self.names()
        return tuple(name for name in self.names() if self._is_seen(name, visitor))

    def path_of(self, name: str) -> Path:
        """Return the folder that a workspace of this name has, or would have.

        Raises:
            UnknownName: no workspace can be called so.
        """
        if not _SLUG.fullmatch(name) or (self.is_single and name != self.folder.name):
            raise self.unknown(name)
        return self.folder if self.is_single else self.folder / name

    def workspace(self, name: str) -> Workspace:
        """Return an open workspace, which stays open for the next request.

        Raises:
            UnknownName: there is none of this name.
            StorageError: it is damaged, locked or of a newer toolkit.
        """
        return self._opened(name)[0]

    def snapshot(self, name: str) -> Snapshot:
        """Return what a workspace holds now; the same object as long as nobody changes anything.

        Raises:
            UnknownName: there is none of this name.
            StorageError: it is damaged, locked or of a newer toolkit.
        """
        workspace, kept = self._opened(name)
        fresh = kept.renewed()
        if fresh is not kept:
            with self._lock:
                self._open[name] = (workspace, fresh)
        return fresh

    def _opened(self, name: str) -> tuple[Workspace, Snapshot]:
        folder = self.path_of(name)
        with self._lock:
            if name not in self._open:
                try:
                    workspace = Workspace.open(folder, duties_required=self.mode == "team")
                except NoWorkspace:
                    raise self.unknown(name) from None
                self._open[name] = (workspace, Snapshot(workspace))
            return self._open[name]

    def _is_seen(self, name: str, visitor: Visitor) -> bool:
        try:
            return visitor.sees(self.snapshot(name))
        except StorageError:
            return visitor.is_administrator  # who can do something about a workspace that does not open

    def unknown(self, name: str) -> UnknownName:
        """Say that there is no such workspace; a team's server tells nobody which there are."""
        names = ", ".join(self.names()) if self.mode == "alone" else ""
        hint = _("There are: {names}.").format(names=names) if names else ""
        return UnknownName(_("there is no workspace {name}.").format(name=quoted(name)), hint=hint)

    def close(self) -> None:
        """Close every workspace."""
        with self._lock:
            for workspace, _snapshot in self._open.values():
                workspace.close()
            self._open.clear()
