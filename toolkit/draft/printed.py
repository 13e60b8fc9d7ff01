"""Words that a person says are printed in the draft → whether they are."""

from __future__ import annotations

import re
import unicodedata

# Matches what stands between quotation marks: "« sans délai »", "“promptly”", '"promptly"'.
_QUOTED = re.compile(r"«\s*([^«»]+?)\s*»|“\s*([^“”]+?)\s*”|\"\s*([^\"]+?)\s*\"")

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00ad": ""})


def printed_in(typed: str, printed: str) -> bool:
    r"""Tell whether what is typed stands in `printed`: each quotation in it, or without quotation marks all of it.

    Case, spaces and the form of apostrophes do not matter.

    >>> printed_in("« sans délai » et « l'accès »", "L’accès est fermé sans\u00a0délai.")
    True
    >>> printed_in("les délais", "L’accès est fermé sans délai.")
    False
    """
    text = _plain(printed)
    return all(_plain(words) in text for words in quotations(typed) or [typed])


def quotations(typed: str) -> list[str]:
    """Return what stands between quotation marks.

    >>> quotations("« sans délai » ou “promptly”")
    ['sans délai', 'promptly']
    """
    return ["".join(match) for match in _QUOTED.findall(typed)]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold().split())
