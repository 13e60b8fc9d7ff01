"""Letters and notes in prose: where one remark ends and the next begins, and what is no remark at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake_files.files import apart, read, text_file, texts, word_file

LETTER = """Centre hospitalier de Saint-Aubin
12, rue des Lilas
75013 PARIS
Paris, le 3 novembre 2026
Objet : projet de recommandation

Madame, Monsieur,

Vous trouverez ci-dessous nos remarques.

Sur la fiche 13, à propos du MFA, le délai nous paraît trop court. Nous proposons de remplacer « trois mois » par « un an ». Au 7.2, 3e tiret, il manque le sous-traitant.

En effet, celui-ci héberge les données.

Je reste à votre disposition pour en discuter.
Veuillez agréer, Madame, Monsieur, l'expression de mes salutations distinguées.

Dr Marie Durand
Médecin DIM
01 23 45 67 89
"""


def test_a_letter_is_parted_where_the_place_changes(tmp_path: Path) -> None:
    found = read(text_file(tmp_path, LETTER))
    first, second = found.remarks
    assert (first.clues.clause, first.clues.quote, first.proposed) == ("fiche 13", "trois mois", "un an")
    assert second.clues.clause == "7.2, 3e tiret"
    assert second.text.endswith("En effet, celui-ci héberge les données.")


def test_letterhead_greetings_and_signature_are_no_remarks(tmp_path: Path) -> None:
    found = read(text_file(tmp_path, LETTER))
    assert apart(found, "header")[0] == "Centre hospitalier de Saint-Aubin"
    assert "Vous trouverez ci-dessous nos remarques." in apart(found, "greeting")
    assert apart(found, "signature") == ["Dr Marie Durand", "Médecin DIM", "01 23 45 67 89"]
    assert (found.author, found.role) == ("Dr Marie Durand", "Médecin DIM")


def test_headings_stand_for_what_is_below_them(tmp_path: Path) -> None:
    found = read(
        word_file(
            tmp_path, "# Fiche 7 – Habilitations", "Les profils ne sont pas définis.", "# Fiche 8", "RAS"
        )
    )
    assert found.remarks[0].clues.headings == ("Fiche 7 – Habilitations",)
    assert (found.remarks[1].kind, found.remarks[1].clues.clause) == ("silence", "Fiche 8")


def test_a_short_line_with_a_place_heads_the_text_below(tmp_path: Path) -> None:
    found = read(text_file(tmp_path, "Fiche 7 – Habilitations\n\nLes profils ne sont pas définis.\n"))
    assert texts(found) == ["Les profils ne sont pas définis."]
    assert found.remarks[0].clues.headings == ("Fiche 7 – Habilitations",)


def test_lines_of_which_each_names_a_place_are_remarks(tmp_path: Path) -> None:
    said = "Fiche 3 : RAS\nFiche 4 : RAS\nFiche 5 : le chiffrement est oublié\nR12 : à supprimer\n"
    found = read(text_file(tmp_path, said))
    assert [remark.kind for remark in found.remarks] == ["silence", "silence", "remark", "remark"]
    assert [remark.clues.clause for remark in found.remarks] == ["Fiche 3", "Fiche 4", "Fiche 5", "R12"]


def test_numbered_points_are_remarks_of_their_own(tmp_path: Path) -> None:
    said = (
        "Hello,\nsome comments:\n"
        "1. Regarding section 4.1, we suggest replacing “shall” with “should”.\n"
        "2. The delay is unclear. Why 30 days?\n"
        "3. No comments on sections 6 to 8.\n"
        "Best regards,\nJohn Smith\n"
    )
    found = read(text_file(tmp_path, said))
    assert [remark.kind for remark in found.remarks] == ["remark", "remark", "silence"]
    assert found.remarks[0].proposed == "should"
    assert found.remarks[2].clues.clause == "sections 6 to 8"
    assert found.author == "John Smith"


def test_a_list_within_a_sentence_stays_one_remark(tmp_path: Path) -> None:
    said = "Le registre devrait contenir les éléments suivants pour chaque accès :\n- la date ;\n- l'auteur ;\n- le motif.\n"
    assert len(read(text_file(tmp_path, said)).remarks) == 1


def test_a_remark_on_the_whole_says_so(tmp_path: Path) -> None:
    found = read(
        text_file(
            tmp_path, "Sur la fiche 2, le délai est court.\n\nDe manière générale, le texte est long.\n"
        )
    )
    assert [remark.clues.general for remark in found.remarks] == [False, True]
    assert found.remarks[1].clues.clause == ""


def test_words_after_a_signature_are_still_remarks(tmp_path: Path) -> None:
    said = "Sur la fiche 2, le délai est court.\n\nCordialement,\nMarie Durand\n\nPS : la fiche 9 contredit la fiche 3.\n"
    assert texts(read(text_file(tmp_path, said)))[-1].startswith("PS :")


@pytest.mark.parametrize("opening", ["Bonjour, ", "Dear colleagues, "])
def test_a_greeting_within_the_paragraph_is_cut_off(tmp_path: Path, opening: str) -> None:
    found = read(text_file(tmp_path, f"{opening}sur la fiche 3, le délai est court.\n"))
    assert apart(found, "greeting") == [opening.strip()]
    assert found.remarks[0].clues.clause == "fiche 3"


def test_thanks_with_a_demand_are_a_remark(tmp_path: Path) -> None:
    assert texts(read(text_file(tmp_path, "Merci de préciser le 7.2.\n"))) == ["Merci de préciser le 7.2."]


def test_equal_remarks_have_different_keys(tmp_path: Path) -> None:
    found = read(text_file(tmp_path, "- Trop long.\n- Trop long.\n"))
    assert len({remark.key for remark in found.remarks}) == 2


def test_headings_of_one_kind_follow_each_other_whatever_their_looks(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("Fiche 7 – Habilitations", 2)
    document.add_paragraph("Les profils ne sont pas définis dans le projet.")
    document.add_paragraph().add_run("Fiche 9 – Traçabilité").bold = True
    document.add_paragraph("La durée de conservation des traces est trop longue.")
    document.save(str(tmp_path / "letter.docx"))
    found = read(tmp_path / "letter.docx")
    assert [remark.clues.headings for remark in found.remarks] == [
        ("Fiche 7 – Habilitations",),
        ("Fiche 9 – Traçabilité",),
    ]


def test_a_short_demand_is_no_heading(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph().add_run("Supprimer la R12").bold = True
    document.add_paragraph("Elle fait double emploi avec la fiche 3.")
    document.save(str(tmp_path / "letter.docx"))
    assert "Supprimer la R12" in texts(read(tmp_path / "letter.docx"))[0]


def test_a_memorandum_says_who_writes(tmp_path: Path) -> None:
    found = read(
        text_file(tmp_path, "De : Marie Durand\nObjet : avis\n\nSur la fiche 3, le délai est court.\n")
    )
    assert (found.author, texts(found)) == ("Marie Durand", ["Sur la fiche 3, le délai est court."])


def test_numbered_titles_head_what_is_below_them(tmp_path: Path) -> None:
    said = (
        "1) Fiche 11\n\nLe paragraphe 3 contredit la fiche 13.\n\n"
        "2) Généralités\n\nLe terme « utilisateur » n'est pas défini.\n"
    )
    first, second = read(text_file(tmp_path, said)).remarks
    assert (first.clues.headings, first.clues.clause) == (("1) Fiche 11",), "paragraphe 3")
    assert second.clues.general


def test_items_of_a_list_do_not_lean_on_each_other(tmp_path: Path) -> None:
    found = read(text_file(tmp_path, "* Fiche 5 : le terme est flou.\n* Le texte est trop long.\n"))
    assert found.remarks[1].clues.headings == ()


POINTS = [
    ("R15 verrouillage : la salle est oubliée", "télécopie : à garder"),
    ("Sur la fiche 3, le délai est court.", "Il manque un exemple pour les petits établissements."),
    ("Sur la fiche 3, le délai est court.", "Par ailleurs, le coût n'est pas chiffré."),
    ("R12 : le délai est court.", "Nous demandons une aide financière."),
    ("Section 4 is too strict.", "The costs are not estimated."),
    ("Sur la fiche 3, le délai est court.", "Cela contredit la fiche 9."),
]


@pytest.mark.parametrize(("first", "second"), POINTS, ids=[second for _first, second in POINTS])
def test_a_new_paragraph_is_a_remark_of_its_own(tmp_path: Path, first: str, second: str) -> None:
    assert texts(read(text_file(tmp_path, f"{first}\n\n{second}\n"))) == [first, second]


@pytest.mark.parametrize(
    "going_on", ["En effet, les équipes sont petites.", "Cela suppose un recrutement.", "This takes a year."]
)
def test_a_paragraph_that_goes_on_with_the_argument_is_none(tmp_path: Path, going_on: str) -> None:
    said = f"Sur la fiche 3, le délai est court.\n\n{going_on}\n"
    assert len(read(text_file(tmp_path, said)).remarks) == 1


def test_a_paragraph_without_place_leans_on_the_one_before(tmp_path: Path) -> None:
    said = "R12 : le délai est court.\n\nNous demandons une aide.\n\nTélécopie : à garder.\n"
    assert [remark.clues.headings for remark in read(text_file(tmp_path, said)).remarks] == [(), ("R12",), ()]


def test_quotes_stay_with_their_paragraph(tmp_path: Path) -> None:
    said = "R12 : le délai est court.\n\nLe texte dit « sept jours » ; remplacer « sept jours » par « un mois ».\n"
    first, second = read(text_file(tmp_path, said)).remarks
    assert (first.clues.quote, first.proposed) == ("", "")
    assert second.proposed == "un mois"


@pytest.mark.parametrize("salutation", ["Maître,", "Madame la Directrice,", "Docteur,", "Dear Sir or Madam,"])
def test_letterhead_and_salutation_of_any_title(tmp_path: Path, salutation: str) -> None:
    said = (
        "Groupement hospitalier des Vallées\n\nDirection générale\n\n"
        f"Valmont, le 9 décembre 2026\n\n{salutation}\n\n"
        "Vous m'avez demandé l'avis de la direction sur le projet.\n\nR12 : le délai est court.\n\n"
        "Veuillez recevoir mes salutations les meilleures.\n\nPhilippe Aubry\nDirecteur général\n"
    )
    assert texts(read(text_file(tmp_path, said))) == ["R12 : le délai est court."]


@pytest.mark.parametrize(
    "title",
    ["Notes Brigitte Olivier, cadre de santé", "Avis de la commission médicale\n\nRédigé par le Dr Castel"],
)
def test_a_title_that_says_who_writes_is_no_remark(tmp_path: Path, title: str) -> None:
    assert texts(read(text_file(tmp_path, f"{title}\n\nR12 : trop court\n\nR13 : trop long\n"))) == [
        "R12 : trop court",
        "R13 : trop long",
    ]


def test_a_position_in_one_line_is_no_title(tmp_path: Path) -> None:
    said = "Avis défavorable sur le projet\n\nR12 : trop court\n"
    assert "Avis défavorable sur le projet" in texts(read(text_file(tmp_path, said)))


def test_a_sentence_on_what_is_attached_is_no_remark(tmp_path: Path) -> None:
    said = "Bonjour,\n\nLe tableau des urgences est en pièce jointe.\n\nR12 : trop court\n"
    assert texts(read(text_file(tmp_path, said))) == ["R12 : trop court"]


def test_items_below_an_introduction_are_remarks_of_their_own(tmp_path: Path) -> None:
    said = (
        "Quick thoughts:\n\n- R3: fine, already done\n- passwords on display (box 1): guilty\n"
        "- nothing on R1 and R2 from us\n\nWhat about service accounts?\n"
    )
    found = read(text_file(tmp_path, said))
    assert [(remark.kind, remark.clues.clause) for remark in found.remarks] == [
        ("remark", "R3"),
        ("remark", "box 1"),
        ("silence", "R1 and R2"),
        ("remark", ""),
    ]
    assert found.remarks[-1].clues.headings == ()
