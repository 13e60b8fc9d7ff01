"""What contributors send: files taken in, remarks, and a person's word on where they belong."""

from __future__ import annotations

import tempfile
from pathlib import Path

from toolkit import team
from toolkit.model.contribution import Contribution, Received
from toolkit.model.intake import IntakeReport
from toolkit.web.rooms.api.asked import Contributed, Placing, RemarkQuery, Why
from toolkit.web.rooms.api.consultations import READING, keep_content
from toolkit.web.rooms.api.operation import Call, Content
from toolkit.web.rooms.api.told import Listed
from toolkit.workspace.team import ReceivedFilter


def list_contributions(call: Call) -> tuple[Contribution, ...]:
    """Return the files taken in, oldest first, without their remarks."""
    return call.workspace.team.contributions()


def take_in(call: Call, query: Contributed, body: Content) -> IntakeReport:
    """Take in a file that a contributor sent."""
    with READING, tempfile.TemporaryDirectory(prefix="consult-") as folder:
        path = keep_content(body, query.file_name, Path(folder), limit=call.site.uploads.file_bytes)
        return team.intake(
            call.workspace,
            [path],
            author=query.author,
            role=query.role,
            dry_run=query.dry_run,
            actor=call.actor,
        )


def list_remarks(call: Call, query: RemarkQuery) -> Listed[Received]:
    """Return remarks in the order in which they came."""
    found = call.workspace.team.received(
        ReceivedFilter(
            files=query.file,
            states=query.state,
            provision_ids=query.provision,
            superseded=query.superseded,
        )
    )
    return Listed(total=len(found), items=found[query.offset : query.offset + query.limit])


def show_remark(call: Call) -> Received:
    """Return one remark with its place and the reasons for it."""
    return call.workspace.team.received_one(call.path["remark"])


def place_remark(call: Call, body: Placing) -> Received:
    """Say where a remark belongs, or confirm what is proposed."""
    return team.place(
        call.workspace,
        call.path["remark"],
        body.provision_id,
        quote=body.quote,
        actor=call.actor,
        why=body.why,
    )


def set_remark_aside(call: Call, body: Why) -> Received:
    """Say that a remark is none, and why."""
    return team.set_aside(call.workspace, call.path["remark"], why=body.reason, actor=call.actor)
