"""Who has a comment open, as pages say it."""

from __future__ import annotations

from toolkit.web.rooms.commenting.presence import GONE_AFTER, Presence, Somebody

ANNE, KARIM = Somebody("Anne", "a"), Somebody("Karim", "k")


def test_people_at_the_same_comment_hear_of_each_other() -> None:
    present = Presence()
    assert present.enter("dpi", "c1", ANNE) == ()
    assert present.enter("dpi", "c1", KARIM) == (ANNE,)
    assert present.enter("dpi", "c2", KARIM) == ()
    assert present.enter("other", "c1", KARIM) == ()


def test_whoever_leaves_or_says_nothing_for_long_is_gone() -> None:
    now = [0.0]
    present = Presence(clock=lambda: now[0])
    present.enter("dpi", "c1", ANNE)
    present.leave("dpi", "c1", ANNE)
    assert present.enter("dpi", "c1", KARIM) == ()
    now[0] = GONE_AFTER
    assert present.enter("dpi", "c1", ANNE) == ()


def test_a_window_knows_the_comment_that_it_made() -> None:
    present = Presence()
    present.remember("dpi", Somebody("Ana", "w1"), "c7")
    assert present.made_in("dpi", Somebody("Ana", "w1")) == "c7"
    assert present.made_in("dpi", Somebody("Ana", "w2")) == ""
    assert present.made_in("dpi", Somebody("Ana", "")) == ""
    assert present.made_in("dpi", Somebody("Ben", "w1")) == ""
