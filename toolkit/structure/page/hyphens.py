"""A word cut at a line's end → the word, with or without the hyphen.

No dictionary: the document's own words decide, then the grammar of compounds, then what the document does
elsewhere. U+2010 is a hyphen that the file itself marks as made by line breaking.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

_LAST_WORD = re.compile(r"([^\W\d_][\w’'-]*)[-\u2010]$")
_FIRST_WORD = re.compile(r"^([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

# Heads of compounds that keep their hyphen: "sous-traitant", "non-respect"; and tails: "celui-ci", "au-dessus".
_HEADS = frozenset(
    """
    sous non vice ex semi demi mi quasi sus au ci là par outre avant après arrière contre mot mots porte
    celui celle ceux celles peut dix vingt trente quarante cinquante soixante quatre cent compte rendez
    c'est c’est est-ce vis hors haut plus bien libre savoir lui elle eux soi même e self well cross non anti
    """.split()  # noqa: SIM905  # reads better as text
)
_TAILS = frozenset(
    "ci là il elle on ils elles je tu nous vous le la les lui leur y en même mêmes dessus dessous delà être à vis".split()  # noqa: SIM905
)


# The last word of "voir https://www.cnil.fr/fr/", "(www.cnil.fr/fr/reglement-"; not of "et/ou" or "sur www.cnil.fr".
_OPEN_ADDRESS = re.compile(r"\S*(?:https?://|www\.)\S*[/\-_=?&]$")
# "europeen" behind a hyphen; not "Le guide", "- les"
_REST_OF_ADDRESS = re.compile(r"[a-z0-9_%#?]")
# "fr/guide", "bons-reflexes", "index.html" behind a slash; not "aux rubriques", "et"
_REST_OF_PATH = re.compile(r"[a-z0-9_%#?][\w%]*(?:[/_=?&-]|\.\w)")
# A link that the line's end cuts before its hyphen: "https://www.ssi.gouv.fr/guide-pour-la", "-mise-en-oeuvre"
_ADDRESS = re.compile(r"\S*(?:https?://|www\.)\S*/\S*\w$")
_HYPHENED_REST = re.compile(r"-\w+[-/]\w")


def _is_cut_address(before: str, after: str) -> bool:
    """Tell whether a line ends inside a link that the next one goes on with: its hyphens are its own."""
    last = before[before.rfind(" ") + 1 :]
    if "/" not in last and "www." not in last:
        return False
    if _OPEN_ADDRESS.match(last):
        rest = _REST_OF_PATH if last.endswith("/") else _REST_OF_ADDRESS
        return rest.match(after) is not None
    return _ADDRESS.match(last) is not None and _HYPHENED_REST.match(after) is not None


class Hyphenation:
    """What the words of one document say about its line-end hyphens."""

    def __init__(self, lines: Iterable[str]) -> None:
        listed = list(lines)
        self._words = Counter(map(str.casefold, _WORD.findall("\n".join(listed))))
        cut = [found for before, after in pairwise(listed) if (found := _cut_word(before, after))]
        joined = sum(1 for head, tail in cut if self._words[head + tail] > self._words[f"{head}-{tail}"])
        kept = sum(1 for head, tail in cut if self._words[f"{head}-{tail}"] > self._words[head + tail])
        self._joins = joined >= kept

    def join(self, before: str, after: str) -> str | None:
        """Return `before` made ready to be followed by `after` at once; None if a space belongs between.

        >>> Hyphenation(["la sécurité"]).join("la sécu-", "rité est")
        'la sécu'
        """
        if _is_cut_address(before, after):
            return before
        if not before.endswith(("-", "\u2010")) or before.endswith((" -", "--")) or len(before) < 2:
            return None
        found = _cut_word(before, after)
        if found is None:
            return before if after[:1].isalnum() and before[-2].isalnum() else None
        return before if before[-1] != "\u2010" and self._keeps(*found) else before[:-1]

    def _keeps(self, head: str, tail: str) -> bool:
        whole, hyphened = self._words[head + tail], self._words[f"{head}-{tail}"]
        if whole != hyphened:
            return hyphened > whole
        if head.rpartition("-")[2] in _HEADS or tail in _TAILS:
            return True
        return not self._joins


def _cut_word(before: str, after: str) -> tuple[str, str] | None:
    if not before.endswith(("-", "\u2010")):
        return None
    head, tail = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if head is None or tail is None or not tail[1][0].islower():
        return None
    return head[1].casefold(), tail[1].casefold()
