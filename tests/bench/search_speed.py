"""Searching 100,000 provisions, against what a database needs to fetch one of them by its id.

The floor is an indexed single-row SELECT through SQLAlchemy on SQLite, on an open connection; beside it the same with taking
the connection, as the workspace asks. Queries are words, phrases, prefixes, alternatives, misspellings and facets, each with 20
hits, their paths and marked snippets, from an index that is open. All run in one process, in turns, by the clock of the
processor; compared are 95th percentiles over all queries.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from toolkit.model.document import Document
from toolkit.model.provision import ParsedDraft, Provision
from toolkit.model.reading import ReadOptions
from toolkit.model.tag import MODALITIES, ROLES, Facet, Tag
from toolkit.pipeline import parse_in_process
from toolkit.search.index import Facets, SearchIndex
from toolkit.workspace.database import Database, open_sqlite
from toolkit.workspace.drafts import insert_version
from toolkit.workspace.migrate import migrate
from toolkit.workspace.schema import provision as provision_table

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample-fr.html"
SIZE = 100_000
TIMES_A_ROUND = 20
LIMIT = 20.0
"""How many times the floor a search may take."""
_CITED = ("eu:2016/679#art32", "eu:2016/679#art33", "fr:csp#L1110-4", "fr:loi:78-17#art82")
QUERIES: tuple[tuple[str, Facets], ...] = (
    ("authentification", Facets()),
    ("chiffrement sauvegardes", Facets()),
    ('"authentification à deux facteurs"', Facets()),
    ("journal*", Facets()),
    ("incident OR violation", Facets()),
    ("accès NOT réseau", Facets()),
    ("L. 1110-4", Facets()),
    ("autentification", Facets()),
    ("habilitations", Facets(roles=("dim",))),
    ("l'incident", Facets(roles=("it", "ciso"), modalities=("obligation",))),
    ("dossier", Facets(references=("fr:csp#L1110-4",))),
    ("durée de conservation", Facets()),
)


_BY_ID = sa.select(provision_table.c.record).where(
    provision_table.c.version == 1, provision_table.c.id == sa.bindparam("identity")
)


@cache
def draft() -> ParsedDraft:
    """Return a draft of `SIZE` provisions: the sample's over and over, with sentences and tags mixed anew."""
    sample = parse_in_process(SAMPLE, ReadOptions()).provisions
    sentences = [part for item in sample for part in item.text.split(". ") if part]
    dice = random.Random(5)
    provisions = tuple(_made(number, sample, sentences, dice) for number in range(SIZE))
    document = Document(
        sha256="0" * 64, name="large.html", media_type="text/html", title="Large", language="fr"
    )
    return ParsedDraft(document=document, provisions=provisions)


def _made(number: int, sample: tuple[Provision, ...], sentences: list[str], dice: random.Random) -> Provision:
    place = number % len(sample)
    tags = [_tag("role", role) for role in dice.sample(ROLES, dice.randrange(3))]
    tags.append(_tag("modality", dice.choice(MODALITIES)))
    tags += [_tag("reference", value) for value in _CITED if dice.random() < 0.02]
    return Provision(
        id=f"p{number}",
        parent_id=f"p{number - place}" if place else None,
        number=sample[place].number,
        heading=sample[place].heading,
        text=". ".join(dice.choices(sentences, k=2)),
        tags=tuple(tags),
    )


def _tag(facet: Facet, value: str) -> Tag:
    return Tag(facet=facet, value=value, score=0.9, rule="bench")


def report(*, rounds: int) -> list[str]:
    """Return the lines of the table."""
    index = SearchIndex.build(draft().provisions, language="fr")
    with tempfile.TemporaryDirectory() as folder:
        database = _filled(Path(folder) / "bench.db")
        try:
            measured = _in_turns(index, database, rounds=max(rounds, 2))
        finally:
            database.close()
    floor, with_connection = _p95(measured.pop("")), _p95(measured.pop("+"))
    searches = [seconds for times in measured.values() for seconds in times]
    lines = [f"{SIZE:,} provisions", f"{'':42}{'p95 ms':>10}{'vs floor':>14}"]
    lines.append(f"{'indexed single-row SELECT':42}{floor * 1000:10.3f}{1:13.1f}x")
    lines.append(
        f"{'the same, taking a connection':42}{with_connection * 1000:10.3f}{with_connection / floor:13.1f}x"
    )
    for name, times in (("all searches", searches), *measured.items()):
        p95 = _p95(times)
        lines.append(f"{name:42}{p95 * 1000:10.3f}{p95 / floor:13.1f}x")
    return lines


def _filled(path: Path) -> Database:
    database = open_sqlite(path, create=True)
    with database.writing() as connection:
        migrate(connection)
        insert_version(connection, draft(), number=1, time="2026-01-01")
    return database


def _in_turns(index: SearchIndex, database: Database, *, rounds: int) -> dict[str, list[float]]:
    """Return seconds by query, "" and "+" for the floors; the first round is not counted."""
    dice = random.Random(7)
    measured: dict[str, list[float]] = {"": [], "+": [], **{typed: [] for typed, _facets in QUERIES}}
    with database.reading() as connection:
        for counted in range(rounds * TIMES_A_ROUND + 1):
            runs: list[tuple[str, Callable[[], object]]] = []
            for typed, facets in QUERIES:
                runs.append((typed, _search(index, typed, facets)))
                runs.append(("", _select(connection, f"p{dice.randrange(SIZE)}")))
                runs.append(("+", _select_anew(database, f"p{dice.randrange(SIZE)}")))
            for name, run in runs:
                started = time.process_time()
                run()
                if counted:
                    measured[name].append(time.process_time() - started)
    return measured


def _search(index: SearchIndex, typed: str, facets: Facets) -> Callable[[], object]:
    return lambda: index.search(typed, facets=facets, limit=20)


def _select(connection: sa.Connection, identity: str) -> Callable[[], object]:
    return lambda: connection.execute(_BY_ID, {"identity": identity}).scalar_one()


def _select_anew(database: Database, identity: str) -> Callable[[], object]:
    def run() -> object:
        with database.reading() as connection:
            return connection.execute(_BY_ID, {"identity": identity}).scalar_one()

    return run


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def check(*, rounds: int = 5) -> float:
    """Return how many times the floor a search takes."""
    line = report(rounds=rounds)[4]
    return float(line.split()[-1].rstrip("x"))
