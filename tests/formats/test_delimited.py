"""Rows and tables: the standard's rules, and the place of every field."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.formats import delimited
from coproduce.formats.delimited import Row, rows, table, write_rows
from coproduce.formats.protocol import Faults

FIELD = st.text(alphabet='ab Ł;,"\n', max_size=5)
ROWS = st.lists(st.lists(FIELD, min_size=2, max_size=4), max_size=6)


def read(data: bytes, delimiter: str = ";") -> tuple[list[Row], list[str]]:
    faults = Faults("f")
    found = list(rows(data, faults, delimiter=delimiter))
    return found, [str(problem) for problem in faults.found()]


@given(ROWS, st.sampled_from(";,"))
def test_what_is_written_reads_back_here_and_elsewhere(cells: list[list[str]], delimiter: str) -> None:
    text = write_rows(cells, delimiter=delimiter)
    found, faults = read(text.encode(), delimiter)
    assert faults == []
    assert [list(row.fields) for row in found] == cells
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) == cells


@given(ROWS)
def test_every_place_is_where_the_field_begins(cells: list[list[str]]) -> None:
    text = write_rows(cells)
    lines = text.split("\n")
    for row in read(text.encode())[0]:
        for index, field in enumerate(row.fields):
            line, column = row.place(index)
            rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
            assert rest.startswith(field.split("\n")[0].replace('"', '""')[:1])
            for cut in range(len(field)):
                line, column = row.place(index, field[:cut])
                at = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
                assert at.startswith('""' if field[cut] == '"' else field[cut])


@given(st.lists(st.lists(FIELD, min_size=3, max_size=3), max_size=8))
def test_a_table_holds_the_same_as_its_rows(cells: list[list[str]]) -> None:
    for block in (
        cells,
        [[field.replace('"', "").replace("\n", "").replace(";", "") for field in row] for row in cells],
    ):
        data, faults = write_rows(block).encode(), Faults("f")
        found = table(data, faults, width=3, wrong=lambda row: pytest.fail(str(row)), line=7)
        assert [list(cells) for cells in zip(*found.columns, strict=True)] == block
        by_row = list(rows(data, faults, line=7))
        assert found.lines.tolist() == [row.line for row in by_row]
        for index, row in enumerate(by_row):
            assert found.row(index).fields == row.fields
            assert [found.row(index).place(field, "x") for field in range(4)] == [
                row.place(field, "x") for field in range(4)
            ]
        assert not faults


def test_a_table_in_several_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_BLOCK", 16)
    lines = [f"{number};{'x' * (number % 30)};Ł" for number in range(200)]
    wrong: list[Row] = []
    data = "\n".join([*lines[:50], "", "too;few", "  ", "one;too;many;!", *lines[50:]]).encode() + b"\n"
    found = table(data, Faults("f"), width=3, wrong=wrong.append, line=11)
    assert list(found.columns[0]) == [str(number) for number in range(200)]
    assert list(found.columns[1]) == ["x" * (number % 30) for number in range(200)]
    assert found.lines.tolist() == [*range(11, 61), *range(65, 215)]
    assert [(row.line, len(row.fields)) for row in wrong] == [(62, 2), (64, 4)]


@pytest.mark.parametrize("quote", ["", '"'])
def test_rows_of_another_width_and_blank_rows(quote: str) -> None:
    wrong: list[Row] = []
    data = f"a;b\n\n   \nc\n{quote}d{quote};e\nf;g;h\n".encode()
    found = table(data, Faults("f"), width=2, wrong=wrong.append)
    assert list(found.columns[0]) == ["a", "d"]
    assert found.lines.tolist() == [1, 5]
    assert [row.line for row in wrong] == [4, 6]


def test_one_column_and_no_rows() -> None:
    found = table(b"a\n\nb\n", Faults("f"), width=1, wrong=lambda row: pytest.fail(str(row)))
    assert list(found.columns[0]) == ["a", "b"]
    empty = table(b"", Faults("f"), width=2, wrong=lambda row: pytest.fail(str(row)))
    assert len(empty) == 0
    assert [len(column) for column in empty.columns] == [0, 0]


def test_the_last_row_needs_no_line_end() -> None:
    assert [row.fields for row in read(b'a;b\n"c";d')[0]] == [("a", "b"), ("c", "d")]
    assert [row.fields for row in read(b"a;b\nc;d")[0]] == [("a", "b"), ("c", "d")]


def test_a_quote_never_closed_costs_one_row_only() -> None:
    found, faults = read(b'a;"b\nc;d\n"e;f\n"g";"h"\n')
    # The first quote closes at the line of "e: in the middle of a field. The second closes at once.
    assert [row.fields for row in found][1:2] == [("c", "d")]
    assert faults[0].startswith("f:1:3: the double quote that opens here is closed before the field ends")
    found, faults = read(b'a;b\nc;"d\ne;f\n')
    assert [row.fields for row in found] == [("a", "b"), ("c", '"d'), ("e", "f")]
    assert len(faults) == 1
    assert faults[0].startswith("f:2:3: a double quote opens here and is never closed; close it")


def test_after_one_open_quote_others_must_close_on_their_line() -> None:
    found, faults = read(b'"a;""\n"b";c\n"d""\n""e";""f\n')
    assert [row.fields for row in found][1] == ("b", "c")
    assert len(faults) == 3


def test_a_quote_inside_a_field_is_a_character() -> None:
    found, faults = read(b'5;Konkurs " NA NAJ;"x""y"\n')
    assert found[0].fields == ("5", 'Konkurs " NA NAJ', 'x"y')
    assert faults == []
    assert found[0].place(1, "Konkurs ") == (1, 11)
    assert found[0].place(2, 'x"') == (1, 24)


def test_a_place_past_the_last_field() -> None:
    assert read(b"ab;c\n")[0][0].place(2) == (1, 5)
    assert read(b'"ab";"c\nd"\n')[0][0].place(2) == (2, 2)


def test_a_lone_empty_field_is_not_a_blank_line() -> None:
    assert write_rows([("",), ("a",)]) == '""\na\n'
