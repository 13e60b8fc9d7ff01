"""Our own fill-in form, made for a contributor → the same with the cells filled in."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from building.contributions.package import pack, unpack
from building.contributions.source import Remark, Sent
from building.contributions.times import moment
from building.word_xml import W, run, text
from toolkit import desk, pipeline
from toolkit.consolidate.compose import compose_response
from toolkit.export.form.order import FormOrder
from toolkit.export.form.writer import write_form
from toolkit.messages import use_language
from toolkit.model.form import Field, Place, cell_tag
from toolkit.model.response import Consultation


def write_filled_form(sent: Sent, draft: Path, *, respondent: str, due: date) -> bytes:
    """Return the form about `sent.asked`, filled in."""
    parts = unpack(_empty_form(sent, draft, respondent=respondent, due=due))
    document = etree.fromstring(parts["word/document.xml"])
    labels = _labels(document)
    for remark in sent.remarks:
        for field, words in _answers(remark, labels).items():
            _fill(document, cell_tag(Place("" if remark.general else remark.at[0], field)), words)
    _fill(document, cell_tag(Place("", "name")), sent.author)
    parts["word/document.xml"] = etree.tostring(
        document, xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return pack(parts)


def _empty_form(sent: Sent, draft: Path, *, respondent: str, due: date) -> bytes:
    use_language("fr")
    parsed = pipeline.parse(draft)
    consultation = Consultation(
        title=parsed.document.title,
        issuer=parsed.document.issuer,
        respondent=respondent,
        internal_deadline=due.isoformat(),
        draft_sha256=parsed.document.sha256,
    )
    roles = desk.load_profile().roles
    response = compose_response(
        parsed, (), consultation=consultation, selection=sent.asked, language="fr", roles=roles
    )
    label = next(role.label("fr") for role in roles if role.id == sent.role)
    order = FormOrder(response=response, role=sent.role, role_label=label, person="")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "form.docx")
        return write_form(order, target, clock=lambda: moment(sent.date)).read_bytes()


def _answers(remark: Remark, labels: dict[str, str]) -> dict[Field, str]:
    position = "no_comment" if remark.kind == "silence" else remark.position
    given: dict[Field, str] = {
        "position": labels.get(position, ""),
        "text": remark.text,
        "proposed": remark.proposed,
        "rationale": remark.rationale,
    }
    return {field: words for field, words in given.items() if words}


def _labels(document: _Element) -> dict[str, str]:
    """Return what the form itself calls each position."""
    items = document.iter(f"{{{W}}}listItem")
    return {item.get(f"{{{W}}}value", ""): item.get(f"{{{W}}}displayText", "") for item in items}


def _fill(document: _Element, tag: str, words: str) -> None:
    """Write into one cell, as Word does: the hint and its mark go.

    Raises:
        ValueError: the form has no such cell.
    """
    for control in document.iter(f"{{{W}}}sdt"):
        found = control.find(f"{{{W}}}sdtPr/{{{W}}}tag")
        if found is not None and found.get(f"{{{W}}}val") == tag:
            _write(control, words)
            return
    raise ValueError(f"the form has no cell {tag}")


def _write(control: _Element, words: str) -> None:
    for mark in list(control.iter(f"{{{W}}}showingPlcHdr")):
        _parent(mark).remove(mark)
    first, *rest = list(control.iter(f"{{{W}}}r"))
    for element in rest:
        _parent(element).remove(element)
    _parent(first).replace(first, run(text(words)))


def _parent(element: _Element) -> _Element:
    parent = element.getparent()
    if parent is None:
        raise ValueError("a part of a cell that stands nowhere")
    return parent
