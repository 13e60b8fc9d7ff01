"""Passwords → hashes, and the answer whether a password is the one; rules for new ones.

Argon2id as RFC 9106 recommends where memory is scarce (64 MiB, 3 passes), from argon2-cffi, whose parameters a later
version may raise: a hash is then made anew at the next login. Twelve characters of free choice are more than the 50
bits that the CNIL asks of a password behind a limit of attempts (délibération 2022-100); rules on kinds of characters
are left out, as NIST SP 800-63B advises.
"""

from __future__ import annotations

import threading
import tomllib
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from toolkit.errors import LimitExceeded, UsageError
from toolkit.messages import _

T = TypeVar("T")
SHORTEST, LONGEST = 12, 256
_COMMON = Path(__file__).with_name("common_passwords.toml")
_LEAST_LEFT = 5
"""So many different characters must be left of a password without the words that everybody tries."""
_DIGITS_FOR_LETTERS = str.maketrans("013457@$!€", "oieastasie")
_AT_ONCE = 2
"""Each hash takes 64 MiB and a core: more at once would be a way to bring the server down."""
_MOST_IN_LINE = 8
"""So many wait for their turn; each holds a thread that others need to read."""
_PATIENCE_SECONDS = 10.0

_hasher = PasswordHasher()
_turns = threading.BoundedSemaphore(_AT_ONCE)
_places = threading.BoundedSemaphore(_AT_ONCE + _MOST_IN_LINE)


def hash_password(password: str) -> str:
    """Return what is kept of a password."""
    return _in_turn(lambda: _hasher.hash(_normal(password)))


def is_right(kept: str, password: str) -> bool:
    """Tell whether `password` is the one that `kept` was made of; takes as long where nothing is kept ("")."""
    if len(password) > LONGEST:
        password = ""
    nobodys = _nobodys_hash()
    return _in_turn(lambda: _verified(kept or nobodys, password)) and bool(kept)


def is_outdated(kept: str) -> bool:
    """Tell whether a hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def check_rules(password: str, *, mail: str, name: str) -> None:
    """Refuse a new password that is short, endless, or made of words that everybody tries first.

    Raises:
        UsageError: says which.
    """
    if len(_normal(password)) < SHORTEST:
        raise UsageError(
            _("The password is too short: {least} characters at least.").format(least=SHORTEST),
            hint=_("Four words that have nothing to do with each other are easy to keep in mind."),
        )
    if len(password) > LONGEST:
        raise UsageError(_("The password is too long: {most} characters at most.").format(most=LONGEST))
    own = [part for text in (mail, name) for part in _words_in(text)]
    if _left_over(password, own) < _LEAST_LEFT:
        raise UsageError(
            _("The password is too easy to guess: it is made of common words or of your name."),
            hint=_("Four words that have nothing to do with each other are easy to keep in mind."),
        )


def _left_over(password: str, own: list[str]) -> int:
    """Return how many different characters are left without common words and the person's own.

    >>> _left_over("P4ssw0rd-2026", []), _left_over("quatre chevaux nagent", [])
    (4, 12)
    """
    words = sorted({*_common_words(), *own}, key=len, reverse=True)
    folded = _folded(password)
    counts = []
    for shape in (folded, folded.translate(_DIGITS_FOR_LETTERS)):
        rest = shape
        for word in words:
            rest = rest.replace(word, "")
        counts.append(len(set(rest) - {" "}))
    return min(counts)


@cache
def _common_words() -> frozenset[str]:
    return frozenset(tomllib.loads(_COMMON.read_text(encoding="utf-8"))["words"])


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("the password of nobody")


def _words_in(text: str) -> list[str]:
    letters = "".join(char if char.isalnum() else " " for char in _folded(text))
    return [word for word in letters.split() if len(word) >= 3]


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _normal(password: str) -> str:
    """Return the same characters however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password)


def _verified(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, _normal(password))
    except (VerificationError, InvalidHashError):
        return False


def _in_turn(work: Callable[[], T]) -> T:
    """Do the work when fewer than so many others do.

    Raises:
        LimitExceeded: too many wait already, or it takes too long.
    """
    if not _places.acquire(blocking=False):
        raise _too_many()
    try:
        if not _turns.acquire(timeout=_PATIENCE_SECONDS):
            raise _too_many()
        try:
            return work()
        finally:
            _turns.release()
    finally:
        _places.release()


def _too_many() -> LimitExceeded:
    return LimitExceeded(_("too many people log in at this moment."), hint=_("Try again in a minute."))
