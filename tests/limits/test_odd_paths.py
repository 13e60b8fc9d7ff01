"""Paths that are no ordinary files, or have no ordinary names, are read or written with care."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from toolkit import pipeline
from toolkit.errors import BrokenInput
from toolkit.files import write_atomic


def test_file_whose_name_is_not_utf8_is_read(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("1. Le responsable doit sauvegarder.", encoding="utf-8")
    draft = pipeline.parse(path)
    assert draft.document.name == "caf\\xe9.txt"
    assert any("sauvegarder" in provision.text for provision in draft.provisions)


def test_missing_file_whose_name_is_not_utf8_is_an_ordinary_error(tmp_path: Path) -> None:
    with pytest.raises(BrokenInput, match="caf"):
        pipeline.parse(Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.pdf")))


def test_pipe_is_refused_at_once(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with pytest.raises(BrokenInput):
        pipeline.parse(fifo)


def test_pipe_as_target_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(fifo.read_bytes()), daemon=True)
    reader.start()
    write_atomic(fifo, b"content")
    reader.join(timeout=120)
    assert received == [b"content"]
    assert fifo.is_fifo()
