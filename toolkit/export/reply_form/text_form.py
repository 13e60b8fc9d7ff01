"""What forms in text documents share: a target leads to one of five kinds of place."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property

from toolkit.export.reply_form.mapping import Target, missing_target
from toolkit.export.reply_form.package import FormPackage
from toolkit.export.reply_form.places import fill_tag, fill_text
from toolkit.export.reply_form.text_stream import TextStream


class TextForm(ABC):
    """Fills in one part of a package; its kind of document says where controls, bookmarks and cells stand."""

    main: str
    """Name of the part."""

    def __init__(self, package: FormPackage) -> None:
        self._part = package.part(self.main)
        self._where = package.where

    def fill(self, target: Target, text: str) -> None:
        """Put a text in a place."""
        if target.control:
            self._fill_control(target, text)
        elif target.bookmark:
            self._fill_bookmark(target, text)
        elif target.row:
            self._fill_cell(target, text)
        elif target.tag:
            fill_tag(self._stream, target, text, where=self._where)
        elif target.text:
            fill_text(self._stream, target, text, where=self._where)
        else:
            raise missing_target(target, [], where=self._where)

    def finish(self) -> None:  # noqa: B027  # of a text document nothing is left to do
        """All edits are made already."""

    @cached_property
    @abstractmethod
    def _stream(self) -> TextStream:
        """Return the words of the document, paragraph by paragraph."""

    @abstractmethod
    def _fill_control(self, target: Target, text: str) -> None: ...

    @abstractmethod
    def _fill_bookmark(self, target: Target, text: str) -> None: ...

    @abstractmethod
    def _fill_cell(self, target: Target, text: str) -> None: ...
