"""The examples in the docstrings of `structure` run and say what they print."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = ["normalise", "labels.numbering", "labels.numerals", "tree.ids"]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"toolkit.structure.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
