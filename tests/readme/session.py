"""Run the session that the README shows. `python -m tests.readme.session` writes what it prints today into the README."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
# The fenced block after the mark: "$ command" lines, each with what it prints under it.
_SESSION = re.compile(r"(?<=<!-- session -->\n```console\n)(?P<body>.*?)(?=```)", re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A command and what it prints."""

    command: str
    printed: str


def shown_steps() -> list[Step]:
    """Return the steps as the README shows them."""
    found = _SESSION.search(README.read_text(encoding="utf-8"))
    parts = re.split(r"^\$ ", found["body"], flags=re.MULTILINE)[1:] if found else []
    return [Step(*part.split("\n", 1)) for part in parts]


def run_steps(steps: list[Step], folder: Path) -> list[Step]:
    """Run the commands one after the other beside a copy of `corpus/` and return what they print."""
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CONSULT_")}
    environment |= {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "CONSULT_LANG": "en"}
    ran = []
    for step in steps:
        done = subprocess.run(
            step.command,
            shell=True,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        ran.append(Step(step.command, done.stdout))
    return ran


def main() -> None:
    """Bring the README's session up to date."""
    with tempfile.TemporaryDirectory() as folder:
        steps = run_steps(shown_steps(), Path(folder))
    body = "\n".join(f"$ {step.command}\n{step.printed.rstrip()}\n" for step in steps)
    text = README.read_text(encoding="utf-8")
    README.write_text(_SESSION.sub(lambda _match: body, text), encoding="utf-8")


if __name__ == "__main__":
    main()
