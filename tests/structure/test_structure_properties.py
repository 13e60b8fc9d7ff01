"""What holds for every reading: nothing lost, ids unique, a tree in document order, work that grows with size alone."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.structure.drafts import BODY, reading
from tests.support.sizes import draft_of
from tests.support.work import growth
from toolkit.model.document import Document
from toolkit.model.layout import Block, Call, Style
from toolkit.model.provision import ParsedDraft
from toolkit.model.reading import Reading
from toolkit.structure.build import build_draft
from toolkit.structure.fidelity import count_differences
from toolkit.structure.normalise import normalise, normalise_block

_openings = st.sampled_from(
    ["", "1. ", "2. ", "3) ", "1.1 ", "1.2.3 ", "a) ", "(b) ", "(i) ", "• ", "– ", "R1 ", "R2 ", "Article 1er – ",
     "Article 5 ", "Fiche 13 : ", "Annexe B ", "Chapitre II ", "12 mars ", "2019 ", "M. ", "Tableau 2 – "]
)  # fmt: skip
_words = st.lists(
    st.sampled_from(["le", "accès", "of", "Règlement", "2016", "ﬁchier", "x\u00adyz", "A"]), max_size=30
)
_texts = st.builds(lambda opening, words: opening + " ".join(words), _openings, _words)
_styles = st.sampled_from(
    [BODY, Style(size_pt=11.0, bold=True), Style(size_pt=16.0), Style(name="heading 2")]
)


@st.composite
def _blocks(draw: st.DrawFn) -> Block:
    text = draw(_texts)
    if draw(st.integers(0, 9)) == 0:
        return Block(
            kind="table", rows=((text, "L1"), (draw(_texts), "x")), container=draw(st.sampled_from(["", "b"]))
        )
    note = draw(st.sampled_from(["", "", "", "", "n1", "n2", "unkeyed"]))
    calls = (Call(len(text), draw(st.sampled_from(["n1", "n2", "n3"])), "7"),) if draw(st.booleans()) else ()
    return Block(
        kind="paragraph",
        text=text,
        style=draw(_styles),
        role="note" if note else "body",
        note="" if note == "unkeyed" else note,
        label="" if note else draw(st.sampled_from(["", "", "", "1.", "a)", "•", "Article 3"])),
        outline_level=draw(st.sampled_from([None, None, None, 1, 2])),
        container=draw(st.sampled_from(["", "", "", "b1", "table-2"])),
        indent_pt=draw(st.sampled_from([0.0, 18.0, 36.0])),
        calls=() if note else calls,
    )


def structured(blocks: list[Block]) -> tuple[Reading, ParsedDraft]:
    document = Document(sha256="0" * 64, name="draft", media_type="text/plain")
    whole = Reading(document=document, blocks=tuple(blocks))
    return whole, build_draft(whole)


@settings(max_examples=150, deadline=None)
@given(st.lists(_blocks(), max_size=25))
def test_every_letter_is_in_exactly_one_place(blocks: list[Block]) -> None:
    lost, doubled = count_differences(*structured(blocks))
    assert not lost
    # the mark of a note may be printed by its calls alone
    assert set(doubled) <= {"7"}


@settings(max_examples=150, deadline=None)
@given(st.lists(_blocks(), max_size=25))
def test_ids_are_unique_and_parents_come_first(blocks: list[Block]) -> None:
    seen: set[str] = set()
    for provision in structured(blocks)[1].provisions:
        assert provision.id
        assert provision.id not in seen
        assert provision.parent_id is None or provision.parent_id in seen
        seen.add(provision.id)


@settings(max_examples=100, deadline=None)
@given(st.lists(_blocks(), max_size=25))
def test_spans_and_calls_stay_within_their_fields(blocks: list[Block]) -> None:
    for provision in structured(blocks)[1].provisions:
        sizes = {
            "number": len(provision.number),
            "heading": len(provision.heading),
            "text": len(provision.text),
        }
        for span in provision.spans:
            assert 0 <= span.start <= span.end
            assert span.field == "rows" or span.end <= sizes[span.field]
        for call in provision.calls:
            assert call.field == "rows" or 0 <= call.offset <= sizes[call.field]


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_calls_keep_their_word_when_text_is_normalised() -> None:
    block = Block(kind="paragraph", text="un  dos\u00adsier ofﬁciel", calls=(Call(12, "1"),))
    moved = normalise_block(block)
    assert moved.text == "un dossier officiel"
    assert moved.text[: moved.calls[0].offset] == "un dossier"


def test_same_reading_gives_the_same_draft() -> None:
    whole = reading("# Contexte\n1. Premier point.\n2. Deuxième point.")
    assert msgspec.json.encode(build_draft(whole)) == msgspec.json.encode(build_draft(whole))


def test_work_grows_with_size_alone() -> None:
    assert growth(draft_of, build_draft, size=40) < 12
