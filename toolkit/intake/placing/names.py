"""A word and a printed number ("fiche 13", "R12", "art. 5", "13.2.a") → the provisions so called."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from toolkit.intake.placing.clauses import part_of
from toolkit.intake.placing.tables import name_words
from toolkit.model.provision import Outline, Provision
from toolkit.model.stems import fold
from toolkit.structure.labels.numbering import parse_label
from toolkit.structure.labels.numerals import readings
from toolkit.structure.vocabulary import codes, words

_FEW = 6
"""A number that more places have names none of them."""

# Matches "r12", "ex-3", "r.12", "rec12": letters, then the number. Not "b.4", whose letter counts itself.
_CODE = re.compile(r"(?P<code>[a-z]{1,5})[.\-]?(?P<number>\d+(?:[.\-]\d+)*)")


class Named(NamedTuple):
    """A provision that has the name asked for, and by which rule of `evidence.toml`."""

    provision_id: str
    rule: str


class _Numbered(NamedTuple):
    provision: Provision
    word: str
    code: str
    own: tuple[str, ...]


class Names:
    """Finds provisions by what is printed before them."""

    def __init__(self, provisions: Sequence[Provision], outline: Outline) -> None:
        self._outline = outline
        self._own: dict[str, list[_Numbered]] = defaultdict(list)
        self._coded: dict[str, list[_Numbered]] = defaultdict(list)
        self._paths: dict[str, list[_Numbered]] = defaultdict(list)
        self._path_of = known = dict[str, tuple[str, ...]]()
        for provision in provisions:
            numbered = _numbered(provision)
            above = known.get(provision.parent_id or "", ())
            path = _path(above, _step(numbered) if numbered else ())
            known[provision.id] = path
            if numbered is not None:
                self._enter(numbered, path)

    def _enter(self, numbered: _Numbered, path: tuple[str, ...]) -> None:
        for spelled in _spellings(numbered):
            self._own[spelled].append(numbered)
        if numbered.code:
            self._coded[numbered.code + ".".join(numbered.own)].append(numbered)
        for start in range(len(path) - 1):
            self._paths[".".join(path[start:])].append(numbered)

    def find(self, word: str, number: str) -> list[Named]:
        """Return what a name may mean in the whole draft, likeliest first; () where too much has that number."""
        if number in self._paths and not number[0].isdigit():
            return _ranked(self._paths[number], "clause", "clause_likely")  # "r52.b"
        coded = _CODE.fullmatch(number)
        if coded:
            return self._by_code(coded["code"], coded["number"].replace("-", "."))
        plain = number.replace("-", ".")
        printed = [item for item in self._own.get(plain, ()) if word and fold(item.word) == word]
        if printed:
            return _ranked(printed, "clause", "clause_likely")
        kinds = kinds_of(word)
        if kinds:
            return self._by_kind(kinds, plain)
        return self._by_number(plain, is_named=bool(word), is_paragraph=_is_paragraph(word))

    def find_under(self, provision_id: str, word: str, number: str) -> list[Named]:
        """Return what a name means below a provision: the nearest of that number."""
        coded = _CODE.fullmatch(number)
        plain = (coded["number"] if coded else number).replace("-", ".")
        kinds = kinds_of(word)
        relative = self._paths.get(".".join((*self._path_of[provision_id], plain)), ())
        nested = [item for item in relative if self._is_under(item.provision.id, provision_id)]
        if nested and not coded:
            return _ranked(nested, "clause", "clause_likely")
        for level in _levels(self._outline, provision_id):
            ids = {item.id for item in level}
            found = [item for item in self._own.get(plain, ()) if item.provision.id in ids]
            found = [item for item in found if item.provision.kind in kinds] or found
            if coded:
                found = [item for item in found if item.code == coded["code"]]
            if found:
                return _ranked(found, "clause", "clause_likely")
        return [item for item in self.find(word, number) if self._is_under(item.provision_id, provision_id)]

    def _is_under(self, provision_id: str, top_id: str) -> bool:
        return any(above.id == top_id for above in self._outline.ancestors(provision_id))

    def _by_code(self, code: str, number: str) -> list[Named]:
        found = self._coded.get(code + number, ())
        if found:
            return _ranked(found, "clause", "clause_likely")
        if code.upper() in codes():
            loose = [item for item in self._own.get(number, ()) if item.provision.kind == "recommendation"]
            return _ranked(loose, "clause_loose", "clause_likely")
        return _ranked(self._paths.get(f"{code}.{number}", ()), "clause", "clause_likely")

    def _by_kind(self, kinds: tuple[str, ...], number: str) -> list[Named]:
        for table in (self._own, self._paths):
            found = [
                item
                for item in table.get(number, ())
                if item.provision.kind in kinds or (item.word and words()[item.word].kind in kinds)
            ]
            if found:
                return _ranked(found, "clause", "clause_likely")
        if "." in number and "footnote" not in kinds:
            return self._by_number(number, is_named=True)
        others = [
            item for item in self._own.get(number, ()) if item.provision.kind not in _ASIDE and not item.word
        ]
        return _ranked(others, "words", "words") if "footnote" not in kinds else []

    def _by_number(self, number: str, *, is_named: bool, is_paragraph: bool = False) -> list[Named]:
        for table in (self._own, self._paths):
            found = [item for item in table.get(number, ()) if item.provision.kind not in _ASIDE]
            single = "." not in number
            if single and not is_named:
                found = [item for item in found if not number.isalpha()]
            if single and len(found) > 1:
                found = [item for item in found if not item.code and item.provision.kind != "item"] or found
            if is_paragraph:
                found = [item for item in found if item.provision.kind in ("paragraph", "item")] or found
            if found:
                return _ranked(found, "clause", "clause_likely")
        return []


_ASIDE = ("footnote", "box", "table", "figure")
"""Have numbers of their own, which nobody says without the word."""


def kinds_of(word: str) -> tuple[str, ...]:
    """Return the kinds that a word names; () for words such as "section" that serve for all."""
    spoken = re.sub(r"[\s'’-]+", " ", word)
    if spoken in name_words().any_kind:
        return ()
    return tuple(kind for kind, listed in name_words().kinds.items() if spoken in listed)


def _is_paragraph(word: str) -> bool:
    return part_of(word) in ("paragraph", "item")


def _ranked(found: Iterable[_Numbered], alone: str, several: str) -> list[Named]:
    ids = list(dict.fromkeys(item.provision.id for item in found))
    if len(ids) > _FEW:
        return []
    rule = alone if len(ids) == 1 else several
    return [Named(name, rule) for name in ids]


def _levels(outline: Outline, provision_id: str) -> Iterator[list[Provision]]:
    level = list(outline.children(provision_id))
    while level:
        yield level
        level = [child for item in level for child in outline.children(item.id)]


def _numbered(provision: Provision) -> _Numbered | None:
    label = parse_label(provision.number.strip())
    if label is None or label.is_bullet:
        return None
    own = tuple(
        numeral.casefold().replace("er", "") if numeral[0].isdigit() else numeral.casefold()
        for numeral in label.numerals
    )
    is_code = label.is_code
    return _Numbered(provision, "" if is_code else label.word, label.word.casefold() if is_code else "", own)


def _spellings(numbered: _Numbered) -> set[str]:
    """Return how its number may be written: "chapitre IV" is chapter 4 too."""
    spelled = {".".join(numbered.own)}
    if numbered.word and len(numbered.own) == 1:
        printed = numbered.own[0].upper()
        spelled |= {str(value) for style, value in readings(printed) if style in ("ROMAN", "arabic")}
    return spelled


def _step(numbered: _Numbered) -> tuple[str, ...]:
    """Return what a number adds to a path; codes and boxes count through the draft, not within their section."""
    if numbered.code or numbered.provision.kind in _ASIDE:
        before = numbered.code or f"{numbered.provision.kind} "
        return (before + ".".join(numbered.own),)
    return numbered.own


def _path(above: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """Return the numbers from the top down: "2" under "Fiche 13" is 13.2, "13.2" under it too."""
    if not own:
        return above
    if len(own) > len(above) or own[: len(above)] == above:
        return own if own[: len(above)] == above else (*above, *own)
    return (*above, *own)
