"""Complex fields (`w:fldChar`): which text is a field's code, which its result, and what the codes ask for."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from toolkit.read.docx.names import child, number, toggle, value, w

CONTENTS = frozenset({"TOC"})
LINKING = frozenset(
    {"DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "DATABASE", "RD"}
)
"""Fields that load something from outside the document."""
UNCOUNTED = frozenset({"LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT"})
"""Fields that print a number which is not stored."""


@dataclass
class _Field:
    code: str = ""
    in_result: bool = False
    answered: bool = False
    """A form field whose answer stands in its data: its result region is not read."""


class FieldStack:
    """The fields that are open at a place in a story; they may span paragraphs.

    Where the marks in `root` do not pair, a field would swallow the rest of the text: then everything is shown.
    """

    def __init__(self, root: etree._Element | None = None) -> None:
        self._pairs = root is None or _marks_pair(root)
        self._open: list[_Field] = []
        self.keywords: list[str] = []
        """Of the fields whose code was read to its end, in order."""

    @property
    def shows(self) -> bool:
        """Whether text at this place is printed."""
        return not self._pairs or all(field.in_result and not field.answered for field in self._open)

    @property
    def in_contents(self) -> bool:
        """Whether this place is inside a table of contents."""
        return self._pairs and any(keyword(field.code) in CONTENTS for field in self._open)

    def mark(self, element: etree._Element) -> str:
        """Take in a `w:fldChar`; return the text that a form field shows by itself."""
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            answer = form_answer(child(element, "ffData"))
            self._open.append(_Field(answered=answer is not None))
            return answer or ""
        if kind in {"separate", "end"} and self._open:
            if not self._open[-1].in_result:
                self.keywords.append(keyword(self._open[-1].code))
            self._open[-1].in_result = True
        if kind == "end" and self._open:
            self._open.pop()
        return ""

    def instruct(self, text: str) -> None:
        """Take in a stretch of field code."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].code += text


def _marks_pair(root: etree._Element) -> bool:
    kinds = [mark.get(w("fldCharType")) for mark in root.iter(w("fldChar"))]
    return kinds.count("begin") == kinds.count("end")


def keyword(code: str) -> str:
    r"""Return the name of the field.

    >>> keyword(' TOC \\o "1-3" ')
    'TOC'
    """
    words = code.split(None, 1)
    return words[0].upper() if words else ""


def form_answer(data: etree._Element | None) -> str | None:
    """Return what a check box or drop-down list of a form shows; None for other fields."""
    box = child(data, "checkBox")
    if box is not None:
        checked = toggle(box, "checked")
        return "☒" if (toggle(box, "default") if checked is None else checked) else "☐"
    choices = child(data, "ddList")
    if choices is None:
        return None
    entries = [entry.get(w("val"), "") for entry in choices.iterfind(w("listEntry"))]
    chosen = number(choices, "result")
    if chosen is None:
        chosen = number(choices, "default") or 0
    return entries[chosen] if 0 <= chosen < len(entries) else (value(choices, "listEntry") or "")
