"""The wheel, installed without development packages into a fresh environment, does the main job."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"  # a copy: other tests read the catalogues that a build writes
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".*", "outputs", "__pycache__", "*.mo"))
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source)
    (built,) = folder.glob("*.whl")
    return built


def test_wheel_ships_its_data_and_stays_small(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for part in (
        "toolkit/_data/templates/response/response.docx",
        "toolkit/_data/templates/comments/fr/amend.md.j2",
        "toolkit/_data/vocabularies/health-establishment.toml",
        "toolkit/export/schema/parsed-draft-1.schema.json",
        "toolkit/locale/fr/LC_MESSAGES/consult.mo",
        "toolkit/py.typed",
    ):
        assert part in names
    assert not [name for name in names if name.startswith(("tests/", "corpus/", "outputs/"))]
    assert wheel.stat().st_size < 30_000_000


def test_installed_wheel_turns_a_draft_into_a_response(wheel: Path, tmp_path: Path) -> None:
    _run(sys.executable, "-m", "venv", tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    _run(*pip, "--require-hashes", "--only-binary", ":all:", "-r", ROOT / "requirements.lock")
    _run(*pip, "--no-deps", wheel)
    consult = tmp_path / "venv" / "bin" / "consult"
    _run(consult, "respond", ROOT / "corpus" / "sample-en.docx", "-o", "answer", "--lang", "fr", cwd=tmp_path)
    assert zipfile.is_zipfile(tmp_path / "answer" / "response.docx")
    found = _run(consult, "search", "emergencies", "-w", "answer", cwd=tmp_path)
    assert "emergency" in found.lower()


def _run(*command: object, cwd: Path | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
