"""What a site says → one file for the workspace of its group; such a file → comments here, with who said what first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from toolkit import pipeline
from toolkit.messages import _
from toolkit.model.comment import State
from toolkit.model.contribution import Contribution

if TYPE_CHECKING:
    from toolkit.workspace.pack_file import Pack
    from toolkit.workspace.packing import Stock
    from toolkit.workspace.store import Workspace
    from toolkit.workspace.unpacking import Here, Unpacked


class Packed(msgspec.Struct, frozen=True):
    """A pack that was written: its one hash, and how much is in it."""

    path: Path
    sha256: str
    comments: int
    remarks: int
    files: int


def pack(
    workspace: Workspace,
    target: Path | None = None,
    *,
    roles: Sequence[str] = (),
    authors: Sequence[str] = (),
    states: Sequence[State] = (),
    with_files: bool = False,
) -> Packed:
    """Write what is said at a workspace to one file, by default to `outputs/` in it.

    Raises:
        StorageError: it cannot be written.
    """
    from toolkit.files import write_atomic
    from toolkit.workspace.pack_file import SUFFIX, write_pack
    from toolkit.workspace.packing import Wanted, pack_content

    wanted = Wanted(roles=tuple(roles), authors=tuple(authors), states=tuple(states))
    stock = _stock(workspace)
    content = pack_content(stock, wanted)
    files = _files(workspace, content.contributions) if with_files else {}
    asked = workspace.consultation()
    manifest, data = write_pack(
        content,
        made_by=stock.station,
        time=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        draft=(asked.draft_sha256, asked.draft_name, asked.draft_version),
        files=files,
    )
    path = target or pipeline.outputs_folder(workspace) / f"contribution{SUFFIX}"
    write_atomic(path, data)
    return Packed(path, manifest.sha256, len(content.comments), len(content.remarks), len(files))


def unpack(workspace: Workspace, path: Path, *, actor: str) -> Unpacked:
    """Take in what another workspace packed, as one act that can be undone.

    Raises:
        InputRefused: it is no pack, or a part of it is missing, damaged, changed or too large.
        NotAllowed: it is not the actor's to do.
    """
    from toolkit.workspace.pack_file import read_pack
    from toolkit.workspace.unpacking import unpack as take

    found = read_pack(path)
    _keep_files(workspace, found)
    told = _("{name}, {sha256}").format(name=found.manifest.made_by.name, sha256=found.manifest.sha256[:12])
    with workspace.team.act("unpack", actor=actor, subject=path.name, detail=told) as deed:
        return take(deed, found, _here(workspace))


def _stock(workspace: Workspace) -> Stock:
    from toolkit.model.pack import Station
    from toolkit.workspace.packing import Stock
    from toolkit.workspace.team import ReceivedFilter

    team, asked = workspace.team, workspace.consultation()
    return Stock(
        station=Station(team.identity(), asked.respondent or asked.title),
        provisions=workspace.provisions(),
        comments=workspace.comments(),
        received=team.received(ReceivedFilter(superseded=True)),
        contributions=team.contributions(),
        marks=workspace.marks(),
        sign_offs=team.sign_offs(),
        origins=team.origins(),
        packs=team.packs(),
    )


def _here(workspace: Workspace) -> Here:
    from toolkit.workspace.team import ReceivedFilter
    from toolkit.workspace.unpacking import Here

    team = workspace.team
    return Here(
        workspace_id=team.identity(),
        provisions=workspace.provisions(),
        draft_sha256=workspace.consultation().draft_sha256,
        comments={item.id: item for item in workspace.comments()},
        received=team.received(ReceivedFilter(superseded=True)),
        marks=workspace.marks(),
        origins={item.origin: item for item in team.origins()},
        contributions=frozenset(item.sha256 for item in team.contributions()),
        packs=frozenset(item.sha256 for item in team.packs()),
    )


def _files(workspace: Workspace, contributions: Sequence[Contribution]) -> dict[str, bytes]:
    """Return the kept files of contributors as parts of a pack; one that is no longer there is left out."""
    found: dict[str, bytes] = {}
    for item in contributions:
        path = workspace.team.contribution_file(item)
        if path.is_file():
            found[f"files/{path.name}"] = path.read_bytes()
    return found


def _keep_files(workspace: Workspace, found: Pack) -> None:
    by_sha256 = {item.sha256: item for item in found.content.contributions}
    for name, data in found.files.items():
        sha256 = name.partition("/")[2].partition(".")[0]
        if sha256 in by_sha256:
            workspace.team.keep_file(data, by_sha256[sha256])
