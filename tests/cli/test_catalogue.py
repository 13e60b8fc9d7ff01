"""Every message that the program can say exists in French, whole, well set, and compiled."""

from __future__ import annotations

import errno
import importlib.util
import os
import re
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from typer import _click as vendored_click
from typer import core as typer_core

import toolkit.messages

_SPEC = importlib.util.spec_from_file_location(
    "catalogues", Path(__file__).parents[2] / "scripts" / "catalogues.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
catalogues = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(catalogues)

NO_BREAK = "\u00a0"
IN_FRENCH: Catalog = catalogues.french()
SAID = [message for message in catalogues.messages() if message.id]
CODE = re.compile(r"`[^`]*`")


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if message.pluralizable else (str(message.string),)


def _text(message: Message) -> str:
    return message.id[-1] if message.pluralizable else str(message.id)


def _placeholders(text: str) -> list[tuple[str, str | None, str | None]]:
    parsed = Formatter().parse(text)
    return sorted((field, spec, conversion) for _, field, spec, conversion in parsed if field is not None)


TRANSLATED = [pytest.param(message, id=_text(message)[:60]) for message in IN_FRENCH if message.id]


def test_every_message_of_the_sources_is_translated() -> None:
    missing = []
    for message in SAID:
        stored = IN_FRENCH.get(message.id)
        if stored is None or not all(_forms(stored)) or stored.fuzzy:
            missing.append(message.id)
    assert missing == []


def test_nothing_is_kept_that_nobody_says() -> None:
    said = {message.id for message in SAID}
    assert [message.id for message in IN_FRENCH if message.id and message.id not in said] == []
    assert not IN_FRENCH.obsolete


def test_what_others_say_is_still_what_they_say() -> None:
    sources = [Path(typer_core.__file__), *Path(vendored_click.__file__).parent.glob("*.py")]
    sources.append(Path(typer_core.__file__).with_name("completion.py"))
    code = "".join(path.read_text(encoding="utf-8") for path in sources)
    reasons = {os.strerror(code) for code in errno.errorcode}
    with catalogues.SAID_ELSEWHERE.open("rb") as stream:
        listed = {message.id for message in catalogues.read_po(stream) if message.id} - reasons
    assert [text for text in listed if f'"{text}"' not in code] == []


@pytest.mark.parametrize("message", TRANSLATED)
def test_placeholders_are_the_same_in_french(message: Message) -> None:
    for form in _forms(message):
        assert _placeholders(form) == _placeholders(_text(message))


@pytest.mark.parametrize("message", TRANSLATED)
def test_french_is_set_as_french_is(message: Message) -> None:
    for form in _forms(message):
        prose = CODE.sub("code", form)
        bare = re.sub(r"\{[^}]*\}", "x", prose)
        assert not set("'\"“”") & set(prose)
        assert not re.search(r"[ \w)][;?!»]|[ \w)]:(?=\s|$)|«[^\u00a0]", bare), prose
        assert "  " not in prose


def test_what_is_installed_is_compiled_from_what_is_stored() -> None:
    compiled = BytesIO()
    write_mo(compiled, IN_FRENCH)
    compiled.seek(0)
    installed = Path(toolkit.messages.__file__).parent / "locale" / "fr" / "LC_MESSAGES" / "consult.mo"
    with installed.open("rb") as stream:
        assert _pairs(read_mo(stream)) == _pairs(read_mo(compiled))


def _pairs(catalogue: Catalog) -> list[tuple[object, object]]:
    return [(message.id, message.string) for message in catalogue if message.id]
