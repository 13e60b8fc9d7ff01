"""A small answer with everything that the text formats show, composed from a draft and comments."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.consolidate.compose import compose_response
from toolkit.export.formats import BY_NAME
from toolkit.export.writer import export_response
from toolkit.model.comment import Comment
from toolkit.model.contribution import Placement, Received, Remark
from toolkit.model.document import Document
from toolkit.model.dossier import Dossier, Due, RoleProgress
from toolkit.model.profile import Named
from toolkit.model.provision import NoteCall, ParsedDraft, Provision
from toolkit.model.response import Consultation, Response
from toolkit.model.tag import Tag
from toolkit.model.workflow import SignOff

ROLES = (Named("ciso", "RSSI", "CISO"), Named("dpo", "DPD", "DPO"), Named("it", "DSI", "IT"))

PROVISIONS = (
    Provision(id="fiche-1", kind="fiche", number="Fiche 1", heading="Access"),
    Provision(
        id="r1",
        parent_id="fiche-1",
        kind="recommendation",
        number="R1",
        heading="Lock sessions",
        text="Sessions must be locked after five minutes. The delay is the same in all units.",
        calls=(NoteCall("text", 42, "note-1", "1"),),
        tags=(
            Tag(facet="role", value="ciso", score=1.0, rule="t"),
            Tag(facet="modality", value="obligation", score=1.0, rule="t"),
            Tag(facet="deadline", value="PT5M", score=1.0, rule="t"),
        ),
    ),
    Provision(id="note-1", parent_id="fiche-1", kind="footnote", number="1", text="See article 32."),
    Provision(id="fiche-2", kind="fiche", number="Fiche 2", heading="Logs"),
    Provision(
        id="r2",
        parent_id="fiche-2",
        kind="recommendation",
        number="R2",
        heading="Keep logs",
        text="Logs are kept.",
        rows=(("Data", "Period"), ("Records", "20 years")),
    ),
    Provision(
        id="r3", parent_id="fiche-2", kind="recommendation", number="R3", heading="Read", text="Read it."
    ),
    Provision(
        id="r4", parent_id="fiche-2", kind="recommendation", number="R4", heading="Open", text="Say more."
    ),
)


def said(number: int, place: str, **fields: object) -> Comment:
    return Comment(id=f"c{number}", provision_id=place, **{"state": "submitted", **fields})  # type: ignore[arg-type]


COMMENTS = (
    said(
        1,
        "r1",
        author="Ana Ruiz",
        role="ciso",
        position="amend",
        quote="five minutes",
        text="We share the aim. We ask for ten minutes.",
        proposed="ten minutes",
        rationale="The change costs 1.9 million euros. Staff risk being locked out during care.",
    ),
    said(2, "r1", author="Bea Sol", role="it", position="oppose", text="This cannot work in theatres."),
    said(3, "r1", author="Ana Ruiz", role="ciso", position="support", text="Locking is right."),
    said(4, "r2", author="Cyd Lam", role="dpo", position="question", text="Why 20 years?", state="draft"),
    said(
        5, "r2", author="Dan Roy", role="it", position="amend", deletion=True, text="Drop it.", minority=True
    ),
    said(6, "r2", author="Eve Day", role="it", position="question", text="Why 20 years?"),
)

CONSULTATION = Consultation(
    title="Security of the patient record",
    issuer="The Authority",
    draft_name="draft.pdf",
    draft_sha256="ab" * 32,
    deadline="2026-12-18",
    internal_deadline="2026-12-04",
    respondent="Valley Hospital",
    contact="Ana Ruiz",
)


def draft_of(provisions: tuple[Provision, ...]) -> ParsedDraft:
    document = Document(sha256="ab" * 32, name="draft.pdf", media_type="application/pdf", language="en")
    return ParsedDraft(document=document, provisions=provisions)


def build_response(comments: tuple[Comment, ...] = COMMENTS, **options: object) -> Response:
    given = {
        "consultation": CONSULTATION,
        "selection": ("r4",),
        "read_without_comment": ("r3",),
        "language": "en",
        "roles": ROLES,
        "date": "2026-11-24",
        **options,
    }
    return compose_response(draft_of(PROVISIONS), comments, **given)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def response() -> Response:
    return build_response()


@pytest.fixture(scope="session")
def dossier(response: Response) -> Dossier:
    return Dossier(
        rejected=(
            said(8, "r2", state="rejected", reason="Out of scope.", text="x"),
            said(9, "r2", state="rejected", reason="Out of scope", text="y"),
        ),
        withdrawn=1,
        sign_offs=(
            SignOff(role="ciso", person="Ana Ruiz", content_sha256=response.content_sha256),
            SignOff(role="dpo", person="Cyd Lam", content_sha256="0" * 64),
        ),
        signable_sha256=response.content_sha256,
        progress=(RoleProgress("ciso", "CISO", 1, 2, 3), RoleProgress("it", "IT", 1, 0, 0)),
        due=(Due(date="2026-12-01", provision_id="r4", title="R4 Open", who="IT"),),
        unplaced=2,
    )


@pytest.fixture(scope="session")
def remark() -> Received:
    return Received(
        id="r7",
        file_sha256="f" * 64,
        file_name="Ana Ruiz.docx",
        remark=Remark(
            key="k", form="prose", where="paragraph 1", author="Ana Ruiz", text="Ana Ruiz says no."
        ),
        placement=Placement(state="placed", provision_id="r1", actor="Ana Ruiz"),
        comment_id="c1",
    )


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """Give a function that returns the file of a response in a format."""
    folder = tmp_path_factory.mktemp("texts")

    def write(response: Response, format: str, **options: object) -> bytes:  # noqa: A002
        target = Path(folder, f"response.{BY_NAME[format].suffixes[0]}")  # type: ignore[index]
        return export_response(response, format=format, target=target, clock=noon, **options).read_bytes()  # type: ignore[arg-type]

    return write


def noon() -> datetime.datetime:
    return datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
