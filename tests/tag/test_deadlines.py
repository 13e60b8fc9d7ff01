"""Dates, durations and frequencies as ISO 8601."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.model.provision import Provision
from toolkit.tag.moments import find_moments
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
        ("tous les deux ans", [("R/P2Y", "frequency")]),
        ("deux fois tous les trois ans", [("R2/P3Y", "frequency")]),
        ("une semaine sur deux", [("R/P2W", "frequency")]),
        ("un an et six mois", [("P1Y6M", "duration")]),
        ("deux ans et demi", [("P2Y6M", "duration")]),
        ("six mois et un an", [("P6M", "duration"), ("P1Y", "duration")]),
        ("pendant une demi-heure", [("PT30M", "duration")]),
        ("en moins de vingt minutes", [("PT20M", "response")]),
        ("supprimées au bout de trente jours", [("P30D", "retention")]),
        ("acquise au bout de deux mois", [("P2M", "response")]),
        ("le compte rendu est gardé deux ans", [("P2Y", "retention")]),
        ("après six mois, les journaux sont purgés", [("P6M", "retention")]),
        ("inactif depuis plus de six mois", [("P6M", "duration")]),
        ("en poste depuis plus de vingt ans", []),
        ("patients de plus de 75 ans", []),
        ("24 heures sur 24, 7 jours sur 7", []),
        ("ouvert de 8 h à 18 h", []),
        ("limitée à 12 heures", [("PT12H", "duration")]),
        ("les congés annuels et la vie quotidienne", []),
        ("l’arrêt du 13 mai 2014", []),
        ("le guide PA-066 du 16 juin 2020", []),
        ("mineurs de 15 ans", []),
        ("24h/24 et 7j/7", []),
        ("dans les 72h", [("PT72H", "response")]),
        ("ouvert 24h/24 et 7j/7, de 8h à 18h, le 12e mois", []),
        ("puni d’un an d’emprisonnement et de 15 000 euros d’amende", []),
        ("cinq ans d’expérience", []),
        ("une fois l’an", [("R/P1Y", "frequency")]),
        ("Entre 8 heures et 18 heures", []),
        ("entre 8h30 et 18h", []),
        ("entre 12 heures et 24 heures après l’incident", [("PT12H", "duration"), ("PT24H", "duration")]),
        ("un délai compris entre 2 heures et 4 heures", [("PT2H", "duration"), ("PT4H", "duration")]),
        ("sous 30j", [("P30D", "response")]),
        ("en 2024 j’ai demandé", []),
        ("à l’alinéa 6, point j)", []),
        ("sous 24-48 heures", [("PT48H", "response")]),
        ("sous huitaine", [("P8D", "response")]),
        ("prévenir le jour même", [("P0D", "response")]),
        ("prévenir le lendemain", [("P1D", "response")]),
        ("Le lendemain, les écrans étaient noirs.", []),
        ("prévenir sans délai", []),
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
        ("a 20-year retention period", [("P20Y", "retention")]),
        ("a year and a half", [("P1Y6M", "duration")]),
        ("two and a half years", [("P2Y6M", "duration")]),
        ("half a year", [("P6M", "duration")]),
        ("every other week", [("R/P2W", "frequency")]),
        ("once every two years", [("R/P2Y", "frequency")]),
        ("in the month following the drill", [("P1M", "response")]),
        ("due by 31 March each year", [("R/P1Y", "frequency")]),
        ("liable to two years' imprisonment", []),
        ("daily life and annual leave", []),
        ("children aged 15 years", []),
        ("a second factor", []),
        ("within 24h", [("PT24H", "response")]),
        ("24-48 hours", [("PT48H", "duration")]),
        ("open 24h/24", []),
    ],
)
def test_english(text, expected):
    assert found(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Les journaux sont conservés pendant six mois.", "fr", ["Les journaux sont conservés"]),
        ("Selon l’article 33 du RGPD, la violation est notifiée dans les 72 heures.", "fr", ["la violation est notifiée"]),
        ("Chaque année, le plan est relu.", "fr", ["le plan est relu"]),
        ("Copie quotidienne, puis contrôle chaque mois.", "fr", ["Copie", "contrôle"]),
        ("The controller shall reply within one month.", "en", ["The controller shall reply"]),
        ("La DSI répond au patient, dans un délai d’un mois.", "fr", ["La DSI répond au patient"]),
        ("Annuellement", "fr", [""]),
    ],
)  # fmt: skip
def test_a_deadline_says_what_it_applies_to(text, language, expected):
    tags = Tagger(load_profile(), language).tag(Provision(id="x", text=text))
    assert [tag.applies_to for tag in tags if tag.facet == "deadline"] == expected


def test_a_duration_under_a_heading_about_keeping_is_one_of_keeping():
    tagger = Tagger(load_profile(), "fr")
    text = "Une durée de six mois suffit. La session se ferme après 15 minutes."
    for heading, kind in (("Durée de conservation des traces", "retention"), ("Traces", "duration")):
        tags = tagger.tag(Provision(id="x", heading=heading, text=text))
        found = {tag.value: tag.rule for tag in tags if tag.facet == "deadline"}
        assert found == {"P6M": f"deadline.{kind}", "PT15M": "deadline.duration"}


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
