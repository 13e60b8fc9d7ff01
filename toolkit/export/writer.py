"""A response → one file: Word, Markdown or JSON. The same input gives the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from toolkit.errors import UsageError
from toolkit.export.markdown import write_markdown
from toolkit.files import write_atomic
from toolkit.messages import _, reason_of
from toolkit.model.response import Response
from toolkit.resources import shipped

Format = Literal["docx", "md", "json"]
Clock = Callable[[], datetime]

TEMPLATE = Path("response", "response.docx")
"""Where the template lies among the templates, shipped or of a workspace."""

# Matches a lone surrogate, which JSON can escape and UTF-8 cannot hold; not "é", not an emoji.
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def export_response(
    response: Response,
    *,
    format: Format,  # noqa: A002  # what the command line calls it
    target: Path,
    template: Path | None = None,
    clock: Clock,
) -> Path:
    """Write a response to `target` and return it; nothing is left behind if that fails.

    `template` is a DOCX file whose styles are used instead of the shipped ones. `clock` dates the properties of
    a Word document.

    Raises:
        BrokenInput: the template is not a Word document with pages.
        UsageError: the template cannot be read.
        StorageError: the target cannot be written.
    """
    if format == "docx":
        data = _docx(response, template, clock())
    elif format == "md":
        data = write_markdown(response).encode()
    else:
        data = response_json(response)
    write_atomic(target, data)
    return target


def response_json(response: Response) -> bytes:
    """Return the response as JSON without loss; `msgspec.json.decode(…, type=Response)` gives it back.

    Lone surrogates are escaped, as JSON allows: `json.loads` reads them, msgspec does not.
    """
    text = json.dumps(msgspec.to_builtins(response), ensure_ascii=False, indent=1) + "\n"
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text).encode()


def _docx(response: Response, template: Path | None, now: datetime) -> bytes:
    from toolkit.export.word.document import write_docx

    ours = (shipped("templates") / TEMPLATE).read_bytes()
    if template is None:
        return write_docx(response, template=ours, shipped=ours, template_name=TEMPLATE.name, now=now)
    try:
        theirs = template.read_bytes()
    except OSError as error:
        raise UsageError(
            _("the template cannot be read ({reason}).").format(reason=reason_of(error)), where=str(template)
        ) from error
    return write_docx(response, template=theirs, shipped=ours, template_name=str(template), now=now)
