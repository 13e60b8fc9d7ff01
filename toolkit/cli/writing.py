"""Text that a person gives: on the command line, in a file, on stdin, or in their editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from toolkit.cli.kept import keep_writing
from toolkit.errors import BrokenInput, UsageError
from toolkit.messages import _, quoted

_INSTALLED = _("Set EDITOR to an editor that is installed.")


def given_text(text: str | None, file: Path | None) -> str | None:
    """Return the text given by `--text` or `--file`; None if neither is.

    Raises:
        UsageError: both are, or it is blank.
    """
    if text is not None and file is not None:
        raise UsageError(_("give --text or --file, not both."))
    given = text_of_file(file) if file is not None else text
    if given is not None and not given.strip():
        raise UsageError(
            _("the text is blank."), hint=_("To say that nothing is to be said, use `consult read`.")
        )
    return given


def text_of_file(path: Path) -> str:
    """Return the text of a UTF-8 file, or of stdin for "-".

    Raises:
        BrokenInput: missing, a folder, not text.
    """
    from toolkit.files import read_input

    content = sys.stdin.buffer.read() if str(path) == "-" else read_input(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = "stdin" if str(path) == "-" else str(path)
        hint = _("Save it as plain text in UTF-8.")
        raise BrokenInput(_("is not text in UTF-8."), where=where, hint=hint) from error


def edited_text(text: str) -> str:
    """Let the person change `text` in their editor ($VISUAL, $EDITOR, else nano) and return the result.

    What was written is kept in a file where it cannot be used; the error says where.

    Raises:
        UsageError: there is no terminal to edit in, the editor failed, or nothing is left.
        BrokenInput: the editor did not save UTF-8.
    """
    if not at_a_terminal():
        raise UsageError(
            _("there is no text, and no terminal to write it in."),
            hint=_("Give --text, --file or --template."),
        )
    content = _saved_by(_editor(), text.encode())
    try:
        changed = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        hint = _("Save it in UTF-8 and give it with --file.")
        raise BrokenInput(
            _("the editor did not save the text in UTF-8."), hint=f"{keep_writing(content)} {hint}"
        ) from error
    if not changed:
        raise UsageError(_("nothing was written in the editor; nothing changed."))
    return changed


def at_a_terminal() -> bool:
    """Tell whether an editor can be shown."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _editor() -> list[str]:
    """Return the words of the command that starts the editor."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "nano"
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if not words:
        raise UsageError(
            _("VISUAL or EDITOR is no command: {command}.").format(command=quoted(command)), hint=_INSTALLED
        )
    return words


def _saved_by(editor: list[str], content: bytes) -> bytes:
    """Return what the editor makes of `content`; nothing where it leaves no file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "comment.md")
        path.write_bytes(content)
        try:
            subprocess.run([*editor, str(path)], check=True)  # noqa: S603  # the person's own editor
        except (OSError, subprocess.CalledProcessError) as error:
            left = path.read_bytes() if path.is_file() else b""
            kept = keep_writing(left) if left != content else ""
            message = _("the editor {name} failed.").format(name=editor[0])
            raise UsageError(message, hint=f"{_INSTALLED} {kept}".strip()) from error
        return path.read_bytes() if path.is_file() else b""
