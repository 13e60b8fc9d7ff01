"""What several processes gain: on the parts of one long document, and on several documents."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.joining import join
from toolkit.model.reading import ReadOptions
from toolkit.pipeline import parse, parse_each

_PAGES = 300
_DOCUMENTS = 8


def report(files: Sequence[Path], folder: Path) -> list[str]:
    """Return the lines of the table."""
    long = join(files, _PAGES, folder / "long.pdf")
    documents = [join(files, 60, folder / f"draft-{number}.pdf") for number in range(_DOCUMENTS)]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    work: dict[str, Callable[[int], object]] = {
        f"one of {_PAGES} pages": lambda jobs: parse(long, options=ReadOptions(jobs=jobs)),
        f"{_DOCUMENTS} of 60 pages": lambda jobs: list(parse_each(documents, jobs=jobs)),
    }
    lines = [f"{f'on {cores} cores':22}" + "".join(f"{f'--jobs {jobs}':>14}" for jobs in (1, 2, 4))]
    for name, run in work.items():
        seconds = [_timed(run, jobs) for jobs in (1, 2, 4)]
        lines.append(f"{name:22}" + "".join(f"{s:8.2f}s{seconds[0] / s:4.1f}x" for s in seconds))
    return lines


def _timed(run: Callable[[int], object], jobs: int) -> float:
    started = time.perf_counter()
    run(jobs)
    return time.perf_counter() - started
