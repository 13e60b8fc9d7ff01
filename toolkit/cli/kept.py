"""What must not be lost or shown when a command fails → a file that only the person can read.

It goes to `$XDG_STATE_HOME/consult/`, by default `~/.local/state/consult/` (XDG Base Directory Specification 0.8).
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from toolkit.errors import ToolkitError
from toolkit.messages import _, one_line


def keep(kind: str, suffix: str, content: bytes) -> Path:
    """Write `content` to a new file named by its kind and the time, with mode 0600, and return its path.

    Raises:
        OSError: it cannot be written.
    """
    folder = state_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{kind}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{os.getpid()}{suffix}"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return path


def state_folder() -> Path:
    """Return where the files go; a relative XDG_STATE_HOME is ignored, as its specification says."""
    named = Path(os.environ.get("XDG_STATE_HOME", ""))
    if named.is_absolute():
        return named / "consult"
    home = os.path.expanduser("~")  # noqa: PTH111  # unlike Path's, it never raises
    return Path(home, ".local", "state", "consult")


@contextlib.contextmanager
def kept_on_failure(text: str) -> Iterator[None]:
    """Keep what a person wrote in their editor, if anything, when the block fails; the error says where."""
    try:
        yield
    except ToolkitError as error:
        if text:
            error.hint = " ".join(filter(None, (error.hint, keep_writing(text.encode()))))
        raise
    except BaseException:
        if text:
            print(one_line(keep_writing(text.encode())), file=sys.stderr)  # noqa: T201  # on the way out
        raise


def keep_writing(content: bytes) -> str:
    """Keep what a person wrote, as their editor saved it, and return the sentence that says where."""
    try:
        path = keep("text", ".md", content)
    except OSError:
        return _("What you wrote could not be kept: {folder} is not writable.").format(folder=state_folder())
    return _("What you wrote is kept in {path}.").format(path=path)
