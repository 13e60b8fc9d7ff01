"""Work behind the page: watched, stopped, found again, never silently lost."""

from __future__ import annotations

import threading
import time

import pytest

from toolkit.errors import BrokenInput, UnknownName
from toolkit.limits import Stopped
from toolkit.messages import current_language, speaking
from toolkit.web.jobs import AT_ONCE, Job, Jobs


def _ended(job: Job[str]) -> Job[str]:
    while not job.is_over:
        time.sleep(0.01)
    return job


def test_work_tells_how_far_it_is_and_gives_what_it_made() -> None:
    def work(job: Job[str]) -> str:
        job.report(2, 3)
        return current_language()

    with speaking("fr"):
        job = _ended(Jobs().begin("", work))
    assert (job.state, job.done, job.total, job.result) == ("done", 2, 3, "fr")


def test_what_goes_wrong_is_kept_for_the_page() -> None:
    def refuse(_job: Job[str]) -> str:
        raise BrokenInput("is empty.", where="a.pdf", hint="Send another.")

    job = _ended(Jobs().begin("", refuse))
    assert (job.state, str(job.error)) == ("failed", "a.pdf: is empty. Send another.")


def test_an_unforeseen_end_says_nothing_of_the_data(caplog: pytest.LogCaptureFixture) -> None:
    def stumble(_job: Job[str]) -> str:
        raise KeyError("a confidential word")

    job = _ended(Jobs().begin("", stumble))
    assert job.state == "failed"
    assert "KeyError" in str(job.error)
    assert "stumble" in caplog.text
    assert "confidential" not in str(job.error) + caplog.text


def test_work_is_stopped_while_it_runs_and_while_it_waits() -> None:
    def until_stopped(job: Job[str]) -> str:
        job.stop.wait(60)
        raise Stopped("")

    jobs = Jobs()
    running = [jobs.begin("", until_stopped) for _number in range(AT_ONCE)]
    while any(job.state != "running" for job in running):
        time.sleep(0.01)
    waiting = jobs.begin("", until_stopped)
    assert waiting.state == "waiting"
    waiting.cancel()
    assert waiting.is_over
    jobs.stop_all()
    assert [_ended(job).state for job in running] == ["stopped"] * AT_ONCE


def test_a_job_is_its_owners_alone() -> None:
    done = threading.Event()
    jobs = Jobs()
    job = jobs.begin("Ana", lambda _job: done.wait(60))
    done.set()
    assert jobs.get(job.id, "Ana") is job
    with pytest.raises(UnknownName):
        jobs.get(job.id, "Bob")
    with pytest.raises(UnknownName):
        jobs.get("guess", "Ana")
