"""A progress bar on stderr for work over a second, only where a person looks at a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

PATIENCE_S = 1.0
"""Work that ends sooner shows no bar."""


class ProgressReport:
    """Callable with (done, total): starts its bar once the work has lasted `PATIENCE_S`."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._started = time.monotonic()
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` units are finished."""
        if self._bar is None:
            if time.monotonic() - self._started < PATIENCE_S:
                return
            self._open()
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=total)

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self._bar = Progress(console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task(self.title, total=None)
        self._bar.start()

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


@contextmanager
def progress(title: str) -> Iterator[ProgressReport | None]:
    """Give a callback that draws a bar; None where stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    report = ProgressReport(title)
    try:
        yield report
    finally:
        report.close()
