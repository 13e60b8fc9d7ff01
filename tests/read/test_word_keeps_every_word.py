"""Whatever a body is made of, each visible word comes out once and each removed word never."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

WORD = "<w:r><w:t>MOT</w:t></w:r>"
REMOVED = "<w:del><w:r><w:delText>PARTI</w:delText></w:r></w:del>"
RUNS = st.recursive(
    st.sampled_from([WORD, REMOVED, "<w:r><w:tab/></w:r>", '<w:bookmarkStart w:name="b"/>']),
    lambda inner: st.lists(inner, max_size=3).flatmap(
        lambda parts: st.sampled_from(
            [
                f"<w:ins>{''.join(parts)}</w:ins>",
                f"<w:hyperlink>{''.join(parts)}</w:hyperlink>",
                f"<w:smartTag>{''.join(parts)}</w:smartTag>",
                f"<w:sdt><w:sdtContent>{''.join(parts)}</w:sdtContent></w:sdt>",
                f'<w:fldSimple w:instr="REF x">{"".join(parts)}</w:fldSimple>',
                '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF</w:instrText><w:fldChar w:fldCharType="separate"/>'
                f'</w:r>{"".join(parts)}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            ]
        )
    ),
    max_leaves=6,
)  # fmt: skip
MARKS = st.sampled_from(["", "", "<w:del/>", "<w:ins/>"])
PARAGRAPH = st.builds(
    lambda mark, runs: f"<w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr>{''.join(runs)}</w:p>",
    MARKS,
    st.lists(RUNS, max_size=3),
)


def _table(rows: list[list[str]]) -> str:
    cells = ["".join(f"<w:tc>{cell}<w:p/></w:tc>" for cell in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


BLOCKS = st.recursive(
    PARAGRAPH,
    lambda inner: st.one_of(
        st.lists(st.lists(inner, min_size=1, max_size=3), min_size=1, max_size=3).map(_table),
        st.lists(inner, max_size=3).map(
            lambda parts: f"<w:sdt><w:sdtContent>{''.join(parts)}</w:sdtContent></w:sdt>"
        ),
        st.lists(inner, max_size=3).map(
            lambda parts: (
                f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{''.join(parts)}</w:txbxContent></v:textbox>"
                "</w:pict></w:r></w:p>"
            )
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=150)
@given(body=st.lists(BLOCKS, max_size=4).map("".join))
def test_each_word_once(read_word, body):
    sure = "<w:p><w:r><w:t>fin</w:t></w:r></w:p>"
    blocks = read_word(body + sure).blocks
    text = " ".join(
        [*(block.text for block in blocks), *(cell for block in blocks for row in block.rows for cell in row)]
    )
    assert len(re.findall("MOT", text)) == body.count("MOT")
    assert "PARTI" not in text
