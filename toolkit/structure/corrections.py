"""A parsed draft and what people decided about its structure → the draft as decided.

A correction finds its provision by id and words: under another id the same words are it, under the same id other
words are not. What cannot be found, or no longer fits, is reported and changes nothing. Ids never change: a part
that is split off gets a new one (`r12.s1`), one that is merged or becomes furniture gives its own up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from toolkit.messages import _
from toolkit.model.correction import Action, Anchor, Corrected, Correction, anchor_of, words_of
from toolkit.model.issue import Issue
from toolkit.model.layout import FURNITURE_ROLES, Furniture
from toolkit.model.provision import ParsedDraft, Provision, rows_text
from toolkit.structure.inline import Line, field_line, whole_line, with_fields
from toolkit.structure.labels.numbering import end_of_separator

LOST = "correction.lost"
"""`Issue.rule` of a correction that could not be applied."""


class Unfit(Exception):
    """The provision is there, but what was decided about it makes no sense (any more)."""


def apply_corrections(draft: ParsedDraft, corrections: Iterable[Correction]) -> Corrected:
    """Apply corrections in their order; the draft given is not changed. Never raises."""
    work = _Work(draft)
    lost: list[Issue] = []
    for correction in corrections:
        try:
            work.apply(correction)
        except Unfit as unfit:
            lost.append(_lost(correction, str(unfit)))
    done = msgspec.structs.replace(
        draft,
        provisions=tuple(work.provisions),
        furniture=(*draft.furniture, *work.furniture),
        issues=(*draft.issues, *lost),
    )
    return Corrected(parsed=draft, draft=done, moved=work.moved, parted=work.parted, lost=tuple(lost))


def check_correction(draft: ParsedDraft, correction: Correction) -> None:
    """Refuse a correction that cannot be applied to a draft.

    Raises:
        Unfit: it says why.
    """
    _Work(draft).apply(correction)


def _lost(correction: Correction, why: str) -> Issue:
    told = _("Correction {number} ({action}) on “{excerpt}” was not applied: {why}")
    message = told.format(
        number=correction.number, action=correction.action, excerpt=correction.excerpt, why=why
    )
    return Issue("warning", correction.anchor.provision_id, message, LOST)


class _Work:
    """The provisions while corrections are applied to them."""

    def __init__(self, draft: ParsedDraft) -> None:
        self.provisions = list(draft.provisions)
        self.furniture: list[Furniture] = []
        self.moved: dict[str, str] = {}
        self.parted: dict[str, str] = {}

    def apply(self, correction: Correction) -> None:
        """Apply one correction or raise `Unfit` before anything has changed."""
        actions: dict[Action, Callable[[int, Correction], None]] = {
            "kind": self._set_kind,
            "number": self._set_number,
            "heading": self._set_heading,
            "parent": self._set_parent,
            "merge": self._merge,
            "split": self._split,
            "furniture": self._make_furniture,
        }
        actions[correction.action](self._find(correction.anchor), correction)

    def _find(self, anchor: Anchor) -> int:
        """Return the place of the provision that has the words, preferably under the same id."""
        alike = [place for place, item in enumerate(self.provisions) if anchor_of(item).words == anchor.words]
        named = [place for place in alike if self.provisions[place].id == anchor.provision_id]
        if named or len(alike) == 1:
            return (named or alike)[0]
        if alike:
            raise Unfit(_("several provisions have its words, and none of them its id."))
        if any(item.id == anchor.provision_id for item in self.provisions):
            raise Unfit(_("the provision has other words now."))
        raise Unfit(_("neither its id nor its words are there any more."))

    # one provision -----------------------------------------------------------------------------------

    def _put(self, place: int, changed: Provision) -> None:
        """Store a provision that a person looked at: nothing about it is a guess."""
        self.provisions[place] = msgspec.structs.replace(changed, confidence=1.0)

    def _set_kind(self, place: int, correction: Correction) -> None:
        self._put(place, msgspec.structs.replace(self.provisions[place], kind=correction.value))

    def _set_number(self, place: int, correction: Correction) -> None:
        """Take the number off the start of the words where it is printed there; an old one becomes words again."""
        old = self.provisions[place]
        end = len(field_line(old, "number").words)
        rest = field_line(old, "heading"), field_line(old, "text")
        home = 0 if old.heading else 1
        whole = field_line(old, "number").followed_by(rest[home])
        cut = _printed_start(whole.words, correction.value)
        if cut is None:
            # a number that is not printed here: the draft's own words keep theirs
            number, body = Line(correction.value), whole if end else rest[home]
        else:
            start = end_of_separator(whole.words, cut) if cut else cut
            number, body = whole.part(0, cut), whole.part(start, len(whole.words))
        heading, text = (body, rest[1]) if old.heading else (rest[0], body)
        self._put(place, with_fields(old, number=number, heading=heading, text=text))

    def _set_heading(self, place: int, correction: Correction) -> None:
        old = self.provisions[place]
        words = field_line(old, "heading").followed_by(field_line(old, "text"))
        cut = _printed_start(words.words, correction.value)
        if cut is None:
            raise Unfit(_("its words do not begin with this heading."))
        heading, text = words.part(0, cut), words.part(cut, len(words.words))
        self._put(place, with_fields(old, number=field_line(old, "number"), heading=heading, text=text))

    # places in the tree ------------------------------------------------------------------------------

    def _set_parent(self, place: int, correction: Correction) -> None:
        if correction.parent is None:
            self._put(place, msgspec.structs.replace(self.provisions[place], parent_id=None))
            return
        upper = self._find(correction.parent)
        if upper >= place:
            raise Unfit(_("what it should stand under comes after it."))
        parent_id = self.provisions[upper].id
        self._put(place, msgspec.structs.replace(self.provisions[place], parent_id=parent_id))

    def _adopt(self, old_parent: str, new_parent: str | None) -> None:
        """Let what stands under one provision stand under another."""
        for place, item in enumerate(self.provisions):
            if item.parent_id == old_parent:
                self.provisions[place] = msgspec.structs.replace(item, parent_id=new_parent)

    # several provisions ------------------------------------------------------------------------------

    def _merge(self, place: int, _correction: Correction) -> None:
        merged = self.provisions[place]
        upper = self._previous(place)
        previous = self.provisions[upper]
        if bool(merged.rows) != bool(previous.rows):
            raise Unfit(_("a table and a text cannot be merged."))
        if merged.rows:
            joined = _joined_tables(previous, merged)
        else:
            text = field_line(previous, "text").followed_by(whole_line(merged))
            joined = with_fields(
                previous,
                number=field_line(previous, "number"),
                heading=field_line(previous, "heading"),
                text=text,
            )
        self._put(upper, joined)
        del self.provisions[place]
        self._adopt(merged.id, previous.id)
        self._retarget(merged.id, previous.id)

    def _previous(self, place: int) -> int:
        """Return the place of what a reader reads before: a text before a text, a note before a note."""
        is_note = self.provisions[place].kind == "footnote"
        for upper in range(place - 1, -1, -1):
            if (self.provisions[upper].kind == "footnote") == is_note:
                return upper
        raise Unfit(_("there is nothing before it."))

    def _retarget(self, gone: str, heir: str) -> None:
        """Let calls and earlier moves that lead to a provision lead to the one that took its words, "" if none."""
        heirs = {old: heir if new == gone else new for old, new in self.moved.items()} | {gone: heir}
        self.moved = {old: new for old, new in heirs.items() if new}
        self.parted.pop(gone, None)
        for place, item in enumerate(self.provisions):
            if any(call.provision_id == gone for call in item.calls):
                calls = (
                    msgspec.structs.replace(call, provision_id=heir) if call.provision_id == gone else call
                    for call in item.calls
                )
                self.provisions[place] = msgspec.structs.replace(item, calls=tuple(calls))

    def _split(self, place: int, correction: Correction) -> None:
        """Part the text before the words; what stands below follows the part that it was printed under."""
        old = self.provisions[place]
        line = field_line(old, "text")
        cut = line.words.find(correction.value) if correction.value else -1
        if cut <= 0 or not line.words[:cut].strip():
            raise Unfit(_("its text does not hold these words after others."))
        holds = bool(old.number or old.heading)
        new_id = self._free_id(old.id)
        second = with_fields(
            Provision(
                id=new_id,
                parent_id=old.id if holds else old.parent_id,
                kind="footnote" if old.kind == "footnote" else "paragraph",
                page_number=old.page_number,
                level=old.level,
                hidden=old.hidden,
            ),
            number=Line(""),
            heading=Line(""),
            text=line.part(cut, len(line.words)),
        )
        first = with_fields(
            old,
            number=field_line(old, "number"),
            heading=field_line(old, "heading"),
            text=line.part(0, cut),
        )
        self._put(place, first)
        self.provisions.insert(place + 1, second)
        self._put(place + 1, _on_its_page(second))
        self._part_children(old.id, new_id, holds=holds)
        self.parted[new_id] = old.id

    def _part_children(self, first_id: str, second_id: str, *, holds: bool) -> None:
        """Give notes to the part that calls them, and the rest to the second part unless the first holds it."""
        called = {
            call.provision_id for item in self.provisions if item.id == second_id for call in item.calls
        }
        for place, item in enumerate(self.provisions):
            follows = item.id in called if item.kind == "footnote" else not holds
            if item.parent_id == first_id and item.id != second_id and follows:
                self.provisions[place] = msgspec.structs.replace(item, parent_id=second_id)

    def _free_id(self, base: str) -> str:
        used = {item.id for item in self.provisions}
        place = 1
        while f"{base}.s{place}" in used:
            place += 1
        return f"{base}.s{place}"

    def _make_furniture(self, place: int, correction: Correction) -> None:
        role = next((known for known in FURNITURE_ROLES if known == correction.value), None)
        if role is None:
            raise Unfit(_("{role} is no kind of furniture.").format(role=correction.value))
        gone = self.provisions.pop(place)
        box = next((span.box for span in gone.spans if span.box is not None), None)
        self.furniture.append(Furniture(words_of(gone), role, gone.page_number, box, "person"))
        self._adopt(gone.id, gone.parent_id)
        self._retarget(gone.id, "")


def _printed_start(words: str, wanted: str) -> int | None:
    """Return where `wanted` ends if the words begin with it, however it is spaced; None if they do not."""
    place = 0
    for character in "".join(wanted.split()):
        while place < len(words) and words[place].isspace():
            place += 1
        if words[place : place + 1] != character:
            return None
        place += 1
    in_word = place > 0 and words[place - 1].isalnum() and words[place : place + 1].isalnum()
    return None if in_word else place


def _joined_tables(first: Provision, second: Provision) -> Provision:
    moved = len(rows_text(first)) + 1
    spans = (
        msgspec.structs.replace(span, start=span.start + moved, end=span.end + moved)
        for span in second.spans
        if span.field == "rows"
    )
    calls = (
        msgspec.structs.replace(call, offset=call.offset + moved)
        for call in second.calls
        if call.field == "rows"
    )
    text = field_line(first, "text").followed_by(whole_line(second))
    joined = with_fields(
        first, number=field_line(first, "number"), heading=field_line(first, "heading"), text=text
    )
    return msgspec.structs.replace(
        joined,
        rows=first.rows + second.rows,
        spans=(*joined.spans, *spans),
        calls=(*joined.calls, *calls),
    )


def _on_its_page(part: Provision) -> Provision:
    """Let a part start on the page that its own words are on."""
    page = next((span.page_number for span in part.spans if span.page_number), part.page_number)
    return msgspec.structs.replace(part, page_number=page)
