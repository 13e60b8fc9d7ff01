"""The contributions as their source says → the files of `contributions/` and `truth.json`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from building.contributions.documents import print_letter, write_letter, write_notes, write_odt, write_table
from building.contributions.draft_copy import write_copy
from building.contributions.mail import write_mail
from building.contributions.source import Sent, read_sent
from building.contributions.tables import write_csv, write_workbook
from building.contributions.truth import list_truth

RESPONDENT = "Groupement hospitalier des Trois Vallées"
DUE = date(2026, 12, 11)
_WRITERS: dict[str, Callable[[Sent], bytes]] = {
    "workbook": write_workbook,
    "iso_table": write_table,
    "plain_table": write_table,
    "letter": write_letter,
    "odt": write_odt,
    "notes": write_notes,
    "csv": write_csv,
    "mail": write_mail,
}
_COPIES = ("word_comments", "tracked_changes", "earlier_version")


def write_contributions(source: Path, folder: Path, *, samples: Path) -> list[Sent]:
    """Write every file that depends on the source and the sample drafts in `samples` alone, and the truth."""
    folder.mkdir(exist_ok=True)
    files = read_sent(source)
    for sent in files:
        if sent.form in _WRITERS:
            (folder / sent.name).write_bytes(_WRITERS[sent.form](sent))
        elif sent.form in _COPIES:
            draft = (samples / "sample-fr.docx").read_bytes()
            (folder / sent.name).write_bytes(write_copy(sent, draft))
    truth = json.dumps(list_truth(files, draft="sample-fr"), ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(truth + "\n", encoding="utf-8")
    return files


def write_forms(files: list[Sent], folder: Path, *, samples: Path) -> None:
    """Write the forms: made by the toolkit as it is now, then filled in."""
    from building.contributions.filled_form import write_filled_form

    for sent in files:
        if sent.form == "form":
            filled = write_filled_form(sent, samples / "sample-fr.pdf", respondent=RESPONDENT, due=DUE)
            (folder / sent.name).write_bytes(filled)


def print_letters(files: list[Sent], folder: Path) -> None:
    """Print the letters that are sent as PDF; needs LibreOffice."""
    for sent in files:
        if sent.form == "pdf":
            print_letter(sent, folder / sent.name)
