"""Matrix → one self-contained HTML page: no script, nothing loaded, tables with headers that a screen reader announces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from toolkit.export.matrix.table import Matrix, Row
from toolkit.export.matrix.terms import MARKS, MatrixTerms
from toolkit.export.printable import printable

_STYLE = """
body { font: 16px/1.45 system-ui, sans-serif; margin: 2rem; color: #1b1b1b; background: #fff }
table { border-collapse: collapse; margin: 0 0 2.5rem }
caption { text-align: left; font-weight: 600; font-size: 1.2rem; padding: .4rem 0 }
th, td { border: 1px solid #8a8a8a; padding: .3rem .5rem; text-align: left; vertical-align: top }
thead th { position: sticky; top: 0; background: #f0f0f0 }
td.role, td.number { text-align: center }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
tbody tr:nth-child(even) { background: #fafafa }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #161616 } thead th { background: #2a2a2a } tbody tr:nth-child(even) { background: #1e1e1e }
}
@media print { body { margin: 0; font-size: 10px } thead th { position: static } }
"""


def write_page(matrix: Matrix) -> str:
    """Return the page."""
    terms = MatrixTerms(matrix.language)
    title = _text(matrix.title)
    roles = [role.label(matrix.language) for role in matrix.roles]
    rows = (_row(row, terms) for row in matrix.rows)
    counts = [(count.title, count.numbers) for count in matrix.counts]
    body = "\n".join(
        (
            f"<h1>{title}</h1>",
            f"<p>{_text(terms.legend)}</p>",
            *_table(terms.provisions, ("id", *terms.headings, *roles), rows),
            *_table(
                terms.counts,
                (terms.section, *roles),
                (_count(name, numbers) for name, numbers in (*counts, (terms.total, matrix.totals))),
            ),
        )
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(matrix.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _table(caption: str, headings: Sequence[str], rows: Iterator[str]) -> Iterator[str]:
    yield f"<table>\n<caption>{_text(caption)}</caption>\n<thead><tr>"
    yield "".join(f'<th scope="col">{_text(heading)}</th>' for heading in headings)
    yield "</tr></thead>\n<tbody>"
    yield from rows
    yield "</tbody>\n</table>"


def _row(row: Row, terms: MatrixTerms) -> str:
    page = "" if row.page_number is None else str(row.page_number)
    indent = f' style="padding-left: {0.5 + 1.2 * row.depth:.1f}rem"' if row.depth else ""
    cells = "".join(
        f'<td class="role">{_mark(MARKS[cell], terms.cell(cell)) if cell else ""}</td>' for cell in row.cells
    )
    return (
        f'<tr><th scope="row">{_text(row.provision_id)}</th><td class="number">{page}</td><td>{_text(row.number)}</td>'
        f"<td{indent}>{_text(row.title)}</td><td>{_text(terms.modality(row.modality))}</td>{cells}</tr>"
    )


def _mark(mark: str, said: str) -> str:
    return f'<span aria-hidden="true">{mark}</span><span class="said">{_text(said)}</span>'


def _count(title: str, numbers: Sequence[int]) -> str:
    cells = "".join(f'<td class="number">{number}</td>' for number in numbers)
    return f'<tr><th scope="row">{_text(title)}</th>{cells}</tr>'


def _text(text: str) -> str:
    return escape(printable(text))
