"""A small workspace and a way to run `consult` in this process as a shell would."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from toolkit.cli import main
from toolkit.cli.app import app

DRAFT = """<!DOCTYPE html><html lang="fr"><head><title>Projet de recommandation</title></head><body><main>
<h1>Projet de recommandation</h1>
<h2>Fiche 3 – Sauvegarder</h2>
<p>1. Le responsable de traitement doit sauvegarder le dossier patient au moins une fois par jour.</p>
<p>2. Le sous-traitant ne doit pas conserver de copie après la fin du contrat.</p>
<h2>Fiche 4 – Accéder en urgence</h2>
<p>3. Le médecin du DIM devrait contrôler les accès en mode bris de glace dans les 72 heures, conformément à
l’article 32 du RGPD.</p>
<p>4. Le présent projet est soumis à consultation publique.</p>
</main></body></html>
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Consult = Callable[..., Ended]


@pytest.fixture
def consult(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Consult:
    """Run `consult` with arguments; messages are in English."""

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["consult", *map(str, arguments)])
        capfd.readouterr()
        code = main.guarded(app)
        out, err = capfd.readouterr()
        return Ended(code, out, err)

    monkeypatch.setenv("COLUMNS", "200")
    return run


@pytest.fixture
def draft_file(tmp_path: Path) -> Path:
    path = tmp_path / "draft.html"
    path.write_text(DRAFT, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace made once by the command itself."""
    place = tmp_path_factory.mktemp("prepared")
    draft = place / "draft.html"
    draft.write_text(DRAFT, encoding="utf-8")
    folder = place / "dpi"
    dates = ["--deadline", "2027-01-15", "--internal-deadline", "04/01/2027"]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "argv", ["consult", "new", str(folder), "--draft", str(draft), *dates])
        assert main.guarded(app) == 0
    return folder


@pytest.fixture
def workspace(_prepared: Path, draft_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh workspace beside its draft; also the current folder."""
    folder = shutil.copytree(_prepared, draft_file.with_name("dpi"))
    monkeypatch.chdir(folder)
    return folder
