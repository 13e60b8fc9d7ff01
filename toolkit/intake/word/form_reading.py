"""A form that came back → the remarks written into it, provision by provision.

An answered cell is never empty, wherever the words stand in it; an untouched one is no answer; "RAS" and "no comment"
are an answer. What is written outside of the cells belongs to the provision above it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.intake.silence import silent_place
from toolkit.intake.vocabulary import plain, vocabulary
from toolkit.intake.word.form_rows import FormFacts, FormRow, FormTables, OwnWords, without_label
from toolkit.intake.word.passages import squeezed
from toolkit.intake.word.story import Paragraph, style_id
from toolkit.messages import LANGUAGES, _, text_in
from toolkit.model.comment import Position
from toolkit.model.contribution import Clues, Leftover, Remark, RemarkKind
from toolkit.model.form import ROLE_LABEL_PROPERTY, ROLE_PROPERTY, Field, beside_visible_code, visible_code

_PLAIN_STYLES = frozenset({"", "Normal", "Standard", "TextBody", "BodyText", "ListParagraph"})
"""Of what people type outside of cells; asked where the form's own words are not known."""


@dataclass
class FormReading:
    """What was found in a form."""

    author: str = ""
    role: str = ""
    remarks: list[Remark] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    owners: dict[int, str | None] = field(default_factory=dict)
    """Which provision a paragraph (by `id`) is about."""
    quotations: set[int] = field(default_factory=set)
    """The paragraphs (by `id`) that quote the draft."""


@dataclass
class _Block:
    """The answers under one head."""

    provision_id: str
    values: dict[Field, list[str]] = field(default_factory=dict)


def read_answers(tables: FormTables, facts: FormFacts) -> FormReading:
    """Read every cell, then make a remark of each block that says something."""
    return _AnswerReader(tables, facts).read()


class _AnswerReader:
    def __init__(self, tables: FormTables, facts: FormFacts) -> None:
        self._tables = tables
        self._facts = facts
        self._own = OwnWords(facts)
        self._found = FormReading()
        self._blocks: dict[tuple[str, int], _Block] = {}
        self._person: dict[Field, str] = {}
        self._seen: Counter[str] = Counter()

    def read(self) -> FormReading:
        for row in self._tables.rows:
            self._read_row(row)
        self._found.author = self._person.get("name", "")
        self._found.role = self._role(self._person.get("role", ""))
        for block in self._blocks.values():
            self._finish(block)
        for paragraph, provision_id in self._tables.outside:
            self._read_outside(paragraph, provision_id)
        return self._found

    def _role(self, said: str) -> str:
        """Return the role's id where its cell says what the form was made with."""
        properties = self._facts.properties
        made_for = properties.get(ROLE_PROPERTY, "")
        untouched = plain(said) in {"", plain(properties.get(ROLE_LABEL_PROPERTY, ""))}
        return made_for if untouched and made_for else said

    # ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _read_row(self, row: FormRow) -> None:
        for paragraph in row.paragraphs:
            self._found.owners[id(paragraph)] = row.provision_id
        if row.place is None:
            self._read_nameless(row)
            return
        answer = self._answer(row)
        if row.place.field in {"name", "role"}:
            self._person[row.place.field] = answer
            return
        place = row.place
        block = self._blocks.setdefault((place.provision_id, row.instance), _Block(place.provision_id))
        if answer:
            block.values.setdefault(place.field, []).append(answer)

    def _answer(self, row: FormRow) -> str:
        """Return what is written in a row behind its label, and into the label's cell."""
        label, *others = row.cells if len(row.cells) > 1 else [[], *row.cells]
        beside = [without_label(text) for text in map(_text, label) if not self._own.holds(text)]
        lines = [text for cell in others for text in map(_text, cell)]
        return "\n".join(filter(None, (*beside, self._own.written("\n".join(filter(None, lines))))))

    def _read_nameless(self, row: FormRow) -> None:
        """Read a head, a quotation of the draft, or a row that the form did not have."""
        where = self._where(row.provision_id)
        added: list[str] = []
        for paragraph in row.paragraphs:
            before = squeezed("".join(part.text for part in paragraph.stretches if part.inserted is None))
            text = _text(paragraph)
            if self._is_own(before, row, paragraph):
                self._found.quotations.add(id(paragraph))
                if before:
                    self._found.leftovers.append(Leftover(where, before, "form" if row.is_head else "draft"))
            else:
                added.append(beside_visible_code(text) if row.is_head else text)
        if any(added):
            self._add_words("\n".join(filter(None, added)), row.provision_id)

    def _is_own(self, before: str, row: FormRow, paragraph: Paragraph) -> bool:
        """Tell whether a paragraph of a head or a quotation stood in the form, whatever was changed in it since."""
        in_new_row = paragraph.container.row is not None and paragraph.container.row.inserted is not None
        if self._own.is_known or not before:
            return self._own.holds(before) and not in_new_row
        return row.is_head or (len(row.cells) == 1 and style_id(paragraph) not in _PLAIN_STYLES)

    def _read_outside(self, paragraph: Paragraph, provision_id: str | None) -> None:
        self._found.owners[id(paragraph)] = provision_id
        text = _text(paragraph)
        styled = not self._own.is_known and style_id(paragraph) not in _PLAIN_STYLES
        if self._own.holds(text) or styled:
            if text:
                self._found.leftovers.append(Leftover(_("form"), text, "form"))
        else:
            self._add_words(text, provision_id)

    # ── remarks ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _finish(self, block: _Block) -> None:
        said = _Said(block.values)
        if not said:
            self._found.leftovers.append(Leftover(self._where(block.provision_id), "", "empty"))
            return
        self._found.remarks.append(
            Remark(
                key=self._key(f"form {visible_code(block.provision_id)}"),
                form="form",
                kind=said.kind,
                where=self._where(block.provision_id),
                author=self._found.author,
                role=self._found.role,
                position=said.position,
                text=said.text,
                rationale=said.rationale,
                proposed=said.proposed,
                deletion=said.deletion,
                original=said.original,
                clues=self._clues(block.provision_id),
            )
        )

    def _add_words(self, text: str, provision_id: str | None) -> None:
        """Keep what stands outside of the cells as a remark on the provision before it."""
        silence = silent_place(text)
        clues = self._clues(provision_id)
        self._found.remarks.append(
            Remark(
                key=self._key(f"form {visible_code(provision_id or '')} beside"),
                form="form",
                kind="remark" if silence is None else "silence",
                where=_("{where}, outside of the cells").format(where=self._where(provision_id)),
                author=self._found.author,
                role=self._found.role,
                text=text,
                clues=clues,
            )
        )

    def _clues(self, provision_id: str | None) -> Clues:
        return Clues(provision_id=provision_id or "", general=not provision_id)

    def _where(self, provision_id: str | None) -> str:
        return _("form, {code}").format(code=visible_code(provision_id or ""))

    def _key(self, name: str) -> str:
        self._seen[name] += 1
        return name if self._seen[name] == 1 else f"{name} {self._seen[name]}"


class _Said:
    """The cells of one block, understood."""

    def __init__(self, values: Mapping[Field, Sequence[str]]) -> None:
        cells = {name: "\n".join(lines) for name, lines in values.items()}
        stated = cells.get("position", "")
        self.position: Position | None = _position(stated)
        self.text = cells.get("text", "")
        self.rationale = cells.get("rationale", "")
        self.proposed = cells.get("proposed", "")
        self.deletion = False
        self.original = ""
        self._silent = bool(stated) and self.position is None and _is_silent(stated)
        self._any = any(cells.values())
        self.kind: RemarkKind = "silence" if self._says_nothing() else "remark"
        self._settle_wording()
        if stated and self.position is None and not (self._silent and self.kind == "silence"):
            told = _("Position: {words}").format(words=stated)
            self.text = "\n".join(filter(None, (told, self.text)))
        elif self.kind == "silence":
            self.text = self.text or stated

    def __bool__(self) -> bool:
        return self._any

    def _says_nothing(self) -> bool:
        written = [text for text in (self.text, self.rationale, self.proposed) if text]
        return self.position is None and (self._silent or bool(written)) and all(map(_is_silent, written))

    def _settle_wording(self) -> None:
        """Take "to be deleted" for what it says, and "none" in the cell of the wording for no wording."""
        cells = vocabulary().cells
        said = plain(self.proposed)
        if self.proposed and said in cells.deletion:
            self.original, self.deletion, self.proposed = self.proposed, True, ""
        elif self.proposed and (not said or said in cells.none_proposed or _is_silent(self.proposed)):
            self.original, self.proposed = self.proposed, ""


def _position(text: str) -> Position | None:
    said = plain(text)
    listed = vocabulary().positions
    stated = _position_labels().get(said)
    return stated or next((name for name, words in listed.items() if said in words), None)


def _position_labels() -> dict[str, Position]:
    names: dict[Position, str] = {
        "support": "Support",
        "oppose": "Oppose",
        "amend": "Amend",
        "question": "Question",
    }
    return {plain(text_in(language, name)): key for key, name in names.items() for language in LANGUAGES}


def _is_silent(text: str) -> bool:
    """Tell whether an answer says that there is nothing to say; a lone dash does too."""
    nothing = {plain(text_in(language, "No comment")) for language in LANGUAGES}
    return not plain(text) or plain(text) in nothing or silent_place(text) is not None


def _text(paragraph: Paragraph) -> str:
    return "\n".join(filter(None, map(squeezed, paragraph.accepted.split("\n"))))
