"""A plain text file → a `Reading`: decoded, cut into paragraphs, headings and lists by the shape of its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from toolkit.model.document import Document
from toolkit.model.layout import Block
from toolkit.model.reading import Reading, ReadOptions
from toolkit.read.block_text import clean
from toolkit.read.decoding import decode
from toolkit.read.text.shapes import (
    BULLET,
    HASH_HEADING,
    SHORT_SHARE,
    starts_block,
    underline_level,
    wrap_width,
)

# Match: "traitement", "sous" in "sous-traitant". Near miss: "R12".
_WORD = re.compile(r"[^\W\d_]+")
_CHARACTER_PT = 6.0
"""Width of a typewriter's character at 10 points: turns indents into points."""


def read_text(path: Path, options: ReadOptions) -> Reading:
    """Read plain text; Markdown headings and underlined ones get their level, form feeds turn pages."""
    del options  # nothing in plain text depends on them
    decoded = decode(path.read_bytes())
    issues = tuple(msgspec.structs.replace(issue, where=path.name) for issue in decoded.issues)
    blocks = tuple(_Cutter(decoded.text).cut())
    pages = max((block.page_number or 0 for block in blocks), default=0)
    document = Document(sha256="", name="", media_type="", page_count=pages or None, reader="text")
    return Reading(document=document, blocks=blocks, issues=issues)


@dataclass
class _Cutter:
    """Cuts a text into blocks."""

    text: str
    _open: list[str] = field(default_factory=list)
    _words: frozenset[str] = frozenset()

    def cut(self) -> Iterator[Block]:
        pages = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
        numbered = len(pages) > 1
        lines = [line for page in pages for line in page.split("\n")]
        width = wrap_width(lines)
        self._words = frozenset(_WORD.findall(self.text.lower()))
        for index, page in enumerate(pages):
            for block in self._cut_page(page.split("\n"), width):
                yield msgspec.structs.replace(block, page_number=index + 1) if numbered else block

    def _cut_page(self, lines: list[str], width: int) -> Iterator[Block]:
        for raw in lines:
            line = raw.expandtabs(4)
            level = underline_level(self._open[-1], line) if self._open else None
            if level is not None:
                title = self._open.pop()
                yield from self._close()
                yield _heading(title, level)
                continue
            if not line.strip() or self._breaks(line, width):
                yield from self._close()
            if line.strip():
                self._open.append(line)
        yield from self._close()

    def _breaks(self, line: str, width: int) -> bool:
        """Tell whether a line begins a new block though no blank line says so."""
        if not self._open:
            return False
        if starts_block(line):
            return True
        before = self._open[-1].rstrip()
        ended = before.endswith((".", ":", ";", "!", "?"))
        if not width:
            titled = HASH_HEADING.fullmatch(self._open[0].strip()) is not None
            return ended or titled or not line[:1].islower()
        return len(before) < SHORT_SHARE * width and (ended or line[:1].isupper())

    def _close(self) -> Iterator[Block]:
        lines, self._open = self._open, []
        if not lines:
            return
        heading = HASH_HEADING.fullmatch(lines[0].strip())
        if heading is not None and len(lines) == 1:
            yield _heading(heading["text"], len(heading["hashes"]))
            return
        item = BULLET.fullmatch(lines[0])
        first = lines[0] if item is None else item["text"]
        text = clean(_joined([first, *lines[1:]], self._words)).strip()
        indent = len(lines[0]) - len(lines[0].lstrip())
        if text:
            yield Block(
                kind="paragraph",
                text=text,
                label="" if item is None else item["label"],
                list_level=None if item is None else indent // 2,
                indent_pt=indent * _CHARACTER_PT,
            )


def _heading(title: str, level: int) -> Block:
    return Block(kind="paragraph", text=clean(title).strip(), outline_level=level)


def _joined(lines: list[str], words: frozenset[str]) -> str:
    """Join wrapped lines. A hyphen at a line's end goes where the text elsewhere has the word without it."""
    text = lines[0].rstrip()
    for line in lines[1:]:
        following = line.strip()
        if not text.endswith("-") or not text[-2:-1].isalpha() or not following[:1].islower():
            text = f"{text} {following}"
            continue
        last, first = text.rsplit(None, 1)[-1][:-1], following.split(None, 1)[0].rstrip(".,;:!?)»")
        text = (text[:-1] if (last + first).lower() in words else text) + following
    return text
