"""A workspace's comments, remarks, marks and signatures → what of them goes into a pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from toolkit.model.comment import Comment, State
from toolkit.model.contribution import Contribution, Received
from toolkit.model.pack import (
    Endorsement,
    PackContent,
    PackedComment,
    PackedMark,
    PackedRemark,
    PackRecord,
    Provenance,
    Station,
)
from toolkit.model.provision import Provision
from toolkit.model.workflow import SignOff
from toolkit.workspace.coverage import Mark


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which comments and marks to pack; an empty field does not restrict."""

    roles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    states: tuple[State, ...] = ()

    def fits(self, *, role: str, author: str, state: State | None = None) -> bool:
        """Tell whether something said in a role by somebody is wanted."""
        return (
            (not self.roles or role in self.roles)
            and (not self.authors or author in self.authors)
            and (not self.states or state is None or state in self.states)
        )


class Stock(msgspec.Struct, frozen=True, kw_only=True):
    """What a workspace holds."""

    station: Station
    provisions: Sequence[Provision]
    comments: Sequence[Comment]
    received: Sequence[Received]
    contributions: Sequence[Contribution]
    marks: Sequence[Mark]
    sign_offs: Sequence[SignOff]
    origins: Sequence[Provenance]
    packs: Sequence[PackRecord]


def origin_of(comment: Comment, known: Mapping[str, Provenance], workspace_id: str) -> str:
    """Return the name of a comment that every workspace knows it by."""
    there = known.get(comment.id)
    return there.origin if there else f"{workspace_id}/{comment.id}@{comment.created}"


def remark_key(item: Received) -> str:
    """Return the name of a remark within a pack: its file and its key in that file."""
    return f"{item.file_sha256}/{item.remark.key}"


def pack_content(stock: Stock, wanted: Wanted) -> PackContent:
    """Return what goes into a pack: the comments wanted, what they were merged from or answer, and what belongs to them.

    Sorted by origin, so that the same content is the same whichever workspace it is packed in.
    """
    known = {item.comment_id: item for item in stock.origins}
    chosen = _chosen(stock.comments, wanted)
    origins = {item.id: origin_of(item, known, stock.station.workspace_id) for item in stock.comments}
    remarks = {item.id: item for item in stock.received}
    packed = sorted(
        (_packed(item, stock, known, origins, remarks) for item in chosen), key=lambda item: item.origin
    )
    sent = _remarks(stock, wanted, chosen, origins)
    marks = _marks(stock.marks, wanted)
    spoken_of = {item.comment.provision_id for item in packed} | {item.provision_id for item in marks}
    spoken_of |= {item.received.placement.provision_id for item in sent}
    files = {item.received.file_sha256 for item in sent}
    return PackContent(
        provisions=tuple(
            msgspec.structs.replace(item, tags=(), spans=(), calls=())
            for item in stock.provisions
            if item.id in spoken_of
        ),
        comments=tuple(packed),
        remarks=tuple(sent),
        contributions=tuple(
            sorted(
                (item for item in stock.contributions if item.sha256 in files), key=lambda item: item.sha256
            )
        ),
        marks=marks,
        endorsements=endorsements(stock),
        chain=_chain(stock),
    )


def _chosen(comments: Sequence[Comment], wanted: Wanted) -> list[Comment]:
    by_id = {item.id: item for item in comments}
    waiting = [
        item.id for item in comments if wanted.fits(role=item.role, author=item.author, state=item.state)
    ]
    taken: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in taken and name in by_id:
            taken.add(name)
            waiting += [*by_id[name].sources, by_id[name].reply_to]
    return [item for item in comments if item.id in taken]


def _packed(
    item: Comment,
    stock: Stock,
    known: Mapping[str, Provenance],
    origins: Mapping[str, str],
    remarks: Mapping[str, Received],
) -> PackedComment:
    there = known.get(item.id)
    carried = msgspec.structs.replace(
        item,
        id="",
        remark="",
        revision=1,
        created=there.created if there else item.created,
        modified="",
        sources=tuple(origins.get(name, name) for name in item.sources),
        reply_to=origins.get(item.reply_to, item.reply_to),
    )
    return PackedComment(
        origin=origins[item.id],
        first=there.first if there else stock.station,
        comment=carried,
        remark=remark_key(remarks[item.remark]) if item.remark in remarks else "",
    )


def _remarks(
    stock: Stock, wanted: Wanted, chosen: Iterable[Comment], origins: Mapping[str, str]
) -> list[PackedRemark]:
    """Return the remarks that chosen comments were made from and, where nothing restricts, those without comment too."""
    taken = {item.remark for item in chosen if item.remark} | {item.id for item in chosen}
    everything = wanted == Wanted()
    packed = [
        PackedRemark(
            key=remark_key(item),
            received=msgspec.structs.replace(item, id="", comment_id=origins.get(item.comment_id, "")),
        )
        for item in stock.received
        if everything or item.id in taken or item.comment_id in taken
    ]
    return sorted(packed, key=lambda item: (item.key, item.received.superseded))


def _marks(marks: Iterable[Mark], wanted: Wanted) -> tuple[PackedMark, ...]:
    found = [
        PackedMark(provision_id=item.provision_id, role=item.role, person=item.person, time=item.time)
        for item in marks
        if item.state == "no_comment" and wanted.fits(role=item.role, author=item.person)
    ]
    return tuple(sorted(found, key=lambda item: (item.provision_id, item.role, item.person)))


def endorsements(stock: Stock) -> tuple[Endorsement, ...]:
    """Return who signed, here and at the sites before: of each person and role at a site, the last signature."""
    latest: dict[tuple[str, str, str], Endorsement] = {}
    before = [item for pack in stock.packs for item in pack.endorsements]
    own = [Endorsement(stock.station, item) for item in stock.sign_offs]
    for item in sorted((*before, *own), key=lambda item: item.sign_off.time):
        latest[item.station.workspace_id, item.sign_off.role, item.sign_off.person] = item
    return tuple(latest[key] for key in sorted(latest))


def _chain(stock: Stock) -> tuple[Station, ...]:
    """Return every workspace that something here has passed, in the order in which it came, this one last."""
    passed = {item.workspace_id: item for pack in stock.packs for item in pack.chain}
    passed.pop(stock.station.workspace_id, None)
    return (*passed.values(), stock.station)
