"""The examples in the readers' docstrings run."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = (
    "block_text", "number_formats", "style_names", "symbols", "docx.fields", "html.css", "html.page_words", "odt.names",
    "text.shapes",
)  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    result = doctest.testmod(importlib.import_module(f"toolkit.read.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
