"""Annotated provisions (JSON lines) → examples to learn from and to be measured by.

A folder holds files of lines such as

    {"id": "x1", "doc": "guide", "lang": "fr", "heading_path": ["Sauvegarder"], "heading": "", "text": "Tester la restauration",
     "roles": ["it"], "modality": "recommendation", "topics": ["backup"]}

with their labels in them, as people's decisions are exported; and `items.jsonl`, whose labels are in `labels.jsonl`.
Other files in it are left alone. `parallels.toml`, if there is one, names documents that treat the same in two languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from toolkit.errors import BrokenInput, StorageError
from toolkit.messages import _, reason_of
from toolkit.tag.items import Item, Labels

T = TypeVar("T", bound=msgspec.Struct)
ITEMS, LABELS, PARALLELS = "items.jsonl", "labels.jsonl", "parallels.toml"
_NOT_EXAMPLES = (ITEMS, LABELS, "references.jsonl", "reader-a.jsonl", "reader-b.jsonl")


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
    if (folder / ITEMS).is_file():
        yield from _joined(_lines(folder / ITEMS, _Item), _lines(folder / LABELS, Labels), folder / LABELS)
    for path in sorted(folder.glob("*.jsonl")):
        if path.name not in _NOT_EXAMPLES:
            yield from _lines(path, Example)


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


def _joined(items: Sequence[_Item], labels: Sequence[Labels], path: Path) -> Iterator[Example]:
    if [item.id for item in items] != [label.id for label in labels]:
        raise BrokenInput(
            _("labels and items are not the same, in the same order."),
            where=path.name,
        )
    for item, label in zip(items, labels, strict=True):
        yield Example(**(msgspec.structs.asdict(item) | msgspec.structs.asdict(label)))


def read_parallels(folder: Path) -> dict[str, str]:
    """Return for each document that has a parallel in another language the name of their group."""
    path = folder / PARALLELS
    if not path.is_file():
        return {}
    pairs = tomllib.loads(path.read_text(encoding="utf-8"))["parallels"]
    return {name: pair[0] for pair in pairs for name in pair}
