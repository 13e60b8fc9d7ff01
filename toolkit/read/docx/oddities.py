"""A Word package → what a careful reader is told about it: macros, links to elsewhere, parts that are not read."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.messages import _
from toolkit.model.issue import Issue
from toolkit.read.package import Package, Relation

_HARMLESS = frozenset({"hyperlink"})
"""External targets that are only addresses in the text."""


def package_issues(package: Package) -> Iterator[Issue]:
    """Yield what is odd about a package's parts and relations; nothing of it is fetched or run."""
    if "[Content_Types].xml" not in package.names:
        yield Issue("warning", "[Content_Types].xml", _("The package does not declare its content types."))
    if any(name.endswith("vbaProject.bin") for name in package.names):
        yield Issue("warning", "vbaProject.bin", _("The document contains macros; they were not run."))
    for name in sorted(package.names):
        if name.startswith("word/embeddings/"):
            yield Issue("info", name, _("An embedded file is not read."))
    comments = [name for name in package.names if name.rpartition("/")[2] == "comments.xml"]
    if comments:
        yield Issue("info", comments[0], _("The document carries comments; they are not part of the text."))
    for part in sorted(name for name in package.names if name.endswith(".rels")):
        yield from _relation_issues(package, _source(part))


def _source(rels: str) -> str:
    """Return the part whose relationships the part `rels` holds: "word/_rels/document.xml.rels"."""
    folder, _rels, file = rels.rpartition("_rels/")
    return folder + file.removesuffix(".rels")


def _relation_issues(package: Package, part: str) -> Iterator[Issue]:
    for relation in package.relations(part).values():
        if relation.external:
            if relation.kind not in _HARMLESS:
                told = _("It points to a file elsewhere ({kind}: {target}), which was not fetched.")
                yield Issue("warning", part, told.format(kind=relation.kind, target=relation.target[:200]))
        elif _is_missing(package, relation):
            told = _("A part that it refers to is missing: {target}.").format(target=relation.target)
            yield Issue("warning", part, told)


def _is_missing(package: Package, relation: Relation) -> bool:
    target = relation.target.partition("#")[0]
    return bool(target) and relation.kind not in _HARMLESS and target not in package.names
