"""Tracked changes within a paragraph: the wording that each author proposes, as if nobody else had changed it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.intake.word.wording import Segment, replacement
from toolkit.model.contribution import Contribution

Read = Callable[..., Contribution]


@pytest.mark.parametrize(
    ("line", "quote", "proposed", "deletion"),
    [
        pytest.param(
            "Fermées après {-A:cinq-}{+A:dix+} minutes au plus.",
            "après cinq minutes",
            "après dix minutes",
            False,
            id="word replaced",
        ),
        pytest.param(
            "Le délai est de six{+A:ty+} jours ouvrés.",
            "de six jours",
            "de sixty jours",
            False,
            id="half a word becomes whole",
        ),
        pytest.param(
            "L’{-A:accès-}{+A:usage+} est libre ici.",
            "L’accès est libre",
            "L’usage est libre",
            False,
            id="elision is no word's end",
        ),
        pytest.param(
            "Il faut {+A:toujours +}agir vite.",
            "Il faut agir",
            "Il faut toujours agir",
            False,
            id="insertion has words around it",
        ),
        pytest.param("Les dossiers {-A:papier -}des patients.", "papier", "", True, id="words that go"),
        pytest.param(
            "Ne pas {-A:pas -}courir.",
            "pas pas courir.",
            "pas courir.",
            False,
            id="which of two words goes is said",
        ),
        pytest.param(
            "Voir (l’article 32{-A:)-} ici.",
            "(l’article 32) ici.",
            "(l’article 32 ici.",
            False,
            id="a mark that goes is shown with its word",
        ),
        pytest.param("{-A:Tout est supprimé.-}", "Tout est supprimé.", "", True, id="all of it goes"),
        pytest.param(
            "{-A:Un-}{+A:Deux+} mots, puis {-A:trois-}{+A:quatre+} autres.",
            "Un mots, puis trois",
            "Deux mots, puis quatre",
            False,
            id="several changes of one author are one proposal",
        ),
        pytest.param(
            "Un{-A:\u00a0-}{+A:\u00a0+}mot.", None, "", False, id="the same words again are no change"
        ),
        pytest.param("Un {-A: -}mot.", None, "", False, id="a space alone is no change"),
    ],
)
def test_proposed_wording(read: Read, line: str, quote: str | None, proposed: str, deletion: bool) -> None:
    found = read(line)
    said = [(r.clues.quote, r.proposed, r.deletion) for r in found.remarks]
    assert said == ([] if quote is None else [(quote, proposed, deletion)])
    assert all((r.author, r.position, r.clues.passage) == ("A", "amend", 0) for r in found.remarks)


def test_each_author_is_read_as_if_alone(read: Read) -> None:
    found = read("Fermées après {-A:cinq-}{+A:dix+}{+B: ou vingt+} minutes {-B:au plus-}{+C:environ+}.")
    assert found.passages == ("Fermées après cinq minutes au plus.",)
    assert {r.author: (r.clues.quote, r.proposed) for r in found.remarks} == {
        "A": ("après cinq minutes", "après dix minutes"),
        "B": ("minutes au plus", "ou vingt minutes"),
        "C": ("minutes au plus.", "minutes au plusenviron."),
    }


def test_striking_what_somebody_proposes_answers_the_proposal(read: Read) -> None:
    found = read("Il faut {+Ana:toujours +}{+Ana:{-Bea:et partout -}+}agir vite.")
    proposed, struck = found.remarks
    assert (proposed.author, proposed.proposed) == ("Ana", "Il faut toujours et partout agir")
    assert (struck.author, struck.reply_to, "et partout" in struck.text) == ("Bea", proposed.key, True)


def test_keys_tell_authors_and_paragraphs_apart(read: Read) -> None:
    found = read("Un {+A:x +}{+B:y +}mot.", "Deux {+A:z +}mots.", "Deux {+A:z +}mots.")
    assert len({remark.key for remark in found.remarks}) == 4


def test_keys_outlive_other_changes(read: Read) -> None:
    before = read("Premier.", "Un {+A:petit +}mot ici.")
    after = read("Nouveau.¶+B", "Premier {+B:mot+}.", "Un {+A:petit +}mot {-B:ici-}.")
    key = {remark.author: remark.key for remark in before.remarks}["A"]
    assert key in {remark.key for remark in after.remarks}


WORDS = st.text(alphabet="ab ,.’é", max_size=8)


@given(
    st.lists(
        st.builds(
            lambda text, kind: Segment(text, before=kind != "new", after=kind != "gone"),
            WORDS,
            st.sampled_from(["kept", "new", "gone"]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_the_proposal_put_in_the_place_of_the_quote_is_what_the_author_left(segments: list[Segment]) -> None:
    changed = [place for place, segment in enumerate(segments) if segment.changed]
    before = " ".join("".join(segment.text for segment in segments if segment.before).split())
    after = "".join(segment.text for segment in segments if segment.after)
    if not changed or not before:
        return
    made = replacement(segments, changed[0], changed[-1])
    assert made.quote in before
    assert before.count(made.quote) == 1 or made.quote == before
    assert made.deletion == (not made.proposed)
    told = before.replace(made.quote, made.proposed, 1)
    assert "".join(told.split()) == "".join(after.split())
