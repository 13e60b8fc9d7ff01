"""A response with everything that an export must show, and the programs that judge what was written."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from toolkit.export.writer import export_response
from toolkit.model.comment import Comment
from toolkit.model.profile import Named
from toolkit.model.provision import NoteCall, Provision
from toolkit.model.response import (
    Answer,
    Consultation,
    Folded,
    Response,
    RoleEntry,
    Section,
    SectionCount,
)

DRAFT_TEXT = (
    "Sessions are locked after five minutes of inactivity. The delay is the same in all units, "
    "operating theatres excepted.\nThe lock is lifted by a badge."
)


def build_response(**changes: object) -> Response:
    session = Provision(
        id="fiche-3.1",
        number="1.",
        text=DRAFT_TEXT,
        level="recommendation",
        page_number=5,
        calls=(NoteCall("text", 8, "note-4", "4"),),
    )
    table = Provision(
        id="table-1",
        kind="table",
        heading="Table 1 Retention",
        rows=(("Data", "Period"), ("Records", "20 years"), ("Logs",)),
    )
    backup = Provision(id="fiche-4", kind="fiche", number="Fiche 4", heading="Backup")
    comments = (
        Comment(
            id="c1",
            provision_id="fiche-3.1",
            author="Ana Ruiz",
            role="ciso",
            position="amend",
            text="Five minutes are too short.\nTen are enough.",
            state="submitted",
            proposed=DRAFT_TEXT.replace("five", "ten"),
            rationale="Measured in three units.",
        ),
        Comment(
            id="c2",
            provision_id="fiche-3.1",
            author="Bea Sol",
            position="oppose",
            quote="five minutes",
            text="No.",
            state="submitted",
        ),
    )
    folded = (
        Folded("c1", Comment(id="c7", provision_id="fiche-3.1", author="Cyd Lam", state="merged"), "merged"),
        Folded("c2", Comment(id="c8", provision_id="fiche-3.1", author="Dan Roy", text="No"), "same_words"),
    )
    note = Provision(id="note-4", kind="footnote", number="4", text="See article 32.")
    logged = Comment(id="c3", provision_id="table-1", position="question", text="Why 20 years?")
    response = Response(
        consultation=Consultation(
            title="Security of the patient record",
            issuer="The Authority",
            draft_name="draft.pdf",
            draft_version="v1",
            draft_sha256="ab" * 32,
            deadline="2026-12-18",
            respondent="Valley Hospital",
            contact="Ana Ruiz",
        ),
        language="en",
        draft_language="en",
        date="2026-11-24",
        sections=(
            Section(
                id="fiche-3",
                title="Fiche 3 Access",
                answers=(
                    Answer(
                        provision=session,
                        path=("Fiche 3 Access", "1."),
                        comments=comments,
                        folded=folded,
                        notes=(note,),
                    ),
                    Answer(provision=table, path=("Fiche 3 Access", "Table 1"), comments=(logged,)),
                ),
            ),
            Section(
                id="fiche-4",
                title="Fiche 4 Backup",
                answers=(
                    Answer(provision=backup, path=("Fiche 4 Backup",), prompts=("What would it cost?",)),
                ),
            ),
        ),
        summary=(
            SectionCount(section_id="fiche-3", title="Fiche 3 Access", oppose=1, amend=1, question=1),
            SectionCount(section_id="fiche-4", title="Fiche 4 Backup", unanswered=1),
        ),
        roles=(Named("ciso", "RSSI", "CISO"),),
        role_index=(RoleEntry("ciso", "CISO", ("fiche-3.1", "fiche-4")),),
        read_without_comment=(("fiche-5", ("Fiche 5 Dates",)),),
        drafts=1,
        content_sha256="cd" * 32,
    )
    return msgspec.structs.replace(response, **changes)


def fixed_clock() -> datetime.datetime:
    return datetime.datetime(2026, 11, 24, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture(scope="session")
def response() -> Response:
    return build_response()


@pytest.fixture(scope="session")
def said_by_one() -> Callable[[str], Response]:
    """Give a response in which every text is the same."""

    def build(text: str) -> Response:
        provision = Provision(
            id="p1", number=text, heading=text, text=text, rows=((text, text), (text, text))
        )
        comment = Comment(
            id="c1",
            provision_id="p1",
            author=text,
            role=text,
            quote=text,
            text=text,
            proposed=text,
            rationale=text,
        )
        answer = Answer(provision=provision, path=(text, text), comments=(comment,), prompts=(text,))
        bare = msgspec.structs.replace(answer, comments=())
        return build_response(
            consultation=Consultation(
                title=text, issuer=text, respondent=text, contact=text, draft_name=text
            ),
            sections=(Section(id="s", title=text, answers=(answer, bare)),),
            summary=(SectionCount(section_id="s", title=text, question=1),),
            role_index=(RoleEntry(text, text, ("p1", "gone")),),
            read_without_comment=(("p2", (text, text)),),
        )

    return build


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Give a function that exports a response to a file of its own."""
    folder = tmp_path_factory.mktemp("exports")
    names = iter(range(10_000))

    def write(response: Response, format: str = "docx", **options: object) -> Path:  # noqa: A002
        target = folder / f"response-{next(names)}.{format}"
        return export_response(response, format=format, target=target, clock=fixed_clock, **options)  # type: ignore[arg-type]

    return write


@pytest.fixture(scope="session")
def pdf_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Give a function that converts with LibreOffice, in a profile of its own."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is missing: run scripts/debian-packages"
    folder = tmp_path_factory.mktemp("libreoffice")

    def convert(path: Path) -> Path:
        command = [
            soffice,
            "--headless",
            f"-env:UserInstallation=file://{folder / 'profile'}",
            "--convert-to",
            "pdf",
        ]
        subprocess.run([*command, "--outdir", folder, path], capture_output=True, check=False, timeout=600)
        pdf = folder / f"{path.stem}.pdf"
        assert pdf.exists(), "LibreOffice did not convert the document"
        return pdf

    return convert
