"""Several drafts → a folder with one file of results each; what could not be read is said, the rest is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cli.output import say
from toolkit.cli.progress import progress
from toolkit.errors import InputRefused, PartialResult
from toolkit.limits import Limits
from toolkit.messages import _, ngettext
from toolkit.model.profile import Profile
from toolkit.model.provision import ParsedDraft
from toolkit.model.reading import ReadOptions

if TYPE_CHECKING:
    from toolkit.export.draft_writer import DraftFormat

_ENDINGS: dict[str, str] = {"json": ".json", "md": ".md", "akn": ".xml"}


def parse_several(
    files: Sequence[Path],
    folder: Path,
    kind: DraftFormat,
    *,
    options: ReadOptions,
    limits: Limits,
    jobs: int,
    profile: Profile | None,
) -> None:
    """Parse drafts, `jobs` at a time, into files named like them; without a profile they are not tagged.

    Raises:
        PartialResult: some could not be read; the others are written.
        InputRefused: none could be read.
        StorageError: the folder cannot be made or written to.
    """
    from toolkit import pipeline

    _make(folder)
    targets = dict(zip(files, _targets(files, folder, _ENDINGS[kind]), strict=True))
    refused: list[InputRefused] = []
    with progress(_("Reading {count} files").format(count=len(files))) as report:
        finished = pipeline.parse_each(files, options=options, limits=limits, jobs=jobs)
        for done, (file, result) in enumerate(finished, 1):
            if isinstance(result, InputRefused):
                refused.append(result)
                say(str(result))
            else:
                _write(result, targets[file], kind, profile)
            if report is not None:
                report(done, len(files))
    if len(refused) == len(files):
        raise refused[0]
    if refused:
        told = ngettext(
            "{count} of {total} files could not be read.",
            "{count} of {total} files could not be read.",
            len(refused),
        )
        raise PartialResult(told.format(count=len(refused), total=len(files)))


def _make(folder: Path) -> None:
    from toolkit.files import storage_error

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error, folder) from error


def _targets(files: Sequence[Path], folder: Path, ending: str) -> list[Path]:
    """Name results after their drafts: "draft.json", or "draft.pdf.json" where two differ by their ending only."""
    stems = Counter(file.stem for file in files)
    return [folder / ((file.stem if stems[file.stem] == 1 else file.name) + ending) for file in files]


def _write(draft: ParsedDraft, target: Path, kind: DraftFormat, profile: Profile | None) -> None:
    from toolkit import pipeline
    from toolkit.files import write_atomic

    if profile is not None:
        draft = pipeline.tag(draft, profile)
    write_atomic(target, pipeline.draft_file(draft, kind))
