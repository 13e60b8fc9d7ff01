"""Printed labels ⇄ typed labels: "Article 5", "2.A.1.", "(iv)", "R12", "•" and the text they open.

`split_label` cuts a label off the start of a paragraph, `parse_label` reads a label alone, `format_label` prints
it again. All three are about form alone: whether a label is believed depends on its neighbours (`sequences`).
"""

from __future__ import annotations

import re
from string import ascii_lowercase

import msgspec

from toolkit.structure.labels.numerals import readings
from toolkit.structure.vocabulary import (
    codes,
    enactments,
    first_words_of_forms,
    spelled_numerals,
    word_of_form,
    words,
)

BULLETS = "•·▪▫■□●○◦◆◇❖➢➤►▶▸‣⁃∙✓✔✗❑❏→⇒➔*–—−-"
_PRIVATE_USE = "\ue000-\uf8ff"
_REPEATED = r"(?:\ ?(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)\b)?"
"""What was put between two numbers: "4 bis" between 4 and 5."""
_SUFFIX = rf"(?:\ ?(?:er|re|ère)\b)?{_REPEATED}"


class Label(msgspec.Struct, frozen=True):
    """A label taken apart; `format_label` puts the parts together in this order."""

    lead: str = ""
    """What stands before the first numeral: "Article ", "(", "R", "§ ", or a whole bullet."""
    numerals: tuple[str, ...] = ()
    joints: tuple[str, ...] = ()
    """What stands between the numerals: one fewer than they are."""
    tail: str = ""
    """Closing punctuation: ".", ")", " (-)"."""
    word: str = ""
    """Key of the word in the lead ("article"), or the capitals of a code ("R", "EX"); "" if there is none."""
    weak: bool = False
    """The form alone does not tell it from running text ("12 mois", "Schedule 2 Act 1985"): its surroundings must."""

    @property
    def is_bullet(self) -> bool:
        """Tell whether it is a bullet, which says nothing about place."""
        return not self.numerals

    @property
    def closing(self) -> str:
        """Return the punctuation of the tail, which all labels of a scheme share: "°" of "1° bis"."""
        return self.tail.removesuffix(self.repetition).strip()

    @property
    def repetition(self) -> str:
        """Return the "bis" that stands after the tail; one before it belongs to the numeral."""
        return self.tail[len(self.tail.rstrip(ascii_lowercase)) :]

    @property
    def is_code(self) -> bool:
        """Tell whether it is a code such as R12 or EX-3, rather than a word of the language."""
        return bool(self.word) and self.word not in words()


_NUMERAL = rf"(?:\d+{_SUFFIX}|[IVXLC]+(?:er|re)?(?![a-zà-ÿ]){_REPEATED}|[A-Z](?![a-zà-ÿ'’])|(?i:{'|'.join(spelled_numerals())})\b)"

# Matches "Article 5 – Titre", "Fiche n° 13 : Accès", "Annexe B", "Article L. 1110-4", "Chapitre II", "ARTICLE5"
# not: "article 32 du RGPD", "Partie prenante", "Articles 5 et 6", "QUESTIONS"
_WORDED = re.compile(
    rf"""
    (?P<lead> (?P<word> [A-ZÀ-Ý] [\w'’]* (?:[\ -][a-zà-ÿé]+){{0,2}} \.? ) (?: \s+ | (?<=\.) | (?=\d) | (?=[nN]\s?[°º]) )
              (?: (?:[nN]\s?[°ºo]\.?|\#) \s* )? (?: [A-Z]{{1,4}}[.\-]?\s?\*?\s?(?=\d) )? )
    (?P<numerals> {_NUMERAL} (?: (?:[.\-–]|\ -\ ) (?:\d+|[A-Z](?![a-zà-ÿ]))\b )* )
    (?P<tail> \.? )
    (?= \s | $ | [:–—,)(] | -\s )
    """,
    re.VERBOSE,
)

# Matches "1.1", "2.A.1.", "V1.2.3", "A.1", "5.1.a", "1.6)"
# not: "3.5millions", "www.cnil.fr", "e.g. this"
_COMPOUND = re.compile(
    r"""
    (?P<lead> \(? (?:(?P<word>[A-Z]{1,3})(?=\d))? )
    (?P<numerals> (?:\d{1,3}[A-Z]?|[A-Z](?=\.\d)|[IVX]+(?=\.\d)) (?: [.\-] (?:\d{1,3}[A-Z]?|[A-Za-z](?![A-Za-zà-ÿ])|[IVX]{2,5}(?![A-Za-zà-ÿ])) )+ )
    (?P<tail> \.? \)? )
    (?= \s | $ | [–—:-] )
    """,
    re.VERBOSE,
)

# Matches "R12", "R.12", "EX-12", "R12 (-)", "R12-", "REQ 7 :", "HOMOL_02", "EXI-PDT-04"
# not: "A4 format" (weak), "ISO 27001", "RGPD"
_CODE = re.compile(
    r"""
    (?P<lead> (?P<word> [A-Z]{2,12}(?:[_\-][A-Z]{2,12})*(?=[_\-]\d) | R(?=\.) | [A-Z]{1,5}(?!\.) | (?![IVX]+\.)[A-Z]{2,5} )
              [._\-–]? )
    (?P<numerals> \d{1,4} (?:[.\-]\d{1,3})* )
    (?P<tail> (?: \ ?\([+-]{1,2}\) | [+-](?:\ ?[+-])?(?=\s|$) )? (?:\.(?=\s|$))? )
    (?= \s | $ | [:–—] )
    """,
    re.VERBOSE,
)

# Matches "[EXI 01]", "[R12]"; not "[ISO 27001]", "[CP_ART_226-1]": sources are cited so
_BRACKETED_CODE = re.compile(
    rf"""
    (?P<lead> \[ (?P<word> {"|".join(sorted(codes(), reverse=True))} ) [\ ._\-–]? )
    (?P<numerals> \d{{1,4}} (?:[.\-]\d{{1,3}})* )
    (?P<tail> \] )
    """,
    re.VERBOSE,
)

# Matches "1.", "1)", "(1)", "[42]", "a)", "(iv)", "I.", "§ 3", "12°", "2A."
# not: "1 000 patients", "M. Dupont" (weak), "(CNIL)"
_SINGLE = re.compile(
    rf"""
    (?P<lead> [(\[]? | §\s? )
    (?P<numerals> \d{{1,4}}[A-Z]?{_SUFFIX} | [ivxlc]{{1,7}} | [IVXLC]{{1,7}}{_REPEATED} | [A-Za-z]{{1,2}} )
    (?P<tail> \ ?[.)\]°º]{{1,2}}{_REPEATED} | \.?\ ?[–—-](?=\s) | )
    (?= \s | $ | (?<=[)\]]) | (?<=\.)(?=[A-ZÀ-Ý]) | : )
    """,
    re.VERBOSE,
)

# Matches "• text", "– text", " text" (private use), "o text", "> text"
# not: "-5 °C", "*note", "oui", "> 50 agents"
_BULLET = re.compile(
    rf"(?P<lead> (?: [{re.escape(BULLETS)}{_PRIVATE_USE}] | o | >(?!\s*\d) ) ) (?= \s | $ )", re.VERBOSE
)
_TIGHT_BULLET = re.compile(rf"(?P<lead> [•▪■●◦➢►▶{_PRIVATE_USE}] ) (?= \S )", re.VERBOSE)

_LONGEST_WORD = 30
"""Characters."""
_SEPARATOR = re.compile(r"\s*(?:[.:–—‑-]\s+|:|[–—]\s*)?\s*")
_JOINT = re.compile(r"[.\-–]|\ -\ ")
_LETTERED_JOINT = re.compile(r"[.\-–]|(?<=\d)(?=[A-Z]$)")
"""In plain numbers "2A" is the A of 2; an "Article 5A" is an article of its own."""
_MONTHS = re.compile(
    r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|january|february"
    r"|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)

# Matches "… Reform Act 2002", "Directive 95/46/CE", "Loi n° 78-17 du 6 janvier 1978"; not "The Act", "Règlement intérieur"
_CITATION = re.compile(
    rf"\b(?:{'|'.join(enactments())})\b [^.;]{{0,40}}? \b(?:(?:18|19|20)\d\d|\d\d[/-]\d+)\b",
    re.VERBOSE | re.IGNORECASE,
)


def parse_label(printed: str) -> Label | None:
    """Read a label that stands alone; None if it is not one.

    >>> parse_label("Article 5").numerals
    ('5',)
    """
    found = _match(printed)
    if found is None or found[1] != len(printed):
        return None
    return found[0]


def format_label(label: Label) -> str:
    """Print a label: the inverse of `parse_label`."""
    joined = label.numerals[0] if label.numerals else ""
    for joint, numeral in zip(label.joints, label.numerals[1:], strict=True):
        joined += joint + numeral
    return label.lead + joined + label.tail


def split_label(text: str) -> tuple[Label, int] | None:
    """Cut a label off the start of a paragraph: the label and where the text after it starts.

    Punctuation that only sets label and text apart (" – ", " : ") belongs to neither.

    >>> label, start = split_label("Article 5 – Durées")
    >>> format_label(label), "Article 5 – Durées"[start:]
    ('Article 5', 'Durées')
    """
    found = _match(text)
    if found is None:
        return None
    label, end = found
    start = len(text) - len(text[end:].lstrip()) if label.is_bullet else end_of_separator(text, end)
    rest = text[start:]
    if not _may_open(label, rest, gap=text[end:start]):
        return None
    return (
        label if label.weak or not _is_weak(label, rest) else msgspec.structs.replace(label, weak=True)
    ), start


def end_of_separator(text: str, start: int) -> int:
    """Return where the text goes on after the punctuation that sets it apart from the label before it."""
    separator = _SEPARATOR.match(text, start)
    return separator.end() if separator else start


def _match(text: str) -> tuple[Label, int] | None:
    for read in (_read_worded, _read_code, _read_compound, _read_single, _read_bullet):
        found = read(text)
        if found is not None:
            return found
    return None


def _read_worded(text: str) -> tuple[Label, int] | None:
    if not text[:_LONGEST_WORD].lower().startswith(first_words_of_forms()):
        return None
    match = _WORDED.match(text)
    if match is None:
        return None
    key = word_of_form().get(" ".join(match["word"].lower().split()))
    return None if key is None else (_label(match, key), match.end())


def _read_code(text: str) -> tuple[Label, int] | None:
    match = _CODE.match(text) or _BRACKETED_CODE.match(text)
    if match is None:
        return None
    return _label(match, match["word"]), match.end()


def _read_compound(text: str) -> tuple[Label, int] | None:
    match = _COMPOUND.match(text)
    if match is None or (
        match["lead"].startswith("(") != match["tail"].endswith(")") and match["lead"] == "("
    ):
        return None
    return _label(match, match["word"] or ""), match.end()


def _read_single(text: str) -> tuple[Label, int] | None:
    match = _SINGLE.match(text)
    if match is None or not _balanced(match["lead"], match["tail"]):
        return None
    numeral = match["numerals"]
    bare = not match["tail"] and not match["lead"]
    if bare and not (numeral[0].isdigit() or _heads_a_title(numeral, text[match.end() :])):
        return None
    if not readings(numeral):
        return None
    return _label(match, "section-sign" if match["lead"].startswith("§") else ""), match.end()


def _read_bullet(text: str) -> tuple[Label, int] | None:
    match = _BULLET.match(text) or _TIGHT_BULLET.match(text)
    return None if match is None else (Label(lead=match["lead"]), match.end())


def _heads_a_title(numeral: str, rest: str) -> bool:
    """Tell whether a letter or roman numeral without punctuation can be a label: "IV Mesures", but not "I agree"."""
    return numeral.isupper() and rest[1:2].isupper() and bool(readings(numeral))


def _balanced(lead: str, tail: str) -> bool:
    if lead == "(":
        return tail.strip() in (")", ").")
    if lead == "[":
        return tail.strip() in ("]", "].")
    return "]" not in tail


def _label(match: re.Match[str], word: str) -> Label:
    numerals, joints, position = [], [], 0
    printed = match["numerals"]
    for joint in (_JOINT if word else _LETTERED_JOINT).finditer(printed):
        numerals.append(printed[position : joint.start()])
        joints.append(joint.group())
        position = joint.end()
    numerals.append(printed[position:])
    return Label(
        match["lead"], tuple(numerals), tuple(joints), match["tail"], "" if word == "section-sign" else word
    )


def _may_open(label: Label, rest: str, *, gap: str) -> bool:
    """Tell whether `rest` can follow the label, with `gap` between them."""
    if not rest or not label.word:
        return True
    if not gap:
        return False
    if label.is_code or gap.strip():
        return True
    # "Article 5 du RGPD prévoit": a label is followed by a title, which starts with a capital
    return not rest[0].islower() and rest[0] not in ",;)"


def _is_weak(label: Label, rest: str) -> bool:
    """Tell whether running text could start like this."""
    if label.is_bullet:
        return False
    numeral = label.numerals[0]
    if numeral.isdigit() and len(numeral) >= 4 and not label.word:
        return True
    if not rest:
        return False
    if label.word in words():
        return bool(_CITATION.search(rest))
    if label.is_code:
        return len(label.numerals) == 1 or rest[0].islower()
    return _is_weak_number(label, numeral, rest)


def _is_weak_number(label: Label, numeral: str, rest: str) -> bool:
    closed = bool(label.tail.strip()) or label.lead in ("(", "[")
    goes_on = rest[0].isdigit() or rest[0] in "%€$"
    if len(label.numerals) > 1:
        return numeral.isalpha() or (not closed and (goes_on or rest[0].islower()))
    # "M. Dupont", "12. mars", "3. 500"
    is_initial = len(numeral) == 1 and numeral.isupper() and label.tail == "."
    return not closed or is_initial or goes_on or bool(_MONTHS.match(rest))
