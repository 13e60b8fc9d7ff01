"""Make the corpus builder and `sample_reading` importable, and run each test on both samples."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "corpus")]


@pytest.fixture(params=["sample-fr", "sample-en"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)
