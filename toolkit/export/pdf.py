"""A Word document → PDF, by LibreOffice: without network, in a profile of its own, within a time limit, and checked."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import subprocess
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path

from toolkit.errors import BrokenInput, LimitExceeded, MissingExtra
from toolkit.messages import _

SECONDS = 180
"""A long response is laid out in a few seconds; the first start of LibreOffice takes some too."""

_PROGRAMS = ("soffice", "libreoffice")
_NOWHERE = "http://127.0.0.1:9"
"""A proxy that is not there (the discard port), where the network cannot be taken away altogether."""


def write_pdf(document: bytes, *, now: datetime, seconds: int = SECONDS) -> bytes:
    """Return a DOCX document as PDF, dated `now`.

    Raises:
        MissingExtra: LibreOffice is not installed.
        LimitExceeded: it takes longer than `seconds`.
        BrokenInput: it made no PDF, or one without pages or words.
    """
    program = _program()
    with tempfile.TemporaryDirectory(prefix="consult-pdf-") as name:
        folder = Path(name)
        source, target = folder / "response.docx", folder / "response.pdf"
        source.write_bytes(document)
        noise = _convert(program, source, folder, seconds)
        if not target.is_file():
            raise _failed(noise or _("no file was made"))
        data = target.read_bytes()
    return _dated(_checked(data), now)


def _program() -> str:
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if found is None:
        raise MissingExtra(
            _("LibreOffice is not installed, which prints the letter."),
            hint=_(
                "Install libreoffice-writer (on Debian: apt install libreoffice-writer-nogui), or export as docx "
                "and print that."
            ),
        )
    return found


def _convert(program: str, source: Path, folder: Path, seconds: int) -> str:
    """Run LibreOffice and return what it complained of; nothing that it started outlives this."""
    profile = (folder / "profile").as_uri()
    command = [
        *_without_network(),
        program,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={profile}",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(folder),
        str(source),
    ]
    proxies = (
        "http_proxy",
        "https_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ftp_proxy",
        "all_proxy",
        "ALL_PROXY",
    )
    environment = {
        **os.environ,
        **dict.fromkeys(proxies, _NOWHERE),
        "HOME": str(folder),
        "SAL_USE_VCLPLUGIN": "svp",
    }
    child = subprocess.Popen(  # noqa: S603  # a program found on the path, with our own arguments
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    try:
        _out, errors = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise LimitExceeded(
            _("printing it takes longer than allowed ({limit} s).").format(limit=seconds),
            hint=_("Export as docx, or a part of it with --section, and print that."),
        ) from error
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        if child.stderr is not None:
            child.stderr.close()
    return errors.decode(errors="replace").strip()[-200:]


@cache
def _without_network() -> tuple[str, ...]:
    """Return how a command is run in a network of its own that leads nowhere; () where the system forbids it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    prefix = (unshare, "--user", "--map-root-user", "--net")
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False, timeout=30)  # noqa: S603
    return prefix if tried.returncode == 0 else ()


def _checked(data: bytes) -> bytes:
    """Refuse a PDF without pages, or whose pages bear no letter."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _failed(str(error)) from error
    try:
        pages = (document[index] for index in range(len(document)))
        has_words = any(page.get_textpage().count_chars() for page in pages)
    finally:
        document.close()
    if not has_words:
        raise _failed(_("its pages are blank"))
    return data


def _dated(data: bytes, now: datetime) -> bytes:
    """Return the same pages with a date and an id that do not depend on when and where they were printed."""
    import pikepdf

    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for made_anew in ("/ID", "/DocChecksum"):
            if made_anew in document.trailer:
                del document.trailer[made_anew]
        document.docinfo["/CreationDate"] = now.strftime("D:%Y%m%d%H%M%SZ")
        document.save(made, deterministic_id=True)
    return made.getvalue()


def _failed(reason: str) -> BrokenInput:
    return BrokenInput(
        _("LibreOffice made no PDF of it ({reason}).").format(reason=reason),
        hint=_("Export as docx and print that."),
    )
