"""Provision → the passages that its tags may rest on: its own fields, the headings above, the text that introduces it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Literal, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from toolkit.model.provision import Provision, rows_text
from toolkit.model.tag import Evidence
from toolkit.tag.analysis import analyse

Field = Literal["heading", "text", "rows"]
_REMEMBERED = 512


class Passage(NamedTuple):
    """One analysed field. `height` is 0 for the provision itself, 1 for its parent and so on."""

    field: Field
    text: str
    doc: Doc
    height: int = 0
    provision_id: str = ""
    """Of the provision above that the field belongs to; "" for the tagged one."""

    def evidence(self, span: Span) -> Evidence:
        """Quote a span of the analysed text."""
        start, end = span.start_char, span.end_char
        return Evidence(self.field, start, end, self.text[start:end], self.provision_id)

    def terms(self, facet: str) -> list[Span]:
        """Return the terms of one facet in text order."""
        return [span for span in self.doc.spans["terms"] if span.label_ == facet]


class Situation(NamedTuple):
    """A provision as the rules see it."""

    own: tuple[Passage, ...]
    above: tuple[Passage, ...]
    """Headings of the ancestors, nearest first."""
    introduction: Passage | None
    """The parent's text, where it ends with a colon and so introduces this provision."""
    kind: str = "paragraph"
    provision_id: str = ""
    level: str = ""
    """All three of the provision."""


class PassageReader:
    """Analyses fields and remembers those of ancestors, which all their children ask for."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._known: OrderedDict[str, Doc] = OrderedDict()

    def situation(self, provision: Provision, ancestors: Sequence[Provision]) -> Situation:
        """Analyse a provision under its `ancestors`, nearest first."""
        fields: tuple[tuple[Field, str], ...] = (
            ("heading", provision.heading),
            ("text", provision.text),
            ("rows", rows_text(provision)),
        )
        own = tuple(Passage(field, text, analyse(self._nlp, text)) for field, text in fields if text.strip())
        above = tuple(
            Passage("heading", ancestor.heading, self._doc(ancestor.heading), height, ancestor.id)
            for height, ancestor in enumerate(ancestors, start=1)
            if ancestor.heading.strip()
        )
        return Situation(
            own, above, self._introduction(ancestors), provision.kind, provision.id, provision.level
        )

    def _introduction(self, ancestors: Sequence[Provision]) -> Passage | None:
        for field in ("text", "heading"):
            text = getattr(ancestors[0], field) if ancestors else ""
            if text.rstrip().endswith(":"):
                return Passage(field, text, self._doc(text), 1, ancestors[0].id)
        return None

    def _doc(self, text: str) -> Doc:
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = analyse(self._nlp, text)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return known
