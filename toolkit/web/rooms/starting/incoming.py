"""A draft that somebody sent → a workspace: read in the background while its details are filled in.

Whatever comes first, the end of the reading or the person's word that the details are right, waits for the other one;
then the workspace appears as a whole. The file is kept until then, so that a password or another way of reading can
be tried without choosing it again.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import desk, pipeline
from toolkit.errors import BrokenInput, UnknownName, UsageError
from toolkit.messages import _
from toolkit.model.reading import ReadOptions
from toolkit.model.response import Consultation

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.model.provision import ParsedDraft
    from toolkit.web.drawer import Kept
    from toolkit.web.jobs import Job, Jobs
    from toolkit.web.site import Site

_NAME_LENGTH = 60
# Matches what parts words in a title: " ", "’", ": "; not a letter or digit.
_BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")


class Incoming:
    """One sent draft: how it is to be read, what is known of its consultation, and what became of it."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self.options = ReadOptions()
        self.details = Consultation(title="")
        self.profile: Kept | None = None
        """Of the team's own, in place of the shipped one."""
        self.job: Job[ParsedDraft]
        self.is_wanted = False
        """Whether the details are right and the workspace is to be made as soon as the draft is read."""
        self.workspace = ""
        """Name of the workspace, once it is made."""
        self._lock = threading.Lock()

    @property
    def draft(self) -> ParsedDraft | None:
        """What was read; None before that."""
        return self.job.result

    def read(self, site: Site, jobs: Jobs) -> None:
        """Begin to read, in the place of what was begun before."""

        def work(job: Job[ParsedDraft]) -> ParsedDraft:
            profile_file = self.profile.path if self.profile else None
            draft = pipeline.read_draft(
                self.kept.path,
                profile=desk.load_profile(profile_file),
                options=self.options,
                progress=job.report,
            )
            if not draft.provisions:
                raise BrokenInput(
                    _("no provision was found in it."),
                    where=self.kept.name,
                    hint=_("Is it the draft itself? A scan needs its text recognised first."),
                )
            with self._lock:
                job.result = draft
                if self.is_wanted and self.job is job and not job.stop.is_set():
                    self._make(site, draft)
            return draft

        if hasattr(self, "job"):
            self.job.cancel()
        self.job = jobs.begin(self.kept.owner, work)

    def want(self, site: Site, details: Consultation) -> None:
        """Make the workspace with these details: now, or as soon as the draft is read.

        Raises:
            StorageError: it cannot be written.
        """
        with self._lock:
            self.details, self.is_wanted = details, True
            if self.draft is not None and not self.workspace:
                self._make(site, self.draft)

    def _make(self, site: Site, draft: ParsedDraft) -> None:
        title = self.details.title or draft.document.title or self.kept.path.stem
        for name in _free_names(site, title):
            try:
                desk.create_workspace(
                    site.path_of(name),
                    draft=draft,
                    source=self.kept.path,
                    consultation=self.details,
                    profile_file=self.profile.path if self.profile else None,
                ).close()
            except UsageError:  # somebody was quicker
                continue
            self.workspace = name
            return


class Drafts:
    """The sent drafts of one server."""

    def __init__(self) -> None:
        self._found: dict[str, Incoming] = {}

    def add(self, incoming: Incoming) -> None:
        """Remember a sent draft."""
        self._found[incoming.kept.id] = incoming

    def get(self, name: str, owner: str) -> Incoming:
        """Return a sent draft by its id.

        Raises:
            UnknownName: it is no longer there, or it is somebody else's.
        """
        found = self._found.get(name)
        if found is None or found.kept.owner != owner:
            raise UnknownName(_("this draft is no longer here."), hint=_("Drop the file again."))
        return found

    def unfinished(self, owner: str) -> list[Incoming]:
        """Return the drafts that somebody sent and that are no workspaces yet, the last one first."""
        return [
            item for item in reversed(self._found.values()) if item.kept.owner == owner and not item.workspace
        ]

    def drop(self, incoming: Incoming) -> None:
        """Forget a draft, and stop what still reads it."""
        incoming.job.cancel()
        self._found.pop(incoming.kept.id, None)


def drafts_of(request: Request) -> Drafts:
    """Return the sent drafts of the server that answers."""
    drafts: Drafts = request.app.state.drafts
    return drafts


def _free_names(site: Site, title: str) -> list[str]:
    """Return names for a folder, made from a title, the plainest first, without those that are taken.

    >>> _slug("Sécurité du DPI : projet n° 2")
    'securite-du-dpi-projet-n-2'
    """
    plain = _slug(title)
    names = [plain, *(f"{plain}-{number}" for number in range(2, 1000))]
    return [name for name in names if not Path(site.folder, name).exists()]


def _slug(title: str) -> str:
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = _BETWEEN_WORDS.sub("-", letters).strip("-")
    return words[:_NAME_LENGTH].rstrip("-") or "consultation"
