"""Who has a comment open → whom to tell of each other. Kept in memory: a page says every few seconds that it is there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import msgspec

GONE_AFTER = 25.0
"""Seconds without a word from a page after which it counts as closed."""
_REMEMBERED = 10_000


class Somebody(msgspec.Struct, frozen=True):
    """A person in one window."""

    name: str
    window: str


class Presence:
    """The windows in which comments are open. One for a server; safe between threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[tuple[str, str], dict[Somebody, float]] = {}
        self._made: dict[tuple[str, Somebody], str] = {}
        self._lock = threading.Lock()
        self.making = threading.Lock()
        """Held from looking for what a window has made until it is remembered: pages send twice when in doubt."""

    def remember(self, workspace: str, who: Somebody, comment_id: str) -> None:
        """Note which comment the form in a window has made: others know what the window is called, too."""
        with self._lock:
            self._made[workspace, who] = comment_id
            while len(self._made) > _REMEMBERED:
                del self._made[next(iter(self._made))]

    def made_in(self, workspace: str, who: Somebody) -> str:
        """Return the comment that the form in a window has made, "" if none: it may not have heard of it."""
        return self._made.get((workspace, who), "") if who.window else ""

    def enter(self, workspace: str, comment_id: str, who: Somebody) -> tuple[Somebody, ...]:
        """Note that a window has a comment open, and return the others that have."""
        now = self._clock()
        with self._lock:
            self._forget(now)
            there = self._seen.setdefault((workspace, comment_id), {})
            there[who] = now
            return tuple(sorted((other for other in there if other != who), key=lambda item: item.name))

    def leave(self, workspace: str, comment_id: str, who: Somebody) -> None:
        """Note that a window has closed a comment."""
        with self._lock:
            self._seen.get((workspace, comment_id), {}).pop(who, None)

    def _forget(self, now: float) -> None:
        for place, there in list(self._seen.items()):
            kept = {who: seen for who, seen in there.items() if now - seen < GONE_AFTER}
            if kept:
                self._seen[place] = kept
            else:
                del self._seen[place]
