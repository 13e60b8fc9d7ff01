"""What people do at a workspace: open it, find and choose provisions, draft comments on them.

Below `pipeline`, which takes a draft to the workspace and from there to the response. Heavy libraries load where a
stage is used, so that importing this module is cheap.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from toolkit.errors import NoWorkspace, StorageError, UsageError
from toolkit.messages import LANGUAGES, current_language
from toolkit.model.comment import Comment
from toolkit.model.issue import Issue
from toolkit.model.profile import Profile
from toolkit.model.provision import Outline, ParsedDraft, Provision
from toolkit.model.response import Consultation

if TYPE_CHECKING:
    from toolkit.draft.context import DraftingContext
    from toolkit.draft.suggest import Suggestion
    from toolkit.draft.templates import Template
    from toolkit.search.index import Results, SearchIndex
    from toolkit.workspace.drafts import ProvisionFilter
    from toolkit.workspace.progress import WorkState
    from toolkit.workspace.store import Workspace

Language = Literal["fr", "en"]
RESPONSE_TEMPLATE = "response"
"""Name of the Word template of the response letter, beside those of comments."""
RESPONSE_TEMPLATE_FILE = Path("response", "response.docx")
SEARCH_FOLDER = ".search"
"""In a workspace: derived from its draft and decisions, made anew when they change, may be deleted."""


def load_profile(path: Path | None = None) -> Profile:
    """Return the roles, topics and vocabularies of a file, or the shipped ones of a health establishment."""
    from toolkit.tag.profiles import load_profile as load

    return load(path)


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


def search(  # noqa: PLR0913  # each option narrows on its own
    workspace: Workspace,
    words: str,
    *,
    asked: ProvisionFilter | None = None,
    deadlines: Sequence[str] = (),
    states: Sequence[WorkState] = (),
    limit: int = 20,
    offset: int = 0,
    loaded: tuple[ParsedDraft, SearchIndex] | None = None,
) -> Results:
    """Search the draft's provisions by words within a filter; no words match everything that passes.

    `loaded` is the workspace's draft with its index, where somebody has them already.

    Raises:
        UsageError: the draft has no such reference or deadline.
    """
    from toolkit.search.index import Facets
    from toolkit.search.naming import references_meant
    from toolkit.tag.references import read_reference

    draft = loaded[0] if loaded else workspace.draft()
    index = loaded[1] if loaded else search_index(workspace, draft)
    spelled = partial(read_reference, language=draft.document.language)
    wanted = msgspec.structs.asdict(asked) if asked is not None else {}
    facets = Facets(
        roles=wanted.get("roles", ()),
        topics=wanted.get("topics", ()),
        modalities=wanted.get("modalities", ()),
        kinds=wanted.get("kinds", ()),
        pages=wanted.get("page_numbers", ()),
        references=references_meant(draft.provisions, wanted.get("references", ()), read=spelled),
        ids=_narrowed_ids(workspace, draft, deadlines, states, roles=wanted.get("roles", ())),
    )
    return index.search(words, facets=facets, limit=limit, offset=offset)


def search_index(workspace: Workspace, draft: ParsedDraft) -> SearchIndex:
    """Return the index of the workspace's draft: the one kept beside the workspace, or one in memory where that folder cannot be written."""
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
    from toolkit.tag.moments import read_moment

    spelled = partial(read_moment, language=draft.document.language)
    if not states:
        return with_deadline(draft.provisions, deadlines, read=spelled) if deadlines else None
    ids = _in_state(workspace, states, roles)
    if deadlines:
        due = set(with_deadline(draft.provisions, deadlines, read=spelled))
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


def writing_language(workspace: Workspace, asked: str | None = None) -> Language:
    """Return the language to write in: the one asked for, else the draft's, else the one spoken."""
    for language in (asked, workspace.versions()[-1].document.language, current_language()):
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


def new_template(workspace: Workspace, name: str, *, source: str = "") -> tuple[Path, ...]:
    """Write a template of the team's own to start from: a comment template in both languages, or "response".

    A copy of `source`, or a skeleton that explains itself. "response" is the Word template of the response letter.

    Raises:
        UsageError: there is such a template already, or the name cannot be one.
        UnknownName: there is no template `source`.
        StorageError: it cannot be written.
    """
    from toolkit.draft.scaffold import new_response_template
    from toolkit.draft.scaffold import new_template as write_template

    folder = workspace.template_folder
    if name == RESPONSE_TEMPLATE:
        return (new_response_template(folder),)
    return write_template(folder, name, source=source, folders=_template_folders(workspace))


def check_templates(workspace: Workspace, names: Sequence[str] = ()) -> tuple[Issue, ...]:
    """Return what is wrong with templates: those named, wherever they lie, or all of the team's own.

    Raises:
        UnknownName: there is no template of one of the names.
    """
    from toolkit.draft.inspection import check_named
    from toolkit.export.word.template_check import check_response_template

    folder = workspace.template_folder
    found: list[Issue] = []
    for name in names or own_templates(workspace):
        if name == RESPONSE_TEMPLATE:
            found += check_response_template(_response_template(folder))
        else:
            found += check_named(name, [folder])
    return tuple(found)


def own_templates(workspace: Workspace) -> tuple[str, ...]:
    """Return the names of the templates that a team has made itself."""
    from toolkit.draft.inspection import names_in

    folder = workspace.template_folder
    letter = (RESPONSE_TEMPLATE,) if (folder / RESPONSE_TEMPLATE_FILE).is_file() else ()
    return (*names_in(folder), *letter)


def _response_template(folder: Path) -> Path:
    from toolkit.resources import shipped

    own = folder / RESPONSE_TEMPLATE_FILE
    return own if own.is_file() else shipped("templates") / RESPONSE_TEMPLATE_FILE


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


def draft_comment(  # noqa: PLR0913  # what a comment is worded from, each named at the call
    workspace: Workspace,
    provision: Provision,
    *,
    template: str,
    fields: Mapping[str, str],
    language: Language,
    quote: str = "",
    leave_gaps: bool = False,
    outline: Outline | None = None,
) -> Comment:
    """Word a comment on a provision from a template; the caller adds the author and stores it.

    With `leave_gaps`, required fields without value become "[to complete: …]" in the text. `outline` is that of the
    workspace's draft, where the caller has it.

    Raises:
        UnknownName: there is no such template.
        UsageError: a required field is missing, or the template is wrong.
    """
    from toolkit.draft.render import DraftOrder, draft_comments
    from toolkit.draft.templates import get_template

    order = DraftOrder(
        template=get_template(template, _template_folders(workspace), language),
        context=_contexts(workspace, [provision], language=language, quote=quote, outline=outline)[0],
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
    workspace: Workspace,
    provisions: Sequence[Provision],
    *,
    language: Language,
    quote: str = "",
    outline: Outline | None = None,
) -> list[DraftingContext]:
    """Return what templates can say about provisions: of a heading without text, what stands under it."""
    from toolkit.draft.context import build_context

    around = outline or Outline(workspace.provisions())
    consultation = workspace.consultation()
    labels = {role.id: role.label(language) for role in profile_of(workspace).roles}
    return [
        build_context(
            provision,
            outline=around,
            path=around.path(provision.id),
            consultation=consultation,
            language=language,
            quote=quote,
            role_labels=labels,
        )
        for provision in provisions
    ]


def _template_folders(workspace: Workspace | None) -> list[Path]:
    return [] if workspace is None else [workspace.template_folder]
