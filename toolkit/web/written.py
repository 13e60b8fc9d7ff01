"""A choice → the response that it means, and its file: made once for each state of a workspace, for page and download."""

from __future__ import annotations

import tempfile
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from toolkit import pipeline
from toolkit.errors import UsageError
from toolkit.export.formats import FormatFacts
from toolkit.messages import _
from toolkit.model.issue import Issue

if TYPE_CHECKING:
    from toolkit.model.filing import Filing
    from toolkit.model.response import Response
    from toolkit.web.export_choice import Choice
    from toolkit.web.snapshot import Snapshot

Made = TypeVar("Made")
_KEPT = 6
"""Responses and files of one state of a workspace that are kept; people go back and forth between a few."""
_AT_ONCE = threading.BoundedSemaphore(2)
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
    """Keeps the last few things made from one state of a workspace. Safe between threads."""

    def __init__(self) -> None:
        self._kept: weakref.WeakKeyDictionary[Snapshot, OrderedDict[Hashable, object]] = (
            weakref.WeakKeyDictionary()
        )
        self._lock = threading.Lock()

    def made(self, snapshot: Snapshot, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what stands under `key`, made now if it is not there."""
        with self._lock:
            shelf = self._kept.setdefault(snapshot, OrderedDict())
            if key in shelf:
                shelf.move_to_end(key)
                return shelf[key]  # type: ignore[return-value]  # the key says what it is
        fresh = make()
        with self._lock:
            shelf[key] = fresh
            while len(shelf) > _KEPT:
                shelf.popitem(last=False)
        return fresh


_SHELF = Shelf()


def composed(snapshot: Snapshot, choice: Choice) -> Response:
    """Return the response that a choice means."""
    wanted = choice.content
    day = pipeline.local_today()

    def make() -> Response:
        return pipeline.compose(
            snapshot.workspace,
            language=wanted.language,
            ordering=wanted.ordering,
            selection=wanted.selection,
            anonymous=wanted.anonymous,
            with_remarks=wanted.with_remarks,
            today=day,
        )

    return _SHELF.made(snapshot, ("response", msgspec.json.encode(wanted), day), make)


def written(
    snapshot: Snapshot, choice: Choice, *, form: Path | None = None, mapping: Path | None = None
) -> Written:
    """Return the file that a choice means; `form` is the regulator's, where one is filled in.

    Raises:
        UsageError: a form is needed, or its mapping is wrong.
        MissingExtra: a program that the format needs is not installed.
    """
    facts = choice.facts
    if facts.own_form and form is None:
        raise UsageError(_("the regulator’s form is needed: choose its file."))
    template = snapshot.workspace.template_folder / "response" / "response.docx"
    stamp = template.stat().st_mtime_ns if template.is_file() else 0
    key = ("file", msgspec.json.encode(choice), stamp, pipeline.local_today())
    return _SHELF.made(snapshot, key, lambda: _write(snapshot, choice, facts, form, mapping))


def _write(
    snapshot: Snapshot, choice: Choice, facts: FormatFacts, form: Path | None, mapping: Path | None
) -> Written:
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
    with _AT_ONCE, tempfile.TemporaryDirectory(prefix="consult-") as folder:
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
