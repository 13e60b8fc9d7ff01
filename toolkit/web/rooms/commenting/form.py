"""What a form sends ⇄ a comment, with what is kept beside it while it is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, cast

import msgspec

from toolkit import desk, pipeline
from toolkit.errors import UnknownName, UsageError
from toolkit.messages import _, quoted
from toolkit.model.comment import POSITIONS, Comment, Position
from toolkit.model.provision import Outline
from toolkit.web.asking import whole_number
from toolkit.workspace.text import clean_comment
from toolkit.workspace.writing import TemplateEntry

if TYPE_CHECKING:
    from toolkit.desk import Language
    from toolkit.draft.templates import Template
    from toolkit.workspace.store import Workspace

FIELD = "field_"
"""What the names of a template's questions begin with in a form."""
PARTS = ("position", "text", "proposed", "rationale")
"""Of a comment: what a template words, until the person does so by hand."""


BASE = "base_"
"""What the names of parts begin with, as the server last had them."""
EDITED = ("position", "role", "text", "proposed", "deletion", "rationale", "template")
"""Of a comment: what a form changes."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a form holds."""

    comment: Comment
    """As typed; without author, id and state where the form does not know them."""
    entry: TemplateEntry
    window: str = ""
    is_composing: bool = False
    """Whether the template words what is not by hand: since an answer or another template was given in this form."""
    is_sent_again: bool = False
    """Whether the page does not know if the server has had these words already."""
    base: Comment | None = None
    """What the form has changed, as it was when the server last had it; None where a page does not tell."""

    def onto(self, stored: Comment, *, parts: Collection[str] = EDITED) -> Comment:
        """Return the stored comment with parts of the form, on the revision that the form has read."""
        typed = {name: getattr(self.comment, name) for name in parts}
        return msgspec.structs.replace(stored, revision=self.comment.revision, **typed)

    def contested(self, stored: Comment) -> tuple[str, ...]:
        """Return the parts that were changed both here and in the store since the form has read them."""
        return tuple(name for name in EDITED if self._is_contested(stored, name))

    def _is_contested(self, stored: Comment, name: str) -> bool:
        mine, theirs = getattr(self.comment, name), getattr(stored, name)
        return mine != theirs and (self.base is None or getattr(self.base, name) not in (mine, theirs))


def read_written(form: Mapping[str, str]) -> Written:
    """Return what a form holds.

    Raises:
        UsageError: a field holds what no page of ours sends.
    """
    words = _text(form, "words")
    comment = msgspec.structs.replace(
        _edited(form, words=words),
        provision_id=form.get("provision", ""),
        quote=_text(form, "quote"),
        reply_to=form.get("reply_to", ""),
        revision=_number(form.get("revision", "1")),
    )
    fields = {name.removeprefix(FIELD): value for name, value in form.items() if name.startswith(FIELD)}
    by_hand = tuple(name for name in form.get("by_hand", "").split() if name in PARTS)
    entry = TemplateEntry(fields={name: value for name, value in fields.items() if value}, by_hand=by_hand)
    before = {name.removeprefix(BASE): value for name, value in form.items() if name.startswith(BASE)}
    return Written(
        comment=clean_comment(comment).comment,
        entry=entry,
        window=form.get("window", ""),
        is_composing=form.get("composing") == "1",
        is_sent_again=form.get("again") == "1",
        base=clean_comment(_edited(before, words=words)).comment if before else None,
    )


def _edited(form: Mapping[str, str], *, words: str) -> Comment:
    """Return the parts that a form changes; the draft's own `words` are no proposal."""
    deletion = form.get("deletion") == "1"
    proposed = _text(form, "proposed")
    return Comment(
        id="",
        provision_id="",
        role=form.get("role", ""),
        position=_position(form.get("position", "question")),
        text=_text(form, "text"),
        proposed="" if deletion or pipeline.is_same_wording(proposed, words) else proposed,
        deletion=deletion,
        rationale=_text(form, "rationale"),
        template=form.get("template", ""),
    )


def is_blank(comment: Comment) -> bool:
    """Tell whether nothing has been said yet."""
    return not (comment.deletion or any(map(str.strip, (comment.text, comment.proposed, comment.rationale))))


def composed(
    workspace: Workspace, written: Written, *, outline: Outline, language: Language
) -> Comment | None:
    """Return the comment as its template words it from what is answered so far; None without a template.

    Raises:
        UnknownName: there is no such template.
        UsageError: the template does not work, or an answer quotes what does not stand in the draft.
    """
    typed = written.comment
    provision = outline.by_id.get(typed.provision_id)
    if not typed.template or provision is None:
        return None
    asked = {field.name for field in template_named(workspace, typed.template, language=language).fields}
    return desk.draft_comment(
        workspace,
        provision,
        template=typed.template,
        fields={name: value for name, value in written.entry.fields.items() if name in asked},
        language=language,
        quote=typed.quote,
        leave_gaps=True,
        outline=outline,
    )


def template_named(workspace: Workspace, name: str, *, language: Language) -> Template:
    """Return a comment template.

    Raises:
        UnknownName: there is none; the hint lists what there is.
    """
    known = desk.templates(language, workspace)
    for template in known:
        if template.name == name:
            return template
    raise UnknownName(
        _("no comment template is called {name}.").format(name=quoted(name)),
        hint=_("There are: {names}.").format(names=", ".join(template.name for template in known)),
    )


def _text(form: Mapping[str, str], name: str) -> str:
    """Return a text as typed, without the carriage returns that browsers send."""
    return form.get(name, "").replace("\r\n", "\n")


def _position(name: str) -> Position:
    if name not in POSITIONS:
        raise UsageError(_("there is no such choice."), where="position")
    return cast("Position", name)


def _number(text: str) -> int:
    number = whole_number(text)
    if number is None:
        raise UsageError(_("there is no such choice."), where="revision")
    return number
