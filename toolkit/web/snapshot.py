"""A workspace → all that pages read of it, loaded once for each of its states.

A page asks a dozen questions about the same state; two thousand provisions are not decoded for each of them. What is
here changes nothing: writes go to `Snapshot.workspace`, after which the next request finds another state.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

from toolkit import desk
from toolkit.messages import LANGUAGES, current_language
from toolkit.model.provision import Outline
from toolkit.workspace.areas import areas
from toolkit.workspace.assigning import what_is_left
from toolkit.workspace.coverage import SILENT, cover

if TYPE_CHECKING:
    from toolkit.consolidate.overview import Overview
    from toolkit.model.comment import Comment
    from toolkit.model.consolidation import Finding
    from toolkit.model.contribution import Contribution, Received
    from toolkit.model.profile import Profile
    from toolkit.model.provision import ParsedDraft
    from toolkit.model.response import Consultation
    from toolkit.search.index import SearchIndex
    from toolkit.team import Signed
    from toolkit.workspace.areas import Area
    from toolkit.workspace.assigning import Left
    from toolkit.workspace.coverage import CellState, Coverage, Mark
    from toolkit.workspace.selection import Selected
    from toolkit.workspace.settings import Settings
    from toolkit.workspace.store import Workspace

Sorting = Literal["role", "topic", "modality", "kind"]
"""By what of itself a provision can be looked for."""


class Snapshot:
    """What a workspace held when it was made; every property is loaded when first asked for."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.state = _state_of(workspace)
        """Another word after every change: serves as an ETag."""

    def renewed(self) -> Snapshot:
        """Return this snapshot while it is true, else a new one."""
        return self if _state_of(self.workspace) == self.state else Snapshot(self.workspace)

    @cached_property
    def draft(self) -> ParsedDraft:
        """The current draft with tags as people decided."""
        return self.workspace.draft()

    @cached_property
    def outline(self) -> Outline:
        """The tree of the draft."""
        return Outline(self.draft.provisions)

    @cached_property
    def settings(self) -> Settings:
        """What consult.toml says."""
        return self.workspace.settings()

    @cached_property
    def consultation(self) -> Consultation:
        """Title, dates and parties."""
        return self.workspace.consultation()

    @cached_property
    def profile(self) -> Profile:
        """Roles, topics and vocabularies."""
        return desk.profile_of(self.workspace)

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """All comments, in the draft's order."""
        return self.workspace.comments()

    @cached_property
    def counted(self) -> tuple[Comment, ...]:
        """Comments that speak for themselves: neither withdrawn, nor rejected, nor merged into others."""
        return tuple(item for item in self.comments if item.state not in ("withdrawn", "rejected", "merged"))

    @cached_property
    def comments_by_provision(self) -> dict[str, tuple[Comment, ...]]:
        """Comments of each provision that has any."""
        found: dict[str, list[Comment]] = defaultdict(list)
        for item in self.comments:
            found[item.provision_id].append(item)
        return {name: tuple(items) for name, items in found.items()}

    @cached_property
    def comment_counts(self) -> dict[str, int]:
        """How many comments that still say something each provision has."""
        return Counter(item.provision_id for item in self.comments if item.state not in SILENT)

    @cached_property
    def cells(self) -> dict[str, dict[str, CellState]]:
        """Provision → role → state."""
        coverage = self.coverage
        return {row.provision_id: dict(zip(coverage.roles, row.states, strict=True)) for row in coverage.rows}

    @cached_property
    def ids_by_tag(self) -> dict[Sorting, dict[str, frozenset[str]]]:
        """Which provisions have which role, topic and modality, and are of which kind."""
        found: dict[Sorting, dict[str, set[str]]] = {name: defaultdict(set) for name in get_args(Sorting)}
        for item in self.draft.provisions:
            found["kind"][item.kind].add(item.id)
            for tag in item.tags:
                if tag.facet in ("role", "topic", "modality"):
                    found[tag.facet][tag.value].add(item.id)
        return {name: {value: frozenset(ids) for value, ids in by.items()} for name, by in found.items()}

    @cached_property
    def called_notes(self) -> frozenset[str]:
        """Footnotes that some words call."""
        return frozenset(call.provision_id for item in self.draft.provisions for call in item.calls)

    @cached_property
    def selected_ids(self) -> frozenset[str]:
        """Provisions chosen to be answered."""
        return frozenset(item.provision_id for item in self.selection)

    @cached_property
    def search_index(self) -> SearchIndex:
        """Finds words in the draft."""
        return desk.search_index(self.workspace, self.draft)

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Who has read what."""
        return self.workspace.marks()

    @cached_property
    def coverage(self) -> Coverage:
        """State of each provision for each role of the profile."""
        said = {(item.provision_id, item.role) for item in self.comments if item.state not in SILENT}
        roles = tuple(role.id for role in self.profile.roles)
        return cover(self.draft.provisions, roles, said=said, marks=self.marks)

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """How far each main section is for each role."""
        return areas(self.coverage, self.outline)

    @cached_property
    def assigned(self) -> tuple[Left, ...]:
        """What is left of each assignment."""
        return what_is_left(
            self.workspace.team.assignments(),
            self.outline,
            comments=self.comments,
            marks=self.marks,
            default_due=self.settings.consultation.internal_deadline,
        )

    @cached_property
    def selection(self) -> tuple[Selected, ...]:
        """Provisions chosen to be answered."""
        return self.workspace.selection()

    @cached_property
    def received(self) -> tuple[Received, ...]:
        """Remarks of contributors' files."""
        return self.workspace.team.received()

    @cached_property
    def contributions(self) -> tuple[Contribution, ...]:
        """Contributors' files, oldest first, without their remarks."""
        return self.workspace.team.contributions()

    @cached_property
    def waiting(self) -> tuple[Received, ...]:
        """Remarks that wait for a person's word on their place."""
        return tuple(item for item in self.received if item.placement.state in ("proposed", "unplaced"))

    @cached_property
    def groups(self) -> Overview:
        """What comments repeat and contradict: seconds of work where there are thousands of them."""
        from toolkit import team

        return team.overview(self.workspace)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What to look at before filing, in the language of whoever asks.

        Seconds of work where there are thousands of comments, once for each language.
        """
        from toolkit import team

        name = _kept_as("findings")
        if name not in self.__dict__:
            known = self.groups.contradictions if self.has("groups") else None
            self.__dict__[name] = team.check_response(self.workspace, contradictions=known)
        found: tuple[Finding, ...] = self.__dict__[name]
        return found

    @cached_property
    def content_hash(self) -> str:
        """What a signature stands under: see `pipeline.content_hash`."""
        from toolkit import team

        return team.content_hash(self.workspace)

    @cached_property
    def signatures(self) -> tuple[Signed, ...]:
        """Who has signed, and whether it still counts."""
        from toolkit.team import Signed

        return tuple(
            Signed(item, item.content_sha256 == self.content_hash) for item in self.workspace.team.sign_offs()
        )

    def has(self, name: str) -> bool:
        """Tell whether a property is loaded already, so that asking for it costs nothing."""
        return _kept_as(name) in self.__dict__

    def load(self, *names: str) -> None:
        """Load properties now, so that asking for them costs nothing later."""
        for name in names:
            getattr(self, name)

    def forget(self, name: str) -> None:
        """Let a property be loaded anew: what depends on the day changes without anybody's act."""
        for kept in (name, *(_kept_as(name, language) for language in LANGUAGES)):
            self.__dict__.pop(kept, None)


def _kept_as(name: str, language: str = "") -> str:
    """Return under what name a property is kept: one in words is kept for each language."""
    return f"{name} {language or current_language()}" if name == "findings" else name


def _state_of(workspace: Workspace) -> str:
    """Return a word for the data, and for the files that people may edit beside them."""
    files = (workspace.folder / "consult.toml", workspace.profile_path)
    times = (str(path.stat().st_mtime_ns) if path.is_file() else "" for path in files)
    return "-".join((workspace.state(), *times))
