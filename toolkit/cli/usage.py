"""Usage lines and usage errors of the command line, in the person's language.

Typer translates its headings through gettext, but neither its usage line nor its errors. The errors are recognised
by their English sentences, said again in ours, and raised as `UsageError`; a sentence not known here is passed on.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from toolkit.errors import UsageError
from toolkit.messages import N_, _

_SENTENCES = (
    # What Typer says, what is wrong, and what to do about it where its sentence tells.
    (r"No such option: (?P<name>\S+) \(Possible options: (?P<names>.+)\)", N_("there is no option {name}.")),
    (r"No such option: (?P<name>.+)", N_("there is no option {name}.")),
    (r"No such command (?P<name>'.*?')\. Did you mean (?P<names>.+)\?", N_("there is no command {name}.")),
    (r"No such command (?P<name>'.*')\.", N_("there is no command {name}.")),
    (r"Missing command\.", N_("a command is missing.")),
    (r"Missing argument '(?P<name>.+)'\.", N_("{name} is missing.")),
    (r"Missing option '(?P<name>.+)'\.", N_("the option {name} is missing.")),
    (r"Got unexpected extra argument\(s\) \((?P<words>.+)\)", N_("nothing can be done with {words}.")),
    (r"Option '(?P<name>.+)' requires an argument\.", N_("the option {name} needs a value.")),
    (r"Option '(?P<name>.+)' does not take a value\.", N_("the option {name} takes no value.")),
)
_VALUES = (
    # What Typer's validation says of one value.
    (r"Input should be a valid integer\b.*", N_("the value must be a whole number.")),
    (r"Input should be greater than or equal to (?P<limit>\S+)", N_("the value must be at least {limit}.")),
)
_OF_A_VALUE = re.compile(
    r"""
    # matches "Invalid value for '--page': Input should be …"; not "Invalid value: …", which names no option
    Invalid\ value\ for\ (?P<where>.+?):\ (?P<reason>.+)
    """,
    re.VERBOSE | re.DOTALL,
)


class SpokenCommand(TyperCommand):
    """A command whose usage line and help option speak the person's language."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), _("Usage: "))

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, Typer's own among them."""
        return _spoken(super().get_params(ctx))


class SpokenGroup(TyperGroup):
    """The commands together; what Typer refuses becomes one of our errors."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), _("Usage: "))

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, Typer's own among them."""
        return _spoken(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments before the command; without any, show the help and leave as after a mistake."""
        if not args:
            typer.echo(ctx.get_help(), err=True)
            ctx.exit(UsageError.exit_code)
        return super().parse_args(ctx, args)

    def main(self, *args: Any, **options: Any) -> NoReturn:
        """Run the command line and leave with its exit code.

        Raises:
            UsageError: Typer refuses what was typed.
        """
        try:
            code = super().main(*args, **{**options, "standalone_mode": False})
        except TyperException as refusal:
            raise spoken_error(refusal) from refusal
        sys.exit(code)


def spoken_error(refusal: TyperException) -> UsageError:
    """Say an error of Typer's in one line, with the command whose help explains it."""
    context = getattr(refusal, "ctx", None)
    program = context.command_path if context else "consult"
    sentence = " ".join(refusal.format_message().split())
    value = _OF_A_VALUE.fullmatch(sentence)
    if value:
        message, found = _said_again(value["reason"], _VALUES)
        return UsageError(message, where=value["where"].replace("'", ""))
    message, found = _said_again(sentence, _SENTENCES)
    if "names" in found:
        return UsageError(
            message, hint=_("Did you mean {names}?").format(names=found["names"].replace("'", ""))
        )
    return UsageError(message, hint=_("See `{command} --help`.").format(command=program))


def _untyped(ctx: Any) -> None:
    """Say nothing of an argument's type."""


def _said_again(sentence: str, known: Sequence[tuple[str, str]]) -> tuple[str, Mapping[str, str]]:
    for form, message in known:
        found = re.fullmatch(form, sentence)
        if found:
            return _(message).format(**found.groupdict()), found.groupdict()
    return sentence, {}


def _spoken(parameters: list[Any]) -> list[Any]:
    for parameter in parameters:
        if parameter.param_type_name == "argument":
            parameter.display_type_rich = _untyped  # "WORDS <list[str]>" would show Python's name of the type
        if parameter.help:
            parameter.help = _(parameter.help)  # what is in the person's language already stays as it is
    return parameters
