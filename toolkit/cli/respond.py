"""`consult respond`: from a draft to a response ready to fill in, in one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.draft_options import Ocr, OcrLanguage, limits_asked, read_options
from toolkit.cli.naming import all_of
from toolkit.cli.output import emit, say
from toolkit.cli.progress import progress
from toolkit.cli.views import issue_lines
from toolkit.messages import _

_STAGES = {
    "parse": _("reading and tagging"),
    "workspace": _("workspace"),
    "compose": _("consolidation"),
    "export": _("writing"),
}


def respond(
    draft: Annotated[Path, typer.Argument(metavar="DRAFT", help=_("The regulator's draft."))],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help=_("The workspace to make; by default the draft's name in outputs/."),
        ),
    ] = None,
    roles: options.Roles = None,
    ocr: Ocr = False,
    ocr_language: OcrLanguage = "fra",
    password: options.Password = "",
    profile: options.ProfileFile = None,
    memory: options.MemoryMib = None,
    timeout: options.TimeoutSeconds = None,
    language: options.Language = None,
) -> None:
    """Parse, tag, make a workspace and write a response with a drafting template under each provision."""
    from toolkit import desk, responding

    known = [role.id for role in desk.load_profile(profile).roles]
    asked = read_options(password=password, ocr=ocr, ocr_language=ocr_language)
    with progress(_("Reading {name}").format(name=draft.name)) as report:
        done = responding.respond(
            draft,
            output or Path("outputs", draft.stem),
            language=language,
            roles=all_of(roles, known, what=_("role")),
            profile_file=profile,
            options=asked,
            limits=limits_asked(memory, timeout, asked),
            progress=report,
        )
    for line in issue_lines(done.draft.issues):
        say(line)
    say(
        _("Provisions read: {count}; quoted: {selected} ({seconds}).").format(
            count=len(done.draft.provisions),
            selected=done.selected,
            seconds=", ".join(f"{_STAGES[stage]} {seconds:.1f} s" for stage, seconds in done.seconds.items()),
        )
    )
    emit(str(done.response_file))


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        respond,
        name="respond",
        about=_("From a draft to a response document ready to fill in, in one command."),
        example="consult respond draft.pdf -o my-response --role dpo",
    )
