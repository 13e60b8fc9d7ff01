"""Tracked changes of a Word document: the text as accepted, and as it was before."""

from __future__ import annotations

import pytest

P = "<w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr>{runs}</w:p>"
KEPT = "<w:r><w:t>{}</w:t></w:r>"
GONE = "<w:del><w:r><w:delText>{}</w:delText></w:r></w:del>"
NEW = "<w:ins><w:r><w:t>{}</w:t></w:r></w:ins>"
ROW = "<w:tr><w:trPr>{}</w:trPr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"

CASES = {
    "words": (P.format(mark="", runs=KEPT.format("a") + GONE.format("b") + NEW.format("c")), ["ac"], ["ab"]),
    "moved words": (
        "<w:p><w:moveFrom><w:r><w:t>a</w:t></w:r></w:moveFrom></w:p><w:p><w:moveTo><w:r><w:t>a</w:t></w:r></w:moveTo>"
        "<w:r><w:t>b</w:t></w:r></w:p>",
        ["ab"],
        ["a", "b"],
    ),
    "deleted end joins": (
        P.format(mark="<w:del/>", runs=KEPT.format("a")) + P.format(mark="", runs=KEPT.format("b")),
        ["ab"],
        ["a", "b"],
    ),
    "inserted end splits": (
        P.format(mark="<w:ins/>", runs=KEPT.format("a")) + P.format(mark="", runs=KEPT.format("b")),
        ["a", "b"],
        ["ab"],
    ),
    "whole paragraph deleted": (
        P.format(mark="<w:del/>", runs=GONE.format("a")) + P.format(mark="", runs=KEPT.format("b")),
        ["b"],
        ["a", "b"],
    ),
    "last paragraph's end deleted": (P.format(mark="<w:del/>", runs=KEPT.format("a")), ["a"], ["a"]),
    "rows": (
        "<w:tbl>" + "".join(ROW.format(mark, name) for mark, name in (("", "a"), ("<w:del/>", "b"), ("<w:ins/>", "c"))) + "</w:tbl>",
        ["a |  / c | "],
        ["a |  / b | "],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "accepted", "original"), CASES.values(), ids=CASES.keys())
def test_both_views(read_word, outline, body, accepted, original):
    assert [line.rstrip() for line in outline(read_word(body))] == [line.rstrip() for line in accepted]
    assert [line.rstrip() for line in outline(read_word(body, view="original"))] == [
        line.rstrip() for line in original
    ]


def test_former_properties_hold_in_the_original_view(read_word):
    change = "<w:b/><w:rPrChange><w:rPr><w:i/></w:rPr></w:rPrChange>"
    body = f"<w:p><w:r><w:rPr>{change}</w:rPr><w:t>x</w:t></w:r></w:p>"
    now, before = read_word(body).blocks[0].style, read_word(body, view="original").blocks[0].style
    assert (now.bold, now.italic, before.bold, before.italic) == (True, False, False, True)
