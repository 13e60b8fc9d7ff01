"""Time and peak memory of documents of more and more pages: both should grow with the pages, no faster.

Each is read and structured in a process of its own, whose time and memory are its own.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench.joining import join

_CHILD = """
import resource, sys, time
from pathlib import Path
from toolkit.model.reading import ReadOptions
from toolkit.pipeline import parse_in_process
parse_in_process(Path(sys.argv[1]), ReadOptions())
started = time.process_time()
parse_in_process(Path(sys.argv[2]), ReadOptions())
print(time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""The first file only warms up."""


def report(files: Sequence[Path], folder: Path, *, longest: int) -> list[str]:
    """Return the lines of the table, from 50 pages to `longest`."""
    lengths = [pages for pages in (50, 100, 300, 1000, 3000) if pages < longest] + [longest]
    lines = [f"{'joined to':12}{'s':>10}{'ms a page':>12}{'peak MiB':>10}{'KiB a page more':>18}"]
    warm_up = join(files, 4, folder / "warm-up.pdf")
    before: tuple[int, int] | None = None
    for pages in lengths:
        seconds, peak_kib = _measured(warm_up, join(files, pages, folder / f"{pages}.pdf"))
        growth = f"{(peak_kib - before[1]) / (pages - before[0]):.0f}" if before else ""
        lines.append(
            f"{pages:5} pages{seconds:11.2f}{1000 * seconds / pages:12.2f}{peak_kib / 1024:10.0f}{growth:>18}"
        )
        before = pages, peak_kib
    return lines


def _measured(warm_up: Path, path: Path) -> tuple[float, int]:
    """Return processor seconds and peak resident KiB."""
    told = subprocess.run(
        [sys.executable, "-c", _CHILD, str(warm_up), str(path)], check=True, capture_output=True, text=True
    ).stdout.split()
    return float(told[0]), int(told[1])
