"""What a team has said, and a selection → the part of it that is meant, and how much that leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from toolkit.consolidate.fold import fold_merged
from toolkit.messages import text_in
from toolkit.model.comment import Comment, Position, State
from toolkit.model.issue import Issue
from toolkit.model.profile import Named
from toolkit.model.provision import Outline, Provision, label
from toolkit.model.selection import Selection


class ReadMark(msgspec.Struct, frozen=True):
    """Somebody's word that a provision was read and that there is nothing to say on it."""

    provision_id: str
    role: str = ""
    person: str = ""


class Material(msgspec.Struct, frozen=True):
    """What a response is made from: comments, ids of the provisions to answer, provisions read without comment."""

    comments: tuple[Comment, ...] = ()
    to_answer: tuple[str, ...] = ()
    read: tuple[ReadMark, ...] = ()


class Part(msgspec.Struct, frozen=True):
    """The part selected, with an issue where something is left out."""

    material: Material
    issues: tuple[Issue, ...] = ()


def select_part(material: Material, selection: Selection, outline: Outline, *, language: str) -> Part:
    """Return what a selection lets through.

    A merged comment passes by its sources too, and keeps all of them. What somebody outside the selection has
    commented on is neither to be answered nor read without comment.
    """
    if selection.is_whole:
        return Part(material)
    sieve = _Sieve(selection, outline)
    standing, folded = fold_merged(material.comments)
    sources: dict[str, list[Comment]] = {}
    for fold in folded:
        sources.setdefault(fold.into, []).append(fold.comment)
    kept = [one for one in standing if sieve.lets_through(one, sources.get(one.id, ()))]
    spoken_for = {source.id for one in kept for source in sources.get(one.id, ())}
    ids = {one.id for one in kept} | spoken_for
    settled = set(_settled(outline, (one.provision_id for one in standing if one.id not in ids)))
    part = Material(
        comments=tuple(one for one in material.comments if one.id in ids),
        to_answer=tuple(key for key in material.to_answer if key not in settled and sieve.asks(key)),
        read=tuple(
            mark for mark in material.read if mark.provision_id not in settled and sieve.has_read(mark)
        ),
    )
    commented = set(_settled(outline, (one.provision_id for one in standing)))
    counts = (
        len(standing) - len(kept),
        _left(material.to_answer, part.to_answer, commented),
        _left((m.provision_id for m in material.read), (m.provision_id for m in part.read), commented),
    )
    return Part(part, tuple(_left_out(counts, language)))


def scope_of(
    selection: Selection, outline: Outline, *, roles: Sequence[Named], language: str
) -> tuple[str, ...]:
    """Say what a selection is limited to, a line for each field that restricts."""
    labels = {role.id: role.label(language) for role in roles}
    positions, states = _positions(language), _states(language)
    provisions = (outline.by_id.get(key) for key in selection.provision_ids)
    facts = (
        (text_in(language, "Provisions: {names}."), [label(item) for item in provisions if item]),
        (text_in(language, "Roles: {names}."), [labels.get(key, key) for key in selection.roles]),
        (text_in(language, "Authors: {names}."), list(selection.authors)),
        (text_in(language, "Positions: {names}."), [positions[key] for key in selection.positions]),
        (text_in(language, "States: {names}."), [states.get(key, key) for key in selection.states]),
    )
    return tuple(sentence.format(names=", ".join(names)) for sentence, names in facts if names)


class _Sieve:
    def __init__(self, selection: Selection, outline: Outline) -> None:
        self._asked = selection
        self._outline = outline
        self._places = {
            below.id
            for key in selection.provision_ids
            if key in outline.by_id
            for below in (outline.by_id[key], *outline.descendants(key))
        } | set(selection.provision_ids)

    def lets_through(self, comment: Comment, sources: Sequence[Comment]) -> bool:
        voices = (comment, *sources)
        asked = self._asked
        return (
            self._in_place(comment.provision_id)
            and (not asked.roles or any(voice.role in asked.roles for voice in voices))
            and (not asked.authors or any(voice.author in asked.authors for voice in voices))
            and (not asked.states or comment.state in asked.states)
            and (not asked.positions or comment.position in asked.positions)
        )

    def asks(self, provision_id: str) -> bool:
        """Tell whether a provision that nobody has answered is meant: it has no author, state or position."""
        asked = self._asked
        if asked.authors or asked.states or asked.positions or not self._in_place(provision_id):
            return False
        return not asked.roles or any(
            tag.facet == "role" and tag.value in asked.roles
            for provision in self._with_text(provision_id)
            for tag in provision.tags
        )

    def has_read(self, mark: ReadMark) -> bool:
        asked = self._asked
        return (
            not (asked.states or asked.positions)
            and self._in_place(mark.provision_id)
            and (not asked.roles or mark.role in asked.roles)
            and (not asked.authors or mark.person in asked.authors)
        )

    def _in_place(self, provision_id: str) -> bool:
        return not self._asked.provision_ids or provision_id in self._places

    def _with_text(self, provision_id: str) -> Iterator[Provision]:
        if provision_id in self._outline.by_id:
            yield self._outline.whole(provision_id)


def _settled(outline: Outline, provision_ids: Iterable[str]) -> Iterator[str]:
    """Yield provisions and what they stand under."""
    for key in set(provision_ids):
        yield key
        if key in outline.by_id:
            yield from (step.id for step in outline.ancestors(key))


def _left(before: Iterable[str], after: Iterable[str], commented: set[str]) -> int:
    return len(set(before) - set(after) - commented)


def _left_out(counts: tuple[int, int, int], language: str) -> Iterator[Issue]:
    if any(counts):
        comments, to_answer, read = counts
        told = text_in(
            language,
            "The selection leaves out — comments: {comments}; provisions to complete: {to_answer}; read without "
            "comment: {read}.",
        )
        message = told.format(comments=comments, to_answer=to_answer, read=read)
        yield Issue("warning", "", message, rule="selection.left_out")


def _positions(language: str) -> dict[Position, str]:
    return {
        "support": text_in(language, "Support"),
        "oppose": text_in(language, "Oppose"),
        "amend": text_in(language, "Amend"),
        "question": text_in(language, "Question"),
    }


def _states(language: str) -> dict[State, str]:
    return {
        "draft": text_in(language, "to be approved"),
        "submitted": text_in(language, "submitted"),
        "approved": text_in(language, "approved"),
    }
