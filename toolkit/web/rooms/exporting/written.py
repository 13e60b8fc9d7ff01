"""A choice → the response that it means, and its file: made behind the page, once for each state of a workspace."""

from __future__ import annotations

import tempfile
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec

from toolkit import pipeline
from toolkit.errors import UsageError
from toolkit.export.formats import FormatFacts
from toolkit.messages import _, current_language, speaking
from toolkit.model.issue import Issue
from toolkit.web.jobs import Job

if TYPE_CHECKING:
    from toolkit.model.filing import Filing
    from toolkit.model.response import Response
    from toolkit.web.rooms.exporting.choice import Choice
    from toolkit.web.snapshot import Snapshot

Made = TypeVar("Made")
_KEPT = 8
"""Responses and files of one state of a workspace that are kept; people go back and forth between a few."""
_COMPOSED_AT_ONCE = threading.BoundedSemaphore(2)
_WRITTEN_AT_ONCE = threading.BoundedSemaphore(2)
"""LibreOffice takes a processor and some hundred megabytes for each."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A file, and what a person should know about it."""

    name: str
    content: bytes
    issues: tuple[Issue, ...]
    left_out: tuple[str, ...] = ()
    """Ids of comments that no field of a form takes."""
    too_long: tuple[str, ...] = ()
    """Ids of fields whose answers are too long."""


class Shelf:
    """Keeps the last few things made, or being made, from one state of a workspace. Safe between threads."""

    def __init__(self) -> None:
        self._kept: weakref.WeakKeyDictionary[Snapshot, OrderedDict[Hashable, Job[Any]]] = (
            weakref.WeakKeyDictionary()
        )
        self._lock = threading.Lock()

    def job(self, snapshot: Snapshot, key: Hashable, make: Callable[[], Made]) -> Job[Made]:
        """Return the work that makes what stands under `key`, begun now if it is not there."""
        language = current_language()
        with self._lock:
            shelf = self._kept.setdefault(snapshot, OrderedDict())
            found = shelf.get((key, language))
            if found is None or found.error is not None:  # what failed may succeed now
                found = Job("", lambda _job: make())
                shelf[key, language] = found
                threading.Thread(target=_run, args=(found, language), daemon=True).start()
            shelf.move_to_end((key, language))
            while len(shelf) > _KEPT:
                shelf.popitem(last=False)
        return found


def _run(job: Job[Any], language: str) -> None:
    with speaking(language):
        job.run()


_SHELF = Shelf()


def result_of(job: Job[Made]) -> Made:
    """Wait for what a job makes.

    Raises:
        ToolkitError: it cannot be made.
    """
    job.wait()
    if job.error is not None:
        raise job.error
    return cast("Made", job.result)


def composing(snapshot: Snapshot, choice: Choice) -> Job[Response]:
    """Return the work that puts together the response which a choice means."""
    wanted = choice.content
    day = pipeline.local_today()

    def make() -> Response:
        with _COMPOSED_AT_ONCE:
            return pipeline.compose(
                snapshot.workspace,
                language=wanted.language,
                ordering=wanted.ordering,
                selection=wanted.selection,
                anonymous=wanted.anonymous,
                with_remarks=wanted.with_remarks,
                today=day,
            )

    return _SHELF.job(snapshot, ("response", msgspec.json.encode(wanted), day), make)


def writing(
    snapshot: Snapshot, choice: Choice, *, form: Path | None = None, mapping: Path | None = None
) -> Job[Written]:
    """Return the work that writes the file which a choice means; `form` is the regulator's, where one is filled in.

    It fails with:
        UsageError: a form is needed, or its mapping is wrong.
        MissingExtra: a program that the format needs is not installed.
    """
    template = snapshot.workspace.template_folder / "response" / "response.docx"
    stamp = template.stat().st_mtime_ns if template.is_file() else 0
    key = ("file", msgspec.json.encode(choice), stamp, pipeline.local_today())
    return _SHELF.job(snapshot, key, lambda: _write(snapshot, choice, form, mapping))


def composed(snapshot: Snapshot, choice: Choice) -> Response:
    """Return the response that a choice means: see `composing`."""
    return result_of(composing(snapshot, choice))


def written(
    snapshot: Snapshot, choice: Choice, *, form: Path | None = None, mapping: Path | None = None
) -> Written:
    """Return the file that a choice means: see `writing`."""
    return result_of(writing(snapshot, choice, form=form, mapping=mapping))


def inspecting(snapshot: Snapshot) -> Job[None]:
    """Return the work that looks at a response before it is filed: its findings and signatures are then loaded."""

    def look() -> None:
        snapshot.load("findings", "signatures")

    return _SHELF.job(snapshot, ("findings", pipeline.local_today()), look)


def _write(snapshot: Snapshot, choice: Choice, form: Path | None, mapping: Path | None) -> Written:
    facts = choice.facts
    if facts.own_form and form is None:
        raise UsageError(_("the regulator’s form is needed: choose its file."))
    response = composed(snapshot, choice)
    gathered = pipeline.filing(
        snapshot.workspace,
        language=choice.language,
        selection=choice.selection,
        anonymous=choice.anonymous,
        form=form,
        mapping=mapping,
    )
    own = form.suffix.lstrip(".").lower() if form is not None and facts.own_form else ""
    suffix = own if own in facts.suffixes else choice.suffix
    issues: list[Issue] = []
    with _WRITTEN_AT_ONCE, tempfile.TemporaryDirectory(prefix="consult-") as folder:
        made = pipeline.export(
            response,
            format=facts.name,
            target=Path(folder, f"{facts.file_name}.{suffix}"),
            workspace=snapshot.workspace,
            dossier=pipeline.dossier(
                snapshot.workspace, language=choice.language, anonymous=choice.anonymous
            ),
            filing=gathered,
            issues=issues,
        )
        content = made.read_bytes()
    left, too_long = _left_out(response, facts, gathered)
    return Written(name=made.name, content=content, issues=tuple(issues), left_out=left, too_long=too_long)


def _left_out(
    response: Response, facts: FormatFacts, gathered: Filing
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not facts.has_fields:
        return (), ()
    return pipeline.left_out(response, gathered, tagged=facts.name == "esma")
