"""What comes in on stdin is text or refused; what is shown is in words and local time."""

from __future__ import annotations

import io
import json
import re
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit.cli.views import history_lines, provision_lines
from toolkit.messages import current_language, use_language
from toolkit.model.comment import Comment, Event
from toolkit.model.provision import Provision

if TYPE_CHECKING:
    from tests.cli.conftest import Consult


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("content", "text"), [("Durée ?".encode(), "Durée ?"), ("Durée ?".encode("latin-1"), None)]
)
def test_stdin_is_read_like_a_file(
    consult: Consult, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes, text: str | None
) -> None:
    path = tmp_path / "text.md"
    path.write_bytes(content)
    for name in ("-", path):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        ended = consult("comment", "1.", "--file", name, "--json")
        if text is None:
            assert ended.code == 3
            assert "UTF-8" in ended.err
        else:
            assert json.loads(ended.out)["text"] == text


def test_history_is_told_in_local_time_to_the_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        after = Comment(id="c1", provision_id="r12")
        event = Event(
            comment_id="c1",
            revision=1,
            time="2026-12-31T23:30:59.123456Z",
            actor="Ana",
            action="created",
            after=after,
        )
        (line,) = history_lines([event])
    finally:
        monkeypatch.undo()
        time.tzset()
    found = re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d(?!:)", line)
    assert found is not None
    assert datetime.fromisoformat(found[0]) == datetime(2027, 1, 1, 12, 30)  # noqa: DTZ001  # local by intent


def test_kinds_are_named_in_the_language_spoken() -> None:
    spoken = current_language()
    use_language("fr")
    try:
        assert next(provision_lines(Provision(id="f1", kind="footnote"))) == "[f1] note de bas de page"
        assert next(provision_lines(Provision(id="x1", kind="clause"))) == "[x1] clause"
    finally:
        use_language(spoken)
