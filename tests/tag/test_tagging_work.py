"""Tagging is work in proportion to the text, whatever the text is made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.sizes import PROVISIONS
from tests.support.work import growth
from toolkit.model.provision import Provision
from toolkit.tag.profiles import load_profile
from toolkit.tag.tagger import Tagger

TAGGER = Tagger(load_profile(), "fr")


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in PROVISIONS.items()])
def test_ten_times_the_text_is_about_ten_times_the_work(make: Callable[[int], Provision]) -> None:
    assert growth(make, TAGGER.tag, size=40) < 12


def test_text_over_a_million_characters_is_tagged() -> None:
    text = "Le responsable doit notifier. " + "mot " * 300_000
    assert any(tag.value == "obligation" for tag in TAGGER.tag(Provision(id="p1", text=text)))
