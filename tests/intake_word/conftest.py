"""Word files in one line a paragraph, a form to fill in, and the programs that it travels through."""

from __future__ import annotations

import datetime
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from toolkit.export.form.order import FormOrder
from toolkit.export.form.writer import write_form
from toolkit.intake.word.reader import read_word
from toolkit.model.contribution import Contribution
from toolkit.model.provision import Provision
from toolkit.model.response import Answer, Consultation, Response, Section

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:w16cid="http://schemas.microsoft.com/office/word/2016/wordml/cid" '
    'xmlns:w16cex="http://schemas.microsoft.com/office/word/2018/wordml/cex"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = {
    "comments": f"{_RELATIONS}/comments",
    "footnotes": f"{_RELATIONS}/footnotes",
    "header1": f"{_RELATIONS}/header",
    "commentsExtended": "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
    "commentsIds": "http://schemas.microsoft.com/office/2016/09/relationships/commentsIds",
    "commentsExtensible": "http://schemas.microsoft.com/office/2018/08/relationships/commentsExtensible",
}
DATE = "2026-11-01T10:00:00Z"

# What a paragraph is written with: {+Ana:inserted+}, {-Ana:deleted-}, {+Ana:{-Bea:struck-}+}, {<Ana:moved away<},
# {>Ana:moved here>}, {1(} … {)1} the range of comment 1, {1!} its sign alone, and at the end ¶+Ana or ¶-Ana.
_TOKEN = re.compile(
    r"\{\+(?P<proposer>\w+):\{-(?P<striker>\w+):(?P<struck>.*?)-\}\+\}"
    r"|\{(?P<sign>[-+<>])(?P<author>\w+):(?P<text>.*?)[-+<>]\}"
    r"|\{(?P<start>\d+)\(\}|\{\)(?P<end>\d+)\}|\{(?P<point>\d+)!\}"
)
_ELEMENTS = {"+": "ins", "-": "del", "<": "moveFrom", ">": "moveTo"}


def run(text: str, *, deleted: bool = False) -> str:
    tag = "w:delText" if deleted else "w:t"
    return f'<w:r><{tag} xml:space="preserve">{escape(text)}</{tag}></w:r>' if text else ""


def change(name: str, author: str, content: str, date: str = DATE) -> str:
    return f'<w:{name} w:id="7" w:author={quoteattr(author)} w:date="{date}">{content}</w:{name}>'


def paragraph(line: str) -> str:
    """Write a paragraph in the notation above."""
    if line.startswith("<w:"):
        return line
    line, _sign, end = line.partition("¶")
    properties = ""
    if end:
        mark = change(_ELEMENTS[end[0]], end[1:], "")
        properties = f"<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>"
    made, place = "", 0
    for found in _TOKEN.finditer(line):
        made += run(line[place : found.start()]) + _token(found)
        place = found.end()
    return f"<w:p>{properties}{made}{run(line[place:])}</w:p>"


def _token(found: re.Match[str]) -> str:
    if found["struck"] is not None:
        return change(
            "ins", found["proposer"], change("del", found["striker"], run(found["struck"], deleted=True))
        )
    if found["sign"]:
        element = _ELEMENTS[found["sign"]]
        return change(element, found["author"], run(found["text"], deleted=element == "del"))
    if found["start"]:
        return f'<w:commentRangeStart w:id="{found["start"]}"/>'
    reference = f'<w:r><w:commentReference w:id="{found["end"] or found["point"]}"/></w:r>'
    return f'<w:commentRangeEnd w:id="{found["end"]}"/>{reference}' if found["end"] else reference


def table(rows: Sequence[Sequence[str]], *, change_of_row: str = "", row: int = -1) -> str:
    """Write a table of cells; `row` bears the tracked change `change_of_row`."""
    made = "".join(
        "<w:tr>"
        + (f"<w:trPr>{change_of_row}</w:trPr>" if number == row else "")
        + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells)
        + "</w:tr>"
        for number, cells in enumerate(rows)
    )
    return f"<w:tbl>{made}</w:tbl>"


def comment(number: int, text: str, author: str = "Ana", date: str = DATE) -> str:
    """Write a comment; each line of it is a paragraph, the last of which has the id that threads name it by."""
    lines = text.split("\n")
    made = "".join(
        f'<w:p w14:paraId="{number:04X}{line:04X}">{run(words)}</w:p>' for line, words in enumerate(lines, 1)
    )
    return f'<w:comment w:id="{number}" w:author={quoteattr(author)} w:initials="X" w:date="{date}">{made}</w:comment>'


def thread(number: int, lines: int = 1, *, parent: int | None = None, done: bool = False) -> str:
    above = "" if parent is None else f' w15:paraIdParent="{parent:04X}0001"'
    return f'<w15:commentEx w15:paraId="{number:04X}{lines:04X}"{above} w15:done="{int(done)}"/>'


@pytest.fixture(scope="session")
def word_file() -> Callable[..., bytes]:
    """Give a function that builds a Word file from paragraphs and the contents of other parts."""

    def build(*blocks: str, **parts: str) -> bytes:
        roots = {"comments": "w:comments", "footnotes": "w:footnotes", "header1": "w:hdr",
                 "commentsExtended": "w15:commentsEx", "commentsIds": "w16cid:commentsIds",
                 "commentsExtensible": "w16cex:commentsExtensible"}  # fmt: skip
        relations = "".join(
            f'<Relationship Id="r{name}" Type="{_KINDS[name]}" Target="{name}.xml"/>' for name in parts
        )
        rels = "http://schemas.openxmlformats.org/package/2006/relationships"
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as package:
            package.writestr("[Content_Types].xml", _content_types(parts))
            package.writestr(
                "_rels/.rels",
                f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{_RELATIONS}/officeDocument" '
                'Target="word/document.xml"/></Relationships>',
            )
            body = "".join(map(paragraph, blocks))
            package.writestr(
                "word/document.xml", f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>"
            )
            package.writestr(
                "word/_rels/document.xml.rels", f'<Relationships xmlns="{rels}">{relations}</Relationships>'
            )
            for name, content in parts.items():
                package.writestr(f"word/{name}.xml", f"<{roots[name]} {_NAMES}>{content}</{roots[name]}>")
        return made.getvalue()

    return build


@pytest.fixture(scope="session")
def read(word_file: Callable[..., bytes]) -> Callable[..., Contribution]:
    """Give a function that builds a Word file and reads it."""

    def build_and_read(*blocks: str, **parts: str) -> Contribution:
        return read_word(Path("copy.docx"), word_file(*blocks, **parts))

    return build_and_read


def _content_types(parts: Iterable[str]) -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = {"document": "document.main", "header1": "header"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{word}.{kinds.get(name, name)}+xml"/>'
        for name in ("document", *parts)
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>"
    )


# The form

SESSION = "Les sessions sont verrouillées après cinq minutes d’inactivité."


def form_order(**changes: object) -> FormOrder:
    session = Provision(id="fiche-3.1", number="1.", text=SESSION, page_number=5)
    backup = Provision(
        id="r12", kind="recommendation", number="R12", heading="Sauvegardes", text="Une copie."
    )
    long_one = Provision(id="annexe-b.section-longue.tableau-des-durees.p1", rows=(("Journaux", "1 an"),))
    order: dict[str, object] = {
        "response": Response(
            consultation=Consultation(
                title="Sécurité du dossier patient", draft_sha256="ab" * 32, deadline="2026-12-18"
            ),
            language="fr",
            draft_language="fr",
            sections=(
                Section(
                    id="fiche-3",
                    title="Fiche 3 Accès",
                    answers=tuple(
                        Answer(provision=item, path=(item.id,)) for item in (session, backup, long_one)
                    ),
                ),
            ),
        ),
        "role": "dpo",
        "role_label": "Délégué à la protection des données",
        "person": "Ana Ruiz",
    }
    return FormOrder(**(order | changes))  # type: ignore[arg-type]


def fixed_clock() -> datetime.datetime:
    return datetime.datetime(2026, 11, 24, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture(scope="session")
def blank_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_form(form_order(), tmp_path_factory.mktemp("form") / "form.docx", clock=fixed_clock)


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Give a function that saves a file in another format with LibreOffice, in a profile of its own."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is missing: run scripts/debian-packages"
    profile = tmp_path_factory.mktemp("libreoffice")
    filters = {"docx": "docx:MS Word 2007 XML", "odt": "odt"}

    def convert(path: Path, suffix: str) -> Path:
        folder = tmp_path_factory.mktemp("saved")
        command = [soffice, "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to"]
        subprocess.run(
            [*command, filters[suffix], "--outdir", folder, path],
            capture_output=True,
            check=False,
            timeout=600,
        )
        made = folder / f"{path.stem}.{suffix}"
        assert made.exists(), "LibreOffice did not convert the document"
        return made

    return convert


@pytest.fixture(scope="session")
def notation() -> dict[str, Callable[..., object]]:
    """Give the functions that write parts of a Word file."""
    return {"comment": comment, "thread": thread, "table": table, "change": change, "order": form_order}
