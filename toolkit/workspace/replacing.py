"""Another parse of the draft, or its next version → the version on record, with people's data on its provisions."""

from __future__ import annotations

import sqlalchemy as sa

from toolkit.model.correction import Corrected
from toolkit.model.provision import ParsedDraft
from toolkit.workspace import anchors, corrections, drafts


def replace_draft(
    connection: sa.Connection, draft: ParsedDraft, corrected: Corrected | None, *, seen: int, time: str
) -> anchors.Replacement:
    """Put a parse in the place of the current version, or after it if its file is another one.

    Raises:
        Conflict: there are more corrections on record than the `seen` ones.
    """
    corrections.check_unchanged(connection, seen)
    current = drafts.list_versions(connection)[-1]
    same_file = current.document.sha256 == draft.document.sha256
    number = current.number if same_file else current.number + 1
    old = drafts.load_draft(connection, number=current.number).provisions
    drafts.insert_version(connection, draft, number=number, time=time)
    if corrected is not None:
        corrections.save_parse(connection, corrected.parsed, number=number)
    moves = anchors.find_moves(old, draft.provisions, told=corrected.moved if corrected else {})
    anchors.move_people_data(connection, moves, version=number, time=time)
    anchors.follow_quotes(
        connection, draft.provisions, corrected.parted if corrected else {}, version=number, time=time
    )
    fresh = {item.id for item in draft.provisions} - {item.id for item in old}
    anchors.return_comments(connection, fresh, version=number, time=time)
    anchors.move_placements(connection, moves)
    held = anchors.ids_with_people_data(connection)
    old_ids = [item.id for item in old]
    new_ids = {item.id for item in draft.provisions}
    return anchors.Replacement(
        version=number,
        added=tuple(item.id for item in draft.provisions if item.id not in set(old_ids)),
        removed=tuple(name for name in old_ids if name not in new_ids),
        moved=tuple((name, heir) for name, heir in moves.items() if name not in held),
        orphaned=tuple(sorted(held - new_ids)),
    )
