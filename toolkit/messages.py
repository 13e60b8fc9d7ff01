"""What people read, in their language: gettext catalogues of the domain `consult`.

Source strings are English; `toolkit/locale/fr` holds the French. The language is chosen once per process by
`use_language` and may be asked for per call (`text_in`) where one output mixes languages.
"""

from __future__ import annotations

import gettext
import os
import re
from functools import cache
from pathlib import Path

DOMAIN = "consult"
LANGUAGES = ("fr", "en")
LANGUAGE_VARIABLE = "CONSULT_LANG"

_LOCALE_DIR = Path(__file__).parent / "locale"
_current: list[str] = ["en"]


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, _LOCALE_DIR, languages=[language], fallback=True)


def use_language(language: str) -> None:
    """Speak `language` ("fr" or "en") from here on, in this process and in the children it starts."""
    if language not in LANGUAGES:
        raise ValueError(f"no messages in {language!r}")
    _current[0] = language
    os.environ[LANGUAGE_VARIABLE] = language
    # Typer translates its own words ("Options", "Usage") through gettext's global domain.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, _LOCALE_DIR)
    gettext.textdomain(DOMAIN)


def current_language() -> str:
    """Return the language that `_` answers in."""
    return _current[0]


def preferred_language() -> str:
    """Return the language asked for by CONSULT_LANG or the locale variables; English otherwise."""
    for name in (LANGUAGE_VARIABLE, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        asked = os.environ.get(name, "")[:2].lower()
        if asked in LANGUAGES:
            return asked
        if name == "LC_ALL" and asked:
            break
    return "en"


def N_(message: str) -> str:  # noqa: N802  # the mark by which gettext collects messages
    """Mark a message for translation where it stands and translate it where it is used."""
    return message


def _(message: str) -> str:
    """Return `message` in the current language."""
    return _catalogue(_current[0]).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a message that fits `count`, in the current language."""
    return _catalogue(_current[0]).ngettext(singular, plural, count)


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
