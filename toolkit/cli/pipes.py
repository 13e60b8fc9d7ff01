"""What to do when whoever reads our output stops reading (`consult show | head`)."""

from __future__ import annotations

import os
import sys


def silence_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's last flush cannot fail on a closed pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
