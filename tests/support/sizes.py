"""Inputs of any size, whose work must grow with their size alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.structure.drafts import reading
from toolkit.model.comment import Comment
from toolkit.model.provision import Provision
from toolkit.model.reading import Reading
from toolkit.model.response import Answer, Consultation, Response, Section

_PART = """
# Fiche 3 : Accès
1. Premier point du texte.
a) un cas ;
• un autre cas.
Suite du texte.
"""


def draft_of(parts: int) -> Reading:
    """Return a reading of five blocks a part."""
    return reading(_PART * parts)


def wordings_of(words: int) -> tuple[str, str]:
    """Return a text and the same with an end, a beginning and many words between changed."""
    before = " ".join(f"word{number}" for number in range(words))
    return before, "begin " + before.replace("word5", "other5") + " end"


def response_of(comments: int) -> Response:
    """Return a response whose comments are all on one provision."""
    provision = Provision(
        id="p1", kind="section", number="1.", text="Sessions are locked after five minutes."
    )
    said = tuple(
        Comment(
            id=f"c{number}",
            provision_id="p1",
            position="amend",
            text=f"Words {number}.",
            proposed=f"Wording {number}.",
        )
        for number in range(comments)
    )
    section = Section(
        id="s1", title="Access", answers=(Answer(provision=provision, path=("1.",), comments=said),)
    )
    return Response(consultation=Consultation(title="Security"), language="en", sections=(section,))


def _text(unit: str) -> Callable[[int], Provision]:
    return lambda times: Provision(id="p1", text=unit * times)


PROVISIONS: Mapping[str, Callable[[int], Provision]] = {
    "sentence": _text("Le responsable doit, lorsque cela est utile, notifier "),
    "sentences": _text("Le responsable doit notifier. "),
    "leader dots": _text("." * 50),
    "brackets": _text("(" * 50),
    "mixed marks": _text("a).(b" * 10),
    "one long word": _text("x" * 50),
    "table": lambda times: Provision(id="p1", rows=(("Le DPD doit", "tenir le registre"),) * times),
}
"""Texts of one kind each, by what they are made of."""
