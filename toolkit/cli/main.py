"""Entry point of `consult`: language first, then the commands, then errors as one line and an exit code.

Exit codes: 0 ok, 1 other, 2 usage, 3 input refused, 4 partial, 5 conflict, 6 storage, 130 interrupted.
"""

from __future__ import annotations

import contextlib
import errno
import io
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from toolkit.cli.kept import keep, state_folder
from toolkit.cli.output import harmless
from toolkit.cli.pipes import silence_stdout
from toolkit.errors import ToolkitError
from toolkit.files import storage_error
from toolkit.messages import LANGUAGES, N_, _, one_line, preferred_language, use_language

PROGRAM = "consult"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal may know fewer letters than a draft has
            stream.reconfigure(errors="backslashreplace")
    sys.exit(guarded(_run))


def _run() -> None:
    use_language(language_asked(sys.argv[1:]) or preferred_language())
    # Messages are translated while the commands are declared, so they load after the language is known.
    from toolkit.cli.app import app

    app(prog_name=PROGRAM)


def language_asked(arguments: Sequence[str]) -> str:
    """Return the value of a valid `--lang` among the arguments, "" if there is none.

    >>> language_asked(["status", "--lang", "fr"])
    'fr'
    >>> language_asked(["status", "--lang=de"])
    ''
    """
    for index, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            asked = value if equals else "".join(arguments[index + 1 : index + 2])
            return asked if asked in LANGUAGES else ""
    return ""


def guarded(run: Callable[[], None]) -> int:
    """Call `run`, write out what it printed, and translate every way this can end into an exit code."""
    code = _ended(run)
    return _ended(_flush) or code


def _ended(run: Callable[[], None]) -> int:
    try:
        run()
    except ToolkitError as error:
        return complain(error)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        return _of_stdout(error)
    except Exception as error:  # noqa: BLE001  # the last resort: a person never sees a traceback
        return report_defect(error)
    return 0


def _flush() -> None:
    if sys.stdout is not None:  # somebody may have closed it
        sys.stdout.flush()


def _of_stdout(error: OSError) -> int:
    """Tell what becomes of an error of the system: whatever else writes than stdout translates its own."""
    if isinstance(error, BrokenPipeError):
        silence_stdout()
        return 0
    if error.errno in _FULL:
        silence_stdout()
        return complain(storage_error(error, Path("stdout")))
    return report_defect(error)


def complain(error: ToolkitError) -> int:
    """Print an error as one line on stderr and return its exit code."""
    _print_error(_("Error: {error}").format(error=error))
    return error.exit_code


def report_defect(error: Exception) -> int:
    """Say in one line that the program failed; what failed and where stands only in a log file.

    The message of an unforeseen error may repeat what contributors wrote, which is confidential.
    """
    try:
        place = str(keep("defect", ".log", _traceback(error)))
    except OSError:
        place = _in_words(N_("not kept, {folder} is not writable")).format(folder=state_folder())
    message = _in_words(N_("Error: the program failed ({kind}); details: {place}"))
    _print_error(message.format(kind=type(error).__name__, place=place))
    return 1


def _traceback(error: Exception) -> bytes:
    return "".join(traceback.format_exception(error)).encode(errors="backslashreplace")


def _in_words(message: str) -> str:
    """Translate a message where that is possible: the catalogue itself may be what is broken."""
    with contextlib.suppress(Exception):
        return _(message)
    return message


def _print_error(text: str) -> None:
    with contextlib.suppress(OSError):  # stderr may be full or closed too
        print(harmless(one_line(text)), file=sys.stderr)  # noqa: T201  # the door's own voice
