"""An export overwrites what was exported before, never what a person wrote or changed."""

from __future__ import annotations

from pathlib import Path

from toolkit.export.target import free_target, remember


def exported(folder: Path, text: str = "exported") -> Path:
    target = free_target(folder, "response", "md")
    target.write_text(text)
    remember(target)
    return target


def test_an_untouched_export_is_replaced(tmp_path: Path) -> None:
    first, second = exported(tmp_path), exported(tmp_path, "newer")
    assert first == second == tmp_path / "response.md"
    assert exported(tmp_path) == first


def test_a_changed_export_stays(tmp_path: Path) -> None:
    exported(tmp_path).write_text("changed by hand")
    second = exported(tmp_path)
    assert second.name == "response-2.md"
    assert exported(tmp_path) == second
    second.write_text("changed too")
    assert exported(tmp_path).name == "response-3.md"
    assert (tmp_path / "response.md").read_text() == "changed by hand"


def test_a_file_that_was_never_exported_stays(tmp_path: Path) -> None:
    (tmp_path / "response.md").write_text("mine")
    (tmp_path / "response-2.md").mkdir()
    assert exported(tmp_path).name == "response-3.md"


def test_a_copy_of_an_export_under_another_name_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "response-2.md").write_bytes(exported(tmp_path).read_bytes())
    (tmp_path / "response.md").write_text("changed by hand")
    assert exported(tmp_path).name == "response-3.md"
