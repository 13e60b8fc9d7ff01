"""What was measured of a model → tables for a screen, and a report in Markdown with its charts beside."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from toolkit.messages import _, ngettext
from toolkit.tagging.charts import Chart, Series, draw
from toolkit.tagging.pages import fill

if TYPE_CHECKING:
    from toolkit.tag.evaluation import Figures
    from toolkit.tagging.training import Measured, Trained

REPORT = "report.md"
_CALIBRATION = "calibration.svg"
_CURVE = "learning-curve.svg"
_DIAGONAL = ((0.0, 0.0), (1.0, 1.0))


class Table(msgspec.Struct, frozen=True):
    """A table of what was measured, as people read it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    picture: str = ""
    """Name of the chart that shows the same, "" where there is none."""


def tables(measured: Measured) -> Iterator[Table]:
    """Yield what was measured, table by table; what was not measured is left out."""
    yield Table(
        _("Who proposes"),
        ("", *_measures()),
        tuple((name, *_cells(figures)) for name, figures in measured.compared),
    )
    yield _by_role(measured)
    if measured.agreement:
        yield _agreement(measured)
    if measured.calibration:
        yield _calibration(measured)
    if measured.confusions:
        yield Table(
            _("What is taken for what"),
            (_("people"), _("proposed"), "n"),
            tuple((right, found, str(count)) for right, found, count in measured.confusions),
        )
    if measured.curve:
        yield Table(
            _("Learning curve"),
            ("n", *_measures()),
            tuple((str(count), *_cells(figures)) for count, figures in measured.curve),
            picture=_CURVE,
        )


def charts(measured: Measured) -> Iterator[tuple[str, Chart]]:
    """Yield the charts with the names of their files."""
    if measured.calibration:
        yield _CALIBRATION, _calibration_chart(measured)
    if measured.curve:
        yield _CURVE, _curve_chart(measured)


def write_report(trained: Trained, folder: Path) -> Path:
    """Write what was measured to `report.md` in a folder, the charts beside it, and return its path.

    Raises:
        StorageError: something cannot be written.
    """
    from toolkit.files import storage_error, write_atomic

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error, folder) from error
    measured = trained.measured
    for name, chart in charts(measured) if measured else ():
        write_atomic(folder / name, draw(chart).encode())
    learnt = ngettext(
        "Learnt from {count} provision; measured on documents that the model had not seen.",
        "Learnt from {count} provisions; measured on documents that the model had not seen.",
        trained.examples,
    )
    page = {
        "title": _("What the model of roles, topics and modality does"),
        "summary": learnt.format(count=trained.examples),
        "tables": list(tables(measured)) if measured else [],
    }
    target = folder / REPORT
    write_atomic(target, (fill("report.md.j2", page).rstrip() + "\n").encode())
    return target


def _measures() -> tuple[str, ...]:
    return (_("roles, samples-F1"), _("topics, micro-F1"), _("modality, accuracy"), _("calibration error"))


def _cells(figures: Figures) -> tuple[str, ...]:
    return tuple("" if figure is None else f"{figure:.3f}" for figure in figures)


def _figures(*values: float) -> tuple[str, ...]:
    return tuple(f"{value:.3f}" for value in values)


def _by_role(measured: Measured) -> Table:
    names = (
        f"{name}: {what}" for name, _figures in measured.compared for what in (_("precision"), _("recall"))
    )
    rows = (
        (
            row.role,
            str(row.found[0].examples),
            *(cell for one in row.found for cell in _figures(one.precision, one.recall)),
        )
        for row in measured.roles
    )
    return Table(_("By role"), (_("role"), "n", *names), tuple(rows))


def _agreement(measured: Measured) -> Table:
    columns = ("", "n", _("roles, samples-F1"), _("topics, samples-F1"), _("modality, accuracy"))
    rows = (
        (name, str(found.provisions), *_figures(found.roles, found.topics, found.modality))
        for name, found in measured.agreement
    )
    return Table(_("Readers beside each other"), columns, tuple(rows))


def _calibration(measured: Measured) -> Table:
    columns = (_("probability"), "n", _("on average"), _("came true"))
    rows = (
        (f"{found.lowest:.1f}–", str(found.size), *_figures(found.expected, found.true))
        for found in measured.calibration
    )
    return Table(_("Calibration of roles"), columns, tuple(rows), picture=_CALIBRATION)


def _calibration_chart(measured: Measured) -> Chart:
    points = tuple((found.expected, found.true) for found in measured.calibration)
    return Chart(
        title=_("Calibration of roles"),
        x_label=_("probability that is told"),
        y_label=_("share that came true"),
        x_range=(0.0, 1.0),
        y_range=(0.0, 1.0),
        series=(
            Series(_("roles"), points),
            Series(_("as it should be"), _DIAGONAL, is_reference=True),
        ),
    )


def _curve_chart(measured: Measured) -> Chart:
    names = _measures()[:3]
    series = tuple(
        Series(name, tuple((float(count), figures[place] or 0.0) for count, figures in measured.curve))
        for place, name in enumerate(names)
    )
    lowest = min(value for one in series for _count, value in one.points)
    return Chart(
        title=_("Learning curve"),
        x_label=_("annotated provisions"),
        y_label=_("agreement with people"),
        x_range=(0.0, max(count for count, _found in measured.curve) * 1.0),
        y_range=(max(0.0, math.floor(lowest * 10 - 1) / 10), 1.0),
        series=series,
    )
