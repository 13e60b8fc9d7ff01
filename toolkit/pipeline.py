"""The stages in order: read this first.

    file ──read──▶ Reading ──structure──▶ ParsedDraft ──tag──▶ ParsedDraft with tags
                                                        │
         workspace keeps it, with selection, comments and history
                                                        │
         draft: template + provision ──▶ Comment        consolidate ──▶ Response ──export──▶ files

Only this module knows the order; stages never import each other.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from toolkit.limits import Limits, Progress, call_limited
from toolkit.model.provision import ParsedDraft
from toolkit.model.reading import ReadOptions


class _ParseOrder(msgspec.Struct):
    path: str
    options: ReadOptions


def parse(
    path: Path,
    *,
    options: ReadOptions | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> ParsedDraft:
    """Read and structure a draft in a child process that may not exceed `limits`.

    Raises:
        InputRefused: the file cannot be read; the subclass says why.
    """
    order = msgspec.json.encode(_ParseOrder(str(path.absolute()), options or ReadOptions()))
    answer = call_limited(
        "toolkit.pipeline:parse_order",
        order,
        limits=limits or Limits(),
        where=path.name,
        progress=progress,
    )
    return msgspec.json.decode(answer, type=ParsedDraft)


def parse_order(payload: bytes) -> bytes:
    """Do what `parse` asked for; runs in the child."""
    order = msgspec.json.decode(payload, type=_ParseOrder)
    return msgspec.json.encode(parse_in_process(Path(order.path), order.options))


def parse_in_process(path: Path, options: ReadOptions) -> ParsedDraft:
    """Read and structure a draft here, without limits: for trusted files and benchmarks."""
    from toolkit.read.reader import read_file
    from toolkit.structure.build import build_draft

    return build_draft(read_file(path, options))
