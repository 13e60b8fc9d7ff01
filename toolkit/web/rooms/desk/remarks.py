"""A remark as the workspace keeps it → how the desk shows it: its words as they were sent, and where it may belong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from toolkit.messages import _
from toolkit.model.contribution import GENERAL, Candidate, Reason, Received
from toolkit.model.provision import printed_text, rows_text
from toolkit.web.rooms.desk.framing import place_name
from toolkit.web.rooms.desk.marking import Piece, excerpt, marked

if TYPE_CHECKING:
    from toolkit.web.snapshot import Snapshot

_QUOTING = ("quote", "quote_alike", "quote_part", "passage_edited", "proposal", "words", "topic", "heading")
"""Rules whose words stand in the provision."""


class Said(msgspec.Struct, frozen=True):
    """One part of a remark, with its title where it has one."""

    title: str
    text: str


class Sent(msgspec.Struct, frozen=True):
    """A remark in its own words."""

    item: Received
    parts: tuple[Said, ...]
    original: str
    """The words as found, where they are not those of the parts."""


class Option(msgspec.Struct, frozen=True):
    """A provision that a remark may be put on."""

    provision_id: str
    name: str
    path: tuple[str, ...]
    """What stands above it, outermost first."""
    text: tuple[Piece, ...]
    quote: str = ""
    """The words of it that the remark would be put on, "" for all of it."""
    confidence: float | None = None
    """None where a person has looked for it."""
    reasons: tuple[str, ...] = ()


def as_sent(item: Received) -> Sent:
    """Return a remark in its own words, part by part."""
    remark = item.remark
    named = (
        ("", remark.text),
        (_("Proposed wording"), remark.proposed or (_("to be deleted") if remark.deletion else "")),
        (_("Rationale"), remark.rationale),
        (_("On the words"), remark.clues.quote),
    )
    parts = tuple(Said(title, text) for title, text in named if text)
    shown = "\n".join(part.text for part in parts)
    return Sent(item, parts, remark.original if remark.original.strip() not in shown else "")


def options_of(item: Received, snapshot: Snapshot) -> tuple[Option, ...]:
    """Return the provisions that a remark may belong to, the likeliest first; where it stands now among them."""
    found = item.placement
    best = Candidate(found.provision_id, found.confidence, found.reasons)
    candidates: Sequence[Candidate] = found.rivals if found.state == "unplaced" else (best, *found.rivals)
    return tuple(
        _option(one, found.quote if one is best else "", snapshot)
        for one in candidates
        if one.provision_id == GENERAL or one.provision_id in snapshot.outline.by_id
    )


def looked_for(provision_id: str, words: str, snapshot: Snapshot) -> Option:
    """Return a provision that a person has found by some words."""
    return Option(
        provision_id=provision_id,
        name=place_name(snapshot, provision_id),
        path=_path(provision_id, snapshot),
        text=_text(provision_id, words.split(), snapshot),
    )


def _option(candidate: Candidate, quote: str, snapshot: Snapshot) -> Option:
    from toolkit.intake.placing.sentences import sentence

    def name(provision_id: str) -> str:
        return place_name(snapshot, provision_id)

    words = [quote] if quote else list(_words(candidate.reasons))
    return Option(
        provision_id=candidate.provision_id,
        name=name(candidate.provision_id),
        path=_path(candidate.provision_id, snapshot),
        text=_text(candidate.provision_id, words, snapshot),
        quote=quote,
        confidence=candidate.confidence,
        reasons=tuple(sentence(reason, name=name) for reason in candidate.reasons),
    )


def _words(reasons: Sequence[Reason]) -> Sequence[str]:
    return [
        word
        for reason in reasons
        if reason.rule in _QUOTING
        for word in ([reason.words] if "quote" in reason.rule else reason.words.split(", "))
    ]


def _path(provision_id: str, snapshot: Snapshot) -> tuple[str, ...]:
    if provision_id not in snapshot.outline.by_id:
        return ()
    above = snapshot.outline.ancestors(provision_id)
    return tuple(place_name(snapshot, one.id) for one in reversed(above))


def _text(provision_id: str, words: Sequence[str], snapshot: Snapshot) -> tuple[Piece, ...]:
    if provision_id not in snapshot.outline.by_id:
        return ()
    whole = snapshot.outline.whole(provision_id)
    return excerpt(marked(whole.text or rows_text(whole) or printed_text(whole), words))
