"""Run work on untrusted input in a child process that may not exceed memory and time.

Why: pdfium can abort its whole process, a template can loop for ever, a bomb can fill the machine. The child
gets bytes and returns bytes; nothing is unpickled from it. A `ToolkitError` raised in the child is raised
again in the parent; a child that dies becomes `LimitExceeded` or `BrokenInput`.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import IO

import msgspec

from toolkit import errors
from toolkit.messages import LANGUAGE_VARIABLE, _, current_language

MIB = 1024 * 1024
Progress = Callable[[int, int], None]
"""Called with (done, total)."""

_PROGRESS_VARIABLE = "CONSULT_PROGRESS_FD"
_STOP_SECONDS = 0.2
"""A child is stopped within so much time."""
_stop: ContextVar[threading.Event | None] = ContextVar("stop", default=None)


class Limits(msgspec.Struct, frozen=True):
    """What one child may use."""

    memory_mib: int = 2048
    seconds: int = 120


class Stopped(errors.ToolkitError):
    """Somebody no longer wants the work."""


@contextlib.contextmanager
def stopped_by(event: threading.Event) -> Iterator[None]:
    """Within the block, in this thread: end limited children with `Stopped` once `event` is set."""
    before = _stop.set(event)
    try:
        yield
    finally:
        _stop.reset(before)


class _Failure(msgspec.Struct):
    kind: str
    message: str
    where: str
    hint: str


def call_limited(
    function: str,
    payload: bytes,
    *,
    limits: Limits,
    where: str = "",
    progress: Progress | None = None,
) -> bytes:
    """Call `function` ("package.module:name", bytes → bytes) on `payload` in a limited child.

    `where` names the input in errors. `progress` is called from another thread.

    Raises:
        LimitExceeded: the child used up its memory or time.
        BrokenInput: the child crashed.
        Stopped: see `stopped_by`.
        ToolkitError: any that the function raised.
    """
    read_fd, write_fd = os.pipe()
    # -P: without it Python would look for modules in the current folder first, where a stranger's files may lie.
    command = [sys.executable, "-P", "-m", "toolkit.limits", function]
    command += [str(limits.memory_mib), str(limits.seconds)]
    with contextlib.ExitStack() as stack:
        # Ours to remove: a child that is killed cannot.
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="consult-"))
        environment = {
            **os.environ,
            _PROGRESS_VARIABLE: str(write_fd),
            LANGUAGE_VARIABLE: current_language(),
            "PYTHONUTF8": "1",
            "PYTHONSAFEPATH": "1",
            "TMPDIR": scratch,
        }
        reports = stack.enter_context(os.fdopen(read_fd, "rb"))
        try:
            # Not a pipe: what of it a slow child has not taken would be lost when `_talk` looks up from its wait.
            given = stack.enter_context(tempfile.TemporaryFile(dir=scratch))
            given.write(payload)
            given.seek(0)
            child = stack.enter_context(
                subprocess.Popen(  # noqa: S603  # our own interpreter and module
                    command,
                    stdin=given,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    pass_fds=(write_fd,),
                    env=environment,
                    start_new_session=True,
                )
            )
        finally:
            os.close(write_fd)
        listener = threading.Thread(target=_listen, args=(reports, progress), daemon=True)
        listener.start()
        try:
            answer, noise = _talk(child, limits.seconds, where)
        except subprocess.TimeoutExpired:
            raise _too_long(limits, where) from None
        finally:
            _end(child)
            listener.join(timeout=10)
    return _result(child.returncode, answer, noise, limits, where)


def _talk(child: subprocess.Popen[bytes], seconds: float, where: str) -> tuple[bytes, bytes]:
    """Return the child's answer and noise, looking now and then whether it is still wanted."""
    stop, end = _stop.get(), time.monotonic() + seconds
    if stop is None:
        return child.communicate(timeout=seconds)
    while not stop.is_set():
        left = end - time.monotonic()
        try:
            return child.communicate(timeout=max(min(_STOP_SECONDS, left), 0))
        except subprocess.TimeoutExpired:
            if left <= 0:
                raise
    raise Stopped(_("it was stopped."), where=where)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the child and of the programs that it started: they share its process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def report_progress(done: int, total: int) -> None:
    """Tell the parent how far the work is; does nothing outside a limited child."""
    descriptor = os.environ.get(_PROGRESS_VARIABLE)
    if descriptor:
        with contextlib.suppress(OSError):
            os.write(int(descriptor), f"{done} {total}\n".encode())


def _listen(reports: IO[bytes], progress: Progress | None) -> None:
    for line in reports:
        done, _space, total = line.partition(b" ")
        if progress is not None and done.isdigit() and total.strip().isdigit():
            progress(int(done), int(total))


def _result(code: int, answer: bytes, noise: bytes, limits: Limits, where: str) -> bytes:
    if code == 0 and answer[:1] == b"+":
        return answer[1:]
    if code == 0 and answer[:1] == b"-":
        raise _failure(answer[1:])
    if code == -signal.SIGXCPU:
        raise _too_long(limits, where)
    if (
        b"MemoryError" in noise
        or b"bad_alloc" in noise
        or code in (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGTRAP)
    ):
        raise errors.LimitExceeded(
            _("reading it needs more memory than allowed ({limit} MiB).").format(limit=limits.memory_mib),
            where=where,
            hint=_("If you trust the file, raise the limit with --memory."),
        )
    last = noise.decode(errors="replace").strip().splitlines()[-1:] or [f"exit {code}"]
    raise errors.BrokenInput(
        _("the reader gave up on it ({detail}).").format(detail=last[0][:200]),
        where=where,
        hint=_("Open it in another program and save it anew."),
    )


def _too_long(limits: Limits, where: str) -> errors.LimitExceeded:
    return errors.LimitExceeded(
        _("reading it takes longer than allowed ({limit} s).").format(limit=limits.seconds),
        where=where,
        hint=_("If you trust the file, raise the limit with --timeout."),
    )


def _failure(answer: bytes) -> errors.ToolkitError:
    told = msgspec.json.decode(answer, type=_Failure)
    kind = getattr(errors, told.kind, errors.ToolkitError)
    failure: errors.ToolkitError = kind(told.message, where=told.where, hint=told.hint)
    return failure


@contextlib.contextmanager
def _private_stdout() -> Iterator[IO[bytes]]:
    """Keep the real stdout for the answer; whatever a library prints goes to stderr."""
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        yield answers


def _encodable(text: str) -> str:
    """Show what UTF-8 cannot hold, as in a file name of another encoding, by its code."""
    return text.encode("utf-8", "backslashreplace").decode()


def _lower(limit: int, wanted: int) -> None:
    """Set a limit of this process, as far as the system's own allows; the soft one is reached first."""
    _soft, hard = resource.getrlimit(limit)
    ceiling = wanted + 1 if limit == resource.RLIMIT_CPU else wanted
    if hard != resource.RLIM_INFINITY:
        wanted, ceiling = min(wanted, hard), min(ceiling, hard)
    resource.setrlimit(limit, (wanted, ceiling))


def _child(function: str, memory_mib: int, seconds: int) -> None:
    _lower(resource.RLIMIT_AS, memory_mib * MIB)
    _lower(resource.RLIMIT_CPU, seconds)
    _lower(resource.RLIMIT_CORE, 0)
    with _private_stdout() as answers:
        module, _colon, name = function.partition(":")
        work: Callable[[bytes], bytes] = getattr(importlib.import_module(module), name)
        try:
            answer = b"+" + work(sys.stdin.buffer.read())
        except errors.ToolkitError as error:
            told = _Failure(type(error).__name__, *map(_encodable, (error.message, error.where, error.hint)))
            answer = b"-" + msgspec.json.encode(told)
        answers.write(answer)


if __name__ == "__main__":
    from toolkit.messages import preferred_language, use_language

    use_language(preferred_language())
    _child(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
