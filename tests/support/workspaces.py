"""Small workspaces on disk, for tests about what teams do in them."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from pathlib import Path

from toolkit.model.document import Document
from toolkit.model.provision import ParsedDraft, Provision
from toolkit.model.response import Consultation
from toolkit.model.tag import Tag
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace

CISO = Tag(facet="role", value="ciso", score=0.9, rule="test")
PROVISIONS = (
    Provision(id="fiche-13", kind="fiche", number="Fiche 13", heading="Accès"),
    Provision(
        id="r12",
        parent_id="fiche-13",
        kind="recommendation",
        number="R12",
        text="L’authentification à deux facteurs devrait être imposée.",
        tags=(CISO,),
    ),
    Provision(
        id="r13",
        parent_id="fiche-13",
        kind="recommendation",
        number="R13",
        text="Les journaux devraient être conservés six mois.",
    ),
    Provision(
        id="r14",
        parent_id="fiche-13",
        kind="recommendation",
        number="R14",
        text="Les habilitations devraient être revues chaque année par le responsable.",
    ),
)
_COUNT = itertools.count()


def make_workspace(
    folder: Path,
    *,
    provisions: Sequence[Provision] = PROVISIONS,
    respondent: str = "",
    people: Sequence[Person] = (),
    deadline: str = "",
    internal_deadline: str = "",
    words: bytes = b"<p>A draft.</p>",
) -> Workspace:
    """Make a workspace in a new folder below `folder`, as if `provisions` had been parsed from a file."""
    home = folder / f"ws{next(_COUNT)}"
    source = folder / f"{home.name}.html"
    source.write_bytes(words)
    document = Document(
        sha256=hashlib.sha256(words).hexdigest(), name="draft.html", media_type="text/html", language="fr"
    )
    return Workspace.create(
        home,
        draft=ParsedDraft(document=document, provisions=tuple(provisions)),
        source=source,
        consultation=Consultation(
            title="Recommandation",
            respondent=respondent,
            deadline=deadline,
            internal_deadline=internal_deadline,
        ),
        people=people,
    )
