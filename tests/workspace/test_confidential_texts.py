"""What people wrote does not come out in the errors of the database."""

from __future__ import annotations

import traceback

import pytest
import sqlalchemy as sa

from toolkit.model.comment import Comment
from toolkit.workspace.store import Workspace

SECRET = "-".join(("for", "our", "eyes"))


def test_an_error_of_the_database_does_not_repeat_texts(workspace: Workspace) -> None:
    engine = workspace._database.engine

    def spoil(*given: object) -> None:
        connection, _cursor, statement = given[:3]
        assert isinstance(connection, sa.Connection)
        if str(statement).startswith("INSERT INTO event"):
            connection.connection.cursor().execute("DROP TABLE event")

    sa.event.listen(engine, "before_cursor_execute", spoil)
    with pytest.raises(Exception, match="event") as told:
        workspace.add_comment(Comment(id="", provision_id="r12", text=SECRET))
    assert SECRET not in "".join(traceback.format_exception(told.value))
