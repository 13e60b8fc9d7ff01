"""Templates, provisions and a person's words → drafted comments, or the help for writing them.

Many templates are rendered in one limited child process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from toolkit.draft.context import DraftingContext
from toolkit.draft.printed import printed_in, quotations
from toolkit.draft.sandbox import Rendered, RenderJob
from toolkit.draft.templates import Template
from toolkit.errors import LimitExceeded, UsageError
from toolkit.limits import Limits, call_limited
from toolkit.messages import _, quoted, text_in
from toolkit.model.comment import Position

TEMPLATE_LIMITS = Limits(memory_mib=512, seconds=30)

Unfilled = Literal["refuse", "placeholder"]
"""What to do about a required field without value: an error, or "[to complete: …]" in the text."""


class DraftedText(msgspec.Struct, frozen=True, kw_only=True):
    """A comment as a template words it."""

    position: Position
    deletion: bool = False
    opening: str = ""
    """Names and quotes the provision, for a comment that travels without it."""
    body: str
    """The comment itself."""
    proposed: str = ""
    rationale: str = ""

    @property
    def text(self) -> str:
        """Opening and body: the text of a comment."""
        return "\n\n".join(part for part in (self.opening, self.body) if part)


class DraftOrder(msgspec.Struct, frozen=True, kw_only=True):
    """One comment to draft."""

    template: Template
    context: DraftingContext
    fields: Mapping[str, str] = {}
    unfilled: Unfilled = "refuse"


def draft_comment(
    template: Template,
    context: DraftingContext,
    fields: Mapping[str, str],
    *,
    limits: Limits = TEMPLATE_LIMITS,
) -> DraftedText:
    """Draft one comment: see `draft_comments`."""
    return draft_comments([DraftOrder(template=template, context=context, fields=fields)], limits=limits)[0]


def draft_comments(
    orders: Sequence[DraftOrder], *, limits: Limits = TEMPLATE_LIMITS
) -> tuple[DraftedText, ...]:
    """Draft comments in one child process.

    Raises:
        UsageError: a required field is missing, an unknown one is given, a template does not work.
        LimitExceeded: a template uses more memory or time than allowed.
    """
    jobs = [RenderJob(order.template, order.context, _filled(order)) for order in orders]
    return tuple(
        DraftedText(
            position=job.template.position,
            deletion=job.template.deletion and not rendered.proposed,
            opening=rendered.opening,
            body=rendered.text,
            proposed=rendered.proposed,
            rationale=rendered.rationale,
        )
        for job, rendered in zip(jobs, _render(jobs, limits), strict=True)
    )


def prompts(
    template: Template, context: DraftingContext, *, limits: Limits = TEMPLATE_LIMITS
) -> tuple[str, ...]:
    """Return the paragraphs that help to write a comment: see `prompts_for`."""
    return prompts_for([(template, context)], limits=limits)[0]


def prompts_for(
    pairs: Sequence[tuple[Template, DraftingContext]], *, limits: Limits = TEMPLATE_LIMITS
) -> tuple[tuple[str, ...], ...]:
    """Return, for each pair, what to think of and the wording to complete, one paragraph each.

    Raises:
        UsageError: a template does not work.
        LimitExceeded: a template uses more memory or time than allowed.
    """
    orders = [
        DraftOrder(template=template, context=context, unfilled="placeholder") for template, context in pairs
    ]
    drafted = draft_comments(orders, limits=limits)
    return tuple(_prompt_paragraphs(pair[0], text) for pair, text in zip(pairs, drafted, strict=True))


def _render(jobs: Sequence[RenderJob], limits: Limits) -> list[Rendered]:
    if not jobs:
        return []
    names = ", ".join(sorted({job.template.name for job in jobs}))
    try:
        answer = call_limited(
            "toolkit.draft.sandbox:render_payload", msgspec.json.encode(jobs), limits=limits, where=names
        )
    except LimitExceeded as error:
        raise LimitExceeded(
            _("writing from the template needs more memory, time or space than allowed."),
            where=names,
            hint=_("Look for a loop or a repetition in the template."),
        ) from error
    return msgspec.json.decode(answer, type=list[Rendered])


def _filled(order: DraftOrder) -> dict[str, str]:
    """Return a value for each field that the template declares."""
    template = order.template
    declared = {field.name for field in template.fields}
    for name in order.fields:
        if name not in declared:
            raise UsageError(
                _("the template {template} has no field {field}.").format(
                    template=quoted(template.name), field=quoted(name)
                ),
                where=template.path,
                hint=_("Its fields: {fields}.").format(fields=", ".join(sorted(declared)) or "—"),
            )
    values: dict[str, str] = {}
    for field in template.fields:
        value = order.fields.get(field.name, "").strip() or field.default
        if field.printed:
            _check_quotations(value, order.context.words, template=template)
        if not value and field.required:
            if order.unfilled == "refuse":
                raise UsageError(
                    _("the template {template} needs the field {field} ({label}).").format(
                        template=quoted(template.name), field=quoted(field.name), label=field.label
                    ),
                    where=template.path,
                    hint=_("Give it with --field {field}=…").format(field=field.name),
                )
            value = text_in(template.language, "[to complete: {label}]").format(label=field.label)
        values[field.name] = value
    return values


def _check_quotations(value: str, printed: str, *, template: Template) -> None:
    """Refuse a quotation that is none: the authority would look for it in vain."""
    for words in quotations(value):
        if not printed_in(words, printed):
            raise UsageError(
                _("these words do not stand in the provision: {quote}.").format(quote=quoted(words)),
                where=template.path,
                hint=_("Copy them as printed, or leave out the quotation marks."),
            )


def _prompt_paragraphs(template: Template, drafted: DraftedText) -> tuple[str, ...]:
    language = template.language
    found = [
        text_in(language, "Suggested comment: {title} — {purpose}").format(
            title=template.title, purpose=template.purpose
        ),
        *_paragraphs(drafted.body),
    ]
    for heading, text in (
        (text_in(language, "Proposed wording: {text}"), drafted.proposed),
        (text_in(language, "Reasons: {text}"), drafted.rationale),
    ):
        first, *rest = _paragraphs(text) or ("",)
        found += [heading.format(text=first), *rest] if first else []
    found += [
        text_in(language, "To consider — {label}: {help}").format(label=field.label, help=field.help)
        for field in template.fields
        if field.help
    ]
    return tuple(found)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())
