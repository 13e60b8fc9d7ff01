"""How long placing takes, and how it grows: `python -m tests.bench.placing_speed`.

A draft of 2,000 provisions; remarks with a clause, a quotation with a typing error, a subject, or their words alone.
"""

from __future__ import annotations

import random
import time

from toolkit import desk
from toolkit.intake.placing.placer import Placer
from toolkit.model.contribution import Clues, Contribution, Remark
from toolkit.model.document import Document
from toolkit.model.provision import ParsedDraft, Provision

_PROVISIONS = 2_000
SIZES = (1_000, 5_000, 20_000)
_WORDS = [
    "accès",
    "dossier",
    "patient",
    "traces",
    "durée",
    "conservation",
    "mot",
    "passe",
    "poste",
    "session",
    "habilitation",
    "profil",
    "unité",
    "soins",
    "contrôle",
    "délai",
    "jours",
    "médecin",
    "responsable",
    "notification",
    "violation",
    "sauvegarde",
    "restauration",
    "prestataire",
    "contrat",
    "chiffrement",
    "clé",
    "réseau",
    "dispositif",
    "médical",
    "connecté",
    "archivage",
    "destruction",
    "information",
    "droit",
    "rectification",
    "comité",
    "sécurité",
    "analyse",
    "risques",
    "politique",
    "formation",
    "utilisateur",
    "compte",
    "générique",
    "biométrie",
    "facteur",
    "distance",
    "urgence",
    "motif",
    "avertissement",
]


def draft_of(count: int, chance: random.Random) -> ParsedDraft:
    """Make a draft of sections with recommendations, each of three sentences of chance words."""
    provisions = []
    for number in range(1, count + 1):
        section = f"fiche-{(number - 1) // 20 + 1}"
        if number % 20 == 1:
            provisions.append(
                Provision(id=section, kind="fiche", number=f"Fiche {section[6:]}", heading=_said(4, chance))
            )
            continue
        text = ". ".join(_said(14, chance) for _sentence in range(3)) + f" {number}."
        provisions.append(
            Provision(
                id=f"r{number}", parent_id=section, kind="recommendation", number=f"R{number}.", text=text
            )
        )
    document = Document(
        sha256="0" * 64, name="draft.txt", media_type="text/plain", language="fr", reader="text"
    )
    return ParsedDraft(document=document, provisions=tuple(provisions))


def remarks_on(draft: ParsedDraft, count: int, chance: random.Random) -> Contribution:
    """Make remarks on chance provisions, a quarter of each kind."""
    made = []
    for number in range(count):
        provision = draft.provisions[chance.randrange(len(draft.provisions))]
        words = provision.text.split()
        clues = (
            Clues(clause=provision.number),
            Clues(quote=" ".join(words[5:19]).replace("a", "", 1)),
            Clues(subject=_said(3, chance)),
            Clues(),
        )[number % 4]
        text = f"{_said(20, chance)} {number}"
        made.append(Remark(key=str(number), form="table", where=f"row {number}", text=text, clues=clues))
    return Contribution(
        sha256="1" * 64, name="table.xlsx", media_type="text/csv", forms=("table",), remarks=tuple(made)
    )


def _said(count: int, chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=count)).capitalize()


def report() -> list[str]:
    """Return the lines of the table."""
    chance = random.Random(5)  # the same remarks each time
    draft = draft_of(_PROVISIONS, chance)
    start = time.perf_counter()
    placer = Placer(draft, profile=desk.load_profile())
    lines = [f"placing on {_PROVISIONS} provisions, prepared in {time.perf_counter() - start:.2f} s"]
    lines.append(f"{'remarks':>10}{'seconds':>9}{'µs each':>9}{'placed':>8}")
    for count in SIZES:
        contribution = remarks_on(draft, count, chance)
        start = time.perf_counter()
        placed = placer.place(contribution)
        seconds = time.perf_counter() - start
        sure = sum(item.state == "placed" for item in placed)
        lines.append(f"{count:10}{seconds:9.2f}{seconds / count * 1e6:9.0f}{sure:8}")
    return lines


if __name__ == "__main__":
    print("\n".join(report()))
