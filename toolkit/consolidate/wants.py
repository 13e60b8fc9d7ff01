"""The words of a remark → what they want done: keep, delete, against, longer, …; a negated word wants nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.model.stems import fold

NEGATIONS = frozenset({"ne", "n", "pas", "not", "non", "sans", "no", "never", "jamais"})


def wanted(words: Sequence[str], hits: Iterable[tuple[int, int, str]]) -> frozenset[str]:
    """Return the wants that words show; what is negated is not wanted, and not deleting is keeping.

    `hits` are those that `Lexicon.wants` finds in the stems of the words.
    """
    found: set[str] = set()
    for start, _end, want in hits:
        before = {fold(word) for word in words[max(start - 2, 0) : start]}
        if before & NEGATIONS and want not in ("keep", "against"):
            found.update(("keep",) if want == "delete" else ())
        elif not before & NEGATIONS or want == "against":
            found.add(want)
    if "doubt" in found:
        found.discard("ban")  # "to forbid it is illusory"
    return frozenset(found)
