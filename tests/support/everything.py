"""A consultation with something of everything that the pages show, and one with nothing yet."""

from __future__ import annotations

import hashlib
from pathlib import Path

from msgspec.structs import replace

from tests.support.desks import send_letter
from toolkit import team
from toolkit.model.comment import Comment
from toolkit.model.document import Document
from toolkit.model.layout import Box
from toolkit.model.provision import NoteCall, ParsedDraft, Provision, Span
from toolkit.model.response import Consultation
from toolkit.model.tag import Evidence, Facet, Tag
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample-fr.pdf"
LEAD = Person(name="Ana Ruiz", role="legal", duties=("lead", "legal", "approver"))
TEAM = (LEAD, Person(name="Jo Petit", role="management"), Person(name="Karim Benali", role="ciso"))
_JOURNAL = "Les journaux devraient être conservés six mois, comme le dit R12 et l’article 32 du RGPD."


def _tag(facet: Facet, value: str, words: str = "", label: str = "") -> Tag:
    start = _JOURNAL.index(words)
    evidence = (Evidence("text", start, start + len(words), words),) if words else ()
    return Tag(facet=facet, value=value, score=0.9, rule=f"{facet}.test", evidence=evidence, label=label)


PROVISIONS = (
    Provision(id="fiche-13", kind="fiche", number="Fiche 13", heading="Accès", page_number=9),
    Provision(id="fiche-13.1", parent_id="fiche-13", kind="section", number="13.1", heading="Identité"),
    Provision(
        id="r12",
        parent_id="fiche-13.1",
        kind="recommendation",
        number="R12",
        heading="Deux facteurs",
        text="L’authentification à deux facteurs devrait être imposée.",
        calls=(NoteCall("text", 34, "note-1", "1"),),
        level="recommendation",
        page_number=9,
        spans=(Span("text", 0, 56, 9, Box(60, 100, 500, 124)),),
        tags=(_tag("role", "ciso"), _tag("modality", "recommendation"), _tag("topic", "authentication")),
    ),
    Provision(id="note-1", parent_id="r12", kind="footnote", number="1", text="Voir le guide & l’annexe."),
    Provision(
        id="r13",
        parent_id="fiche-13",
        kind="recommendation",
        number="R13",
        text=_JOURNAL,
        level="recommendation",
        page_number=9,
        tags=(
            _tag("role", "dpo"),
            _tag("role", "legal"),
            _tag("modality", "obligation"),
            _tag("reference", "draft:r12", "R12", "R12"),
            _tag("reference", "eu:2016/679#art32", "article 32", "article 32 du RGPD"),
            _tag("deadline", "P6M", "six mois", "six mois"),
        ),
    ),
    Provision(
        id="r14",
        parent_id="fiche-13",
        kind="recommendation",
        number="R14",
        text="Les habilitations devraient être revues chaque année par le responsable.",
        tags=(_tag("role", "legal"), _tag("modality", "permission"), _tag("topic", "access_control")),
    ),
    Provision(
        id="encadre-1",
        parent_id="fiche-13",
        kind="box",
        number="Encadré n° 1",
        heading="Rappel de la loi",
        text="Nul n’entre sans droit.",
        level="law",
        tags=(_tag("modality", "prohibition"),),
    ),
    Provision(
        id="tableau-1",
        kind="table",
        number="Tableau 1",
        heading="Durées",
        rows=(("Trace", "Durée"), ("Accès", "six mois")),
    ),
)  # fmt: skip
_AMEND = Comment(id="", provision_id="r13", position="amend", state="submitted")
_COMMENTS = (
    replace(_AMEND, text="Porter la durée de conservation à douze mois au lieu de six.", author="Ana Ruiz"),
    replace(_AMEND, text="Conserver les journaux douze mois, et non six mois.", author="Karim Benali"),
    replace(_AMEND, text="Conserver les journaux un mois, et non six mois.", author="Léa Roux"),
    replace(
        _AMEND,
        provision_id="r14",
        text="Nous n’avons pas de procédure chez nous.",
        author="Léa Roux",
        role="it",
    ),
    replace(
        _AMEND,
        text="Dire un an.",
        quote="six mois",
        proposed="un an",
        rationale="La preuve se perd avant.",
        author="Ana Ruiz",
        role="legal",
        template="clarify",
        state="draft",
    ),
    replace(_AMEND, text="Et pour les sauvegardes ?", author="Jo Petit", reply_to="c1", position="question"),
    replace(_AMEND, provision_id="r12", text="Trois facteurs.", author="Jo Petit", role="management"),
    replace(_AMEND, provision_id="r12", text="Trois facteurs au moins.", author="Karim Benali", role="ciso"),
    replace(_AMEND, provision_id="r14", text="Sans objet.", author="Jo Petit", position="oppose"),
)


def make_everything(folder: Path) -> Workspace:
    """Make a workspace with comments in every state, remarks that wait, marks, a signature and pictures of pages.

    c1 and c2 say the same of r13, c3 the opposite; c5 is Ana's draft, c7 and c8 are merged into c10, c9 is left out.
    """
    workspace = _made(folder, provisions=PROVISIONS, people=TEAM)
    workspace.add_comments(_COMMENTS)
    send_letter(workspace)
    workspace.mark(["r14"], role="legal", person="Ana Ruiz")
    workspace.select(["r13"], actor="Ana Ruiz", reason="Coûteux.")
    team.merge(workspace, ["c7", "c8"], actor="Ana Ruiz")
    team.reject(workspace, ["c9"], reason="Hors sujet.", actor="Ana Ruiz")
    team.sign(workspace, role="legal", person="Ana Ruiz", remark="Bon pour dépôt.")
    return workspace


def make_nothing(folder: Path) -> Workspace:
    """Make a workspace in which nobody has done anything, with a draft of two provisions."""
    return _made(folder, provisions=PROVISIONS[:2], people=())


def _made(folder: Path, *, provisions: tuple[Provision, ...], people: tuple[Person, ...]) -> Workspace:
    document = Document(
        sha256=hashlib.sha256(SAMPLE.read_bytes()).hexdigest(),
        name=SAMPLE.name,
        media_type="application/pdf",
        language="fr",
        page_count=25,
    )
    return Workspace.create(
        folder,
        draft=ParsedDraft(document=document, provisions=provisions),
        source=SAMPLE,
        consultation=Consultation(
            title="Recommandation",
            issuer="Autorité",
            respondent="CHU de Test",
            deadline="2030-01-15" if people else "",
            internal_deadline="2030-01-04" if people else "",
        ),
        people=people,
    )
