"""Words that stand more than once, and words that should go: `consult comment --occurrence`, `--delete`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Consult

pytestmark = pytest.mark.usefixtures("workspace")


def made(consult: Consult, *given: object) -> dict[str, object]:
    ended = consult("comment", *given, "--json")
    assert ended.code == 0, ended.err
    comment = json.loads(ended.out)
    assert isinstance(comment, dict)
    return comment


def test_quoted_words_are_proposed_to_go(consult: Consult) -> None:
    comment = made(consult, "1.", "--quote", "au moins", "--delete")
    assert (comment["quote"], comment["deletion"], comment["position"]) == ("au moins", True, "amend")
    assert not comment.get("proposed")
    assert "to be deleted" in consult("comments", comment["id"]).out


def test_a_whole_provision_is_proposed_to_go(consult: Consult) -> None:
    comment = made(consult, "1.", "--delete", "--position", "oppose", "--text", "Inutile.")
    assert (comment.get("quote", ""), comment["deletion"], comment["position"]) == ("", True, "oppose")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param(("--delete", "--proposed", "x"), "not both", id="deleted and replaced"),
        pytest.param(("--occurrence", "2", "--text", "x"), "goes with --quote", id="occurrence of nothing"),
        pytest.param(("--quote", "le", "--occurrence", "99", "--text", "x"), "times", id="too many"),
    ],
)
def test_what_cannot_be_meant_is_refused(consult: Consult, given: tuple[str, ...], told: str) -> None:
    ended = consult("comment", "1.", *given)
    assert ended.code == 2
    assert told in ended.err
    assert consult("comments").out == ""


def test_words_that_stand_there_twice_are_told(consult: Consult) -> None:
    # "Le sous-traitant ne doit pas COnserver de COpie après la fin du COntrat."
    ended = consult("comment", "2.", "--quote", "co", "--text", "Lequel ?")
    assert ended.code == 0
    assert "stand there 3 times" in ended.err


def test_the_occurrence_meant_is_quoted_with_what_tells_it_apart(consult: Consult) -> None:
    comment = made(consult, "2.", "--quote", "co", "--occurrence", "2", "--proposed", "CO")
    assert (comment["quote"], comment["proposed"]) == ("copie", "COpie")


def test_deleting_one_of_two_keeps_what_tells_it_apart(consult: Consult) -> None:
    comment = made(consult, "2.", "--quote", "co", "--occurrence", "2", "--delete")
    assert (comment["quote"], comment["proposed"], comment["deletion"]) == ("copie", "pie", False)
