"""Words of a comment → those that reveal machines, addresses, amounts, contracts or secrets."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from functools import cache

import msgspec

from toolkit.consolidate.findings.lexicon import any_word, vocabulary


class Spot(msgspec.Struct, frozen=True):
    """Words `text[start:end]` and the rule that they meet."""

    rule: str
    start: int
    end: int


# Matches "claire.martin@chu-exemple.fr"; not "@RSSI", "a@b".
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

# French and international forms: "01 44 27 83 00", "06.12.34.56.78", "+33 (0)5 61 77 22 33", "+44 20 7946 0958".
# Not "2016/679", "20 000 000", "+15 %".
_PHONE = re.compile(
    r"""
    (?<! [\w.,+-] )
    (?: (?: (?: \+ | 00 ) 33 \s? (?: \(0\) )? [\s.-]? [1-9] | 0 [1-9] ) (?: [\s.\u00a0\u202f-]? \d{2} ){4}
      | \+ (?!33) [1-9]\d{0,2} (?: [\s.\u00a0-]? \(? \d{2,4} \)? ){3,4}
    )
    (?! [\w] | [.,]\d )
    """,
    re.VERBOSE,
)

# Four numbers with a mask, a port, or nothing: "10.12.4.0/24", "192.168.1.20:8443". Not "1.2.3", "1.2.3.4.5".
_FOUR = re.compile(r"(?<![\w.])(?P<four>\d{1,3}(?:\.\d{1,3}){3})(?P<more>/\d{1,2}\b|:\d{2,5}\b)?(?!\.?\w)")
# Matches "fe80::1ff:fe23", "2001:db8:85a3:0:0:8a2e:370:7334"; "12:30:45" too, which is then refused.
_SIX = re.compile(r"(?<![\w:.])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?:/\d{1,3})?(?![\w:])")
_LARGE = 40
"""Numbers of clauses and versions stay below."""

# Matches \\nas-med\partage\dim, C:\Users\dim; not the \ of a formula.
_PATH = re.compile(r"\\\\[\w.$-]+\\[^\s,;]+|\b[A-Z]:\\[^\s,;]+")
_URL = re.compile(
    r"\b(?:https?|ftp|ldaps?|rdp|smb)://(?P<host>[^\s/:?#»”\"')]+)(?P<port>:\d+)?[^\s»”\"')]*", re.IGNORECASE
)
# Matches "84 000 €", "350 k€", "1,2 million d'euros", "£2m"; not "20 %".
_AMOUNT = re.compile(
    r"""
      (?<! [\w.,] ) \d [\d\s.,\u00a0\u202f]* (?: k€ | M€ | € | k?\s?euros?\b | EUR\b | k£ | £ | (?: millions? | milliards? | mille ) \s d['’](?:euros?) | million\s(?:euros|pounds)\b )
    | [€£] \s? \d [\d.,]* \s? (?: k | m | bn | million )?\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Matches the number of a French insured person: "1 85 05 78 006 084 36".
_INSURED = re.compile(r"(?<!\d)[12]\s?\d{2}\s?(?:0[1-9]|1[0-2])\s?\d{2}\s?\d{3}\s?\d{3}(?:\s?\d{2})?(?!\d)")
# Matches "IPP 801245", "NIP : 12345678".
_PATIENT = re.compile(r"\b(?:IPP|NIP|IEP|NHS number)\s*(?:n°\s*)?:?\s*\d[\d ]{4,}\d")
# Keys by their own form: of AWS, of GitHub, in PEM, of JSON web tokens.
_KEY = re.compile(
    r"\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{10,}\.[\w-]{10,}"
)
# What each of them has.
_KEY_MARKS = ("AKIA", "gh", "-----BEGIN", "eyJ")

# Passwords by their own form: "Hopital2021!", "Urgences#75", "P@ssw0rd12". Not "2021 !", "CO2", "C#", "Q&A", a mail address.
_PASSWORD = re.compile(
    r"(?<![\w@#./:\\-])(?=[\w!@#$%*&?-]{8,24}(?![\w@]))(?:[A-Za-z][A-Za-z]{2,}[\d!@#$%*&]*\d[!@#$%*&]+|[A-Za-z]{2,}[#@$%&*][A-Za-z]*\d+)(?![\w@.-]\w)"
)
# What every amount has, in small letters: its currency.
_CURRENCY = re.compile(r"[€£]|eur|pounds")
# What every password of _PASSWORD has.
_SIGN = re.compile(r"[!@#$%*&]")
# What every name of a machine has: "v-d" in "srv-dpi-01", "1.c" in "srv01.chu.local". Not a stop at the end of a sentence.
_JOINED = re.compile(r"[A-Za-z0-9][._-][A-Za-z]|[-_][A-Za-z]*\d")


_DIGIT = re.compile(r"\d")
_PHONE_DIGITS, _PATIENT_DIGITS, _FOUR_DIGITS, _CODE_DIGITS = 7, 2, 4, 4
"""So many figures at least have telephone and insurance numbers, patients' numbers, addresses and codes of doors."""


def revealed(text: str) -> Iterator[Spot]:
    """Yield what tells of machines, addresses, amounts, contracts and secrets; stretches may overlap."""
    if "@" in text:
        yield from _spots("email", _MAIL, text)
    if "://" in text:
        yield from _urls(text)
    digits = len(_DIGIT.findall(text))
    has_figure = digits > 0 or any(map(str.isdigit, text))
    if digits >= _PHONE_DIGITS:
        yield from _spots("phone", _PHONE, text)
        yield from _spots("patient_number", _INSURED, text)
    if digits >= _PATIENT_DIGITS:
        yield from _spots("patient_number", _PATIENT, text)
    if has_figure:
        yield from _addresses(text, digits)
    if digits and _CURRENCY.search(text.lower()):
        yield from _amounts(text)
    if digits:
        yield from _spots("contract", _contract(), text)
    if "\\" in text:
        yield from _spots("host", _PATH, text)
    if _JOINED.search(text):
        yield from _spots("host", _machine(), text)
    yield from _secrets(text, digits) if has_figure else _keys(text)


def _spots(rule: str, pattern: re.Pattern[str], text: str) -> Iterator[Spot]:
    return (Spot(rule, found.start(), found.end()) for found in pattern.finditer(text))


def _urls(text: str) -> Iterator[Spot]:
    """Yield the URLs that lead inside: by a word of the host, a port, or a host without domain."""
    if "://" not in text:
        return
    inner = set(vocabulary().network.inner_domains)
    for found in _URL.finditer(text):
        host = found["host"].lower()
        parts = set(re.split(r"[.-]", host))
        if parts & inner or found["port"] or "." not in host or _private(host):
            yield Spot("host", found.start(), found.end())


def _private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


@cache
def _machine() -> re.Pattern[str]:
    """Return what matches "srv-dpi-01.chu.local", "PACS-PROD2", "PHARMA-AUTO-03"; not "plan-type", "DPI-2", "3.11.2.1"."""
    network = vocabulary().network
    words, stages, domains = map(
        any_word, (network.machine_words, network.stage_words, network.inner_domains)
    )
    return re.compile(
        rf"""
        (?<! [\w@./\\-] )
        (?: [a-z][\w-]* (?: \. [\w-]+ )* \. (?: {domains} ) (?: \. [a-z][\w-]+ ){{0,4}}
          | (?: {words} ) [-_] [\w-]* \d [\w-]* (?: \. [\w-]+ )*
          | [a-z]\w+ (?: [-_]\w+ )* [-_] (?: {stages} ) \d+
          | (?! (?:CVE|ISO|IEC|NF|EN)\b ) (?-i: [A-Z][A-Z0-9]{{2,}} (?: [-_][A-Z0-9]+ )* [-_] [A-Z]+ [-_]? \d{{2,}} )
        )
        (?! [\w-] )
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def _addresses(text: str, digits: int) -> Iterator[Spot]:
    for found in _FOUR.finditer(text) if digits >= _FOUR_DIGITS else ():
        if _is_address(text, found):
            yield Spot("ip_address", found.start(), found.end())
    if text.count(":") > 1:
        for found in _SIX.finditer(text):
            if _is_ipv6(found[0].partition("/")[0]):
                yield Spot("ip_address", found.start(), found.end())


def _is_address(text: str, found: re.Match[str]) -> bool:
    """Tell an address from the number of a clause or a version."""
    try:
        address = ipaddress.ip_address(found["four"])
    except ValueError:
        return False
    if _clause_before().search(text, max(0, found.start() - 40), found.start()):
        return False
    if found["more"] or address.is_private:
        return True
    large = any(int(part) >= _LARGE for part in found["four"].split("."))
    return large or _address_word().search(text, max(0, found.start() - 60), found.start()) is not None


@cache
def _clause_before() -> re.Pattern[str]:
    """Return what matches the end of "au paragraphe 7.1.1.2 et ", "chapitre ", "v"."""
    return re.compile(
        rf"(?<!\w)(?:{any_word(vocabulary().network.clause_words)})\.?\s*(?:n°\s*)?(?:[\d.]+\s*(?:,|et|and|à|to)\s*)*$",
        re.IGNORECASE,
    )


@cache
def _address_word() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_word(vocabulary().network.address_words)})(?!\w)", re.IGNORECASE)


def _is_ipv6(written: str) -> bool:
    try:
        address = ipaddress.IPv6Address(written)
    except ValueError:
        return False
    return "::" not in written or (
        len(written) > len("::") and bool(int(address)) and any(map(str.isdigit, written))
    )


def _amounts(text: str) -> Iterator[Spot]:
    """Yield amounts beside words of costs and contracts, or of one's own; the fines of a regulation are public."""
    for found in _AMOUNT.finditer(text):
        start = max(text.rfind(". ", 0, found.start()), text.rfind("\n", 0, found.start())) + 1
        stop = text.find(". ", found.end())
        around = text[start : stop if stop >= 0 else len(text)]
        if _cost_word().search(around):
            yield Spot("amount", found.start(), found.end())


@cache
def _cost_word() -> re.Pattern[str]:
    contracts = vocabulary().contracts
    own = ("nous", "notre", "nos", "we", "our")
    return re.compile(
        rf"(?<!\w)(?:{any_word((*contracts.papers, *contracts.costs, *own))})s?(?!\w)", re.IGNORECASE
    )


@cache
def _contract() -> re.Pattern[str]:
    """Return what matches "contrat n° 2023-45871", "PO: 4500012"; not "contrat de 2023"."""
    papers = any_word(vocabulary().contracts.papers)
    return re.compile(
        rf"(?<!\w)(?:{papers})\s*(?:\w+\s+)?(?:n°|nº|no\.|number|réf\.?|ref\.?|\#)\s*:?\s*[\w/.-]*\d[\w/-]*",
        re.IGNORECASE,
    )


def _keys(text: str) -> Iterator[Spot]:
    if any(mark in text for mark in _KEY_MARKS):
        yield from _spots("secret", _KEY, text)


def _secrets(text: str, digits: int) -> Iterator[Spot]:
    yield from _keys(text)
    for found in _secret().finditer(text):
        value = found["value"].rstrip(".,;")
        if any(map(str.isdigit, value)) and any(map(str.isalpha, value)):
            yield Spot("secret", found.start("value"), found.start("value") + len(value))
    if digits and _SIGN.search(text):
        yield from _spots("secret", _PASSWORD, text)
    for found in _door_code().finditer(text) if digits >= _CODE_DIGITS else ():
        yield Spot("secret", found.start("value"), found.end("value"))


@cache
def _door_code() -> re.Pattern[str]:
    """Return what matches "le code de la baie est 4589", "digicode 2580A", "PIN: 0000"; not "code 2024", "code postal 75012"."""
    names = any_word(vocabulary().contracts.codes)
    return re.compile(
        rf"(?<!\w)(?:{names})s?(?!\w)(?!\s+postal)[^.;:=\n]{{0,40}}?(?:\s(?:est|is|c['’]est|reste)\s|\s*[:=]\s*)(?:toujours\s|still\s)?[«\"“'\s]*(?P<value>\d{{4,8}}[A-Z#*]?)(?!\w)",
        re.IGNORECASE,
    )


@cache
def _secret() -> re.Pattern[str]:
    """Return what matches "mot de passe administrateur est Hopital2024!", "mdp : xK9f2a"; not "mot de passe de 12"."""
    names = any_word(vocabulary().contracts.secrets)
    return re.compile(
        rf"(?<!\w)(?:{names})(?!\w)[^.;:=\n]{{0,40}}?(?:\s(?:est|is)\s|\s*[:=]\s*)[«\"“'\s]*(?P<value>[^\s«»\"“”']{{6,}})",
        re.IGNORECASE,
    )
