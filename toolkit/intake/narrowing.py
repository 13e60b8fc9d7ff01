"""A proposed wording without a quote, on a provision of many words → the words of the draft that it stands for.

Whoever fills in a form or a table writes the one sentence that should read otherwise. It replaces the sentence, the
item or the phrase that it resembles, and where it resembles none it adds to the provision. What stands under a
heading is never taken for replaced because somebody proposed one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from toolkit.consolidate.names import has_name
from toolkit.model.comment import Comment
from toolkit.model.provision import Outline, Provision
from toolkit.model.sentences import sentence_bounds, sentences
from toolkit.model.stems import fold

_ALIKE = 0.5
"""Likeness from which a wording stands for words of the draft."""
_BETTER = 0.05
"""By so much the best must be better than the next, where they stand in different sentences."""
_WIDER = 4
"""So many words more or fewer than the wording a phrase may have that it stands for."""
_RUN = 4
"""So many first words in common make a wording a longer form of the draft's phrase."""
_GAP = 2
"""So many words of the draft may lie between words in common."""
_LONGEST = 120
"""Words up to which a wording is looked for as a phrase."""

# A word with what is written to it: "vingt-quatre", "l’accès", "2028."
_WORD = re.compile(r"\S+")
# What stands around a word: "« accès »," without its marks is "accès".
_AROUND = re.compile(r"^\W+|\W+$")
# Words that the remark itself quotes: « tenir », “keep”.
_QUOTED = re.compile(r"«\s*([^«»]+?)\s*»|“\s*([^“”]+?)\s*”")
_STOPS = (".", "!", "?", ";", "…", ":")


class Stretch(msgspec.Struct, frozen=True):
    """Words of a provision, "" for all of its own, and how much a wording is like them."""

    provision_id: str
    words: str
    alike: float
    sentence: int = 0
    """By which stretches that overlap are told from others."""


def narrowed(comment: Comment, outline: Outline) -> Comment:
    """Return a comment with the words that its proposed wording stands for as its quote, on the provision they are in."""
    if not comment.proposed or comment.quote or comment.provision_id not in outline.by_id:
        return comment
    places = _places(comment.provision_id, outline)
    if not places or _stands_for_all(comment.proposed, places):
        return comment
    meant = _meant(comment, places)
    if meant is not None:
        return msgspec.structs.replace(comment, provision_id=meant.provision_id, quote=meant.words)
    if len(places) == 1 and len(sentences(places[0].text)) == 1 and _is_sentence(comment.proposed):
        return comment  # one sentence for another
    return _addition(comment, places)


def _places(provision_id: str, outline: Outline) -> list[Provision]:
    """Return what holds the words of a provision: itself and all below it."""
    found = (outline.by_id[provision_id], *outline.printed_below(provision_id))
    return [place for place in found if place.text]


def _stands_for_all(proposed: str, places: Sequence[Provision]) -> bool:
    """Tell whether a wording is one for the whole: as long, or like it."""
    whole = "\n".join(place.text for place in places)
    several = len(places) > 1 or len(sentences(whole)) > 1
    alike = fuzz.ratio(fold(proposed), fold(whole)) / 100
    if several and len(sentences(proposed)) == 1:
        return False
    return alike >= _ALIKE


def _meant(comment: Comment, places: Sequence[Provision]) -> Stretch | None:
    """Return what is resembled most, if that is plain."""
    proposed = comment.proposed
    order = (_sentences, _phrases) if _is_sentence(proposed) else (_phrases, _sentences)
    for stretches in order:
        found = sorted(stretches(proposed, places), key=lambda stretch: -stretch.alike)
        best = next(iter(found), None)
        if best is None or best.alike < _ALIKE:
            continue
        rival = next((stretch for stretch in found if stretch.sentence != best.sentence), None)
        if rival is None or best.alike - rival.alike >= _BETTER:
            return best
    return _longer_form(proposed, places) or _named(comment, places)


def _is_sentence(words: str) -> bool:
    first = next(filter(str.isalnum, words), "")
    return words.rstrip().endswith(_STOPS) and first == first.upper()


def _sentences(proposed: str, places: Sequence[Provision]) -> Iterator[Stretch]:
    said, number = fold(proposed), 0
    for place in places:
        for start, end in sentence_bounds(place.text):
            sentence = place.text[start:end]
            yield Stretch(place.id, sentence, fuzz.ratio(said, fold(sentence)) / 100, number)
            number += 1


def _phrases(proposed: str, places: Sequence[Provision]) -> Iterator[Stretch]:
    """Yield the row of words in each sentence that is most like the wording."""
    wanted = [_bare(word) for word in proposed.split()]
    if len(wanted) > _LONGEST:
        return
    number = 0
    for place in places:
        for start, end in sentence_bounds(place.text):
            number += 1
            words = list(_WORD.finditer(place.text, start, end))
            found = _closest(wanted, [_bare(word[0]) for word in words])
            if found is not None:
                first, last, alike = found
                yield Stretch(place.id, _between(place.text, words, first, last, proposed), alike, number)


def _closest(wanted: Sequence[str], words: Sequence[str]) -> tuple[int, int, float] | None:
    """Return the first and last place of the row that takes the fewest changes of words, and how like it is."""
    best: tuple[float, int, int, int] | None = None
    known = set(wanted)
    for first, word in enumerate(words):
        if word not in known and not (first + 1 < len(words) and words[first + 1] in known):
            continue
        for size in range(max(1, len(wanted) - _WIDER), len(wanted) + _WIDER + 1):
            if first + size > len(words):
                break
            alike = Levenshtein.normalized_similarity(wanted, words[first : first + size])
            rank = (alike, -abs(size - len(wanted)), -first, size)
            best = rank if best is None or rank > best else best
    if best is None:
        return None
    alike, _difference, place, size = best
    return -place, -place + size - 1, alike


def _longer_form(proposed: str, places: Sequence[Provision]) -> Stretch | None:
    """Return the phrase with whose words a wording begins, before it says more."""
    wanted = [_bare(word) for word in proposed.split()]
    found: list[Stretch] = []
    for place in places:
        for start, end in sentence_bounds(place.text):
            words = list(_WORD.finditer(place.text, start, end))
            row = [_bare(word[0]) for word in words]
            first = next((at for at in range(len(row)) if row[at : at + _RUN] == wanted[:_RUN]), None)
            if first is not None and len(wanted) > _RUN:
                last = first + _reach(wanted, row[first:])
                found.append(Stretch(place.id, _between(place.text, words, first, last, proposed), 1.0))
    return found[0] if len(found) == 1 else None


def _reach(wanted: Sequence[str], row: Sequence[str]) -> int:
    """Return the place of the last word of a row that the wording goes along with."""
    last = 0
    for block in SequenceMatcher(None, wanted, row, autojunk=False).get_matching_blocks():
        if block.size and block.b - last <= _GAP + 1:
            last = block.b + block.size - 1
    return last


def _named(comment: Comment, places: Sequence[Provision]) -> Stretch | None:
    """Return the words that the remark itself quotes beside its proposal: "write « X » rather than « Y »"."""
    for found in _QUOTED.finditer(comment.text):
        words = (found[1] or found[2]).strip()
        holding = [place for place in places if re.search(rf"\b{re.escape(words)}\b", place.text)]
        if words != comment.proposed.strip() and len(holding) == 1:
            return Stretch(holding[0].id, words, 1.0)
    return None


def _between(text: str, words: Sequence[re.Match[str]], first: int, last: int, proposed: str) -> str:
    """Return a row of words as printed, without a stop that the wording does not repeat."""
    found = text[words[first].start() : words[last].end()]
    return found if proposed.rstrip().endswith(found[-1]) else found.rstrip(".,;:!?…»”)").rstrip()


def _bare(word: str) -> str:
    return fold(_AROUND.sub("", word)) or word


def _addition(comment: Comment, places: Sequence[Provision]) -> Comment:
    """Put a wording that is like nothing of the provision after its last words, those of named parts left aside."""
    parts = [place for number, place in enumerate(places) if number == 0 or not has_name(place)]
    last = parts[-1]
    start, end = sentence_bounds(last.text)[-1]
    quote = last.text[start:end]
    return msgspec.structs.replace(
        comment, provision_id=last.id, quote=quote, proposed=f"{quote} {comment.proposed}"
    )
