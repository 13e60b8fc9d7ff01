"""A name → a comment template of a team's own, in both languages, to start from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from toolkit.draft.templates import SUFFIX, get_template
from toolkit.errors import UsageError
from toolkit.files import storage_error, write_atomic
from toolkit.messages import LANGUAGES, _, quoted
from toolkit.resources import shipped

# Matches "amend", "care-impact-2"; not "Amend", "a b", "../x".
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

# Matches the line of the front matter that repeats the name of the file: 'name = "amend"'. Not the name of a field,
# which stands below "[[fields]]".
_NAME_LINE = re.compile(r"\A(\+\+\+\n(?:(?!\[|\+\+\+).*\n)*?)name[ \t]*=.*\n")


def new_template(
    folder: Path, name: str, *, source: str = "", folders: Sequence[Path] = ()
) -> tuple[Path, ...]:
    """Write `comments/fr/NAME.md.j2` and the English one below `folder` and return them.

    A copy of the template `source`, looked for in `folders` and among the shipped ones; without it, a skeleton that
    explains itself.

    Raises:
        UsageError: the name cannot be a file's, or there is such a template of the team's own already.
        UnknownName: there is no template `source`.
        StorageError: it cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            _("{name} cannot be the name of a template.").format(name=quoted(name)),
            hint=_("Small letters, digits and hyphens: care-impact."),
        )
    targets = {language: folder / "comments" / language / f"{name}{SUFFIX}" for language in LANGUAGES}
    present = next((path for path in targets.values() if path.exists()), None)
    if present is not None:
        raise UsageError(_("is there already."), where=str(present), hint=_("Choose another name."))
    texts = {language: _text(language, source, folders) for language in LANGUAGES}
    for language, path in targets.items():
        _write(path, texts[language].encode())
    return tuple(targets.values())


def new_response_template(folder: Path) -> Path:
    """Copy the shipped Word template of the response below `folder`, to be changed in Word.

    Raises:
        UsageError: there is one already.
        StorageError: it cannot be written.
    """
    target = folder / "response" / "response.docx"
    if target.exists():
        raise UsageError(_("is there already."), where=str(target), hint=_("Change it in Word."))
    _write(target, (shipped("templates") / "response" / "response.docx").read_bytes())
    return target


def _text(language: str, source: str, folders: Sequence[Path]) -> str:
    if not source:
        return (shipped("templates") / "scaffold" / f"{language}{SUFFIX}").read_text(encoding="utf-8")
    found = Path(get_template(source, folders, language).path).read_text(encoding="utf-8")
    return _NAME_LINE.sub(r"\1", found)


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error, path.parent) from error
    write_atomic(path, content)
