"""Comments of a Word file: every one of them is a remark with its words, its place and what it answers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from toolkit.model.contribution import Contribution

Read = Callable[..., Contribution]
Notation = dict[str, Callable[..., str]]
UNTIL = "Les sessions sont verrouillées après cinq minutes."


@pytest.mark.parametrize(
    ("blocks", "quote", "passage"),
    [
        pytest.param(["Un.", "Les {1(}sessions sont{)1} verrouillées."], "sessions sont", 1, id="words"),
        pytest.param(["Fin {1(}du premier.", "Début{)1} du second."], "du premier. Début", 0, id="over two"),
        pytest.param(["Un.", "Un signe{1!} seul."], "", 1, id="sign without range"),
        pytest.param(["Un{1(}{)1} mot."], "", 0, id="empty range"),
        pytest.param(
            ["Il {1(}faut {-Bea:absolument -}agir{)1}."], "faut absolument agir", 0, id="deleted words"
        ),
        pytest.param(
            ["Il {1(}faut {+Bea:vite +}agir{)1}."], "faut agir", 0, id="inserted words are no draft"
        ),
        pytest.param(["Un.", "", "Deux {1(}trois{)1}."], "trois", 1, id="blank paragraphs do not count"),
        pytest.param(["Il {1(}faut agir."], "", None, id="range without end"),
    ],
)
def test_words_that_a_comment_is_attached_to(
    read: Read, notation: Notation, blocks: list[str], quote: str, passage: int | None
) -> None:
    found = read(*blocks, comments=notation["comment"](1, "Trop court."))
    remark = next(remark for remark in found.remarks if remark.form == "word_comments")
    assert (remark.text, remark.clues.quote, remark.clues.passage) == ("Trop court.", quote, passage)


def test_ranges_may_overlap(read: Read, notation: Notation) -> None:
    comments = notation["comment"](1, "Un") + notation["comment"](2, "Deux", author="Bea")
    found = read("Les {1(}sessions {2(}sont{)1} verrouillées{)2}.", comments=comments)
    assert [remark.clues.quote for remark in found.remarks] == ["sessions sont", "sont verrouillées"]


def test_comments_in_a_table_and_a_footnote(read: Read, notation: Notation) -> None:
    comments = notation["comment"](1, "Pourquoi ?") + notation["comment"](2, "Périmé.")
    found = read(
        "Avant.",
        notation["table"]([["Journaux", "{1(}1 an{)1}"]]),
        comments=comments,
        footnotes='<w:footnote w:id="2"><w:p><w:commentRangeStart w:id="2"/><w:r><w:t>Voir l’article 32.</w:t></w:r>'
        '<w:commentRangeEnd w:id="2"/><w:r><w:commentReference w:id="2"/></w:r></w:p></w:footnote>',
    )
    assert found.passages == ("Avant.", "Journaux", "1 an", "Voir l’article 32.")
    assert [(r.clues.quote, r.clues.passage) for r in found.remarks] == [
        ("1 an", 2),
        ("Voir l’article 32.", 3),
    ]


def test_a_range_that_ends_between_the_rows_of_a_table_ends_there(read: Read, notation: Notation) -> None:
    rows = notation["table"]([["{1(}Un"], ["Deux"]]).replace(
        "</w:tr>", '</w:tr><w:commentRangeEnd w:id="1"/>', 1
    )
    found = read(rows, "Après.", comments=notation["comment"](1, "Ici."))
    assert found.remarks[0].clues.quote == "Un"


def test_a_thread_is_a_remark_and_its_answers(read: Read, notation: Notation) -> None:
    comments = (
        notation["comment"](1, "Trop court.\nDix suffisent.", "Ana")
        + notation["comment"](2, "OK", "Bea")
        + notation["comment"](3, "d'accord", "Cyd", "2026-11-02T08:00:00Z")
    )
    extended = (
        notation["thread"](1, 2, done=True)
        + '<w15:commentEx w15:paraId="00020001" w15:paraIdParent="00010002"/>'
    )
    extended += '<w15:commentEx w15:paraId="00030001" w15:paraIdParent="00010002"/>'
    found = read("{1(}{2(}{3(}Cinq minutes.{)1}{)2}{)3}", comments=comments, commentsExtended=extended)
    first, second, third = found.remarks
    assert first.text == "Trop court.\nDix suffisent."
    assert (second.text, second.reply_to, second.kind) == ("OK", first.key, "remark")
    assert (third.text, third.reply_to, third.date) == ("d'accord", first.key, "2026-11-02T08:00:00Z")
    assert [remark.resolved for remark in found.remarks] == [True, True, True]


def test_comments_whose_paragraphs_have_no_id_answer_nothing(read: Read, notation: Notation) -> None:
    """python-docx writes none; threads of other comments in the file name theirs."""
    nameless = re.sub(r' w14:paraId="[^"]*"', "", notation["comment"](1, "Un"))
    comments = nameless + notation["comment"](2, "Deux") + notation["comment"](3, "Trois")
    extended = notation["thread"](2) + notation["thread"](3, parent=2)
    found = read("{1(}Cinq{)1} {2(}{3(}minutes.{)2}{)3}", comments=comments, commentsExtended=extended)
    answers = {remark.text: remark.reply_to for remark in found.remarks}
    assert answers == {"Un": "", "Deux": "", "Trois": found.remarks[1].key}


def test_threads_that_answer_in_circles_end(read: Read, notation: Notation) -> None:
    comments = notation["comment"](1, "Un") + notation["comment"](2, "Deux")
    extended = notation["thread"](1, parent=2) + notation["thread"](2, parent=1)
    found = read("Rien.", comments=comments, commentsExtended=extended)
    assert [remark.text for remark in found.remarks] == ["Un", "Deux"]


def test_times_in_utc_win_over_local_ones(read: Read, notation: Notation) -> None:
    found = read(
        "{1(}Un.{)1}",
        comments=notation["comment"](1, "Un", date="2026-11-01T11:00:00Z"),
        commentsIds='<w16cid:commentId w16cid:paraId="00010001" w16cid:durableId="5AF0"/>',
        commentsExtensible='<w16cex:commentExtensible w16cex:durableId="5AF0" w16cex:dateUtc="2026-11-01T10:00:00Z"/>',
    )
    assert found.remarks[0].date == "2026-11-01T10:00:00Z"


def test_a_comment_without_any_place_is_kept(read: Read, notation: Notation) -> None:
    found = read("Un.", comments=notation["comment"](1, "Perdu ?"))
    assert [(remark.text, remark.clues.passage) for remark in found.remarks] == [("Perdu ?", None)]


def test_nothing_to_say_is_silence_and_an_empty_comment_is_left_over(read: Read, notation: Notation) -> None:
    found = read("{1(}Un.{)1}{2!}", comments=notation["comment"](1, "RAS") + notation["comment"](2, ""))
    assert [(remark.kind, remark.text) for remark in found.remarks] == [("silence", "RAS")]
    assert [leftover.reason for leftover in found.leftovers] == ["empty"]


def test_keys_outlive_a_comment_added_before_them(read: Read, notation: Notation) -> None:
    later = "2026-11-05T10:00:00Z"
    before = read("{1(}Un.{)1}", comments=notation["comment"](1, "Un", date=later))
    comments = notation["comment"](1, "Zéro") + notation["comment"](2, "Un", date=later)
    after = read("{1(}Un.{)1}{2!}", comments=comments)
    assert before.remarks[0].key == after.remarks[1].key
    assert len({remark.key for remark in after.remarks}) == 2


def test_comments_of_one_moment_have_keys_of_their_own(read: Read, notation: Notation) -> None:
    found = read("{1!}{2!}Un.", comments=notation["comment"](1, "Un") + notation["comment"](2, "Deux"))
    assert len({remark.key for remark in found.remarks}) == 2


def test_a_comment_on_a_proposal_of_somebody_else_answers_it(read: Read, notation: Notation) -> None:
    found = read("Il faut {1(}{+Bea:toujours +}{)1}agir vite.", comments=notation["comment"](1, "Non."))
    said, proposed = found.remarks
    assert (said.text, said.reply_to) == ("Non.", proposed.key)


def test_a_comment_on_exactly_ones_own_change_is_its_reason(read: Read, notation: Notation) -> None:
    comments = notation["comment"](1, "Mesuré dans trois services.") + notation["comment"](2, "Vague.")
    found = read(
        "Après {1(}{-Ana:cinq-}{+Ana:dix+}{)1} minutes, {2(}la session {-Ana:est-}{+Ana:doit être+} fermée{)2}.",
        comments=comments,
    )
    comment, first, second = found.remarks
    assert (comment.text, comment.clues.quote) == ("Vague.", "la session est fermée")
    assert (first.clues.quote, first.proposed, first.rationale) == (
        "Après cinq minutes,",
        "Après dix minutes,",
        "Mesuré dans trois services.",
    )
    assert (second.clues.quote, second.proposed, second.rationale) == (
        "session est fermée.",
        "session doit être fermée.",
        "",
    )
