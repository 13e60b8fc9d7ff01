"""A workspace's comments, selection and read marks → one response, and the hash of what it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from toolkit import desk
from toolkit.desk import Language
from toolkit.model.comment import Comment
from toolkit.model.contribution import Received
from toolkit.model.provision import Outline, ParsedDraft, rows_text
from toolkit.model.response import Ordering, Response
from toolkit.model.selection import Selection

if TYPE_CHECKING:
    from toolkit.consolidate.anonymous import Pseudonyms
    from toolkit.consolidate.selecting import Material
    from toolkit.workspace.store import Workspace


def compose(
    workspace: Workspace,
    *,
    language: Language,
    ordering: Ordering = "section",
    selection: Selection | None = None,
    anonymous: bool = False,
    with_remarks: bool = False,
    today: date | None = None,
) -> Response:
    """Consolidate a workspace's comments, selection and read marks into one response.

    Only the part that `selection` lets through; `anonymous` replaces the names of people; `with_remarks` adds what
    contributors sent, word for word.
    """
    from toolkit.consolidate.compose import compose_response
    from toolkit.consolidate.overview import settled_contradictions
    from toolkit.consolidate.selecting import scope_of, select_part

    draft = workspace.draft()
    outline = Outline(draft.provisions)
    roles = desk.profile_of(workspace).roles
    asked = selection or Selection()
    part = select_part(material_of(workspace), asked, outline, language=language)
    comments, consultation = part.material.comments, workspace.consultation()
    names = pseudonyms_of(workspace, draft, language) if anonymous else None
    if names is not None:
        comments, consultation = tuple(map(names.comment, comments)), names.consultation(consultation)
        asked = msgspec.structs.replace(asked, authors=tuple(map(names.of, asked.authors)))
    silent = set(part.material.to_answer) - {comment.provision_id for comment in comments}
    response = compose_response(
        draft,
        comments,
        consultation=consultation,
        selection=part.material.to_answer,
        read_without_comment=[mark.provision_id for mark in part.material.read],
        ordering=ordering,
        language=language,
        roles=roles,
        prompts=desk.drafting_help(workspace, silent, language=language),
        date=(today or local_today()).isoformat(),
        settled=settled_contradictions(workspace.team.verdicts()),
    )
    return msgspec.structs.replace(
        response,
        scope=scope_of(asked, outline, roles=roles, language=language),
        issues=(*part.issues, *response.issues, *(names.issues(language) if names else ())),
        anonymous=anonymous,
        remarks=_remarks_of(workspace, comments, names) if with_remarks else (),
    )


def material_of(workspace: Workspace) -> Material:
    """Return all that a response may be made from."""
    from toolkit.consolidate.selecting import Material, ReadMark

    return Material(
        comments=workspace.comments(),
        to_answer=tuple(item.provision_id for item in workspace.selection()),
        read=tuple(
            ReadMark(mark.provision_id, mark.role, mark.person)
            for mark in workspace.marks()
            if mark.state == "no_comment"
        ),
    )


def pseudonyms_of(workspace: Workspace, draft: ParsedDraft, language: Language) -> Pseudonyms:
    """Return what the contributors are called in everything anonymous that is written from a workspace."""
    from toolkit.consolidate.anonymous import Pseudonyms, Somebody

    people = [Somebody(person.name, person.email) for person in workspace.settings().people]
    texts = (text for item in draft.provisions for text in (item.heading, item.text, rows_text(item)))
    return Pseudonyms(people, workspace.comments(), draft=texts, language=language)


def _remarks_of(
    workspace: Workspace, comments: Sequence[Comment], names: Pseudonyms | None
) -> tuple[Received, ...]:
    """Return the remarks that comments were made from, in the order in which they came."""
    ids = {comment.id for comment in comments}
    found = (item for item in workspace.team.received() if item.comment_id in ids)
    return tuple(found if names is None else map(names.remark, found))


def content_hash(workspace: Workspace) -> str:
    """Return the SHA-256 of what the whole response says now, whatever the day it is written on.

    It is what people sign: the same while no comment, mark, choice or date of the consultation changes.
    """
    from toolkit.consolidate.compose import compose_response

    material = material_of(workspace)
    response = compose_response(
        workspace.draft(),
        material.comments,
        consultation=workspace.consultation(),
        selection=material.to_answer,
        read_without_comment=[mark.provision_id for mark in material.read],
        language=desk.writing_language(workspace),
        roles=desk.profile_of(workspace).roles,
        compared=False,
    )
    return response.content_sha256


def local_today() -> date:
    """Return the day it is where the person is: deadlines are local days."""
    return datetime.now().astimezone().date()
