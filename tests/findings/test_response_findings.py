"""What `find` says of a response: each rule once, with its place, and a key that lasts until the words change."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.workspaces import PROVISIONS
from toolkit.consolidate.findings.case import Case
from toolkit.consolidate.findings.dates import wrong_dates
from toolkit.consolidate.findings.find import count_open, find, is_open
from toolkit.consolidate.findings.neutral import neutral_wording
from toolkit.model.comment import Comment
from toolkit.model.consolidation import Finding, Group, Verdict
from toolkit.model.document import Document
from toolkit.model.provision import ParsedDraft
from toolkit.model.response import Consultation
from toolkit.model.workflow import FieldLimits

DRAFT = ParsedDraft(
    document=Document(sha256="0" * 64, name="d.html", media_type="text/html", language="fr"),
    provisions=PROVISIONS,
)


def _comment(text: str = "Nous soutenons cette mesure.", **fields: Any) -> Comment:
    given_fields: dict[str, Any] = {
        "id": "c1",
        "provision_id": "r12",
        "position": "support",
        "state": "submitted",
    }
    return Comment(text=text, **{**given_fields, **fields})


def _case(*comments: Comment, **fields: Any) -> Case:
    given_fields: dict[str, Any] = {
        "draft": DRAFT,
        "consultation": Consultation(title="T"),
        "today": date(2027, 1, 1),
    }
    return Case(comments=comments, **{**given_fields, **fields})


def _rules(*comments: Comment, **fields: Any) -> list[str]:
    return [item.rule for item in find(_case(*comments, **fields))]


def test_a_sound_comment_has_no_finding() -> None:
    assert _rules(_comment(author="Ada")) == []


@pytest.mark.parametrize(
    ("comment", "rule"),
    [
        (_comment("Nous n’avons pas de MFA."), "admission"),
        (_comment("L’incident de mars a tout changé."), "incident"),
        (_comment("Voir aussi R99."), "no_such_provision"),
        (_comment("Voir la fiche 31."), "no_such_provision"),
        (_comment("[à compléter : motif]"), "unfilled"),
        (_comment("Le mardi 15 mars 2027 convient."), "weekday"),
        (_comment("Avant le 31 février 2027."), "no_such_date"),
        (_comment(quote="trois facteurs"), "quote_gone"),
        (_comment(provision_id="r99"), "provision_gone"),
        (_comment(state="draft"), "unsubmitted"),
        (_comment(position="amend"), "no_wording"),
        (_comment("", position="question"), "says_nothing"),
        (_comment("", position="amend", proposed="imposée sous deux ans"), "no_rationale"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_rule_finds_its_case(comment: Comment, rule: str) -> None:
    assert _rules(comment) == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "Voir R13 et R14.",
        "La fiche 13 suffit.",
        "La recommandation 99 de la CNIL va plus loin.",
        "Le lundi 15 mars 2027 convient.",
        "Le projet ne prévoit pas d’exception.",
    ],
)
def test_near_misses_are_left_alone(text: str) -> None:
    assert _rules(_comment(text)) == []


def test_proposed_wording_admits_nothing_but_may_reveal() -> None:
    wording = "Nous n’avons pas de serveur srv-dpi-01."
    assert _rules(_comment(position="amend", proposed=wording)) == ["host"]


def test_what_the_draft_says_itself_reveals_nothing() -> None:
    public = msgspec.structs.replace(PROVISIONS[1], text="Le logiciel CrossWay est cité en exemple.")
    draft = msgspec.structs.replace(DRAFT, provisions=(PROVISIONS[0], public))
    assert _rules(_comment("Pourquoi citer le logiciel CrossWay ?"), draft=draft) == []


def test_the_team_is_not_named() -> None:
    (found,) = find(_case(_comment("Vu avec Ana Ruiz."), people=("Ana Ruiz",)))
    assert (found.rule, found.words, found.field) == ("personal_name", "Ana Ruiz", "text")


def test_silent_comments_are_not_checked() -> None:
    admitted = "Nous n’avons pas de MFA."
    assert _rules(*(_comment(admitted, state=state) for state in ("merged", "rejected", "withdrawn"))) == []


def test_what_waits_is_found_unless_read() -> None:
    assert _rules(_comment(), selection=("r12", "r13", "r14"), read=("r14",)) == ["unanswered"]


def test_contradictions_count_until_settled() -> None:
    group = Group(
        id="con-c1-c2", kind="contradiction", comment_ids=("c1", "c2"), provision_ids=("r12",), score=1
    )
    pair = (_comment(), _comment(id="c2", position="oppose"))
    assert _rules(*pair, groups=(group,)) == ["contradiction"]
    agreed = Verdict(subject=group.id, kind="agreed", actor="Lead", time="")
    assert _rules(*pair, groups=(group,), verdicts=(agreed,)) == []
    kept = msgspec.structs.replace(pair[1], minority=True)
    assert _rules(pair[0], kept, groups=(group,)) == []


def test_one_person_on_both_sides_is_asked_about() -> None:
    assert _rules(_comment(author="Ada"), _comment(id="c2", author="ada", position="oppose")) == [
        "both_sides"
    ]


def test_deadlines_and_limits() -> None:
    late = Consultation(title="T", deadline="2026-12-31", internal_deadline="2026-12-01")
    limits = FieldLimits(text=10)
    assert _rules(_comment(), consultation=late, limits=limits) == [
        "deadline_passed",
        "too_long",
        "inner_deadline_passed",
    ]


def test_an_answer_to_another_version_names_the_file() -> None:
    (found,) = find(_case(_comment(), other_version={"c1": "avis.docx"}))
    assert (found.rule, found.words) == ("other_version", "avis.docx")


def _admission(text: str, **fields: Any) -> Finding:
    return next(item for item in find(_case(_comment(text), **fields)) if item.rule == "admission")


def test_an_accepted_finding_stays_accepted_until_the_words_change() -> None:
    text = "Nous n’avons pas de MFA."
    word = Verdict(subject=_admission(text).key, kind="accepted", actor="Ada", time="", reason="Public")
    kept = _admission(f"Nous soutenons cela. {text}", verdicts=(word,))
    assert (is_open(kept), kept.accepted_by, kept.accepted_because) == (False, "Ada", "Public")
    changed = _admission("Nous n’avons pas de MFA aux urgences.", verdicts=(word,))
    assert is_open(changed)
    assert count_open([kept, changed], "high") == 1


def test_neutral_wording_keeps_what_is_lacking() -> None:
    assert (
        neutral_wording("Nous n’avons pas encore de MFA.")
        == "Les établissements ne disposent pas tous de MFA."
    )
    assert neutral_wording("We have no MFA.") == "Not all organisations have MFA."
    assert neutral_wording("Rien de tel.") == ""


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_real_dates_with_their_weekday_are_never_wrong(day: date) -> None:
    weekdays = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    months = (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
        "novembre", "décembre",
    )  # fmt: skip
    written = f"le {weekdays[day.weekday()]} {day.day} {months[day.month - 1]} {day.year}"
    assert list(wrong_dates(written)) == []


@given(st.text(max_size=300))
def test_findings_of_any_text_stand_in_it(text: str) -> None:
    for found in find(_case(_comment(text))):
        if found.field:
            assert text[found.start : found.end] == found.words
