"""The pages after the comments: index by role, annex of provisions read without comment, closing note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from toolkit.export.facts import drafts_left
from toolkit.export.headings import joined_path
from toolkit.export.printable import shortened
from toolkit.export.word.markup import run
from toolkit.export.word.pen import Pen
from toolkit.export.word.styles import CharacterStyle, ParagraphStyle, TableStyle

_LONGEST_ENTRY = 98


def write_role_index(pen: Pen, titles: Mapping[str, str], bookmarks: Mapping[str, str]) -> None:
    """Write which answered provisions concern which role; both mappings are by provision id."""
    if not pen.response.role_index:
        return
    pen.heading(1, pen.terms.gettext("Index by role"), bookmark="role_index")
    for entry in pen.response.role_index:
        pen.tell(ParagraphStyle.INDEX_ROLE, entry.label)
        for place, provision_id in _places(entry.provision_ids, bookmarks):
            title = shortened(titles.get(provision_id, provision_id), _LONGEST_ENTRY)
            if provision_id in bookmarks:
                pen.say(ParagraphStyle.INDEX_ENTRY, pen.page_reference(title, place))
            else:
                pen.say(ParagraphStyle.INDEX_ENTRY, run(title))


def _places(provision_ids: Iterable[str], bookmarks: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield bookmark and id of provisions, of those that stand under one heading the first."""
    first: dict[str, str] = {}
    for provision_id in provision_ids:
        first.setdefault(bookmarks.get(provision_id, provision_id), provision_id)
    yield from first.items()


def write_annex(pen: Pen) -> None:
    """Write the provisions that were read and deliberately not commented on."""
    _ = pen.terms.gettext
    silent = pen.response.read_without_comment
    if not silent:
        return
    title = _("Annex: provisions read without comment")
    pen.heading(1, title, bookmark="annex")
    head = [
        pen.cell(ParagraphStyle.TABLE_HEADING, name) for name in (_("Provision"), _("Place in the draft"))
    ]
    rows = [
        [
            pen.cell(ParagraphStyle.TABLE_TEXT, path[-1], quoted=True),
            pen.cell(
                ParagraphStyle.TABLE_TEXT,
                joined_path(path[:-1], above=pen.response.consultation.title),
                quoted=True,
            ),
        ]
        for _id, path in silent
    ]
    pen.table(TableStyle.RESPONSE, (1, 1), [head, *rows], caption=title)


def write_closing_note(pen: Pen) -> None:
    """Write what identifies this response and the draft that it answers."""
    _ = pen.terms.gettext
    code = pen.letters(CharacterStyle.CODE)
    drafts = drafts_left(pen.response, pen.terms)
    content = [
        *([run(drafts + "\n", pen.letters(CharacterStyle.DRAFT))] if drafts else []),
        run(_("Fingerprint of this response's content (SHA-256):") + " "),
        run(pen.response.content_sha256, code),
    ]
    if pen.response.consultation.draft_sha256:
        content.append(run("\n" + _("Fingerprint of the draft it answers (SHA-256):") + " "))
        content.append(run(pen.response.consultation.draft_sha256, code))
    content.append(run("\n" + _("Every format of the same response carries the same fingerprint.")))
    pen.say(ParagraphStyle.CLOSING_NOTE, *content)
