"""Compile the message catalogues (`toolkit/locale/**/*.po` to `.mo`) whenever the package is built."""

import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's plugin generics are internal
    """Hatchling calls `initialize` before it collects the files of a wheel or an editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's signature
        """Write a `.mo` beside each `.po`."""
        for source in Path(self.root, "toolkit", "locale").rglob("*.po"):
            compile_catalogue(source)


def compile_catalogue(source: Path) -> Path:
    """Compile one `.po` file and return the path of its `.mo`."""
    with source.open("rb") as stream:
        catalogue = read_po(stream)
    target = source.with_suffix(".mo")
    # Beside, then at once: a program that starts meanwhile reads the old catalogue or the new one.
    with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".tmp", delete=False) as written:
        write_mo(written, catalogue)
    Path(written.name).chmod(0o644)
    Path(written.name).replace(target)
    return target
