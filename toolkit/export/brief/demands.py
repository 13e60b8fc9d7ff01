"""The comments of a response → what it asks for, the weightiest first.

A demand is all that is said on one unit of the draft beside support. It weighs more the harder its positions are, the
more people stand behind it, and where an obligation, a deadline or money is at stake. The weights are a rule of
thumb for choosing what fits on a page: none is printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from toolkit.export.brief.words import has_amount, holds
from toolkit.export.headings import unit_of
from toolkit.model.comment import Comment, Position
from toolkit.model.response import Answer, Response
from toolkit.model.sentences import sentences
from toolkit.model.tag import Facet

_POSITION = {"oppose": 3.0, "amend": 2.0, "question": 1.0}
_CONTRIBUTOR, _OBLIGATION, _DEADLINE, _COST, _AMOUNT = 1.0, 1.0, 1.0, 1.0, 1.5
_MOST_COUNTED = 4
"""Comments of one position beyond this say no more about the weight."""


class Voice(msgspec.Struct, frozen=True):
    """A printed comment with the answer that it stands in."""

    comment: Comment
    answer: Answer


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for on one unit of the draft."""

    title: str
    voices: tuple[Voice, ...]
    """What is not support and not the view of some, the weightiest first."""
    positions: tuple[tuple[Position, int], ...]
    contributors: int
    stakes: tuple[str, ...]
    """Of "obligation", "deadline", "cost", those that are touched."""
    weight: float


def demands(response: Response) -> tuple[Demand, ...]:
    """Return the demands, weightiest first, then in the draft's order."""
    units: dict[str, list[Voice]] = {}
    titles: dict[str, str] = {}
    for voice in voices(response):
        unit = unit_of(voice.answer)
        titles.setdefault(unit.provision.id, unit.title)
        units.setdefault(unit.provision.id, []).append(voice)
    found = (_demand(titles[key], said) for key, said in units.items())
    return tuple(sorted(filter(None, found), key=lambda demand: -demand.weight))


def voices(response: Response) -> Iterator[Voice]:
    """Yield each printed comment once."""
    seen: set[str] = set()
    for section in response.sections:
        for answer in section.answers:
            for comment in answer.comments:
                if comment.id not in seen:
                    seen.add(comment.id)
                    yield Voice(comment, answer)


def gist(demand: Demand) -> str:
    """Return the sentence that says best what is asked for, of the weightiest comment that says anything."""
    for voice in demand.voices:
        said = [*sentences(voice.comment.text), *sentences(voice.comment.rationale)]
        if said:
            return max(said, key=_telling)
    return next((voice.comment.proposed for voice in demand.voices if voice.comment.proposed), "")


def _telling(sentence: str) -> float:
    """Return how much a sentence says about what is asked; of equals, `max` takes the first."""
    asks = min(holds("asking", sentence), 2) * 2
    return asks + min(holds("objecting", sentence), 2) - 2 * bool(holds("agreeing", sentence))


def _demand(title: str, said: Sequence[Voice]) -> Demand | None:
    contesting = [
        voice for voice in said if voice.comment.position != "support" and not voice.comment.minority
    ]
    if not contesting:
        return None
    positions = Counter(voice.comment.position for voice in contesting)
    people = {name for voice in contesting for name in _people(voice)}
    stakes = tuple(_stakes(contesting))
    weight = sum(_POSITION[position] * min(count, _MOST_COUNTED) for position, count in positions.items())
    weight += _CONTRIBUTOR * len(people)
    weight += sum(
        {"obligation": _OBLIGATION, "deadline": _DEADLINE, "cost": _COST}[stake] for stake in stakes
    )
    weight += _AMOUNT * any(has_amount(voice.comment.rationale) for voice in contesting)
    return Demand(
        title=title,
        voices=tuple(sorted(contesting, key=lambda voice: -_POSITION[voice.comment.position])),
        positions=tuple(positions.most_common()),
        contributors=len(people),
        stakes=stakes,
        weight=weight,
    )


def _people(voice: Voice) -> Iterator[str]:
    """Yield who stands behind a comment; a comment without author is somebody of its own."""
    folded = (fold.comment for fold in voice.answer.folded if fold.into == voice.comment.id)
    merged = bool(voice.comment.sources)
    for comment in (*(() if merged else (voice.comment,)), *folded):
        yield comment.author or comment.id


def _stakes(said: Iterable[Voice]) -> Iterator[str]:
    answers = [voice.answer for voice in said]
    provisions = [
        p for answer in answers for p in (answer.provision, unit_of(answer).provision, *answer.quoted)
    ]
    tags: set[tuple[Facet, str]] = {(tag.facet, tag.value) for one in provisions for tag in one.tags}
    if ("modality", "obligation") in tags or ("modality", "prohibition") in tags:
        yield "obligation"
    if any(facet == "deadline" for facet, _value in tags):
        yield "deadline"
    if any(holds("cost", voice.comment.rationale) or has_amount(voice.comment.rationale) for voice in said):
        yield "cost"
