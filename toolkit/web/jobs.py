"""Work that takes longer than a page may: done in the background, watched from the page, stopped when nobody wants it.

A job belongs to who began it and outlives the page: a reload finds it again. What it makes is kept until the server
ends or a day has passed.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from toolkit.errors import ToolkitError, UnknownName
from toolkit.limits import Stopped, stopped_by
from toolkit.messages import _, current_language, speaking
from toolkit.web.asking import actor_of, site_of

if TYPE_CHECKING:
    from starlette.requests import Request

Made = TypeVar("Made")
State = Literal["waiting", "running", "done", "failed", "stopped"]
AT_ONCE = 2
"""So many jobs work at the same time; the others wait, so that pages stay quick."""
KEPT_SECONDS = 24 * 3600.0

_LOG = logging.getLogger("consult.web")


class Job(Generic[Made]):
    """One piece of work: how far it is, and what came of it."""

    def __init__(self, owner: str, work: Callable[[Job[Made]], Made]) -> None:
        self.id = secrets.token_urlsafe(9)
        self.owner = owner
        self.state: State = "waiting"
        self.done = 0
        self.total = 0
        """0 while nobody knows how much there is."""
        self.result: Made | None = None
        self.error: ToolkitError | None = None
        self.begun = time.monotonic()
        self.stop = threading.Event()
        self._work = work
        self._over = threading.Event()

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("done", "failed", "stopped")

    def report(self, done: int, total: int) -> None:
        """Say how far the work is."""
        self.done, self.total = done, total

    def cancel(self) -> None:
        """Stop the work as soon as it can be."""
        self.stop.set()
        if self.state == "waiting":
            self.state = "stopped"

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the work is over, or so long; tell whether it is."""
        return self._over.wait(seconds)

    def run(self) -> None:
        """Do the work in this thread; every end of it is a state."""
        try:
            self.state = "stopped" if self.stop.is_set() else self._outcome()
        finally:
            self._over.set()

    def _outcome(self) -> State:
        self.state = "running"
        try:
            with stopped_by(self.stop):
                self.result = self._work(self)
        except Stopped:
            return "stopped"
        except ToolkitError as error:
            self.error = error
            return "failed"
        except Exception as error:  # noqa: BLE001  # nobody else would see it
            self.error = _unforeseen(error)
            return "failed"
        return "done"


class Jobs:
    """The jobs of one server. Safe between threads."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job[object]] = {}
        self._lock = threading.Lock()
        self._places = threading.Semaphore(AT_ONCE)

    def begin(self, owner: str, work: Callable[[Job[Made]], Made]) -> Job[Made]:
        """Begin work that speaks the language spoken now."""
        job = Job(owner, work)
        language = current_language()

        def run() -> None:
            with self._places, speaking(language):
                job.run()

        with self._lock:
            self._forget_old()
            self._jobs[job.id] = job  # type: ignore[assignment]  # what it makes is known to who began it
        threading.Thread(target=run, name=f"job-{job.id}", daemon=True).start()
        return job

    def get(self, name: str, owner: str) -> Job[object]:
        """Return a job by its id.

        Raises:
            UnknownName: there is none of this id, or it is somebody else's.
        """
        with self._lock:
            job = self._jobs.get(name)
        if job is None or job.owner != owner:
            raise UnknownName(_("this work is no longer known."), hint=_("Begin it again."))
        return job

    def stop_all(self) -> None:
        """Stop what is not over yet."""
        with self._lock:
            for job in self._jobs.values():
                job.cancel()

    def _forget_old(self) -> None:
        limit = time.monotonic() - KEPT_SECONDS
        old = [name for name, job in self._jobs.items() if job.is_over and job.begun < limit]
        for name in old:
            del self._jobs[name]


def jobs_of(request: Request) -> Jobs:
    """Return the jobs of the server that answers."""
    jobs: Jobs = request.app.state.jobs
    return jobs


def owner_of(request: Request) -> str:
    """Return whose a job is; alone at a machine everything is one person's, whatever name they go by."""
    return "" if site_of(request).mode == "alone" else actor_of(request)


def _unforeseen(error: Exception) -> ToolkitError:
    frames = reversed(traceback.extract_tb(error.__traceback__))
    places = " < ".join(f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in frames)
    _LOG.error("work in the background failed: %s at %s", type(error).__name__, places)
    return ToolkitError(
        _("the program failed ({kind}).").format(kind=type(error).__name__),
        hint=_("What you wrote is kept; the server’s log says where."),
    )
