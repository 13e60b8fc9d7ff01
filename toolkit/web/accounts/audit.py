"""What people did at the server → lines of JSON that are only ever added to: who, when, from where, what, with what result.

No words of drafts or comments, no passwords, no addresses that were searched for. When a file is full it is put aside
under a number (audit.jsonl.1 is the latest), and the oldest is dropped.
"""

from __future__ import annotations

import fcntl
import logging
import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

_LOG = logging.getLogger("consult.web")
MIB = 1024 * 1024


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that was done, or refused."""

    time: str = ""
    """ISO 8601, UTC."""
    who: str = ""
    """Mail address; "" for nobody known."""
    address: str = ""
    """Of the network."""
    act: str
    """Name of the route, or of what was done to an account: "login", "account.add"."""
    result: str = "ok"
    """A status of HTTP, or a word."""
    workspace: str = ""
    subject: str = ""
    """Whose account, which number."""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class AuditLog:
    """The log of one server. Safe between threads and processes."""

    def __init__(
        self, path: Path, *, file_bytes: int = 10 * MIB, files: int = 50, clock: Callable[[], str] = _now
    ) -> None:
        """Write to `path`, and keep so many `files` that are full."""
        self.path = path
        self._file_bytes = file_bytes
        self._files = files
        self._clock = clock
        self._lock = threading.Lock()

    def write(self, entry: Entry) -> None:
        """Add an entry. A full disk stops nobody's work: it is told in the server's own log."""
        line = msgspec.json.encode(msgspec.structs.replace(entry, time=self._clock())) + b"\n"
        try:
            with self._lock:
                self._append(line)
        except OSError as error:
            _LOG.error("the audit log cannot be written: %s", error.strerror)

    def entries(self) -> Iterator[Entry]:
        """Return what is in the files that are kept, the latest first; a line that was damaged is left out."""
        for path in (self.path, *(self._aside(number) for number in range(1, self._files + 1))):
            if path.is_file():
                for line in reversed(path.read_bytes().splitlines()):
                    try:
                        yield msgspec.json.decode(line, type=Entry)
                    except msgspec.DecodeError:
                        continue

    def _append(self, line: bytes) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # A lock of its own: the log itself is another file after it was put aside.
        lock = os.open(self.path.with_name(self.path.name + ".lock"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.path.exists() and self.path.stat().st_size + len(line) > self._file_bytes:
                self._put_aside()
            log = os.open(self.path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            try:
                os.write(log, line)
            finally:
                os.close(log)
        finally:
            os.close(lock)

    def _put_aside(self) -> None:
        for number in range(self._files - 1, 0, -1):
            if self._aside(number).exists():
                self._aside(number).replace(self._aside(number + 1))
        self.path.replace(self._aside(1))

    def _aside(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}")
