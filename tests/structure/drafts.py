"""A one-line notation for readings: each line of a drawing is a block, style marks first."""

from __future__ import annotations

import re

from toolkit.model.document import Document
from toolkit.model.layout import Block, Call, Style
from toolkit.model.provision import ParsedDraft
from toolkit.model.reading import Reading
from toolkit.structure.build import build_draft

BODY = Style(size_pt=11.0)
_MARKS = re.compile(r"^(?P<marks>(?:#+|\*|>+|\[\w+\]|~\w+|\|\w+)\s)?(?P<text>.*)$")


def block(line: str) -> Block:
    """Read one line: "# " to "#### " outline levels, "* " bold, "> " indents, "[key] " in a box, "~key " a note."""
    marks, _space, text = (
        line.partition(" ") if re.match(r"^(#+|\*|>+|\[\w+\]|~\w+) ", line) else ("", "", line)
    )
    if marks.startswith("#"):
        return Block(kind="paragraph", text=text, style=BODY, outline_level=len(marks))
    if marks == "*":
        return Block(kind="paragraph", text=text, style=Style(size_pt=11.0, bold=True))
    if marks.startswith(">"):
        return Block(kind="paragraph", text=text, style=BODY, indent_pt=18.0 * len(marks))
    if marks.startswith("["):
        inner = block(text)
        return Block(kind="paragraph", text=inner.text, style=inner.style, container=marks[1:-1])
    if marks.startswith("~"):
        return Block(kind="paragraph", text=text, style=BODY, role="note", note=marks[1:])
    return _with_calls(line)


def _with_calls(line: str) -> Block:
    """Read "text^key^ more" as a call of note `key`."""
    calls: list[Call] = []
    text = ""
    for index, part in enumerate(line.split("^")):
        if index % 2:
            calls.append(Call(offset=len(text), note=part, mark=part))
        else:
            text += part
    return Block(kind="paragraph", text=text, style=BODY, calls=tuple(calls))


def reading(drawing: str, *more: Block) -> Reading:
    """Read a drawing, one block a line; blank lines are for the eye."""
    lines = [line.strip() for line in drawing.strip().splitlines()]
    document = Document(sha256="0" * 64, name="draft.docx", media_type="text/plain")
    return Reading(document=document, blocks=(*(block(line) for line in lines if line), *more))


def draft(drawing: str, *more: Block) -> ParsedDraft:
    """Structure a drawing."""
    return build_draft(reading(drawing, *more))


def tree(parsed: ParsedDraft) -> list[str]:
    """Draw the tree: id and kind, indented by depth."""
    depth: dict[str | None, int] = {None: -1}
    drawn = []
    for provision in parsed.provisions:
        depth[provision.id] = depth[provision.parent_id] + 1
        drawn.append("  " * depth[provision.id] + f"{provision.id} {provision.kind}")
    return drawn
