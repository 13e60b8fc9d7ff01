"""A sentence that admits something → the same said of the sector, where its form allows it."""

from __future__ import annotations

import re
from functools import cache

from toolkit.consolidate.findings.lexicon import plain, vocabulary


def neutral_wording(sentence: str) -> str:
    """Return a neutral sentence, "" if this one has none of the usual forms.

    >>> neutral_wording("Nous n'avons pas de MFA aux urgences.")
    'Les établissements ne disposent pas tous de MFA aux urgences.'
    """
    seen = plain(sentence)
    for said, proposal in _rewordings():
        found = said.search(seen)
        if found:
            held = {name: sentence[slice(*found.span(name))] for name in found.groupdict()}
            words = proposal.format(**held).rstrip(".") + "."
            return words[0].upper() + words[1:]
    return ""


@cache
def _rewordings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"^\W*{item.said}"), item.proposal) for item in vocabulary().neutral)
