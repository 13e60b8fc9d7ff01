"""Pages a second of reading and structuring a PDF, against pdfplumber's words and pypdfium2's raw text.

The floor is `get_text_range`, which gives text without structure; the peer is pdfplumber's `extract_words`, which
gives words with boxes. All run in one process on the same file, in turns.
"""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pypdfium2

from tests.bench.timing import in_turns
from toolkit.model.reading import ReadOptions
from toolkit.pipeline import parse_in_process


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
    measured = in_turns(
        {
            "pypdfium2 raw text": lambda: raw_text(path),
            "pdfplumber words": lambda: plumber_words(path),
            "toolkit read + structure": lambda: structure(path),
        },
        rounds=rounds,
    )
    ours = measured["toolkit read + structure"].median_s
    lines = [f"{path.name}, {pages} pages", f"{'':28}{'pages/s':>10}{'time vs ours':>14}"]
    lines += [f"{m.name:28}{pages / m.median_s:10.0f}{m.median_s / ours:13.2f}x" for m in measured.values()]
    return lines
