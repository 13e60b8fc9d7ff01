"""A draft → a workspace with a response to fill in, in one go: the stages of `pipeline` one after the other."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from toolkit import desk, pipeline
from toolkit.errors import UsageError
from toolkit.limits import Limits, Progress
from toolkit.messages import _
from toolkit.model.provision import ParsedDraft
from toolkit.model.reading import ReadOptions
from toolkit.model.response import Consultation

if TYPE_CHECKING:
    from toolkit.workspace.store import Workspace


class Responded(msgspec.Struct, frozen=True, kw_only=True):
    """What `respond` left behind."""

    folder: Path
    response_file: Path
    draft: ParsedDraft
    selected: int
    seconds: dict[str, float]
    """Of each stage, in order."""


def respond(  # noqa: PLR0913  # the whole way in one call
    source: Path,
    folder: Path,
    *,
    language: str | None = None,
    roles: Sequence[str] = (),
    profile_file: Path | None = None,
    options: ReadOptions | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Responded:
    """Make a workspace from a draft and in it a response to fill in: `response.docx`.

    Quoted are the provisions that concern `roles`; without roles, every provision that asks something of
    somebody (its modality is more than information). A drafting template stands under each. Without `language`,
    the response is written in the draft's.

    Raises:
        InputRefused: the draft cannot be read.
        UsageError: the folder is not empty, or nothing in the draft concerns the roles.
    """
    watch = _Stopwatch()
    profile = desk.load_profile(profile_file)
    draft = pipeline.read_draft(source, profile=profile, options=options, limits=limits, progress=progress)
    watch.lap("parse")
    chosen = [item.id for item in draft.provisions if pipeline.asks(item, roles)]
    if not chosen:
        raise UsageError(
            _("nothing in it concerns {roles}.").format(roles=", ".join(roles) or _("anybody")),
            where=source.name,
            hint=_("See `consult parse {name} --tree`.").format(name=source.name),
        )
    name = "response.docx"

    def answer(workspace: Workspace) -> None:
        workspace.select(chosen, actor="consult respond", reason=", ".join(roles))
        watch.lap("workspace")
        response = pipeline.compose(workspace, language=desk.writing_language(workspace, language))
        watch.lap("compose")
        pipeline.export(response, format="docx", target=workspace.folder / name, workspace=workspace)
        watch.lap("export")

    desk.create_workspace(
        folder,
        draft=draft,
        source=source,
        consultation=Consultation(title=""),
        profile_file=profile_file,
        finish=answer,
    ).close()
    return Responded(
        folder=folder, response_file=folder / name, draft=draft, selected=len(chosen), seconds=watch.seconds
    )


class _Stopwatch:
    """Seconds of each lap since the last one."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = now - self._last
        self._last = now
