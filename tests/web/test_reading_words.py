"""Words of a provision are cut into pieces by what is known of them, and none gets lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.provision import NoteCall
from toolkit.web.rooms.reading.words import Dated, Layers, Link, Run, runs

TEXT = "Voir R12 et l’article 32 sous six mois."
places = st.tuples(st.integers(0, len(TEXT) + 3), st.integers(0, len(TEXT) + 3)).map(sorted)
stretches = st.lists(places.map(lambda pair: (pair[0], pair[1])), max_size=4)


def _shown(found: tuple[Run, ...]) -> str:
    """Write links as [words], found words as *words*, quoted ones as ~words~, deadlines as {words}, calls as ^mark."""
    return "".join(
        ("[{}]" if run.link else "{}").format("".join(_piece(piece) for piece in run.pieces)) for run in found
    )


def _piece(piece: object) -> str:
    call, text = piece.call, piece.text  # type: ignore[attr-defined]
    if call is not None:
        return f"^{call.mark}"
    marks = ((piece.is_found, "*{}*"), (piece.is_quoted, "~{}~"), (piece.dated, "{{{}}}"))  # type: ignore[attr-defined]
    for is_so, form in marks:
        text = form.format(text) if is_so else text
    return str(text)


def _link(start: int, end: int) -> Link:
    return Link(start=start, end=end, target="r12")


@pytest.mark.parametrize(
    ("layers", "shown"),
    [
        pytest.param(Layers(), TEXT, id="nothing known"),
        pytest.param(Layers(links=[_link(5, 8)]), "Voir [R12] et l’article 32 sous six mois.", id="a link"),
        pytest.param(
            Layers(links=[_link(5, 8)], found=[(0, 8)]),
            "*Voir *[*R12*] et l’article 32 sous six mois.",
            id="found words run into a link",
        ),
        pytest.param(
            Layers(links=[_link(5, 24), _link(12, 24)]),
            "Voir [R12 et l’article 32] sous six mois.",
            id="of two links, the one that begins first",
        ),
        pytest.param(
            Layers(links=[_link(14, 24)], calls=[NoteCall("text", 21, "n1", "1")]),
            "Voir R12 et l’[article]^1[ 32] sous six mois.",
            id="a call stands outside the link around it",
        ),
        pytest.param(
            Layers(calls=[NoteCall("text", 39, "n1", "1"), NoteCall("text", 0, "n0", "0")]),
            f"^0{TEXT}^1",
            id="calls at both ends",
        ),
        pytest.param(
            Layers(calls=[NoteCall("text", 4, "n1", "1"), NoteCall("text", 4, "n2", "2")]),
            "Voir^1^2 R12 et l’article 32 sous six mois.",
            id="two calls at one place",
        ),
        pytest.param(
            Layers(dates=[Dated(30, 38, "P6M")], quoted=[(25, 38)]),
            "Voir R12 et l’article 32 ~sous ~{~six mois~}.",
            id="a deadline in quoted words",
        ),
    ],
)
def test_pieces(layers: Layers, shown: str) -> None:
    assert _shown(runs(TEXT, layers)) == shown


def test_a_part_of_the_text_has_what_lies_within_it() -> None:
    assert _shown(runs(TEXT, Layers(found=[(0, 8)], dates=[Dated(30, 38, "P6M")]), start=5, end=34)) == (
        "*R12* et l’article 32 sous {six }"
    )


@given(
    found=stretches, quoted=stretches, links=stretches, dates=stretches, calls=st.lists(st.integers(0, 50))
)
def test_no_word_is_lost_or_said_twice(
    found: list[tuple[int, int]],
    quoted: list[tuple[int, int]],
    links: list[tuple[int, int]],
    dates: list[tuple[int, int]],
    calls: list[int],
) -> None:
    layers = Layers(
        links=[_link(*place) for place in links],
        dates=[Dated(*place, "P6M") for place in dates],
        found=found,
        quoted=quoted,
        calls=[NoteCall("text", offset, "n", "n") for offset in calls],
    )
    pieces = [piece for run in runs(TEXT, layers) for piece in run.pieces]
    assert "".join(piece.text for piece in pieces) == TEXT
    assert sum(piece.call is not None for piece in pieces) == sum(offset <= len(TEXT) for offset in calls)
