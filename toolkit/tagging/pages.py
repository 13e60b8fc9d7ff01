"""Shipped templates of the report on training → text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment


def fill(name: str, values: Mapping[str, object]) -> str:
    """Return a template of `templates/training/` filled with values; what goes into SVG is escaped."""
    return _environment().get_template(name).render(values)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from toolkit.resources import shipped

    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(shipped("templates") / "training"),
        autoescape=lambda name: name is not None and ".svg" in name,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["cell"] = _cell
    return made


def _cell(text: str) -> str:
    """Return text as it stands in a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")
