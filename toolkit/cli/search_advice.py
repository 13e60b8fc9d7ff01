"""A search that found nothing → what the person can try instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from toolkit.messages import _, ngettext

Count = Callable[[frozenset[str]], int]
"""How many hits there are without the filters of these options."""


def advice(*, words: Sequence[str], filters: Mapping[str, Sequence[object]], count: Count) -> Iterator[str]:
    """Yield a line for each filter that alone shuts out every hit, or one about all of them, or one about the words.

    `filters` holds what was asked for by each option ("--role").
    """
    given = [name for name, values in filters.items() if values]
    alone = [(name, hits) for name in given if (hits := count(frozenset([name])))]
    for name, hits in alone:
        asked = f"{name} {' '.join(map(str, filters[name]))}"
        yield _told(hits).format(options=asked, count=hits)
    if alone:
        return
    hits = count(frozenset(given)) if len(given) > 1 else 0
    if hits:
        yield _told(hits).format(options=", ".join(given), count=hits)
    elif words:
        yield _(
            "The draft has no such words: try fewer, another word for it, or the beginning of one (sauvegard*)."
        )


def _told(hits: int) -> str:
    return ngettext("Without {options}: {count} hit.", "Without {options}: {count} hits.", hits)
