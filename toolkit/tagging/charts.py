"""Series of points → a chart as SVG, which browsers and forges show and people can scale.

Colours are told apart by people who see few (after Okabe and Ito); what is only there to compare with is dashed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import msgspec

from toolkit.tagging.pages import fill

_WIDTH, _HEIGHT = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 500, 20, 344
_NAMES_STEP = 24
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
_GREY = "#777777"
_STEPS = (1, 2, 2.5, 5, 10)
"""Distances between ticks that people read easily, up to powers of ten."""
Range = tuple[float, float]


class Series(msgspec.Struct, frozen=True):
    """Points in the order in which they are joined."""

    name: str
    points: Sequence[tuple[float, float]]
    is_reference: bool = False
    """Whether it is only there to compare the others with."""


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn, in the units of what was measured."""

    title: str
    x_label: str
    y_label: str
    x_range: Range
    y_range: Range
    series: Sequence[Series]


class _Tick(msgspec.Struct, frozen=True):
    at: float
    label: str


class _Line(msgspec.Struct, frozen=True):
    name: str
    colour: str
    points: Sequence[tuple[float, float]]
    dashed: bool
    named_at: int


def draw(chart: Chart) -> str:
    """Return a chart as the text of an SVG file."""
    return fill(
        "chart.svg.j2",
        {
            "title": chart.title,
            "x_label": chart.x_label,
            "y_label": chart.y_label,
            "width": _WIDTH,
            "height": _HEIGHT,
            "left": _LEFT,
            "right": _RIGHT,
            "top": _TOP,
            "bottom": _BOTTOM,
            "x_ticks": [_Tick(_across(chart, value), f"{value:g}") for value in ticks(*chart.x_range)],
            "y_ticks": [_Tick(_down(chart, value), f"{value:g}") for value in ticks(*chart.y_range)],
            "lines": list(_lines(chart)),
        },
    )


def _lines(chart: Chart) -> Iterator[_Line]:
    colours = iter(_COLOURS)
    for place, one in enumerate(chart.series):
        yield _Line(
            name=one.name,
            colour=_GREY if one.is_reference else next(colours),
            points=[(_across(chart, x), _down(chart, y)) for x, y in one.points],
            dashed=one.is_reference,
            named_at=_TOP + 10 + place * _NAMES_STEP,
        )


def _across(chart: Chart, value: float) -> float:
    return _scaled(value, chart.x_range, (_LEFT, _RIGHT))


def _down(chart: Chart, value: float) -> float:
    return _scaled(value, chart.y_range, (_BOTTOM, _TOP))


def _scaled(value: float, measured: Range, drawn: Range) -> float:
    share = (value - measured[0]) / (measured[1] - measured[0])
    return round(drawn[0] + share * (drawn[1] - drawn[0]), 1)


def ticks(lowest: float, highest: float, *, about: int = 5) -> list[float]:
    """Return round values between two bounds, about as many as asked.

    >>> ticks(0, 1)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    >>> ticks(0.35, 0.97)
    [0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    """
    rough = (highest - lowest) / about
    power = 10 ** math.floor(math.log10(rough))
    step = min((factor * power for factor in _STEPS), key=lambda size: abs(size - rough))
    first, last = math.ceil(lowest / step - 1e-9), math.floor(highest / step + 1e-9)
    return [float(round(place * step, 10)) for place in range(first, last + 1)]
