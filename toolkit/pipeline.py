"""The stages in order: read this first.

    file ──read──▶ Reading ──structure──▶ ParsedDraft ──tag──▶ ParsedDraft with tags
                                                                     │
            workspace keeps it, with selection, comments and their history
                │                                                    │
    draft: template + provision ──▶ Comment        consolidate ──▶ Response ──export──▶ files

Stages never import each other. This module knows their order; below it `desk` joins them for what people do at a
workspace, above it `review` and `tagging` for what they decide about structure and tags, `team` for what they do
together, `responding` for the whole way in one go. The doors (`cli`) call these. Heavy libraries load where a stage
is used, so that importing this module is cheap.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from toolkit import desk
from toolkit.desk import Language
from toolkit.errors import InputRefused, UsageError
from toolkit.limits import Limits, Progress, call_limited
from toolkit.messages import _, reason_of
from toolkit.model.comment import Comment
from toolkit.model.contribution import Received
from toolkit.model.dossier import Dossier
from toolkit.model.filing import CoverageLine, DraftFile, Filing, FormFile
from toolkit.model.issue import Issue
from toolkit.model.profile import Profile
from toolkit.model.provision import Outline, ParsedDraft, Provision, label, rows_text
from toolkit.model.reading import ReadOptions
from toolkit.model.response import Ordering, Response
from toolkit.model.selection import Selection
from toolkit.model.tag import Facet, Tag

if TYPE_CHECKING:
    from toolkit.consolidate.anonymous import Pseudonyms
    from toolkit.consolidate.selecting import Material
    from toolkit.export.draft_writer import DraftFormat
    from toolkit.export.formats import Format
    from toolkit.workspace.store import Workspace

OCR_LIMITS = Limits(seconds=1800)
"""Recognising text takes some seconds a page."""


# From a file to tagged provisions


class _ParseOrder(msgspec.Struct):
    path: bytes
    """As the file system has it: names need not be UTF-8."""
    options: ReadOptions
    profile: Profile | None = None
    """Tag by it too; None only parses."""


def parse(
    path: Path,
    *,
    options: ReadOptions | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> ParsedDraft:
    """Read and structure a draft in a child process that may not exceed `limits`.

    Raises:
        InputRefused: the file cannot be read; the subclass says why.
    """
    return _parsed(path, None, options, limits, progress)


def read_draft(
    path: Path,
    *,
    profile: Profile,
    options: ReadOptions | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> ParsedDraft:
    """Parse and tag a draft in one child process: see `parse` and `tag`."""
    return _parsed(path, profile, options, limits, progress)


def _parsed(
    path: Path,
    profile: Profile | None,
    options: ReadOptions | None,
    limits: Limits | None,
    progress: Progress | None,
) -> ParsedDraft:
    order = _ParseOrder(os.fsencode(path.absolute()), options or ReadOptions(), profile)
    answer = call_limited(
        "toolkit.pipeline:parse_order",
        msgspec.json.encode(order),
        limits=limits or default_limits(options),
        where=path.name,
        progress=progress,
    )
    return msgspec.json.decode(answer, type=ParsedDraft)


def parse_each(
    paths: Sequence[Path],
    *,
    options: ReadOptions | None = None,
    limits: Limits | None = None,
    jobs: int = 1,
) -> Iterator[tuple[Path, ParsedDraft | InputRefused]]:
    """Parse several drafts, `jobs` at a time; give each as it is finished, or why it was refused."""

    def attempt(path: Path) -> tuple[Path, ParsedDraft | InputRefused]:
        try:
            return path, parse(path, options=options, limits=limits)
        except InputRefused as error:
            return path, error

    from concurrent.futures import ThreadPoolExecutor, as_completed

    with ThreadPoolExecutor(jobs) as pool:  # each thread waits for a child
        for finished in as_completed([pool.submit(attempt, path) for path in paths]):
            yield finished.result()


def default_limits(options: ReadOptions | None) -> Limits:
    """Return the limits of a parse where a person sets none."""
    return OCR_LIMITS if options is not None and options.ocr else Limits()


def parse_order(payload: bytes) -> bytes:
    """Do what `parse` or `read_draft` asked for; runs in the child."""
    order = msgspec.json.decode(payload, type=_ParseOrder)
    path = Path(os.fsdecode(order.path))
    if order.profile is None:
        return msgspec.json.encode(parse_in_process(path, order.options))
    with _loaded_meanwhile("toolkit.tag.tagger"):
        draft = parse_in_process(path, order.options)
    return msgspec.json.encode(tag_in_process(draft, order.profile))


def parse_in_process(path: Path, options: ReadOptions) -> ParsedDraft:
    """Read and structure a draft here, without limits: for trusted files and benchmarks."""
    from toolkit.read.reader import read_file
    from toolkit.structure.build import build_draft

    with _seldom_collected():
        return build_draft(read_file(path, options))


@contextlib.contextmanager
def _seldom_collected() -> Iterator[None]:
    """Let the garbage collector look for cycles less often: a parse makes many objects and hardly a cycle."""
    usual = gc.get_threshold()
    gc.set_threshold(20_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextlib.contextmanager
def _loaded_meanwhile(module: str) -> Iterator[None]:
    """Import a heavy module while something else works."""
    loader = threading.Thread(target=importlib.import_module, args=(module,))
    loader.start()
    try:
        yield
    finally:
        loader.join()


class _TagOrder(msgspec.Struct):
    draft: ParsedDraft
    profile: Profile


def tag(draft: ParsedDraft, profile: Profile, *, limits: Limits | None = None) -> ParsedDraft:
    """Propose roles, modality, topics, references and deadlines for every provision, in a limited child.

    Raises:
        LimitExceeded: it takes more than `limits`.
    """
    answer = call_limited(
        "toolkit.pipeline:tag_order",
        msgspec.json.encode(_TagOrder(draft, profile)),
        limits=limits or Limits(),
        where=draft.document.name,
    )
    return msgspec.json.decode(answer, type=ParsedDraft)


def tag_order(payload: bytes) -> bytes:
    """Do what `tag` asked for; runs in the child."""
    order = msgspec.json.decode(payload, type=_TagOrder)
    return msgspec.json.encode(tag_in_process(order.draft, order.profile))


def tag_in_process(draft: ParsedDraft, profile: Profile) -> ParsedDraft:
    """Propose tags here, without limits."""
    from toolkit.tag.tagger import tag_draft

    return tag_draft(draft, profile)


def draft_file(draft: ParsedDraft, format: DraftFormat) -> bytes:  # noqa: A002  # what the command line calls it
    """Return the structure of a draft as the content of a file: JSON, Markdown or Akoma Ntoso."""
    from toolkit.export.draft_writer import write_draft

    return write_draft(draft, format)


def explain(
    provision: Provision,
    every: Sequence[Provision],
    profile: Profile,
    *,
    language: str,
    people: Mapping[tuple[Facet, str], str] = MappingProxyType({}),
) -> list[tuple[Tag, str]]:
    """Return each tag of a provision with the sentence that says why; `people` is who decided on a facet and value."""
    from toolkit.tag.explain import explain as reason

    places = {item.id: label(item) for item in every if item.heading}
    return [
        (
            item,
            reason(item, profile, language, places=places, person=people.get((item.facet, item.value), "")),
        )
        for item in provision.tags
    ]


# The response


def compose(
    workspace: Workspace,
    *,
    language: Language,
    ordering: Ordering = "section",
    selection: Selection | None = None,
    anonymous: bool = False,
    with_remarks: bool = False,
    today: date | None = None,
) -> Response:
    """Consolidate a workspace's comments, selection and read marks into one response.

    Only the part that `selection` lets through; `anonymous` replaces the names of people; `with_remarks` adds what
    contributors sent, word for word.
    """
    from toolkit.consolidate.compose import compose_response
    from toolkit.consolidate.overview import settled_contradictions
    from toolkit.consolidate.selecting import scope_of, select_part

    draft = workspace.draft()
    outline = Outline(draft.provisions)
    roles = desk.profile_of(workspace).roles
    asked = selection or Selection()
    part = select_part(_material(workspace), asked, outline, language=language)
    comments, consultation = part.material.comments, workspace.consultation()
    names = _pseudonyms(workspace, draft, language) if anonymous else None
    if names is not None:
        comments, consultation = tuple(map(names.comment, comments)), names.consultation(consultation)
        asked = msgspec.structs.replace(asked, authors=tuple(map(names.of, asked.authors)))
    silent = set(part.material.to_answer) - {comment.provision_id for comment in comments}
    response = compose_response(
        draft,
        comments,
        consultation=consultation,
        selection=part.material.to_answer,
        read_without_comment=[mark.provision_id for mark in part.material.read],
        ordering=ordering,
        language=language,
        roles=roles,
        prompts=desk.drafting_help(workspace, silent, language=language),
        date=(today or local_today()).isoformat(),
        settled=settled_contradictions(workspace.team.verdicts()),
    )
    return msgspec.structs.replace(
        response,
        scope=scope_of(asked, outline, roles=roles, language=language),
        issues=(*part.issues, *response.issues, *(names.issues(language) if names else ())),
        anonymous=anonymous,
        remarks=_remarks_of(workspace, comments, names) if with_remarks else (),
    )


def _material(workspace: Workspace) -> Material:
    """Return all that a response may be made from."""
    from toolkit.consolidate.selecting import Material, ReadMark

    return Material(
        comments=workspace.comments(),
        to_answer=tuple(item.provision_id for item in workspace.selection()),
        read=tuple(
            ReadMark(mark.provision_id, mark.role, mark.person)
            for mark in workspace.marks()
            if mark.state == "no_comment"
        ),
    )


def _pseudonyms(workspace: Workspace, draft: ParsedDraft, language: Language) -> Pseudonyms:
    """Return what the contributors are called in everything anonymous that is written from a workspace."""
    from toolkit.consolidate.anonymous import Pseudonyms, Somebody

    people = [Somebody(person.name, person.email) for person in workspace.settings().people]
    texts = (text for item in draft.provisions for text in (item.heading, item.text, rows_text(item)))
    return Pseudonyms(people, workspace.comments(), draft=texts, language=language)


def _remarks_of(
    workspace: Workspace, comments: Sequence[Comment], names: Pseudonyms | None
) -> tuple[Received, ...]:
    """Return the remarks that comments were made from, in the order in which they came."""
    ids = {comment.id for comment in comments}
    found = (item for item in workspace.team.received() if item.comment_id in ids)
    return tuple(found if names is None else map(names.remark, found))


def content_hash(workspace: Workspace) -> str:
    """Return the SHA-256 of what the whole response says now, whatever the day it is written on.

    It is what people sign: the same while no comment, mark, choice or date of the consultation changes.
    """
    from toolkit.consolidate.compose import compose_response

    material = _material(workspace)
    response = compose_response(
        workspace.draft(),
        material.comments,
        consultation=workspace.consultation(),
        selection=material.to_answer,
        read_without_comment=[mark.provision_id for mark in material.read],
        language=desk.writing_language(workspace),
        roles=desk.profile_of(workspace).roles,
    )
    return response.content_sha256


def dossier(workspace: Workspace, *, language: Language, anonymous: bool = False) -> Dossier:
    """Gather what a board asks about a response beside what it says: see `Dossier`."""
    from toolkit.consolidate.accounting import Ledger, account

    draft = workspace.draft()
    names = _pseudonyms(workspace, draft, language) if anonymous else None
    roles = desk.profile_of(workspace).roles
    counts = workspace.coverage(tuple(role.id for role in roles)).counts()
    ledger = Ledger(
        comments=workspace.comments(),
        sign_offs=workspace.team.sign_offs(),
        read=_material(workspace).read,
        assignments=workspace.team.assignments(),
        counts=tuple((item.role, item.commented, item.read, item.unread) for item in counts),
        unplaced=sum(item.placement.state in ("proposed", "unplaced") for item in workspace.team.received()),
        internal_deadline=workspace.consultation().internal_deadline,
        people=tuple((person.name, person.role) for person in workspace.settings().people),
    )
    told = account(ledger, Outline(draft.provisions), roles=roles, names=names, language=language)
    return msgspec.structs.replace(told, signable_sha256=content_hash(workspace) if told.sign_offs else "")


def filing(
    workspace: Workspace,
    *,
    language: Language,
    selection: Selection | None = None,
    anonymous: bool = False,
    form: Path | None = None,
    mapping: Path | None = None,
) -> Filing:
    """Gather what tables and forms need beside a response: see `Filing`.

    Coverage and journal tell of everything and everybody: of a part, or without names, they are left out.

    Raises:
        UsageError: the form or the mapping cannot be read.
    """
    from toolkit.consolidate.selecting import select_part

    draft = workspace.draft()
    asked = selection or Selection()
    part = select_part(_material(workspace), asked, Outline(draft.provisions), language=language)
    names = _pseudonyms(workspace, draft, language) if anonymous else None
    comments = part.material.comments
    roles = desk.profile_of(workspace).roles
    whole = asked.is_whole and not anonymous
    rows = workspace.coverage(tuple(role.id for role in roles)).rows if whole else ()
    return Filing(
        provisions=workspace.provisions(),
        comments=comments if names is None else tuple(map(names.comment, comments)),
        roles=roles,
        coverage=tuple(CoverageLine(row.provision_id, row.states) for row in rows if any(row.states)),
        acts=workspace.team.acts() if whole else (),
        form=None if form is None else _form_file(form),
        mapping=None if mapping is None else _form_file(mapping),
    )


def _form_file(path: Path) -> FormFile:
    try:
        return FormFile(path.name, path.read_bytes())
    except OSError as error:
        raise UsageError(
            _("cannot be read ({reason}).").format(reason=reason_of(error)), where=str(path)
        ) from error


def form_map(form: Path) -> str:
    """Return a mapping that lists the places of a regulator's form, to be completed.

    Raises:
        UsageError: the form cannot be read.
        InputRefused: it is no DOCX, ODT or XLSX file, or damaged.
    """
    from toolkit.export.reply_form.fill import draft_mapping

    return draft_mapping(_form_file(form))


def left_out(
    response: Response, gathered: Filing, *, tagged: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the comments that no field of a form takes, and the fields whose answers are too long, by their ids."""
    from toolkit.export.reply_form.fill import filling_of

    filling = filling_of(response, gathered, tagged=tagged)
    return filling.left, tuple(field.field.id for field in filling.fields if field.excess)


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
        from toolkit.files import storage_error

        raise storage_error(error, folder) from error
    return folder


def local_today() -> date:
    """Return the day it is where the person is: deadlines are local days."""
    return datetime.now().astimezone().date()


def asks(provision: Provision, roles: Sequence[str]) -> bool:
    """Tell whether a provision concerns one of `roles`, or without roles asks something of anybody."""
    if not (provision.text or provision.rows or provision.heading) or provision.kind == "footnote":
        return False
    if roles:
        return any(item.facet == "role" and item.value in roles for item in provision.tags)
    return any(item.facet == "modality" and item.value != "information" for item in provision.tags)
