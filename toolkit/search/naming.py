"""What a person calls a reference or a deadline → the references that the draft cites, the provisions that have the deadline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from toolkit.errors import UsageError
from toolkit.messages import _, quoted
from toolkit.model.provision import Provision
from toolkit.model.stems import fold
from toolkit.model.tag import Facet, Tag

Read = Callable[[str], Sequence[str]]
"""What a person typed → the values that it says in other words: "art. 32 RGPD" is "eu:2016/679#art32"."""
_BEGINNING = re.compile(r"[a-z]{4,}$")
"""A word of so many letters may be the beginning of a longer one: "trace" finds "traces", "an" not "janvier"."""


def _as_typed(_name: str) -> Sequence[str]:
    return ()


def references_meant(
    provisions: Sequence[Provision], typed: Sequence[str], *, read: Read = _as_typed
) -> tuple[str, ...]:
    """Return the identities of the references named by identity, by words of their label, or in a spelling `read`.

    Raises:
        UsageError: the draft cites nothing of that name.
    """
    meant: dict[str, None] = {}
    for name in typed:
        found = [tag.value for _item, tag in _called(provisions, "reference", name, read)]
        if not found:
            raise UsageError(_("the draft does not cite {name}.").format(name=quoted(name)))
        meant.update(dict.fromkeys(found))
    return tuple(meant)


def with_deadline(
    provisions: Sequence[Provision], typed: Sequence[str], *, read: Read = _as_typed
) -> tuple[str, ...]:
    """Return the ids of provisions with one of the deadlines.

    One is named by value ("P1Y", "2027"), kind ("retention"), words of it or of what it governs, or a spelling `read`.

    Raises:
        UsageError: the draft has no such deadline.
    """
    ids: dict[str, None] = {}
    for name in typed:
        found = [item.id for item, _tag in _called(provisions, "deadline", name, read)]
        if not found:
            raise UsageError(_("the draft has no deadline like {name}.").format(name=quoted(name)))
        ids.update(dict.fromkeys(found))
    return tuple(ids)


def _called(
    provisions: Sequence[Provision], facet: Facet, name: str, read: Read
) -> Iterator[tuple[Provision, Tag]]:
    key, values = _plain(name), read(name)
    said = _whole_words(key)
    for item in provisions:
        for tag in item.tags:
            if tag.facet == facet and (
                _has_value(tag.value, key, values) or any(said.search(_plain(words)) for words in _names(tag))
            ):
                yield item, tag


def _has_value(value: str, key: str, values: Sequence[str]) -> bool:
    """Tell whether a value is one of those read ("#art32": of any act), or begins with what was typed."""
    typed = re.match(rf"{re.escape(key)}(?!\w)", _plain(value))
    act, mark, part = value.partition("#")
    return bool(typed) or value in values or act in values or mark + part in values


def _whole_words(key: str) -> re.Pattern[str]:
    """Match what was typed as words of its own: "article 3" is in "article 3 du RGPD", not in "article 32"."""
    end = r"" if _BEGINNING.search(key) else r"(?![-.]?\w)"
    return re.compile(rf"(?<!\w){re.escape(key)}{end}")


def _names(tag: Tag) -> Iterator[str]:
    yield tag.label
    if tag.facet == "deadline":
        yield tag.rule.removeprefix("deadline.")
        yield tag.applies_to


def _plain(words: str) -> str:
    return " ".join(fold(words).split())
