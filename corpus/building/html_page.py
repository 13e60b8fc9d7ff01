"""Turn a draft into one HTML page: cover, contents, nested sections, linked notes."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from building.draft import Draft, Node, Paragraph
from building.inline import Run, plain, split_runs

STYLE = Path(__file__).parent / "html" / "style.css"
HEADING_LEVEL = {"part": 2, "fiche": 2, "annex": 2, "section": 3, "recommendation": 4}


def write_html(draft: Draft) -> str:
    """Return the page with its style inside."""
    page = _Page(draft)
    body = "\n".join(page.unit(node) for node in draft.body.children)
    return f"""<!DOCTYPE html>
<html lang="{draft.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(draft.title)}</title>
<meta name="author" content="{escape(draft.issuer)}">
<meta name="date" content="{draft.date.isoformat()}">
<style>
{STYLE.read_text(encoding="utf-8")}</style>
</head>
<body>
{_cover(draft)}
{_contents(draft)}
<main>
{body}
{page.notes()}
</main>
<footer><p>{escape(draft.issuer)} – {escape(draft.version)}</p></footer>
</body>
</html>
"""


def _cover(draft: Draft) -> str:
    *lines, notice = (escape(line) for line in draft.cover)
    listed = "\n".join(f"<p>{line}</p>" for line in lines)
    return f"""<header>
<p class="issuer">{escape(draft.issuer)}</p>
<h1>{escape(draft.title)}</h1>
<p class="version">{escape(draft.version)}</p>
{listed}
<p class="notice">{notice}</p>
</header>"""


def _contents(draft: Draft) -> str:
    entries = []
    for node in draft.body.children:
        sections = [child for child in node.children if child.kind == "section"]
        inner = "".join(f"<li>{_entry(section)}</li>" for section in sections)
        entries.append(f"<li>{_entry(node)}{f'<ol>{inner}</ol>' if inner else ''}</li>")
    return (
        f'<nav aria-label="{escape(draft.contents)}">\n<h2>{escape(draft.contents)}</h2>\n<ol>\n'
        + "\n".join(entries)
        + "\n</ol>\n</nav>"
    )


def _entry(node: Node) -> str:
    return f'<a href="#{node.anchor}">{escape(_label(node))}{escape(plain(node.heading))}</a>'


def _label(node: Node) -> str:
    """Return the number as printed before the heading."""
    if not node.number:
        return ""
    ends = {"section": " ", "recommendation": ". "}
    return node.number + ends.get(node.kind, " – ")


class _Page:
    """Writes units and keeps the notes they call."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.anchors = frozenset(node.anchor for node, _ in draft.body.walk())
        self.called: list[str] = []

    def unit(self, node: Node) -> str:
        if node.kind == "table":
            return self._table(node)
        if node.kind == "box":
            return self._box(node)
        if node.kind == "paragraph":
            return self._numbered(node)
        level = HEADING_LEVEL[node.kind]
        number = f'<span class="num">{_label(node)}</span>' if node.number else ""
        heading = f"<h{level}>{number}{self._line(node.heading, node.notes)}</h{level}>"
        return f'<section class="{node.kind}" id="{node.anchor}">\n{heading}\n{self._content(node.content)}\n</section>'

    def notes(self) -> str:
        """Return the notes called so far, each with a link back."""
        back = '<a href="#call-{0}" role="doc-backlink" aria-label="↩ {0}">↩</a>'
        listed = [
            f'<li id="note-{number}" role="doc-footnote">{self._note_line(text)} {back.format(number)}</li>'
            for number, text in enumerate(self.called, 1)
        ]
        return (
            f'<section class="notes" role="doc-endnotes">\n<h2>{escape(self.draft.notes)}</h2>\n<ol>\n'
            + "\n".join(listed)
            + "\n</ol>\n</section>"
        )

    def _content(self, parts: list[Paragraph | Node]) -> str:
        written = []
        for kind, group in groupby(parts, _group):
            if kind in ("ol", "ul"):
                written.append(self._list(kind, [part for part in group if isinstance(part, Node)]))
            else:
                written += [self._part(part) for part in group]
        return "\n".join(written)

    def _part(self, part: Paragraph | Node) -> str:
        return (
            f"<p>{self._line(part.text, part.notes)}</p>" if isinstance(part, Paragraph) else self.unit(part)
        )

    def _list(self, tag: str, items: list[Node]) -> str:
        written = "\n".join(self._item(item) for item in items)
        opening = '<ol type="a">' if tag == "ol" else "<ul>"
        return f"{opening}\n{written}\n</{tag}>"

    def _item(self, node: Node) -> str:
        first, *_ = node.paragraphs
        words = self._line(first.text, first.notes)
        inner = "\n" + self._content([*node.children]) + "\n" if node.children else ""
        return f'<li id="{node.anchor}">{words}{inner}</li>'

    def _numbered(self, node: Node) -> str:
        first, *_ = node.paragraphs
        words = self._line(first.text, first.notes)
        written = f'<p class="numbered" id="{node.anchor}"><span class="num">{node.number}</span> {words}</p>'
        return f"{written}\n{self._content([*node.children])}" if node.children else written

    def _box(self, node: Node) -> str:
        title = f'<p class="box-title">{_label(node)}{self._line(node.heading, node.notes)}</p>'
        return f'<aside class="box {node.level}" id="{node.anchor}">\n{title}\n{self._content(node.content)}\n</aside>'

    def _table(self, node: Node) -> str:
        notes = iter(node.notes)
        caption = f"<caption>{_label(node)}{self._line(node.heading, [])}</caption>"
        head, *rows = (self._row(node.rows, index, notes) for index in range(len(node.rows)))
        body = "\n".join(rows)
        return f'<table id="{node.anchor}">\n{caption}\n<thead>\n{head}\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>'

    def _row(self, rows: list[list[str]], index: int, notes: Iterator[str]) -> str:
        cells = []
        for column, words in enumerate(rows[index]):
            if words in ("<", "^"):
                continue
            tag = "td" if index else 'th scope="col"'
            called = [next(notes) for _ in range(words.count("[^]"))]
            cells.append(f"<{tag}{_joined(rows, index, column)}>{self._line(words, called)}</{tag[:2]}>")
        return f"<tr>{''.join(cells)}</tr>"

    def _line(self, words: str, notes: list[str]) -> str:
        waiting = iter(notes)
        return "".join(
            self._call(next(waiting)) if piece.is_note else _look(piece)
            for piece in split_runs(words, self.anchors)
        )

    def _note_line(self, words: str) -> str:
        return "".join(_look(piece) for piece in split_runs(words))

    def _call(self, note: str) -> str:
        self.called.append(note)
        number = len(self.called)
        return f'<sup><a id="call-{number}" href="#note-{number}" role="doc-noteref">{number}</a></sup>'


def _group(part: Paragraph | Node) -> str:
    """Name the list that a part belongs in; "" if none."""
    if isinstance(part, Paragraph) or part.kind != "item":
        return ""
    return "ol" if part.number else "ul"


def _joined(rows: list[list[str]], index: int, column: int) -> str:
    across = down = 1
    while column + across < len(rows[index]) and rows[index][column + across] == "<":
        across += 1
    while index + down < len(rows) and rows[index + down][column] == "^":
        down += 1
    spans = (("colspan", across), ("rowspan", down))
    return "".join(f' {name}="{count}"' for name, count in spans if count > 1)


def _look(piece: Run) -> str:
    words = escape(piece.text, quote=False)
    for tag, wanted in (("strong", piece.bold), ("em", piece.italic), ("sup", piece.superscript)):
        if wanted:
            words = f"<{tag}>{words}</{tag}>"
    return f'<a href="#{piece.target}">{words}</a>' if piece.target else words
