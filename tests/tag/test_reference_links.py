"""Permanent addresses of what is cited: right where one is certain, none elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.tag.acts import reference_words
from toolkit.tag.links import link
from toolkit.tag.wordlists import read_words


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("eu:2016/679", "https://eur-lex.europa.eu/eli/reg/2016/679/oj"),
        ("eu:2016/679#art32", "https://eur-lex.europa.eu/eli/reg/2016/679/art_32/oj"),
        ("eu:2016/679#rct35", "https://eur-lex.europa.eu/eli/reg/2016/679/rct_35/oj"),
        ("eu:95/46", "https://eur-lex.europa.eu/eli/dir/1995/46/oj"),
        ("eu:910/2014", "https://eur-lex.europa.eu/eli/reg/2014/910/oj"),
        ("fr:csp#L1110-4", "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006072665"),
        ("fr:loi:78-17#art82", "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000886460"),
        ("uk:data-protection-act-2018#s3", "https://www.legislation.gov.uk/ukpga/2018/12/section/3"),
        ("uk:gdpr#art32", "https://www.legislation.gov.uk/eur/2016/679/article/32"),
        ("ecli:EU:C:2014:317", "https://e-justice.europa.eu/ecli/ECLI:EU:C:2014:317"),
        ("cjeu:C-131/12", "https://curia.europa.eu/juris/liste.jsf?num=C-131/12"),
        ("us:cfr:45#s164.312", "https://www.ecfr.gov/current/title-45/section-164.312"),
        ("us:cfr:45#part164", "https://www.ecfr.gov/current/title-45/part-164"),
        ("rfc:5424", "https://www.rfc-editor.org/rfc/rfc5424"),
        ("fr:arrete:28-mars-2022", ""),
        ("fr:loi:2031-1", ""),
        ("eu:2019/1020", ""),
        ("iso:27001", ""),
        ("draft:fiche-7", ""),
        ("", ""),
    ],
)
def test_addresses(value, address):
    assert link(value) == address


@pytest.mark.parametrize(
    ("label", "kind"),
    [("directive 2019/1024", "dir"), ("article 5 du règlement 2019/1020", "reg"), ("décision 2019/1", "")],
)
def test_the_label_tells_what_an_act_is(label, kind):
    address = link("eu:2019/1020", label=label)
    assert address == (f"https://eur-lex.europa.eu/eli/{kind}/2019/1020/oj" if kind else "")


def test_every_act_with_an_address_by_name_is_an_identity_in_use():
    links = read_words("links", dict[str, dict[str, str]])
    named = {act.id for act in reference_words().act}
    french = {identity for identity in links["legifrance"] if identity.startswith("fr:c")}
    assert french - named == set()


@given(st.text(max_size=40) | st.from_regex(r"(eu|fr|uk|us|ecli):[\w/.:-]{0,20}(#\w{0,6})?", fullmatch=True))
def test_any_value_has_an_address_or_none(value):
    assert link(value) == "" or link(value).startswith("https://")
