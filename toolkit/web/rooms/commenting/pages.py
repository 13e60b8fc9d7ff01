"""Snapshot and form → the pages of commenting: a fragment for htmx, below the provision on a page of its own otherwise."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast, get_args

from toolkit import desk, pipeline
from toolkit.errors import UnknownName
from toolkit.messages import _, current_language, quoted
from toolkit.model.comment import Comment, Position
from toolkit.model.contribution import GENERAL
from toolkit.model.labels import position_label, role_labels
from toolkit.model.provision import Provision, title
from toolkit.web.answering import is_fragment, page
from toolkit.web.asking import name_of, texts_of, visitor_of
from toolkit.web.rooms.commenting.cards import threads
from toolkit.web.rooms.commenting.form import FIELD, Written, read_written, template_named
from toolkit.web.rooms.commenting.presence import Presence
from toolkit.workspace.writing import TemplateEntry

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from toolkit.desk import Language
    from toolkit.draft.templates import Template
    from toolkit.web.snapshot import Snapshot


_BELOW = 40
"""So many provisions under a heading are shown with it."""


def form_page(request: Request, snapshot: Snapshot, comment: Comment, entry: TemplateEntry) -> Response:
    """Return the form of a comment, as a fragment or below its provision."""
    workspace = snapshot.workspace
    words = pipeline.replaceable_words(comment.provision_id, comment.quote, snapshot.outline)
    values: dict[str, Any] = {
        "comment": comment,
        "entry": entry,
        "words": words,
        "answered": workspace.comment(comment.reply_to) if comment.reply_to else None,
        "modified": clock_time(comment.modified) if comment.id else "",
        "draft_language": snapshot.draft.document.language,
        "window": secrets.token_hex(8),
        "positions": [(name, position_label(name)) for name in get_args(Position)],
        "roles": list(role_labels(snapshot.profile).items()),
        **_templates(snapshot, comment.provision_id),
        **template_values(snapshot, comment, entry),
    }
    if is_fragment(request):
        return page(request, "comment/form.html", workspace=name_of(request), **values)
    return whole_page(request, snapshot, comment.provision_id, inner="comment/form.html", **values)


def _templates(snapshot: Snapshot, provision_id: str) -> dict[str, Any]:
    """Return the templates, the one that fits best first, and why it does; none for what the draft does not have."""
    language = wording_language(snapshot)
    if provision_id not in snapshot.outline.by_id:
        return {"templates": (), "suggestion": None}
    whole = snapshot.outline.whole(provision_id)
    suggestion = desk.suggest_template(whole, cast("Language", current_language()))
    found = sorted(
        desk.templates(language, snapshot.workspace), key=lambda item: item.name != suggestion.template
    )
    return {"templates": found, "suggestion": suggestion}


def template_values(snapshot: Snapshot, comment: Comment, entry: TemplateEntry) -> dict[str, Any]:
    """Return the questions of a comment's template, the answers, and those to questions of other templates."""
    template: Template | None = None
    if comment.template:
        try:
            template = template_named(
                snapshot.workspace, comment.template, language=wording_language(snapshot)
            )
        except UnknownName:  # it was removed since
            template = None
    asked = {field.name for field in template.fields} if template else set()
    others = {name: value for name, value in entry.fields.items() if name not in asked}
    return {"chosen": template, "answers": entry.fields, "others": others, "fields": FIELD}


def comments_page(request: Request, snapshot: Snapshot, provision_id: str) -> Response:
    """Return the comments on a provision, as a fragment or below it."""
    found = snapshot.comments_by_provision.get(provision_id, ())
    cards = threads(found, snapshot, visitor_of(request))
    values: dict[str, Any] = {"cards_shown": cards, "subject": provision_id}
    if is_fragment(request):
        return page(request, "comment/thread.html", workspace=name_of(request), **values)
    return whole_page(request, snapshot, provision_id, inner="comment/thread.html", **values)


def whole_page(
    request: Request, snapshot: Snapshot, provision_id: str, *, inner: str, **values: Any
) -> Response:
    """Return a page with the provision above a fragment."""
    outline = snapshot.outline
    provision = outline.by_id.get(provision_id)
    around: dict[str, Any] = {
        "here": "read",
        "inner": inner,
        "shown": provision,
        "shown_id": provision_id,
        "below": outline.printed_below(provision_id)[:_BELOW] if provision and not provision.text else (),
        "path": outline.path(provision_id)[:-1] if provision else (),
        "draft_language": snapshot.draft.document.language,
        "heading": _place(provision) if provision else provision_id or _("The draft as a whole"),
    }
    return page(request, "comment/page.html", workspace=name_of(request), **{**around, **values})


def provision_named(snapshot: Snapshot, provision_id: str) -> Provision:
    """Return a provision, or what stands for the draft as a whole.

    Raises:
        UnknownName: the draft has none of this id.
    """
    if provision_id == GENERAL:
        return Provision(id=GENERAL, heading=_("The draft as a whole"))
    found = snapshot.outline.by_id.get(provision_id)
    if found is None:
        raise UnknownName(_("no provision has the id {name}.").format(name=quoted(provision_id)))
    return found


def _place(provision: Provision) -> str:
    return provision.heading if provision.id == GENERAL else title(provision)


def wording_language(snapshot: Snapshot) -> Language:
    """Return the language that comments of a workspace are worded in."""
    return desk.writing_language(snapshot.workspace)


def clock_time(time: str) -> str:
    """Return the hour and minute of a time in UTC, where the server stands."""
    return datetime.fromisoformat(time).astimezone().strftime("%H:%M")


async def written_in(request: Request) -> Written:
    """Return what the form of a request holds.

    Raises:
        UsageError: a field holds what no page of ours sends.
    """
    return read_written(await texts_of(request))


def presence_of(request: Request) -> Presence:
    """Return who has which comment open."""
    return cast("Presence", request.app.state.presence)
