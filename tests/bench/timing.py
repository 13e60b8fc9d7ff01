"""Time functions in turns and by the processor's clock, so that a busy machine treats all of them alike."""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """Median of the counted rounds, in processor seconds, with the extremes."""

    name: str
    median_s: float
    fastest_s: float
    slowest_s: float


def in_turns(contestants: Mapping[str, Callable[[], object]], *, rounds: int = 5) -> dict[str, Measurement]:
    """Run every contestant once uncounted, then `rounds` times in turns, and return a measurement for each."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for counted in range(rounds + 1):
        for name, run in contestants.items():
            started = processor_s()
            run()
            if counted:
                seconds[name].append(processor_s() - started)
    return {
        name: Measurement(name, statistics.median(values), min(values), max(values))
        for name, values in seconds.items()
    }


def processor_s() -> float:
    """Return the seconds that processors have worked for this process and the children it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process and those it starts on one core, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
