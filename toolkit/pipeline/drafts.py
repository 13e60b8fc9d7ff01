"""A file → a draft in numbered, tagged provisions, read in a child process that can neither hang nor eat the machine."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec

from toolkit.errors import InputRefused
from toolkit.limits import Limits, Progress, call_limited
from toolkit.model.profile import Profile
from toolkit.model.provision import ParsedDraft, Provision, label
from toolkit.model.reading import ReadOptions
from toolkit.model.tag import Facet, Tag

OCR_LIMITS = Limits(seconds=1800)
"""Recognising text takes some seconds a page."""


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
        "toolkit.pipeline.drafts:parse_order",
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
        "toolkit.pipeline.drafts:tag_order",
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


def asks(provision: Provision, roles: Sequence[str]) -> bool:
    """Tell whether a provision concerns one of `roles`, or without roles asks something of anybody."""
    if not (provision.text or provision.rows or provision.heading) or provision.kind == "footnote":
        return False
    if roles:
        return any(item.facet == "role" and item.value in roles for item in provision.tags)
    return any(item.facet == "modality" and item.value != "information" for item in provision.tags)
