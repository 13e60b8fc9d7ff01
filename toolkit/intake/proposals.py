"""The words of a remark → what it quotes of the draft, what it proposes instead, whether it deletes, and its position."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from toolkit.intake.vocabulary import alternatives, holds, plain, vocabulary
from toolkit.model.comment import Position


class Proposal(msgspec.Struct, frozen=True):
    """What a remark wants done; `proposed` stands instead of `quote`."""

    quote: str = ""
    proposed: str = ""
    deletion: bool = False


# Matches « … », “ … ”, " … ", „ … “. Near misses: l'apostrophe, 5" (inches).
_QUOTED = r"""(?: « \s* (?P<{0}a> [^«»]+? ) \s* » | “ \s* (?P<{0}b> [^“”]+? ) \s* ” | (?<!\w) " \s* (?P<{0}c> [^"\n]+? ) \s* " (?!\w)
    | „ \s* (?P<{0}d> [^„“”]+? ) \s* [“”] )"""
_GAP = r"[^«»“”\"„]{0,80}?"
"""Words between a verb and what it quotes."""
_LONGEST = 4000


def _quoted(name: str) -> str:
    return _QUOTED.format(name)


def _said(found: re.Match[str], name: str) -> str:
    return next((found[name + kind] for kind in "abcd" if found[name + kind] is not None), "")


def _words(listed: tuple[str, ...]) -> str:
    return rf"\b (?: {alternatives(listed)} ) \b".replace("\\ ", r"\s+")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Compile the sentences of change.

    replace   "remplacer « X » par « Y »", "“X” should be replaced with “Y”"
    instead   "lire « Y » au lieu de « X »"
    add       "ajouter « Y » après « X »"
    delete    "supprimer le mot « X »"
    wording   "proposer la rédaction suivante : « Y »", "Rédaction proposée : Y"
    propose   "nous proposons « Y »", "je suggère d'écrire « Y »"
    """
    changes = vocabulary().changes
    one, two = _quoted("one"), _quoted("two")
    by = rf"{_GAP} {_words(changes.by)} {_GAP}"
    beside = _words((*changes.after, *changes.before))
    sources = {
        "replace": rf"{_words(changes.replace)} {_GAP} {one} {by} {two} | {_quoted('three')} {_GAP} {_words(changes.replace)} {by} {_quoted('four')}",
        "instead": rf"(?: {_words(changes.write)} {_GAP} )? {two} {_GAP} {_words(changes.instead)} {_GAP} {one}",
        "instead_first": rf"{_words(changes.instead)} {_GAP} {one} {_GAP} {two}",
        "add": rf"{_words(changes.add)} {_GAP} {two} {_GAP} (?P<beside> {beside} ) {_GAP} {one}",
        "add_late": rf"(?: {_words(changes.add)} {_GAP} )? (?P<beside> {beside} ) {_GAP} {one} {_GAP} (?: {_words(changes.add)} {_GAP} )? {two}",
        "delete": rf"{_words(changes.delete)} {_GAP} {one} | {_quoted('three')} {_GAP} {_words(changes.delete)}",
        "wording": rf"{_words(changes.wording)} {_GAP} [:\s] \s* {two}",
        "propose": rf"{_words(changes.propose)} \s* :? \s* (?: (?: de | d['’] | to ) \s* {_words(changes.write)} \s* :? \s* )? {two}",
        "wording_bare": rf"(?: {_words(changes.wording)} ) [^:«»“”\n]{{0,60}} : \s* (?P<bare> [^«»“”\"\s] [^\n]{{8,}} )",
        "whole": rf"^\W* (?: [^.!?\n]{{0,60}} \b)? (?: {alternatives(changes.delete)} ) \s+ (?: ce | cet | cette | le | la | l['’] | this | the ) \s* (?: {alternatives(changes.whole)} ) \b [^.\n]{{0,40}} (?: [.!\n] | $ )",
        "any": _quoted("one"),
    }
    return {name: re.compile(source, re.VERBOSE | re.IGNORECASE) for name, source in sources.items()}


def proposal_of(text: str) -> Proposal:
    """Return what a remark quotes and proposes.

    >>> proposal_of("Remplacer « sept jours » par « trente jours ».")
    Proposal(quote='sept jours', proposed='trente jours', deletion=False)
    >>> proposal_of("Ajouter « au moins » après « tous les ans ».").proposed
    'tous les ans au moins'
    """
    said = text[:_LONGEST]
    if not _may_quote(said):
        return Proposal(deletion=_patterns()["whole"].search(said) is not None)
    return (
        _replacement(said)
        or _addition(said)
        or _deletion(said)
        or _wording(said)
        or Proposal(quote=_longest(said))
    )


def _may_quote(said: str) -> bool:
    return any(mark in said for mark in '«“"„') or _patterns()["wording_bare"].search(said) is not None


def _replacement(said: str) -> Proposal | None:
    found = _patterns()["replace"].search(said)
    if found is not None:
        old = _said(found, "one") or _said(found, "three")
        return Proposal(old, _said(found, "two") or _said(found, "four"))
    found = _patterns()["instead_first"].search(said) or _patterns()["instead"].search(said)
    return None if found is None else Proposal(_said(found, "one"), _said(found, "two"))


def _addition(said: str) -> Proposal | None:
    if not _holds_adding(said):
        return None
    found = _patterns()["add"].search(said) or _patterns()["add_late"].search(said)
    if found is None:
        return None
    old, new = _said(found, "one"), _said(found, "two")
    if plain(found["beside"]) in {plain(word) for word in vocabulary().changes.before}:
        return Proposal(old, f"{new} {old}")
    joint = "" if new[:1] in ",;.:)" else " "
    return Proposal(old, f"{old}{joint}{new}")


def _holds_adding(said: str) -> bool:
    return holds(plain(said), tuple(plain(word) for word in vocabulary().changes.add))


def _deletion(said: str) -> Proposal | None:
    found = _patterns()["delete"].search(said)
    return None if found is None else Proposal(_said(found, "one") or _said(found, "three"), deletion=True)


def _wording(said: str) -> Proposal | None:
    found = _patterns()["wording"].search(said) or _patterns()["propose"].search(said)
    if found is not None:
        rest = said[: found.start()] + " " + said[found.end() :]
        return Proposal(_longest(rest), _said(found, "two"))
    found = _patterns()["wording_bare"].search(said)
    return None if found is None else Proposal(_longest(said[: found.start()]), found["bare"].strip())


def _longest(said: str) -> str:
    """Return the longest quotation, which says most about the place."""
    quotes = [_said(found, "one") for found in _patterns()["any"].finditer(said)]
    return max(quotes, key=len, default="")


def stance_of(text: str, proposal: Proposal | None = None) -> Position | None:
    """Return the position that a remark shows by its words; None where it is not plain.

    >>> stance_of("Nous sommes défavorables à cette mesure."), stance_of("Quel est le délai ?")
    ('oppose', 'question')
    """
    stance = vocabulary().stance
    said = plain(text[:_LONGEST])
    if holds(said, stance.oppose):
        return "oppose"
    if proposal is not None and (proposal.proposed or proposal.deletion):
        return "amend"
    if holds(said, stance.amend):
        return "amend"
    if holds(said, stance.support):
        return None if holds(said, stance.but) else "support"
    return "question" if text.rstrip(' »”"').endswith("?") else None
