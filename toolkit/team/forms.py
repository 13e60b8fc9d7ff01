"""What a person or role is to answer → a form to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from toolkit import desk, pipeline
from toolkit.desk import Language
from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.model.provision import Provision

if TYPE_CHECKING:
    from toolkit.workspace.store import Workspace

FormScope = Literal["role", "selected", "all"]


class FormMade(msgspec.Struct, frozen=True):
    """A form that was written, and how many provisions it asks about."""

    path: Path
    provisions: int


def make_form(
    workspace: Workspace,
    *,
    role: str = "",
    person: str = "",
    scope: FormScope = "role",
    language: Language,
    target: Path | None = None,
) -> FormMade:
    """Write a fill-in form for a person or role, by default to `outputs/` in the workspace.

    It asks about what concerns the role, or is selected, or about everything that can be commented on.

    Raises:
        UsageError: there is nothing to ask about.
        StorageError: it cannot be written.
    """
    from toolkit.consolidate.compose import compose_response
    from toolkit.export.form.order import FormOrder
    from toolkit.export.form.writer import write_form
    from toolkit.export.target import free_target, remember

    named_role = role or workspace.settings().role_of(person)
    chosen = _to_ask(workspace, role=named_role, scope=scope)
    roles = desk.profile_of(workspace).roles
    response = compose_response(
        workspace.draft(),
        (),
        consultation=workspace.consultation(),
        selection=chosen,
        language=language,
        roles=roles,
    )
    label = next((known.label(language) for known in roles if known.id == named_role), named_role)
    order = FormOrder(response=response, role=named_role, role_label=label, person=person)
    folder = pipeline.outputs_folder(workspace)
    path = target or free_target(folder, "-".join(filter(None, ("form", named_role))), "docx")
    write_form(order, path)
    if path.parent == folder:
        remember(path)
    return FormMade(path, sum(len(section.answers) for section in response.sections))


def _to_ask(workspace: Workspace, *, role: str, scope: FormScope) -> list[str]:
    if scope == "selected":
        chosen = [item.provision_id for item in workspace.selection()]
    else:
        asked = (role,) if role and scope == "role" else ()
        everything = workspace.draft().provisions
        chosen = [
            item.id
            for item in everything
            if _is_open(item) and (scope == "all" or pipeline.asks(item, asked))
        ]
    if chosen:
        return chosen
    if scope == "selected":
        raise UsageError(_("nothing is selected."), hint=_("Choose provisions with `consult select`."))
    raise UsageError(
        _("nothing in the draft concerns {roles}.").format(roles=role or _("anybody")),
        hint=_("Ask about everything with --all, or about what is selected with --selected."),
    )


def _is_open(provision: Provision) -> bool:
    """Tell whether a provision says something that a reader of the page sees, and is no note to it."""
    says = provision.text or provision.rows or provision.heading
    return bool(says) and provision.kind != "footnote" and not provision.hidden


# consolidation ---------------------------------------------------------------------------------------
