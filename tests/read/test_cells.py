"""Tables within cells: a row of words is the cell's text, a table of several rows is one of its own."""

from __future__ import annotations

from toolkit.model.layout import Block
from toolkit.read.cells import headed, table_text


def table(*rows: tuple[str, ...]) -> Block:
    return Block(kind="table", rows=rows)


def test_a_nested_table_of_several_rows_comes_after_the_outer_one() -> None:
    inner = table(("Date", "2018"), ("Stage", "Final"))
    read = table_text([[[Block(kind="paragraph", text="Title")], [inner]]])
    assert (read.rows, read.aside) == ((("Title", ""),), [inner])


def test_a_nested_row_is_text_of_its_cell() -> None:
    read = table_text([[[table(("Date", "2018"))]]])
    assert (read.rows, read.aside) == ((("Date\t2018",),), [])


def test_the_entries_of_a_contents_table_are_no_text_of_their_cell() -> None:
    entry = Block(kind="paragraph", text="I. Overview\t5", role="toc", outline_level=2)
    grid = [[[Block(kind="paragraph", text="Costs: 3"), entry]], [[Block(kind="paragraph", text="Net: 3")]]]
    read = table_text(grid)
    assert (read.rows, read.aside, headed(grid)) == ((("Costs: 3",), ("Net: 3",)), [entry], False)
