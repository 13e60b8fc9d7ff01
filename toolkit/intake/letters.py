"""The paragraphs of a letter or mail → its body, and what only makes it a letter: letterhead, greeting, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from toolkit.intake.paragraphs import Paragraph
from toolkit.intake.places import place_of
from toolkit.intake.proposals import stance_of
from toolkit.intake.silence import silent_place
from toolkit.intake.vocabulary import begins_with, holds, plain, vocabulary
from toolkit.model.contribution import Leftover
from toolkit.model.sentences import sentences

# Matches "marie@chu.fr", "01 23 45 67 89", "+33 1 23 45 67 89", "75013 PARIS", "www.chu.fr", "CS 10012", "3, rue X".
# Near misses: "2026", "7.2", "12 mois".
_ADDRESS = re.compile(
    r"""
    [\w.+-]+ @ [\w-]+ (?: \. [\w-]+ )+
    | (?<![\d.]) (?: \+ \d{1,3} [\s.()]* | 0 ) \d (?: [\s.-]? \d{2} ){4} (?!\d)
    | (?<!\d) \d{5} \s+ [A-ZÀ-Ý] [\w'’-]+
    | \b www \. | \b https?:// | \b (?: CS | BP ) \s? \d{3,}
    | ^ \d{1,4} (?: \s? (?: bis | ter ) )? ,? \s+ (?: rue | avenue | av\. | boulevard | bd | place | allée | chemin | quai | impasse ) \b
    | \b \d{1,4} \s+ [A-Z]\w+ \s+ (?: Street | Road | Avenue | Lane | Square ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Matches "Paris, le 3 novembre 2026", "3 November 2026", "03/11/2026". Near miss: a sentence with a date in it.
_DATE_LINE = re.compile(
    r"(?: [\w'’ -]{1,40} , \s* )? (?: le \s+ )? (?: \d{1,2} (?: er )? \s+ [^\W\d]{3,10} \s+ \d{4} | \d{1,2}[/.-]\d{1,2}[/.-]\d{2,4} | \d{4}-\d\d-\d\d ) \.?",
    re.VERBOSE | re.IGNORECASE,
)
# Matches "Marie Durand", "Dr Jean-Paul LE GOFF", "M. DURAND". Near misses: "Fiche Habilitations :", "durand".
_NAME = re.compile(
    r"(?: (?: Dr | Pr | M | Mme | Mr | Mrs | Ms | Me ) \.? \s+ )? (?: [A-ZÀ-Ý] [\w'’.-]* \s+ (?: (?: de | du | von | van | el | ben ) \s+ )? ){1,3} [A-ZÀ-Ý] [\w'’-]+",
    re.VERBOSE,
)
_DASHES = re.compile(r"[-–—_=*~\s]{2,}")
_LONGEST_TOP = 25
"""Paragraphs among which a greeting is looked for."""


@dataclass
class Letter:
    """A letter taken apart; `body` and `leftovers` hold all its words."""

    body: list[Paragraph] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    author: str = ""
    role: str = ""


def open_letter(paragraphs: Sequence[Paragraph]) -> Letter:
    """Set apart what is no remark: the letterhead, greetings, courtesies, signatures and notices."""
    letter = Letter()
    top = _end_of_head(paragraphs)
    for paragraph in paragraphs[:top]:
        letter.leftovers.append(Leftover(paragraph.where, paragraph.text, "header"))
        name, _colon, value = paragraph.text.partition(":")
        if plain(name) in vocabulary().fields["author"]:
            letter.author = letter.author or value.strip(" *_")
    end = _start_of_bare_signature(paragraphs, top)
    signing = False
    for index, paragraph in enumerate(paragraphs[top:], start=top):
        signing = _sort(letter, paragraph, signing=signing or index >= end)
    return letter


def _sort(letter: Letter, paragraph: Paragraph, *, signing: bool) -> bool:
    """Put a paragraph where it belongs; tell whether the letter is being signed."""
    text, said = paragraph.text, plain(paragraph.text[:300])
    words = vocabulary().letter
    if _DASHES.fullmatch(text):
        return signing or text.startswith("--")
    if begins_with(said, words.devices) or begins_with(said, words.notices):
        letter.leftovers.append(Leftover(paragraph.where, text, "signature"))
        return True
    if _is_closing(paragraph):
        letter.leftovers.append(Leftover(paragraph.where, text, "greeting"))
        return True
    if signing and is_signature_line(paragraph):
        _sign(letter, paragraph)
        return True
    _without_courtesies(letter, paragraph)
    return False


def _sign(letter: Letter, paragraph: Paragraph) -> None:
    letter.leftovers.append(Leftover(paragraph.where, paragraph.text, "signature"))
    if not letter.author and _NAME.fullmatch(paragraph.text) and not _is_function(paragraph.text):
        letter.author = paragraph.text
    elif not letter.role and _is_function(paragraph.text):
        letter.role = paragraph.text


def _is_function(text: str) -> bool:
    return len(text) <= 100 and not vocabulary().letter.functions.isdisjoint(plain(text).split())


def is_signature_line(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph below a closing goes on with the signature: short, no sentence, no place."""
    text = paragraph.text
    said = plain(text)
    if begins_with(said, vocabulary().letter.postscripts) or paragraph.level is not None or paragraph.is_item:
        return False
    if _ADDRESS.search(text):
        return len(said.split()) <= 25
    words = said.split()
    return len(words) <= 12 and not text.rstrip().endswith((".", "?", ":", ";")) and not place_of(text)


def _is_closing(paragraph: Paragraph) -> bool:
    said = plain(paragraph.text)
    return (
        len(said.split()) <= 6
        and begins_with(said, vocabulary().letter.closings)
        and not place_of(paragraph.text)
    )


def _start_of_bare_signature(paragraphs: Sequence[Paragraph], top: int) -> int:
    """Return where a signature without a closing above it begins: a name and what stands with it, at the end."""
    start = len(paragraphs)
    while start > top + 1 and _may_sign(paragraphs[start - 1]):
        start -= 1
    named = any(_NAME.fullmatch(item.text) or _ADDRESS.search(item.text) for item in paragraphs[start:])
    return start if named else len(paragraphs)


def _may_sign(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if (
        paragraph.level is not None
        or paragraph.is_item
        or text.endswith((".", ":", ";", "?"))
        or place_of(text)
    ):
        return False
    words = len(text.split())
    return words <= 10 and bool(
        (_NAME.fullmatch(text) and words <= 4) or _ADDRESS.search(text) or (_is_function(text) and words <= 8)
    )


def _end_of_head(paragraphs: Sequence[Paragraph]) -> int:
    """Return how many paragraphs at the top are letterhead."""
    for index, paragraph in enumerate(paragraphs[:_LONGEST_TOP]):
        if _greeting_end(paragraph.text):
            return index if all(map(_is_short, paragraphs[:index])) else _leading_heads(paragraphs)
    return _leading_heads(paragraphs)


def _is_short(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph may stand above a greeting."""
    words = len(paragraph.text.split())
    if _is_head_line(paragraph):
        return True
    return words <= 14 and not paragraph.is_item and not paragraph.text.endswith((".", ";", "?"))


def _leading_heads(paragraphs: Sequence[Paragraph]) -> int:
    count = int(len(paragraphs) > 1 and paragraphs[0].level is not None and _is_head_line(paragraphs[1]))
    while count < len(paragraphs) and (
        _is_head_line(paragraphs[count]) or (count == 0 and _is_title(paragraphs))
    ):
        count += 1
    return count


def _is_head_line(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    name, colon, _rest = text.partition(":")
    fielded = bool(colon) and plain(name) in vocabulary().letter.letterhead and len(text) <= 200
    written = len(text) <= 150 and begins_with(plain(text), vocabulary().letter.written)
    return (
        fielded
        or written
        or _DATE_LINE.fullmatch(text) is not None
        or (len(text) <= 100 and bool(_ADDRESS.search(text)))
    )


def _is_title(paragraphs: Sequence[Paragraph]) -> bool:
    """Tell whether the first paragraph only says what the letter is: "Remarques du DPO sur le projet"."""
    first = paragraphs[0]
    if (
        len(paragraphs) < 2
        or first.is_item
        or first.level is not None
        or first.text.endswith((".", "?", ":"))
    ):
        return False
    said = plain(first.text)
    if stance_of(first.text) is not None or silent_place(first.text) is not None:
        return False
    held = holds(said, vocabulary().letter.introduced)
    return held and len(said.split()) <= 14 and not place_of(first.text)


def _greeting_end(text: str) -> int:
    """Return where the greeting that a paragraph begins with ends; 0 if it does not greet.

    >>> _greeting_end("Bonjour à tous,"), _greeting_end("Madame, Monsieur,"), _greeting_end("Chercher la cause.")
    (15, 17, 0)
    """
    words = vocabulary().letter
    said = plain(text[:80])
    if not begins_with(said, words.greetings):
        return 0
    if len(said.split()) <= 7 and len(text) <= 80 and not text.endswith((".", "?", ":")):
        return len(text)
    found = _GREETING.match(text)
    return found.end() if found is not None and len(found.group().split()) <= 5 else 0


# Matches "Bonjour," before more words, "Dear colleagues –". Near miss: "Bonjour" alone.
_GREETING = re.compile(r"[^,!.\n]{2,40} (?: [,!.] | \s [–-] \s ) \s*", re.VERBOSE)


def _without_courtesies(letter: Letter, paragraph: Paragraph) -> None:
    """Keep a paragraph in the body, but for greetings and sentences that only introduce or thank."""
    text = paragraph.text
    end = _greeting_end(text) if not letter.body else 0
    if end:
        letter.leftovers.append(Leftover(paragraph.where, text[:end].strip(), "greeting"))
        text = text[end:].strip()
    kept: list[str] = []
    for sentence in sentences(text) if _may_be_polite(text, early=not letter.body) else (text,):
        if is_courtesy(sentence, early=not letter.body and not kept):
            letter.leftovers.append(Leftover(paragraph.where, sentence, "greeting"))
        elif sentence.strip():
            kept.append(sentence)
    if kept:
        letter.body.append(msgspec.structs.replace(paragraph, text=" ".join(kept)))


def _may_be_polite(text: str, *, early: bool) -> bool:
    said = plain(text[:5000])
    words = vocabulary().letter
    return early or holds(said, words.courtesies) or holds(said, words.enclosures)


def is_courtesy(sentence: str, *, early: bool) -> bool:
    """Tell whether a sentence only thanks, offers help, or (`early` in a letter) says what follows."""
    said = plain(sentence[:400])
    words = vocabulary().letter
    count = len(said.split())
    if count > 40 or place_of(sentence):
        return False
    if begins_with(said, words.courtesies):
        return True
    if count <= 14 and holds(said, words.enclosures):
        return True
    if not early or not holds(said, words.introduced):
        return False
    return begins_with(said, words.introductions) or (count <= 14 and sentence.rstrip().endswith(":"))
