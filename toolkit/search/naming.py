"""What a person calls a reference or a deadline → the references that the draft cites, the provisions that have the deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.errors import UsageError
from toolkit.messages import _, quoted
from toolkit.model.provision import Provision
from toolkit.model.stems import fold
from toolkit.model.tag import Facet, Tag


def references_meant(provisions: Sequence[Provision], typed: Sequence[str]) -> tuple[str, ...]:
    """Return the identities of the references named by identity or by words of their label.

    Raises:
        UsageError: the draft cites nothing of that name.
    """
    meant: dict[str, None] = {}
    for name in typed:
        found = [tag.value for _item, tag in _called(provisions, "reference", name)]
        if not found:
            raise UsageError(_("the draft does not cite {name}.").format(name=quoted(name)))
        meant.update(dict.fromkeys(found))
    return tuple(meant)


def with_deadline(provisions: Sequence[Provision], typed: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of provisions with one of the deadlines.

    One is named by value ("P1Y", "2027"), kind ("retention"), or words of it or of what it governs.

    Raises:
        UsageError: the draft has no such deadline.
    """
    ids: dict[str, None] = {}
    for name in typed:
        found = [item.id for item, _tag in _called(provisions, "deadline", name)]
        if not found:
            raise UsageError(_("the draft has no deadline like {name}.").format(name=quoted(name)))
        ids.update(dict.fromkeys(found))
    return tuple(ids)


def _called(provisions: Sequence[Provision], facet: Facet, name: str) -> Iterator[tuple[Provision, Tag]]:
    key = _plain(name)
    for item in provisions:
        for tag in item.tags:
            if tag.facet == facet and (
                _plain(tag.value).startswith(key) or any(key in _plain(words) for words in _names(tag))
            ):
                yield item, tag


def _names(tag: Tag) -> Iterator[str]:
    yield tag.label
    if tag.facet == "deadline":
        yield tag.rule.removeprefix("deadline.")
        yield tag.applies_to


def _plain(words: str) -> str:
    return " ".join(fold(words).split())
