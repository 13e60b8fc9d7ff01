"""The remarks of a file and those of an earlier one that it corrects → which are new, changed, kept or gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from toolkit.model.contribution import Contribution, Received, Remark

_SAME_KEYS = 0.6
"""Share of the earlier remarks that a file of the same author and forms has to make again to be its correction."""
_SOME_KEYS = 0.3
"""The same for a file of the same name."""


class Change(msgspec.Struct, frozen=True):
    """A remark of the file, and what was received of it before; None where it is new."""

    remark: Remark
    before: Received | None = None

    @property
    def is_kept(self) -> bool:
        """Tell whether it was received as it is."""
        return self.before is not None and self.before.remark == self.remark


class Revision(msgspec.Struct, frozen=True):
    """What a file changes: its remarks in order, and the earlier ones that it no longer makes."""

    changes: tuple[Change, ...]
    gone: tuple[Received, ...] = ()


def whole_file(contribution: Contribution) -> tuple[tuple[Contribution, tuple[Remark, ...]], ...]:
    """Return a file's own remarks and those of the files in it; keys and places of the latter name their file."""
    own = ((contribution, contribution.remarks),)
    return (*own, *(part for inner in contribution.attachments for part in _inside(inner, ())))


def _inside(
    contribution: Contribution, above: tuple[str, ...]
) -> Iterator[tuple[Contribution, tuple[Remark, ...]]]:
    path = (*above, contribution.name)
    before = "/".join(path)
    yield (
        contribution,
        tuple(
            msgspec.structs.replace(
                remark,
                key=f"{before}/{remark.key}",
                where=f"{before}: {remark.where}",
                reply_to=f"{before}/{remark.reply_to}" if remark.reply_to else "",
            )
            for remark in contribution.remarks
        ),
    )
    for inner in contribution.attachments:
        yield from _inside(inner, path)


def corrected_file(
    contribution: Contribution,
    remarks: Sequence[Remark],
    earlier: Iterable[tuple[Contribution, Sequence[Received]]],
) -> tuple[Contribution, Sequence[Received]] | None:
    """Return the earlier file that one corrects, the latest that fits, with what is left of its remarks."""
    keys = {remark.key for remark in remarks}
    found = None
    for other, received in earlier:
        known = {item.remark.key for item in received}
        shared = len(keys & known) / max(1, len(known))
        same_author = other.author.casefold() == contribution.author.casefold()
        same_name = other.name.casefold() == contribution.name.casefold()
        same_kind = same_author and bool(other.author) and set(other.forms) == set(contribution.forms)
        if not received:
            continue
        if (same_name and same_author and shared >= _SOME_KEYS) or (same_kind and shared >= _SAME_KEYS):
            found = other, received
    return found


def revise(remarks: Sequence[Remark], received: Sequence[Received]) -> Revision:
    """Compare the remarks of a file with those received from the file that it corrects, by key."""
    before = {item.remark.key: item for item in received}
    changes = tuple(Change(remark, before.get(remark.key)) for remark in remarks)
    keys = {remark.key for remark in remarks}
    return Revision(changes, tuple(item for item in received if item.remark.key not in keys))
