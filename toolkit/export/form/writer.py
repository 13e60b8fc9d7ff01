"""Form order → the file: a DOCX, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from toolkit.export.form.order import FormOrder
from toolkit.files import write_atomic
from toolkit.resources import shipped


def _now() -> datetime:
    return datetime.now(UTC)


def write_form(order: FormOrder, target: Path, *, clock: Callable[[], datetime] = _now) -> Path:
    """Write a fill-in form to `target` and return it. `clock` dates its properties and nothing else.

    Raises:
        StorageError: the target cannot be written.
    """
    from toolkit.export.form.document import form_document

    template = (shipped("templates") / "response" / "response.docx").read_bytes()
    write_atomic(target, form_document(order, template=template, now=clock()))
    return target
