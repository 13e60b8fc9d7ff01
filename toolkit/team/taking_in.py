"""Files that contributors send → remarks and comments in the workspace, and a report of both."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from toolkit import desk, pipeline
from toolkit.errors import Conflict, InputRefused, MissingExtra
from toolkit.limits import Limits, Progress, call_limited
from toolkit.messages import _, reason_of
from toolkit.model.comment import Comment
from toolkit.model.contribution import Contribution, Received
from toolkit.model.intake import IntakeReport, Refused, TakenIn
from toolkit.model.provision import Outline
from toolkit.model.reading import ReadOptions

if TYPE_CHECKING:
    from toolkit.intake.planning import FilePlan, Planner
    from toolkit.workspace.store import Workspace


class _ReadOrder(msgspec.Struct):
    path: bytes
    """As the file system has it: names need not be UTF-8."""
    options: ReadOptions
    draft_texts: tuple[str, ...] = ()


def read_file(
    path: Path,
    *,
    options: ReadOptions | None = None,
    limits: Limits | None = None,
    draft_texts: Sequence[str] = (),
) -> Contribution:
    """Read what somebody sent, of any kind, in a child process that may not exceed `limits`.

    `draft_texts` are the paragraphs of the draft: in a copy of it they are no remarks.

    Raises:
        InputRefused: the file cannot be read; the subclass says why.
        MissingExtra: a message saved by Outlook, whose reader is not installed.
    """
    order = _ReadOrder(os.fsencode(path.absolute()), options or ReadOptions(), tuple(draft_texts))
    answer = call_limited(
        "toolkit.team.taking_in:read_order",
        msgspec.json.encode(order),
        limits=limits or pipeline.default_limits(options),
        where=path.name,
    )
    return msgspec.json.decode(answer, type=Contribution)


def read_order(payload: bytes) -> bytes:
    """Do what `read_file` asked for; runs in the child."""
    from toolkit.intake.recognise import read_contribution

    order = msgspec.json.decode(payload, type=_ReadOrder)
    path = Path(os.fsdecode(order.path))
    return msgspec.json.encode(
        read_contribution(path, options=order.options, draft_texts=frozenset(order.draft_texts))
    )


def intake(  # noqa: PLR0913  # the whole of `consult intake`
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    author: str = "",
    role: str = "",
    dry_run: bool = False,
    actor: str = "",
    options: ReadOptions | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> IntakeReport:
    """Take in what contributors sent: remarks that are placed become comments, all of them are kept.

    `author` and `role` win over what the files say. A file that is there already changes nothing, a corrected one
    updates. Files that cannot be read are named in the report; the others are taken in, as one act. With `dry_run`
    nothing is written.

    Raises:
        NotAllowed: the actor has not the duty for it.
        Conflict: a file was changed while it was read.
    """
    contents, refused = read_each(workspace, paths, options=options, limits=limits, progress=progress)
    files = take_in(workspace, contents, author=author, role=role, dry_run=dry_run, actor=actor)
    return IntakeReport(files=files, refused=tuple(refused), dry_run=dry_run)


def take_in(
    workspace: Workspace,
    contents: Sequence[tuple[Contribution, bytes]],
    *,
    author: str = "",
    role: str = "",
    dry_run: bool = False,
    actor: str = "",
) -> tuple[TakenIn, ...]:
    """Take in files that are read already, each with its bytes, as one act: see `intake`."""
    from toolkit.intake.planning import report_of
    from toolkit.intake.taking_in import Keeper

    def plan_all() -> list[FilePlan]:
        planner = _planner(workspace, author=author, role=role)
        return [planner.plan(item) for item, _content in contents]

    there, plans = workspace.team.contributions(), plan_all()
    if dry_run or not plans:
        return tuple(report_of(plan, ()) for plan in plans)
    names = ", ".join(item.name for item, _content in contents)
    with workspace.team.act("intake", actor=actor, detail=names) as deed:
        if workspace.team.contributions() != there:  # somebody was quicker, perhaps with the same file
            plans = plan_all()
        keeper = Keeper(deed, Outline(workspace.draft().provisions), _comments_by_id(workspace))
        files = tuple(report_of(plan, keeper.keep(plan)) for plan in plans)
        for (item, content), plan in zip(contents, plans, strict=True):
            if plan.state != "known":
                workspace.team.keep_file(content, item)
    return files


def read_each(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    options: ReadOptions | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> tuple[list[tuple[Contribution, bytes]], list[Refused]]:
    """Read files one by one for `take_in`, and name those that cannot be read; of the same content, the first.

    Raises:
        Conflict: a file was changed while it was read.
    """
    texts = _draft_texts(workspace)
    found: dict[str, tuple[Contribution, bytes]] = {}
    refused: list[Refused] = []
    for done, path in enumerate(paths, 1):
        try:
            read = read_file(path, options=options, limits=limits, draft_texts=texts)
            content = path.read_bytes()
        except (InputRefused, MissingExtra) as error:
            refused.append(Refused(path.name, str(error)))
        except OSError as error:
            refused.append(Refused(path.name, reason_of(error)))
        else:
            if hashlib.sha256(content).hexdigest() != read.sha256:
                raise Conflict(_("was changed while it was read."), where=path.name)
            found.setdefault(read.sha256, (read, content))
        if progress is not None:
            progress(done, len(paths))
    return list(found.values()), refused


def _draft_texts(workspace: Workspace) -> tuple[str, ...]:
    """Return the paragraphs of the draft, by which a copy of it is known."""
    every = workspace.draft().provisions
    cells = (cell for item in every for row in item.rows for cell in row)
    texts = (text for item in every for text in (item.heading, item.text))
    return tuple(text for text in (*texts, *cells) if text)


def _planner(workspace: Workspace, *, author: str, role: str) -> Planner:
    from toolkit.intake.people import People
    from toolkit.intake.placing.placer import Placer
    from toolkit.intake.planning import Known, Order, Planner

    profile = desk.profile_of(workspace)
    received: dict[str, list[Received]] = {}
    for item in workspace.team.received():
        received.setdefault(item.file_sha256, []).append(item)
    return Planner(
        Placer(workspace.draft(), profile=profile),
        People(workspace.settings().people, profile),
        Known(
            files=workspace.team.contributions(),
            received=received,
            comments=_comments_by_id(workspace) if received else {},
        ),
        Order(author=author, role=role),
    )


def _comments_by_id(workspace: Workspace) -> dict[str, Comment]:
    return {item.id: item for item in workspace.comments()}
