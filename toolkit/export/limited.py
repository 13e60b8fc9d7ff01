"""A response and a file from outside (a regulator's form, its mapping, the draft in Word) → what is made of them.

Such a file is taken apart in a limited child process, as everything is that strangers have made.
"""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import msgspec

from toolkit.export.formats import BY_NAME, Format
from toolkit.export.writer import Job, written
from toolkit.limits import Limits, call_limited
from toolkit.model.dossier import Dossier
from toolkit.model.filing import DraftFile, Filing, FormFile
from toolkit.model.issue import Issue
from toolkit.model.provision import Provision
from toolkit.model.response import Response

LIMITS = Limits(memory_mib=2048, seconds=120)
_AT_ONCE = threading.BoundedSemaphore(2)
"""So many children, however many people ask."""


class LeftOut(msgspec.Struct, frozen=True):
    """What a form does not take as it is."""

    comment_ids: tuple[str, ...]
    """Of comments that no field takes."""
    field_ids: tuple[str, ...]
    """Of fields whose answers are too long."""


class _WriteOrder(msgspec.Struct, frozen=True):
    format: Format
    response: Response
    suffix: str
    template: str
    now: datetime
    dossier: Dossier
    draft: tuple[Provision, ...]
    filing: Filing
    source: DraftFile | None


class _Written(msgspec.Struct, frozen=True):
    content: bytes
    issues: tuple[Issue, ...]


class _LeftOutOrder(msgspec.Struct, frozen=True):
    response: Response
    filing: Filing
    tagged: bool


def write_limited(format: Format, job: Job) -> bytes:  # noqa: A002  # what the command line calls it
    """Return the content of a format, written in a limited child where a file from outside is read for it.

    Raises:
        LimitExceeded: the file takes more memory or time than allowed.
        ToolkitError: what the format itself raises.
    """
    if not _reads_from_outside(format, job):
        return written(format, job)
    order = _WriteOrder(
        format=format,
        response=job.response,
        suffix=job.suffix,
        template=str(job.template) if job.template is not None else "",
        now=job.now,
        dossier=job.dossier,
        draft=job.draft,
        filing=job.filing,
        source=job.source,
    )
    answer = _called("write_order", order, where=_name_of(job.filing) or job.response.consultation.draft_name)
    made = msgspec.msgpack.decode(answer, type=_Written)
    job.issues.extend(made.issues)
    return made.content


def _reads_from_outside(format: Format, job: Job) -> bool:  # noqa: A002  # as above
    is_form = job.filing.form is not None or job.filing.mapping is not None
    is_draft = job.source is not None and bool(job.source.content)
    return is_draft or (is_form and BY_NAME[format].has_fields)


def write_order(payload: bytes) -> bytes:
    """Run an order of `write_limited`: in the child."""
    order = msgspec.msgpack.decode(payload, type=_WriteOrder)
    job = Job(
        response=order.response,
        suffix=order.suffix,
        template=Path(order.template) if order.template else None,
        now=order.now,
        dossier=order.dossier,
        draft=order.draft,
        filing=order.filing,
        source=order.source,
        issues=[],
    )
    content = written(order.format, job)
    return msgspec.msgpack.encode(_Written(content, tuple(job.issues)))


def map_limited(form: FormFile) -> str:
    """Return a mapping that lists the places of a form: see `reply_form.fill.draft_mapping`."""
    return _called("map_order", form, where=form.name).decode()


def map_order(payload: bytes) -> bytes:
    """Run an order of `map_limited`: in the child."""
    from toolkit.export.reply_form.fill import draft_mapping

    return draft_mapping(msgspec.msgpack.decode(payload, type=FormFile)).encode()


def left_out(response: Response, filing: Filing, *, tagged: bool) -> LeftOut:
    """Return what no field of a form takes: see `reply_form.fill.filling_of`."""
    order = _LeftOutOrder(response, filing, tagged)
    if filing.form is None and filing.mapping is None:
        return _left_out(order)
    answer = _called("left_out_order", order, where=_name_of(filing))
    return msgspec.msgpack.decode(answer, type=LeftOut)


def left_out_order(payload: bytes) -> bytes:
    """Run an order of `left_out`: in the child."""
    return msgspec.msgpack.encode(_left_out(msgspec.msgpack.decode(payload, type=_LeftOutOrder)))


def _left_out(order: _LeftOutOrder) -> LeftOut:
    from toolkit.export.reply_form.fill import filling_of

    filling = filling_of(order.response, order.filing, tagged=order.tagged)
    return LeftOut(filling.left, tuple(field.field.id for field in filling.fields if field.excess))


def _called(function: str, order: msgspec.Struct, *, where: str) -> bytes:
    payload = msgspec.msgpack.encode(order)
    with _AT_ONCE:
        return call_limited(f"toolkit.export.limited:{function}", payload, limits=LIMITS, where=where)


def _name_of(filing: Filing) -> str:
    found = filing.form or filing.mapping
    return found.name if found is not None else ""
