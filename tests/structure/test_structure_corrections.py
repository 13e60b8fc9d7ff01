"""What people decide about the structure holds, loses no word, leaves other provisions alone, and is reported when lost."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.structure.drafts import draft, tree
from toolkit.model.correction import Action, Anchor, Corrected, Correction, anchor_of, standing, words_of
from toolkit.model.layout import FURNITURE_ROLES, Box
from toolkit.model.provision import NoteCall, ParsedDraft, Provision, Span
from toolkit.structure.corrections import LOST, apply_corrections

DRAWING = """
    # Fiche 3 – Accès
    Le responsable tient une liste. Il la revoit^n^ chaque année :
    a) les profils ;
    b) les personnes.
    13.2 Une phrase qui commence par un numéro.
    Page de garde
    ~n 7 Voir l’annexe.
"""


def find(parsed: ParsedDraft, start: str) -> Provision:
    return next(item for item in parsed.provisions if words_of(item).startswith(start))


def corrected(parsed: ParsedDraft, *wanted: tuple[Action, str, str]) -> Corrected:
    """Apply corrections, each on what begins with the given words by then."""
    done = apply_corrections(parsed, ())
    made: list[Correction] = []
    for action, start, value in wanted:
        target = anchor_of(find(done.draft, start))
        parent = anchor_of(find(done.draft, value)) if action == "parent" and value else None
        made.append(
            Correction(number=len(made) + 1, action=action, anchor=target, value=value, parent=parent)
        )
        done = apply_corrections(parsed, made)
    assert not done.lost
    return done


def test_kind_number_and_heading_are_set_from_the_words_that_are_printed() -> None:
    parsed = draft(DRAWING)
    name = find(parsed, "13.2").id
    done = corrected(
        parsed, ("number", "13.2", "13.2"), ("heading", "13.2", "Une phrase"), ("kind", "13.2", "section")
    )
    found = next(item for item in done.draft.provisions if item.id == name)
    assert (found.kind, found.number, found.heading) == ("section", "13.2", "Une phrase")
    assert found.text == "qui commence par un numéro."
    assert found.confidence == 1.0


def test_no_number_gives_its_words_back() -> None:
    done = corrected(draft(DRAWING), ("number", "a) les", ""))
    found = find(done.draft, "a) les")
    assert (found.number, found.text) == ("", "a) les profils ;")


def test_what_parts_a_number_from_its_words_belongs_to_neither() -> None:
    done = corrected(draft("A ter. – Texte inséré."), ("number", "A ter", "A ter."))
    assert [(item.number, item.text) for item in done.draft.provisions] == [("A ter.", "Texte inséré.")]


def test_a_part_of_a_number_or_word_is_not_taken_for_it() -> None:
    parsed = draft("12 mars 2024 : entrée en vigueur.")
    done = corrected(parsed, ("number", "12 mars", "1"))
    assert done.draft.provisions[0].text == "12 mars 2024 : entrée en vigueur."
    target = anchor_of(parsed.provisions[0])
    lost = apply_corrections(parsed, [Correction(action="heading", anchor=target, value="12 mar")]).lost
    assert len(lost) == 1


def test_split_parts_the_text_and_what_stands_below_follows_the_words() -> None:
    parsed = draft(DRAWING)
    first = find(parsed, "Le responsable")
    done = corrected(parsed, ("split", "Le responsable", "Il la revoit"))
    second = find(done.draft, "Il la revoit")
    assert find(done.draft, "Le responsable").text == "Le responsable tient une liste."
    assert second.id == f"{first.id}.s1"
    assert done.parted == {second.id: first.id}
    assert second.calls[0].offset == len("Il la revoit")
    assert {
        item.parent_id for item in done.draft.provisions if words_of(item)[:2] in ("a)", "b)", "7 ", "n 7")
    } == {second.id}


def test_merge_joins_to_what_is_read_before_and_takes_the_children_along() -> None:
    parsed = draft(DRAWING)
    gone = find(parsed, "Page de garde").id
    done = corrected(parsed, ("merge", "Page de garde", ""))
    heir = find(done.draft, "13.2")
    assert heir.text.endswith("numéro. Page de garde")
    assert done.moved == {gone: heir.id}


def test_furniture_is_kept_apart_and_a_call_of_it_leads_nowhere() -> None:
    parsed = draft(DRAWING)
    note = next(item for item in parsed.provisions if item.kind == "footnote")
    done = corrected(
        parsed, ("furniture", "Page de garde", "footer"), ("furniture", words_of(note), "margin")
    )
    assert [(item.text, item.role) for item in done.draft.furniture[-2:]] == [
        ("Page de garde", "footer"),
        (words_of(note), "margin"),
    ]
    assert all(not call.provision_id for item in done.draft.provisions for call in item.calls)


def test_parent_is_set_by_words_too() -> None:
    done = corrected(draft(DRAWING), ("parent", "13.2", "a) les"), ("parent", "b) les", ""))
    assert find(done.draft, "13.2").parent_id == find(done.draft, "a) les").id
    assert find(done.draft, "b) les").parent_id is None


def test_places_on_the_page_go_along() -> None:
    box = Box(1, 2, 3, 4)
    provision = Provision(
        id="p1",
        text="Un titre suivi de texte.",
        spans=(Span("text", 0, 14, 1, box), Span("text", 14, 24, 2, box)),
        calls=(NoteCall("text", 8, "n1", "1"), NoteCall("text", 24, "n2", "2")),
    )
    parsed = msgspec.structs.replace(draft("x"), provisions=(provision,))
    found = corrected(parsed, ("heading", "Un titre", "Un titre")).draft.provisions[0]
    assert [(span.field, span.start, span.end, span.page_number) for span in found.spans] == [
        ("heading", 0, 8, 1),
        ("text", 0, 5, 1),
        ("text", 5, 15, 2),
    ]
    assert [(call.field, call.offset) for call in found.calls] == [("heading", 8), ("text", 15)]


def test_tables_over_a_page_break_become_one() -> None:
    rows = ((("a", "b"),), (("c", "d"),))
    tables = tuple(
        Provision(id=f"t{place}", kind="table", rows=row, spans=(Span("rows", 0, 3, place),))
        for place, row in enumerate(rows, start=1)
    )
    parsed = msgspec.structs.replace(draft("x"), provisions=tables)
    found = corrected(parsed, ("merge", "c d", "")).draft.provisions
    assert found[0].rows == (("a", "b"), ("c", "d"))
    assert [(span.start, span.end) for span in found[0].spans] == [(0, 3), (4, 7)]


# what survives another parse


def test_a_correction_finds_its_words_under_another_id() -> None:
    parsed = draft(DRAWING)
    target = Anchor("gone", anchor_of(find(parsed, "13.2")).words)
    done = apply_corrections(parsed, [Correction(action="kind", anchor=target, value="section")])
    assert find(done.draft, "13.2").kind == "section"


@pytest.mark.parametrize(
    ("anchor", "why"),
    [
        (lambda item: Anchor(item.id, "0" * 64), "other words"),
        (lambda _item: Anchor("gone", "0" * 64), "neither its id nor its words"),
    ],
    ids=["words-changed", "gone"],
)
def test_a_correction_without_its_provision_is_reported_and_changes_nothing(anchor, why) -> None:  # type: ignore[no-untyped-def]
    parsed = draft(DRAWING)
    wanted = Correction(
        number=4, action="kind", anchor=anchor(find(parsed, "13.2")), value="section", excerpt="13.2"
    )
    done = apply_corrections(parsed, [wanted])
    assert done.draft.provisions == parsed.provisions
    assert [issue.rule for issue in done.lost] == [LOST]
    assert why in done.lost[0].message
    assert done.draft.issues[-1] == done.lost[0]


def test_what_is_undone_does_not_stand() -> None:
    target = Anchor("p1", "")
    records = (
        Correction(number=1, action="kind", anchor=target, value="section"),
        Correction(number=2, action="merge", anchor=target),
        Correction(number=3, action="undo", anchor=target, value="1"),
    )
    assert [item.number for item in standing(records)] == [2]


_ACTIONS = st.sampled_from(["kind", "number", "heading", "parent", "merge", "split", "furniture"])


def _letters(parsed: ParsedDraft) -> Counter[str]:
    words = [*map(words_of, parsed.provisions), *(item.text for item in parsed.furniture)]
    return Counter("".join("".join(words).split()))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_corrections_lose_no_letter_and_touch_no_other_provision(data: st.DataObject) -> None:
    parsed = draft(DRAWING)
    done = apply_corrections(parsed, ())
    made: list[Correction] = []
    for _round in range(data.draw(st.integers(1, 5))):
        target = data.draw(st.sampled_from(done.draft.provisions))
        upper = data.draw(st.sampled_from(done.draft.provisions))
        action: Action = data.draw(_ACTIONS)
        start = data.draw(st.integers(0, 30))
        value = {
            "kind": "section",
            "number": data.draw(st.sampled_from(["", words_of(target).split()[0]])),
            "heading": " ".join(target.text.split()[: start % 5]),
            "split": target.text[start : start + 9],
            "furniture": data.draw(st.sampled_from(FURNITURE_ROLES)),
        }.get(action, "")
        made.append(
            Correction(
                number=len(made) + 1,
                action=action,
                anchor=anchor_of(target),
                value=value,
                parent=anchor_of(upper) if action == "parent" else None,
            )
        )
        before, done = done, apply_corrections(parsed, made)
        assert _letters(done.draft) == _letters(parsed)
        names = [item.id for item in done.draft.provisions]
        assert len(names) == len(set(names))
        place = {name: index for index, name in enumerate(names)}
        assert all(
            item.parent_id is None or place[item.parent_id] < place[item.id] for item in done.draft.provisions
        )
        new = {item.id: item for item in done.draft.provisions}
        gone = {item.id for item in before.draft.provisions} - new.keys()
        assert gone <= {target.id}
        for item in before.draft.provisions:
            if item.id != target.id and item.id in new and action not in ("merge", "furniture", "split"):
                assert new[item.id] == item


def test_the_tree_stays_a_tree() -> None:
    done = corrected(draft(DRAWING), ("split", "Le responsable", "Il la revoit"), ("merge", "b) les", ""))
    assert tree(done.draft)[0] == "fiche-3 fiche"
