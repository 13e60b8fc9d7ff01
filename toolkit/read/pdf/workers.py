"""Pages of a long PDF → their contents, read by several processes at once.

pdfium is not made for threads, so each worker is a fork that opens the file anew, reads every n-th page and
sends page by page what it found. The workers share the limits of the process that they are forked from, and end
with it: their pipes break.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO

import msgspec

from toolkit.errors import BrokenInput
from toolkit.messages import _
from toolkit.read.pdf.page import PageContent

_LENGTH_BYTES = 8

ReadPages = Callable[[range], Iterable[PageContent]]
"""Opens the file and reads the pages at these indexes."""


def read_by_workers(
    read: ReadPages, total: int, *, jobs: int, arrived: Callable[[], None]
) -> list[PageContent]:
    """Return the contents of `total` pages in their order; call `arrived` after each, from other threads.

    Raises:
        BrokenInput: a worker died, as pdfium may on a damaged page.
    """
    parts = [range(first, total, jobs) for first in range(jobs)]
    with _forked(parts, read) as pipes, ThreadPoolExecutor(jobs) as listeners:
        heard = listeners.map(lambda pipe: _hear(pipe, arrived), pipes)
        contents = [content for part in heard for content in part]
    if len(contents) != total:
        raise BrokenInput(
            _("the reader gave up on {count} of its pages.").format(count=total - len(contents)),
            hint=_("Open it in another program and save it anew."),
        )
    return sorted(contents, key=lambda content: content.page.number)


@contextmanager
def _forked(parts: list[range], read: ReadPages) -> Iterator[list[IO[bytes]]]:
    """Start a worker for each part; give the pipes to listen to, and wait for the workers at the end."""
    pipes: list[IO[bytes]] = []
    workers: list[int] = []
    try:
        for part in parts:
            reading_end, writing_end = os.pipe()
            worker = os.fork()
            if not worker:
                _work(part, read, writing_end)
            os.close(writing_end)
            pipes.append(os.fdopen(reading_end, "rb"))
            workers.append(worker)
        yield pipes
    finally:
        for pipe in pipes:
            pipe.close()
        for worker in workers:
            os.waitpid(worker, 0)


def _work(part: range, read: ReadPages, writing_end: int) -> None:
    """Do a worker's part and end the process, whatever happens, without touching what it inherited."""
    status = 1
    try:
        with os.fdopen(writing_end, "wb") as pipe:
            for content in read(part):
                data = msgspec.msgpack.encode(content)
                pipe.write(len(data).to_bytes(_LENGTH_BYTES, "big") + data)
        status = 0
    finally:
        os._exit(status)


def _hear(pipe: IO[bytes], arrived: Callable[[], None]) -> list[PageContent]:
    """Return what a worker sends until it ends or dies."""
    decoder = msgspec.msgpack.Decoder(PageContent)
    contents: list[PageContent] = []
    while len(head := pipe.read(_LENGTH_BYTES)) == _LENGTH_BYTES:
        data = pipe.read(int.from_bytes(head, "big"))
        try:
            contents.append(decoder.decode(data))
        except msgspec.DecodeError:  # it died in mid-sentence
            break
        arrived()
    return contents
