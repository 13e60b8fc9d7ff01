"""Templates that a team makes itself: begun, checked in both languages, tried."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.shared import Cm

from toolkit.draft.check import check_template
from toolkit.draft.inspection import check_named, names_in
from toolkit.draft.scaffold import new_response_template, new_template
from toolkit.draft.templates import find_templates
from toolkit.errors import UnknownName, UsageError
from toolkit.export.word.template_check import check_response_template
from toolkit.resources import shipped


def test_a_skeleton_is_right_in_both_languages(tmp_path: Path) -> None:
    paths = new_template(tmp_path, "our-view")
    assert [path.parent.name for path in paths] == ["fr", "en"]
    assert [check_template(path) for path in paths] == [(), ()]
    assert check_named("our-view", [tmp_path]) == ()
    assert names_in(tmp_path) == ("our-view",)


@pytest.mark.parametrize("source", [item.name for item in find_templates((), "fr")])
def test_a_copy_of_a_shipped_template_is_right(tmp_path: Path, source: str) -> None:
    new_template(tmp_path, "copy", source=source)
    assert check_named("copy", [tmp_path]) == ()


def test_a_copy_does_not_bear_the_name_of_its_source(tmp_path: Path) -> None:
    for language in ("fr", "en"):
        own = tmp_path / "comments" / language / "mine.md.j2"
        own.parent.mkdir(parents=True)
        own.write_text(
            '+++\ntitle = "t"\nname = "mine"\npurpose = "p"\nposition = "question"\n'
            '[[fields]]\nname = "kept"\nlabel = "l"\n+++\n{% block text %}{{ fields.kept }}{% endblock %}\n',
            encoding="utf-8",
        )
    copied, _english = new_template(tmp_path, "other", source="mine", folders=[tmp_path])
    assert check_template(copied) == ()
    assert 'name = "kept"' in copied.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["", "Amend", "a b", "../escape", "a/b", "-a", "a.b", "é"])
def test_a_name_that_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        new_template(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (path, english) = new_template(tmp_path, "mine")
    path.unlink()
    english.write_text("ours", encoding="utf-8")
    with pytest.raises(UsageError):
        new_template(tmp_path, "mine")
    assert not path.exists()
    assert english.read_text(encoding="utf-8") == "ours"


def test_an_unknown_source_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        new_template(tmp_path, "mine", source="nowhere")
    assert list(tmp_path.iterdir()) == []


def test_the_languages_are_compared(tmp_path: Path) -> None:
    french, english = new_template(tmp_path, "mine")
    text = english.read_text(encoding="utf-8")
    english.write_text(
        text.replace('position = "question"', 'position = "oppose"').replace("required = true\n", ""),
        encoding="utf-8",
    )
    assert [issue.message for issue in check_named("mine", [tmp_path])] == [
        "the languages take different positions",
        "the languages ask for different fields: point, point*",
    ]
    french.unlink()
    assert [issue.message for issue in check_named("mine", [tmp_path])] == ["there is no version of it in fr"]


def test_what_is_no_template_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        check_named("nowhere", [tmp_path])


def test_deep_nesting_is_an_issue_and_no_crash(tmp_path: Path) -> None:
    path, _english = new_template(tmp_path, "mine")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{{ fields.wording }}", "{{ " + "(" * 5000 + " }}"), encoding="utf-8")
    assert [issue.severity for issue in check_template(path)] == ["error"]


# The Word template of the letter


def test_the_shipped_word_template_is_right() -> None:
    assert check_response_template(shipped("templates") / "response" / "response.docx") == ()


def test_a_copy_of_the_word_template_is_right_and_never_overwritten(tmp_path: Path) -> None:
    path = new_response_template(tmp_path)
    assert check_response_template(path) == ()
    with pytest.raises(UsageError):
        new_response_template(tmp_path)


def test_styles_that_a_word_template_lacks_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "response.docx"
    document = docx.Document()
    document.add_paragraph("x")
    document.save(str(path))
    found = check_response_template(path)
    assert {issue.severity for issue in found} == {"info"}
    assert any("Remark Heading" in issue.message for issue in found)


def test_a_word_template_with_a_narrow_text_is_told(tmp_path: Path) -> None:
    path = new_response_template(tmp_path)
    document = docx.Document(str(path))
    document.sections[0].page_width = Cm(12)
    document.save(str(path))
    assert [issue.severity for issue in check_response_template(path)] == ["warning"]


@pytest.mark.parametrize("content", [b"", b"no package", b"PK\x03\x04"], ids=["empty", "text", "cut off"])
def test_what_is_no_word_template_is_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "response.docx"
    path.write_bytes(content)
    assert [issue.severity for issue in check_response_template(path)] == ["error"]
