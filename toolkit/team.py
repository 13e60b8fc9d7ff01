"""What a team does together at a workspace: take in what contributors send, place it, consolidate, sign, pass on.

Above `pipeline`, beside `review` and `tagging`. Heavy libraries load where they are used.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from toolkit import desk, pipeline
from toolkit.desk import Language
from toolkit.errors import UsageError
from toolkit.limits import Limits, call_limited
from toolkit.messages import _
from toolkit.model.contribution import Contribution
from toolkit.model.provision import Provision
from toolkit.model.reading import ReadOptions

if TYPE_CHECKING:
    from toolkit.workspace.store import Workspace

FormScope = Literal["role", "selected", "all"]


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
        "toolkit.team:read_order",
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
