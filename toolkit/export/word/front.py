"""The pages before the comments: cover, contents, summary of positions."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.export.contributors import Contributors
from toolkit.export.facts import comments_in, scope_note, sum_of, totals
from toolkit.export.headings import section_noun
from toolkit.export.printable import shortened
from toolkit.export.word.markup import Element, link, run
from toolkit.export.word.pen import Pen
from toolkit.export.word.styles import ParagraphStyle, TableStyle
from toolkit.model.response import SectionCount

SECTION_BOOKMARK = "section_{number}"
SHORT_HASH = 12
"""Characters of a fingerprint on the cover; the closing note gives all of them."""

_CONTENTS_STYLES = (ParagraphStyle.CONTENTS_1, ParagraphStyle.CONTENTS_2, ParagraphStyle.CONTENTS_3)
_LONGEST_ENTRY = 98
_MOST_LINES = 90
"""Provisions are listed in the contents as long as these stay within about two pages."""


def write_cover(pen: Pen) -> None:
    """Write who answers what, on which version, until when."""
    _ = pen.terms.gettext
    consultation = pen.response.consultation
    respondent = consultation.respondent or _("Respondent to be named")
    pen.tell(ParagraphStyle.ORGANISATION, respondent)
    pen.tell(ParagraphStyle.TITLE, _("Response to the public consultation"))
    pen.tell(ParagraphStyle.SUBTITLE, consultation.title or _("Consultation without title"))
    rows = [[pen.cell(ParagraphStyle.TABLE_HEADING, name), value] for name, value in _details(pen) if value]
    pen.table(
        TableStyle.COVER,
        (2, 5),
        rows,
        caption=_("Details of the consultation and the response"),
        header=False,
    )


def contents(pen: Pen) -> list[Element]:
    """Return the table of contents of the headings written so far, each with a link and its page.

    Not a TOC field: LibreOffice keeps the stored result of one, in which no page number can be right before the
    layout. Each page number is a field of its own, which both Word and LibreOffice compute.
    """
    deepest = 3 if len(pen.entries) <= _MOST_LINES else 2
    title = pen.paragraph(ParagraphStyle.CONTENTS_HEADING, run(pen.terms.gettext("Contents")))
    entries = [
        pen.paragraph(
            _CONTENTS_STYLES[entry.level - 1],
            pen.page_reference(shortened(entry.text, _LONGEST_ENTRY), entry.bookmark),
        )
        for entry in pen.entries
        if entry.level <= deepest
    ]
    return [title, *entries]


def write_summary(pen: Pen) -> None:
    """Write how many comments of which position each section holds."""
    _ = pen.terms.gettext
    response = pen.response
    pen.heading(1, _("Summary of positions"), bookmark="summary")
    pen.tell(ParagraphStyle.NORMAL, scope_note(response, pen.terms))
    if not response.summary:
        pen.tell(ParagraphStyle.NORMAL, _("This response makes no comment on the draft."))
        return
    pen.tell(ParagraphStyle.NORMAL, totals(response, pen.terms))
    open_ones = any(entry.unanswered for entry in response.summary)
    weights = (13.5, *(5.9,) * 4, 6.4, *((6.0,) if open_ones else ()))
    pen.table(
        TableStyle.RESPONSE,
        weights,
        _summary_rows(pen, open_ones=open_ones),
        caption=_("Summary of positions"),
    )
    _write_divergences(pen)


def _write_divergences(pen: Pen) -> None:
    """Write where contributors contradict each other."""
    _ = pen.terms.gettext
    found = pen.response.divergences
    if not found:
        return
    contributors = Contributors(pen.response, pen.terms)
    title = _("Diverging positions")
    pen.heading(2, title, bookmark="divergences")
    head = [pen.cell(ParagraphStyle.TABLE_HEADING, name) for name in (_("Provision"), _("Contributors"))]
    rows = [
        [
            pen.cell(ParagraphStyle.TABLE_TEXT, shortened(one.title, _LONGEST_ENTRY), quoted=True),
            pen.cell(ParagraphStyle.TABLE_TEXT, contributors.by_position(one)),
        ]
        for one in found
    ]
    pen.table(TableStyle.RESPONSE, (2, 3), [head, *rows], caption=title)


def _details(pen: Pen) -> Iterator[tuple[str, list[Element]]]:
    _, terms = pen.terms.gettext, pen.terms
    consultation = pen.response.consultation
    draft = " — ".join(filter(None, (consultation.draft_name, consultation.draft_version)))
    facts = (
        (_("Consultation of"), consultation.issuer),
        (_("Draft"), draft),
        (_("Respondent"), consultation.respondent),
        (_("Contact"), consultation.contact),
        (_("Date of the response"), terms.date(pen.response.date)),
        (_("Deadline"), terms.date(consultation.deadline)),
    )
    for name, value in facts:
        yield name, pen.lines(ParagraphStyle.TABLE_TEXT, value)
    yield (
        _("SHA-256 of the draft"),
        pen.lines(ParagraphStyle.TABLE_CODE, consultation.draft_sha256[:SHORT_HASH]),
    )
    yield (
        _("SHA-256 of this response"),
        pen.lines(ParagraphStyle.TABLE_CODE, pen.response.content_sha256[:SHORT_HASH]),
    )


def _summary_rows(pen: Pen, *, open_ones: bool) -> Iterator[list[list[Element]]]:
    _ = pen.terms.gettext
    names = [section_noun(pen.response, pen.terms), *pen.terms.positions().values()]
    names += [_("All comments"), *([_("Provisions to complete")] if open_ones else [])]
    first, *others = names
    heads = [pen.cell(ParagraphStyle.TABLE_NUMBER_HEADING, name) for name in others]
    yield [pen.cell(ParagraphStyle.TABLE_HEADING, first), *heads]
    for number, entry in enumerate(pen.response.summary, start=1):
        title = link(SECTION_BOOKMARK.format(number=number), run(shortened(entry.title, 160)))
        yield [[pen.paragraph(ParagraphStyle.TABLE_TEXT, title)], *_numbers(pen, entry, open_ones=open_ones)]
    yield [
        pen.cell(ParagraphStyle.TABLE_HEADING, _("Total")),
        *_numbers(pen, sum_of(pen.response.summary), open_ones=open_ones),
    ]


def _numbers(pen: Pen, entry: SectionCount, *, open_ones: bool) -> list[list[Element]]:
    numbers = [entry.support, entry.oppose, entry.amend, entry.question]
    shown = [str(number or "–") for number in numbers]
    sums = [comments_in(entry), *([entry.unanswered] if open_ones else [])]
    return [pen.cell(ParagraphStyle.TABLE_NUMBER, text) for text in (*shown, *map(str, sums))]
