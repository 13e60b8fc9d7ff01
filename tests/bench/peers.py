"""Other programs that turn a PDF into text, each as a function of a file: yardsticks, never dependencies.

`peers` of the dependency groups in pyproject.toml installs them. Of one that is absent the table says so.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

Extract = Callable[[Path], object]


def present() -> dict[str, Extract]:
    """Return the peers that are installed, by what they give."""
    return {name: extract for name, (module, extract) in _PEERS.items() if _is_installed(module)}


def absent() -> list[str]:
    """Return the names of the peers that are not installed."""
    return [name for name, (module, _extract) in _PEERS.items() if not _is_installed(module)]


def _is_installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _pdf_oxide(path: Path) -> object:
    from pdf_oxide import PdfDocument

    return PdfDocument(str(path)).to_markdown_all()


def _kreuzberg(path: Path) -> object:
    import kreuzberg

    return kreuzberg.extract_file_sync(path, config=kreuzberg.ExtractionConfig(output_format="markdown"))


def _pymupdf4llm(path: Path) -> object:
    import pymupdf4llm

    with contextlib.redirect_stdout(io.StringIO()):  # it says where it would rather recognise letters
        return pymupdf4llm.to_markdown(str(path), use_ocr=False)


def _opendataloader(path: Path) -> object:
    import opendataloader_pdf

    with tempfile.TemporaryDirectory() as folder:
        return opendataloader_pdf.convert(
            input_path=[str(path)], output_dir=folder, format="markdown", quiet=True
        )


_PEERS: dict[str, tuple[str, Extract]] = {
    "pdf_oxide Markdown": ("pdf_oxide", _pdf_oxide),
    "kreuzberg Markdown": ("kreuzberg", _kreuzberg),
    "pymupdf4llm Markdown": ("pymupdf4llm", _pymupdf4llm),
    "opendataloader-pdf Markdown": ("opendataloader_pdf", _opendataloader),
}
