"""What is known of a draft's file → the `meta` of Akoma Ntoso: work, expression and manifestation (FRBR).

Dates come from the document, never from the clock: the same draft gives the same bytes. Where the document has
none, the date is the first day of the year 1 under the name "undated", since the standard requires one.
"""

from __future__ import annotations

from datetime import date

from lxml.etree import _Element

from toolkit.export.akoma_ntoso.elements import make
from toolkit.export.printable import printable
from toolkit.model.document import Document

_UNDATED = "0001-01-01"
_NAME_LENGTH = 12
_LANGUAGES = {"fr": "fra", "en": "eng", "de": "deu", "es": "spa", "it": "ita", "nl": "nld", "pt": "por"}
_UNKNOWN_LANGUAGE = "und"
_COUNTRIES = {"fr": "fr"}
_UNKNOWN_COUNTRY = "zz"
"""The code that ISO 3166 leaves to its users, as Unicode's CLDR uses it."""
_SOURCE = "#consult"


def meta_element(document: Document, *, name: str) -> _Element:
    """Return the `meta` element of a draft that is a document of the type `name`."""
    return make("meta", _identification(document, name), _references(document))


def _identification(document: Document, name: str) -> _Element:
    day, dated = _date(document)
    language = _LANGUAGES.get(document.language, _UNKNOWN_LANGUAGE)
    country = _COUNTRIES.get(document.language, _UNKNOWN_COUNTRY)
    work = f"/akn/{country}/doc/{name}/{day}/{document.sha256[:_NAME_LENGTH]}"
    expression = f"{work}/{language}@"
    manifestation = f"{expression}.akn"
    author = "#issuer" if document.issuer else _SOURCE

    def core(iri: str, this: str, *, by: str) -> list[_Element]:
        return [
            make("FRBRthis", value=this),
            make("FRBRuri", value=iri),
            make("FRBRdate", date=day, name=dated),
            make("FRBRauthor", href=by),
        ]

    return make(
        "identification",
        make("FRBRWork", *core(work, f"{work}/!main", by=author), make("FRBRcountry", value=country)),
        make(
            "FRBRExpression",
            *core(expression, f"{expression}/!main", by=author),
            make("FRBRlanguage", language=language),
        ),
        make(
            "FRBRManifestation",
            *core(manifestation, f"{expression}/!main.akn", by=_SOURCE),
            make("FRBRformat", value="application/akn+xml"),
        ),
        source=_SOURCE,
    )


def _references(document: Document) -> _Element:
    organisations = [_organisation("consult", "consultation-toolkit")]
    if document.issuer:
        organisations.append(_organisation("issuer", " ".join(printable(document.issuer).split())))
    return make("references", *organisations, source=_SOURCE)


def _organisation(name: str, shown: str) -> _Element:
    return make("TLCOrganization", eId=name, href=f"/akn/ontology/organization/{name}", showAs=shown)


def _date(document: Document) -> tuple[str, str]:
    """Return the day the document was made or changed last, and which of both."""
    for value, name in ((document.created, "creation"), (document.modified, "modification")):
        try:
            return date.fromisoformat(value[:10]).isoformat(), name
        except ValueError:
            continue
    return _UNDATED, "undated"
