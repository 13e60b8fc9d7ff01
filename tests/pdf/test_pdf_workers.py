"""Pages read by several processes: the same reading, and a clear error where a worker dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pdf.pages import box, lines, write_pdf
from toolkit.errors import BrokenInput
from toolkit.model.layout import Page
from toolkit.model.reading import ReadOptions
from toolkit.read.pdf.page import PageContent
from toolkit.read.pdf.reader import read_pdf
from toolkit.read.pdf.workers import read_by_workers


def test_workers_read_what_one_process_reads(tmp_path: Path) -> None:
    pages = [
        box(60, 60, 300, 110) + lines(72, 80, f"Article {number}", "Access is logged.")
        for number in range(1, 30)
    ]
    path = write_pdf(tmp_path / "draft.pdf", pages)
    assert read_pdf(path, ReadOptions(jobs=3)) == read_pdf(path, ReadOptions())


def test_pages_come_back_in_their_order() -> None:
    arrived: list[None] = []
    contents = read_by_workers(_blank_pages, 7, jobs=3, arrived=lambda: arrived.append(None))
    assert [content.page.number for content in contents] == [1, 2, 3, 4, 5, 6, 7]
    assert len(arrived) == 7


def test_a_dead_worker_is_an_error() -> None:
    with pytest.raises(BrokenInput, match="3 of its pages"):
        read_by_workers(_dying_at_the_second_page, 7, jobs=2, arrived=lambda: None)


def _blank_pages(part: range) -> Iterator[PageContent]:
    for index in part:
        yield PageContent(page=Page(index + 1, 600.0, 800.0))


def _dying_at_the_second_page(part: range) -> Iterator[PageContent]:
    for index in part:
        if index == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        yield PageContent(page=Page(index + 1, 600.0, 800.0))
