"""A response → one file of Akoma Ntoso 3.0: the provisions answered, with comments as notes and amendments."""

from __future__ import annotations

from lxml.etree import _Element

from toolkit.export.akoma_ntoso.body import main_body
from toolkit.export.akoma_ntoso.comments import CommentNotes
from toolkit.export.akoma_ntoso.document import serialised
from toolkit.export.akoma_ntoso.elements import NAMESPACE, make
from toolkit.export.akoma_ntoso.meta import meta_element
from toolkit.export.printable import printable
from toolkit.model.contribution import GENERAL
from toolkit.model.document import Document
from toolkit.model.provision import Provision
from toolkit.model.response import Response

DOCUMENT_NAME = "consultationResponse"
_WHERE = f"{{{NAMESPACE}}}"


def write_response(response: Response, draft: tuple[Provision, ...] = ()) -> bytes:
    """Return the response as Akoma Ntoso in UTF-8; the same response gives the same bytes.

    With the provisions of the whole `draft`, these are its body; else those that are answered or quoted.
    """
    body = main_body(draft or answered(response))
    notes = CommentNotes(response)
    places = notes.refer(body)
    meta = meta_element(_document(response), name=DOCUMENT_NAME)
    _complete(meta, notes, places)
    meta.append(_proprietary(response))
    return serialised(make("doc", meta, body, name=DOCUMENT_NAME))


def answered(response: Response) -> tuple[Provision, ...]:
    """Return the provisions answered and quoted, each once, with parents that are among them."""
    found: dict[str, Provision] = {}
    for section in response.sections:
        for answer in section.answers:
            unit = (answer.unit.provision,) if answer.unit else ()
            for provision in (*unit, answer.provision, *answer.quoted, *answer.notes):
                if provision.id != GENERAL:
                    found.setdefault(provision.id, provision)
    return tuple(found.values())


def _complete(meta: _Element, notes: CommentNotes, places: dict[str, str]) -> None:
    """Put what comments need into the `meta`, in the order of the schema: analysis, references, notes."""
    references = meta.find(f"{_WHERE}references")
    assert references is not None  # every document has it
    analysis = notes.analysis(places)
    if analysis is not None:
        references.addprevious(analysis)
    references.extend(notes.references())
    meta.extend(notes.notes())


def _document(response: Response) -> Document:
    consultation = response.consultation
    return Document(
        sha256=response.content_sha256,
        name=consultation.draft_name,
        media_type="application/akn+xml",
        title=consultation.title,
        issuer=consultation.respondent,
        language=response.draft_language or response.language,
        created=response.date,
    )


def _proprietary(response: Response) -> _Element:
    """Return the fingerprints, and what a part is limited to: the standard has no place for them."""
    made = make("proprietary", source="#consult")
    for name, value in (
        ("content-sha256", response.content_sha256),
        ("draft-sha256", response.consultation.draft_sha256),
        ("scope", " ".join(map(printable, response.scope))),
    ):
        if value:
            element = made.makeelement(
                f"{{urn:consultation-toolkit}}{name}", nsmap={"ct": "urn:consultation-toolkit"}
            )
            element.text = value
            made.append(element)
    return made
