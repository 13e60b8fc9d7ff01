"""The address of one person's server → a browser that shows it, while nobody else at the machine sees the key in it.

What programs are started with is everybody's to read (`ps`), so a browser is given a file of the person's own that
leads to the address.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import webbrowser
from collections.abc import Iterator
from html import escape
from pathlib import Path

from toolkit.files import TEMPORARY_PREFIX

_PAGE = """<!doctype html>
<meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={address}"><title>consult</title>
<p><a href="{address}">consult</a></p>
"""


@contextlib.contextmanager
def browser_at(address: str, *, folder: Path) -> Iterator[None]:
    """Open a browser at an address; the file that leads there, in `folder` if it can be written, goes after the block."""
    path = _leading_to(address, folder)
    try:
        webbrowser.open(path.as_uri())
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink()


def _leading_to(address: str, folder: Path) -> Path:
    """Write the file, for our eyes only."""
    # Not only in the temporary folder: a browser that is shut in by its packaging does not see that.
    try:
        descriptor, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, suffix=".html", dir=folder)
    except OSError:
        descriptor, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, suffix=".html")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(_PAGE.format(address=escape(address)))
    return Path(name)
