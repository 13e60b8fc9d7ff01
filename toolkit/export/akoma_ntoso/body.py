"""Provisions → the `mainBody` of Akoma Ntoso, with every word of theirs once.

A provision is one hierarchical element: its number is `num`, its text `content`, or `intro` where more stands
under it. Items that follow each other are the points of a `list`. A footnote is an `authorialNote` where it is
called first and a `noteRef` where it is called again; one that nobody calls stays where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from lxml.etree import _Element

from toolkit.export.akoma_ntoso.elements import make
from toolkit.export.akoma_ntoso.naming import ElementIds, element_of
from toolkit.export.printable import printable
from toolkit.model.provision import NoteCall, Outline, Provision


def main_body(provisions: Sequence[Provision]) -> _Element:
    """Return the `mainBody` that holds the provisions."""
    return _Writer(provisions).body()


class _Writer:
    def __init__(self, provisions: Sequence[Provision]) -> None:
        self._provisions = provisions
        self._outline = Outline(provisions)
        self._called = {call.provision_id for item in provisions for call in item.calls}
        self._ids = ElementIds()
        self._notes: dict[str, str] = {}
        """eId of each note that is written."""
        self._written: set[str] = set()

    def body(self) -> _Element:
        body = make("mainBody", *self._below(self._outline.children(None), ""))
        for provision in self._provisions:  # notes that only each other call, parents that do not exist
            if provision.id not in self._written:
                body.append(self._element(provision, ""))
        if not len(body):
            body.append(make("p"))
        return body

    def _below(self, children: Iterable[Provision], parent_id: str) -> Iterator[_Element]:
        """Yield the elements of children, items that follow each other as one list."""
        standing = (child for child in children if not self._is_called(child))
        for is_item, run in groupby(standing, key=lambda child: child.kind == "item"):
            if is_item:
                list_id = self._ids.make(parent_id, "list")
                yield make("list", *(self._element(item, list_id) for item in run), eId=list_id)
            else:
                yield from (self._element(child, parent_id) for child in run)

    def _is_called(self, provision: Provision) -> bool:
        return provision.kind == "footnote" and provision.id in self._called

    def _element(self, provision: Provision, parent_id: str) -> _Element:
        self._written.add(provision.id)
        tag, name = element_of(provision.kind)
        own_id = self._ids.make(parent_id, tag, provision.number)
        element = make(tag, eId=own_id, wId=provision.id, **_attributes(provision, name))
        if provision.number:
            element.append(make("num", printable(provision.number)))
        if provision.heading:
            element.append(self._inline("heading", provision.heading, _calls(provision, "heading")))
        own = list(self._own_blocks(provision))
        children = list(self._below(self._outline.children(provision.id), own_id))
        if own or not children:
            element.append(make("intro" if children else "content", *(own or [make("p")])))
        element.extend(children)
        return element

    def _own_blocks(self, provision: Provision) -> Iterator[_Element]:
        if provision.text:
            yield self._inline("p", provision.text, _calls(provision, "text"))
        if any(provision.rows):
            yield self._table(provision)

    def _table(self, provision: Provision) -> _Element:
        """Write the rows; the offsets of their calls count a tab between cells and a line end after each row."""
        calls = _calls(provision, "rows")
        table = make("table")
        start = 0
        for row in provision.rows:
            line = make("tr")
            for cell in row:
                end = start + len(cell)
                own = [(at - start, call) for at, call in calls if start <= at <= end]
                line.append(make("td", self._inline("p", cell, own)))
                start = end + 1
            start += not row
            if row:
                table.append(line)
        return table

    def _inline(self, tag: str, text: str, calls: Iterable[tuple[int, NoteCall]]) -> _Element:
        """Write a text with its line breaks, and with its notes where they are called."""
        element = make(tag)
        last = 0
        for offset, call in calls:
            note = self._note(call)
            if note is not None:
                self._append_text(element, text[last:offset])
                element.append(note)
                last = offset
        self._append_text(element, text[last:])
        return element

    def _append_text(self, element: _Element, text: str) -> None:
        for index, line in enumerate(printable(text).split("\n")):
            if index:
                element.append(make("br"))
            if len(element):
                element[-1].tail = (element[-1].tail or "") + line
            else:
                element.text = (element.text or "") + line

    def _note(self, call: NoteCall) -> _Element | None:
        note = self._outline.by_id.get(call.provision_id)
        if note is None or note.kind != "footnote":
            return None
        marker = printable(note.number or call.mark)
        if note.id in self._written:
            home = self._notes.get(note.id)
            return make("noteRef", href=f"#{home}", marker=marker) if home else None
        self._written.add(note.id)
        own_id = self._notes[note.id] = self._ids.make("", "authorialNote", marker)
        element = make("authorialNote", eId=own_id, wId=note.id, marker=marker, placement="bottom")
        if note.heading:
            element.append(self._inline("heading", note.heading, _calls(note, "heading")))
        element.extend(self._own_blocks(note))
        element.extend(self._below(self._outline.children(note.id), own_id))
        if not len(element):
            element.append(make("p"))
        return element


def _calls(provision: Provision, field: str) -> list[tuple[int, NoteCall]]:
    """Return the calls in a field with their offsets, in order."""
    return sorted(
        ((call.offset, call) for call in provision.calls if call.field == field), key=lambda pair: pair[0]
    )


def _attributes(provision: Provision, name: str) -> dict[str, str]:
    classes = " ".join(filter(None, (provision.level, "hidden" if provision.hidden else "")))
    return {key: value for key, value in (("name", name), ("class", classes)) if value}
