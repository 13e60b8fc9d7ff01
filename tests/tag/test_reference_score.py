"""References and deadlines against the annotated sentences: figures that must not fall.

A mention counts where it has the annotated value and overlaps its place; a deadline's kind must be right too. The
sentences were tuned on by odd ids; even ids were looked at last.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from toolkit.model.provision import Provision
from toolkit.tag.profiles import load_profile
from toolkit.tag.tagger import Tagger

SENTENCES = Path(__file__).parents[2] / "corpus" / "annotated" / "references.jsonl"
FLOORS = {"reference": 0.99, "deadline": 0.98}
TAGGERS = {language: Tagger(load_profile(), language) for language in ("fr", "en")}


class Mention(NamedTuple):
    start: int
    end: int
    value: str
    kind: str = ""


def annotated(sentence, facet):
    return [
        Mention(span["start"], span["end"], span["value"], span.get("kind", ""))
        for span in sentence[f"{facet}s"]
    ]


def found(sentence, facet):
    tags = TAGGERS[sentence["lang"]].tag(Provision(id="x", text=sentence["text"]))
    return [
        Mention(
            place.start,
            place.end,
            tag.value,
            tag.rule.removeprefix("deadline.") if facet == "deadline" else "",
        )
        for tag in tags
        if tag.facet == facet
        for place in tag.evidence
    ]


def hits(gold, proposed):
    left, count = list(gold), 0
    for mention in proposed:
        same = [
            other
            for other in left
            if other[2:] == mention[2:] and other.start < mention.end and mention.start < other.end
        ]
        if same:
            left.remove(same[0])
            count += 1
    return count


def f1(facet, rest):
    hit = size = 0
    for line in SENTENCES.read_text("utf-8").splitlines():
        sentence = json.loads(line)
        if int(sentence["id"].removeprefix("r-")) % 2 in rest:
            gold, proposed = annotated(sentence, facet), found(sentence, facet)
            hit += hits(gold, proposed)
            size += len(gold) + len(proposed)
    return 2 * hit / size


@pytest.mark.parametrize("rest", [(1,), (0,), (0, 1)], ids=["odd", "even", "all"])
@pytest.mark.parametrize("facet", list(FLOORS))
def test_f1_does_not_fall(facet, rest):
    assert f1(facet, rest) >= FLOORS[facet]
