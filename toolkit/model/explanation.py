"""Why a provision is of its kind, at its level and under its parent: in words and weights."""

from __future__ import annotations

import msgspec


class Clue(msgspec.Struct, frozen=True):
    """One piece of evidence. `weight` adds to the sum; None where it is a yes or no rather than weighed."""

    name: str
    text: str
    """In the language of the messages."""
    weight: float | None = None


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decided about one provision. The reasons are sentences in the language of the messages."""

    provision_id: str
    label: str
    page_number: int | None = None
    is_heading: bool
    score: float
    """Sum of the weights in `heading`: above zero a paragraph is a heading."""
    heading: tuple[Clue, ...] = ()
    number: str = ""
    numbering: tuple[Clue, ...] = ()
    """What speaks for the number being one."""
    kind: str
    kind_reason: str
    depth: int | None = None
    """Level of a heading, from 1; smaller encloses larger."""
    depth_reason: str = ""
    parent_id: str | None = None
    parent_label: str = ""
    parent_reason: str
    confidence: float
