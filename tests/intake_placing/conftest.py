"""The sample draft as its PDF reads, and a workspace on a small draft."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.intake_placing.drafts import draft
from toolkit import desk, pipeline
from toolkit.intake.placing.placer import Placer
from toolkit.model.provision import ParsedDraft
from toolkit.model.reading import ReadOptions
from toolkit.model.response import Consultation
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace

CORPUS = Path(__file__).parents[2] / "corpus"

NOTATION = """
fiche-3        | fiche          | Fiche 3 | Gouverner |
r1 < fiche-3   | recommendation | R1.     | Désigner un pilote | La direction désigne un pilote par une décision écrite.
r2 < fiche-3   | recommendation | R2.     | Réunir un comité   | Le comité se réunit deux fois par an et examine les incidents.
fiche-4        | fiche          | Fiche 4 | Habiliter |
r3 < fiche-4   | recommendation | R3.     | Revoir les droits  | Chaque responsable vérifie les droits une fois par an.
"""


@pytest.fixture(scope="session")
def sample() -> ParsedDraft:
    return pipeline.parse_in_process(CORPUS / "sample-fr.pdf", ReadOptions())


@pytest.fixture(scope="session")
def placer(sample: ParsedDraft) -> Placer:
    return Placer(sample, profile=desk.load_profile())


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    source = tmp_path / "draft.txt"
    source.write_text("draft")
    import hashlib

    parsed = draft(NOTATION, sha256=hashlib.sha256(b"draft").hexdigest())
    made = Workspace.create(
        tmp_path / "ws",
        draft=parsed,
        source=source,
        consultation=Consultation(title="Test"),
        people=(
            Person(name="Claire Martin", role="dpo", email="claire.martin@example.org"),
            Person(name="Paul Noël", role="it", email="paul@example.org"),
        ),
    )
    with made:
        yield made


def read_rows() -> list[dict[str, object]]:
    """Return the remarks whose provision is known."""
    rows: list[dict[str, object]] = msgspec.json.decode((Path(__file__).parent / "remarks.json").read_bytes())
    return rows
