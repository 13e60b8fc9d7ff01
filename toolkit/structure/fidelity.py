"""A reading and its draft → the letters and digits that were lost or doubled between them.

The promise that this checks: every character of the body is in exactly one provision (as number, heading, text,
cell or note mark) or in the furniture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from toolkit.model.provision import ParsedDraft
from toolkit.model.reading import Reading
from toolkit.structure.normalise import normalise


def count_differences(reading: Reading, draft: ParsedDraft) -> tuple[Counter[str], Counter[str]]:
    """Count the letters and digits that are missing from the draft, and those that it has too many.

    Among the latter may be the marks of notes that only their calls print.
    """
    before = _letters(
        part
        for block in reading.blocks
        for part in (
            block.text,
            block.label,
            *(call.mark for call in block.calls),
            *(cell for row in block.rows for cell in row),
        )
    )
    after = _letters(
        part
        for provision in draft.provisions
        for part in (
            provision.number,
            provision.heading,
            provision.text,
            *(call.mark for call in provision.calls),
            *(cell for row in provision.rows for cell in row),
        )
    )
    after.update(_letters(piece.text for piece in draft.furniture))
    return before - after, after - before


def _letters(parts: Iterable[str]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for part in parts:
        counted.update(character for character in normalise(part) if character.isalnum())
    return counted
