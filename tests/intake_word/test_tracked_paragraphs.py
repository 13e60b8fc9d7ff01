"""Tracked changes of whole paragraphs, rows and places: nothing of them is lost, and the original can be told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.intake.word.reader import read_word
from toolkit.model.contribution import Contribution

Read = Callable[..., Contribution]
Notation = dict[str, Callable[..., str]]


def proposals(found: Contribution) -> list[tuple[str, str, int | None]]:
    return [(remark.clues.quote, remark.proposed, remark.clues.passage) for remark in found.remarks]


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param(["Premier point.", "{+A:Tout neuf.+}¶+A", "Second point."], id="its own end is new"),
        pytest.param(["Premier point.¶+A", "{+A:Tout neuf.+}", "Second point."], id="typed behind the first"),
    ],
)
def test_new_paragraph_stands_behind_the_words_before_it(read: Read, blocks: list[str]) -> None:
    found = read(*blocks)
    assert found.passages == ("Premier point.", "Second point.")
    assert proposals(found) == [("Premier point.", "Premier point.\nTout neuf.", 0)]


def test_new_paragraphs_in_a_row_are_one_proposal(read: Read) -> None:
    found = read("Premier.", "{+A:Deux.+}¶+A", "{+A:Trois.+}¶+A", "Quatre.")
    assert proposals(found) == [("Premier.", "Premier.\nDeux.\nTrois.", 0)]


def test_new_paragraph_at_the_very_start_and_at_the_end(read: Read) -> None:
    found = read("{+A:Avant tout.+}¶+A", "Premier.", "{+A:Enfin.+}¶+A")
    assert proposals(found) == [
        ("Premier.", "Avant tout.\nPremier.", 0),
        ("Premier.", "Premier.\nEnfin.", 0),
    ]


def test_paragraph_parted_in_two_and_two_joined(read: Read) -> None:
    found = read("Une phrase.¶+A", " Une autre phrase ici.", "Fin du premier¶-A", "début du second.")
    parted, joined = found.remarks
    assert found.passages[0] == "Une phrase. Une autre phrase ici."
    assert (parted.clues.quote, parted.proposed) == ("Une phrase. Une", "Une phrase.\nUne")
    assert (joined.text, joined.clues.passage) == ("Join this paragraph with the next one.", 1)


def test_deleted_paragraphs_go_one_by_one(read: Read) -> None:
    found = read("{-A:Un.-}¶-A", "{-A:Deux.-}¶-A", "Trois.")
    assert found.passages == ("Un.", "Deux.", "Trois.")
    assert [(r.clues.quote, r.deletion) for r in found.remarks] == [("Un.", True), ("Deux.", True)]


def test_move_is_one_remark_that_says_where_to(read: Read, notation: Notation) -> None:
    start = '<w:moveFromRangeStart w:id="1" w:author="A" w:name="move1"/>'
    start_to = '<w:moveToRangeStart w:id="2" w:author="A" w:name="move1"/>'
    ends = ('<w:moveFromRangeEnd w:id="1"/>', '<w:moveToRangeEnd w:id="2"/>')
    away = notation["change"]("moveFrom", "A", "<w:r><w:t>La phrase voyage.</w:t></w:r>")
    here = notation["change"]("moveTo", "A", "<w:r><w:t>La phrase voyage.</w:t></w:r>")
    found = read(
        f"<w:p>{start}{away}{ends[0]}</w:p>",
        "Elle reste.",
        f"<w:p><w:r><w:t>Fin. </w:t></w:r>{start_to}{here}{ends[1]}</w:p>",
    )
    (moved,) = found.remarks
    assert found.passages == ("La phrase voyage.", "Elle reste.", "Fin.")
    assert moved.text == "Move “La phrase voyage.” to behind “Fin.”."
    assert (moved.clues.quote, moved.clues.passage, moved.deletion) == ("La phrase voyage.", 0, False)


def test_move_without_names_is_found_by_its_words(read: Read) -> None:
    found = read("{<A:Voyage.<}", "Reste.", "{>A:Voyage.>}¶+A", "Fin.")
    assert [remark.text for remark in found.remarks] == ["Move “Voyage.” to behind “Reste.”."]


def test_half_a_move_is_a_deletion_or_an_insertion(read: Read) -> None:
    found = read("Reste. {<A:Part.<}", "Fin. {>A:Vient.>}")
    assert [(r.clues.quote, r.proposed, r.deletion) for r in found.remarks] == [
        ("Part.", "", True),
        ("Fin.", "Fin.\nVient.", False),
    ]


def test_rows_that_come_and_go(read: Read, notation: Notation) -> None:
    rows = [["Journaux", "1 an"], ["Traces", "6 mois"], ["Images", "20 ans"]]
    gone = notation["change"]("del", "A", "")
    new = notation["change"]("ins", "B", "")
    found = read(
        notation["table"](rows, change_of_row=gone, row=1),
        notation["table"](rows, change_of_row=new, row=2),
    )
    deleted, inserted = found.remarks
    assert (deleted.author, deleted.clues.quote, deleted.deletion) == ("A", "Traces\t6 mois", True)
    assert (inserted.author, inserted.proposed) == ("B", "6 mois\nImages\t20 ans")
    assert found.passages.count("Images") == 1


def test_changes_in_notes_and_headers_count_too(read: Read) -> None:
    changed = "<w:p><w:r><w:t>Projet </w:t></w:r><w:ins w:id='1' w:author='A'><w:r><w:t>v2</w:t></w:r></w:ins></w:p>"
    found = read("Corps.", header1=changed, footnotes=f'<w:footnote w:id="2">{changed}</w:footnote>')
    assert [remark.proposed for remark in found.remarks] == ["Projet v2", "Projet v2"]


def test_format_changes_are_counted_and_left_alone(read: Read) -> None:
    bold = "<w:r><w:rPr><w:b/><w:rPrChange w:id='1' w:author='A'><w:rPr/></w:rPrChange></w:rPr><w:t>Gras.</w:t></w:r>"
    found = read(f"<w:p>{bold}</w:p>")
    assert (found.remarks, [issue.rule for issue in found.issues]) == ((), ["word.format_changes"])
    assert found.passages == ("Gras.",)


def test_text_boxes_fields_and_controls_keep_their_words(read: Read) -> None:
    found = read(
        '<w:p><w:sdt><w:sdtContent><w:r><w:t>Un </w:t></w:r></w:sdtContent></w:sdt><w:fldSimple w:instr="REF x">'
        '<w:r><w:t>deux </w:t></w:r></w:fldSimple><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>trois</w:t></w:r><w:r>'
        '<w:fldChar w:fldCharType="end"/></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Boîte</w:t></w:r></w:p>'
        "</w:txbxContent></w:pict></w:r></w:p>"
    )
    assert found.passages == ("Un deux trois", "Boîte")


def test_a_file_without_remarks_still_gives_its_passages(read: Read) -> None:
    found = read("Un.", "Deux.")
    assert (found.passages, found.remarks, found.forms) == (("Un.", "Deux."), (), ())


def test_the_file_need_not_exist(word_file: Callable[..., bytes]) -> None:
    found = read_word(Path("in a mail.docx"), word_file("Un {+A:mot+}."))
    assert (found.name, found.forms, found.author) == ("in a mail.docx", ("tracked_changes",), "A")


HISTORIES = st.sampled_from(["kept", "+A", "+B", "-A", "-B", "struck", "<A", ">A", "comment"])
ENDS = st.sampled_from(["", "", "¶+A", "¶-A", "¶+B"])


@given(st.lists(st.tuples(st.lists(HISTORIES, max_size=5), ENDS), max_size=5))
def test_every_word_that_comes_or_goes_is_in_a_remark(
    read: Read, paragraphs: list[tuple[list[str], str]]
) -> None:
    came, went, stayed, lines = set(), set(), [], []
    for histories, end in paragraphs:
        line = ""
        for history in histories:
            word = f"mot{len(came) + len(went) + len(stayed)}x"
            if history in {"kept", "comment"}:
                stayed.append(word)
                line += f"{word} "
            elif history[0] in "+>":
                came.add(word)
                line += f"{{{history}:{word} {history[0]}}}"
            elif history == "struck":
                came.add(word)
                line += f"{{+A:{{-B:{word} -}}+}}"
            else:
                went.add(word)
                line += f"{{{history}:{word} {history[0]}}}"
        lines.append(line + end)
    found = read(*lines)
    proposed = " ".join(f"{remark.proposed} {remark.text}" for remark in found.remarks).split()
    quoted = " ".join(remark.clues.quote for remark in found.remarks).split()
    assert came <= {word.strip("“”.,") for word in proposed}
    assert went <= set(quoted)
    assert {*stayed, *went} == set(" ".join(found.passages).split())
    assert len({remark.key for remark in found.remarks}) == len(found.remarks)
    assert all(
        remark.clues.passage is None or remark.clues.quote in " ".join(found.passages)
        for remark in found.remarks
    )
