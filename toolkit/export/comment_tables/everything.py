"""A response and what a workspace holds beside it → a workbook with filters: comments, provisions, coverage, journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

import msgspec

from toolkit.export.comment_tables.cells import cell_rows, sheet_name, write_row
from toolkit.export.comment_tables.worksheet import new_workbook
from toolkit.export.headings import SEPARATOR
from toolkit.export.printable import printable, shortened
from toolkit.export.terms import Terms
from toolkit.model.comment import Comment
from toolkit.model.filing import Filing
from toolkit.model.provision import Outline, Provision, label, rows_text
from toolkit.model.response import Response

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_LONGEST_STEP = 70


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet to be: names of columns with their widths in characters, and rows of texts."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[Sequence[str]]


def everything_workbook(response: Response, filing: Filing, *, now: datetime) -> bytes:
    """Return the workbook's content, dated `now`."""
    buffer = BytesIO()
    contents = _Contents(response, filing)
    with new_workbook(
        buffer,
        title=contents.terms.gettext("All comments"),
        consultation=response.consultation,
        content_sha256=response.content_sha256,
        now=now,
    ) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        taken: list[str] = []
        for table in contents.tables():
            taken.append(sheet_name(table.name, taken))
            _write(book, taken[-1], table, (bold, wrapped), language=response.language)
    return buffer.getvalue()


def _write(book: Workbook, name: str, table: Table, formats: tuple[Format, Format], *, language: str) -> None:
    bold, wrapped = formats
    sheet = book.add_worksheet(name)
    for column, (_heading, width) in enumerate(table.columns):
        sheet.set_column(column, column, width)
    write_row(sheet, 0, [heading for heading, _width in table.columns], bold)
    number = 0
    for row in table.rows:
        for cells in cell_rows(row, key_column=0, language=language):
            number += 1
            write_row(sheet, number, cells, wrapped)
    sheet.autofilter(0, 0, max(number, 1), len(table.columns) - 1)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


class _Contents:
    """Says what stands on each sheet."""

    def __init__(self, response: Response, filing: Filing) -> None:
        self.terms = Terms(response.language)
        self._response = response
        self._filing = filing

    def tables(self) -> Iterator[Table]:
        """Yield the sheets in their order; one that has nothing to say of is left out."""
        sheets: tuple[tuple[bool, Callable[[], Table]], ...] = (
            (True, self._comments),
            (bool(self._provisions), self._draft),
            (bool(self._filing.coverage), self._coverage),
            (bool(self._filing.acts), self._journal),
            (True, self._about),
        )
        return (build() for shown, build in sheets if shown)

    @cached_property
    def _outline(self) -> Outline:
        return Outline(self._provisions)

    @cached_property
    def _provisions(self) -> tuple[Provision, ...]:
        return self._filing.provisions

    @cached_property
    def _roles(self) -> dict[str, str]:
        language = self._response.language
        return {role.id: role.label(language) for role in (*self._response.roles, *self._filing.roles)}

    @cached_property
    def _answered(self) -> dict[str, tuple[Provision, tuple[str, ...]]]:
        """Return what the response knows of provisions, for where there is no draft beside it."""
        return {
            answer.provision.id: (answer.provision, answer.path)
            for section in self._response.sections
            for answer in section.answers
        }

    def _comments(self) -> Table:
        _ = self.terms.gettext
        return Table(
            name=_("Comments"),
            columns=(
                (_("Comment"), 9), (_("Provision"), 16), (_("Place"), 34), (_("Page"), 7), (_("Kind"), 14),
                (_("Roles concerned"), 20), (_("Modality"), 15), (_("Position"), 13), (_("Author"), 20),
                (_("Role"), 16), (_("State"), 13), (_("Comment text"), 60), (_("Words quoted"), 34),
                (_("Proposed wording"), 50), (_("Rationale"), 40), (_("Made from"), 14), (_("Reason"), 30),
                (_("Minority"), 10), (_("Changed"), 21),
            ),
            rows=map(self._comment, self._every_comment()),
        )  # fmt: skip

    def _every_comment(self) -> list[Comment]:
        """Return all comments in the draft's order; without a workspace, those that the response tells of."""
        found = {comment.id: comment for comment in self._filing.comments} or {
            comment.id: comment
            for section in self._response.sections
            for answer in section.answers
            for comment in (*answer.comments, *(fold.comment for fold in answer.folded))
        }
        place = self._outline.order
        return sorted(found.values(), key=lambda comment: place.get(comment.provision_id, -1))

    def _comment(self, comment: Comment) -> tuple[str, ...]:
        provision, path = self._place(comment.provision_id)
        proposed = self.terms.gettext("(delete)") if comment.deletion else comment.proposed
        return (
            comment.id, comment.provision_id, path, *self._facts(provision), self.terms.position(comment.position),
            comment.author, self._roles.get(comment.role, comment.role), self._state(comment), comment.text,
            comment.quote, proposed, comment.rationale, " ".join(comment.sources), comment.reason,
            self._yes(comment), comment.modified or comment.created,
        )  # fmt: skip

    def _place(self, provision_id: str) -> tuple[Provision | None, str]:
        provision = self._outline.by_id.get(provision_id)
        if provision is not None:
            return provision, self._joined(self._outline.path(provision_id))
        known = self._answered.get(provision_id)
        return (None, "") if known is None else (known[0], self._joined(known[1]))

    def _joined(self, path: Sequence[str]) -> str:
        return SEPARATOR.join(shortened(step, _LONGEST_STEP) for step in path)

    def _facts(self, provision: Provision | None) -> tuple[str, str, str, str]:
        """Return page, kind, roles and modality."""
        if provision is None:
            return "", "", "", ""
        page = "" if provision.page_number is None else str(provision.page_number)
        return page, provision.kind, self._tagged(provision, "role"), self._tagged(provision, "modality")

    def _tagged(self, provision: Provision, facet: str) -> str:
        values = (tag.value for tag in provision.tags if tag.facet == facet)
        return ", ".join(dict.fromkeys(self._roles.get(value, value) for value in values))

    def _state(self, comment: Comment) -> str:
        _ = self.terms.gettext
        names = {
            "draft": _("draft"),
            "submitted": _("submitted"),
            "merged": _("merged"),
            "rejected": _("rejected"),
            "approved": _("approved"),
            "withdrawn": _("withdrawn"),
        }
        return names[comment.state]

    def _yes(self, comment: Comment) -> str:
        return self.terms.gettext("yes") if comment.minority else ""

    def _draft(self) -> Table:
        _ = self.terms.gettext
        return Table(
            name=_("Provisions"),
            columns=(
                (_("Provision"), 16), (_("Place"), 34), (_("Page"), 7), (_("Kind"), 14),
                (_("Roles concerned"), 20), (_("Modality"), 15), (_("Number"), 10), (_("Heading"), 34),
                (_("Text"), 80),
            ),
            rows=(self._provision(item) for item in self._provisions if not item.hidden),
        )  # fmt: skip

    def _provision(self, item: Provision) -> tuple[str, ...]:
        text = "\n".join(filter(None, (item.text, rows_text(item))))
        path = self._joined(self._outline.path(item.id))
        return (item.id, path, *self._facts(item), item.number, item.heading, text)

    def _coverage(self) -> Table:
        _ = self.terms.gettext
        states = {"": "", "unread": _("unread"), "read": _("read"), "commented": _("commented")}
        roles = [role.label(self._response.language) for role in self._filing.roles]
        return Table(
            name=_("Coverage"),
            columns=((_("Provision"), 16), (_("Title"), 50), *((role, 13) for role in roles)),
            rows=(
                (line.provision_id, self._title(line.provision_id), *(states[state] for state in line.states))
                for line in self._filing.coverage
            ),
        )

    def _title(self, provision_id: str) -> str:
        provision = self._outline.by_id.get(provision_id)
        return "" if provision is None else shortened(label(provision), 160)

    def _journal(self) -> Table:
        _ = self.terms.gettext
        return Table(
            name=_("Journal"),
            columns=(
                (_("Number"), 9), (_("Time"), 21), (_("Person"), 22), (_("Action"), 16), (_("About"), 30),
                (_("Detail"), 60), (_("Taken back by"), 10),
            ),
            rows=(
                (str(act.number), act.time, act.actor, act.action, act.subject, act.detail, str(act.undone_by or ""))
                for act in self._filing.acts
            ),
        )  # fmt: skip

    def _about(self) -> Table:
        _ = self.terms.gettext
        consultation = self._response.consultation
        facts = (
            (_("Consultation"), consultation.title),
            (_("Draft"), " ".join(filter(None, (consultation.draft_name, consultation.draft_version)))),
            (_("Draft (SHA-256)"), consultation.draft_sha256),
            (_("Respondent"), consultation.respondent),
            (_("Date"), self._response.date),
            (_("Part"), "\n".join(self._response.scope)),
            (_("Content (SHA-256)"), self._response.content_sha256),
        )
        return Table(
            name=_("About this file"),
            columns=((_("Fact"), 24), (_("Value"), 80)),
            rows=[(name, printable(value)) for name, value in facts if value],
        )
