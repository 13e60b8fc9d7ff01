"""The workspace of a team: one folder, or a folder and a PostgreSQL database, behind one class.

consult.toml   title, deadlines, people: see settings
consult.db     draft, tags, decisions, selection, comments, history: see schema
drafts/        the files as they came, named by their SHA-256
contributions/ what contributors sent, likewise
templates/     comment templates of the team's own (optional)
profile.toml   roles and topics of the team's own (optional)
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from toolkit.errors import NoWorkspace, UsageError
from toolkit.files import is_protected
from toolkit.messages import _, quoted
from toolkit.model.comment import Comment, Event, State
from toolkit.model.contribution import GENERAL
from toolkit.model.correction import Corrected, Correction
from toolkit.model.provision import ParsedDraft, Provision
from toolkit.model.response import Consultation
from toolkit.model.tag import ROLES, Facet, Wish
from toolkit.workspace import (
    anchors,
    comments,
    corrections,
    coverage,
    creation,
    decisions,
    drafts,
    lookup,
    selection,
    writing,
)
from toolkit.workspace.comments import CommentFilter
from toolkit.workspace.coverage import Coverage, Mark, MarkState
from toolkit.workspace.database import Database, open_postgresql, open_sqlite
from toolkit.workspace.decisions import Decision
from toolkit.workspace.drafts import ProvisionFilter, Version
from toolkit.workspace.duties import check_edit, check_state
from toolkit.workspace.founding import DATABASE_NAME, found
from toolkit.workspace.journal import Deed, write_act
from toolkit.workspace.migrate import check_current, ensure_current
from toolkit.workspace.records import now
from toolkit.workspace.replacing import replace_draft
from toolkit.workspace.selection import Selected
from toolkit.workspace.settings import FILE_NAME, Person, Settings, read_settings, write_settings
from toolkit.workspace.team import Team
from toolkit.workspace.text import clean_comment, clean_name, clean_text
from toolkit.workspace.writing import TemplateEntry


class Workspace:
    """What a team keeps about one consultation. Usable as a context manager; safe between processes."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        *,
        clock: Callable[[], str] = now,
        duties_required: bool = False,
    ) -> None:
        self.folder = folder
        self._database = database
        self._clock = clock
        self._duties_required = duties_required

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        draft: ParsedDraft,
        source: Path,
        consultation: Consultation,
        people: Sequence[Person] = (),
        storage_url: str = "",
        finish: Callable[[Workspace], None] | None = None,
    ) -> Self:
        """Make a workspace for a draft that was parsed from the file `source`, as a whole or not at all.

        `finish` may add to the workspace while nobody sees it, in `Workspace.folder`, which is not `folder` yet.

        Raises:
            UsageError: the folder is not empty, or the database holds a workspace already.
            StorageError: the folder or the database cannot be written.
        """
        settings = Settings(consultation=consultation, people=tuple(people), storage_url=storage_url)

        def add(temporary: Path, database: Database) -> None:
            if finish is not None:
                finish(cls(temporary, database))

        found(folder, settings, draft, source, add)
        return cls.open(folder)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        lock_seconds: float = 30.0,
        read_only: bool = False,
        duties_required: bool = False,
    ) -> Self:
        """Open the workspace in `folder`, bringing an older one up to date.

        With `read_only`, and where its files are write-protected, nothing in it is touched, and an older one is
        refused. With `duties_required`, nobody may do what takes a duty before somebody has it: see `duties`.

        Raises:
            NoWorkspace: there is none.
            StorageError: it is damaged, locked or of a newer toolkit.
        """
        settings = read_settings(folder / FILE_NAME)
        if settings.storage_url:
            database = open_postgresql(settings.storage_url, lock_seconds=lock_seconds)
        else:
            read_only = read_only or is_protected(folder) or is_protected(folder / DATABASE_NAME)
            database = open_sqlite(folder / DATABASE_NAME, read_only=read_only, lock_seconds=lock_seconds)
        try:
            (check_current if read_only else ensure_current)(database)
        except BaseException:
            database.close()
            raise
        return cls(folder, database, duties_required=duties_required)

    @classmethod
    def find(cls, start: Path, *, read_only: bool = False) -> Self:
        """Open the workspace that `start` lies in: see `open`.

        Raises:
            NoWorkspace: neither it nor any folder above is a workspace.
        """
        here = start.absolute()
        for folder in (here, *here.parents):
            if (folder / FILE_NAME).is_file():
                return cls.open(folder, read_only=read_only)
        raise NoWorkspace(
            _("is not in a workspace."),
            where=str(start),
            hint=_("Make one with `consult new` or name one with --workspace."),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back the database connections."""
        self._database.close()

    def state(self) -> str:
        """Return a word that is another one after every change of the data; the files beside them are not in it."""
        return self._database.state()

    @property
    def team(self) -> Team:
        """What the team leaves beside comments: contributors' files, verdicts, assignments, signatures, the journal."""
        return Team(self.folder, self._database, self._clock, self.settings)

    # Settings

    @property
    def template_folder(self) -> Path:
        """Where the team's own comment templates are, if it has any."""
        return self.folder / "templates"

    @property
    def profile_path(self) -> Path:
        """Where the team's own roles and topics are, if it has any."""
        return self.folder / "profile.toml"

    def settings(self) -> Settings:
        """Return what consult.toml says now."""
        found = read_settings(self.folder / FILE_NAME)
        return msgspec.structs.replace(found, duties_required=self._duties_required)

    def update_settings(self, settings: Settings) -> None:
        """Write title, dates, people; comments in consult.toml survive."""
        write_settings(self.folder / FILE_NAME, settings)

    def consultation(self) -> Consultation:
        """Return consult.toml's part about the consultation with what is known of the current draft."""
        document = self.versions()[-1].document
        written = self.settings().consultation
        return msgspec.structs.replace(
            written,
            title=written.title or document.title,
            issuer=written.issuer or document.issuer,
            draft_name=document.name,
            draft_version=document.version,
            draft_sha256=document.sha256,
        )

    # The draft

    def versions(self) -> tuple[Version, ...]:
        """Return the versions of the draft, oldest first; the last one is current."""
        with self._database.reading() as connection:
            return drafts.list_versions(connection)

    def draft(self, version_number: int | None = None) -> ParsedDraft:
        """Return a version, by default the current one, with tags as people decided."""
        with self._database.reading() as connection:
            number = version_number or drafts.current_version(connection)
            if number not in {item.number for item in drafts.list_versions(connection)}:
                raise UsageError(_("there is no version {number} of the draft.").format(number=number))
            draft = drafts.load_draft(connection, number=number)
            decided = decisions.apply_decisions(draft.provisions, decisions.load_decisions(connection))
        return msgspec.structs.replace(draft, provisions=decided)

    def draft_file(self) -> Path:
        """Return the path of the current draft's file."""
        document = self.versions()[-1].document
        return creation.draft_path(self.folder, sha256=document.sha256, name=document.name)

    def replace_draft(
        self, draft: ParsedDraft, *, source: Path, corrected: Corrected | None = None, seen: int = 0
    ) -> anchors.Replacement:
        """Take another parse of the current file, or the next version of the draft.

        Comments, marks, choices and decisions stay with their provisions; the result tells what could not.
        `draft` is with the corrections that `corrected` tells of, which were made from the `seen` ones on record.

        Raises:
            Conflict: somebody added a correction since.
        """
        creation.keep_file(self.folder, draft, source)
        with self._database.writing() as connection:
            return replace_draft(connection, draft, corrected, seen=seen, time=self._clock())

    def correct(
        self, draft: ParsedDraft, *, corrected: Corrected, new: Sequence[Correction], seen: int
    ) -> anchors.Replacement:
        """Keep new corrections and the current draft with all of them, as one: see `replace_draft`."""
        time = self._clock()
        ready = [
            msgspec.structs.replace(
                item, actor=clean_name(item.actor), reason=clean_text(item.reason).text, time=time
            )
            for item in new
        ]
        with self._database.writing() as connection:
            replacement = replace_draft(connection, draft, corrected, seen=seen, time=time)
            corrections.add_corrections(connection, ready)
            return replacement

    def corrections(self) -> tuple[Correction, ...]:
        """Return what people decided about the structure, undone decisions and undos too, oldest first."""
        with self._database.reading() as connection:
            return corrections.load_corrections(connection)

    def parsed_draft(self) -> ParsedDraft:
        """Return the current version as it was parsed, without corrections and tags."""
        with self._database.reading() as connection:
            number = drafts.current_version(connection)
            kept = corrections.load_parse(connection, number=number)
            draft = kept if kept is not None else drafts.load_draft(connection, number=number)
        untagged = (msgspec.structs.replace(item, tags=()) for item in draft.provisions)
        return msgspec.structs.replace(draft, provisions=tuple(untagged))

    def replace_tags(self, provisions: Iterable[Provision]) -> None:
        """Take new proposals of rules and models for the current version; people's decisions stay.

        Tags whose source is a person are left out: they stand among the decisions.
        """
        proposals = [decisions.without_decisions(item) for item in provisions]
        with self._database.writing() as connection:
            number = drafts.current_version(connection)
            drafts.delete_tags(connection, number=number)
            drafts.insert_tags(connection, proposals, number=number)

    def provisions(self, asked: ProvisionFilter | None = None) -> tuple[Provision, ...]:
        """Return provisions of the current version in document order, with tags as people decided."""
        wanted = asked or ProvisionFilter()
        with self._database.reading() as connection:
            found = drafts.load_provisions(connection, wanted, number=drafts.current_version(connection))
            decided = decisions.apply_decisions(found, decisions.load_decisions(connection))
        return tuple(item for item in decided if drafts.matches_facets(item, wanted))

    def provision(self, provision_id: str) -> Provision:
        """Return the provision with this id.

        Raises:
            UnknownName: there is none; the hint names the nearest.
        """
        self._check_ids([provision_id])
        return self.provisions(ProvisionFilter(ids=(provision_id,)))[0]

    def resolve(self, name: str) -> Provision:
        """Return the provision that a person calls `name`: by id, printed number or start of an id.

        Raises:
            UsageError: several are called so.
            UnknownName: none is; the hint names the nearest.
        """
        return lookup.resolve_provision(name, self.provisions())

    # People's decisions on tags, and the selection

    def decide_tag(
        self, provision_id: str, facet: Facet, value: str, *, present: bool, actor: str, reason: str = ""
    ) -> Provision:
        """Say that a tag belongs to a provision, or does not: see `decide_tags`."""
        return self.decide_tags(provision_id, [Wish(facet, value, present)], actor=actor, reason=reason)

    def decide_tags(
        self, provision_id: str, wishes: Sequence[Wish], *, actor: str, reason: str = ""
    ) -> Provision:
        """Say which tags belong to a provision, and which do not, whatever rules and models propose: as one act.

        Raises:
            UnknownName: there is no such provision; the hint names the nearest.
        """
        self.provision(provision_id)
        who, why = clean_name(actor), clean_text(reason).text
        clean = [msgspec.structs.replace(wish, value=clean_name(wish.value)) for wish in wishes]
        detail = " ".join(map(str, clean)) + (f": {why}" if why else "")
        with self.team.act("tag", actor=who, subject=provision_id, detail=detail) as deed:
            deed.decide_tags(
                [
                    Decision(
                        provision_id=provision_id,
                        facet=wish.facet,
                        value=wish.value,
                        present=wish.present,
                        actor=who,
                        time=deed.time,
                        reason=why,
                    )
                    for wish in clean
                ]
            )
        return self.provision(provision_id)

    def decisions(self, provision_id: str | None = None) -> tuple[Decision, ...]:
        """Return what people decided on tags, oldest first."""
        with self._database.reading() as connection:
            return decisions.load_decisions(connection, provision_id)

    def select(self, provision_ids: Sequence[str], *, actor: str, reason: str = "") -> int:
        """Choose provisions to comment on and return how many were not chosen yet."""
        self._check_ids(provision_ids)
        time, who, why = self._clock(), clean_name(actor), clean_text(reason).text
        chosen = [Selected(provision_id=item, actor=who, time=time, reason=why) for item in provision_ids]
        with self._database.writing() as connection:
            return selection.add_selected(connection, chosen)

    def unselect(self, provision_ids: Sequence[str]) -> int:
        """Take provisions out of the selection and return how many were in it."""
        with self._database.writing() as connection:
            return selection.remove_selected(connection, provision_ids)

    def selection(self) -> tuple[Selected, ...]:
        """Return what was chosen, by whom, when and why."""
        with self._database.reading() as connection:
            return selection.load_selected(connection)

    # Comments

    def add_comments(self, new: Sequence[Comment], *, actor: str = "") -> tuple[Comment, ...]:
        """Write new comments, all or none, and return them with their ids.

        Texts are normalised (`text.clean_comment` tells what that removes); a missing role is the author's.

        Raises:
            UnknownName: a provision does not exist.
        """
        self._check_ids([item.provision_id for item in new], general=True)
        settings = self.settings() if any(item.author and not item.role for item in new) else None
        ready = [_ready(item, settings) for item in new]
        who = clean_name(actor or (ready[0].author if ready else ""))
        with self._act("comment", actor=who) as deed:
            return deed.add_comments(ready)

    def add_comment(self, new: Comment, *, actor: str = "") -> Comment:
        """Write one new comment: see `add_comments`."""
        return self.add_comments((new,), actor=actor)[0]

    def edit_comment(
        self, edited: Comment, *, actor: str, state: State | None = None, reason: str = ""
    ) -> Comment:
        """Write a changed copy of a comment; its `revision` is the one that was read.

        With `state`, bring it there as well, for `reason`: both are done or neither.

        Raises:
            Conflict: somebody else changed it since.
            UsageError: its state does not allow it, or the new one may not follow.
            NotAllowed: it is somebody else's, and the actor is no editor.
        """
        ready = self._checked(edited, actor)
        if state is not None:
            check_state(self.settings(), actor, self.comment(edited.id), state)
        action = "edit" if state is None else "state"
        with self._act(action, actor=clean_name(actor), subject=edited.id, detail=state or "") as deed:
            written = deed.edit_comment(ready)
            if state is None:
                return written
            changed = msgspec.structs.replace(written, state=state, reason=clean_text(reason).text)
            return deed.change_state(changed)

    def save_words(self, edited: Comment, *, actor: str) -> Comment:
        """Write a changed copy as `edit_comment` does; saves in a row of one person are one act: see `writing`.

        Raises:
            Conflict: somebody else changed it since.
            UsageError: its state does not allow it.
            NotAllowed: it is somebody else's, and the actor is no editor.
        """
        ready = self._checked(edited, actor)
        with self._database.writing() as connection:
            return writing.save_words(connection, ready, actor=clean_name(actor), time=self._clock())

    def template_entry(self, comment_id: str) -> TemplateEntry:
        """Return what was answered to the questions of a comment's template."""
        with self._database.reading() as connection:
            return writing.load_entry(connection, comment_id)

    def keep_template_entry(self, comment_id: str, entry: TemplateEntry, *, actor: str) -> None:
        """Remember what was answered to the questions of a comment's template.

        Raises:
            NotAllowed: the comment is somebody else's, and the actor is no editor.
        """
        if self.template_entry(comment_id) != entry:
            check_edit(self.settings(), actor, self.comment(comment_id))
            with self._database.writing() as connection:
                writing.write_entry(connection, comment_id, entry)

    def set_state(
        self, comment_id: str, state: State, *, revision: int, actor: str, reason: str = ""
    ) -> Comment:
        """Submit, approve, reject (with a reason), withdraw or reopen a comment as it was read.

        Raises:
            Conflict: somebody else changed it since.
            UsageError: the state may not follow the present one.
            NotAllowed: it is not the actor's to decide.
        """
        current = self.comment(comment_id)
        check_state(self.settings(), actor, current, state)
        changed = msgspec.structs.replace(
            current, state=state, revision=revision, reason=clean_text(reason).text
        )
        with self._act("state", actor=clean_name(actor), subject=comment_id, detail=state) as deed:
            return deed.change_state(changed)

    def comment(self, comment_id: str) -> Comment:
        """Return one comment.

        Raises:
            UnknownName: there is none; the hint names the nearest.
        """
        with self._database.reading() as connection:
            return comments.load_comment(connection, comment_id)

    def comments(self, asked: CommentFilter | None = None) -> tuple[Comment, ...]:
        """Return comments in the draft's order; those whose provision is gone come last."""
        with self._database.reading() as connection:
            number = drafts.current_version(connection)
            return comments.load_comments(connection, asked or CommentFilter(), version_number=number)

    def history(self, comment_id: str) -> tuple[Event, ...]:
        """Return what happened to a comment, oldest first."""
        with self._database.reading() as connection:
            return comments.load_history(connection, comment_id)

    # Reading

    def mark(
        self, provision_ids: Sequence[str], *, role: str, person: str, state: MarkState = "no_comment"
    ) -> None:
        """Note that somebody has seen provisions, or read them and has nothing to say for a role."""
        self._check_ids(provision_ids)
        time, whose, who = self._clock(), clean_name(role), clean_name(person)
        marks = [
            Mark(provision_id=item, role=whose, person=who, state=state, time=time) for item in provision_ids
        ]
        with self._act("read", actor=who, subject=" ".join(provision_ids)) as deed:
            deed.mark(marks)

    def unmark(self, provision_ids: Sequence[str], *, role: str, person: str) -> None:
        """Take somebody's marks back."""
        with self._act("unread", actor=clean_name(person), subject=" ".join(provision_ids)) as deed:
            deed.unmark(provision_ids, role=role, person=person)

    def marks(self, provision_ids: Sequence[str] = ()) -> tuple[Mark, ...]:
        """Return all marks, or those on some provisions, oldest first."""
        with self._database.reading() as connection:
            return coverage.load_marks(connection, provision_ids)

    def coverage(self, roles: Sequence[str] = ROLES) -> Coverage:
        """Return what each role has not read, read without comment, commented."""
        provisions = self.provisions()
        with self._database.reading() as connection:
            return coverage.build_coverage(connection, provisions, roles)

    @contextlib.contextmanager
    def _act(self, action: str, *, actor: str, subject: str = "", detail: str = "") -> Iterator[Deed]:
        """Do something that anybody may as one act of the journal."""
        with self._database.writing() as connection:
            deed = Deed(connection, actor=actor, time=self._clock())
            yield deed
            write_act(connection, deed, action=action, subject=subject, detail=detail)

    def _checked(self, edited: Comment, actor: str) -> Comment:
        """Return a changed copy of a comment as it may be stored, if the actor may change it so."""
        ready = _ready(edited, None)
        stored = self.comment(edited.id)
        if ready.provision_id != stored.provision_id:
            self._check_ids([ready.provision_id], general=True)
        if msgspec.structs.replace(ready, revision=stored.revision, state=stored.state) != stored:
            check_edit(self.settings(), actor, stored)
        return ready

    def _check_ids(self, provision_ids: Sequence[str], *, general: bool = False) -> None:
        """Raise for the first id that does not exist; with `general`, the draft as a whole may be meant."""
        known = {item.id for item in self.provisions(ProvisionFilter(ids=tuple(set(provision_ids))))}
        known |= {GENERAL} if general else set()
        for name in provision_ids:
            if name not in known:
                existing = [item.id for item in self.provisions()]
                message = _("no provision has the id {name}.").format(name=quoted(name))
                raise lookup.unknown_name(name, existing, message=message)


def _ready(item: Comment, settings: Settings | None) -> Comment:
    """Return a comment as it may be stored."""
    clean = clean_comment(item).comment
    role = clean.role or (settings.role_of(clean.author) if settings else "")
    return msgspec.structs.replace(clean, author=clean_name(clean.author), role=clean_name(role))
