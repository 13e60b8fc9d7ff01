"""`consult select`: what the legal adviser wants commented."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.filters import asked_for, restricts
from toolkit.cli.output import emit_json, emit_table, say
from toolkit.cli.views import summary
from toolkit.errors import UsageError
from toolkit.messages import _, ngettext


def select(
    ids: options.Provisions = None,
    roles: options.Roles = None,
    modalities: options.Modalities = None,
    topics: options.Topics = None,
    kinds: options.Kinds = None,
    search: Annotated[str, typer.Option("--search", metavar="WORDS", help=_("What a search finds."))] = "",
    remove: Annotated[bool, typer.Option("--remove", help=_("Take them out of the selection."))] = False,
    reason: Annotated[str, typer.Option("--why", metavar="TEXT", help=_("Why they deserve a comment."))] = "",
    author: options.Author = "",
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Add provisions to the selection, take them out, or list it."""
    from toolkit import desk

    with desk.open_workspace(workspace) as opened:
        asked = asked_for(opened, roles=roles, modalities=modalities, topics=topics, kinds=kinds)
        if ids or search or restricts(asked):
            found = desk.choose(opened, ids or (), words=search, asked=asked)
            if not found:
                raise UsageError(_("nothing fits."), hint=_("Try `consult search` first."))
            keys = [provision.id for provision in found]
            changed = opened.unselect(keys) if remove else opened.select(keys, actor=author, reason=reason)
            message = ngettext(
                "{changed} of {count} provision changed.",
                "{changed} of {count} provisions changed.",
                len(keys),
            )
            say(message.format(changed=changed, count=len(keys)))
        elif remove:
            raise UsageError(_("which ones?"), hint=_("Name ids, --role, --topic or --search."))
        chosen = opened.selection()
        if as_json:
            emit_json(chosen)
            return
        by_id = {provision.id: provision for provision in opened.provisions()}
    emit_table(
        ("id", _("provision"), _("by"), _("why")),
        (
            (
                item.provision_id,
                summary(by_id[item.provision_id]) if item.provision_id in by_id else "",
                item.actor,
                item.reason,
            )
            for item in chosen
        ),
    )


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        select,
        name="select",
        about=_("Choose the provisions to comment on; without arguments, list them."),
        example="consult select --role dim --modality obligation",
    )
