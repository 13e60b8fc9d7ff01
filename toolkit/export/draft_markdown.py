"""A parsed draft → Markdown in which each provision keeps its printed number, and footnotes are Markdown's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.export.markdown import escaped
from toolkit.model.provision import NoteCall, Outline, ParsedDraft, Provision, spoken_number

_DEEPEST = 6
_INDENT = "    "


def write_draft_markdown(draft: ParsedDraft) -> str:
    """Return the provisions as Markdown, ending with a line end; furniture is left out.

    Texts are escaped: nothing in the draft becomes markup, a link or HTML.
    """
    return "\n\n".join(_Writer(draft).blocks()) + "\n"


class _Writer:
    """Yields blocks, which an empty line separates."""

    def __init__(self, draft: ParsedDraft) -> None:
        self._outline = Outline(draft.provisions)
        self._provisions = draft.provisions
        self._keys = _note_keys(draft)

    def blocks(self) -> Iterator[str]:
        for provision in self._provisions:
            if provision.id in self._keys:
                yield from self._note(provision)
            else:
                yield from self._block(provision)

    def _block(self, provision: Provision) -> Iterator[str]:
        ancestors = self._outline.ancestors(provision.id)
        number = escaped(_number(provision))
        heading = " ".join(self._lines(provision, "heading"))
        if heading:
            level = min(_DEEPEST, 1 + sum(bool(upper.heading) for upper in ancestors))
            yield " ".join(filter(None, ("#" * level, number, heading)))
            number = ""
        lines = self._lines(provision, "text")
        if number:
            lines = [" ".join([number, *lines[:1]]), *lines[1:]]
        margin = _INDENT * sum(upper.kind == "item" for upper in ancestors)
        bullet, hanging = ("- ", _INDENT) if provision.kind == "item" and not heading else ("", "")
        for index, line in enumerate(lines):
            yield margin + (hanging if index else bullet) + line
        if any(provision.rows):
            yield _table(provision)

    def _note(self, note: Provision) -> Iterator[str]:
        lines = [*self._lines(note, "heading"), *self._lines(note, "text")]
        yield f"[^{self._keys[note.id]}]: {''.join(lines[:1])}"
        yield from (_INDENT + line for line in lines[1:])
        if any(note.rows):
            yield _table(note)

    def _lines(self, provision: Provision, field: str) -> list[str]:
        """Return the lines of a field, escaped, with each call of a note where it stands."""
        calls = sorted(
            (call for call in provision.calls if call.field == field and call.provision_id in self._keys),
            key=lambda call: call.offset,
        )
        found: list[str] = []
        start = 0
        for line in getattr(provision, field).split("\n"):
            end = start + len(line)
            marks = [(call.offset - start, self._mark(call)) for call in calls if start <= call.offset <= end]
            found.append(_marked(line, marks))
            start = end + 1
        return [line for line in found if line]

    def _mark(self, call: NoteCall) -> str:
        return f"[^{self._keys[call.provision_id]}]"


def _number(provision: Provision) -> str:
    """Return the printed number; an item's bullet is Markdown's own."""
    return spoken_number(provision) if provision.kind == "item" else provision.number


def _marked(line: str, marks: Sequence[tuple[int, str]]) -> str:
    """Escape a line with marks set at offsets of it."""
    parts: list[str] = []
    last = 0
    for offset, mark in [*marks, (len(line), "")]:
        stretch = line[last:offset]
        spaces = [" " if edge == " " else "" for edge in (stretch[:1], stretch[-1:])]
        parts += [spaces[0], escaped(stretch), spaces[1] if stretch.strip() else "", mark]
        last = offset
    return "".join(parts).strip()


def _table(provision: Provision) -> str:
    """Write the rows; Markdown wants a head, which the first row is."""
    width = max(map(len, provision.rows))
    head, *body = [[*map(escaped, row), *[""] * (width - len(row))] for row in provision.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * width, *body))


def _note_keys(draft: ParsedDraft) -> Mapping[str, str]:
    """Return the key of each called footnote: its place among them, since printed marks may start again."""
    called = {call.provision_id for provision in draft.provisions for call in provision.calls}
    notes = [item for item in draft.provisions if item.kind == "footnote" and item.id in called]
    return {note.id: str(place) for place, note in enumerate(notes, start=1)}
