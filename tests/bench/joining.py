"""PDF files → one file of as many pages as wanted, their pages in turn, again and again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2


def join(files: Sequence[Path], pages: int, target: Path) -> Path:
    """Write the first `pages` pages of the files, repeated, to `target`."""
    sources = [pypdfium2.PdfDocument(file) for file in files]
    joined = pypdfium2.PdfDocument.new()
    while len(joined) < pages:
        for source in sources:
            wanted = min(len(source), pages - len(joined))
            if wanted:
                joined.import_pages(source, pages=list(range(wanted)))
    joined.save(target)
    for document in (joined, *sources):
        document.close()
    return target
