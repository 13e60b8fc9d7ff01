"""A response → its comments one by one, each with the text of every column that a comment table may have."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from toolkit.export.comment_tables.lines import Lines
from toolkit.export.comment_tables.saying import change, is_editorial, said
from toolkit.export.contributors import Contributors
from toolkit.export.headings import answer_title, unit_of
from toolkit.export.printable import shortened
from toolkit.export.terms import Terms
from toolkit.model.comment import Comment
from toolkit.model.contribution import GENERAL, Remark
from toolkit.model.filing import Filing
from toolkit.model.response import Answer, Response

_LONGEST_CLAUSE = 60
_SHOWN_APART = ("table", "figure", "box", "footnote")
"""Kinds that have a place in a clause and are none."""
_UNKNOWN_CODE = "XX"
"""ISO 3166 leaves it to its users."""

# Matches "CHU" in "CHU de Bellerive", "EU"; not "A", "Hôpital", "FEDERATION".
_ABBREVIATION = re.compile(r"(?<!\w)[A-Z]{2,3}(?!\w)")

# Matches the V of "Valley", the É of "Établissement".
_INITIAL = re.compile(r"(?<!\w)[^\W\d_a-z]")

# Matches "FR-001", "**-12", "DE-01-002" of a table that was taken in. Near misses: "FR", "Fr-1".
_CODE = re.compile(r"[A-Z*]{2,4}[ -]?\d+(?:-\d+)*")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One comment, column by column; "" where nothing is known."""

    code: str
    number: str
    author: str
    document: str
    page: str
    line: str
    section: str
    """Where it stands, on one line: clause and place."""
    clause: str
    place: str
    kind: str
    """"ge", "te" or "ed"."""
    comment: str
    proposed: str


def entries(response: Response, filing: Filing) -> Iterator[Entry]:
    """Yield the printed comments in the order of the response, each once."""
    writer = _EntryWriter(response, filing)
    seen: set[str] = set()
    for section in response.sections:
        for answer in section.answers:
            for comment in answer.comments:
                if comment.id not in seen:
                    seen.add(comment.id)
                    yield writer.entry(comment, answer, len(seen))


class _EntryWriter:
    def __init__(self, response: Response, filing: Filing) -> None:
        self._terms = Terms(response.language)
        self._contributors = Contributors(response, self._terms)
        self._lines = Lines(filing.provisions)
        self._code = code_of(response.consultation.respondent)
        self._document = document_name(response)
        self._remarks = {item.id: item.remark for item in response.remarks if item.remark.form == "table"}

    def entry(self, comment: Comment, answer: Answer, number: int) -> Entry:
        remark = self._remarks.get(comment.remark)
        clause, place = _clause(answer)
        page = answer.provision.page_number
        lines = self._lines.of(comment, answer.provision)
        code = f"{self._code}-{number:03}"
        if remark is not None:
            clause, place = (remark.clues.clause, "") if remark.clues.clause else (clause, place)
            lines = _lines_of(remark) or lines
            code = remark.author if _CODE.fullmatch(remark.author) else code
        return Entry(
            code=code,
            number=str(number),
            author=self._contributors.of(comment, answer),
            document=self._document,
            page="" if page is None else str(page),
            line=lines,
            section=", ".join(filter(None, (clause, place))),
            clause=clause,
            place=place,
            kind=_kind(comment, remark),
            comment=said(comment, self._terms, stated=remark is None or not _code(remark)),
            proposed=change(comment, self._terms),
        )


def document_name(response: Response) -> str:
    """Return what the draft is called, with its version."""
    consultation = response.consultation
    return " ".join(filter(None, (consultation.draft_name or consultation.title, consultation.draft_version)))


def code_of(respondent: str) -> str:
    """Return the two or three capitals that stand for who answers: its abbreviation, or its initials.

    >>> code_of("CHU de Bellerive"), code_of("Valley Hospital"), code_of("")
    ('CHU', 'VH', 'XX')
    """
    found = _ABBREVIATION.search(respondent)
    if found:
        return found.group()
    initials = "".join(_INITIAL.findall(respondent))[:3]
    return initials if len(initials) > 1 and initials.isascii() else _UNKNOWN_CODE


def _clause(answer: Answer) -> tuple[str, str]:
    """Return the clause of an answer and the place in it: ("R16", "c)"), ("Fiche 3 Access", "Table 1")."""
    if answer.provision.id == GENERAL:
        return "", ""
    unit = unit_of(answer)
    own = answer.cited or answer_title(answer)
    clause = unit.short.rstrip(".")
    place = own.removeprefix(unit.short).lstrip(" ,")
    if unit.provision.kind in _SHOWN_APART and len(unit.path) > 1:
        clause, place = unit.path[-2].rstrip("."), own
    return shortened(clause, _LONGEST_CLAUSE), shortened(place, _LONGEST_CLAUSE)


def _kind(comment: Comment, remark: Remark | None) -> str:
    if remark is not None and _code(remark):
        return _code(remark)
    if comment.provision_id == GENERAL:
        return "ge"
    return "ed" if is_editorial(comment) else "te"


def _code(remark: Remark) -> str:
    """Return "ge", "te" or "ed" of a remark from a table that has such types, and then no column of positions."""
    category = remark.category.strip().casefold()[:2]
    return category if category in ("ge", "te", "ed") else ""


def _lines_of(remark: Remark) -> str:
    if remark.clues.lines is None:
        return ""
    first, last = remark.clues.lines
    return str(first) if first == last else f"{first}-{last}"
