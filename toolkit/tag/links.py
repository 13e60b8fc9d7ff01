"""Identity of a reference → the permanent address at which its text stands, where one is certain. Nothing is fetched.

EU acts have a European Legislation Identifier (ELI), whose subdivisions are `art_32` and `rct_35`; judgments an ECLI;
UK acts their place on legislation.gov.uk with its sections; French codes, laws and deliberations their id on Légifrance,
which has no address for an article that its number would give.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import quote

import msgspec

from toolkit.model.stems import fold
from toolkit.tag.wordlists import read_words

_EUR_LEX = "https://eur-lex.europa.eu/eli/{act}{part}/oj"
_LEGIFRANCE = "https://www.legifrance.gouv.fr/{act}"
_LEGISLATION = "https://www.legislation.gov.uk/{act}{part}"
_ECLI = "https://e-justice.europa.eu/ecli/ECLI:{case}"
_CJEU = "https://curia.europa.eu/juris/liste.jsf?num={case}"
_RFC = "https://www.rfc-editor.org/rfc/rfc{number}"
_CFR = "https://www.ecfr.gov/current/title-{title}/{part}"

# The part of an identity: "art32", "rct35", "s3", "reg5".  Not: "L1110-4".
_PART = re.compile(r"(?P<unit>art|rct|s|reg)(?P<number>\d+[a-z]*)")
_UK_UNITS = {"art": "article", "s": "section", "reg": "regulation"}
# "us:cfr:45#s164.312", "us:cfr:45#part164".  Not: "us:usc:42#s1320d".
_US_CFR = re.compile(r"us:cfr:(?P<title>\d+)#(?P<unit>s|part)(?P<number>[\d.]+)")
_ELI_TYPES = {"reglement": "reg", "regulation": "reg", "directive": "dir"}
_YEAR_FIRST = re.compile(r"(?P<year>(?:19|20)\d\d)/(?P<number>\d+)")


class _Links(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`links.toml`."""

    eli: dict[str, str]
    legifrance: dict[str, str]
    legislation: dict[str, str]
    page: dict[str, str]


@cache
def _known() -> _Links:
    return read_words("links", _Links)


def link(value: str, *, label: str = "") -> str:
    """Return the permanent address of a reference's value, "" where none is certain.

    `label` (of the tag) says what an EU act is where its number alone does not tell.

    >>> link("eu:2016/679#art32")
    'https://eur-lex.europa.eu/eli/reg/2016/679/art_32/oj'
    >>> link("draft:fiche-7"), link("eu:2019/1020"), link("eu:2019/1020", label="règlement 2019/1020")
    ('', '', 'https://eur-lex.europa.eu/eli/reg/2019/1020/oj')
    """
    act, _hash, part = value.partition("#")
    known = _known()
    if act in known.page:
        return known.page[act]
    if act in known.legifrance:
        return _LEGIFRANCE.format(act=known.legifrance[act])
    if act in known.legislation:
        return _LEGISLATION.format(act=known.legislation[act], part=_uk_part(part))
    scheme = act.partition(":")[0]
    if scheme == "eu":
        eli = known.eli.get(act) or _eli_told_by(act, label)
        return _EUR_LEX.format(act=eli, part=_eli_part(part)) if eli else ""
    return _by_scheme(value)


def _by_scheme(value: str) -> str:
    scheme, _colon, rest = value.partition(":")
    if scheme == "ecli":
        return _ECLI.format(case=quote(rest, safe=":"))
    if scheme == "cjeu":
        return _CJEU.format(case=quote(rest, safe="/"))
    if scheme == "rfc":
        return _RFC.format(number=rest)
    found = _US_CFR.fullmatch(value)
    if not found:
        return ""
    unit = "section-" if found["unit"] == "s" else "part-"
    return _CFR.format(title=found["title"], part=unit + found["number"])


def _eli_part(part: str) -> str:
    found = _PART.fullmatch(part)
    return f"/{found['unit']}_{found['number']}" if found and found["unit"] in ("art", "rct") else ""


def _uk_part(part: str) -> str:
    found = _PART.fullmatch(part)
    return f"/{_UK_UNITS[found['unit']]}/{found['number']}" if found and found["unit"] in _UK_UNITS else ""


def _eli_told_by(act: str, label: str) -> str:
    """Return the identifier of an act numbered year first whose label says that it is a regulation or directive."""
    number = _YEAR_FIRST.fullmatch(act.partition(":")[2])
    kinds = {kind for word, kind in _ELI_TYPES.items() if word in fold(label)}
    return f"{kinds.pop()}/{number['year']}/{number['number']}" if number and len(kinds) == 1 else ""
