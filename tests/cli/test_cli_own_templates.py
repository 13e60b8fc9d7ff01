"""`consult template`: begun in the workspace, checked, tried on a provision."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Consult


def test_a_template_is_begun_checked_tried_and_used(workspace: Path, consult: Consult) -> None:
    begun = consult("template", "new", "our-view")
    assert [Path(line).relative_to(workspace).as_posix() for line in begun.out.split()] == [
        "templates/comments/fr/our-view.md.j2",
        "templates/comments/en/our-view.md.j2",
    ]
    checked = consult("template", "check")
    assert (checked.code, checked.out) == (0, "")
    assert "1 template checked." in checked.err
    tried = consult("template", "preview", "our-view", "1.", "--field", "point=Trop court")
    assert "nous observons ce qui suit\u00a0: trop court." in tried.out
    assert json.loads(consult("comments", "--json").out) == []
    assert "our-view" in consult("templates").out


@pytest.mark.usefixtures("workspace")
def test_gaps_are_shown_where_fields_are_not_given(consult: Consult) -> None:
    tried = consult("template", "preview", "amend", "1.", "--lang", "en")
    assert tried.code == 0
    assert "[to complete: the difficulty with the present wording]" in tried.out


def test_what_is_wrong_is_listed_and_the_exit_code_says_so(workspace: Path, consult: Consult) -> None:
    consult("template", "new", "our-view", "--from", "clarify")
    path = workspace / "templates" / "comments" / "en" / "our-view.md.j2"
    path.write_text(path.read_text(encoding="utf-8") + "{{ nothing }}{{ fields.gone }}", encoding="utf-8")
    ended = consult("template", "check", "our-view", "--json")
    assert ended.code == 1
    assert {"there is no nothing to use", "the field gone is not declared"} <= {
        issue["message"] for issue in json.loads(ended.out)
    }


def test_the_word_template_is_begun_and_checked(workspace: Path, consult: Consult) -> None:
    assert consult("template", "new", "response").out.strip().endswith("response.docx")
    assert consult("template", "check", "response").code == 0
    assert consult("template", "new", "response").code == 2
    (workspace / "templates" / "response" / "response.docx").write_bytes(b"no package")
    assert consult("template", "check").code == 1


@pytest.mark.usefixtures("workspace")
def test_names_that_there_are_not_are_refused(consult: Consult) -> None:
    assert consult("template", "check", "nowhere").code == 2
    assert consult("template", "preview", "nowhere", "1.").code == 2
    assert consult("template", "new", "../x").code == 2
