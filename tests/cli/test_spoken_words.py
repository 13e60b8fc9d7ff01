"""Which language is spoken, and how what a person typed is said back to them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from toolkit.messages import LANGUAGE_VARIABLE, current_language, preferred_language, quoted, use_language

VARIABLES = (LANGUAGE_VARIABLE, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture
def language() -> Iterator[None]:
    """Put the language of the process back."""
    spoken = current_language()
    yield
    use_language(spoken)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        pytest.param({}, "en", id="nothing-said"),
        pytest.param({"LANG": "fr_FR.UTF-8"}, "fr", id="lang"),
        pytest.param({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en", id="c-wins-over-lang"),
        pytest.param({"LANG": "fr_FR.UTF-8", "LC_ALL": "C.UTF-8"}, "en", id="c-in-unicode"),
        pytest.param({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "POSIX"}, "en", id="messages-win-over-lang"),
        pytest.param({"LC_ALL": "fr_CA", "LC_MESSAGES": "C"}, "fr", id="all-wins-over-messages"),
        pytest.param({"LC_ALL": "C", "LANGUAGE": "fr"}, "en", id="c-switches-the-list-off"),
        pytest.param({"LANG": "en_GB.UTF-8", "LANGUAGE": "de:fr:en"}, "fr", id="first-of-the-list-we-speak"),
        pytest.param({"LANG": "fr_FR.UTF-8", "LANGUAGE": "de"}, "en", id="the-list-replaces-the-locale"),
        pytest.param({"LANG": "fr_FR.UTF-8", LANGUAGE_VARIABLE: "en"}, "en", id="our-own-wins"),
        pytest.param({"LANG": "frp_CH"}, "en", id="another-language-that-begins-alike"),
    ],
)
def test_language_is_read_as_gettext_reads_it(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert preferred_language() == language


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize(
    ("spoken", "text", "said"),
    [
        pytest.param("en", "R12", "“R12”", id="english"),
        pytest.param("fr", "R12", "«\u00a0R12\u00a0»", id="french"),
        pytest.param("en", "l'accès", "“l'accès”", id="letters-stay"),
        pytest.param("en", "a\nb\x1b[31m", r"“a\nb\x1b[31m”", id="control-characters"),
        pytest.param("en", "a\u202eb\u2028", r"“a\u202eb\u2028”", id="what-turns-the-line-round"),
    ],
)
def test_what_was_typed_is_quoted_as_the_language_does(spoken: str, text: str, said: str) -> None:
    use_language(spoken)
    assert quoted(text) == said
