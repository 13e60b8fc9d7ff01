"""A response with what tables and forms must show, and forms such as a regulator sends."""

from __future__ import annotations

import datetime
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import msgspec
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from toolkit.export.writer import export_response
from toolkit.model.comment import Comment
from toolkit.model.contribution import GENERAL
from toolkit.model.filing import Filing, FormFile
from toolkit.model.layout import Box
from toolkit.model.profile import Named
from toolkit.model.provision import Provision, Span
from toolkit.model.response import Answer, Consultation, Response, Section
from toolkit.model.tag import Tag

LOCKS = "Sessions are locked after five minutes. The lock is lifted by a badge."


def printed(provision_id: str, lines: list[str], *, page: int, first_line: int, **facts: object) -> Provision:
    """Build a provision whose text is printed on lines of 12 points."""
    spans, start = [], 0
    for number, line in enumerate(lines, start=first_line):
        box = Box(50, 12 * number, 500, 12 * number + 10)
        spans.append(Span("text", start, start + len(line), page, box))
        start += len(line) + 1
    return Provision(id=provision_id, text=" ".join(lines), page_number=page, spans=tuple(spans), **facts)  # type: ignore[arg-type]


DRAFT = (
    Provision(id="s1", kind="section", number="1", heading="Access"),
    printed("intro", ["This part is about access."], page=3, first_line=1, parent_id="s1"),
    printed(
        "r1",
        ["Sessions are locked after five minutes.", "The lock is lifted by a badge."],
        page=3,
        first_line=2,
        parent_id="s1",
        kind="recommendation",
        number="R1.",
        tags=(
            Tag(facet="role", value="ciso", score=1.0, rule="x"),
            Tag(facet="topic", value="access", score=1.0, rule="x"),
        ),
    ),
    Provision(id="s2", kind="section", number="2", heading="Backup"),
    printed(
        "r2", ["Copies are kept."], page=4, first_line=1, parent_id="s2", kind="recommendation", number="R2."
    ),
)


def said(number: int, provision_id: str, text: str, **facts: object) -> Comment:
    return Comment(
        id=f"c{number}",
        provision_id=provision_id,
        author="Ana Ruiz",
        state="submitted",
        text=text,
        **facts,  # type: ignore[arg-type]
    )


def answered(provision: Provision, path: tuple[str, ...], *comments: Comment) -> Answer:
    title = provision.number.rstrip(".") or provision.heading
    return Answer(provision=provision, path=path, comments=comments, title=title, cited=title)


def build_response(**changes: object) -> Response:
    r1, r2 = DRAFT[2], DRAFT[4]
    whole = Provision(id=GENERAL, heading="On the draft as a whole")
    response = Response(
        consultation=Consultation(
            title="Security of the record",
            issuer="The Authority",
            draft_name="draft.pdf",
            draft_sha256="ab" * 32,
            respondent="CHU de Bellerive",
            contact="Ana Ruiz",
        ),
        language="en",
        date="2026-11-24",
        sections=(
            Section(
                id="general",
                title="On the draft as a whole",
                answers=(
                    answered(
                        whole,
                        ("On the draft as a whole",),
                        said(1, GENERAL, "A clear text.", position="support"),
                    ),
                ),
            ),
            Section(
                id="s1",
                title="1 Access",
                answers=(
                    answered(
                        r1,
                        ("1 Access", "R1."),
                        said(
                            2,
                            "r1",
                            "Five minutes are too short.",
                            position="amend",
                            quote="five minutes",
                            proposed="ten minutes",
                            rationale="Wards change shifts",
                        ),
                        said(
                            3, "r1", "=1+1 is no formula.", position="oppose", quote="a badge", deletion=True
                        ),
                    ),
                ),
            ),
            Section(
                id="s2",
                title="2 Backup",
                answers=(
                    answered(r2, ("2 Backup", "R2."), said(4, "r2", "For how long?", position="question")),
                ),
            ),
        ),
        roles=(Named("ciso", "RSSI", "CISO"),),
        content_sha256="cd" * 32,
    )
    return msgspec.structs.replace(response, **changes)


def fixed_clock() -> datetime.datetime:
    return datetime.datetime(2026, 11, 24, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture
def response() -> Response:
    return build_response()


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that exports a response to a file of its own."""
    names = iter(range(10_000))

    def write(response: Response, format: str, suffix: str = "docx", **filing: object) -> Path:  # noqa: A002
        target = tmp_path / f"{format}-{next(names)}.{suffix}"
        return export_response(
            response,
            format=format,  # type: ignore[arg-type]
            target=target,
            draft=DRAFT,
            filing=Filing(**filing),  # type: ignore[arg-type]
            clock=fixed_clock,
        )

    return write


@pytest.fixture(scope="session")
def words_in_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], str]:
    """Give a function that returns the text that LibreOffice finds in a document."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is missing: run scripts/debian-packages"
    folder = tmp_path_factory.mktemp("libreoffice")

    def read(path: Path) -> str:
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        command = [
            soffice,
            "--headless",
            profile,
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            folder,
            path,
        ]
        subprocess.run(command, capture_output=True, check=False, timeout=600)
        made = folder / f"{path.stem}.txt"
        assert made.exists(), "LibreOffice did not open the document"
        return made.read_text(encoding="utf-8-sig")

    return read


# forms ---------------------------------------------------------------------------------------------------


def mapped(toml: str) -> FormFile:
    return FormFile("mapping.toml", toml.encode())


def word_form(build: Callable[[docx.document.Document], None]) -> FormFile:
    document, buffer = docx.Document(), io.BytesIO()
    build(document)
    document.save(buffer)
    return FormFile("form.docx", buffer.getvalue())


def add_control(paragraph: object, *, tag: str, alias: str, hint: str, choices: tuple[str, ...] = ()) -> None:
    """Put an inline content control that shows its hint into a paragraph."""
    control, properties, content = (OxmlElement(name) for name in ("w:sdt", "w:sdtPr", "w:sdtContent"))
    for name, value in (("w:alias", alias), ("w:tag", tag)):
        made = OxmlElement(name)
        made.set(qn("w:val"), value)
        properties.append(made)
    properties.append(OxmlElement("w:showingPlcHdr"))
    if choices:
        offered = OxmlElement("w:dropDownList")
        for choice in choices:
            item = OxmlElement("w:listItem")
            item.set(qn("w:displayText"), choice)
            item.set(qn("w:value"), choice.lower())
            offered.append(item)
        properties.append(offered)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = hint
    run.append(text)
    content.append(run)
    control.extend((properties, content))
    paragraph._p.append(control)  # type: ignore[attr-defined]


def bookmark(paragraph: object, name: str, number: int) -> None:
    """Put a bookmark around all of a paragraph."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.insert(0, start)  # type: ignore[attr-defined]
    paragraph._p.append(end)  # type: ignore[attr-defined]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
