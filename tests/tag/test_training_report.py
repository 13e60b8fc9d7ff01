"""`consult train --report` on a few provisions: every table is there, with a row for whoever is compared."""

from __future__ import annotations

import json
import sys
from xml.etree import ElementTree

import pytest

from toolkit import tagging
from toolkit.cli import main
from toolkit.cli.app import app
from toolkit.tag.categoriser import unpack
from toolkit.tag.evaluation import Predicted, calibration, calibration_error
from toolkit.tag.examples import Example
from toolkit.tagging.charts import Chart, Series, draw

TEXTS = {
    "it": "Les sauvegardes doivent être chiffrées par la DSI.",
    "ciso": "Le RSSI doit examiner les journaux.",
    "dpo": "Le DPO doit tenir le registre des traitements.",
}


@pytest.fixture
def folder(tmp_path):
    items, labels = [], []
    for document in range(12):
        for role, text in TEXTS.items():
            name = f"{document}-{role}"
            where = {"doc": f"d{document}", "lang": "fr", "heading_path": ["Sécurité"], "heading": ""}
            items.append(json.dumps({"id": name, "text": text} | where))
            labels.append(
                json.dumps({"id": name, "roles": [role], "modality": "obligation", "topics": ["backup"]})
            )
    (tmp_path / "few.items.jsonl").write_text("\n".join(items), encoding="utf-8")
    for reader in ("a", "b"):
        (tmp_path / f"few.reader-{reader}.jsonl").write_text("\n".join(labels), encoding="utf-8")
    return tmp_path


def test_the_report_compares_keywords_rules_and_model(folder, tmp_path, capfd, monkeypatch):
    model = tmp_path / "model"
    monkeypatch.setattr(
        sys,
        "argv",
        ["consult", "train", "--data", str(folder), "-o", str(model), "--report-to", str(tmp_path / "told")],
    )
    assert main.guarded(app) == 0
    tables = capfd.readouterr().out
    rows = {line.split("\t")[0]: line.split("\t")[1:] for line in tables.splitlines()}
    assert {"keywords", "rules alone", "rules and model"} <= rows.keys()
    assert len(rows["it"]) == 1 + 2 * 3
    assert rows[str(folder / "few.items.jsonl")] == ["36", "1.000", "1.000", "1.000"]
    assert (
        len([line for line in tables.splitlines() if line.startswith(("9\t", "18\t", "27\t", "36\t"))]) == 4
    )
    assert unpack(model.read_bytes(), where="model").examples == 36


def test_the_report_is_a_page_with_its_charts_beside(folder, tmp_path):
    trained = tagging.train([folder], target=tmp_path / "model", depth="report")
    page = tagging.write_report(trained, tmp_path / "told")
    lines = page.read_text("utf-8").splitlines()
    assert lines[2].startswith("Learnt from 36 provisions")
    assert "| rules and model | 1.000 | " in "\n".join(lines)
    assert str(folder / "few.items.jsonl") in "\n".join(lines)
    for name, drawn in (("calibration.svg", 2), ("learning-curve.svg", 3)):
        assert f"]({name})" in "\n".join(lines)
        root = ElementTree.fromstring((page.parent / name).read_bytes())
        assert len(root.findall(".//{*}polyline")) == drawn


def test_whoever_watches_is_told_how_far_the_work_is(folder, tmp_path):
    told = []
    tagging.train(
        [folder], target=tmp_path / "model", depth="report", progress=lambda *step: told.append(step)
    )
    (total,) = {total for _done, total in told}
    assert [done for done, _total in told] == list(range(1, len(told) + 1))
    assert total // 2 < len(told) <= total


def test_only_what_was_asked_for_is_measured(folder, tmp_path):
    assert tagging.train([folder], target=tmp_path / "model").measured is None
    measured = tagging.train([folder], target=tmp_path / "model", depth="check").measured
    assert [table.title for table in tagging.tables(measured)] == ["Who proposes", "By role"]


def test_a_chart_escapes_names_and_sets_points_where_they_belong():
    drawn = draw(
        Chart(
            title="R & D <i>",
            x_label="x",
            y_label="y",
            x_range=(0, 10),
            y_range=(0, 1),
            series=(Series("one", ((0, 0), (10, 1))), Series("even", ((0, 0.5), (10, 0.5)), True)),
        )
    )
    root = ElementTree.fromstring(drawn)
    assert root.find("{*}title").text == "R & D <i>"
    rise, even = (line.get("points").split() for line in root.iterfind(".//{*}polyline"))
    (left, low), (right, high) = (map(float, point.split(",")) for point in rise)
    assert left < right
    assert high < low
    assert {float(point.split(",")[1]) for point in even} == {(low + high) / 2}


def test_calibration_compares_probabilities_with_what_came_true():
    def one(name, score, *roles):
        example = Example(id=name, doc="d", lang="fr", roles=roles, modality="obligation", topics=())
        return Predicted(
            example, frozenset(), "obligation", frozenset(), {("role", "it"): score, ("role", ""): 0.5}
        )

    told = [one("x", 0.85, "it"), one("y", 0.85), one("z", 0.05)]
    assert [(found.lowest, found.size, found.true) for found in calibration(told, "role")] == [
        (0.0, 1, 0.0),
        (0.8, 2, 0.5),
    ]
    assert calibration_error(told, "role") == pytest.approx((0.05 + 2 * 0.35) / 3)
