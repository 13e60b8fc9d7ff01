"""Files `comments/<language>/NAME.md.j2` → templates: front matter in TOML between `+++` lines, then Jinja2 blocks.

    +++
    title = "Ask for a clarification"
    purpose = "The wording can be understood in several ways …"
    position = "question"
    [[fields]]
    name = "term"
    label = "the words that are unclear"
    required = true
    +++
    {% block text %}The term {{ fields.term | quoted }} is not defined.{% endblock %}

A team's own folder is searched first, then the shipped one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from toolkit.errors import UnknownName, UsageError
from toolkit.messages import LANGUAGES, _, quoted
from toolkit.model.comment import Position
from toolkit.resources import shipped

SUFFIX = ".md.j2"
BLOCKS = ("opening", "text", "proposed", "rationale")
"""What a template may write; `text` it must. `opening` names the provision, for a comment that travels alone."""

_FENCE = "+++"

# A line number in a message of tomllib: "(at line 3, column 5)".
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")

# A name that Jinja can read as an attribute: "wording" "cost_per_year". Not: "cost per year", "2nd".
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that the person who comments has to say."""

    name: str
    label: str
    """Fits after "to complete:"."""
    required: bool = False
    default: str = ""
    help: str = ""
    """What to think of."""
    printed: bool = False
    """Whether quotation marks in it mean that the draft says so."""


class FrontMatter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands between the `+++` lines."""

    title: str
    purpose: str
    position: Position
    name: str = ""
    """As the file's name; may be left out."""
    deletion: bool = False
    """Whether a comment drafted from it asks to delete the words that it is about."""
    fields: tuple[Field, ...] = ()


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """A comment template in one language."""

    name: str
    language: str
    title: str
    purpose: str
    position: Position
    deletion: bool = False
    fields: tuple[Field, ...]
    path: str
    source: str
    """Jinja2, with empty lines in the place of the front matter so that line numbers are those of the file."""


def find_templates(folders: Sequence[Path], language: str) -> tuple[Template, ...]:
    """Return the templates in `language` by name; earlier folders win over later ones and over the shipped one.

    Raises:
        UsageError: a template file cannot be understood; names the line.
    """
    return tuple(read_template(path) for _name, path in sorted(_paths(folders, language).items()))


def get_template(name: str, folders: Sequence[Path], language: str) -> Template:
    """Return one template.

    Raises:
        UnknownName: there is none of that name in that language; the hint lists what there is.
        UsageError: its file cannot be understood; names the line.
    """
    paths = _paths(folders, language)
    if name not in paths:
        raise UnknownName(
            _("no comment template is called {name}.").format(name=quoted(name)),
            hint=_("There are: {names}.").format(names=", ".join(sorted(paths))),
        )
    return read_template(paths[name])


def read_template(path: Path) -> Template:
    """Read the file of a template, whose folder is named by its language.

    Raises:
        UsageError: front matter missing or wrong, or not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(path, 1, str(error)) from error
    front, body, lines = _split(path, text)
    matter = _front_matter(path, front)
    name = path.name.removesuffix(SUFFIX)
    if matter.name not in ("", name):
        raise _wrong(
            path, 1, _("the name is {name}, the file says otherwise").format(name=quoted(matter.name))
        )
    return Template(
        name=name,
        language=path.parent.name,
        title=matter.title,
        purpose=matter.purpose,
        position=matter.position,
        deletion=matter.deletion,
        fields=matter.fields,
        path=str(path),
        source="\n" * lines + body,
    )


def _paths(folders: Sequence[Path], language: str) -> dict[str, Path]:
    if language not in LANGUAGES:
        raise UsageError(_("there are no comment templates in {language}.").format(language=quoted(language)))
    found: dict[str, Path] = {}
    for folder in (shipped("templates"), *reversed(folders)):
        for path in (folder / "comments" / language).glob(f"*{SUFFIX}"):
            found[path.name.removesuffix(SUFFIX)] = path
    return found


def _split(path: Path, text: str) -> tuple[str, str, int]:
    """Return front matter, body, and how many lines come before the body."""
    lines = text.split("\n")
    if lines[0].strip() != _FENCE:
        raise _wrong(path, 1, _("the first line must be +++, followed by title, purpose, position"))
    for index, line in enumerate(lines[1:], start=1):
        if line.strip() == _FENCE:
            return "\n".join(lines[1:index]), "\n".join(lines[index + 1 :]), index + 1
    raise _wrong(path, len(lines), _("the +++ line that ends the front matter is missing"))


def _front_matter(path: Path, front: str) -> FrontMatter:
    try:
        matter = msgspec.convert(tomllib.loads(front), FrontMatter)
    except tomllib.TOMLDecodeError as error:
        line = _TOML_LINE.search(str(error))
        raise _wrong(path, int(line[1]) + 1 if line else 2, str(error)) from error
    except msgspec.ValidationError as error:
        raise _wrong(path, 2, str(error)) from error
    names = [field.name for field in matter.fields]
    for name in names:
        if not _FIELD_NAME.fullmatch(name) or names.count(name) > 1:
            raise _wrong(
                path, 2, _("field name {name}: small letters, and only once").format(name=quoted(name))
            )
    return matter


def _wrong(path: Path, line: int, reason: str) -> UsageError:
    return UsageError(
        _("the template cannot be understood: {reason}.").format(reason=reason.rstrip(".")),
        where=f"{path}:{line}",
        hint=_("Mend the file or remove it."),
    )
