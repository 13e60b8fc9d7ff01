"""Title and issuer of a draft, by each kind of evidence that covers and files give."""

from __future__ import annotations

import pytest

from toolkit.model.document import Document
from toolkit.model.layout import Block, BlockRole, Style
from toolkit.model.reading import Reading
from toolkit.structure.build import build_draft

TEXT = (
    "Le responsable de traitement met en œuvre les mesures décrites ci-dessous, sous sa seule responsabilité, et il "
    "en rend compte chaque année à l’autorité."
)


def line(
    text: str, size: float = 11.0, *, bold: bool = False, role: BlockRole = "body", level: int = 0
) -> Block:
    return Block(
        kind="paragraph",
        text=text,
        role=role,
        style=Style(size_pt=size, bold=bold),
        outline_level=level or None,
    )


def form(*cells: str) -> Block:
    return Block(kind="table", rows=tuple((cell, "x") for cell in cells))


def parsed(*blocks: Block, stated: str = "", name: str = "draft.docx") -> Document:
    document = Document(sha256="0" * 64, name=name, media_type="text/plain", title=stated)
    return build_draft(Reading(document=document, blocks=(*blocks, line(TEXT), line(TEXT)))).document


TITLES = {
    "the style of titles": (
        [line("Version 3", 30), line("Référentiel des accès", 20, role="title")],
        "",
        "Référentiel des accès",
    ),
    "two paragraphs in the style of titles": (
        [line("Service charge code", 18, role="title"), line("and advice to agents", 18, role="title")],
        "",
        "Service charge code and advice to agents",
    ),
    "the largest line": (
        [line("Édition 2026", 14), line("La sécurité des dossiers", 24), line("Mars 2026", 14)],
        "",
        "La sécurité des dossiers",
    ),
    "the largest line, a question": ([line("Comment recueillir le consentement ?", 30)], "", "Comment recueillir le consentement ?"),
    "no question in the size of the text": (
        [line("What are the objectives?", 11, bold=True), line("Summary of options", 11, bold=True)],
        "",
        "Summary of options",
    ),
    "not an authority's name in larger type": (
        [line("CNIL", 40), line("La sécurité des dossiers", 24)],
        "",
        "La sécurité des dossiers",
    ),
    "not an address in larger type": (
        [line("www.example.org", 40), line("La sécurité des dossiers", 24)],
        "",
        "La sécurité des dossiers",
    ),
    "a title over lines that end in the middle": (
        [line("EXPLANATORY MEMORANDUM TO", bold=True), line("THE SEED REGULATIONS 2022", bold=True), line("2022 No. 1", bold=True)],
        "",
        "EXPLANATORY MEMORANDUM TO THE SEED REGULATIONS 2022",
    ),
    "a title whose next line begins in the middle": (
        [line("RECOMMANDATIONS", 28), line("DE CONFIGURATION D’UN SYSTÈME", 28), line("GUIDE", 18)],
        "",
        "RECOMMANDATIONS DE CONFIGURATION D’UN SYSTÈME",
    ),
    "a kind of document is completed": (
        [line("Projet de recommandation", 28), line("La sécurité du dossier patient", 20), line("Mars 2026", 20)],
        "",
        "Projet de recommandation La sécurité du dossier patient",
    ),
    "a kind of document is not completed by a date": (
        [line("Projet de recommandation", 28), line("14 novembre 2026", 20)],
        "",
        "Projet de recommandation",
    ),
    "a heading of the next level does not complete": (
        [line("Guide de l’équipe", level=1), line("le guide, pas à pas", level=2)],
        "",
        "Guide de l’équipe",
    ),
    "a form's field": (
        [form("Title: Safe chemicals\nfor all users\nIA No: 12\nDepartment: none"), line("Summary of it", 20)],
        "",
        "Safe chemicals for all users",
    ),
    "a form's field, value below": ([form("Titre :\nSécurité des dossiers.")], "", "Sécurité des dossiers"),
    "a form's field, value beside": (
        [Block(kind="table", rows=(("Titre :", "Sécurité des dossiers"), ("Date :", "2026")))],
        "",
        "Sécurité des dossiers",
    ),
    "the file's own title, whose words the cover has": (
        [line("GUIDE SÉCURITÉ", 20), line("PRATIQUE DES DONNÉES", 10, bold=True)],
        "Guide pratique - Sécurité des données",
        "Guide pratique - Sécurité des données",
    ),
    "the file's own title is part of the printed one": (
        [line("The Seed Act 2018", 22)], "The Seed Act", "The Seed Act 2018",
    ),
    "the file's own title with the site's name": (
        [line("Délibération du 8 mars", 22)], "Délibération du 8 mars - Légifrance", "Délibération du 8 mars",
    ),
    "the file's own title is another document's": (
        [line("La sécurité des dossiers", 22)], "Annual report of the board", "La sécurité des dossiers",
    ),
    "the file's own title is a file's name": (
        [line("La sécurité des dossiers", 22)], "fiche_securite-v3", "La sécurité des dossiers",
    ),
    "the file's own title is a program's": (
        [line("La sécurité des dossiers", 22)], "Microsoft Word - La sécurité.docx", "La sécurité des dossiers",
    ),
    "the file's own title, nothing printed": ([], "La sécurité des dossiers", "La sécurité des dossiers"),
    "the first line of plain text": ([line("Guide des accès"), line("Pour tous les services")], "", "Guide des accès"),
    "no line like the rest of the text": ([line("de ses services ;"), line("et ses agents")], "", ""),
    "nothing": ([], "", ""),
}  # fmt: skip


@pytest.mark.parametrize(("cover", "stated", "title"), TITLES.values(), ids=TITLES)
def test_title(cover: list[Block], stated: str, title: str) -> None:
    assert parsed(*cover, stated=stated).title == title


ISSUERS = {
    "known, in full": ([line("Haute Autorité de santé"), line("Guide des accès", 24)], "HAS"),
    "known, in short": ([line("Guide des accès", 24), line("GUIDE ANSSI", 14)], "ANSSI"),
    "known, by its site": ([line("Le consentement | CNIL"), line("Le consentement", 24)], "CNIL"),
    "opens the recitals": (
        [line("Délibération n° 3", 14), line(f"La Commission nationale de l’informatique et des libertés, {TEXT}")],
        "CNIL",
    ),
    "named like one": ([line("Autorité des données"), line("Guide des accès", 24)], "Autorité des données"),
    "a form's field": (
        [form("Title: Safe chemicals\nLead department or agency: Department for Food\nOther departments:")],
        "Department for Food",
    ),
    "the maker, by its first sentence": (
        [
            line("Memorandum on seeds", 20),
            line("This memorandum has been prepared by the Department for Environment, Food and Rural Affairs and is laid."),
        ],
        "Department for Environment, Food and Rural Affairs",
    ),
    "not one of a list of terms": (
        [
            line("Référentiel", 24),
            *(line(text, level=2) for text in ("Introduction", "Termes", "CNIL")),
            line("Commission nationale de l’informatique et des libertés"),
        ],
        "",
    ),
    "not one that the text mentions": (
        [line("Guide des accès", 24), line(f"Le responsable le déclare à la CNIL dans les délais. {TEXT}")],
        "",
    ),
    "not one within another word": ([line("Le bilan des transports", 24), line("Les transports et l’ANSSIette")], ""),
}  # fmt: skip


@pytest.mark.parametrize(("cover", "issuer"), ISSUERS.values(), ids=ISSUERS)
def test_issuer(cover: list[Block], issuer: str) -> None:
    assert parsed(*cover).issuer == issuer
