"""Small drafts in one line a provision, remarks in one call, workspaces on them."""

from __future__ import annotations

import hashlib
import re

import msgspec

from toolkit.intake.placing.placer import Placer
from toolkit.model.contribution import Clues, Contribution, Form, Placement, Remark
from toolkit.model.document import Document
from toolkit.model.profile import Named, Profile
from toolkit.model.provision import ParsedDraft, Provision
from toolkit.model.tag import Tag

PROFILE = Profile(
    name="test",
    roles=(Named("dpo", "Délégué", "Data protection officer"), Named("it", "DSI", "IT")),
    topics=(),
    role_actors={"it": {"fr": ("direction des systèmes d'information",)}},
)

# Matches "fiche-3.2 < fiche-3 | section | 3.2 | Heading | Text"; "<" and what follows may be missing.
_LINE = re.compile(r"(?P<id>[^\s|<]+)(?:\s*<\s*(?P<parent>[^\s|]+))?")


def draft(notation: str, *, sha256: str = "a" * 64) -> ParsedDraft:
    """Return a draft of lines "id < parent | kind | number | heading | text"; all of it concerns the DPO."""
    provisions = []
    for line in filter(str.strip, notation.splitlines()):
        name, kind, number, heading, text = (cell.strip() for cell in line.split("|"))
        named = _LINE.match(name)
        assert named is not None, line
        provisions.append(
            Provision(
                id=named["id"],
                parent_id=named["parent"],
                kind=kind,
                number=number,
                heading=heading,
                text=text,
                tags=(Tag(facet="role", value="dpo", score=1.0, rule="role.term"),),
            )
        )
    document = Document(
        sha256=sha256, name="draft.txt", media_type="text/plain", language="fr", reader="text"
    )
    return ParsedDraft(document=document, provisions=tuple(provisions))


def remark(key: str = "1", text: str = "Trop court.", *, form: Form = "table", **fields: object) -> Remark:
    """Return a remark; what is no field of it is one of its clues."""
    names = set(Remark.__struct_fields__)
    own = {name: value for name, value in fields.items() if name in names}
    clues = Clues(**{name: value for name, value in fields.items() if name not in names})
    made = Remark(key=key, form=form, where=f"row {key}", text=text, clues=clues)
    return msgspec.structs.replace(made, **own)


def contribution(*remarks: Remark, name: str = "table.csv", **fields: object) -> Contribution:
    """Return a file with these remarks, with a hash of its own."""
    made = Contribution(
        sha256="", name=name, media_type="text/csv", forms=("table",), author="Claire Martin", remarks=remarks
    )
    made = msgspec.structs.replace(made, **fields)
    return msgspec.structs.replace(made, sha256=hashlib.sha256(content_of(made)).hexdigest())


def content_of(item: Contribution) -> bytes:
    """Return bytes that stand for the file of a contribution."""
    return msgspec.json.encode(msgspec.structs.replace(item, sha256=""))


def placed(parsed: ParsedDraft, *remarks: Remark, **fields: object) -> tuple[Placement, ...]:
    """Return the placements of remarks on a draft."""
    return Placer(parsed, profile=PROFILE).place(contribution(*remarks, **fields))
