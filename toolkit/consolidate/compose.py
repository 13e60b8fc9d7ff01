"""A draft, its comments and what a team decided about them → one `Response`, ready to be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import takewhile
from typing import Literal

import msgspec

from toolkit.consolidate.arrange import Arrangement, Group, Thread
from toolkit.consolidate.contradictions import contradictions_of
from toolkit.consolidate.contrast import divergences, wording_issues
from toolkit.consolidate.demands import Demand, read_demands
from toolkit.consolidate.digest import content_sha256
from toolkit.consolidate.fold import fold_merged, fold_same_words
from toolkit.consolidate.likeness import groups_of
from toolkit.consolidate.names import Names, has_name, missing
from toolkit.consolidate.parts import Parts
from toolkit.consolidate.quoting import introduction, quote_below, quoted_once
from toolkit.consolidate.unanswered import read_without, unanswered
from toolkit.model import consolidation
from toolkit.model.comment import Comment
from toolkit.model.contribution import GENERAL
from toolkit.model.profile import Named
from toolkit.model.provision import Outline, ParsedDraft, Provision
from toolkit.model.response import (
    Answer,
    Consultation,
    Folded,
    Ordering,
    Response,
    RoleEntry,
    Section,
    SectionCount,
    Unit,
)


def compose_response(  # noqa: PLR0913  # everything a response is made of, each named at the call
    draft: ParsedDraft,
    comments: Sequence[Comment],
    *,
    consultation: Consultation,
    selection: Sequence[str] = (),
    read_without_comment: Sequence[str] = (),
    ordering: Ordering = "section",
    language: Literal["fr", "en"] = "fr",
    roles: Sequence[Named] = (),
    prompts: Mapping[str, tuple[str, ...]] | None = None,
    date: str = "",
    settled: Sequence[Sequence[str]] = (),
    compared: bool = True,
) -> Response:
    """Consolidate comments into one response.

    Withdrawn and rejected comments are left out; merged ones and exact repetitions stand under the comment that
    speaks for them. Selected provisions (`selection`: their ids) become answers to fill in, with their `prompts`
    (provision id → paragraphs), unless somebody commented on them or on anything under them; one read without
    comment goes to that list instead. A comment on a provision that the draft does not contain is kept, in a
    section of its own. Positions diverge where contributors contradict each other, but for the contradictions that
    people settled (`settled`: the ids of their comments); unless `compared`, none are looked for, which the content
    hash does not depend on. The order of `comments` and `selection` has no influence.
    """
    parts = Parts(draft, language=language)
    outline = parts.outline
    standing, merged = fold_merged(comments)
    commented = {comment.provision_id for comment in standing}
    silent = read_without(outline, read_without_comment, commented)
    named = partial(Names, outline, nameless=parts.wholes, language=language)
    waiting = unanswered(outline, named(()), selection, commented=commented, read=silent)
    names = named(commented | silent | waiting)
    arrangement = Arrangement(ordering=ordering, parts=parts, names=names, roles=roles, language=language)
    desk = _Desk(outline=outline, names=names, merged=_by_target(merged), prompts=prompts or {})
    sections = tuple(map(desk.section, arrangement.groups(standing, waiting)))
    demands = read_demands(standing, outline, language=draft.document.language) if compared else ()
    response = Response(
        consultation=consultation,
        language=language,
        draft_language=draft.document.language,
        ordering=ordering,
        date=date,
        sections=sections,
        summary=tuple(map(_count, sections)),
        roles=tuple(roles),
        role_index=_role_index(_answered(sections, arrangement), roles, language),
        read_without_comment=tuple(
            (key, desk.named_path(key)) for key in sorted(silent, key=arrangement.place)
        ),
        divergences=tuple(divergences(sections, _contradictions(demands, outline, settled))),
        drafts=len({comment.id for comment in _printed(sections) if comment.state == "draft"}),
        issues=tuple(wording_issues(_printed(sections))),
    )
    return msgspec.structs.replace(response, content_sha256=content_sha256(response))


class _Desk(msgspec.Struct, frozen=True, kw_only=True):
    """Turns arranged threads into answers."""

    outline: Outline
    names: Names
    merged: Mapping[str, Sequence[Folded]]
    """By the id of the comment that speaks for them."""
    prompts: Mapping[str, tuple[str, ...]]

    def section(self, group: Group) -> Section:
        answers = map(self._answer, group.threads)
        return Section(
            id=group.id, title=group.title, answers=tuple(quoted_once(answers, section_id=group.id))
        )

    def path(self, provision_id: str) -> tuple[str, ...]:
        if provision_id == GENERAL:
            return (self.names.title(GENERAL),)
        return self.outline.path(provision_id) if provision_id in self.outline.by_id else (provision_id,)

    def named_path(self, provision_id: str) -> tuple[str, ...]:
        """Return the way to the unit of a provision, with the provision's own name as its last step."""
        way = self.path(self.names.unit(provision_id).id)
        return (*way[:-1], self.names.title(provision_id))

    def _answer(self, thread: Thread) -> Answer:
        provision = self.outline.by_id.get(thread.provision_id) or missing(thread.provision_id)
        shown, repeated = fold_same_words(thread.comments)
        quotation = quote_below(provision, self.outline)
        return Answer(
            provision=provision,
            path=self.path(provision.id),
            comments=shown,
            prompts=() if shown else tuple(self.prompts.get(provision.id, ())),
            folded=tuple(self._folded(thread, repeated)),
            notes=tuple(self._notes(provision, *quotation.provisions)),
            unit=self._unit(provision),
            title=self.names.title(provision.id),
            cited=self.names.cited(provision.id),
            quoted=quotation.provisions,
            abridged=quotation.abridged,
            introduction=introduction(provision, self.outline),
        )

    def _unit(self, provision: Provision) -> Unit:
        unit = self.names.unit(provision.id)
        return Unit(
            provision=unit,
            path=self.path(unit.id),
            title=self.names.unit_title(unit.id),
            short=self.names.cited(unit.id),
        )

    def _folded(self, thread: Thread, repeated: Sequence[Folded]) -> Iterator[Folded]:
        """Yield what the printed comments speak for, the sources of repetitions included."""
        printed = {fold.comment.id: fold.into for fold in repeated}
        for comment in thread.comments:
            for fold in self.merged.get(comment.id, ()):
                yield msgspec.structs.replace(fold, into=printed.get(comment.id, comment.id))
        yield from repeated

    def _notes(self, *provisions: Provision) -> Iterator[Provision]:
        """Yield the footnotes that provisions call, each once."""
        called = dict.fromkeys(call.provision_id for provision in provisions for call in provision.calls)
        return (self.outline.by_id[note_id] for note_id in called if note_id in self.outline.by_id)


def _contradictions(
    demands: Sequence[Demand], outline: Outline, settled: Sequence[Sequence[str]]
) -> tuple[consolidation.Group, ...]:
    """Find who contradicts whom as the desk does."""
    return contradictions_of(demands, outline, duplicates=groups_of(demands, outline), apart=settled)


def _by_target(folded: Iterable[Folded]) -> dict[str, list[Folded]]:
    targets: dict[str, list[Folded]] = {}
    for fold in folded:
        targets.setdefault(fold.into, []).append(fold)
    return targets


def _printed(sections: Iterable[Section]) -> list[Comment]:
    return [comment for section in sections for answer in section.answers for comment in answer.comments]


def _count(section: Section) -> SectionCount:
    positions = Counter(comment.position for answer in section.answers for comment in answer.comments)
    return SectionCount(
        section_id=section.id,
        title=section.title,
        support=positions["support"],
        oppose=positions["oppose"],
        amend=positions["amend"],
        question=positions["question"],
        unanswered=sum(1 for answer in section.answers if not answer.comments),
    )


def _answered(sections: Iterable[Section], arrangement: Arrangement) -> list[Answer]:
    """Return one answer for each provision, in the order of the draft."""
    answers = {answer.provision.id: answer for section in sections for answer in section.answers}
    return [answers[provision_id] for provision_id in sorted(answers, key=arrangement.place)]


def _role_index(answers: Iterable[Answer], roles: Sequence[Named], language: str) -> tuple[RoleEntry, ...]:
    """List by role the answered provisions that concern it: known roles in their order, then others by id."""
    concerned: dict[str, list[str]] = {}
    for answer in answers:
        for value in _roles_of(answer):
            concerned.setdefault(value, []).append(answer.provision.id)
    labels = {role.id: role.label(language) for role in roles}
    order = [role for role in labels if role in concerned] + sorted(set(concerned) - set(labels))
    return tuple(RoleEntry(role, labels.get(role, role), tuple(concerned[role])) for role in order)


def _roles_of(answer: Answer) -> set[str]:
    """Return the roles of a provision, of the unit it belongs to, and of the parts of it that are quoted."""
    unit = () if answer.unit is None else (answer.unit.provision,)
    parts = takewhile(lambda part: not has_name(part), answer.quoted)
    provisions = (answer.provision, *unit, *parts)
    return {tag.value for provision in provisions for tag in provision.tags if tag.facet == "role"}
