"""What people read, in their language: gettext catalogues of the domain `consult`.

Source strings are English; `toolkit/locale/fr` holds the French. The language is chosen once per process by
`use_language`, for a while by `speaking` where one process serves several people, and may be asked for per call
(`text_in`) where one output mixes languages.
"""

from __future__ import annotations

import contextlib
import gettext
import os
import re
import unicodedata
from collections.abc import Iterator
from contextvars import ContextVar
from functools import cache
from pathlib import Path

DOMAIN = "consult"
LANGUAGES = ("fr", "en")
LANGUAGE_VARIABLE = "CONSULT_LANG"

_LOCALE_DIR = Path(__file__).parent / "locale"
_of_process: list[str] = ["en"]
_for_a_while: ContextVar[str] = ContextVar("language", default="")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, _LOCALE_DIR, languages=[language], fallback=True)


def use_language(language: str) -> None:
    """Speak `language` ("fr" or "en") from here on, in this process and in the children it starts."""
    if language not in LANGUAGES:
        raise ValueError(f"no messages in {language!r}")
    _of_process[0] = language
    os.environ[LANGUAGE_VARIABLE] = language
    # Typer translates its own words ("Options", "Usage") through gettext's global domain.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, _LOCALE_DIR)
    gettext.textdomain(DOMAIN)


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` within the block, in this thread or task and in the limited children it starts."""
    if language not in LANGUAGES:
        raise ValueError(f"no messages in {language!r}")
    before = _for_a_while.set(language)
    try:
        yield
    finally:
        _for_a_while.reset(before)


def current_language() -> str:
    """Return the language that `_` answers in."""
    return _for_a_while.get() or _of_process[0]


def preferred_language() -> str:
    """Return the language asked for by CONSULT_LANG, else by the locale as gettext reads it; English otherwise.

    Source: POSIX.1-2017, chapter 8.2, for the order of the variables; the GNU gettext manual, section 2.3.3, for
    LANGUAGE, which the locale "C" switches off.
    """
    ours = _language_of(os.environ.get(LANGUAGE_VARIABLE, ""))
    if ours in LANGUAGES:
        return ours
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "C")
    if _language_of(locale) in ("c", "posix"):
        return "en"
    wanted = os.environ.get("LANGUAGE") or locale
    return next((name for name in map(_language_of, wanted.split(":")) if name in LANGUAGES), "en")


def _language_of(locale: str) -> str:
    """Return "fr" for "fr_FR.UTF-8", "c" for "C.UTF-8"."""
    return re.split("[_.@-]", locale, maxsplit=1)[0].lower()


def N_(message: str) -> str:  # noqa: N802  # the mark by which gettext collects messages
    """Mark a message for translation where it stands and translate it where it is used."""
    return message


def _(message: str) -> str:
    """Return `message` in the current language."""
    return _catalogue(current_language()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a message that fits `count`, in the current language."""
    return _catalogue(current_language()).ngettext(singular, plural, count)


def reason_of(error: Exception) -> str:
    """Say why a file could not be used, in the current language where the reason is a common one."""
    system = getattr(error, "strerror", None)
    return _(system) if system else str(error) or type(error).__name__


def text_in(language: str, message: str) -> str:
    """Return `message` in `language`, whatever the process speaks."""
    return _catalogue(language).gettext(message)


def one_line(text: str) -> str:
    r"""Return `text` in one line, with the no-break spaces of French punctuation.

    >>> one_line("quoi\u00a0?\n  rien")
    'quoi\xa0? rien'
    """
    return re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip()


def quoted(text: str) -> str:
    r"""Return `text` in one line between the quotation marks of the current language, what no screen shows escaped.

    >>> quoted("R\t12\x1b")
    '“R\\t12\\x1b”'
    """
    shown = "".join(map(_visible, text))
    return _("“{words}”").format(words=shown)


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    hidden = category[0] == "C" or category in ("Zl", "Zp")
    return char.encode("unicode_escape").decode() if hidden else char
