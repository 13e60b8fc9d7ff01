"""`consult new`: a workspace for one consultation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.draft_options import Ocr, OcrLanguage, limits_asked, read_options
from toolkit.cli.output import say
from toolkit.cli.progress import progress
from toolkit.cli.views import issue_lines
from toolkit.messages import _, ngettext
from toolkit.model.dates import iso_date
from toolkit.model.response import Consultation

_DATE = _("2027-01-15 or 15/01/2027")


def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=_("The folder to make; it must be empty or missing."))
    ],
    draft: Annotated[Path, typer.Option("--draft", metavar="FILE", help=_("The regulator's draft."))],
    title: Annotated[
        str,
        typer.Option("--title", metavar="TEXT", help=_("Title of the consultation; by default the draft's.")),
    ] = "",
    issuer: Annotated[
        str, typer.Option("--issuer", metavar="TEXT", help=_("Who consults; by default as the draft says."))
    ] = "",
    respondent: Annotated[
        str, typer.Option("--respondent", metavar="TEXT", help=_("The organisation that answers."))
    ] = "",
    contact: Annotated[
        str,
        typer.Option(
            "--contact", metavar="TEXT", help=_("Whom the regulator may contact about the response.")
        ),
    ] = "",
    deadline: Annotated[
        str,
        typer.Option("--deadline", metavar="DATE", help=_("Last day to answer: {form}.").format(form=_DATE)),
    ] = "",
    internal_deadline: Annotated[
        str,
        typer.Option(
            "--internal-deadline", metavar="DATE", help=_("Last day for your contributors' comments.")
        ),
    ] = "",
    ocr: Ocr = False,
    ocr_language: OcrLanguage = "fra",
    password: options.Password = "",
    profile: options.ProfileFile = None,
    memory: options.MemoryMib = None,
    timeout: options.TimeoutSeconds = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Read and tag a draft, and make the workspace that keeps it."""
    from toolkit import desk, pipeline

    consultation = Consultation(
        title=title,
        issuer=issuer,
        respondent=respondent,
        contact=contact,
        deadline=iso_date(deadline, where="--deadline"),
        internal_deadline=iso_date(internal_deadline, where="--internal-deadline"),
    )
    asked = read_options(password=password, ocr=ocr, ocr_language=ocr_language)
    with progress(_("Reading {name}").format(name=draft.name)) as report:
        parsed = pipeline.read_draft(
            draft,
            profile=desk.load_profile(profile),
            options=asked,
            limits=limits_asked(memory, timeout, asked),
            progress=report,
        )
    for line in issue_lines(parsed.issues):
        say(line)
    desk.create_workspace(
        folder,
        draft=parsed,
        source=draft,
        consultation=consultation,
        profile_file=profile,
    ).close()
    count = len(parsed.provisions)
    message = ngettext("{folder}: {count} provision.", "{folder}: {count} provisions.", count)
    say(message.format(folder=folder, count=count))


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        new,
        name="new",
        about=_("Make a workspace for a consultation."),
        example="consult new dpi --draft draft.pdf --respondent 'GHT Val-de-Brume' --deadline 2027-01-15",
    )
