"""Files as contributors send them, made for each test; and what of a contribution holds words."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl

from toolkit.intake.recognise import read_contribution
from toolkit.model.contribution import Contribution, Remark
from toolkit.model.reading import ReadOptions

Cells = Sequence[object]

ISO = (
    "MB/NC1",
    "Line number\n(e.g. 17)",
    "Clause/ Subclause\n(e.g. 3.1)",
    "Paragraph/ Figure/ Table/\n(e.g. Table 1)",
    "Type of comment2",
    "Comments",
    "Proposed change",
    "Observations of the secretariat",
)


def read(path: Path) -> Contribution:
    """Read a file as a contribution."""
    return read_contribution(path, options=ReadOptions())


def text_file(folder: Path, text: str, *, name: str = "remarks.txt", encoding: str = "utf-8") -> Path:
    """Write a text file."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def word_file(folder: Path, *blocks: str | Sequence[Cells], name: str = "remarks.docx") -> Path:
    """Write a Word file of paragraphs ("# " before a heading) and tables, given as rows."""
    document = docx.Document()
    for block in blocks:
        if not isinstance(block, str):
            _add_table(document, block)
        elif block.startswith("# "):
            document.add_heading(block[2:], level=1)
        else:
            document.add_paragraph(block)
    path = folder / name
    document.save(str(path))
    return path


def _add_table(document: docx.document.Document, rows: Sequence[Cells]) -> None:
    table = document.add_table(0, max(map(len, rows)))
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=False):
            cell.text = str(value)


def workbook_file(folder: Path, *rows: Cells, name: str = "remarks.xlsx") -> Path:
    """Write a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    path = folder / name
    book.save(path)
    return path


def mail_file(
    folder: Path,
    body: str,
    *,
    subject: str = "Remarques",
    files: Iterable[tuple[str, str, bytes]] = (),
    name: str = "mail.eml",
) -> Path:
    """Write a mail with files of (name, media type, content)."""
    message = EmailMessage()
    message["From"] = "Marie Durand <marie.durand@chu.example>"
    message["To"] = "equipe@chu.example"
    message["Date"] = "Tue, 03 Nov 2026 10:12:00 +0100"
    message["Subject"] = subject
    message.set_content(body)
    for file_name, kind, content in files:
        main, _slash, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=file_name)
    path = folder / name
    path.write_bytes(message.as_bytes())
    return path


def zip_file(folder: Path, parts: dict[str, bytes], *, name: str = "file.xlsx") -> Path:
    """Write a package of parts."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return path


def texts(found: Contribution) -> list[str]:
    """Return the words of each remark."""
    return [remark.text for remark in found.remarks]


def apart(found: Contribution, reason: str) -> list[str]:
    """Return the words that are no remark, for one reason."""
    return [item.text for item in found.leftovers if item.reason == reason]


def letters(*said: str) -> Counter[str]:
    """Count letters and digits."""
    return Counter(character for text in said for character in text if character.isalnum())


def held(found: Contribution) -> Counter[str]:
    """Count the letters and digits of everything that a contribution holds."""
    said = [words for remark in found.remarks for words in _words(remark)]
    return letters(*said, *(item.text for item in found.leftovers))


def _words(remark: Remark) -> tuple[str, ...]:
    if remark.original:
        return (remark.original,)
    return (remark.text, remark.rationale, remark.clues.quote if remark.form == "mail" else "")
