"""What a team does together: choose, read, assign, sign, look back, undo."""

from __future__ import annotations

from toolkit import tagging, team
from toolkit.errors import UnknownName, UsageError
from toolkit.export.matrix.table import Matrix
from toolkit.messages import _, current_language, quoted
from toolkit.model.workflow import Act, Assignment, SignOff
from toolkit.team import Signed, Status
from toolkit.web.rooms.api.asked import (
    Assigning,
    Choice,
    JournalQuery,
    OneRole,
    Reading,
    RoleQuery,
    Signing,
    Whose,
)
from toolkit.web.rooms.api.decoding import check_day
from toolkit.web.rooms.api.operation import Call
from toolkit.web.rooms.api.told import Counted, CoverageFacts, SectionCoverage
from toolkit.workspace.areas import areas
from toolkit.workspace.assigning import Left
from toolkit.workspace.coverage import Mark
from toolkit.workspace.selection import Selected


def list_selection(call: Call) -> tuple[Selected, ...]:
    """Return the provisions chosen to be answered."""
    return call.workspace.selection()


def select(call: Call, body: Choice) -> Counted:
    """Choose provisions to be answered."""
    return Counted(call.workspace.select(body.provision_ids, actor=call.actor, reason=body.reason))


def unselect(call: Call) -> Counted:
    """Take a provision out of the selection."""
    workspace = call.workspace
    return Counted(workspace.unselect([workspace.provision(call.path["provision"]).id]))


def list_marks(call: Call) -> tuple[Mark, ...]:
    """Return who has read what, oldest first."""
    return call.workspace.marks()


def mark(call: Call, body: Reading) -> tuple[Mark, ...]:
    """Note that the sender has read provisions and has nothing to say."""
    role = _role_of(call, body.role)
    call.workspace.mark(body.provision_ids, role=role, person=call.actor, state=body.state)
    return call.workspace.marks(body.provision_ids)


def unmark(call: Call, query: OneRole) -> tuple[Mark, ...]:
    """Take the sender's mark on a provision back."""
    provision = call.workspace.provision(call.path["provision"])
    call.workspace.unmark([provision.id], role=_role_of(call, query.role), person=call.actor)
    return call.workspace.marks([provision.id])


def _role_of(call: Call, role: str) -> str:
    """Return the role asked for, else the sender's own.

    Raises:
        UsageError: there is neither.
        UnknownName: there is no such role.
    """
    found = role or call.visitor.role_in(call.snapshot)
    if not found:
        raise UsageError(_("for which role?"), where="role")
    _check_roles(call, (found,))
    return found


def _check_roles(call: Call, roles: tuple[str, ...]) -> tuple[str, ...]:
    known = tuple(item.id for item in call.snapshot.profile.roles)
    for role in roles:
        if role not in known:
            raise UnknownName(
                _("there is no {what} {name}.").format(what=_("role"), name=quoted(role)),
                where="role",
                hint=_("There are: {names}.").format(names=", ".join(known)),
            )
    return roles or known


def show_coverage(call: Call, query: RoleQuery) -> CoverageFacts:
    """Return the state of each provision for each role, with counts by section."""
    snapshot = call.snapshot
    wanted = _check_roles(call, query.role)
    found = snapshot.coverage.narrowed(wanted)
    return CoverageFacts(
        roles=found.roles,
        counts=found.counts(),
        sections=tuple(
            SectionCoverage(section_id=area.section_id, title=area.title, counts=area.counts)
            for area in areas(found, snapshot.outline)
        ),
        rows=tuple(row for row in found.rows if any(row.states)),
    )


def show_matrix(call: Call, query: RoleQuery) -> Matrix:
    """Return which provisions concern which role, with counts by section."""
    return tagging.matrix(call.workspace, _check_roles(call, query.role), language=current_language())


def show_status(call: Call, query: RoleQuery) -> Status:
    """Return deadlines, counts, assignments and signatures, as `consult status --json` prints them."""
    return team.status(call.workspace, _check_roles(call, query.role))


def list_assignments(call: Call) -> tuple[Left, ...]:
    """Return every assignment with what is left of it."""
    return call.snapshot.assigned


def assign(call: Call, body: Assigning) -> tuple[Assignment, ...]:
    """Give provisions, and all under them, to a person or role."""
    check_day(body.due, where="due")
    return team.assign(call.workspace, body.provision_ids, to=body.to, due=body.due, actor=call.actor)


def unassign(call: Call, query: Whose) -> tuple[Assignment, ...]:
    """Take an assignment back, and return what was taken back."""
    return team.assign(call.workspace, (call.path["provision"],), to=query.to, actor=call.actor, remove=True)


def list_signatures(call: Call) -> tuple[Signed, ...]:
    """Return who has signed, and whether it still counts."""
    return call.snapshot.signatures


def sign(call: Call, body: Signing) -> SignOff:
    """Sign the response, as it was read, for a role."""
    _check_roles(call, (body.role,))
    return team.sign(
        call.workspace, role=body.role, person=call.actor, remark=body.remark, seen=body.content_sha256
    )


def list_acts(call: Call, query: JournalQuery) -> tuple[Act, ...]:
    """Return the last acts of the journal, oldest first."""
    return call.workspace.team.acts(touching=query.touching, last=query.last)


def undo(call: Call) -> Act:
    """Take an act back, and return the act that did so."""
    return team.undo(call.workspace, call.path["number"], actor=call.actor)
