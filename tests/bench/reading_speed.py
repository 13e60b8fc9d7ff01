"""Pages a second of reading and structuring a PDF, against pypdfium2's raw text, pdfplumber's words and the peers.

The floor is `get_text_range`, which gives text without structure; pdfplumber's `extract_words` gives words with
boxes and no structure either. All run in one process on one core on the same file, in turns; peers fewer times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pdfplumber
import pypdfium2

from tests.bench import peers
from tests.bench.timing import Measurement, in_turns, one_core
from toolkit.model.reading import ReadOptions
from toolkit.pipeline import parse_in_process

OURS = "toolkit read + structure"


def raw_text(path: Path) -> int:
    """Extract the text of every page with pypdfium2; return its length."""
    document = pypdfium2.PdfDocument(path)
    length = sum(len(page.get_textpage().get_text_range()) for page in document)
    document.close()
    return length


def plumber_words(path: Path) -> int:
    """Extract words with boxes with pdfplumber; return their number."""
    words = 0
    with pdfplumber.open(path) as document:
        for page in document.pages:
            words += len(page.extract_words())
            page.close()
    return words


def structure(path: Path) -> int:
    """Read and structure with the toolkit; return the number of provisions."""
    return len(parse_in_process(path, ReadOptions()).provisions)


def report(path: Path, *, rounds: int) -> list[str]:
    """Return the lines of the table for one file."""
    pages = len(pypdfium2.PdfDocument(path))
    fast = {"pypdfium2 raw text": raw_text, OURS: structure}
    slow = {"pdfplumber words": plumber_words, **peers.present()}
    with one_core():
        measured = in_turns(_bound(fast, path), rounds=rounds) | in_turns(_bound(slow, path), rounds=1)
    return [
        f"{path.name}, {pages} pages",
        f"{'':28}{'pages/s':>10}{'time vs ours':>14}",
        *(_line(measurement, measured[OURS], pages) for measurement in measured.values()),
        *(f"{name:28}{'not installed':>24}" for name in peers.absent()),
    ]


def _bound(
    contestants: Mapping[str, Callable[[Path], object]], path: Path
) -> dict[str, Callable[[], object]]:
    return {name: partial(extract, path) for name, extract in contestants.items()}


def _line(measurement: Measurement, ours: Measurement, pages: int) -> str:
    share = measurement.median_s / ours.median_s
    return f"{measurement.name:28}{pages / measurement.median_s:10.0f}{share:13.2f}x"
