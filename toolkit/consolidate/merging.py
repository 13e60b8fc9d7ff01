"""Comments that say the same → the one that speaks for them, with everything that only one of them says kept as a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from rapidfuzz import fuzz

from toolkit.errors import UsageError
from toolkit.messages import _, text_in
from toolkit.model.comment import Comment, Position
from toolkit.model.contribution import GENERAL
from toolkit.model.labels import state_label
from toolkit.model.provision import Outline
from toolkit.model.sentences import sentences

_SAID = 80.0
"""Likeness, of a hundred, from which a sentence counts as said already."""
_MERGEABLE = ("draft", "submitted")


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the person who merges says otherwise than the proposal; None leaves it as proposed."""

    text: str | None = None
    proposed: str | None = None
    position: Position | None = None
    rationale: str | None = None
    author: str = ""
    role: str = ""


def merged_comment(
    sources: Sequence[Comment], outline: Outline, *, wishes: Wishes | None = None, language: str
) -> Comment:
    """Return the comment that speaks for `sources`, not stored yet, in state "submitted".

    Its words are those of the fullest source; sentences that only others have are in its rationale, under their
    names. Sources that were merged themselves bring theirs along.

    Raises:
        UsageError: there are fewer than two, or one is not open.
    """
    _check(sources)
    asked = wishes or Wishes()
    best = max(sources, key=_fullness)
    proposed = best.proposed if asked.proposed is None else asked.proposed
    proposal = Comment(
        id="",
        provision_id=_place(sources, best, outline),
        quote=best.quote,
        author=asked.author,
        role=asked.role,
        position=asked.position or _position(sources, best),
        text=best.text or next((item.text for item in sources if item.text), "")
        if asked.text is None
        else asked.text,
        proposed=proposed,
        deletion=best.deletion and not proposed,
        state="submitted",
        sources=tuple(dict.fromkeys(flattened(sources))),
    )
    if asked.rationale is not None:
        return msgspec.structs.replace(proposal, rationale=asked.rationale)
    return msgspec.structs.replace(proposal, rationale=_reasons(proposal, sources, best, language))


def flattened(sources: Iterable[Comment]) -> Iterator[str]:
    """Yield the ids of sources, and of what they were merged from."""
    for source in sources:
        yield source.id
        yield from source.sources


def _check(sources: Sequence[Comment]) -> None:
    if len({source.id for source in sources}) < 2:
        raise UsageError(
            _("a merge takes at least two comments."), hint=_("`consult desk` lists what belongs together.")
        )
    for source in sources:
        if source.state not in _MERGEABLE:
            raise UsageError(
                _("cannot be merged: it is {state}.").format(state=state_label(source.state)),
                where=source.id,
                hint=_("Reopen it first: `consult comments {id} --set submitted`.").format(id=source.id),
            )


def _fullness(source: Comment) -> tuple[bool, int, int]:
    """Rank sources: those that word the change first, then those that say most, then the oldest."""
    number = int(source.id[1:]) if source.id[1:].isdigit() else 0
    return bool(source.proposed or source.deletion), len(source.text) + len(source.rationale), -number


def _position(sources: Sequence[Comment], best: Comment) -> Position:
    if best.position != "question":
        return best.position
    return next((item.position for item in sources if item.position != "question"), "question")


def _place(sources: Sequence[Comment], best: Comment, outline: Outline) -> str:
    """Return the provision of the sources; where one of theirs contains the others, that one."""
    places = {source.provision_id for source in sources}
    if len(places) == 1 or best.quote or best.proposed:
        return best.provision_id
    for place in sorted(places - {GENERAL}):
        if all(place in _line(outline, other) for other in places):
            return place
    return best.provision_id


def _line(outline: Outline, provision_id: str) -> tuple[str, ...]:
    if provision_id not in outline.by_id:
        return (provision_id,)
    return (provision_id, *(step.id for step in outline.ancestors(provision_id)))


def _reasons(proposal: Comment, sources: Sequence[Comment], best: Comment, language: str) -> str:
    """Return the rationale of the best source, then a paragraph a source with what nobody said before."""
    paragraphs = [best.rationale] if best.rationale else []
    said = [*sentences(proposal.text), *sentences(best.rationale)]
    for source in sources:
        new = [one for one in _all_said(source) if not _is_said(one, said)]
        said += new
        wording = _other_wording(source, proposal, language)
        words = " ".join((*new, *filter(None, (wording,))))
        if words:
            name = source.author or source.role or source.id
            paragraphs.append(text_in(language, "{place}: {said}").format(place=name, said=words))
    return "\n".join(paragraphs)


def _all_said(source: Comment) -> Iterator[str]:
    yield from sentences(source.text)
    yield from sentences(source.rationale)


def _is_said(sentence: str, said: Iterable[str]) -> bool:
    return any(fuzz.ratio(sentence.casefold(), other.casefold()) >= _SAID for other in said)


def _other_wording(source: Comment, proposal: Comment, language: str) -> str:
    """Return the wording that a source proposes and the merged comment does not."""
    if source.proposed and source.proposed != proposal.proposed:
        return text_in(language, "Proposed wording: “{words}”").format(words=source.proposed)
    return ""
