"""What the reading page takes of the server at 2,000 provisions and 5,000 comments, against its empty page.

One process asks another's work of itself: requests go through the whole application, without a network. Each line is a
request, by the clock of the processor, as a multiple of `/health`, which does nothing; what comes after a change loads the
workspace anew.
"""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from tests.bench.timing import in_turns
from toolkit import desk
from toolkit.model.comment import POSITIONS, Comment
from toolkit.model.document import Document
from toolkit.model.provision import ParsedDraft, Provision
from toolkit.model.response import Consultation
from toolkit.model.tag import MODALITIES, ROLES, Evidence, Tag
from toolkit.web.app import create_app
from toolkit.web.entrance.alone import AloneGate
from toolkit.web.site import Site
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace

PARTS, SECTIONS, UNDER_ONE = 50, 3, 12
"""2,000 provisions: a part has sections, a section has paragraphs."""
COMMENTS = 5_000
LIMITS_MS = {"page": 300.0, "filter": 100.0}
"""What a first answer and a filter may take."""
_KEY = "bench"
_WORDS = (
    "responsable", "devrait", "revoir", "chaque", "année", "les", "habilitations", "journalisation", "des", "accès",
    "télémaintenance", "chiffrement", "sauvegardes", "archivage", "dossier", "patient", "sous", "trente", "jours",
)  # fmt: skip
_CITED = "article 32"


def report(*, rounds: int) -> list[str]:
    """Return the lines of the table: milliseconds a request, how many times an empty page, size of the answer."""
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as browser:
        requests = dict(_requests(browser))
        sizes = {name: len(ask()) for name, ask in requests.items()}
        measured = in_turns(requests, rounds=rounds)
    empty = measured["empty page"].median_s
    lines = [f"{'page':24}{'ms':>9}{'times empty':>13}{'KiB':>8}"]
    for name, found in measured.items():
        milliseconds = found.median_s * 1000
        limit = LIMITS_MS["filter" if name.startswith(("filter", "search")) else "page"]
        slow = "  slow" if milliseconds > limit else ""
        lines.append(
            f"{name:24}{milliseconds:9.1f}{found.median_s / empty:13.0f}{sizes[name] / 1024:8.0f}{slow}"
        )
    return lines


def _requests(browser: TestClient) -> Iterator[tuple[str, Callable[[], bytes]]]:
    root = "/w/ws"

    def asking(path: str, *, part: bool = False, post: bool = False) -> Callable[[], bytes]:
        headers = {"hx-request": "true"} if part or post else {}

        def ask() -> bytes:
            answer = browser.post(path, headers=headers) if post else browser.get(path, headers=headers)
            assert answer.status_code == 200, answer.text
            return answer.content

        return ask

    yield "empty page", asking("/health")
    yield "first page", asking(f"{root}/read")
    yield "page at a provision", asking(f"{root}/read/p40.2.7")
    yield "stretch of the text", asking(f"{root}/reading/part?first=p20&last=p20.2", part=True)
    yield "filter by role", asking(f"{root}/read?role=ciso", part=True)
    yield "filter by three facets", asking(f"{root}/read?mine=1&state=unread&modality=obligation", part=True)
    yield "search", asking(f"{root}/read?words=sauvegarde", part=True)
    yield "search, mistyped", asking(f"{root}/read?words=sauvegrdes", part=True)
    yield "next unread", asking(f"{root}/reading/unread?after=p20")
    unread = browser.get(f"{root}/reading/unread?after=p20").json()["id"]
    yield "mark as read, or not", asking(f"{root}/reading/{unread}/mark", post=True)


@contextmanager
def _served(folder: Path) -> Iterator[TestClient]:
    """Give a browser's stand-in at a server of one large workspace."""
    with _workspace(folder / "ws") as workspace:
        workspace.add_comments(_comments())
    site = Site(folder, person="Ada")
    app = create_app(site, gate=AloneGate(site, port=0, key=_KEY), hosts=["testserver"])
    yield TestClient(app, headers={"origin": "http://testserver"}, cookies={"consult_key_0": _KEY})
    site.close()


def _workspace(folder: Path) -> Workspace:
    source = folder.with_suffix(".html")
    source.write_bytes(b"<p>A draft.</p>")
    document = Document(
        sha256=hashlib.sha256(source.read_bytes()).hexdigest(), name=source.name, media_type="text/html", language="fr"
    )  # fmt: skip
    return Workspace.create(
        folder,
        draft=ParsedDraft(document=document, provisions=tuple(_provisions())),
        source=source,
        consultation=Consultation(title="Bench"),
        people=(Person(name="Ada", role="ciso"),),
    )


def _provisions() -> Iterator[Provision]:
    dice = random.Random(3)  # examples, no secret
    topics = [topic.id for topic in desk.load_profile().topics]
    for part in range(1, PARTS + 1):
        yield Provision(id=f"p{part}", kind="fiche", number=f"Fiche {part}", heading=_said(dice, 6))
        for section in range(1, SECTIONS + 1):
            above = f"p{part}.{section}"
            yield Provision(
                id=above, parent_id=f"p{part}", kind="section", number=f"{part}.{section}", heading=_said(dice, 5)
            )  # fmt: skip
            for number in range(UNDER_ONE):
                yield _paragraph(f"{above}.{number}", above, topics, dice)


def _paragraph(name: str, above: str, topics: list[str], dice: random.Random) -> Provision:
    text = f"{_said(dice, dice.randrange(30, 90))} selon l’{_CITED} du RGPD."
    start = text.index(_CITED)
    cited = Evidence("text", start, start + len(_CITED), _CITED)
    tags = [Tag(facet="role", value=role, score=0.9, rule="bench") for role in dice.sample(ROLES, 2)]
    return Provision(
        id=name,
        parent_id=above,
        kind="recommendation",
        number=f"R{name}",
        text=text,
        tags=(
            *tags,
            Tag(facet="modality", value=dice.choice(MODALITIES), score=0.9, rule="bench"),
            Tag(facet="topic", value=dice.choice(topics), score=0.9, rule="bench"),
            Tag(facet="reference", value="eu:2016/679#art32", score=0.9, rule="bench", evidence=(cited,)),
        ),
    )


def _comments() -> list[Comment]:
    dice = random.Random(5)  # examples, no secret
    ids = [item.id for item in _provisions() if item.text]
    return [
        Comment(
            id="",
            provision_id=dice.choice(ids),
            author=f"Contributor {dice.randrange(300)}",
            role=dice.choice(ROLES),
            position=dice.choice(POSITIONS),
            text=_said(dice, 40),
            state="submitted",
        )
        for _number in range(COMMENTS)
    ]


def _said(dice: random.Random, count: int) -> str:
    return " ".join(dice.choice(_WORDS) for _word in range(count))


if __name__ == "__main__":
    print("\n".join(report(rounds=5)))
