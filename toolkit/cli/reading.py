"""How a command reads a draft, from its options."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from toolkit.cli.options import DEFAULT_LIMITS
from toolkit.errors import UsageError
from toolkit.limits import Limits
from toolkit.messages import _
from toolkit.model.reading import ReadOptions

Ocr = Annotated[
    bool,
    typer.Option("--ocr", help=_("Recognise the text of pages that are pictures (the extra `ocr`).")),
]
OcrLanguage = Annotated[
    str,
    typer.Option(
        "--ocr-language", metavar="fra|eng|…", help=_("Language of the pictures, as tesseract names it.")
    ),
]


def read_options(
    *, password: str = "", view: str = "accepted", ocr: bool = False, ocr_language: str = "fra"
) -> ReadOptions:
    """Return the options as typed.

    Raises:
        UsageError: there is no such view.
    """
    if view not in ("accepted", "original"):
        raise UsageError(_("--view is accepted or original, not {view}.").format(view=view))
    typed = {"password": password, "view": view, "ocr": ocr, "ocr_language": ocr_language}
    return msgspec.convert(typed, ReadOptions)


def limits_asked(memory_mib: int, seconds: int, options: ReadOptions) -> Limits:
    """Return the limits as typed; recognising text may take longer where nothing was."""
    from toolkit import pipeline

    if seconds == DEFAULT_LIMITS.seconds:
        seconds = pipeline.default_limits(options).seconds
    return Limits(memory_mib=memory_mib, seconds=seconds)
