"""Text that a person gives: on the command line, in a file, on stdin, or in their editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from toolkit.errors import BrokenInput, UsageError
from toolkit.messages import _, reason_of


def given_text(text: str | None, file: Path | None) -> str | None:
    """Return the text given by `--text` or `--file`; None if neither is.

    Raises:
        UsageError: both are.
    """
    if text is not None and file is not None:
        raise UsageError(_("give --text or --file, not both."))
    return text_of_file(file) if file is not None else text


def text_of_file(path: Path) -> str:
    """Return the text of a UTF-8 file, or of stdin for "-".

    Raises:
        BrokenInput: missing, a folder, not text.
    """
    if str(path) == "-":
        return sys.stdin.read()
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        message = _("cannot be read ({reason}).").format(reason=reason_of(error))
        raise BrokenInput(message, where=str(path)) from error
    except UnicodeDecodeError as error:
        hint = _("Save it as plain text in UTF-8.")
        raise BrokenInput(_("is not text in UTF-8."), where=str(path), hint=hint) from error


def edited_text(text: str) -> str:
    """Let the person change `text` in their editor ($VISUAL, $EDITOR, else nano) and return the result.

    Raises:
        UsageError: there is no terminal to edit in, the editor failed, or nothing is left.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            _("there is no text, and no terminal to write it in."),
            hint=_("Give --text, --file or --template."),
        )
    editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "nano")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "comment.md")
        path.write_text(text, encoding="utf-8")
        try:
            subprocess.run([*editor, str(path)], check=True)  # noqa: S603  # the person's own editor
        except (OSError, subprocess.CalledProcessError) as error:
            hint = _("Set EDITOR to an editor that is installed.")
            message = _("the editor {name} failed.").format(name=editor[0])
            raise UsageError(message, hint=hint) from error
        changed = path.read_text(encoding="utf-8").strip()
    if not changed:
        raise UsageError(_("nothing was written in the editor; nothing changed."))
    return changed
