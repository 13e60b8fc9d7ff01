"""A parsed draft → one file of Akoma Ntoso 3.0: `doc`, the type for what is neither an act nor a bill."""

from __future__ import annotations

from lxml import etree

from toolkit.export.akoma_ntoso.body import main_body
from toolkit.export.akoma_ntoso.elements import make
from toolkit.export.akoma_ntoso.meta import meta_element
from toolkit.model.provision import ParsedDraft

DOCUMENT_NAME = "recommendation"
_MIXED = ("p", "heading", "num", "mod")
"""Elements in which white space is text."""


def write_akoma_ntoso(draft: ParsedDraft) -> bytes:
    """Return the draft as Akoma Ntoso in UTF-8; furniture is not part of it. The same draft gives the same bytes.

    `wId` holds the ids of our provisions, `eId` the names of the standard's naming convention.
    """
    return serialised(
        make(
            "doc",
            meta_element(draft.document, name=DOCUMENT_NAME),
            main_body(draft.provisions),
            name=DOCUMENT_NAME,
        )
    )


def serialised(document: etree._Element) -> bytes:
    """Return a `doc` as a file in UTF-8, structural elements on lines of their own."""
    root = make("akomaNtoso", document)
    _break_lines(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _break_lines(root: etree._Element) -> None:
    """Put each structural element on a line of its own; what stands between words is left as it is."""
    for element in root.iter():
        if len(element) and etree.QName(element).localname not in _MIXED:
            element.text = "\n"
            for child in element:
                child.tail = "\n"
