"""A pack → an act in this workspace: new comments are added, changed ones follow, known ones stay as they are.

A comment that was changed on both sides since it last came is not overwritten: what the site now says is added beside it.
A provision is found again by its words, else by its id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import msgspec
from rapidfuzz import fuzz

from toolkit.errors import UsageError
from toolkit.messages import _, quoted
from toolkit.model.comment import Comment
from toolkit.model.contribution import GENERAL, Received
from toolkit.model.correction import words_of
from toolkit.model.pack import PackedComment, PackedRemark, PackRecord, Provenance
from toolkit.model.provision import Provision
from toolkit.workspace.anchors import find_moves
from toolkit.workspace.comments import EDITABLE, TRANSITIONS
from toolkit.workspace.coverage import Mark
from toolkit.workspace.journal import Deed
from toolkit.workspace.pack_file import Pack
from toolkit.workspace.packing import remark_key
from toolkit.workspace.text import clean_comment

_WORDS = ("provision_id", "quote", "position", "text", "proposed", "deletion", "rationale", "minority")
"""What of a comment its site may change later."""
_ANOTHER_VERSION = 50.0
"""From here on, in percent, two texts may be versions of one; those of different drafts lie between 20 and 45."""


class Unpacked(msgspec.Struct, frozen=True, kw_only=True):
    """What a pack brought: ids of comments of this workspace, provisions by id."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: int = 0
    own: int = 0
    """Comments that were written here and came back."""
    beside: tuple[tuple[str, str], ...] = ()
    """(comment changed here, comment added beside it because the site changed it too)."""
    same_remark: int = 0
    """Comments that were here already, made from the same remark of the same file."""
    moved: tuple[tuple[str, str], ...] = ()
    """(id at the site, id here) of provisions found again by their words."""
    reworded: tuple[str, ...] = ()
    """Ids of provisions that have other words here."""
    gone: tuple[str, ...] = ()
    """Ids of provisions that are not in this draft; what is said about them is kept."""
    remarks: int = 0
    marks: int = 0
    endorsements: int = 0
    other_draft: bool = False


class Here(msgspec.Struct, frozen=True, kw_only=True):
    """What is in this workspace before."""

    workspace_id: str
    provisions: Sequence[Provision]
    draft_sha256: str
    comments: Mapping[str, Comment]
    received: Sequence[Received]
    marks: Sequence[Mark]
    origins: Mapping[str, Provenance]
    """By origin."""
    contributions: frozenset[str]
    """Hashes."""
    packs: frozenset[str]


class Anchoring(msgspec.Struct, frozen=True, kw_only=True):
    """Where the provisions of a pack are in this draft."""

    ids: dict[str, str]
    moved: tuple[tuple[str, str], ...]
    reworded: tuple[str, ...]
    gone: tuple[str, ...]

    def place(self, provision_id: str) -> str:
        """Return the id here; that of the site where it is not."""
        return self.ids.get(provision_id, provision_id)


def anchor(packed: Sequence[Provision], here: Sequence[Provision]) -> Anchoring:
    """Find the provisions of a pack: with the same words under the same id, else by the words, else by the id."""
    by_id = {item.id: item for item in here}
    strays = [item for item in packed if not _same_words(item, by_id.get(item.id))]
    # Under names that no provision has, so that only the words decide.
    renamed = [msgspec.structs.replace(item, id=f"\n{item.id}") for item in strays]
    taken = {item.id for item in packed} - {item.id for item in strays}
    found = find_moves(renamed, [item for item in here if item.id not in taken]) if strays else {}
    ids = {item.id: found[f"\n{item.id}"] for item in strays if f"\n{item.id}" in found}
    left = [item.id for item in strays if item.id not in ids]
    return Anchoring(
        ids=ids,
        moved=tuple((old, new) for old, new in ids.items() if old != new),
        reworded=tuple(name for name in left if name in by_id),
        gone=tuple(name for name in left if name not in by_id),
    )


def _same_words(packed: Provision, here: Provision | None) -> bool:
    if here is None:
        return False
    return (
        all(
            " ".join(getattr(packed, name).split()) == " ".join(getattr(here, name).split())
            for name in ("heading", "text")
        )
        and packed.rows == here.rows
    )


def unpack(deed: Deed, pack: Pack, here: Here) -> Unpacked:
    """Write what a pack brings as part of an act. The same pack again writes nothing.

    Raises:
        UsageError: it is on a draft of which nothing is found here.
    """
    places = anchor(pack.content.provisions, here.provisions)
    _check_draft(pack, here, places)
    taking = _Taking(deed, pack, here, places)
    taking.take_comments()
    remarks = taking.take_remarks()
    marks = taking.take_marks()
    if pack.manifest.sha256 not in here.packs:
        deed.remember_pack(_record(pack, deed))
    return Unpacked(
        added=tuple(taking.added),
        updated=tuple(taking.updated),
        unchanged=taking.unchanged,
        own=taking.own,
        beside=tuple(taking.beside),
        same_remark=taking.same_remark,
        moved=places.moved,
        reworded=places.reworded,
        gone=places.gone,
        remarks=remarks,
        marks=marks,
        endorsements=len(pack.content.endorsements),
        other_draft=pack.manifest.draft_sha256 != here.draft_sha256,
    )


def _check_draft(pack: Pack, here: Here, places: Anchoring) -> None:
    """Refuse a pack on a draft of which nothing is found here: ids that happen to be the same mean other things."""
    packed, by_id = pack.content.provisions, {item.id: item for item in here.provisions}
    strays = {*places.reworded, *places.gone}
    if pack.manifest.draft_sha256 == here.draft_sha256 or not packed:
        return
    if all(item.id in strays and not _resembles(item, by_id.get(item.id)) for item in packed):
        raise UsageError(
            _("answers another draft, {draft}: none of its provisions is in this one.").format(
                draft=quoted(pack.manifest.draft_name)
            ),
            where=pack.manifest.made_by.name,
            hint=_("Unpack it in a workspace on that draft; nothing was taken in."),
        )


def _resembles(packed: Provision, here: Provision | None) -> bool:
    """Tell whether the words under an id may be those of another version."""
    return here is not None and fuzz.ratio(words_of(packed), words_of(here)) >= _ANOTHER_VERSION


def _record(pack: Pack, deed: Deed) -> PackRecord:
    return PackRecord(
        sha256=pack.manifest.sha256,
        name=pack.manifest.made_by.name,
        time=deed.time,
        actor=deed.actor,
        chain=pack.content.chain,
        endorsements=pack.content.endorsements,
    )


class _Taking:
    """One pack while it is taken in."""

    def __init__(self, deed: Deed, pack: Pack, here: Here, places: Anchoring) -> None:
        self._deed = deed
        self._content = pack.content
        self._here = here
        self._places = places
        self._ids = {origin: item.comment_id for origin, item in here.origins.items()}
        """Origin → id here."""
        self._by_remark = {remark_key(item): item for item in here.received}
        self._next_remark = deed.next_remark_number()
        self._new_remarks = {
            item.key: f"r{number}"
            for number, item in enumerate(self._fresh_remarks(), start=self._next_remark)
        }
        self.added: list[str] = []
        self.updated: list[str] = []
        self.beside: list[tuple[str, str]] = []
        self.unchanged = self.own = self.same_remark = 0

    # comments ----------------------------------------------------------------------------------------

    def take_comments(self) -> None:
        """Add, update or leave every comment of the pack; what others are made from comes before them."""
        fresh = [item for item in self._content.comments if not self._is_known(item)]
        for level in _levels(fresh):
            self._add(level)
        for item in self._content.comments:
            if item.origin in self._here.origins:
                self._follow(item, self._here.origins[item.origin])

    def _is_known(self, item: PackedComment) -> bool:
        """Tell whether a comment is here, noting how it came."""
        if item.origin in self._here.origins:
            return True
        if item.origin.startswith(f"{self._here.workspace_id}/"):
            name = item.origin.partition("/")[2].partition("@")[0]
            written = self._here.comments.get(name)
            if written is not None and item.origin.endswith(f"@{written.created}"):
                self._ids[item.origin] = name
                self.own += 1
                return True
        twin = self._by_remark.get(item.remark) if item.remark else None
        if twin is not None and twin.comment_id and not twin.superseded:
            self._ids[item.origin] = twin.comment_id
            self.same_remark += 1
            return True
        return False

    def _add(self, items: Sequence[PackedComment]) -> None:
        ready = [self._localised(item) for item in items]
        written = self._deed.add_comments(ready)
        for item, comment in zip(items, written, strict=True):
            self._ids[item.origin] = comment.id
            self.added.append(comment.id)
        self._deed.remember_origins(
            [self._provenance(item, comment.id) for item, comment in zip(items, written, strict=True)]
        )

    def _localised(self, item: PackedComment) -> Comment:
        """Return a packed comment with the ids of this workspace."""
        said = clean_comment(item.comment).comment
        return msgspec.structs.replace(
            said,
            id="",
            provision_id=self._places.place(said.provision_id),
            remark=self._remark_id(item.remark),
            sources=tuple(self._ids[name] for name in said.sources if name in self._ids),
            reply_to=self._ids.get(said.reply_to, ""),
        )

    def _remark_id(self, key: str) -> str:
        known = self._by_remark.get(key)
        return known.id if known else self._new_remarks.get(key, "")

    def _provenance(self, item: PackedComment, comment_id: str) -> Provenance:
        return Provenance(
            comment_id=comment_id,
            origin=item.origin,
            first=item.first,
            created=item.comment.created,
            seen=self._localised(item),
            digest=_digest(item),
        )

    def _remember(self, item: PackedComment, comment_id: str) -> None:
        self._deed.remember_origins([self._provenance(item, comment_id)])

    def _follow(self, item: PackedComment, before: Provenance) -> None:
        """Bring a comment that came before up to what its site says now."""
        if before.digest == _digest(item):
            self.unchanged += 1
            return
        stored = self._here.comments[before.comment_id]
        wanted = self._localised(item)
        if _words(wanted) != _words(before.seen):
            if _words(stored) != _words(before.seen) or stored.state not in EDITABLE:
                self._add_beside(item, stored)
                return
            changed = {name: getattr(wanted, name) for name in _WORDS}
            stored = self._deed.edit_comment(msgspec.structs.replace(stored, **changed))
        if (
            wanted.state != stored.state
            and wanted.state in TRANSITIONS[stored.state]
            and stored.state == before.seen.state
        ):
            self._deed.change_state(msgspec.structs.replace(stored, state=wanted.state, reason=wanted.reason))
        self.updated.append(stored.id)
        self._remember(item, stored.id)

    def _add_beside(self, item: PackedComment, stored: Comment) -> None:
        """Keep both: what was made of the comment here, and what its site has made of it since."""
        (written,) = self._deed.add_comments([msgspec.structs.replace(self._localised(item), remark="")])
        self.beside.append((stored.id, written.id))
        self._remember(item, stored.id)
        twin = msgspec.structs.replace(item, origin=f"{item.origin}~{_digest(item)[:8]}")
        self._remember(twin, written.id)

    # remarks and marks -------------------------------------------------------------------------------

    def take_remarks(self) -> int:
        """Keep the remarks that are not here yet, with the files they came in, and return how many."""
        fresh = self._fresh_remarks()
        files = {item.received.file_sha256 for item in fresh}
        for file in self._content.contributions:
            if file.sha256 in files and file.sha256 not in self._here.contributions:
                self._deed.keep_contribution(file)
        self._deed.keep_received([self._received(item) for item in fresh])
        return len(fresh)

    def _fresh_remarks(self) -> list[PackedRemark]:
        return [item for item in self._content.remarks if item.key not in self._by_remark]

    def _received(self, item: PackedRemark) -> Received:
        place = item.received.placement
        there = (
            place.provision_id if place.provision_id == GENERAL else self._places.place(place.provision_id)
        )
        return msgspec.structs.replace(
            item.received,
            comment_id=self._ids.get(item.received.comment_id, ""),
            placement=msgspec.structs.replace(
                place, provision_id=there, also=tuple(map(self._places.place, place.also))
            ),
        )

    def take_marks(self) -> int:
        """Note what was read without comment and is not noted yet, and return how much."""
        present = {
            (item.provision_id, item.role, item.person)
            for item in self._here.marks
            if item.state == "no_comment"
        }
        fresh = [
            Mark(
                provision_id=self._places.place(item.provision_id),
                role=item.role,
                person=item.person,
                state="no_comment",
                time=item.time,
            )
            for item in self._content.marks
        ]
        new = [item for item in fresh if (item.provision_id, item.role, item.person) not in present]
        self._deed.mark(new)
        return len(new)


def _levels(items: Sequence[PackedComment]) -> list[list[PackedComment]]:
    """Part comments so that none stands before what it was merged from or answers; what goes round in a ring comes last."""
    left = {item.origin: item for item in items}
    levels: list[list[PackedComment]] = []
    while left:
        ready = [
            item
            for item in left.values()
            if not any(name in left for name in (*item.comment.sources, item.comment.reply_to))
        ]
        level = ready or list(left.values())
        levels.append(level)
        for item in level:
            del left[item.origin]
    return levels


def _words(comment: Comment) -> tuple[object, ...]:
    return tuple(getattr(comment, name) for name in _WORDS)


def _digest(item: PackedComment) -> str:
    return hashlib.sha256(msgspec.json.encode(item.comment, order="deterministic")).hexdigest()
