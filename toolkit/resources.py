"""Where the data lies that is shipped beside the code: comment templates, DOCX templates, vocabularies.

In a checkout they are at the top of the repository (`templates/`, `corpus/vocabularies/`), where people edit
them; in an installed wheel they are under `toolkit/_data/`.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_SHIPPED = {"templates": Path("templates"), "vocabularies": Path("corpus", "vocabularies")}


def shipped(name: str) -> Path:
    """Return the folder of shipped data called `name` ("templates" or "vocabularies").

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / _SHIPPED[name]):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"shipped data {name!r} is missing: reinstall consultation-toolkit")
