"""Which part of a team's answer is meant."""

from __future__ import annotations

import msgspec

from toolkit.model.comment import Position, State


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Any of the values of a field, all of the fields; an empty field does not restrict."""

    provision_ids: tuple[str, ...] = ()
    """These provisions and all that stands under them."""
    roles: tuple[str, ...] = ()
    """Of the contributors; of what nobody has answered yet, those that it concerns."""
    states: tuple[State, ...] = ()
    authors: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self == Selection()
