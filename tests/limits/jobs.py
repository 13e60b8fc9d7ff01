"""What the tests of the limited child let it do."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from toolkit.errors import PasswordNeeded
from toolkit.limits import report_progress


def echo(payload: bytes) -> bytes:
    return payload


def chatter(_payload: bytes) -> bytes:
    sys.stdout.write("noise\n")
    os.write(1, b"more noise\n")
    return b"answer"


def slow(_payload: bytes) -> bytes:
    report_progress(1, 2)
    report_progress(2, 2)
    return b""


def refuse(_payload: bytes) -> bytes:
    raise PasswordNeeded("locked.", where="a.pdf", hint="Ask.")


def hoard(_payload: bytes) -> bytes:
    return bytes(10**9)


def abort(_payload: bytes) -> bytes:
    os.abort()


def sleep(_payload: bytes) -> bytes:
    time.sleep(600)
    return b""


def spin(_payload: bytes) -> bytes:
    while True:
        pass


def crash(_payload: bytes) -> bytes:
    raise ValueError("unknown to us")


def start_program(name: bytes) -> bytes:
    Path(tempfile.mkdtemp(), "secret.pdf").write_bytes(b"unlocked")
    subprocess.run([sys.executable, "-c", "import time; time.sleep(600)", name.decode()], check=True)
    return b""
