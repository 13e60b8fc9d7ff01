"""First words of a printed line → whether they are a label that opens a paragraph.

Form alone: the numbering grammar decides later what a label is worth. What only looks like a label where a
sentence wraps ("… avril / 2016. Le") is refused here or by the line's place.
"""

from __future__ import annotations

import re

# "•", "- ", "■", "o "; not "-5 %" or "–2019".
_BULLET = re.compile(r"[•·▪▫■□●○◦◆◇❖➢➤►▶▸‣⁃∙✓✔✗❑❏→⇒➔](?=\s|\w)|[-–—*o](?=\s)")

# "1.", "1.2.3", "12)", "(a)", "iv.", "A.", "[42]", "§ 3", "2B", "1°"; not "1,5", "2016.", "12 mois".
_NUMBERED = re.compile(
    r"""
    (?: \d{1,3} (?: \s?[.)°] (?!\d) | [°º]\) | (?:\.\d{1,3})+ [.)]? (?=\s) | \s?[-–—] (?=\s) )
      | [(\[] (?: \d{1,3} | [a-zA-Z] | [ivxlIVXL]{1,6} ) [)\]]
      | (?: [a-z] | [ivxl]{2,6} ) \) (?=\s)
      | (?: [A-Z] | [IVXL]{1,6} ) [.)] (?: \d{1,3} [.)]? )* (?=\s)
      | [a-z] \. (?=\s)
      | [IVXL]{1,6} \s [-–—] (?=\s)
      | § \s? \d
      | \d{1,3}[A-Z] (?=\s [A-Z])
      | [A-Z]{1,4}-?\d{1,3} (?: [.-]\d{1,3} )* [.:)+-]? (?=\s|$)
    )
    """,
    re.VERBOSE,
)

# "Article 5", "Fiche n° 13", "ANNEXE B", "Chapitre II"; not "article 32 du RGPD" (a reference in running text).
_WORDED = re.compile(
    r"""
    (?: Article | ARTICLE | Art\. | Fiche | FICHE | Annexe | ANNEXE | Annex | ANNEX | Chapitre | CHAPITRE | Chapter
      | CHAPTER | Section | SECTION | Titre | TITRE | Partie | PARTIE | Part | PART | Recommandation | RECOMMANDATION
      | Recommendation | Tableau | Table | Figure | Encadré | ENCADRÉ | Box | Étape | Schedule )
    \s (?: n° \s? )? (?: \d+ (?:er|re|\.\d+)* | [IVXLC]+ | [A-Z] | [A-Z]?\d+(?:[.-]\d+)* ) (?= [\s.:)–—-] | $ )
    """,
    re.VERBOSE,
)

# "12 Les agents", "3.4 Accès", "2 Policy": a number and words; a label only where the place says so.
_BARE = re.compile(r"\d{1,3}(?:\.\d{1,3})*\s+(?=[A-ZÀ-ÝŒ\"«“])")


def is_bullet(text: str) -> bool:
    """Tell whether a line opens with a bullet or dash."""
    return _BULLET.match(text) is not None


def opens_paragraph(text: str) -> bool:
    """Tell whether a line opens with a label by its form.

    >>> opens_paragraph("a) Identifier"), opens_paragraph("2016. Le"), opens_paragraph("1,5 million")
    (True, False, False)
    """
    return bool(_BULLET.match(text) or _NUMBERED.match(text) or _WORDED.match(text))


def may_open_paragraph(text: str) -> bool:
    """Tell whether a line opens with a bare number before a capital: "12 Les agents"."""
    return _BARE.match(text) is not None
