"""A team's DOCX template → what is wrong with it, before a response has to be filed with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn

from toolkit.errors import BrokenInput
from toolkit.export.word.package import open_template, text_width
from toolkit.export.word.styles import CharacterStyle, ParagraphStyle, TableStyle
from toolkit.messages import _, reason_of
from toolkit.model.issue import Issue

_NARROWEST_TEXT = 6000
"""Twentieths of a point: below about 10 cm the tables of a response cannot be read."""

_KINDS = ((ParagraphStyle, "paragraph"), (CharacterStyle, "character"), (TableStyle, "table"))


def check_response_template(path: Path) -> tuple[Issue, ...]:
    """Open a template as an export does and return what is wrong with it and which styles it lacks."""
    try:
        document = open_template(path.read_bytes(), name=str(path))
    except OSError as error:
        return (Issue("error", str(path), _("cannot be read ({reason}).").format(reason=reason_of(error))),)
    except BrokenInput as error:
        return (Issue("error", error.where, error.message),)
    return tuple(_issues(document, str(path)))


def _issues(document: Any, where: str) -> Iterator[Issue]:
    present = {
        _name(style): style.get(qn("w:type"), "paragraph")
        for style in document.styles.element.findall(qn("w:style"))
    }
    for names, kind in _KINDS:
        missing = [name for name in names if name.lower() not in present]
        if missing:
            told = _("styles that it lacks, which the shipped template gives: {names}")
            yield Issue("info", where, told.format(names=", ".join(missing)))
        for name in names:
            if present.get(name.lower(), kind) != kind:
                told = _("the style {name} is of another kind than {kind}").format(name=name, kind=kind)
                yield Issue("error", where, told)
    if text_width(document) < _NARROWEST_TEXT:
        yield Issue("warning", where, _("the text area is too narrow for the tables of a response"))


def _name(style: Any) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(qn("w:val"), "")).lower()
