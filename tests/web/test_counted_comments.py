"""The start and the overview count the same comments: those that speak for themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from starlette.testclient import TestClient

from tests.support.workspaces import make_workspace
from toolkit.model.comment import Comment


def test_a_withdrawn_comment_is_counted_nowhere(tmp_path: Path, client: Callable[..., TestClient]) -> None:
    with make_workspace(tmp_path) as workspace:
        for text in ("Oui.", "Non."):
            workspace.add_comment(Comment(id="", provision_id="r12", author="Bob", text=text))
        workspace.set_state("c2", "withdrawn", revision=1, actor="Bob")
        name = workspace.folder.name
    asking = client(tmp_path)
    assert "1 comment" in asking.get(f"/w/{name}/left").text
    overview = asking.get(f"/w/{name}/overview").text
    assert re.search(r"<dt>Comments</dt><dd>1</dd>", overview)
    assert re.search(r"withdrawn</span>.*?<span class=\"numbers\">1</span>", overview, re.DOTALL)
