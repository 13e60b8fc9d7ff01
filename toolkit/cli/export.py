"""`consult export`: the response, or a part of it, as a file."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from toolkit.cli import complete, options
from toolkit.cli.declare import declare
from toolkit.cli.naming import all_of, one_of
from toolkit.cli.output import STDOUT, emit, emit_bytes, emit_table, say
from toolkit.cli.views import issue_lines, to_place_line
from toolkit.errors import UsageError
from toolkit.export.formats import BY_NAME, FORMATS, FormatFacts, formats_of
from toolkit.messages import _, ngettext
from toolkit.model.comment import POSITIONS, Position, State
from toolkit.model.issue import Issue
from toolkit.model.response import Ordering, Response
from toolkit.model.selection import Selection

if TYPE_CHECKING:
    from toolkit.model.dossier import Dossier
    from toolkit.model.filing import Filing
    from toolkit.workspace.store import Workspace

_ORDERINGS = ("section", "role", "author")
_STATES: tuple[State, ...] = ("draft", "submitted", "approved")
"""Of comments that can be part of a response."""


def export(
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=_("Kind of file: {formats}.").format(
                formats="; ".join(f"{facts.name} — {facts.purpose}" for facts in FORMATS)
            ),
            autocompletion=complete.complete_format,
        ),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE|-", help=_("Where to; by default outputs/ in the workspace.")
        ),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="section|role|author", help=_("What the comments are sorted by."))
    ] = "section",
    sections: Annotated[
        list[str] | None,
        typer.Option(
            "--section",
            "--provision",
            metavar="ID",
            help=_("Only this provision and what stands under it; repeat for several."),
            autocompletion=complete.complete_provision,
        ),
    ] = None,
    roles: Annotated[
        list[str] | None,
        typer.Option(
            "--role",
            "-r",
            metavar="ROLE",
            help=_("Only what contributors of this role say; repeat for several."),
            autocompletion=complete.complete_role,
        ),
    ] = None,
    states: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            metavar="draft|submitted|approved",
            help=_("Only comments in this state; repeat for several."),
            autocompletion=lambda: list(_STATES),
        ),
    ] = None,
    authors: Annotated[
        list[str] | None,
        typer.Option(
            "--author",
            metavar="NAME",
            help=_("Only what this person says; repeat for several."),
            autocompletion=complete.complete_contributor,
        ),
    ] = None,
    positions: Annotated[
        list[str] | None,
        typer.Option(
            "--position",
            metavar="|".join(POSITIONS),
            help=_("Only comments of this position; repeat for several."),
            autocompletion=lambda: list(POSITIONS),
        ),
    ] = None,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help=_("Name no contributor, neither in texts nor in the file."))
    ] = False,
    with_remarks: Annotated[
        bool,
        typer.Option(
            "--with-remarks", help=_("Add what contributors sent, word for word (in json, for programs).")
        ),
    ] = False,
    form: Annotated[
        Path | None,
        typer.Option("--form", metavar="FILE", help=_("The regulator's form to fill in (esma, fill).")),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            metavar="FILE",
            help=_("What goes into which field of a form (form, esma, fill); `consult form-map` writes one."),
        ),
    ] = None,
    formats: Annotated[
        bool, typer.Option("--formats", help=_("List the formats with what each is for, and stop."))
    ] = False,
    workspace: options.Workspace = None,
    language: options.Language = None,
) -> None:
    """Consolidate the comments and write the response."""
    from toolkit import desk, pipeline, team

    if formats:
        list_formats()
        return
    name, _dot, suffix = format_.partition(".")
    facts = _format_asked(name, output)
    suffix = _suffix_asked(facts, suffix, form)
    ordering = cast("Ordering", one_of(by, _ORDERINGS, what=_("order")))
    to_stdout = str(output) == STDOUT
    if to_stdout and facts.binary and sys.stdout.isatty():
        raise UsageError(
            _("a file of this format is nothing to show on a terminal."),
            hint=_("Name a file with -o, or pipe it on."),
        )
    with desk.open_workspace(workspace) as opened:
        written_in = desk.writing_language(opened, language)
        selection = _selection(opened, sections, roles, states, authors, positions)
        response = pipeline.compose(
            opened,
            language=written_in,
            ordering=ordering,
            selection=selection,
            anonymous=anonymous,
            with_remarks=with_remarks or facts.quotes_remarks,
        )
        dossier = pipeline.dossier(opened, language=written_in, anonymous=anonymous)
        filing = pipeline.filing(
            opened,
            language=written_in,
            selection=selection,
            anonymous=anonymous,
            form=form,
            mapping=mapping,
        )
        issues: list[Issue] = []
        if to_stdout:
            emit_bytes(_bytes_of(response, facts, opened, dossier, filing, issues, suffix=suffix))
        else:
            target = output or pipeline.default_target(opened, facts.name, suffix=suffix)
            written = pipeline.export(
                response,
                format=facts.name,
                target=target,
                workspace=opened,
                dossier=dossier,
                filing=filing,
                issues=issues,
            )
            emit(str(written))
        waiting = len(team.waiting(opened))
    _say_what_it_holds(response, issues)
    if facts.has_fields:
        _say_what_is_left(response, facts, filing)
    if waiting:
        say(to_place_line(waiting))


def list_formats() -> None:
    """Write the table of the formats."""
    emit_table(
        (_("format"), _("file"), _("what it is for")),
        ((facts.name, " ".join(f".{one}" for one in facts.suffixes), facts.purpose) for facts in FORMATS),
    )


def _format_asked(name: str, output: Path | None) -> FormatFacts:
    """Return the format asked for, else the usual one of the file's name, else Word.

    Raises:
        UsageError: the name's suffix is not of the format asked for, or of none.
    """
    meant = formats_of(output.suffix) if output is not None else ()
    if not name and output is not None and output.suffix and not meant:
        raise UsageError(
            _("no format is written as {suffix}.").format(suffix=output.suffix),
            where=str(output),
            hint=_("`consult export --formats` lists them; --format writes one under any name."),
        )
    if not name:
        return meant[0] if meant else BY_NAME["docx"]
    facts = BY_NAME[one_of(name, BY_NAME, what=_("format"))]  # type: ignore[index]  # one_of returns a key
    if meant and facts not in meant:
        raise UsageError(
            _("{format} is not written as {suffix}.").format(
                format=facts.name, suffix=output.suffix if output else ""
            ),
            where=str(output),
            hint=_("End the name with {suffix}.").format(suffix=f".{facts.suffixes[0]}"),
        )
    return facts


def _suffix_asked(facts: FormatFacts, suffix: str, form: Path | None) -> str:
    """Return the suffix of "iso.xlsx", of a form that is filled in, or the usual one."""
    if suffix:
        return one_of(suffix, facts.suffixes, what=_("kind of file"))
    own = form.suffix.lstrip(".").lower() if form is not None and facts.own_form else ""
    return own if own in facts.suffixes else facts.suffixes[0]


def _selection(
    opened: Workspace,
    sections: Sequence[str] | None,
    roles: Sequence[str] | None,
    states: Sequence[str] | None,
    authors: Sequence[str] | None,
    positions: Sequence[str] | None,
) -> Selection:
    """Return what the options limit the response to; each name must be known."""
    from toolkit import desk

    known_roles = (role.id for role in desk.profile_of(opened).roles)
    people = sorted({comment.author for comment in opened.comments() if comment.author}) if authors else ()
    return Selection(
        provision_ids=tuple(dict.fromkeys(opened.resolve(name).id for name in sections or ())),
        roles=all_of(roles, known_roles, what=_("role")),
        states=cast("tuple[State, ...]", all_of(states, _STATES, what=_("state"))),
        authors=all_of(authors, people, what=_("author")),
        positions=cast("tuple[Position, ...]", all_of(positions, POSITIONS, what=_("position"))),
    )


def _say_what_it_holds(response: Response, issues: Sequence[Issue]) -> None:
    from toolkit.export.printable import count_forbidden

    answers = [answer for section in response.sections for answer in section.answers]
    comments = sum(len(answer.comments) for answer in answers)
    said = [
        ngettext("{count} comment", "{count} comments", comments).format(count=comments),
        ngettext("{count} provision", "{count} provisions", len(answers)).format(count=len(answers)),
        _("content {hash}").format(hash=response.content_sha256[:12]),
    ]
    if response.scope:
        said.append(_("a part of the response, with a fingerprint of its own"))
    say(_("; ").join(said))
    for line in issue_lines((*response.issues, *issues)):
        say(line)
    if response.drafts:
        message = ngettext(
            "warning: {count} comment is still a draft; it is marked in the response.",
            "warning: {count} comments are still drafts; they are marked in the response.",
            response.drafts,
        )
        say(message.format(count=response.drafts))
    forbidden = count_forbidden(response)
    if forbidden:
        message = ngettext(
            "warning: {count} control character is shown as a picture of it.",
            "warning: {count} control characters are shown as pictures of them.",
            forbidden,
        )
        say(message.format(count=forbidden))


def _say_what_is_left(response: Response, facts: FormatFacts, filing: Filing) -> None:
    """Say which comments no field of a form takes, and which answers are too long."""
    from toolkit import pipeline

    left, too_long = pipeline.left_out(response, filing, tagged=facts.name == "esma")
    if left:
        message = ngettext(
            "warning: {count} comment is in no field of the form: {ids}.",
            "warning: {count} comments are in no field of the form: {ids}.",
            len(left),
        )
        say(message.format(count=len(left), ids=", ".join(left)))
    if too_long:
        message = ngettext(
            "warning: {count} answer is too long for its field: {ids}.",
            "warning: {count} answers are too long for their fields: {ids}.",
            len(too_long),
        )
        say(message.format(count=len(too_long), ids=", ".join(too_long)))


def _bytes_of(
    response: Response,
    facts: FormatFacts,
    opened: Workspace,
    dossier: Dossier,
    filing: Filing,
    issues: list[Issue],
    *,
    suffix: str,
) -> bytes:
    """Return the file that would be written."""
    from toolkit import pipeline

    with tempfile.TemporaryDirectory(prefix="consult-") as folder:
        target = Path(folder, f"response.{suffix}")
        written = pipeline.export(
            response,
            format=facts.name,
            target=target,
            workspace=opened,
            dossier=dossier,
            filing=filing,
            issues=issues,
        )
        return written.read_bytes()


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        export,
        name="export",
        about=_("Write the consolidated response, or a part of it, in any of the formats."),
        example="consult export --format html --role dpo -o dpo.html",
    )
