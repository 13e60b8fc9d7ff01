"""A workspace on PostgreSQL, copied by pg_dump and put back by pg_restore as docs/server.md says."""

from __future__ import annotations

import secrets
import subprocess
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.workspace.conftest import MakeWorkspace, _program
from toolkit.model.comment import Comment
from toolkit.workspace.store import Workspace


@pytest.mark.parametrize("storage_url", ["postgresql"], indirect=True)
def test_what_pg_dump_copies_comes_back_whole(
    make_workspace: MakeWorkspace, postgresql_server: sa.URL, tmp_path: Path
) -> None:
    workspace = make_workspace()
    workspace.add_comment(Comment(id="", provision_id="r12", text="Deux facteurs, même en urgence."))
    url = sa.make_url(workspace.settings().storage_url)
    schema = str(url.query["options"]).removeprefix("-csearch_path=")
    plain = postgresql_server.set(drivername="postgresql").render_as_string(hide_password=False)
    other = f"r{secrets.token_hex(6)}"
    copy = tmp_path / "consult.dump"
    subprocess.run(
        [_program("pg_dump"), "--format=custom", f"--schema={schema}", f"--file={copy}", plain], check=True
    )
    engine = sa.create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {other}")
    engine.dispose()
    restored = postgresql_server.set(database=other)
    target = restored.set(drivername="postgresql").render_as_string(hide_password=False)
    subprocess.run([_program("pg_restore"), "--no-owner", f"--dbname={target}", str(copy)], check=True)
    settings = tmp_path / "ws" / "consult.toml"
    text = settings.read_text(encoding="utf-8")
    address = restored.update_query_dict({"options": f"-csearch_path={schema}"})
    settings.write_text(
        text.replace(workspace.settings().storage_url, address.render_as_string(hide_password=False))
    )
    with Workspace.open(tmp_path / "ws") as back:
        assert other in back.settings().storage_url
        assert [item.text for item in back.comments()] == ["Deux facteurs, même en urgence."]
        assert back.draft() == workspace.draft()
        assert len(back.team.acts()) == 1
