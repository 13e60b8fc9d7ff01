"""A draft, its comments and what a team decided about them → one `Response`, ready to be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from toolkit.consolidate.arrange import Arrangement, Group, Thread
from toolkit.consolidate.digest import content_sha256
from toolkit.consolidate.fold import fold_merged, fold_same_words
from toolkit.consolidate.parts import Parts
from toolkit.model.comment import Comment
from toolkit.model.profile import Named
from toolkit.model.provision import Outline, ParsedDraft, Provision, title
from toolkit.model.response import (
    Answer,
    Consultation,
    Folded,
    Ordering,
    Response,
    RoleEntry,
    Section,
    SectionCount,
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
) -> Response:
    """Consolidate comments into one response.

    Withdrawn and rejected comments are left out; merged ones and exact repetitions stand under the comment that
    speaks for them. Selected provisions (`selection`: their ids) that nobody commented on become answers to fill
    in, with their `prompts` (provision id → paragraphs); one read without comment goes to that list instead. A
    comment on a provision that the draft does not contain is kept, in a section of its own. The order of
    `comments` and `selection` has no influence.
    """
    parts = Parts(draft, language=language)
    standing, merged = fold_merged(comments)
    commented = {comment.provision_id for comment in standing}
    silent = set(read_without_comment) - commented
    unanswered = set(selection) - commented - silent
    arrangement = Arrangement(ordering=ordering, parts=parts, roles=roles, language=language)
    desk = _Desk(outline=parts.outline, merged=_by_target(merged), prompts=prompts or {})
    sections = tuple(map(desk.section, arrangement.groups(standing, unanswered)))
    response = Response(
        consultation=consultation,
        language=language,
        draft_language=draft.document.language,
        ordering=ordering,
        date=date,
        sections=sections,
        summary=tuple(map(_count, sections)),
        roles=tuple(roles),
        role_index=_role_index(parts, sections, roles, language),
        read_without_comment=tuple((key, desk.named_path(key)) for key in sorted(silent, key=parts.place)),
    )
    return msgspec.structs.replace(response, content_sha256=content_sha256(response))


class _Desk(msgspec.Struct, frozen=True, kw_only=True):
    """Turns arranged threads into answers."""

    outline: Outline
    merged: Mapping[str, Sequence[Folded]]
    """By the id of the comment that speaks for them."""
    prompts: Mapping[str, tuple[str, ...]]

    def section(self, group: Group) -> Section:
        return Section(id=group.id, title=group.title, answers=tuple(map(self._answer, group.threads)))

    def path(self, provision_id: str) -> tuple[str, ...]:
        return self.outline.path(provision_id) if provision_id in self.outline.by_id else (provision_id,)

    def named_path(self, provision_id: str) -> tuple[str, ...]:
        """Return the path with a last step that says more than "2."."""
        provision = self.outline.by_id.get(provision_id)
        path = self.path(provision_id)
        return path if provision is None else (*path[:-1], title(provision))

    def _answer(self, thread: Thread) -> Answer:
        provision = self.outline.by_id.get(
            thread.provision_id, Provision(id=thread.provision_id, kind="missing")
        )
        shown, repeated = fold_same_words(thread.comments)
        return Answer(
            provision=provision,
            path=self.path(thread.provision_id),
            comments=shown,
            prompts=() if shown else tuple(self.prompts.get(provision.id, ())),
            folded=tuple(self._folded(thread, repeated)),
            notes=self._notes(provision),
        )

    def _folded(self, thread: Thread, repeated: Sequence[Folded]) -> Iterator[Folded]:
        """Yield what the printed comments speak for, the sources of repetitions included."""
        printed = {fold.comment.id: fold.into for fold in repeated}
        for comment in thread.comments:
            for fold in self.merged.get(comment.id, ()):
                yield msgspec.structs.replace(fold, into=printed.get(comment.id, comment.id))
        yield from repeated

    def _notes(self, provision: Provision) -> tuple[Provision, ...]:
        called = (self.outline.by_id.get(call.provision_id) for call in provision.calls)
        return tuple(note for note in called if note is not None)


def _by_target(folded: Iterable[Folded]) -> dict[str, list[Folded]]:
    targets: dict[str, list[Folded]] = {}
    for fold in folded:
        targets.setdefault(fold.into, []).append(fold)
    return targets


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


def _role_index(
    parts: Parts, sections: Iterable[Section], roles: Sequence[Named], language: str
) -> tuple[RoleEntry, ...]:
    """List by role the answered provisions tagged with it: known roles in their order, then others by id."""
    answered = {answer.provision.id: answer.provision for section in sections for answer in section.answers}
    concerned: dict[str, list[str]] = {}
    for provision_id in sorted(answered, key=parts.place):
        values = {tag.value for tag in answered[provision_id].tags if tag.facet == "role"}
        for value in values:
            concerned.setdefault(value, []).append(provision_id)
    labels = {role.id: role.label(language) for role in roles}
    order = [role for role in labels if role in concerned] + sorted(set(concerned) - set(labels))
    return tuple(RoleEntry(role, labels.get(role, role), tuple(concerned[role])) for role in order)
