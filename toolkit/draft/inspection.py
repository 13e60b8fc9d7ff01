"""The comment templates of a folder → what is wrong with each, and with the two languages of one beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from toolkit.draft.check import check_template
from toolkit.draft.templates import SUFFIX, Template, get_template, read_template
from toolkit.errors import ToolkitError, UnknownName
from toolkit.messages import LANGUAGES, _
from toolkit.model.issue import Issue


def names_in(folder: Path) -> tuple[str, ...]:
    """Return the names of the templates below a folder, in any language."""
    found = {path.name.removesuffix(SUFFIX) for path in folder.glob(f"comments/*/*{SUFFIX}")}
    return tuple(sorted(found))


def check_named(name: str, folders: Sequence[Path]) -> tuple[Issue, ...]:
    """Return what is wrong with a template in both languages, wherever it lies.

    Raises:
        UnknownName: there is none of that name in any language.
    """
    paths = {language: _path(name, folders, language) for language in LANGUAGES}
    present = {language: path for language, path in paths.items() if path is not None}
    if not present:
        get_template(name, folders, LANGUAGES[0])
    issues = [issue for path in present.values() for issue in check_template(path)]
    told = _("there is no version of it in {language}")
    issues += [
        Issue("warning", name, told.format(language=language))
        for language in LANGUAGES
        if language not in present
    ]
    return (*issues, *_differences(name, list(present.values())))


def _path(name: str, folders: Sequence[Path], language: str) -> Path | None:
    """Return the file of a template; one that cannot be read has a place too, which the check names."""
    for folder in folders:
        own = folder / "comments" / language / f"{name}{SUFFIX}"
        if own.is_file():
            return own
    try:
        return Path(get_template(name, (), language).path)
    except UnknownName:
        return None


def _differences(name: str, paths: Sequence[Path]) -> Iterator[Issue]:
    """Yield what the languages of one template disagree about; wrong files are told of elsewhere."""
    try:
        first, *others = map(read_template, paths)
    except ToolkitError:
        return
    for other in others:
        where = f"{name} ({first.language}, {other.language})"
        if (first.position, first.deletion) != (other.position, other.deletion):
            yield Issue("error", where, _("the languages take different positions"))
        unshared = sorted(_fields(first) ^ _fields(other))
        if unshared:
            told = _("the languages ask for different fields: {names}").format(names=", ".join(unshared))
            yield Issue("error", where, told)


def _fields(template: Template) -> set[str]:
    return {f"{field.name}*" if field.required else field.name for field in template.fields}
