"""Finding what 300 contributors repeat and contradict: 1,000 to 20,000 comments on a tenth as many provisions.

Comments are drawn from sentences about a draft's figures, so that some say the same, some contradict each other and most
do neither. Timed is what `consult desk` computes, in this process, by the clock of the processor.
"""

from __future__ import annotations

import random
import time

from toolkit.consolidate.overview import Overview, overview
from toolkit.model.comment import POSITIONS, Comment
from toolkit.model.provision import Outline, Provision

SIZES = (1_000, 5_000, 20_000)
CONTRIBUTORS = 300
LIMIT_S = 8.0
"""Seconds that the largest may take."""
_UNDER_ONE = 12
_SUBJECTS = (
    "les mots de passe", "les sauvegardes", "la télémaintenance", "les journaux d'accès", "le chiffrement des disques",
    "les comptes des intérimaires", "la messagerie", "les postes de soins", "le bris de glace", "les habilitations",
    "l'archivage", "les violations de données", "la revue des droits", "l'imagerie", "les dispositifs médicaux",
)  # fmt: skip
_REMARKS = (
    "Le délai de {old} jours est trop court pour {subject}, nous demandons {new} jours.",
    "Pour {subject}, remplacer {old} jours par {new} jours.",
    "Nous sommes favorables à cette mesure sur {subject}.",
    "Nos équipes n'ont pas les moyens humains de suivre {subject} dans tous les services de {place}.",
    "Qui finance {subject} à {place} ?",
    "Supprimer cette recommandation : {subject} relèvent déjà d'une autre procédure, à {place}.",
    "L'éditeur de {place} doit fournir un modèle pour {subject}.",
)  # fmt: skip


def provisions_of(count: int) -> tuple[Provision, ...]:
    """Return a draft of parts with a dozen provisions each."""
    made: list[Provision] = []
    for number in range(count):
        part = f"fiche-{number // _UNDER_ONE}"
        if number % _UNDER_ONE == 0:
            made.append(Provision(id=part, kind="fiche", heading=f"Fiche {number // _UNDER_ONE}"))
        subject = _SUBJECTS[number % len(_SUBJECTS)]
        text = f"Les mesures sur {subject} sont prises sous 30 jours par l'établissement."
        made.append(Provision(id=f"r{number}", parent_id=part, number=f"R{number}", text=text))
    return tuple(made)


def comments_of(count: int, provisions: tuple[Provision, ...]) -> list[Comment]:
    """Return comments of three hundred people, the same each time."""
    drawn = random.Random(5)  # examples, no secret
    places = [
        f"{word}{number}" for word in ("Brest", "Lyon", "Lille", "Nice", "Tours") for number in range(200)
    ]
    open_ones = [item for item in provisions if item.text]
    return [
        Comment(
            id=f"c{number + 1}",
            provision_id=open_ones[drawn.randrange(len(open_ones))].id,
            author=f"Person {drawn.randrange(CONTRIBUTORS)}",
            position=drawn.choice(POSITIONS),  # type: ignore[arg-type]  # the tuple of the literal's values
            text=" ".join(
                drawn.choice(_REMARKS).format(
                    old=30,
                    new=drawn.choice((10, 45, 60, 90)),
                    subject=drawn.choice(_SUBJECTS),
                    place=drawn.choice(places),
                )
                for _sentence in range(drawn.choice((1, 1, 2, 3)))
            ),
            state="submitted",
        )
        for number in range(count)
    ]


def found_in(count: int) -> tuple[Overview, float]:
    """Return what is on the desk of so many comments, and the seconds it takes to find."""
    provisions = provisions_of(count // 10)
    comments = comments_of(count, provisions)
    outline = Outline(provisions)
    start = time.process_time()
    found = overview(comments, outline, language="fr")
    return found, time.process_time() - start


def report() -> list[str]:
    """Return the lines of the table."""
    lines = [f"{'desk':>10}{'provisions':>12}{'seconds':>9}{'same':>8}{'opposed':>9}"]
    for size in SIZES:
        found, seconds = found_in(size)
        mark = "  slow" if seconds > LIMIT_S else ""
        lines.append(
            f"{size:10}{size // 10:12}{seconds:9.2f}{len(found.duplicates):8}{len(found.contradictions):9}{mark}"
        )
    return lines


if __name__ == "__main__":
    print("\n".join(report()))
