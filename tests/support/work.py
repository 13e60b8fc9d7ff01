"""Counts the lines of Python that a call runs: how much work it is, the same on any machine, however busy.

Turns of loops and comprehensions count, also where they stand on one line. What happens inside a function written in
C does not: `make bench` measures the same inputs by the clock, which sees that too.
"""

from __future__ import annotations

import gc
import math
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

Input = TypeVar("Input")


class _Enough(BaseException):
    """More lines ran than anybody asked for."""


def lines_run(work: Callable[[], object], *, most: float = math.inf) -> int:
    """Return how many lines run in this thread until `work` returns, or is stopped at `most`."""
    lines = 0

    def count(_frame: FrameType, _event: str, _value: Any) -> Any:
        nonlocal lines
        lines += 1
        if lines > most:
            raise _Enough
        return count

    before = sys.gettrace()
    gc.disable()  # what a collection calls, and when, is not work of ours
    sys.settrace(count)
    try:
        work()
    except _Enough:
        pass
    finally:
        sys.settrace(before)
        gc.enable()
    return lines


def growth(
    make: Callable[[int], Input], work: Callable[[Input], object], *, size: int, times: int = 10
) -> float:
    """Return how many times the work grows from an input of `size` to one `times` as large.

    In proportion it is `times`, with the square `times * times`; beyond twice the proportion no more is counted.
    What is loaded only once does not count either.
    """
    work(make(1))
    small, large = make(size), make(size * times)
    floor = lines_run(lambda: work(small))
    return lines_run(lambda: work(large), most=2 * times * floor) / floor
