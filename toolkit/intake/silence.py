"""A sentence → whether it only says that there is nothing to say, and about which place."""

from __future__ import annotations

from functools import cache

from toolkit.intake.places import Place, place_of
from toolkit.intake.vocabulary import plain, vocabulary

_PARTS = (" : ", ": ", " – ", " — ", " - ", "\t")
"""What stands between a heading and "RAS"."""


def silent_place(sentence: str) -> Place | None:
    """Return the place of which a sentence says that there is nothing to say; None if it says anything else.

    >>> silent_place("RAS sur les fiches 2 à 5.").clause
    'fiches 2 à 5'
    >>> silent_place("Fiche 3 – Journalisation : RAS").clause
    'Fiche 3'
    >>> silent_place("Pas de remarque sur la fiche 3, sauf le délai.") is None
    True
    """
    place = place_of(sentence)
    rest = sentence[: place.start] + " " + sentence[place.end :] if place else sentence
    if _is_silent(plain(rest)):
        return place
    for mark in _PARTS:
        title, found, said = sentence.rpartition(mark)
        if found and len(title) <= 100 and _is_silent(plain(said)):
            return place_of(title)
    return None


@cache
def _words() -> tuple[tuple[str, ...], frozenset[str]]:
    silence = vocabulary().silence
    longest_first = tuple(sorted((plain(phrase) for phrase in silence.phrases), key=len, reverse=True))
    return longest_first, frozenset(word for phrase in silence.filler for word in plain(phrase).split())


def _is_silent(said: str) -> bool:
    """Tell whether plain words are one phrase of silence and filler."""
    phrases, filler = _words()
    if not said or len(said) > 150:
        return False
    padded = f" {said} "
    for phrase in phrases:
        before, found, after = padded.partition(f" {phrase} ")
        if found:
            return all(word in filler or word.isdigit() for word in (*before.split(), *after.split()))
    return False
