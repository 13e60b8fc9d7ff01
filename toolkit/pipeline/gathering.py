"""A workspace → what stands beside a response: the board's questions answered, the rows of tables and forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from toolkit import desk
from toolkit.desk import Language
from toolkit.files import read_input
from toolkit.model.dossier import Dossier
from toolkit.model.filing import CoverageLine, Filing, FormFile
from toolkit.model.provision import Outline
from toolkit.model.selection import Selection
from toolkit.pipeline.responses import content_hash, material_of, pseudonyms_of

if TYPE_CHECKING:
    from toolkit.workspace.store import Workspace


def dossier(workspace: Workspace, *, language: Language, anonymous: bool = False) -> Dossier:
    """Gather what a board asks about a response beside what it says: see `Dossier`."""
    from toolkit.consolidate.accounting import Ledger, account

    draft = workspace.draft()
    names = pseudonyms_of(workspace, draft, language) if anonymous else None
    roles = desk.profile_of(workspace).roles
    counts = workspace.coverage(tuple(role.id for role in roles)).counts()
    ledger = Ledger(
        comments=workspace.comments(),
        sign_offs=workspace.team.sign_offs(),
        read=material_of(workspace).read,
        assignments=workspace.team.assignments(),
        counts=tuple((item.role, item.commented, item.read, item.unread) for item in counts),
        unplaced=sum(item.placement.state in ("proposed", "unplaced") for item in workspace.team.received()),
        internal_deadline=workspace.consultation().internal_deadline,
        people=tuple((person.name, person.role) for person in workspace.settings().people),
    )
    told = account(ledger, Outline(draft.provisions), roles=roles, names=names, language=language)
    return msgspec.structs.replace(told, signable_sha256=content_hash(workspace) if told.sign_offs else "")


def filing(
    workspace: Workspace,
    *,
    language: Language,
    selection: Selection | None = None,
    anonymous: bool = False,
    form: Path | None = None,
    mapping: Path | None = None,
) -> Filing:
    """Gather what tables and forms need beside a response: see `Filing`.

    Coverage and journal tell of everything and everybody: of a part, or without names, they are left out.

    Raises:
        BrokenInput: the form or the mapping cannot be read.
    """
    from toolkit.consolidate.selecting import select_part

    draft = workspace.draft()
    asked = selection or Selection()
    part = select_part(material_of(workspace), asked, Outline(draft.provisions), language=language)
    names = pseudonyms_of(workspace, draft, language) if anonymous else None
    comments = part.material.comments
    roles = desk.profile_of(workspace).roles
    whole = asked.is_whole and not anonymous
    rows = workspace.coverage(tuple(role.id for role in roles)).rows if whole else ()
    return Filing(
        provisions=workspace.provisions(),
        comments=comments if names is None else tuple(map(names.comment, comments)),
        roles=roles,
        coverage=tuple(CoverageLine(row.provision_id, row.states) for row in rows if any(row.states)),
        acts=workspace.team.acts() if whole else (),
        form=None if form is None else form_file(form),
        mapping=None if mapping is None else form_file(mapping),
    )


def form_file(path: Path) -> FormFile:
    """Read a regulator's form, or what maps it.

    Raises:
        BrokenInput: it cannot be read.
    """
    return FormFile(path.name, read_input(path))
