from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pdf.pages import Content, write_pdf
from toolkit.model.reading import Reading, ReadOptions
from toolkit.read.pdf.reader import read_pdf

MakePdf = Callable[..., Path]


@pytest.fixture
def make_pdf(tmp_path: Path) -> MakePdf:
    def make(*pages: Content, **options: object) -> Path:
        return write_pdf(tmp_path / "draft.pdf", list(pages), **options)  # type: ignore[arg-type]

    return make


@pytest.fixture
def read(make_pdf: MakePdf) -> Callable[..., Reading]:
    def read_pages(*pages: Content, **options: object) -> Reading:
        return read_pdf(make_pdf(*pages, **options), ReadOptions())

    return read_pages
