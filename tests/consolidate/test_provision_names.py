"""What provisions are called where they are listed."""

from __future__ import annotations

import pytest

from toolkit.model.provision import Provision, label, title

LONG = "Accounts are personal and are closed when their holder leaves the hospital."


@pytest.mark.parametrize(
    ("provision", "short", "full"),
    [
        pytest.param(
            Provision(id="a", number="R12", heading="Logs"), "R12 Logs", "R12 Logs", id="number and heading"
        ),
        pytest.param(
            Provision(id="a", number="2.", text=LONG),
            "2.",
            "2. Accounts are personal and are closed when their …",
            id="number without heading",
        ),
        pytest.param(Provision(id="a", number="2."), "2.", "2.", id="number alone"),
        pytest.param(
            Provision(id="a", number="•", text="Lock it."),
            "Lock it.",
            "Lock it.",
            id="a bullet names nothing",
        ),
        pytest.param(
            Provision(id="a", rows=(("Data", "", "Period"),)), "Data · Period", "Data · Period", id="table"
        ),
        pytest.param(Provision(id="a.f1", kind="figure"), "a.f1", "a.f1", id="nothing but its id"),
    ],
)
def test_a_provision_is_named(provision: Provision, short: str, full: str) -> None:
    assert (label(provision), title(provision)) == (short, full)
