"""Dates, durations and frequencies as ISO 8601."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.model.provision import Provision
from toolkit.tag.deadlines import find_moments
from toolkit.tag.profiles import load_profile
from toolkit.tag.tagger import Tagger


def found(text, language="fr"):
    return [(moment.value, moment.rule.removeprefix("deadline.")) for moment in find_moments(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dans les 72 heures", [("PT72H", "response")]),
        ("sous quarante-huit heures", [("PT48H", "response")]),
        ("dans un délai de deux (2) mois", [("P2M", "response")]),
        ("dans le mois qui suit leur publication", [("P1M", "response")]),
        ("conservé pendant vingt ans à compter du dernier séjour", [("P20Y", "retention")]),
        ("conservés six mois à un an", [("P6M", "retention"), ("P1Y", "retention")]),
        ("au moins une fois par an", [("R/P1Y", "frequency")]),
        ("deux fois par an", [("R/P6M", "frequency")]),
        ("trois fois par mois", [("R3/P1M", "frequency")]),
        ("tous les six mois", [("R/P6M", "frequency")]),
        ("chaque année", [("R/P1Y", "frequency")]),
        ("une revue trimestrielle", [("R/P3M", "frequency")]),
        ("revue annuellement", [("R/P1Y", "frequency")]),
        ("applicable à compter du 1er janvier 2026", [("2026-01-01", "force")]),
        ("le 31/12/2025", [("2025-12-31", "date")]),
        ("avant mars 2026", [("2026-03", "date")]),
        ("soixante-douze heures", [("PT72H", "duration")]),
        ("quatre-vingt-dix jours ouvrés", [("P90D", "duration")]),
        ("après 15 minutes d’inactivité", [("PT15M", "duration")]),
        ("mineurs de 15 ans", []),
        ("24h/24 et 7j/7", []),
        ("un jour férié", []),
        ("le 31 février 2026", []),
        ("tous les comptes", []),
        ("une fois par patient", []),
    ],
)
def test_french(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("within 72 hours", [("PT72H", "response")]),
        ("no later than one month after", [("P1M", "response")]),
        ("retained for twenty years", [("P20Y", "retention")]),
        ("at least once a year", [("R/P1Y", "frequency")]),
        ("every six months", [("R/P6M", "frequency")]),
        ("a quarterly review", [("R/P3M", "frequency")]),
        ("by 31 December 2026", [("2026-12-31", "date")]),
        ("on May 4, 2026", [("2026-05-04", "date")]),
        ("comes into force on 1 January 2027", [("2027-01-01", "force")]),
        ("one hundred and twenty days", [("P120D", "duration")]),
        ("children aged 15 years", []),
        ("a second factor", []),
    ],
)
def test_english(text, expected):
    assert found(text, "en") == expected


def test_dates_of_cited_acts_are_not_deadlines():
    text = "La loi n° 78-17 du 6 janvier 1978 impose un registre avant le 1er mars 2026."
    tags = Tagger(load_profile(), "fr").tag(Provision(id="x", text=text))
    assert [tag.value for tag in tags if tag.facet == "deadline"] == ["2026-03-01"]


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=120) | st.text(alphabet="0123456789 /-.,anmois() uè", max_size=60))
def test_no_text_raises_and_spans_lie_within(text):
    for language in ("fr", "en"):
        for moment in find_moments(text, language):
            assert 0 <= moment.start < moment.end <= len(text)
