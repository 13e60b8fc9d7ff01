"""Annotated provisions (JSON lines) → examples to learn from and to be measured by.

A folder holds files of lines such as

    {"id": "x1", "doc": "guide", "lang": "fr", "heading_path": ["Sauvegarder"], "heading": "", "text": "Tester la restauration",
     "roles": ["it"], "modality": "recommendation", "topics": ["backup"]}

with their labels in them, as people's decisions are exported; and sets of three or more files, `items.jsonl` or
`NAME.items.jsonl` without labels and beside it what was settled (`labels.jsonl`, `NAME.labels.jsonl`) or, as long as nothing
was, what two people read (`reader-a.jsonl`, `reader-b.jsonl`). Items that nobody has read yet are left out.
`parallels.toml`, if there is one, names documents that treat the same in two languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from toolkit.errors import BrokenInput, StorageError
from toolkit.messages import _, reason_of
from toolkit.tag.items import Item, Labels
from toolkit.tag.readings import Agreement, agreement, settle

T = TypeVar("T", bound=msgspec.Struct)
ITEMS, LABELS, PARALLELS = "items.jsonl", "labels.jsonl", "parallels.toml"
_FIRST_READER, _SECOND_READER = "reader-a.jsonl", "reader-b.jsonl"
_NOT_EXAMPLES = (ITEMS, LABELS, _FIRST_READER, _SECOND_READER, "references.jsonl")
"""Endings of the names of files that are not examples by themselves."""


class Example(Item, kw_only=True):
    """A provision with the labels that people gave it."""

    doc: str
    lang: str
    roles: tuple[str, ...]
    modality: str
    topics: tuple[str, ...]


class _Item(Item, kw_only=True):
    doc: str
    lang: str


def read_examples(folder: Path) -> list[Example]:
    """Read the examples of a folder, in the order of the files' names.

    Raises:
        StorageError: the folder or a file cannot be read.
        BrokenInput: there are none, a line has another form, or the labels are not those of the items.
    """
    try:
        found = list(_examples(folder))
    except OSError as error:
        raise StorageError(
            _("the examples cannot be read ({reason}).").format(reason=reason_of(error)),
            where=str(folder),
            hint=_("A folder of JSON lines is asked for, as `consult review --export` writes them."),
        ) from error
    if not found:
        raise BrokenInput(_("there are no annotated provisions in it."), where=str(folder))
    return found


def _examples(folder: Path) -> Iterator[Example]:
    for items in _sets(folder):
        labels = _beside(items, LABELS)
        settled = _by_id(labels) if labels.is_file() else {one.id: one for one in settle(*_readers(items))}
        yield from _joined(_lines(items, _Item), settled, labels)
    for path in sorted(folder.glob("*.jsonl")):
        if not path.name.endswith(_NOT_EXAMPLES):
            yield from _lines(path, Example)


def _sets(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{ITEMS}"))


def _beside(items: Path, name: str) -> Path:
    return items.with_name(items.name.removesuffix(ITEMS) + name)


def _readers(items: Path) -> tuple[dict[str, Labels], dict[str, Labels]]:
    return _by_id(_beside(items, _FIRST_READER)), _by_id(_beside(items, _SECOND_READER))


def _by_id(path: Path) -> dict[str, Labels]:
    return {labels.id: labels for labels in _lines(path, Labels)} if path.is_file() else {}


def read_agreement(folder: Path) -> dict[str, Agreement]:
    """Return how far the two readers agree, by the name of the items' file."""
    measured = {items.name: agreement(*_readers(items)) for items in _sets(folder)}
    return {name: found for name, found in measured.items() if found.provisions}


def _lines(path: Path, kind: type[T]) -> list[T]:
    found = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            found.append(msgspec.json.decode(line, type=kind))
        except msgspec.DecodeError as error:
            raise BrokenInput(
                _("not an annotated provision: {reason}.").format(reason=error),
                where=_("{file}, line {number}").format(file=path.name, number=number),
            ) from error
    return found


def _joined(items: Sequence[_Item], labels: Mapping[str, Labels], path: Path) -> Iterator[Example]:
    if labels.keys() - {item.id for item in items}:
        raise BrokenInput(_("there are labels of provisions that are not among the items."), where=path.name)
    for item in items:
        if item.id in labels:
            yield Example(**(msgspec.structs.asdict(item) | msgspec.structs.asdict(labels[item.id])))


def read_parallels(folder: Path) -> dict[str, str]:
    """Return for each document that has a parallel in another language the name of their group."""
    path = folder / PARALLELS
    if not path.is_file():
        return {}
    pairs = tomllib.loads(path.read_text(encoding="utf-8"))["parallels"]
    return {name: pair[0] for pair in pairs for name in pair}
