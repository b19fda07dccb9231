"""Columns of text: what goes in comes out, and equality is of cells."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from coproduce.formats.columns import TextColumn

CELLS = st.lists(st.text(alphabet="abŁ🌳,; ", max_size=6), max_size=12)


@given(CELLS)
def test_cells_come_back(cells: list[str]) -> None:
    column = TextColumn.of(cells)
    assert list(column) == cells
    assert len(column) == len(cells)
    assert [column[index] for index in range(len(cells))] == cells
    assert list(column[1:]) == cells[1:]
    assert column.joined() == "".join(cell + "\n" for cell in cells).encode()


@given(CELLS, CELLS)
def test_equal_where_cells_are(one: list[str], other: list[str]) -> None:
    assert (TextColumn.of(one) == TextColumn.of(other)) == (one == other)


def test_cells_anywhere_in_the_bytes() -> None:
    column = TextColumn(b"abcd", np.array([2, 0, 4]), np.array([4, 1, 4]))
    assert list(column) == ["cd", "a", ""]
    assert column.joined() == b"cd\na\n\n"
    assert column == TextColumn.of(["cd", "a", ""])
    assert column != TextColumn.of(["cd", "", "a"])
    assert column != ["cd", "a", ""]
