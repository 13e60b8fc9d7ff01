"""Write data to stdout and talk to stderr: tables on a terminal, tabs in a pipe, JSON on request.

What drafts and people bring in cannot steer a terminal: control characters are shown as what they are.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import typer

from toolkit.cli.pipes import silence_stdout
from toolkit.messages import one_line

STDOUT = "-"
"""What -o names for the standard output."""

# Matches ESC, BEL, carriage return, NUL, DEL, C1's CSI; not tab, not a line break, not the marks of writing directions.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def harmless(text: str) -> str:
    r"""Return `text` with each control character as the picture that Unicode has for it, else as �.

    >>> harmless("a\x1b[31mb\x9b")
    'a␛[31mb�'
    """
    return _CONTROL.sub(_picture, text)


def _picture(control: re.Match[str]) -> str:
    code = ord(control[0])
    return "\u2421" if code == 0x7F else chr(0x2400 + code) if code < 0x20 else "\ufffd"


def emit(text: str, *, styled: bool = False) -> None:
    """Write a line of data; a reader that stopped reading ends the command quietly.

    `styled` text comes from `highlighted` and keeps its escape codes.
    """
    try:
        sys.stdout.write((text if styled else harmless(text)) + "\n")
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


def emit_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, named: bool = False) -> None:
    """Write rows: a table on a terminal, tab-separated lines elsewhere; their columns are `named` where asked."""
    if not sys.stdout.isatty():
        for row in (columns, *rows) if named else rows:
            emit("\t".join(map(one_line, row)))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(harmless(cell)) for cell in row))
    Console().print(table)


def highlighted(text: str, marks: Iterable[tuple[int, int]]) -> str:
    """Return `text` with the marked stretches (half-open) in bold on a terminal, between ** elsewhere."""
    before, after = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("**", "**")
    parts: list[str] = []
    last = 0
    for start, end in marks:
        parts += [harmless(text[last:start]), before, harmless(text[start:end]), after]
        last = end
    return "".join((*parts, harmless(text[last:])))


def say(text: str) -> None:
    """Talk to the person on stderr."""
    sys.stderr.write(harmless(text) + "\n")
    sys.stderr.flush()
