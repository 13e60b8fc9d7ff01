"""`consult show`: the draft as it is printed, with tags and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.complete import complete_provision
from toolkit.cli.declare import declare
from toolkit.cli.filters import asked_for, restricts
from toolkit.cli.output import emit, emit_json
from toolkit.cli.views import comment_lines, provision_lines, tag_lines, tree_lines
from toolkit.errors import UsageError
from toolkit.messages import _, current_language
from toolkit.model.comment import Comment
from toolkit.model.provision import Outline, Provision

if TYPE_CHECKING:
    from toolkit.workspace.store import Workspace

_PAGE = re.compile(
    r"""
    # matches "p. 12", "p12", "page 12"; not "12", which is a printed number, nor "p"
    p(?:age|\.)?\s*(?P<number>\d+)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def show(
    what: Annotated[
        str,
        typer.Argument(
            metavar="ID|NUMBER|PAGE",
            help=_("A provision by id or printed number, or a page as p12; without it, the outline."),
            autocompletion=complete_provision,
        ),
    ] = "",
    roles: options.Roles = None,
    modalities: options.Modalities = None,
    topics: options.Topics = None,
    kinds: options.Kinds = None,
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Print the outline, a page, or a provision with everything under it."""
    from toolkit import desk

    with desk.open_workspace(workspace) as opened:
        asked = asked_for(opened, roles=roles, modalities=modalities, topics=topics, kinds=kinds)
        every = opened.provisions()
        kept = {provision.id for provision in opened.provisions(asked)}
        page = _page_meant(what, every)
        if page is not None:
            shown = [item for item in every if item.page_number == page and item.id in kept]
        elif what:
            top = opened.resolve(what)
            below = Outline(every).descendants(top.id)
            shown = [item for item in (top, *below) if item.id in kept]
        else:
            shown = [item for item in every if item.id in kept]
        if not shown:
            raise UsageError(_("nothing fits."), hint=_("Drop a restriction, or see `consult show`."))
        if as_json:
            emit_json(shown)
        elif what or restricts(asked):
            _emit_full(opened, shown, every, whole=bool(what) and page is None)
        else:
            _emit_outline(every)


def _page_meant(what: str, every: tuple[Provision, ...]) -> int | None:
    """Return the page that `what` names, if it does not name a provision: paragraphs may be called p12 too."""
    from toolkit.workspace.lookup import names_one

    page = _PAGE.fullmatch(what.strip())
    return int(page["number"]) if page and not names_one(what, every) else None


def _emit_outline(every: tuple[Provision, ...]) -> None:
    parents = {provision.parent_id for provision in every}
    for line in tree_lines(every, only=lambda item: bool(item.heading) or item.id in parents):
        emit(line)


def _emit_full(
    opened: Workspace, shown: list[Provision], every: tuple[Provision, ...], *, whole: bool
) -> None:
    from toolkit import desk, pipeline, tagging

    outline = Outline(every)
    profile = desk.profile_of(opened)
    comments: dict[str, list[Comment]] = {}
    for comment in opened.comments():
        comments.setdefault(comment.provision_id, []).append(comment)
    for index, provision in enumerate(shown):
        if index == 0 or not whole:
            emit(" › ".join(outline.path(provision.id)[:-1]))
        for line in provision_lines(provision):
            emit(line)
        people = tagging.deciders(opened, provision)
        for line in tag_lines(
            pipeline.explain(provision, every, profile, language=current_language(), people=people)
        ):
            emit(line)
        for line in comment_lines(comments.get(provision.id, ())):
            emit(line)
        emit("")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        show,
        name="show",
        about=_("Show the outline, a page, or a provision as in the draft, with its tags and why."),
        example="consult show R12",
    )
