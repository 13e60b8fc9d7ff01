"""Write data to stdout and talk to stderr: tables on a terminal, tabs in a pipe, JSON on request."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import typer

from toolkit.cli.pipes import silence_stdout
from toolkit.messages import one_line


def emit(text: str) -> None:
    """Write a line of data; a reader that stopped reading ends the command quietly."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        silence_stdout()
        raise typer.Exit(0) from None


def emit_json(value: Any) -> None:
    """Write any model value as indented JSON in UTF-8, whatever the locale."""
    emit_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def emit_bytes(data: bytes) -> None:
    """Write bytes of data as they are."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        silence_stdout()
        raise typer.Exit(0) from None


def emit_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows: a table on a terminal, tab-separated lines without heading elsewhere."""
    if not sys.stdout.isatty():
        for row in rows:
            emit("\t".join(map(one_line, row)))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def highlighted(text: str, marks: Iterable[tuple[int, int]]) -> str:
    """Return `text` with the marked stretches (half-open) in bold on a terminal, between ** elsewhere."""
    before, after = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("**", "**")
    parts: list[str] = []
    last = 0
    for start, end in marks:
        parts += [text[last:start], before, text[start:end], after]
        last = end
    return "".join((*parts, text[last:]))


def say(text: str) -> None:
    """Talk to the person on stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
