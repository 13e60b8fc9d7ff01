"""Small Word documents written as XML, parsed as drafts and annotated."""

from __future__ import annotations

import datetime
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest

from toolkit import pipeline
from toolkit.consolidate.compose import compose_response
from toolkit.export.annotated.document import Annotated, write_annotated
from toolkit.model.comment import Comment
from toolkit.model.filing import DraftFile
from toolkit.model.provision import Provision
from toolkit.model.reading import ReadOptions
from toolkit.model.response import Consultation, Response

VALIDATOR = Path(__file__).parents[2] / ".tools" / "node_modules" / ".bin" / "ooxml-validator"
NOW = datetime.datetime(2026, 11, 24, 9, 30, tzinfo=datetime.UTC)

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

MakeDocx = Callable[..., bytes]
Annotate = Callable[..., Annotated]


def _docx(body: str, *, main_type: str = "document.main", **parts: str) -> bytes:
    """Return a DOCX file: `body` is the content of `w:body`, `parts` are roots by relation ("footnotes", …)."""
    made = io.BytesIO()
    overrides = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPES}.{kind}+xml"/>' for kind in parts
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for number, kind in enumerate(parts, start=1)
    )
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.{main_type}+xml"/>'
            f"{overrides}</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        )
        archive.writestr("word/document.xml", f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>")
        for kind, content in parts.items():
            archive.writestr(f"word/{kind}.xml", f"<w:{kind} {_NAMES}>{content}</w:{kind}>")
    return made.getvalue()


@pytest.fixture(scope="session")
def make_docx() -> MakeDocx:
    """Give the function that writes a DOCX file."""
    return _docx


@pytest.fixture(scope="session")
def as_draft(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], DraftFile]:
    """Give a function that parses the bytes of a file as a draft."""
    folder = tmp_path_factory.mktemp("drafts")

    def parse(content: bytes, name: str = "draft.docx") -> DraftFile:
        path = folder / name
        path.write_bytes(content)
        return DraftFile(pipeline.parse_in_process(path, ReadOptions()), content)

    return parse


def holding(draft: DraftFile, words: str) -> Provision:
    """Return the first provision whose text, heading or table has some words."""
    for provision in draft.parsed.provisions:
        cells = (cell for row in provision.rows for cell in row)
        if any(words in text for text in (provision.text, provision.heading, *cells)):
            return provision
    raise AssertionError(words)


def composed(draft: DraftFile, comments: Sequence[Comment], **changes: object) -> Response:
    """Return the response that some comments make."""
    response = compose_response(draft.parsed, comments, consultation=Consultation(title=""), language="en")
    return msgspec.structs.replace(response, **changes)


def said(comment_id: str, provision: Provision | str, **fields: object) -> Comment:
    """Return a comment of Ana Ruiz unless `fields` says of whom."""
    key = provision if isinstance(provision, str) else provision.id
    facts: dict[str, object] = {
        "author": "Ana Ruiz",
        "state": "submitted",
        "modified": "2026-11-20T10:00:00Z",
    }
    return msgspec.convert({"id": comment_id, "provision_id": key} | facts | fields, Comment)


@pytest.fixture(scope="session")
def annotate(as_draft: Callable[[bytes], DraftFile]) -> Annotate:
    """Give a function that annotates a DOCX file; each comment is (words of its provision, fields of the comment)."""

    def write(content: bytes, *comments: tuple[str, dict[str, object]], **changes: object) -> Annotated:
        draft = as_draft(content)
        made = [
            said(f"c{number}", holding(draft, words) if words else "", **fields)
            for number, (words, fields) in enumerate(comments, start=1)
        ]
        return write_annotated(composed(draft, made, **changes), draft, now=NOW)

    return write


@pytest.fixture(scope="session")
def sdk_errors(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], list[str]]:
    """Give a function that lists what the Open XML SDK's validator finds wrong."""
    assert VALIDATOR.exists(), "the Open XML validator is missing: run scripts/debian-packages"
    path = tmp_path_factory.mktemp("validated") / "document.docx"

    def validate(content: bytes) -> list[str]:
        path.write_bytes(content)
        done = subprocess.run([VALIDATOR, path], capture_output=True, check=False, timeout=600)
        return [f"{error['path']}: {error['description']}" for error in json.loads(done.stdout)["errors"]]

    return validate


@pytest.fixture(scope="session")
def through_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], bytes]:
    """Give a function that lets LibreOffice open a DOCX file and save it."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is missing: run scripts/debian-packages"
    folder = tmp_path_factory.mktemp("libreoffice")

    def convert(content: bytes) -> bytes:
        source, out = folder / "document.docx", folder / "saved"
        source.write_bytes(content)
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        command = [
            soffice,
            "--headless",
            profile,
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            out,
            source,
        ]
        subprocess.run(command, capture_output=True, check=False, timeout=600)
        return (out / "document.docx").read_bytes()

    return convert
