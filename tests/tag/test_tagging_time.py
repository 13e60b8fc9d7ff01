"""Tagging takes time in proportion to the text, whatever the text is made of."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from toolkit.model.provision import Provision
from toolkit.tag.profiles import load_profile
from toolkit.tag.tagger import Tagger

TAGGER = Tagger(load_profile(), "fr")


def _provision(text: str = "", rows: tuple[tuple[str, ...], ...] = ()) -> Provision:
    return Provision(id="p1", text=text, rows=rows)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(
            lambda n: _provision("Le responsable doit, lorsque cela est utile, notifier " * n), id="sentence"
        ),
        pytest.param(lambda n: _provision("Le responsable doit notifier. " * n), id="sentences"),
        pytest.param(lambda n: _provision("." * 50 * n), id="leader dots"),
        pytest.param(lambda n: _provision("(" * 50 * n), id="brackets"),
        pytest.param(lambda n: _provision("a).(b" * 10 * n), id="mixed marks"),
        pytest.param(lambda n: _provision("x" * 50 * n), id="one long word"),
        pytest.param(lambda n: _provision(rows=(("Le DPD doit", "tenir le registre"),) * n), id="table"),
    ],
)
def test_four_times_the_text_takes_about_four_times_as_long(make: Callable[[int], Provision]) -> None:
    small, large = make(400), make(1600)
    TAGGER.tag(make(3))
    # Linear is 4, quadratic 16; the floor keeps a text that takes no time at all from being a quotient of noise.
    assert _seconds(large) < 9 * max(_seconds(small), 0.02)


def test_text_over_a_million_characters_is_tagged() -> None:
    tags = TAGGER.tag(_provision("Le responsable doit notifier. " + "mot " * 300_000))
    assert any(tag.value == "obligation" for tag in tags)


def _seconds(provision: Provision) -> float:
    best = float("inf")
    for _round in range(2):
        started = time.perf_counter()
        TAGGER.tag(provision)
        best = min(best, time.perf_counter() - started)
    return best
