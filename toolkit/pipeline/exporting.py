"""A draft's structure or a response → files, and where they go when nobody says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.files import storage_error
from toolkit.model.dossier import Dossier
from toolkit.model.filing import DraftFile, Filing
from toolkit.model.issue import Issue
from toolkit.model.provision import ParsedDraft
from toolkit.model.response import Response
from toolkit.pipeline.gathering import form_file

if TYPE_CHECKING:
    from toolkit.export.draft_writer import DraftFormat
    from toolkit.export.formats import Format
    from toolkit.workspace.store import Workspace


def draft_file(draft: ParsedDraft, format: DraftFormat) -> bytes:  # noqa: A002  # what the command line calls it
    """Return the structure of a draft as the content of a file: JSON, Markdown or Akoma Ntoso."""
    from toolkit.export.draft_writer import write_draft

    return write_draft(draft, format)


def export(  # what the formats are written from, each named at the call
    response: Response,
    *,
    format: Format,  # noqa: A002  # what the command line calls it
    target: Path,
    workspace: Workspace | None = None,
    dossier: Dossier | None = None,
    filing: Filing | None = None,
    issues: list[Issue] | None = None,
) -> Path:
    """Write a response; a workspace's own `templates/response/response.docx` wins over the shipped one.

    `issues` takes what a person should know about the file.
    """
    from toolkit.export.limited import write_limited
    from toolkit.export.target import remember
    from toolkit.export.writer import TEMPLATE, export_response

    own = workspace.template_folder / TEMPLATE if workspace is not None else None
    written = export_response(
        response,
        format=format,
        target=target,
        template=own if own is not None and own.is_file() else None,
        dossier=dossier,
        draft=workspace.provisions() if workspace is not None else (),
        filing=filing,
        source=_draft_source(workspace) if workspace is not None and format == "annotated" else None,
        issues=issues,
        write=write_limited,
        clock=lambda: datetime.now(UTC),
    )
    if workspace is not None and target.parent == workspace.folder / "outputs":
        remember(target)
    return written


def _draft_source(workspace: Workspace) -> DraftFile:
    """Return the current draft with its file; a server's workspace need not have that on this machine."""
    try:
        content = workspace.draft_file().read_bytes()
    except OSError:
        content = b""
    return DraftFile(workspace.draft(), content)


def default_target(workspace: Workspace, format: Format, *, suffix: str = "") -> Path:  # noqa: A002
    """Return where a format is written if nobody says: `outputs/response.docx` in the workspace.

    `suffix` chooses among those of the format.
    If somebody has changed that file since it was exported, `response-2.docx` and so on.
    """
    from toolkit.export.formats import BY_NAME
    from toolkit.export.target import free_target

    facts = BY_NAME[format]
    return free_target(outputs_folder(workspace), facts.file_name, suffix or facts.suffixes[0])


def outputs_folder(workspace: Workspace) -> Path:
    """Return the folder that a workspace's exports go to, made if it is not there.

    Raises:
        StorageError: it cannot be made.
    """
    folder = workspace.folder / "outputs"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise storage_error(error, folder) from error
    return folder


def form_map(form: Path) -> str:
    """Return a mapping that lists the places of a regulator's form, to be completed.

    Raises:
        InputRefused: the form cannot be read, is no DOCX, ODT or XLSX file, or damaged.
    """
    from toolkit.export.limited import map_limited

    return map_limited(form_file(form))


def left_out(
    response: Response, gathered: Filing, *, tagged: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the comments that no field of a form takes, and the fields whose answers are too long, by their ids."""
    from toolkit.export import limited

    found = limited.left_out(response, gathered, tagged=tagged)
    return found.comment_ids, found.field_ids
