"""Entry point of `consult`: language first, then the commands, then errors as one line and an exit code.

Exit codes: 0 ok, 1 other, 2 usage, 3 input refused, 4 partial, 5 conflict, 6 storage, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from toolkit.cli.pipes import silence_stdout
from toolkit.errors import ToolkitError
from toolkit.messages import LANGUAGES, _, one_line, preferred_language, use_language

PROGRAM = "consult"


def main() -> None:
    """Run the command line and leave with its exit code."""
    use_language(language_asked(sys.argv[1:]) or preferred_language())
    # Messages are translated while the commands are declared, so they load after the language is known.
    from toolkit.cli.app import app

    sys.exit(guarded(lambda: app(prog_name=PROGRAM)))


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
    """Call `run` and translate every way it can end into an exit code."""
    try:
        run()
    except ToolkitError as error:
        complain(error)
        return error.exit_code
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        silence_stdout()
        return 0
    except Exception as error:  # noqa: BLE001  # the last resort: a person never sees a traceback
        return report_defect(error)
    return 0


def complain(error: ToolkitError) -> None:
    """Print an error as one line on stderr."""
    print(one_line(_("Error: {error}").format(error=error)), file=sys.stderr)  # noqa: T201  # the door's own voice


def report_defect(error: Exception) -> int:
    """Say in one line that the program failed, and keep the traceback in a log file."""
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "consult"
    log = state / f"defect-{datetime.now(UTC):%Y%m%dT%H%M%S}.log"
    place = str(log)
    try:
        state.mkdir(parents=True, exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        place = _("not kept, {folder} is not writable").format(folder=state)
    message = _("Error: the program failed ({kind}: {error}); details: {place}")
    text = message.format(kind=type(error).__name__, error=error, place=place)
    print(one_line(text), file=sys.stderr)  # noqa: T201
    return 1
