"""Options that several commands share, declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import complete
from toolkit.cli.naming import one_of
from toolkit.limits import Limits
from toolkit.messages import LANGUAGES, _

_LIMITS = Limits()
SHIPPED_PROFILES = ("health-establishment", "general")


def shipped_profile(path: Path | None) -> Path | None:
    """Return the file of a shipped profile that is meant by its name; other paths stay as they are."""
    if path is None or str(path) not in SHIPPED_PROFILES or path.exists():
        return path
    from toolkit.resources import shipped

    return shipped("vocabularies") / f"{path}.toml"


Workspace = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        metavar="DIR",
        envvar="CONSULT_WORKSPACE",
        help=_("The workspace; by default the current folder or the nearest one above it."),
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="fr|en",
        help=_("Language of the messages and of what is written."),
        callback=lambda name: name and one_of(name, LANGUAGES, what=_("language")),
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help=_("Print JSON, for programs."))]
Roles = Annotated[
    list[str] | None,
    typer.Option(
        "--role",
        "-r",
        metavar="ROLE",
        help=_("Only what concerns this role; repeat for several."),
        autocompletion=complete.complete_role,
    ),
]
Modalities = Annotated[
    list[str] | None,
    typer.Option(
        "--modality",
        metavar="MODALITY",
        help=_("Only this modality; repeat for several."),
        autocompletion=complete.complete_modality,
    ),
]
Topics = Annotated[
    list[str] | None,
    typer.Option(
        "--topic",
        metavar="TOPIC",
        help=_("Only this topic; repeat for several."),
        autocompletion=complete.complete_topic,
    ),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help=_("Only this kind (article, item, table …); repeat for several."),
        autocompletion=complete.complete_kind,
    ),
]
Pages = Annotated[
    list[int] | None,
    typer.Option("--page", metavar="N", min=1, help=_("Only what starts on this page; repeat for several.")),
]
Provision = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help=_("A provision: its id, or its number as printed."),
        autocompletion=complete.complete_provision,
    ),
]
Provisions = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ID",
        help=_("Provisions: ids, or numbers as printed."),
        autocompletion=complete.complete_provision,
    ),
]
Template = Annotated[
    str | None,
    typer.Option(
        "--template",
        "-t",
        metavar="NAME",
        help=_("Draft from this template (`consult templates` lists them)."),
        autocompletion=complete.complete_template,
    ),
]
Author = Annotated[
    str,
    typer.Option("--author", "-a", metavar="NAME", envvar="CONSULT_AUTHOR", help=_("Who you are.")),
]
AuthorRole = Annotated[
    str,
    typer.Option(
        "--role",
        "-r",
        metavar="ROLE",
        help=_("In which role; by default as consult.toml says."),
        autocompletion=complete.complete_role,
    ),
]
MemoryMib = Annotated[
    int | None,
    typer.Option(
        "--memory",
        metavar="MIB",
        min=64,
        show_default=str(_LIMITS.memory_mib),
        help=_("Most memory that reading may take, in MiB."),
    ),
]
TimeoutSeconds = Annotated[
    int | None,
    typer.Option(
        "--timeout",
        metavar="S",
        min=1,
        show_default=str(_LIMITS.seconds),
        help=_("Longest time that reading may take, in seconds."),
    ),
]
Password = Annotated[
    str,
    typer.Option(
        "--password", metavar="TEXT", envvar="CONSULT_PASSWORD", help=_("Password of an encrypted file.")
    ),
]
ProfileFile = Annotated[
    Path | None,
    typer.Option(
        "--profile",
        metavar="FILE|general",
        help=_("Roles and vocabularies of your own (TOML), or the shipped ones of any organisation."),
        callback=shipped_profile,
        autocompletion=complete.complete_profile,
    ),
]
