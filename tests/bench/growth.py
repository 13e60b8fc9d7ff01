"""How many times as long ten times the input takes: about 10, and 100 where time grows with the square.

The tests count the lines of Python that the same inputs run; this sees what happens inside functions written in C too,
regular expressions above all. The same step is timed on both sizes in turns.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.timing import in_turns
from tests.support.sizes import PROVISIONS, draft_of, response_of, wordings_of
from toolkit.export.wording import compare
from toolkit.export.writer import export_response
from toolkit.structure.build import build_draft
from toolkit.tag.profiles import load_profile
from toolkit.tag.tagger import Tagger

TIMES = 10
SUSPICIOUS = 15.0
"""Beyond this a line is marked: noise alone seldom adds half to what is in proportion."""


@dataclass(frozen=True)
class Step:
    """Work on an input that `make` makes of any size; `size` is the smaller of the two."""

    name: str
    make: Callable[[int], Any]
    work: Callable[[Any], object]
    size: int


def steps(folder: Path) -> Iterator[Step]:
    """Yield what is measured, large enough to outweigh what every call costs."""

    def export(response: Any) -> None:
        export_response(
            response, format="docx", target=folder / "response.docx", clock=lambda: datetime.now(UTC)
        )

    tagger = Tagger(load_profile(), "fr")
    yield Step("structure, parts of a draft", draft_of, build_draft, 200)
    yield Step("export, comments", response_of, export, 200)
    yield Step("compare, words", wordings_of, lambda pair: compare(*pair), 6_000)
    for name, make in PROVISIONS.items():
        yield Step(f"tag, {name}", make, tagger.tag, 400)


def report(*, rounds: int) -> list[str]:
    """Return the lines of the table."""
    lines = [f"growth{'':34}{'from':>7}{'ms':>9}{'to':>8}{'ms':>9}{'times':>8}"]
    with tempfile.TemporaryDirectory() as folder:
        lines += [_line(step, rounds) for step in steps(Path(folder))]
    return lines


def _line(step: Step, rounds: int) -> str:
    small, large = step.make(step.size), step.make(step.size * TIMES)
    speeds = in_turns({"small": lambda: step.work(small), "large": lambda: step.work(large)}, rounds=rounds)
    floor, top = speeds["small"].median_s, speeds["large"].median_s
    times = top / floor
    mark = "  faster than its input" if times > SUSPICIOUS else ""
    return f"{step.name:40}{step.size:7}{floor * 1000:9.1f}{step.size * TIMES:8}{top * 1000:9.1f}{times:8.1f}{mark}"


if __name__ == "__main__":
    print("\n".join(report(rounds=3)))
