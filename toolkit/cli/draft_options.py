"""Options of the commands that read a draft → how it is read."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

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


def limits_asked(memory_mib: int | None, seconds: int | None, options: ReadOptions) -> Limits:
    """Return the limits as typed, and where None was, those that fit how the draft is read."""
    from toolkit import pipeline

    usual = pipeline.default_limits(options)
    return Limits(
        memory_mib=usual.memory_mib if memory_mib is None else memory_mib,
        seconds=usual.seconds if seconds is None else seconds,
    )
