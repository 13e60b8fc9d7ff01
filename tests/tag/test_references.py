"""Legal references and pointers into the draft, however they are spelled."""

import pytest

from toolkit.model.provision import Provision
from toolkit.model.stems import plain_characters
from toolkit.tag.acts import reference_words
from toolkit.tag.internal import Numbering
from toolkit.tag.profiles import load_profile
from toolkit.tag.tagger import Tagger

TAGGERS = {language: Tagger(load_profile(), language) for language in ("fr", "en")}
NUMBERING = Numbering(
    [
        Provision(id="fiche-7", kind="fiche", number="Fiche 7"),
        Provision(id="fiche-8", kind="fiche", number="8."),
        Provision(id="fiche-7.3.2", kind="section", number="3.2"),
        Provision(id="r12", kind="recommendation", number="R12"),
        Provision(id="annexe-b", kind="annex", number="Annexe B"),
    ]
)


def references(text, language="fr", *, numbering=None, identity="x"):
    tags = TAGGERS[language].tag(Provision(id=identity, text=text), numbering=numbering)
    found = [tag for tag in tags if tag.facet == "reference"]
    for tag in found:
        for evidence in tag.evidence:
            assert text[evidence.start : evidence.end] == evidence.text
    return {tag.value: tag.label for tag in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("article 32 du RGPD", ["eu:2016/679#art32"]),
        ("l’article 32 du règlement (UE) 2016/679 du Parlement européen et du Conseil du 27 avril 2016", ["eu:2016/679#art32"]),
        ("Règlement (UE)°2016/679", ["eu:2016/679"]),
        ("art. 6(1)(f) RGPD", ["eu:2016/679#art6"]),
        ("(RGPD, art. 32)", ["eu:2016/679#art32"]),
        ("articles 5 à 7, 9 et 32 du RGPD", [f"eu:2016/679#art{n}" for n in (5, 6, 7, 9, 32)]),
        ("article L. 1110-4 du code de la santé publique", ["fr:csp#L1110-4"]),
        ("l’article R1112-7 du CSP", ["fr:csp#R1112-7"]),
        ("article L. 1111-8 du code de la santé publique et article R. 1111-9 du même code", ["fr:csp#L1111-8", "fr:csp#R1111-9"]),
        ("articles L. 1110-4 et L. 1110-12", ["fr:csp#L1110-4", "fr:csp#L1110-12"]),
        ("l’article 226-13 du code pénal", ["fr:cp#art226-13"]),
        ("la loi n° 78-17 du 6 janvier 1978 modifiée", ["fr:loi:78-17"]),
        ("article 82 de la loi Informatique et Libertés", ["fr:loi:78-17#art82"]),
        ("décret n° 2007-960 du 15 mai 2007", ["fr:decret:2007-960"]),
        ("arrêté du 5 août 2021", ["fr:arrete:5-aout-2021"]),
        ("délibération n° 2020-092 du 17 septembre 2020", ["cnil:2020-092"]),
        ("délibération SAN-2020-018", ["cnil:SAN-2020-018"]),
        ("la directive (UE) 2022/2555, dite NIS 2", ["eu:2022/2555"]),
        ("ISO/IEC 27001:2022 et NF EN ISO 27799", ["iso:27001", "iso:27799"]),
        ("le guide ANSSI-BP-028 et la PGSSI-S", ["anssi:bp-028", "fr:pgssi-s"]),
        ("lignes directrices du CEPD 07/2020", ["edpb:07/2020"]),
        ("CE, 19 juin 2020, n° 430810", ["ce:430810"]),
        ("CE, 10ème et 9ème chambres réunies, 19 juin 2020, n° 430810", ["ce:430810"]),
        ("CE, 10e et 9e ch. réunies, 19 juin 2020, n° 430810", ["ce:430810"]),
        ("CE, 6 juin 2018, n° 391000, point 5", ["ce:391000"]),
        ("ECLI:EU:C:2020:559, points 12 et 13", ["ecli:EU:C:2020:559"]),
        ("au sens du RGPD, point 5 ci-dessus", ["eu:2016/679", "draft:5"]),
        ("le RGPD s’applique ; voir le point 5", ["eu:2016/679", "draft:5"]),
        ("articles 5, 6 et 9 § 2 h) RGPD", [f"eu:2016/679#art{n}" for n in (5, 6, 9)]),
        ("article 9 § 2 h) et i) du RGPD", ["eu:2016/679#art9"]),
        ("Art. 226-13 C. pén.", ["fr:cp#art226-13"]),
        ("art. 9 C. civ.", ["fr:cc#art9"]),
        ("Le règlement (UE) 2016/679 s’applique. L’article 9 dudit règlement", ["eu:2016/679#art9"]),
        ("ECLI:EU:C:2014:317", ["ecli:EU:C:2014:317"]),
        ("RGPD, article 9, paragraphes 1 et 2, point h)", ["eu:2016/679#art9"]),
        ("au sens de l’article 4, point 12, du RGPD", ["eu:2016/679#art4"]),
        ("articles 72 et suivants de la loi Informatique et Libertés", ["fr:loi:78-17#art72"]),
        ("l’article 45-III 7° de la loi du 6 janvier 1978", ["fr:loi:78-17#art45"]),
        ("la loi du 4 mars 2002", ["fr:loi:2002-303"]),
        ("loi modifiée du 4 mars 2002", ["fr:loi:2002-303"]),
        ("considérants 35 et 54 du RGPD", ["eu:2016/679#rct35", "eu:2016/679#rct54"]),
        ("articles L. 1470-1 à L. 1470-3 du CSP", [f"fr:csp#L1470-{n}" for n in (1, 2, 3)]),
        ("l’article L. 113-2 du code des assurances", ["fr:ca#L113-2"]),
        ("l’article L. 12-1 du code de la voirie", []),
        ("L’article 9 du RGPD interdit ; la loi n° 78-17 adapte ; l’article 9 précité",
         ["eu:2016/679#art9", "fr:loi:78-17"]),
        ("la MR-004 et la norme NF Z42-013", ["cnil:2018-155", "nf:z42-013"]),
        ("IEC 62304, ISO/IEC 27001, EN 301 549", ["iec:62304", "iso:27001", "en:301-549"]),
        ("lignes directrices 9/2022", ["edpb:09/2022"]),
        ("Voir ECLI:EU:C:2020:559.", ["ecli:EU:C:2020:559"]),
        ("le code source du logiciel", []),
        ("un article de presse sur 32 hôpitaux", []),
        ("la version 3.2 du logiciel", []),
    ],
)  # fmt: skip
def test_french_spellings(text, expected):
    assert list(references(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Articles 33 and 34 GDPR", ["eu:2016/679#art33", "eu:2016/679#art34"]),
        ("Article 32(1)(a) of the UK GDPR", ["uk:gdpr#art32"]),
        ("section 3(1) of the Data Protection Act 2018", ["uk:data-protection-act-2018#s3"]),
        ("ECLI:EU:C:2020:559, paragraph 12", ["ecli:EU:C:2020:559"]),
        (
            "the Data Protection Act 2018 applies. See sections 10 and 11 of the Act",
            ["uk:data-protection-act-2018#s10", "uk:data-protection-act-2018#s11"],
        ),
        ("the Health and Social Care Act 2012", ["uk:health-and-social-care-act-2012"]),
        ("Directive 95/46/EC", ["eu:95/46"]),
        ("NIST SP 800-53 rev. 5", ["nist:sp800-53"]),
        ("SP 800-63B", ["nist:sp800-63b"]),
        ("45 CFR § 164.312(a)(1) and 45 CFR Part 164", ["us:cfr:45#s164.312", "us:cfr:45#part164"]),
        ("Recital 26 of the GDPR", ["eu:2016/679#rct26"]),
        ("article 45 of the Working Hours Order 2012", ["uk:working-hours-order-2012#art45"]),
        (
            "regulation 5 of the Privacy and Electronic Communications (EC Directive) Regulations 2003",
            ["uk:privacy-and-electronic-communications-(ec-directive)-regulations-2003#reg5"],
        ),
        ("we must act in 2018", []),
    ],
)
def test_english_spellings(text, expected):
    assert list(references(text, "en")) == expected


def test_labels_are_written_in_the_language_of_the_draft():
    assert references("art. R1112-7 CSP") == {
        "fr:csp#R1112-7": "article R. 1112-7 du code de la santé publique"
    }
    assert references("GDPR Art. 32", "en") == {"eu:2016/679#art32": "Article 32 of the GDPR"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Voir la fiche 7.", ["draft:fiche-7"]),
        ("les fiches 7 et 8", ["draft:fiche-7", "draft:fiche-8"]),
        ("au 3.2 ci-dessus", ["draft:fiche-7.3.2"]),
        ("conformément à R12", ["draft:r12"]),
        ("l’annexe B", ["draft:annexe-b"]),
        ("la fiche 99", ["draft:fiche-99"]),
        ("LES FICHES MÉTIER", []),
        ("la section 3 du guide de l’ANSSI", []),
        ("un port B2 ou R99", []),
    ],
)
def test_pointers_into_the_draft(text, expected):
    assert list(references(text, numbering=NUMBERING)) == expected


NUMBERED = [
    Provision(id="fiche-3", kind="fiche", number="Fiche 3"),
    *(
        Provision(id=f"r{n}", parent_id="fiche-3", kind="recommendation", number=f"R{n}")
        for n in (12, 13, 14, 15)
    ),
    Provision(id="tableau-1", kind="table", parent_id="fiche-3"),
    Provision(id="fiche-4", kind="fiche", number="Fiche 4"),
]


@pytest.mark.parametrize(
    ("text", "identity", "expected"),
    [
        ("R12 à R15", "fiche-4", ["draft:r12", "draft:r13", "draft:r14", "draft:r15"]),
        ("les recommandations R12 à R14", "fiche-4", ["draft:r12", "draft:r13", "draft:r14"]),
        ("au sens de la présente fiche", "r12", ["draft:fiche-3"]),
        ("la présente recommandation", "r12", []),
        ("le tableau ci-dessous", "r12", ["draft:tableau-1"]),
        ("les tableaux ci-dessous", "r12", []),
        ("la fiche précédente", "fiche-4", ["draft:fiche-3"]),
        ("la fiche suivante", "r13", ["draft:fiche-4"]),
        ("la fiche suivante", "fiche-4", []),
    ],
)
def test_ranges_and_places_in_the_draft(text, identity, expected):
    assert list(references(text, numbering=Numbering(NUMBERED), identity=identity)) == expected


def test_a_provision_does_not_point_to_itself():
    assert references("La présente fiche 7", numbering=NUMBERING, identity="fiche-7") == {}


@pytest.mark.parametrize("pattern", reference_words().pattern, ids=lambda pattern: pattern.name)
def test_patterns_find_their_match_and_not_their_near_miss(pattern):
    found = pattern.compiled().search(pattern.match)
    assert found is not None
    assert found.group() == pattern.match
    assert any(word in plain_characters(pattern.match) for word in pattern.when)
    assert pattern.compiled().search(pattern.near_miss) is None
