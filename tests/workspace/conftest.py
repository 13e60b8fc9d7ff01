"""Workspaces on both databases, and a PostgreSQL server of the tests' own on the loopback interface."""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from toolkit.model.document import Document
from toolkit.model.provision import ParsedDraft, Provision
from toolkit.model.response import Consultation
from toolkit.model.tag import Tag
from toolkit.workspace.store import Workspace

MakeWorkspace = Callable[..., Workspace]


def _program(name: str) -> str:
    """Return a program of the PostgreSQL server; Debian keeps them off the PATH."""
    packaged = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = shutil.which(name) or (str(packaged[-1]) if packaged else None)
    if found is None:
        pytest.fail(f"{name} is missing: install the PostgreSQL server programs (Debian: postgresql)")
    return found


def _server_account() -> dict[str, Any]:
    """Return the account to run the server under: it refuses root."""
    if os.geteuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        pytest.fail("the PostgreSQL server refuses root and there is no account called postgres")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[sa.URL]:
    initdb, pg_ctl, account = _program("initdb"), _program("pg_ctl"), _server_account()
    home = Path(tempfile.mkdtemp(prefix="consult-postgresql-"))
    password = secrets.token_hex(16)
    (home / "password").write_text(password)
    if account:
        for path in (home, home / "password"):
            os.chown(path, account["user"], account["group"])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data, options = (
        home / "data",
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off",
    )

    def run(*command: str) -> None:
        # To a file: the server inherits the descriptors, and a pipe would never end.
        with (home / "log").open("w+b") as log:
            done = subprocess.run(
                command, check=False, cwd=home, stdout=log, stderr=subprocess.STDOUT, **account
            )
            log.seek(0)
            assert done.returncode == 0, log.read().decode()

    try:
        run(initdb, "-D", str(data), "-U", "consult", "-A", "scram-sha-256", "-E", "UTF8", "--no-sync",
            f"--pwfile={home / 'password'}")  # fmt: skip
        run(pg_ctl, "-D", str(data), "-w", "-l", str(home / "server.log"), "-o", options, "start")
        try:
            yield sa.URL.create("postgresql+psycopg", "consult", password, "127.0.0.1", port, "postgres")
        finally:
            run(pg_ctl, "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home)


@pytest.fixture(params=["sqlite", "postgresql"])
def storage_url(request: pytest.FixtureRequest) -> str:
    """A place for one workspace: "" for the file in its folder, or a fresh schema on the server."""
    if request.param == "sqlite":
        return ""
    server: sa.URL = request.getfixturevalue("postgresql_server")
    schema = f"s{secrets.token_hex(6)}"
    engine = sa.create_engine(server)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    engine.dispose()
    return server.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(
        hide_password=False
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "projet.pdf"
    path.write_bytes(b"%PDF-1.7 a draft")
    return path


@pytest.fixture
def make_draft() -> Callable[..., ParsedDraft]:
    """Called with a file and provisions, gives a draft as if it had been parsed from the file."""
    return _draft_of


@pytest.fixture
def draft(source: Path) -> ParsedDraft:
    return _draft_of(source, *SAMPLE)


@pytest.fixture
def make_workspace(
    tmp_path: Path, storage_url: str, source: Path, draft: ParsedDraft
) -> Iterator[MakeWorkspace]:
    opened: list[Workspace] = []

    def make(**given: Any) -> Workspace:
        arguments = {
            "draft": draft,
            "source": source,
            "consultation": Consultation(title="Recommandation DPI", issuer="CNIL"),
            "storage_url": storage_url,
        }
        opened.append(Workspace.create(tmp_path / "ws", **{**arguments, **given}))
        return opened[-1]

    yield make
    for workspace in opened:
        workspace.close()


@pytest.fixture
def workspace(make_workspace: MakeWorkspace) -> Workspace:
    return make_workspace()


def _draft_of(source: Path, *provisions: Provision) -> ParsedDraft:
    document = Document(
        sha256=hashlib.sha256(source.read_bytes()).hexdigest(),
        name=source.name,
        media_type="application/pdf",
        title="Projet de recommandation",
        language="fr",
    )
    return ParsedDraft(document=document, provisions=provisions)


def _tags(role: str, modality: str) -> tuple[Tag, ...]:
    return (
        Tag(facet="role", value=role, score=0.8, rule="role.subject"),
        Tag(facet="modality", value=modality, score=0.9, rule="modality.verb"),
    )


SAMPLE = (
    Provision(id="fiche-13", kind="fiche", number="Fiche 13", heading="Accès", page_number=1),
    Provision(
        id="fiche-13.2",
        parent_id="fiche-13",
        kind="section",
        number="13.2.",
        text="Le responsable du traitement doit habiliter.",
        page_number=2,
        tags=_tags("dpo", "obligation"),
    ),
    Provision(
        id="fiche-13.2.a",
        parent_id="fiche-13.2",
        kind="item",
        number="a)",
        text="Il est recommandé de journaliser.",
        page_number=2,
        tags=_tags("ciso", "recommendation"),
    ),
    Provision(
        id="r12",
        parent_id="fiche-13",
        kind="recommendation",
        number="R12",
        text="Authentifier par deux facteurs.",
        page_number=3,
        tags=_tags("ciso", "recommendation"),
    ),
    Provision(
        id="art-5", kind="article", number="5", text="Le présent texte entre en vigueur.", page_number=3
    ),
    Provision(id="annexe-b", kind="annex", number="Annexe B", page_number=4),
    Provision(
        id="annexe-b.a", parent_id="annexe-b", kind="item", number="a)", text="Un autre.", page_number=4
    ),
)
