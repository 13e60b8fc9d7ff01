"""What a team does together at a workspace: take in what contributors send, place it, consolidate, sign, pass on.

Above `pipeline`, beside `review` and `tagging`. Heavy libraries load where they are used.
"""

from toolkit.pipeline import content_hash
from toolkit.team.consolidating import (
    agree,
    keep_apart,
    keep_minority,
    merge,
    merge_proposal,
    overview,
    reject,
    trace,
)
from toolkit.team.filing import accept, check_response
from toolkit.team.forms import FormMade, FormScope, make_form
from toolkit.team.marking import mark_read
from toolkit.team.packing import Packed, pack, unpack
from toolkit.team.placing import confirm, place, set_aside, set_file_aside, waiting
from toolkit.team.reporting import Status, status
from toolkit.team.taking_in import intake, read_each, read_file, take_in
from toolkit.team.working import (
    Calendar,
    Signed,
    act_numbered,
    assign,
    assigned,
    calendar_file,
    deadlines,
    last_act,
    sign,
    signatures,
    undo,
)

__all__ = [
    "Calendar",
    "FormMade",
    "FormScope",
    "Packed",
    "Signed",
    "Status",
    "accept",
    "act_numbered",
    "agree",
    "assign",
    "assigned",
    "calendar_file",
    "check_response",
    "confirm",
    "content_hash",
    "deadlines",
    "intake",
    "keep_apart",
    "keep_minority",
    "last_act",
    "make_form",
    "mark_read",
    "merge",
    "merge_proposal",
    "overview",
    "pack",
    "place",
    "read_each",
    "read_file",
    "reject",
    "set_aside",
    "set_file_aside",
    "sign",
    "signatures",
    "status",
    "take_in",
    "trace",
    "undo",
    "unpack",
    "waiting",
]
