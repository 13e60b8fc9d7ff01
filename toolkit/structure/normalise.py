"""Text as found → text as kept: one form for the same words in every format, offsets carried along."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from toolkit.model.layout import Block

# Characters that nobody sees and that break words apart for search: soft hyphen, zero-width space and joiners,
# word joiner, byte-order mark, pdfium's mark for a hyphen at a line end.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe\x07"
_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
_SPACES = "\t\x0b\x0c\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_NEEDS_WORK = re.compile(f"[{_INVISIBLE}{_SPACES}{''.join(_LIGATURES)}\u0300-\u036f]|  |^ | $|\n| \n")
_TRANSLATION = str.maketrans(
    {**dict.fromkeys(_INVISIBLE, ""), **dict.fromkeys(_SPACES, " "), **_LIGATURES},
)


def normalise(text: str) -> str:
    """Return `text` in NFC with ligatures spelled out, invisible characters gone and spaces made one plain space.

    Every kind of space becomes U+0020, so that ids, quotes and searches agree whatever the format wrote before
    a colon; line breaks stay.

    >>> normalise("ofﬁ\u00adciel\u00a0: oui ")
    'officiel : oui'
    """
    if not _NEEDS_WORK.search(text):
        return text
    text = unicodedata.normalize("NFC", text.translate(_TRANSLATION))
    lines = (" ".join(line.split(" ")).strip() for line in re.sub(" {2,}", " ", text).split("\n"))
    return "\n".join(line for line in lines if line)


def normalise_block(block: Block) -> Block:
    """Normalise a block's text, label and cells; calls, runs and pieces keep standing at the same words."""
    rows = tuple(tuple(normalise(cell) for cell in row) for row in block.rows)
    label = normalise(block.label)
    text = normalise(block.text)
    if text == block.text:
        if rows == block.rows and label == block.label:
            return block
        return msgspec.structs.replace(block, rows=rows, label=label)
    moved = _moved_offsets(block.text, text)
    return msgspec.structs.replace(
        block,
        text=text,
        label=label,
        rows=rows,
        calls=tuple(msgspec.structs.replace(call, offset=moved[call.offset]) for call in block.calls),
        runs=tuple(
            msgspec.structs.replace(run, start=moved[run.start], end=moved[run.end]) for run in block.runs
        ),
        pieces=tuple(
            msgspec.structs.replace(piece, start=moved[piece.start], end=moved[piece.end])
            for piece in block.pieces
        ),
    )


def _moved_offsets(before: str, after: str) -> list[int]:
    """Return, for each offset in `before`, the end in `after` of the visible characters that precede it."""
    ends = [0]
    for index, character in enumerate(after):
        if unicodedata.combining(character):
            ends[-1] = index + 1
        elif character not in " \n":
            ends.append(index + 1)
    moved, seen = [0], 0
    for character in before:
        if not unicodedata.combining(character):
            seen += len(character.translate(_TRANSLATION).strip(" \n"))
        moved.append(ends[min(seen, len(ends) - 1)])
    return moved
