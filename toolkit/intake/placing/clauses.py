"""A place as somebody writes it ("point a) du 2", "7.2, 3e tiret", "R12 à R15") → its segments, outermost first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from toolkit.intake.placing.tables import name_words
from toolkit.model.stems import fold
from toolkit.structure.vocabulary import codes

Part = Literal["", "bullet", "item", "paragraph", "sentence", "row"]
_PARTS: tuple[Part, ...] = ("bullet", "item", "paragraph", "sentence", "row")
_LONGEST_RANGE = 60


class Segment(NamedTuple):
    """One step on the way to a place: "fiche 13" is a word and numbers, "3e tiret" a part and its ordinal."""

    word: str = ""
    """Without case and accents; "" where a number stands alone."""
    numbers: tuple[str, ...] = ()
    """In small letters: several for "R12 et R14"; a range is spelled out."""
    part: Part = ""
    """What is counted, where the word counts ("tiret", "al.")."""
    ordinal: int = 0
    """From 1, or from the end where negative; 0 where nothing is counted."""


class _Token(NamedTuple):
    kind: Literal["ordinal", "number", "word", "link", "comma", "join", "range", "other"]
    text: str


def chains(clause: str) -> list[tuple[Segment, ...]]:
    """Return the places that a clause names, each as segments from the outermost to the innermost.

    >>> [segment.numbers or segment.ordinal for segment in chains("3e tiret du 7.2")[0]]
    [('7.2',), 3]
    >>> chains("R12 à R14")[0][0].numbers
    ('r12', 'r13', 'r14')
    """
    found: list[list[Segment]] = []
    last = 0
    for segment, link in _segments(list(_tokens(clause))):
        if not found or link == "join":
            found.append([segment])
            last = 0
        elif link == "inner_first":
            found[-1].insert(last, segment)
        else:
            found[-1].append(segment)
            last = len(found[-1]) - 1
    return [tuple(chain) for chain in found]


@cache
def _token_pattern() -> re.Pattern[str]:
    """Match the next piece of a folded clause.

    Matches: "3e", "deuxieme", "r12", "ex-3", "7.2.1", "5.1.a", "(a)", "b)", "fiche", "§", ",".
    Near misses: the "r" of "re 12" alone is no number; "iso 27001" is a word and a number.
    """
    words = name_words()
    named = {
        word for listed in (*words.kinds.values(), *words.parts.values(), words.any_kind) for word in listed
    }
    return re.compile(
        rf"""
          (?P<ordinal> (?:\d+\s?(?:er|ere|re|e|eme|nd|nde|st|rd|th)|{_either(words.ordinals)})\b )
        | (?P<word> (?:{_either(named)})s?\b(?!\)) | §+ )
        | (?P<number> [a-z]{{1,5}}[.\-_]?\d+(?:[.\-]\d+)*(?:\.[a-z]\b)? | [a-z](?:\.\d+)+ | \d+(?:[.\-]\d+)*(?:[.\-]?[a-z]\b)?(?:\s?(?:bis|ter|quater)\b)? | \(?[a-z]{{1,4}}\) | \b(?:[ivxl]+|[b-z])\b )
        | (?P<link> \b(?:{_either(words.inner_first)})\b )
        | (?P<join> \b(?:{_either(words.joining)})\b | [;/&+] )
        | (?P<range> \b(?:{_either(words.ranging)})\b | [–—-] )
        | (?P<comma> [,:>] )
        | (?P<other> [a-z]['’] | [^\W_]+ )
        """,
        re.VERBOSE,
    )


def _either(listed: object) -> str:
    return "|".join(
        re.escape(word).replace(r"\ ", r"[\s'’-]+")
        for word in sorted(listed, key=len, reverse=True)  # type: ignore[call-overload]  # any iterable of words
    )


# Matches "n°", "no.", "nº", "#" before a number; not the "n" of another word.
_NUMBER_SIGN = re.compile(r"\bn\s?[°º.]\s?|\bno\.?\s(?=\d)|\bnumeros?\s(?=\d)|#\s?(?=\d)")
# Matches "p. 15", "page 11", "pp. 4-6": no place of the draft's own. Not "p1", "par 4".
_PAGE = re.compile(r"\b(?:pages?|pp?\.|pg\.?|p)\s+\d+(?:\s*[–-]\s*\d+)?\b,?|\bpp?\.\d+\b,?")
# Matches the stop of an abbreviation: "art. 5", "al. 2"; not "7.2".
_ABBREVIATION = re.compile(r"(?<=[a-z])\.(?=\s|\d)")


@cache
def _spaced_code() -> re.Pattern[str]:
    """Match the letters of a code that stand apart from its number: "R. 12", "EX 3"; not "par 12"."""
    known = "|".join(sorted(map(str.lower, codes()), reverse=True))
    return re.compile(rf"\b({known})[.\s]\s?(?=\d)")


def _tokens(clause: str) -> Iterator[_Token]:
    text = _PAGE.sub(" ", _NUMBER_SIGN.sub("", fold(clause.replace("º", "°"))))
    coded = _spaced_code().sub(r"\1", text)
    for match in _token_pattern().finditer(_ABBREVIATION.sub(" ", coded)):
        kind = match.lastgroup
        yield _Token(kind, match[0].strip())  # type: ignore[arg-type]  # the names of the groups


def _segments(tokens: list[_Token]) -> Iterator[tuple[Segment, str]]:
    """Yield segments with how each hangs on the one before: "join", "inner_first" or "" (inside it)."""
    position, link = 0, ""
    while position < len(tokens):
        token = tokens[position]
        segment, after = _segment(
            tokens, position, is_first=position == 0 or tokens[position - 1].kind != "number"
        )
        if segment is not None:
            yield segment, link
            position, link = after, ""
            continue
        if token.kind == "link":
            link = "inner_first"
        elif token.kind == "join":
            link = "join"
        elif token.kind == "comma":
            link = ""
        position += 1


def _segment(tokens: list[_Token], position: int, *, is_first: bool) -> tuple[Segment | None, int]:
    token = tokens[position]
    following = tokens[position + 1] if position + 1 < len(tokens) else _Token("other", "")
    if token.kind == "ordinal" and following.kind == "word":
        part = part_of(following.text)
        return (Segment(following.text, (), part, ordinal_of(token.text)) if part else None), position + 2
    if token.kind == "word" and following.kind in ("number", "ordinal"):
        numbers, after = _numbers(tokens, position + 1, plural=token.text.endswith("s") or token.text == "§§")
        return _worded(singular(token.text), numbers), after
    if (
        token.kind == "word"
        and following.kind in ("other", "range")
        and following.text.isalpha()
        and len(following.text) == 1
    ):
        return _worded(singular(token.text), (following.text,)), position + 2  # annexe A
    if token.kind == "number" and (_stands_alone(token.text) or not is_first):
        numbers, after = _numbers(tokens, position, plural=False)
        return Segment("", numbers), after
    return None, position + 1


def _worded(word: str, numbers: tuple[str, ...]) -> Segment:
    part = part_of(word)
    ordinal = int(numbers[0]) if part and numbers[0].isdigit() and len(numbers) == 1 else 0
    return Segment(word, numbers, part if ordinal or part == "item" else "", ordinal)


def _stands_alone(number: str) -> bool:
    """Tell whether it names a place without a word: not a letter without bracket, which may be any word."""
    return any(char.isdigit() for char in number) or number.endswith(")")


def _numbers(tokens: list[_Token], position: int, *, plural: bool) -> tuple[tuple[str, ...], int]:
    found = [_bare(tokens[position].text)]
    position += 1
    while position + 1 < len(tokens) and tokens[position + 1].kind == "number":
        between, number = tokens[position], _bare(tokens[position + 1].text)
        if between.kind == "range" and (spelled := spell_range(found[-1], number)):
            found += spelled[1:]
        elif between.kind == "join" or (
            between.kind == "comma" and (plural or _are_codes(found[-1], number))
        ):
            found.append(number)
        else:
            break
        position += 2
    return tuple(found), position


def _are_codes(one: str, other: str) -> bool:
    return one[0].isalpha() and other[0].isalpha() and one[-1].isdigit() and other[-1].isdigit()


def _bare(number: str) -> str:
    return number.strip("()").replace(" ", "").replace("_", "").strip(".")


# Matches "r12", "7.12", "4"; not "b", which has no number to count.
_COUNTED = re.compile(r"(?P<before>.*?)(?P<last>\d+)")


def spell_range(first: str, last: str) -> tuple[str, ...]:
    """Return the numbers from one to another, () where they do not count alike.

    >>> spell_range("r12", "15"), spell_range("a", "c"), spell_range("3.2", "4.1")
    (('r12', 'r13', 'r14', 'r15'), ('a', 'b', 'c'), ())
    """
    if len(first) == len(last) == 1 and first.isalpha() and last.isalpha() and first < last:
        return tuple(map(chr, range(ord(first), ord(last) + 1)))
    low, high = _COUNTED.fullmatch(first), _COUNTED.fullmatch(last)
    if low is None or high is None or high["before"] not in ("", low["before"]):
        return ()
    if not 0 < int(high["last"]) - int(low["last"]) <= _LONGEST_RANGE:
        return ()
    return tuple(f"{low['before']}{value}" for value in range(int(low["last"]), int(high["last"]) + 1))


def singular(word: str) -> str:
    """Return a word of a place without the plural's "s"."""
    return word if word in _all_words() or not word.endswith("s") else word[:-1]


def part_of(word: str) -> Part:
    """Return what a word counts under a provision, "" if nothing."""
    if word.startswith("§"):
        return "paragraph"
    spoken = re.sub(r"[\s'’-]+", " ", singular(word))
    return next((part for part in _PARTS if spoken in name_words().parts[part]), "")


@cache
def _all_words() -> frozenset[str]:
    words = name_words()
    return frozenset(
        word for listed in (*words.kinds.values(), *words.parts.values(), words.any_kind) for word in listed
    )


def ordinal_of(text: str) -> int:
    """Return 3 for "3e" and "troisieme", -1 for "dernier"."""
    digits = re.match(r"\d+", text)
    known = name_words().ordinals
    if text in known or digits is None:
        return known.get(re.sub(r"[\s'’-]+", " ", text), 0)
    return int(digits[0])
