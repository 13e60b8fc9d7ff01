"""A regulator's form and its mapping come from outside: what is wrong with them harms a child process alone."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from toolkit import pipeline
from toolkit.errors import InputRefused, ToolkitError
from toolkit.export import limited
from toolkit.export.limited import left_out, write_limited
from toolkit.export.writer import Job, written
from toolkit.limits import Limits
from toolkit.model.filing import Filing, FormFile
from toolkit.model.response import Consultation, Response

RESPONSE = Response(consultation=Consultation(title="A draft"), language="en", ordering="section")
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def _docx(body: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<document>" + body + b"</document>")
    return made.getvalue()


BOMB = _docx(b"<p/>" * 10_000_000)
DEEP = b"field = " + b"[" * 100_000


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let children use little, so that the tests do."""
    monkeypatch.setattr(limited, "LIMITS", Limits(memory_mib=256, seconds=20))


def _job(*, form: bytes, mapping: bytes = b"") -> Job:
    filing = Filing(
        form=FormFile("form.docx", form), mapping=FormFile("mapping.toml", mapping) if mapping else None
    )
    return Job(response=RESPONSE, suffix="docx", now=NOW, filing=filing, issues=[])


@pytest.mark.parametrize(
    ("form", "mapping"),
    [
        pytest.param(
            BOMB, b'field = [{ id = "a", target = { text = "x" } }]', id="form that unpacks without end"
        ),
        pytest.param(_docx(b""), DEEP, id="mapping of endless depth"),
        pytest.param(b"PK", b'field = [{ id = "a", target = { text = "x" } }]', id="no form at all"),
    ],
)
def test_what_is_wrong_with_a_form_is_an_error_that_says_so(form: bytes, mapping: bytes) -> None:
    job = _job(form=form, mapping=mapping)
    with pytest.raises(ToolkitError) as told:
        write_limited("fill", job)
    assert told.value.where in ("form.docx", "mapping.toml")
    if mapping == DEEP:
        with pytest.raises(ToolkitError):
            left_out(RESPONSE, job.filing, tagged=False)


def test_a_form_that_unpacks_without_end_is_not_listed(tmp_path: Path) -> None:
    form = tmp_path / "form.docx"
    form.write_bytes(BOMB)
    with pytest.raises(InputRefused):
        pipeline.form_map(form)


def test_the_child_writes_what_would_be_written_here() -> None:
    mapping = b'[[field]]\nid = "title"\nfixed = "Our answer"\n'
    job = _job(form=_docx(b""), mapping=mapping)
    assert write_limited("form", job) == written("form", job)


def test_what_is_our_own_is_written_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "call_limited", None)
    assert write_limited("md", _job(form=b"whatever, for another format")).startswith(b"#")
