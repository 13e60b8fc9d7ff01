"""Start of `consult --help` against the bare import of Typer, each as a whole process."""

from __future__ import annotations

import subprocess
import sys

from tests.bench.timing import in_turns


def run(*arguments: str) -> None:
    """Run our interpreter with the arguments and wait for it."""
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)


def report(*, rounds: int) -> list[str]:
    """Return the lines of the table."""
    measured = in_turns(
        {
            "python -c 'import typer'": lambda: run("-c", "import typer"),
            "consult --help": lambda: run("-m", "toolkit", "--help"),
        },
        rounds=rounds,
    )
    floor = measured["python -c 'import typer'"].median_s
    lines = [f"{'start':28}{'ms':>10}{'vs floor':>14}"]
    lines += [f"{m.name:28}{m.median_s * 1000:10.0f}{m.median_s / floor:13.2f}x" for m in measured.values()]
    return lines
