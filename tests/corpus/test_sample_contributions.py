"""A team's files on the French sample, taken in: nothing is lost, and what is found holds against the truth.

`corpus/source/contributions-fr.toml` is the truth, read by a person; the figures are those that the toolkit promises.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import contribution_scores as scores
import pytest
from sample_reading import CORPUS

from toolkit import desk, pipeline, team
from toolkit.messages import use_language
from toolkit.model.comment import Comment
from toolkit.model.consolidation import Finding
from toolkit.model.contribution import GENERAL
from toolkit.model.intake import IntakeReport
from toolkit.model.response import Consultation
from toolkit.workspace.store import Workspace

SOURCE = CORPUS / "source" / "contributions-fr.toml"
LEAD = "Me Antoine Delorme"
LARGEST_BYTES = 300_000
MADE_ELSEWHERE = {"formulaire-dpo.docx", "lettre usagers.pdf"}
"""By the toolkit as it was, and by LibreOffice."""


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return scores.read_truth()


@dataclass(frozen=True)
class Taken:
    """A workspace that has taken in all files, and what it reported."""

    workspace: Workspace
    report: IntakeReport


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taken]:
    draft = CORPUS / "sample-fr.pdf"
    parsed = pipeline.tag(pipeline.parse(draft), desk.load_profile())
    consultation = Consultation(title=parsed.document.title, issuer=parsed.document.issuer)
    folder = tmp_path_factory.mktemp("team") / "workspace"
    with desk.create_workspace(folder, draft=parsed, source=draft, consultation=consultation) as made:
        yield Taken(made, team.intake(made, scores.files(), actor=LEAD))


@pytest.fixture(scope="module")
def workspace(taken: Taken) -> Workspace:
    return taken.workspace


@pytest.fixture(scope="module")
def report(taken: Taken) -> IntakeReport:
    return taken.report


@pytest.fixture(scope="module")
def found(report: IntakeReport, truth: dict[str, Any]) -> scores.Found:
    return scores.Found(truth, [item for file in report.files for item in file.received])


@pytest.fixture(scope="module")
def decided(workspace: Workspace, found: scores.Found, truth: dict[str, Any]) -> scores.Found:
    """What was left to people is placed by a person who knows the truth: now every remark is a comment."""
    for key, item in found.received.items():
        entry = found.entries[key]
        is_open = item.placement.state in ("proposed", "unplaced")
        if is_open and entry["kind"] == "remark" and not entry["impossible"]:
            team.place(workspace, item.id, entry["at"][0] if entry["at"] else GENERAL, actor=LEAD)
    return scores.Found(truth, workspace.team.received())


@pytest.fixture(scope="module")
def findings(workspace: Workspace, decided: scores.Found) -> tuple[Finding, ...]:
    assert decided.received
    return team.check_response(workspace)


@pytest.fixture(scope="module")
def comments(workspace: Workspace, decided: scores.Found) -> dict[str, Comment]:
    assert decided.received
    return {comment.id: comment for comment in workspace.comments()}


def test_rebuilding_gives_the_committed_bytes(tmp_path: Path) -> None:
    from building.contributions.writing import write_contributions

    write_contributions(SOURCE, tmp_path, samples=CORPUS)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {path.name: path.read_bytes() for path in scores.FOLDER.iterdir()}
    assert built == {name: content for name, content in committed.items() if name not in MADE_ELSEWHERE}
    assert committed.keys() >= MADE_ELSEWHERE


def test_a_form_made_now_is_filled_in_with_the_same_answers(tmp_path: Path) -> None:
    from building.contributions.source import read_sent
    from building.contributions.writing import write_forms

    try:
        write_forms(read_sent(SOURCE), tmp_path, samples=CORPUS)
    finally:
        use_language("en")
    (name,) = (path.name for path in tmp_path.iterdir())
    then, now = team.read_file(scores.FOLDER / name), team.read_file(tmp_path / name)
    assert now.remarks == then.remarks


def test_the_files_are_small() -> None:
    assert [path.name for path in scores.FOLDER.iterdir() if path.stat().st_size > LARGEST_BYTES] == []


def test_the_truth_is_large_enough_to_tell_something(truth: dict[str, Any]) -> None:
    authors = {file["author"] for file in truth["files"]}
    remarks = [remark for file in truth["files"] for remark in file["remarks"]]
    assert len(authors) >= 9
    assert len(remarks) >= 90
    assert len(truth["duplicates"]) >= 15
    assert len(truth["contradictions"]) >= 10
    assert len(truth["sensitive"]) >= 20


def test_the_places_of_the_truth_are_in_the_draft(workspace: Workspace, truth: dict[str, Any]) -> None:
    known = {provision.id for provision in workspace.provisions()}
    remarks = [remark for file in truth["files"] for remark in file["remarks"]]
    assert {name for remark in remarks for name in (*remark["at"], *remark["also"])} - known == set()


def test_every_file_is_read_and_kept(workspace: Workspace, report: IntakeReport) -> None:
    assert report.refused == ()
    kept = {workspace.team.contribution_file(item) for item in workspace.team.contributions()}
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}
    assert {hashlib.sha256(path.read_bytes()).hexdigest() for path in scores.files()} <= digests


def test_the_totals_are_what_the_files_contain(report: IntakeReport) -> None:
    sums = [
        file.placed + file.proposed + file.unplaced + file.silent + file.kept + file.leftovers
        for file in report.files
    ]
    assert sums == [file.total for file in report.files]


def test_every_remark_is_there(found: scores.Found) -> None:
    assert found.lost() == []


def test_neither_the_text_of_the_draft_nor_the_head_of_a_table_is_a_remark(found: scores.Found) -> None:
    assert [
        f"{item.file_name}: {item.remark.where}" for item in found.unexpected if item.remark.form == "table"
    ] == []


def test_nine_in_ten_remarks_are_placed_right(found: scores.Found) -> None:
    placed = found.placed_right()
    assert placed.share >= 0.9, placed.missed


def test_next_to_none_is_placed_wrong_without_asking(found: scores.Found) -> None:
    wrong = found.placed_wrong()
    assert len(wrong) <= 0.03 * len(found.entries), wrong


def test_taking_in_the_same_files_again_changes_nothing(workspace: Workspace) -> None:
    before = workspace.comments()
    again = team.intake(workspace, scores.files(), actor=LEAD)
    assert {file.state for file in again.files} == {"known"}
    assert workspace.comments() == before


def test_duplicates_are_grouped_across_contributors(
    workspace: Workspace, decided: scores.Found, truth: dict[str, Any]
) -> None:
    f1, missed, unwanted = scores.duplicate_f1(team.overview(workspace).duplicates, decided, truth)
    assert f1 >= 0.85, (sorted(missed), sorted(unwanted))


def test_three_of_four_contradictions_are_found(
    workspace: Workspace, decided: scores.Found, truth: dict[str, Any]
) -> None:
    contradictions = scores.contradictions_found(team.overview(workspace).contradictions, decided, truth)
    assert contradictions.share >= 0.75, contradictions.missed


def test_nine_in_ten_sensitive_statements_are_found(
    findings: tuple[Finding, ...], comments: dict[str, Comment], decided: scores.Found, truth: dict[str, Any]
) -> None:
    recall = scores.sensitive_recall(findings, comments, decided, truth)
    assert recall.share >= 0.9, recall.missed


def test_seven_in_ten_findings_on_statements_are_right(
    findings: tuple[Finding, ...], comments: dict[str, Comment], decided: scores.Found, truth: dict[str, Any]
) -> None:
    precision = scores.sensitive_precision(findings, comments, decided, truth)
    assert precision.share >= 0.7, precision.missed


def test_dates_that_name_the_wrong_day_are_found(
    findings: tuple[Finding, ...], truth: dict[str, Any]
) -> None:
    said = [finding.words for finding in findings if finding.rule == "weekday"]
    assert sorted(said) == sorted(entry["words"] for entry in truth["weekdays"])
