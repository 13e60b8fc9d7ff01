"""What a team's commands take at 1,000 and 20,000 comments of 300 contributors on 2,000 provisions.

Each line is what a command does once the program has started, on a workspace in a folder of its own, by the clock of
the processor. Twenty times the comments should take about twenty times as long, and none more than a few seconds.
"""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.timing import processor_s
from toolkit import team
from toolkit.model.comment import POSITIONS, Comment
from toolkit.model.document import Document
from toolkit.model.provision import ParsedDraft, Provision
from toolkit.model.response import Consultation
from toolkit.model.tag import ROLES, Tag
from toolkit.workspace.store import Workspace

SIZES = (1_000, 20_000)
PROVISIONS = 2_000
CONTRIBUTORS = 300
_TOPICS = (
    "la journalisation",
    "le bris de glace",
    "les habilitations",
    "la télémaintenance",
    "le chiffrement",
    "l’archivage",
)
_SENTENCES = (
    "Nous demandons que {topic} fasse l’objet d’un délai de {number} mois.",
    "Le texte ne précise pas qui répond de {topic} quand {number} services partagent un poste.",
    "Chez nous, {topic} concerne {number} postes et n’est pas encore généralisé.",
    "Cette mesure nous paraît proportionnée pour {topic}, sous réserve d’un calendrier en {number} étapes.",
    "Il conviendrait d’aligner {topic} sur le référentiel existant, version {number}.",
)


def report(*, rounds: int) -> list[str]:
    """Return the lines of the table: seconds by step at both sizes, and how many times as long; best of `rounds`."""
    measured = [_measured(size, rounds) for size in SIZES]
    lines = [f"team{'':20}" + "".join(f"{size:>12,}" for size in SIZES) + f"{'times':>9}"]
    for name in measured[0]:
        small, large = (seconds[name] for seconds in measured)
        lines.append(f"{name:24}{small:11.2f}s{large:11.2f}s{large / max(small, 0.001):9.1f}")
    return lines


def _measured(size: int, rounds: int) -> dict[str, float]:
    best: dict[str, float] = {}
    for _round in range(max(1, min(rounds, 2))):
        with tempfile.TemporaryDirectory() as folder:
            for name, step in _steps(Path(folder), size):
                started = processor_s()
                step()
                best[name] = min(best.get(name, 1e9), processor_s() - started)
    return best


def _steps(folder: Path, size: int) -> Iterator[tuple[str, Callable[[], object]]]:
    site, lead = _workspace(folder / "site"), _workspace(folder / "lead")
    with site, lead:
        new = _comments(size)
        yield "add comments", lambda: site.add_comments(new)
        yield "list comments", site.comments
        team.assign(site, [item.id for item in site.provisions()[:50]], to="dpo", actor="Lead")
        yield "status", lambda: (site.coverage(ROLES), site.comments(), team.assigned(site))
        yield "sign", lambda: team.sign(site, role="dpo", person="Lead")
        yield "signatures", lambda: team.signatures(site)
        yield "check", lambda: team.check_response(site)
        packed = folder / "site.consultpack"
        yield "pack", lambda: team.pack(site, packed)
        yield "unpack", lambda: team.unpack(lead, packed, actor="Lead")
        yield "unpack again", lambda: team.unpack(lead, packed, actor="Lead")
        yield "history", lead.team.acts
        yield "undo of the unpacking", lambda: team.undo(lead, 1, actor="Lead")


def _workspace(folder: Path) -> Workspace:
    source = folder.with_suffix(".html")
    source.write_bytes(b"<p>A draft.</p>")
    dice = random.Random(3)
    provisions = tuple(
        Provision(
            id=f"r{number}",
            kind="recommendation",
            number=f"R{number}",
            text=f"Le responsable devrait revoir {dice.choice(_TOPICS)} tous les {number} jours.",
            tags=(Tag(facet="role", value=dice.choice(ROLES), score=0.9, rule="bench"),),
        )
        for number in range(1, PROVISIONS + 1)
    )
    document = Document(
        sha256=hashlib.sha256(source.read_bytes()).hexdigest(),
        name=source.name,
        media_type="text/html",
        language="fr",
    )
    draft = ParsedDraft(document=document, provisions=provisions)
    return Workspace.create(
        folder, draft=draft, source=source, consultation=Consultation(title="Bench", respondent=folder.name)
    )


def _comments(size: int) -> list[Comment]:
    dice = random.Random(5)
    return [
        Comment(
            id="",
            provision_id=f"r{dice.randrange(1, PROVISIONS + 1)}",
            author=f"Contributor {dice.randrange(CONTRIBUTORS)}",
            role=dice.choice(ROLES),
            position=dice.choice(POSITIONS),
            text=" ".join(_said(dice) for _sentence in range(dice.randrange(1, 4))),
            rationale=_said(dice),
            state="submitted",
        )
        for _number in range(size)
    ]


def _said(dice: random.Random) -> str:
    return dice.choice(_SENTENCES).format(topic=dice.choice(_TOPICS), number=dice.randrange(2, 400))


if __name__ == "__main__":
    print("\n".join(report(rounds=1)))
