"""The comments of a response → notes in the `meta` of Akoma Ntoso, and what they change as amendments of its text.

Each author is a person (`TLCPerson`) in a role (`TLCRole`), with `notes` of their own; a `noteRef` stands where the words
that a note is about end. A proposed wording is a `mod` in the note, with the words as they stand and as they should
read as `quotedText`, and one `textualMod` in the analysis that says what it does to which provision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from lxml.etree import _Element

from toolkit.export.akoma_ntoso.elements import NAMESPACE, make
from toolkit.export.printable import paragraphs, printable
from toolkit.export.replacement import replacement
from toolkit.export.terms import Terms
from toolkit.model.comment import Comment
from toolkit.model.response import Answer, Response

_WHERE = f"{{{NAMESPACE}}}"


class Said(msgspec.Struct, frozen=True):
    """A printed comment with its answer."""

    comment: Comment
    answer: Answer


class CommentNotes:
    """The notes of one document, by author."""

    def __init__(self, response: Response) -> None:
        self._terms = Terms(response.language)
        self._labels = {role.id: role.label(response.language) for role in response.roles}
        self._said = tuple(_said(response))
        people = dict.fromkeys((one.comment.author, one.comment.role) for one in self._said)
        self._people = {person: f"contributor_{number}" for number, person in enumerate(people, start=1)}
        roles = dict.fromkeys(role for _author, role in people if role)
        self._roles = {role: f"role_{number}" for number, role in enumerate(roles, start=1)}

    def references(self) -> Iterator[_Element]:
        """Yield the people and the roles that they have."""
        for (author, role), name in self._people.items():
            shown = author or self._labels.get(role, role) or self._terms.gettext("unnamed contributor")
            yield make("TLCPerson", eId=name, href=f"/akn/ontology/person/{name}", showAs=_line(shown))
        for role, name in self._roles.items():
            label = _line(self._labels.get(role, role))
            yield make("TLCRole", eId=name, href=f"/akn/ontology/role/{name}", showAs=label)

    def notes(self) -> Iterator[_Element]:
        """Yield for each author the notes that hold their comments."""
        own: dict[tuple[str, str], list[Said]] = {}
        for one in self._said:
            own.setdefault((one.comment.author, one.comment.role), []).append(one)
        for person, said in own.items():
            yield make("notes", *map(self._note, said), source=f"#{self._people[person]}")

    def refer(self, body: _Element) -> dict[str, str]:
        """Put the references to the notes into a body and return the eId of each provision that it has."""
        elements = {element.get("wId"): element for element in body.iter() if element.get("wId")}
        for one in self._said:
            element = elements.get(one.comment.provision_id)
            if element is not None:
                _refer(element, one.comment)
        return {key: element.get("eId", "") for key, element in elements.items() if key}

    def analysis(self, places: dict[str, str]) -> _Element | None:
        """Return what the proposed wordings do to the provisions whose eIds are `places`, None for no change."""
        changes = [
            self._modification(one.comment, places[one.comment.provision_id])
            for one in self._said
            if _is_change(one) and one.comment.provision_id in places
        ]
        if not changes:
            return None
        return make("analysis", make("passiveModifications", *changes), source="#consult")

    def _note(self, one: Said) -> _Element:
        comment = one.comment
        role = self._roles.get(comment.role)
        said = [self._position(comment, role), *(make("p", line) for line in paragraphs(comment.text))]
        if comment.quote:
            said.insert(1, _quotation(comment))
        if _is_change(one):
            said.append(self._amendment(one))
        said += [make("p", line, **{"class": "rationale"}) for line in paragraphs(comment.rationale)]
        classes = " ".join(
            filter(None, (comment.position, comment.state, "minority" if comment.minority else ""))
        )
        return make("note", *said, eId=_note_id(comment), **{"class": classes})

    def _position(self, comment: Comment, role: str | None) -> _Element:
        """Return the first line of a note: what the author's position is, and in which role."""
        line = make("p", self._terms.position(comment.position), **{"class": "position"})
        if role:
            stated = make("role", _line(self._labels.get(comment.role, comment.role)), refersTo=f"#{role}")
            line.text = f"{line.text} — "
            line.append(stated)
        return line

    def _amendment(self, one: Said) -> _Element:
        replaced = replacement(one.comment, one.answer)
        before = replaced.before if replaced and replaced.before else one.comment.quote
        after = replaced.after if replaced and replaced.after else one.comment.proposed
        name = _mod_id(one.comment)
        mod = make("mod", eId=name)
        pieces = [(self._terms.gettext("Instead of: "), before, "old")] if before else []
        if after:
            pieces.append((self._terms.gettext("To read: "), after, "new"))
        if not before and not after:
            mod.text = self._terms.gettext("Delete this provision.")
        for lead, words, part in pieces:
            _append_text(mod, lead)
            mod.append(make("quotedText", printable(words).replace("\n", " "), eId=f"{name}__{part}"))
            _append_text(mod, " ")
        return make("p", mod, **{"class": "proposed"})

    def _modification(self, comment: Comment, place: str) -> _Element:
        parts = [make("source", href=f"#{_mod_id(comment)}"), make("destination", href=f"#{place}")]
        kind = "repeal" if comment.deletion and not comment.proposed else "substitution"
        name = f"pmod_{_name(comment)}"
        return make("textualMod", *parts, type=kind, eId=name)


def _said(response: Response) -> Iterator[Said]:
    seen: set[str] = set()
    for section in response.sections:
        for answer in section.answers:
            for comment in answer.comments:
                if comment.id not in seen:
                    seen.add(comment.id)
                    yield Said(comment, answer)


def _is_change(one: Said) -> bool:
    return bool(one.comment.proposed) or one.comment.deletion


def _refer(element: _Element, comment: Comment) -> None:
    """Put a reference after the quoted words, else at the end of the provision's heading or first text."""
    reference = make("noteRef", href=f"#{_note_id(comment)}", marker=_line(comment.id))
    lines = list(_own_lines(element))
    for line in lines:
        if comment.quote and _split_after(line, comment.quote, reference):
            return
    if lines:
        lines[0].append(reference)
        return
    number = element.find(f"{_WHERE}num")
    if number is not None:
        number.append(reference)


def _own_lines(element: _Element) -> Sequence[_Element]:
    """Return the heading and the paragraphs of a provision, not of what stands under it."""
    heading = element.findall(f"{_WHERE}heading")
    blocks: Iterable[_Element] = (
        block for tag in ("content", "intro") for block in element.findall(f"{_WHERE}{tag}")
    )
    own = element.findall(f"{_WHERE}p")  # of a footnote
    return [*heading, *own, *(line for block in blocks for line in block.iter(f"{_WHERE}p"))]


def _split_after(line: _Element, quote: str, reference: _Element) -> bool:
    """Put a reference into a line right after quoted words; tell whether they stand in one piece of its text."""
    words = printable(quote)
    at = (line.text or "").find(words)
    if at >= 0:
        end = at + len(words)
        reference.tail = (line.text or "")[end:]
        line.text = (line.text or "")[:end]
        line.insert(0, reference)
        return True
    for index, child in enumerate(line):
        at = (child.tail or "").find(words)
        if at >= 0:
            end = at + len(words)
            reference.tail = (child.tail or "")[end:]
            child.tail = (child.tail or "")[:end]
            line.insert(index + 1, reference)
            return True
    return False


def _quotation(comment: Comment) -> _Element:
    return make("p", make("i", printable(comment.quote).replace("\n", " ")), **{"class": "quote"})


def _append_text(element: _Element, words: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


def _name(comment: Comment) -> str:
    """Return a comment's id as an eId holds it."""
    return "".join(char if char.isascii() and char.isalnum() else "-" for char in comment.id) or "x"


def _note_id(comment: Comment) -> str:
    return f"note_{_name(comment)}"


def _mod_id(comment: Comment) -> str:
    return f"{_note_id(comment)}__mod_1"


def _line(words: str) -> str:
    return " ".join(printable(words).split())
