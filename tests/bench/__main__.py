"""Run all benchmarks: `python -m tests.bench [PDF …]`; without arguments on the sample draft."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import (
    annotated_speed,
    desk_speed,
    growth,
    long_documents,
    page_speed,
    placing_speed,
    reading_speed,
    search_speed,
    several_jobs,
    start_up,
    tables_speed,
    tagging_speed,
    team_speed,
)
from tests.bench.joining import join

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample-fr.pdf"


def main() -> None:
    """Print one table a benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pdf", nargs="*", type=Path, default=[SAMPLE])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--longest", type=int, default=1000, help="pages of the longest joined document")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for lines in _tables(options, Path(folder)):
            print("\n".join(lines), end="\n\n", flush=True)


def _tables(options: argparse.Namespace, folder: Path) -> Iterator[list[str]]:
    joined = join(options.pdf, 300, folder / "joined.pdf")
    for path in (*options.pdf, joined):
        yield reading_speed.report(path, rounds=options.rounds)
    yield long_documents.report(options.pdf, folder, longest=options.longest)
    yield growth.report(rounds=options.rounds)
    yield several_jobs.report(options.pdf, folder)
    yield tagging_speed.report(rounds=options.rounds)
    yield search_speed.report(rounds=options.rounds)
    yield desk_speed.report()
    yield tables_speed.report(rounds=options.rounds)
    yield placing_speed.report()
    yield team_speed.report(rounds=options.rounds)
    yield page_speed.report(rounds=options.rounds)
    yield annotated_speed.report(rounds=options.rounds)
    yield start_up.report(rounds=options.rounds)


main()
