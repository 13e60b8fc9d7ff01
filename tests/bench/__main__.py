"""Run all benchmarks: `python -m tests.bench [PDF …]`; without arguments on the sample draft."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.bench import reading_speed, start_up

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample-fr.pdf"


def main() -> None:
    """Print one table a benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pdf", nargs="*", type=Path, default=[SAMPLE])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    tables = [reading_speed.report(path, rounds=options.rounds) for path in options.pdf]
    tables.append(start_up.report(rounds=options.rounds))
    print("\n\n".join("\n".join(lines) for lines in tables))


main()
