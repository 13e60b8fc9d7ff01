"""Bring the French catalogue up to date with the messages of toolkit/, compile it, and list what is not translated."""

from __future__ import annotations

from io import SEEK_END, BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from toolkit.files import write_atomic

PACKAGE = Path(__file__).parents[1] / "toolkit"
SAID_ELSEWHERE = PACKAGE / "locale" / "elsewhere.pot"
FRENCH = PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "consult.po"
MARKS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "text_in": (2,),
}
"""The calls that mark a message, and which of their arguments are one."""
SOURCES = [("**.py", "python"), ("web/pages/**.html", "jinja2.ext:babel_extract")]
"""Where messages stand, by file name, and what finds them there."""

HEADER = r"""msgid ""
msgstr ""
"Project-Id-Version: consultation-toolkit\n"
"Language: fr\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

"""
"""Without dates: an update that changes no message changes no line."""


def messages() -> Catalog:
    """Return what the sources say to people, with what they pass on."""
    with SAID_ELSEWHERE.open("rb") as stream:
        catalogue = read_po(stream)
    found = extract_from_dir(PACKAGE, method_map=SOURCES, keywords=MARKS)
    for _path, _line, message, _comments, _context in sorted(found, key=lambda item: str(item[2])):
        catalogue.add(message)
    return catalogue


def french() -> Catalog:
    """Return the French catalogue as it is stored."""
    with FRENCH.open("rb") as stream:
        return read_po(stream, locale="fr")


def main() -> None:
    """Add new messages, drop those no longer used, compile."""
    catalogue = french()
    catalogue.update(messages(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for message in catalogue:
        message.user_comments.clear()
    stored, compiled = BytesIO(HEADER.encode()), BytesIO()
    stored.seek(0, SEEK_END)
    write_po(stored, catalogue, width=110, omit_header=True, sort_output=True)
    write_mo(compiled, catalogue)
    # Whole or not at all: whoever reads the catalogue at this moment must not find half of it.
    write_atomic(FRENCH, stored.getvalue())
    write_atomic(FRENCH.with_suffix(".mo"), compiled.getvalue())
    for message in catalogue:
        if message.id and not all(message.string if message.pluralizable else (message.string,)):
            print(f"not translated: {message.id!r}")


if __name__ == "__main__":
    main()
