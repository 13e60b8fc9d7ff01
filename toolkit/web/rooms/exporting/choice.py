"""The query of an address ↔ what is to be exported: channel, part, language, order, names. An address can be kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, cast

import msgspec

from toolkit import desk
from toolkit.errors import UnknownName
from toolkit.export.formats import BY_NAME, FormatFacts
from toolkit.messages import LANGUAGES, _, quoted
from toolkit.model.comment import POSITIONS, Position, State
from toolkit.model.response import Ordering
from toolkit.model.selection import Selection

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

    from toolkit.desk import Language
    from toolkit.web.snapshot import Snapshot

ORDERINGS: tuple[Ordering, ...] = ("section", "role", "author")
STATES: tuple[State, ...] = ("draft", "submitted", "approved")
"""Of comments that can be part of a response."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants exported."""

    format: str = "docx"
    """As the command line writes it: "docx", "iso.xlsx"."""
    language: Language = "fr"
    ordering: Ordering = "section"
    selection: Selection = Selection()
    anonymous: bool = False
    with_remarks: bool = False
    form: str = ""
    """Id of the regulator's form in the drawer."""
    mapping: str = ""
    """Id of what maps it, in the drawer."""

    @property
    def facts(self) -> FormatFacts:
        """What is known of the format."""
        return BY_NAME[self.format.partition(".")[0]]  # type: ignore[index]  # checked when it was read

    @property
    def suffix(self) -> str:
        """Of the file, where the format alone decides it."""
        return self.format.partition(".")[2] or self.facts.suffixes[0]

    @property
    def content(self) -> Choice:
        """The same without what only decides about the file: equal for two files that say the same."""
        return msgspec.structs.replace(
            self,
            format="",
            form="",
            mapping="",
            with_remarks=self.with_remarks or self.facts.quotes_remarks,
        )

    def query(self) -> dict[str, object]:
        """Return the query of an address that leads back to this choice."""
        part = self.selection
        told: dict[str, object] = {
            "format": self.format,
            "language": self.language,
            "by": self.ordering,
            "section": list(part.provision_ids),
            "role": list(part.roles),
            "state": list(part.states),
            "author": list(part.authors),
            "position": list(part.positions),
            "anonymous": "yes" if self.anonymous else "",
            "remarks": "yes" if self.with_remarks else "",
            "form": self.form,
            "mapping": self.mapping,
        }
        return {name: value for name, value in told.items() if value}


def choice_of(query: QueryParams, snapshot: Snapshot) -> Choice:
    """Return what a query asks for.

    Raises:
        UnknownName: it asks for what there is not.
    """
    usual = Choice(language=desk.writing_language(snapshot.workspace))
    format_ = query.get("format") or usual.format
    name, _dot, suffix = format_.partition(".")
    _known([name], BY_NAME, what=_("format"))
    _known([suffix] if suffix else [], BY_NAME[name].suffixes, what=_("kind of file"))  # type: ignore[index]
    language, by = query.get("language") or usual.language, query.get("by") or usual.ordering
    _known([language], LANGUAGES, what=_("language"))
    _known([by], ORDERINGS, what=_("order"))
    return Choice(
        format=format_,
        language=cast("Language", language),
        ordering=cast("Ordering", by),
        selection=_selection(query, snapshot),
        anonymous=bool(query.get("anonymous")),
        with_remarks=bool(query.get("remarks")),
        form=query.get("form", ""),
        mapping=query.get("mapping", ""),
    )


def authors_of(snapshot: Snapshot) -> list[str]:
    """Return who has said anything, by name."""
    return sorted({item.author for item in snapshot.comments if item.author}, key=str.casefold)


def _selection(query: QueryParams, snapshot: Snapshot) -> Selection:
    roles = [role.id for role in snapshot.profile.roles]
    asked = {name: tuple(dict.fromkeys(filter(None, query.getlist(name)))) for name in _KNOWN}
    _known(asked["section"], snapshot.outline.by_id, what=_("provision"))
    _known(asked["role"], roles, what=_("role"))
    _known(asked["state"], STATES, what=_("state"))
    _known(asked["position"], POSITIONS, what=_("position"))
    _known(asked["author"], authors_of(snapshot) if asked["author"] else (), what=_("author"))
    return Selection(
        provision_ids=asked["section"],
        roles=asked["role"],
        states=cast("tuple[State, ...]", asked["state"]),
        authors=asked["author"],
        positions=cast("tuple[Position, ...]", asked["position"]),
    )


_KNOWN = ("section", "role", "state", "author", "position")


def _known(asked: Collection[str], known: Collection[str], *, what: str) -> None:
    for name in asked:
        if name not in known:
            raise UnknownName(_("there is no {what} {name}.").format(what=what, name=quoted(name)))
