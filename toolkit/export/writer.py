"""A response → one file, in any of the formats of `formats.py`. The same input gives the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from toolkit.errors import UsageError
from toolkit.export.formats import BY_NAME, Format
from toolkit.files import write_atomic
from toolkit.messages import _, reason_of
from toolkit.model.document import Document
from toolkit.model.dossier import Dossier
from toolkit.model.filing import DraftFile, Filing
from toolkit.model.issue import Issue
from toolkit.model.provision import ParsedDraft, Provision
from toolkit.model.response import Response
from toolkit.resources import shipped

if TYPE_CHECKING:
    from toolkit.export.comment_tables.layout import LayoutName

Clock = Callable[[], datetime]

TEMPLATE = Path("response", "response.docx")
"""Where the template lies among the templates, shipped or of a workspace."""

# Matches a lone surrogate, which JSON can escape and UTF-8 cannot hold; not "é", not an emoji.
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a format may be written from."""

    response: Response
    suffix: str
    """Of the file that is wanted, one of those of the format."""
    template: Path | None = None
    now: datetime
    dossier: Dossier = Dossier()
    draft: tuple[Provision, ...] = ()
    """The provisions of the whole draft, where they are known."""
    filing: Filing = Filing()
    source: DraftFile | None = None
    """The draft's own file, where the format writes into it."""
    issues: list[Issue]
    """Takes what a person should know about what is written."""


Write = Callable[[Format, Job], bytes]


def export_response(  # noqa: PLR0913  # what the formats are written from, each named at the call
    response: Response,
    *,
    format: Format,  # noqa: A002  # what the command line calls it
    target: Path,
    template: Path | None = None,
    dossier: Dossier | None = None,
    draft: Sequence[Provision] = (),
    filing: Filing | None = None,
    source: DraftFile | None = None,
    issues: list[Issue] | None = None,
    write: Write | None = None,
    clock: Clock,
) -> Path:
    """Write a response to `target` and return it; nothing is left behind if that fails.

    `template` is a DOCX file whose styles are used instead of the shipped ones. `dossier` is what only the team's
    own formats tell, `draft` the provisions of the whole draft, `filing` what tables and forms need, `source` the
    file that an annotated draft is made from. `issues` takes what a person should know about the file. `write` makes
    the content, as `written` does. `clock` dates the properties of a document.

    Raises:
        BrokenInput: the template is not a Word document with pages.
        UsageError: the template cannot be read; a form lacks a place, or its mapping is wrong.
        MissingExtra: a program that the format needs is not installed.
        StorageError: the target cannot be written.
    """
    suffix = target.suffix.lstrip(".").lower()
    facts = BY_NAME[format]
    job = Job(
        response=response,
        suffix=suffix if suffix in facts.suffixes else facts.suffixes[0],
        template=template,
        now=clock(),
        dossier=dossier or Dossier(),
        draft=tuple(draft),
        filing=msgspec.structs.replace(filing or Filing(), provisions=tuple(draft)),
        source=source,
        issues=[] if issues is None else issues,
    )
    write_atomic(target, (write or written)(format, job))
    return target


def written(format: Format, job: Job) -> bytes:  # noqa: A002  # as above
    """Return the content of a format."""
    return _WRITERS[format](job)


def response_json(response: Response) -> bytes:
    """Return the response as JSON without loss; `msgspec.json.decode(…, type=Response)` gives it back.

    Lone surrogates are escaped, as JSON allows: `json.loads` reads them, msgspec does not.
    """
    text = json.dumps(msgspec.to_builtins(response), ensure_ascii=False, indent=1) + "\n"
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text).encode()


def _docx(job: Job) -> bytes:
    from toolkit.export.word.document import write_docx

    ours = (shipped("templates") / TEMPLATE).read_bytes()
    theirs, name = _template(job, ours)
    return write_docx(job.response, template=theirs, shipped=ours, template_name=name, now=job.now)


def _pdf(job: Job) -> bytes:
    from toolkit.export.pdf import write_pdf

    return write_pdf(_docx(job), now=job.now)


def _brief(job: Job) -> bytes:
    from toolkit.export.brief.document import write_brief

    ours = (shipped("templates") / TEMPLATE).read_bytes()
    theirs, name = _template(job, ours)
    return write_brief(
        job.response, job.dossier, template=theirs, shipped=ours, template_name=name, now=job.now
    )


def _template(job: Job, ours: bytes) -> tuple[bytes, str]:
    """Return the template asked for, or the shipped one, and what it is called."""
    if job.template is None:
        return ours, TEMPLATE.name
    try:
        return job.template.read_bytes(), str(job.template)
    except OSError as error:
        raise UsageError(
            _("the template cannot be read ({reason}).").format(reason=reason_of(error)),
            where=str(job.template),
        ) from error


def _markdown(job: Job) -> bytes:
    from toolkit.export.markdown import write_markdown

    return write_markdown(job.response).encode()


def _html(job: Job) -> bytes:
    from toolkit.export.html.page import write_html

    return write_html(job.response).encode()


def _akoma_ntoso(job: Job) -> bytes:
    from toolkit.export.akoma_ntoso.response import write_response

    return write_response(job.response, job.draft)


def _table(job: Job, name: LayoutName) -> bytes:
    from toolkit.export.comment_tables.writer import write_table

    ours = (shipped("templates") / TEMPLATE).read_bytes()
    theirs, _name = _template(job, ours)
    suffix: Literal["docx", "xlsx"] = "xlsx" if job.suffix == "xlsx" else "docx"
    return write_table(job.response, name, suffix=suffix, filing=job.filing, template=theirs, now=job.now)


def _everything(job: Job) -> bytes:
    from toolkit.export.comment_tables.everything import everything_workbook

    return everything_workbook(job.response, job.filing, now=job.now)


def _form(job: Job) -> bytes:
    from toolkit.export.reply_form.fill import filling_of
    from toolkit.export.reply_form.pages import form_pages, form_text

    filling = filling_of(job.response, job.filing)
    if job.suffix == "txt":
        return form_text(job.response, filling)
    ours = (shipped("templates") / TEMPLATE).read_bytes()
    theirs, _name = _template(job, ours)
    return form_pages(job.response, filling, template=theirs, shipped=ours, now=job.now)


def _annotated(job: Job) -> bytes:
    from toolkit.export.annotated.document import write_annotated

    written = write_annotated(job.response, job.source or _without_file(job), now=job.now)
    job.issues.extend(written.issues)
    return written.content


def _without_file(job: Job) -> DraftFile:
    """Return the draft as far as the response tells of it: a document is rebuilt from that."""
    consultation = job.response.consultation
    document = Document(
        sha256=consultation.draft_sha256,
        name=consultation.draft_name,
        media_type="",
        title=consultation.title,
        language=job.response.draft_language,
    )
    answers = (answer for section in job.response.sections for answer in section.answers)
    answered = {item.id: item for answer in answers for item in (answer.provision, *answer.quoted)}
    orphaned = (
        item if item.parent_id in answered else msgspec.structs.replace(item, parent_id=None)
        for item in answered.values()
    )
    return DraftFile(ParsedDraft(document=document, provisions=job.draft or tuple(orphaned)), b"")


def _tagged_form(job: Job) -> bytes:
    from toolkit.export.reply_form.fill import fill_tagged

    return fill_tagged(job.response, job.filing)


def _filled_form(job: Job) -> bytes:
    from toolkit.export.reply_form.fill import fill_form

    return fill_form(job.response, job.filing)


def _json(job: Job) -> bytes:
    return response_json(job.response)


_WRITERS: dict[Format, Callable[[Job], bytes]] = {
    "docx": _docx,
    "html": _html,
    "pdf": _pdf,
    "brief": _brief,
    "md": _markdown,
    "json": _json,
    "akn": _akoma_ntoso,
    "xlsx": _everything,
    "iso": partial(_table, name="iso"),
    "nist": partial(_table, name="nist"),
    "nice": partial(_table, name="nice"),
    "form": _form,
    "annotated": _annotated,
    "esma": _tagged_form,
    "fill": _filled_form,
}
