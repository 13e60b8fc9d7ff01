"""Build the samples: `python corpus/build.py [FOLDER]`.

From each `source/NAME.txt` come NAME.docx, NAME.html, NAME.pdf and NAME.truth.json; from `source/contributions-fr.toml`
come the files that a team sends about the French one, in `contributions/`. A PDF needs LibreOffice; without it the
committed one stays. The page numbers in the contents come from the last printing and are kept in `source/NAME.pages.json`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from building.draft import Draft  # noqa: E402 - the path above makes it importable
from building.html_page import write_html  # noqa: E402
from building.notation import read_source  # noqa: E402
from building.truth import list_truth  # noqa: E402
from building.word_package import write_docx  # noqa: E402

NAMES = ("sample-fr", "sample-en")


def build_files(name: str, folder: Path) -> Draft:
    """Write everything but the PDF."""
    draft = read_source(HERE / "source" / f"{name}.txt")
    (folder / f"{name}.docx").write_bytes(write_docx(draft, read_pages(name)))
    (folder / f"{name}.html").write_text(write_html(draft), encoding="utf-8")
    (folder / f"{name}.truth.json").write_text(_to_json(list_truth(draft, name)), encoding="utf-8")
    return draft


def build_pdf(draft: Draft, name: str, folder: Path) -> None:
    """Print the PDF twice: the first printing tells the page numbers that the contents of the second shows."""
    from building.pdf import find_pages, print_pdf

    target = folder / f"{name}.pdf"
    print_pdf(write_docx(draft, read_pages(name)), target, day=draft.date)
    pages = find_pages(draft, target)
    _pages_path(name).write_text(_to_json(pages), encoding="utf-8")
    final = write_docx(draft, pages)
    (folder / f"{name}.docx").write_bytes(final)
    print_pdf(final, target, day=draft.date)


def build_contributions(folder: Path) -> None:
    """Write what the contributors send about the French sample in `folder`."""
    from building.contributions.writing import print_letters, write_contributions, write_forms
    from building.pdf import has_printer

    target = folder / "contributions"
    files = write_contributions(HERE / "source" / "contributions-fr.toml", target, samples=folder)
    write_forms(files, target, samples=folder)
    if has_printer():
        print_letters(files, target)


def read_pages(name: str) -> dict[str, int]:
    """Return the page numbers of the last printing, none before the first."""
    path = _pages_path(name)
    pages: dict[str, int] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return pages


def main(arguments: list[str]) -> None:
    """Build all samples and say what was written."""
    from building.pdf import has_printer

    folder = Path(arguments[0]) if arguments else HERE
    for name in NAMES:
        draft = build_files(name, folder)
        if has_printer():
            build_pdf(draft, name, folder)
        else:
            print(f"{name}: LibreOffice is not installed, the PDF was left as it is")
        print(f"{name}: written to {folder}")
    if not (folder / "sample-fr.pdf").exists():
        print("contributions: left as they are, they need the PDF of the draft")
        return
    build_contributions(folder)
    print(f"contributions: written to {folder / 'contributions'}")


def _pages_path(name: str) -> Path:
    return HERE / "source" / f"{name}.pages.json"


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
