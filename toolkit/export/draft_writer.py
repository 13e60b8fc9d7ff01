"""A parsed draft → one file: JSON, Markdown or Akoma Ntoso. The same draft gives the same bytes."""

from __future__ import annotations

from typing import Literal

import msgspec

from toolkit.model.provision import ParsedDraft

DraftFormat = Literal["json", "md", "akn"]


def write_draft(draft: ParsedDraft, format: DraftFormat) -> bytes:  # noqa: A002  # what the command line calls it
    """Return the draft in a format, in UTF-8."""
    if format == "akn":
        from toolkit.export.akoma_ntoso.document import write_akoma_ntoso

        return write_akoma_ntoso(draft)
    if format == "md":
        from toolkit.export.draft_markdown import write_draft_markdown

        return write_draft_markdown(draft).encode()
    return msgspec.json.format(msgspec.json.encode(draft), indent=1) + b"\n"
