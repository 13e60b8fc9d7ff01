"""A mapping file (TOML) → the fields of a regulator's form, what goes into each, where it goes, and how long it may be.

[[field]]
id = "Q1"
question = "Do you agree with the scope?"
provisions = ["fiche-1", "R12"]        # or roles, topics, sections, positions, general = true
limit = 4000
unit = "characters"                    # or "words"
target = { control = "answer_1" }      # only for a form that is filled in place

[[field]]
id = "name"
value = "respondent"
target = { table = 1, row = "Organisation" }
"""

from __future__ import annotations

import difflib
from collections import Counter
from typing import Literal

import msgspec

from toolkit.errors import UsageError
from toolkit.messages import _, quoted
from toolkit.model.comment import Position
from toolkit.model.filing import FormFile

Unit = Literal["characters", "words"]
Value = Literal[
    "respondent", "contact", "date", "title", "issuer", "draft", "draft_version", "deadline", "totals",
    "content_sha256",
]  # fmt: skip


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A place in a form: exactly one of `control`, `bookmark`, `tag`, `text`, `name`, `cell`, and a table's `row`."""

    control: str = ""
    """Tag or title of a content control."""
    bookmark: str = ""
    tag: str = ""
    """Name between pointed brackets, as in <ESMA_QUESTION_ABC_1>."""
    text: str = ""
    """Words to be replaced: "[Your answer]"."""
    occurrence: int = 0
    """Which of several places with these words, from 1; 0 where there is only one."""
    name: str = ""
    """Of a range of cells."""
    cell: str = ""
    """"B7" on `sheet`."""
    sheet: str = ""
    table: int | str = 0
    """Number of a table in the document, from 1, or its name."""
    row: int | str = ""
    """Number of a row, from 1, or the words of its first cell."""
    column: int | str = ""
    """Number of a column, from 1, or its words in the header; by default the first one that is empty."""

    def shown(self) -> str:
        """Return it as the mapping file says it."""
        facts = msgspec.to_builtins(self)
        return ", ".join(
            f"{key} = {quoted(value) if isinstance(value, str) else value}" for key, value in facts.items()
        )

    @property
    def kinds(self) -> int:
        """Count the ways in which a place is named."""
        named = (self.control, self.bookmark, self.tag, self.text, self.name, self.cell, self.row)
        return sum(map(bool, named))


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One field of the form; comments that are let through by all of its filters go into the first such field."""

    id: str
    question: str = ""
    provisions: tuple[str, ...] = ()
    """Ids or numbers; what stands under them is meant too."""
    roles: tuple[str, ...] = ()
    """Of the contributors, or of the provision."""
    topics: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    """Ids of the sections of the response."""
    positions: tuple[Position, ...] = ()
    general: bool = False
    """Whether remarks on the draft as a whole go here."""
    rest: bool = False
    """Whether everything goes here that no other field takes."""
    value: Value | None = None
    """A fact of the response instead of comments."""
    fixed: str = ""
    """Words to be written as they are."""
    limit: int = 0
    unit: Unit = "characters"
    target: Target | None = None

    @property
    def takes_comments(self) -> bool:
        """Whether the field is an answer and not a fact."""
        return self.value is None and not self.fixed

    @property
    def filters(self) -> bool:
        """Whether it says which comments it takes."""
        named = (self.provisions, self.roles, self.topics, self.sections, self.positions)
        return any(named) or self.general or self.rest


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The fields of a form, in the order in which they are filled in."""

    field: tuple[Field, ...] = ()


def read_mapping(file: FormFile) -> Mapping:
    """Return a mapping file's fields.

    Raises:
        UsageError: it is no TOML, or a field says what fields do not say.
    """
    try:
        mapping = msgspec.toml.decode(file.content, type=Mapping)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            _("cannot be understood: {reason}.").format(reason=str(error).rstrip(".")),
            where=file.name,
            hint=_("`consult form-map FILE` writes a mapping to begin with."),
        ) from error
    _check(mapping, file.name)
    return mapping


def _check(mapping: Mapping, where: str) -> None:
    repeated = [name for name, count in Counter(field.id for field in mapping.field).items() if count > 1]
    if repeated:
        raise UsageError(_("two fields are called {name}.").format(name=quoted(repeated[0])), where=where)
    for field in mapping.field:
        target = field.target
        if field.limit < 0:
            raise UsageError(
                _("field {name}: a limit cannot be negative.").format(name=quoted(field.id)), where=where
            )
        if target is not None and target.kinds != 1:
            raise UsageError(
                _("field {name}: a target names one place.").format(name=quoted(field.id)),
                where=where,
                hint=_("Use one of control, bookmark, tag, text, name, cell, or table with row."),
            )


def missing_target(target: Target, found: list[str], *, where: str) -> UsageError:
    """Say that a form has no such place, and which are like it."""
    words = next(
        (word for word in (target.control, target.bookmark, target.tag, target.text, target.name) if word), ""
    )
    near = difflib.get_close_matches(words or str(target.row), found, n=3, cutoff=0.5) or found[:5]
    hint = _("It has: {names}.").format(names=", ".join(map(quoted, near))) if near else ""
    return UsageError(
        _("the form has no place {target}.").format(target=target.shown()), where=where, hint=hint
    )
