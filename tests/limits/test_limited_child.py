"""Work on untrusted input cannot take more than it is given, leave anything behind, or run a stranger's code."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from toolkit.errors import BrokenInput, LimitExceeded, PasswordNeeded
from toolkit.limits import Limits, Stopped, call_limited, stopped_by

ECHO = "tests.limits.jobs:echo"


@pytest.fixture(autouse=True)
def _jobs_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


def test_answer_comes_back_whole() -> None:
    payload = os.urandom(300_000)
    assert call_limited(ECHO, payload, limits=Limits()) == payload


def test_what_a_library_prints_is_not_taken_for_the_answer() -> None:
    assert call_limited("tests.limits.jobs:chatter", b"", limits=Limits()) == b"answer"


def test_progress_is_reported() -> None:
    seen: list[tuple[int, int]] = []
    call_limited("tests.limits.jobs:slow", b"", limits=Limits(), progress=lambda *pair: seen.append(pair))
    assert seen == [(1, 2), (2, 2)]


def test_error_of_the_toolkit_is_raised_again_with_its_parts() -> None:
    with pytest.raises(PasswordNeeded) as caught:
        call_limited("tests.limits.jobs:refuse", b"", limits=Limits())
    assert (caught.value.message, caught.value.where, caught.value.hint) == ("locked.", "a.pdf", "Ask.")


@pytest.mark.parametrize("job", ["hoard", "abort"])
def test_too_much_memory_is_refused(job: str) -> None:
    with pytest.raises(LimitExceeded, match="--memory"):
        call_limited(f"tests.limits.jobs:{job}", b"", limits=Limits(memory_mib=300), where="bomb.pdf")


@pytest.mark.parametrize("job", ["sleep", "spin"])
def test_too_much_time_is_refused(job: str) -> None:
    with pytest.raises(LimitExceeded, match="--timeout"):
        call_limited(f"tests.limits.jobs:{job}", b"", limits=Limits(seconds=1))


def test_work_that_nobody_wants_any_more_is_stopped() -> None:
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    with stopped_by(stop), pytest.raises(Stopped):
        call_limited("tests.limits.jobs:sleep", b"", limits=Limits())


def test_a_child_that_may_be_stopped_answers_whole_and_keeps_to_its_limits() -> None:
    payload = os.urandom(300_000)
    with stopped_by(threading.Event()):
        assert call_limited(ECHO, payload, limits=Limits()) == payload
        with pytest.raises(LimitExceeded, match="--timeout"):
            call_limited("tests.limits.jobs:sleep", b"", limits=Limits(seconds=1))


def test_a_child_that_may_be_stopped_gets_all_of_its_input_however_late_it_reads() -> None:
    payload = os.urandom(300_000)
    with stopped_by(threading.Event()):
        answer = call_limited("tests.limits.slow_to_load:echo", payload, limits=Limits(seconds=10))
    assert answer == payload


def test_crash_is_a_broken_input() -> None:
    with pytest.raises(BrokenInput, match="unknown to us"):
        call_limited("tests.limits.jobs:crash", b"", limits=Limits())


def test_programs_and_files_of_a_killed_child_go_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    name = f"consult-limits-test-{tmp_path.parent.parent.name}-{os.getpid()}"
    with pytest.raises(LimitExceeded):
        call_limited("tests.limits.jobs:start_program", name.encode(), limits=Limits(seconds=2))
    # Killed already, but the system may take its time to say so; left alone it would run for ten minutes.
    until = time.monotonic() + 120
    while _running(name) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _running(name)
    assert list(tmp_path.iterdir()) == []


def test_module_in_the_current_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "msgspec.py").write_text("open('ran', 'w').close()")
    (tmp_path / "toolkit").mkdir()
    monkeypatch.chdir(tmp_path)
    assert call_limited(ECHO, b"x", limits=Limits()) == b"x"
    assert not (tmp_path / "ran").exists()


def test_lower_limit_of_the_system_is_kept() -> None:
    script = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (1500 << 20, 1500 << 20))\n"
        "from toolkit.limits import Limits, Stopped, call_limited, stopped_by\n"
        f"print(call_limited({ECHO!r}, b'x', limits=Limits(memory_mib=2048)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "b'x'"


def _running(name: str) -> bool:
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if name.encode() in entry.read_bytes():
                return True
        except OSError:
            continue
    return False
