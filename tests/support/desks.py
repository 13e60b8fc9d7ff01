"""Small workspaces with something on the desk: a file with remarks that wait, comments that agree and contradict."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from tests.support.workspaces import make_workspace
from toolkit.model.comment import Comment
from toolkit.model.contribution import (
    Candidate,
    Contribution,
    Leftover,
    Placement,
    Reason,
    Received,
    Remark,
)
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace

LEAD = Person(name="Ana Ruiz", role="legal", duties=("lead",))
APPROVER = Person(name="Jo Petit", role="management", duties=("approver",))
CONTRIBUTOR = Person(name="Karim Benali", role="ciso")
TEAM = (LEAD, APPROVER, CONTRIBUTOR)
LETTER = b"Bonjour,\n\nLes journaux devraient rester un an.\n\nMerci.\n\nKarim\n"
_ASIDE = (
    ("Les journaux devraient rester un an.", "r13", 0.92),
    ("Les habilitations, chaque mois.", "r14", 0.71),
    ("Merci du travail accompli.", "", 0.1),
)


def make_desk(folder: Path, *, people: Sequence[Person] = (), waiting: int = len(_ASIDE)) -> Workspace:
    """Make a workspace with remarks r1, r2 (proposed), r3 (unplaced), … and comments c1 to c4.

    c1 and c2 say the same of r13, c3 the opposite; c4 admits a weakness on r14.
    """
    workspace = make_workspace(folder, people=people)
    workspace.add_comments(
        [
            _comment("Porter la durée de conservation à douze mois au lieu de six mois.", "Ana Ruiz"),
            _comment("Conserver les journaux douze mois, et non six mois.", "Karim Benali"),
            _comment("Conserver les journaux un mois, et non six mois.", "Léa Roux"),
            _comment("Nous n’avons pas de procédure chez nous.", "Léa Roux", on="r14"),
        ]
    )
    send_letter(workspace, waiting=waiting)
    return workspace


def _comment(text: str, author: str, *, on: str = "r13") -> Comment:
    return Comment(id="", provision_id=on, text=text, author=author, position="amend", state="submitted")


def send_letter(workspace: Workspace, *, waiting: int = len(_ASIDE)) -> None:
    """Keep a letter whose remarks wait, as if it had been taken in."""
    file = Contribution(
        sha256=hashlib.sha256(LETTER).hexdigest(),
        name="lettre.txt",
        media_type="text/plain",
        forms=("prose",),
        author="Karim Benali",
        leftovers=(Leftover("§ 1", "Bonjour,", "greeting"),),
    )
    remarks = [_received(file, number) for number in range(waiting)]
    with workspace.team.act("intake", actor="Ana Ruiz", detail=file.name) as deed:
        deed.keep_contribution(file)
        deed.keep_received(remarks)
    workspace.team.keep_file(LETTER, file)


def _received(file: Contribution, number: int) -> Received:
    text, place, confidence = _ASIDE[number % len(_ASIDE)]
    return Received(
        id="",
        file_sha256=file.sha256,
        file_name=file.name,
        remark=Remark(key=f"p{number}", form="prose", where=f"§ {number + 2}", text=text),
        placement=Placement(
            state="proposed" if place else "unplaced",
            provision_id=place,
            confidence=confidence,
            reasons=(Reason("words", "journaux"),) if place else (),
            rivals=(Candidate("r12", 0.2, (Reason("words", "authentification"),)),),
        ),
    )
