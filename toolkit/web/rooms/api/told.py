"""What programs get beyond the values of the model."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

from toolkit.draft.templates import Field
from toolkit.model.comment import Comment, Position
from toolkit.model.provision import Provision
from toolkit.model.response import Consultation
from toolkit.search.highlight import Snippet
from toolkit.tagging import Reason
from toolkit.workspace.coverage import CoverageRow, Mark, RoleCount

Item = TypeVar("Item")


class Listed(msgspec.Struct, Generic[Item], frozen=True, kw_only=True):
    """A part of a list: `total` is the length of the whole."""

    total: int
    items: tuple[Item, ...]


class WorkspaceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A workspace in the list of them; `trouble` says why one cannot be opened."""

    name: str
    title: str = ""
    issuer: str = ""
    deadline: str = ""
    internal_deadline: str = ""
    trouble: str = ""


class WorkspaceFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A workspace: what it answers, who works there, and as whom one asks."""

    name: str
    consultation: Consultation
    provisions: int
    comments: int
    people: tuple[PersonLine, ...]
    roles: tuple[NamedLine, ...]
    topics: tuple[NamedLine, ...]
    you: str
    """"" for nobody named."""
    may: tuple[str, ...]
    """Acts that you have the duty for, of those that take one."""


class PersonLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the team."""

    name: str
    role: str
    duties: tuple[str, ...]


class NamedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A role or topic with its label in the language asked for."""

    id: str
    label: str


class FoundProvision(msgspec.Struct, frozen=True, kw_only=True):
    """A provision with its path, and the words around what was found in it."""

    provision: Provision
    path: tuple[str, ...]
    score: float
    snippet: Snippet


class FoundProvisions(msgspec.Struct, frozen=True, kw_only=True):
    """A page of provisions, best first; without words in the draft's order."""

    total: int
    items: tuple[FoundProvision, ...]
    suggestion: str = ""
    """The words with unknown ones replaced by the nearest of the draft."""
    relaxed: bool = False
    """Whether nothing has all the words, and these have some."""


class ProvisionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A provision, why it has its tags, and what people left on it."""

    provision: Provision
    path: tuple[str, ...]
    reasons: tuple[Reason, ...]
    comments: tuple[Comment, ...]
    marks: tuple[Mark, ...]


class Counted(msgspec.Struct, frozen=True):
    """How many things were changed."""

    count: int


class SectionCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """A main section; "" for what stands in none."""

    section_id: str
    title: str
    counts: tuple[RoleCount, ...]


class CoverageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Provisions × roles."""

    roles: tuple[str, ...]
    counts: tuple[RoleCount, ...]
    sections: tuple[SectionCoverage, ...]
    rows: tuple[CoverageRow, ...]
    """Their states are in the order of `roles`."""


class TemplateFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A comment template."""

    name: str
    title: str
    purpose: str
    position: Position
    deletion: bool
    fields: tuple[Field, ...]


class FormatLine(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of file that a response can be written as."""

    name: str
    suffixes: tuple[str, ...]
    purpose: str
