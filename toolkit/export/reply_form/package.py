"""A regulator's form (DOCX, ODT, XLSX) → its XML parts to edit, and the file again with all other parts as they were."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Literal

from toolkit.errors import BrokenInput, LimitExceeded, WrongType
from toolkit.export.reply_form.xml_part import XmlPart
from toolkit.messages import _
from toolkit.model.filing import FormFile

FormKind = Literal["docx", "odt", "xlsx"]

_MOST_BYTES = 256 * 1024 * 1024
"""Of all parts unpacked: a form is some hundred kilobytes."""
_MARKS: dict[str, FormKind] = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "content.xml": "odt",
}


class FormPackage:
    """An open form. Parts that are asked for may be edited; `saved` returns the file with them."""

    def __init__(self, form: FormFile) -> None:
        """Open it.

        Raises:
            WrongType: it is not a DOCX, ODT or XLSX file.
            BrokenInput: it is damaged.
            LimitExceeded: it is far larger than a form.
        """
        self.where = form.name
        try:
            with zipfile.ZipFile(io.BytesIO(form.content)) as archive:
                entries = archive.infolist()
                if sum(entry.file_size for entry in entries) > _MOST_BYTES:
                    raise LimitExceeded(_("is too large for a form."), where=form.name)
                self._entries = [(entry, archive.read(entry)) for entry in entries]
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
            raise WrongType(
                _("is no form that can be filled in."),
                where=form.name,
                hint=_("A DOCX, ODT or XLSX file is; save an older form in one of these."),
            ) from error
        self._content = {entry.filename: data for entry, data in self._entries}
        self._parts: dict[str, XmlPart] = {}
        self.kind = self._kind()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all parts."""
        return tuple(self._content)

    def part(self, name: str) -> XmlPart:
        """Return a part to read and edit.

        Raises:
            BrokenInput: it is missing or not XML.
        """
        if name not in self._parts:
            if name not in self._content:
                raise BrokenInput(_("the part {part} is missing.").format(part=name), where=self.where)
            self._parts[name] = XmlPart(self._content[name], where=f"{self.where}, {name}")
        return self._parts[name]

    def saved(self, *, comment: str) -> bytes:
        """Return the file: the same parts in the same order with the same dates, those edited with their edits.

        `comment` is the archive's, which no part has to be changed for.
        """
        edited = {name: part.edited() for name, part in self._parts.items() if part.edits}
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.comment = comment.encode()
            for entry, data in self._entries:
                written = zipfile.ZipInfo(entry.filename, entry.date_time)
                written.compress_type = entry.compress_type
                written.external_attr = entry.external_attr
                archive.writestr(written, edited.get(entry.filename, data))
        return made.getvalue()

    def _kind(self) -> FormKind:
        for name, kind in _MARKS.items():
            if name in self._content:
                return kind
        raise WrongType(
            _("is no form that can be filled in."),
            where=self.where,
            hint=_("A DOCX, ODT or XLSX file is; save an older form in one of these."),
        )
