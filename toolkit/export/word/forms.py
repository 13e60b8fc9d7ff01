"""What stands where nobody has commented yet: help in a few lines, and fields to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.export.printable import shortened
from toolkit.export.word.markup import Choice, Element, answer_control, run
from toolkit.export.word.pen import Pen
from toolkit.export.word.styles import CharacterStyle, ParagraphStyle, TableStyle
from toolkit.model.response import Answer

_LONGEST_HELP = 580
"""Characters of help before the fields: five lines in the shipped template."""

_BETWEEN_PROMPTS = " • "


def write_form(pen: Pen, answer: Answer, bookmark: str) -> None:
    """Write help and fields; the fields are named after the answer's bookmark."""
    pen.part_tables(ParagraphStyle.REMARK_LABEL, pen.terms.gettext("To complete"))
    pen.tell(ParagraphStyle.PROMPT, compact_help(answer.prompts))
    caption = pen.terms.gettext("Answer to fill in for {id}").format(id=answer.provision.id)
    pen.table(TableStyle.ANSWER, (1, 4), _rows(pen, bookmark), caption=caption, header=False)


def compact_help(prompts: Sequence[str]) -> str:
    """Return as many prompts as a few lines hold, whole but for a first one that is longer than all of them."""
    help_text = ""
    for prompt in prompts:
        line = " ".join(prompt.split())
        longer = f"{help_text}{_BETWEEN_PROMPTS}{line}" if help_text else shortened(line, _LONGEST_HELP)
        if len(longer) > _LONGEST_HELP:
            break
        help_text = longer
    return help_text


def _rows(pen: Pen, bookmark: str) -> Iterator[list[list[Element]]]:
    _ = pen.terms.gettext
    choices = [Choice(name, label) for name, label in pen.terms.positions().items()]
    names = " / ".join(choice.label for choice in choices)
    fields: tuple[tuple[str, str, str, list[Choice]], ...] = (
        ("position", _("Position"), names, choices),
        ("text", _("Comment"), _("Write the comment here"), []),
        ("proposed", _("Proposed wording"), _("Write the wording you propose here"), []),
        ("rationale", _("Rationale"), _("Write the reasons here"), []),
    )
    for name, title, hint, options in fields:
        content = pen.paragraph(ParagraphStyle.ANSWER, run(hint, pen.letters(CharacterStyle.HINT)))
        control = answer_control(
            next(pen.numbers), tag=f"{bookmark}.{name}", title=title, content=content, choices=options
        )
        last = name == fields[-1][0]
        label = ParagraphStyle.ANSWER_LAST_LABEL if last else ParagraphStyle.ANSWER_LABEL
        yield [pen.cell(label, title), [control]]
