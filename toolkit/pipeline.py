"""The stages in order: read this first.

    file ──read──▶ Reading ──structure──▶ ParsedDraft ──tag──▶ ParsedDraft with tags
                                                                     │
            workspace keeps it, with selection, comments and their history
                │                                                    │
    draft: template + provision ──▶ Comment        consolidate ──▶ Response ──export──▶ files

Stages never import each other: only this module knows their order, and beside it `review` and `tagging`, which
join them for what people do about structure and tags. The doors (`cli`) call what is in these three, and the
workspace opened here. Heavy libraries load where a stage is used, so that importing this module is cheap.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from toolkit.errors import InputRefused, NoWorkspace, StorageError, UsageError
from toolkit.limits import Limits, Progress, call_limited
from toolkit.messages import LANGUAGES, _, current_language
from toolkit.model.comment import Comment
from toolkit.model.profile import Profile
from toolkit.model.provision import Outline, ParsedDraft, Provision, label
from toolkit.model.reading import ReadOptions
from toolkit.model.response import Consultation, Ordering, Response
from toolkit.model.tag import Tag

if TYPE_CHECKING:
    from toolkit.draft.context import DraftingContext
    from toolkit.draft.suggest import Suggestion
    from toolkit.draft.templates import Template
    from toolkit.export.draft_writer import DraftFormat
    from toolkit.export.writer import Format
    from toolkit.search.index import Results, SearchIndex
    from toolkit.workspace.drafts import ProvisionFilter
    from toolkit.workspace.progress import WorkState
    from toolkit.workspace.store import Workspace

Language = Literal["fr", "en"]
SEARCH_FOLDER = ".search"
"""In a workspace: derived from its draft and decisions, made anew when they change, may be deleted."""
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


def load_profile(path: Path | None = None) -> Profile:
    """Return the roles, topics and vocabularies of a file, or the shipped ones of a health establishment."""
    from toolkit.tag.profiles import load_profile as load

    return load(path)


def explain(
    provision: Provision, every: Sequence[Provision], profile: Profile, *, language: str
) -> list[tuple[Tag, str]]:
    """Return each tag of a provision with the sentence that says why."""
    from toolkit.tag.explain import explain as reason

    places = {item.id: label(item) for item in every if item.heading}
    return [(item, reason(item, profile, language, places=places)) for item in provision.tags]


# The workspace


def create_workspace(
    folder: Path,
    *,
    draft: ParsedDraft,
    source: Path,
    consultation: Consultation,
    profile_file: Path | None = None,
    finish: Callable[[Workspace], None] | None = None,
) -> Workspace:
    """Make a workspace for a tagged draft; a profile of one's own is kept in it.

    `finish` adds to the workspace before anybody sees it: see `Workspace.create`.

    Raises:
        UsageError: the folder is not empty.
        StorageError: it cannot be written.
    """
    from toolkit.files import write_atomic
    from toolkit.workspace.store import Workspace

    titled = msgspec.structs.replace(
        consultation,
        title=consultation.title or draft.document.title or source.stem,
        issuer=consultation.issuer or draft.document.issuer,
    )
    own_profile = None if profile_file is None else profile_file.read_bytes()

    def furnish(workspace: Workspace) -> None:
        if own_profile is not None:
            write_atomic(workspace.profile_path, own_profile)
        if finish is not None:
            finish(workspace)

    return Workspace.create(folder, draft=draft, source=source, consultation=titled, finish=furnish)


def open_workspace(folder: Path | None = None) -> Workspace:
    """Open the workspace in `folder`, or the one that the current folder lies in.

    Raises:
        StorageError: there is none, or it is broken.
    """
    from toolkit.workspace.store import Workspace

    return Workspace.open(folder) if folder is not None else Workspace.find(Path.cwd())


def profile_of(workspace: Workspace) -> Profile:
    """Return the profile that a workspace is tagged by."""
    path = workspace.profile_path
    return load_profile(path if path.is_file() else None)


def choose(
    workspace: Workspace, names: Sequence[str] = (), *, words: str = "", asked: ProvisionFilter | None = None
) -> list[Provision]:
    """Return the provisions named, found by `words`, and let through by the filter, in document order."""
    kept = workspace.provisions(asked)
    if names:
        wanted = {workspace.resolve(name).id for name in names}
        kept = tuple(provision for provision in kept if provision.id in wanted)
    if words:
        found = {hit.provision_id for hit in search(workspace, words, limit=len(kept) or 1).hits}
        kept = tuple(provision for provision in kept if provision.id in found)
    return list(kept)


def search(
    workspace: Workspace,
    words: str,
    *,
    asked: ProvisionFilter | None = None,
    deadlines: Sequence[str] = (),
    states: Sequence[WorkState] = (),
    limit: int = 20,
    offset: int = 0,
) -> Results:
    """Search the draft's provisions by words within a filter; no words match everything that passes.

    Raises:
        UsageError: the draft has no such reference or deadline.
    """
    from toolkit.search.index import Facets
    from toolkit.search.naming import references_meant

    draft = workspace.draft()
    wanted = msgspec.structs.asdict(asked) if asked is not None else {}
    facets = Facets(
        roles=wanted.get("roles", ()),
        topics=wanted.get("topics", ()),
        modalities=wanted.get("modalities", ()),
        kinds=wanted.get("kinds", ()),
        pages=wanted.get("page_numbers", ()),
        references=references_meant(draft.provisions, wanted.get("references", ())),
        ids=_narrowed_ids(workspace, draft, deadlines, states, roles=wanted.get("roles", ())),
    )
    return _search_index(workspace, draft).search(words, facets=facets, limit=limit, offset=offset)


def _search_index(workspace: Workspace, draft: ParsedDraft) -> SearchIndex:
    """Return the index kept beside the workspace, or one in memory where that folder cannot be written."""
    from toolkit.search.index import SearchIndex

    language = draft.document.language
    try:
        return SearchIndex.build(draft.provisions, folder=workspace.folder / SEARCH_FOLDER, language=language)
    except StorageError:
        return SearchIndex.build(draft.provisions, language=language)


def _narrowed_ids(
    workspace: Workspace,
    draft: ParsedDraft,
    deadlines: Sequence[str],
    states: Sequence[WorkState],
    *,
    roles: Sequence[str],
) -> tuple[str, ...] | None:
    """Return the ids with one of the deadlines and in one of the states; None where neither is asked for."""
    from toolkit.search.naming import with_deadline

    if not states:
        return with_deadline(draft.provisions, deadlines) if deadlines else None
    ids = _in_state(workspace, states, roles)
    if deadlines:
        due = set(with_deadline(draft.provisions, deadlines))
        ids = tuple(name for name in ids if name in due)
    return ids


def _in_state(workspace: Workspace, states: Sequence[WorkState], roles: Sequence[str]) -> tuple[str, ...]:
    from toolkit.workspace.coverage import SILENT
    from toolkit.workspace.progress import ids_in_state

    known = tuple(role.id for role in profile_of(workspace).roles)
    return ids_in_state(
        states,
        coverage=workspace.coverage(tuple(roles) or known),
        commented={item.provision_id for item in workspace.comments() if item.state not in SILENT},
        selected={item.provision_id for item in workspace.selection()},
    )


# Drafting


def writing_language(workspace: Workspace, asked: str | None = None) -> Language:
    """Return the language to write in: the one asked for, else the draft's, else the one spoken."""
    for language in (asked, workspace.draft().document.language, current_language()):
        if language in LANGUAGES:
            return "fr" if language == "fr" else "en"
    return "en"


def templates(language: Language, workspace: Workspace | None = None) -> tuple[Template, ...]:
    """Return the comment templates in a language; a workspace's own win over the shipped ones."""
    from toolkit.draft.templates import find_templates

    return find_templates(_template_folders(workspace), language)


def templates_at_hand(language: Language, folder: Path | None = None) -> tuple[Template, ...]:
    """Return the templates of the workspace asked for, or around the current folder, with the shipped ones.

    Raises:
        StorageError: a workspace is asked for, and there is none, or the one at hand is broken.
    """
    try:
        with open_workspace(folder) as workspace:
            return templates(language, workspace)
    except NoWorkspace:
        if folder is not None:
            raise
        return templates(language)


def quoted_provision(workspace: Workspace, top: Provision, quote: str) -> tuple[Provision, str]:
    """Return what holds the quoted words, `top` or something below it, and the words as printed there.

    An empty quote means the whole of `top`.

    Raises:
        UsageError: nothing there holds them.
    """
    from toolkit.workspace.lookup import printed_quote

    if not quote.strip():
        return top, ""
    for provision in Outline(workspace.provisions()).descendants(top.id):
        with contextlib.suppress(UsageError):
            return provision, printed_quote(provision, quote)
    return top, printed_quote(top, quote)


def suggest_template(provision: Provision, language: Language) -> Suggestion:
    """Return the name of the template that fits what a provision does, and why."""
    from toolkit.draft.suggest import suggest

    return suggest(provision, provision.tags, language=language)


def draft_comment(
    workspace: Workspace,
    provision: Provision,
    *,
    template: str,
    fields: Mapping[str, str],
    language: Language,
    quote: str = "",
    leave_gaps: bool = False,
) -> Comment:
    """Word a comment on a provision from a template; the caller adds the author and stores it.

    With `leave_gaps`, required fields without value become "[to complete: …]" in the text.

    Raises:
        UnknownName: there is no such template.
        UsageError: a required field is missing, or the template is wrong.
    """
    from toolkit.draft.render import DraftOrder, draft_comments
    from toolkit.draft.templates import get_template

    order = DraftOrder(
        template=get_template(template, _template_folders(workspace), language),
        context=_contexts(workspace, [provision], language=language, quote=quote)[0],
        fields=fields,
        unfilled="placeholder" if leave_gaps else "refuse",
    )
    drafted = draft_comments([order])[0]
    passage = order.context.passage
    return Comment(
        id="",
        provision_id=provision.id,
        # A wording that keeps the whole sentence around the quote replaces that sentence.
        quote=passage if quote and passage and drafted.proposed.startswith(passage) else quote,
        position=drafted.position,
        # The provision stands above the comment wherever it is shown: no need to name and quote it again.
        text=drafted.body,
        proposed=drafted.proposed,
        deletion=drafted.deletion,
        rationale=drafted.rationale,
        template=template,
    )


def drafting_help(
    workspace: Workspace, provision_ids: Collection[str], *, language: Language
) -> dict[str, tuple[str, ...]]:
    """Return, for provisions nobody commented on, what to think of and a wording to complete.

    What a heading without text asks for is read in the provisions under it.
    """
    from toolkit.draft.render import prompts_for
    from toolkit.draft.templates import get_template

    wanted = set(provision_ids)
    outline = Outline(workspace.provisions())
    provisions = [outline.whole(item.id) for item in outline.by_id.values() if item.id in wanted]
    folders = _template_folders(workspace)
    contexts = _contexts(workspace, provisions, language=language)
    pairs = [
        (get_template(suggest_template(item, language).template, folders, language), context)
        for item, context in zip(provisions, contexts, strict=True)
    ]
    return dict(zip((item.id for item in provisions), prompts_for(pairs), strict=True))


def _contexts(
    workspace: Workspace, provisions: Sequence[Provision], *, language: Language, quote: str = ""
) -> list[DraftingContext]:
    """Return what templates can say about provisions: of a heading without text, what stands under it."""
    from toolkit.draft.context import build_context

    outline = Outline(workspace.provisions())
    consultation = workspace.consultation()
    labels = {role.id: role.label(language) for role in profile_of(workspace).roles}
    return [
        build_context(
            provision,
            outline=outline,
            path=outline.path(provision.id),
            consultation=consultation,
            language=language,
            quote=quote,
            role_labels=labels,
        )
        for provision in provisions
    ]


def _template_folders(workspace: Workspace | None) -> list[Path]:
    return [] if workspace is None else [workspace.template_folder]


# The response


def compose(
    workspace: Workspace,
    *,
    language: Language,
    ordering: Ordering = "section",
    today: date | None = None,
) -> Response:
    """Consolidate a workspace's comments, selection and read marks into one response."""
    from toolkit.consolidate.compose import compose_response

    draft = workspace.draft()
    comments = workspace.comments()
    selected = [item.provision_id for item in workspace.selection()]
    silent = set(selected) - {comment.provision_id for comment in comments}
    return compose_response(
        draft,
        comments,
        consultation=workspace.consultation(),
        selection=selected,
        read_without_comment=[mark.provision_id for mark in workspace.marks() if mark.state == "no_comment"],
        ordering=ordering,
        language=language,
        roles=profile_of(workspace).roles,
        prompts=drafting_help(workspace, silent, language=language),
        date=(today or local_today()).isoformat(),
    )


def export(
    response: Response,
    *,
    format: Format,  # noqa: A002  # what the command line calls it
    target: Path,
    workspace: Workspace | None = None,
) -> Path:
    """Write a response; a workspace's own `templates/response/response.docx` wins over the shipped one."""
    from toolkit.export.target import remember
    from toolkit.export.writer import TEMPLATE, export_response

    own = workspace.template_folder / TEMPLATE if workspace is not None else None
    written = export_response(
        response,
        format=format,
        target=target,
        template=own if own is not None and own.is_file() else None,
        clock=lambda: datetime.now(UTC),
    )
    if workspace is not None and target.parent == _outputs(workspace):
        remember(target)
    return written


def default_target(workspace: Workspace, format: Format) -> Path:  # noqa: A002
    """Return where a response is written if nobody says: `outputs/response.docx` in the workspace.

    If somebody has changed that file since it was exported, `response-2.docx` and so on.
    """
    from toolkit.export.target import free_target

    folder = _outputs(workspace)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        from toolkit.files import storage_error

        raise storage_error(error, folder) from error
    return free_target(folder, "response", format)


def _outputs(workspace: Workspace) -> Path:
    return workspace.folder / "outputs"


def local_today() -> date:
    """Return the day it is where the person is: deadlines are local days."""
    return datetime.now().astimezone().date()


# Everything in one go


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
    profile = load_profile(profile_file)
    draft = read_draft(source, profile=profile, options=options, limits=limits, progress=progress)
    watch.lap("parse")
    chosen = [item.id for item in draft.provisions if _asks(item, roles)]
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
        response = compose(workspace, language=writing_language(workspace, language))
        watch.lap("compose")
        export(response, format="docx", target=workspace.folder / name, workspace=workspace)
        watch.lap("export")

    create_workspace(
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


def _asks(provision: Provision, roles: Sequence[str]) -> bool:
    """Tell whether a provision concerns one of `roles`, or without roles asks something of anybody."""
    if not (provision.text or provision.rows or provision.heading) or provision.kind == "footnote":
        return False
    if roles:
        return any(item.facet == "role" and item.value in roles for item in provision.tags)
    return any(item.facet == "modality" and item.value != "information" for item in provision.tags)


class _Stopwatch:
    """Seconds of each lap since the last one."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = now - self._last
        self._last = now
