"""Rows of fields between semicolons or commas, with the place of each field.

Two readers over the same rules, both on bytes that ``text.decode`` made:

* ``rows`` goes row by row and is for heads and small files;
* ``table`` takes all rows of one width at once, column by column, and is for
  the tens of thousands of rows below the head.

The rules are RFC 4180's: a field that begins with a double quote goes on to
the closing one, over line ends too, and holds a quote as two; elsewhere a quote
is an ordinary character. A quote that is never closed, or closed in the middle
of a field, is a fault; its row is then read as if the quote were a character,
so that one slip does not swallow the rows behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.formats.columns import TextColumn
from coproduce.formats.protocol import Faults

_QUOTED = re.compile(rb'"([^"]*(?:""[^"]*)*)"')
_BLOCK = 4_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its fields, and where they stand.

    ``line`` is the line on which it begins, ``next_line`` the line after its
    last; ``end`` the position in the bytes behind it. ``spots`` holds line and
    column of each field where there are quotes (else None: they follow from the fields).
    """

    fields: tuple[str, ...]
    line: int
    next_line: int
    end: int
    spots: tuple[tuple[int, int, bool], ...] | None = None

    def place(self, index: int, before: str = "") -> tuple[int, int]:
        """Line and column of field ``index``, or of what stands behind ``before`` in it.

        An ``index`` one past the last field is the end of the row.
        """
        if self.spots is None:
            start = 1 + sum(len(field) + 1 for field in self.fields[:index])
            return self.line, start + len(before) - (index >= len(self.fields))
        if index >= len(self.spots):
            line, column, quoted = self.spots[-1]
            before = self.fields[-1]
        else:
            line, column, quoted = self.spots[index]
        if not quoted:
            return line, column + len(before)
        if "\n" in before:
            line, column, before = line + before.count("\n"), 0, before.rpartition("\n")[2]
        return line, column + 1 + len(before) + before.count('"')

    @property
    def blank(self) -> bool:
        """Whether nothing but spaces stands on it."""
        return len(self.fields) == 1 and not self.fields[0].strip()


def rows(
    data: bytes, faults: Faults, *, start: int = 0, line: int = 1, delimiter: str = ";"
) -> Iterator[Row]:
    """The rows of ``data`` from byte ``start`` (on line ``line``) on, blank ones too."""
    close_on_line = False
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        if data.find(b'"', start, end) < 0:
            row = _plain(data, start, end, line, delimiter)
        else:
            found = _with_quotes(data, start, line, delimiter, end if close_on_line else len(data))
            if isinstance(found, Row):
                row = found
            else:
                code, text, spot = found
                # Whoever never closes one quote would have the rest of the file searched for each.
                close_on_line = close_on_line or code == "quote-open"
                faults.add(code, text, spot)
                row = _plain(data, start, end, line, delimiter)
        yield row
        start, line = row.end, row.next_line


def _plain(data: bytes, start: int, end: int, line: int, delimiter: str) -> Row:
    return Row(tuple(data[start:end].decode("utf-8").split(delimiter)), line, line + 1, end + 1)


def _with_quotes(
    data: bytes, start: int, line: int, delimiter: str, limit: int
) -> Row | tuple[str, str, tuple[int, int]]:
    """The row at ``start``, or code, sentence and place of what is wrong with its quotes."""
    first, fields, spots = line, [], []
    cut, line_start, position = delimiter.encode(), start, start
    unquoted = re.compile(rb"[^\n" + re.escape(cut) + rb"]*")
    while True:
        column = len(data[line_start:position].decode("utf-8")) + 1
        quoted = data[position : position + 1] == b'"'
        spots.append((line, column, quoted))
        match = _QUOTED.match(data, position, limit) if quoted else unquoted.match(data, position)
        if match is None:
            text = "a double quote opens here and is never closed; close it, or write it twice inside quotes if it "
            return "quote-open", text + 'belongs to the text ("")', (line, column)
        position = match.end()
        field = match.group(1) if quoted else match.group()
        if quoted:
            breaks = field.count(b"\n")
            if breaks:
                line, line_start = line + breaks, data.rfind(b"\n", 0, position) + 1
            field = field.replace(b'""', b'"')
        fields.append(field.decode("utf-8"))
        follows = data[position : position + 1]
        position += 1
        if follows in (b"\n", b""):
            return Row(tuple(fields), first, line + 1, position, tuple(spots))
        if follows != cut:
            text = "the double quote that opens here is closed before the field ends; write quotes that belong to the "
            return "quote-text", text + 'text twice ("")', spots[-1][:2]


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of one width, by column; ``lines[i]`` is the line on which row *i* begins."""

    columns: tuple[TextColumn, ...]
    lines: NDArray[np.int64]
    quoted: dict[int, Row]

    def __len__(self) -> int:
        return len(self.lines)

    def row(self, index: int) -> Row:
        """Row ``index`` with its places, made anew for a problem's sake."""
        if index in self.quoted:
            return self.quoted[index]
        line = int(self.lines[index])
        return Row(tuple(column[index] for column in self.columns), line, line + 1, 0)


def table(
    data: bytes,
    faults: Faults,
    *,
    width: int,
    wrong: Callable[[Row], None],
    start: int = 0,
    line: int = 1,
    delimiter: str = ";",
) -> Table:
    """All rows of ``width`` fields from byte ``start`` (on line ``line``) to the end.

    Blank rows are passed over; ``wrong`` is called with each row of another width.
    """
    if data.find(b'"', start) >= 0:
        return _slow_table(rows(data, faults, start=start, line=line, delimiter=delimiter), width, wrong)
    ends: list[NDArray[np.int64]] = []
    starts: list[NDArray[np.int64]] = []
    lines: list[NDArray[np.int64]] = []
    while start < len(data):
        stop = data.rfind(b"\n", start, start + _BLOCK) + 1
        stop = stop or data.find(b"\n", start) + 1 or len(data)
        block_starts, block_ends, block_lines, count = _block(
            data, start, stop, line=line, width=width, wrong=wrong, delimiter=delimiter
        )
        starts.append(block_starts)
        ends.append(block_ends)
        lines.append(block_lines)
        start, line = stop, line + count
    if not lines:
        empty = np.zeros(0, dtype=np.int64)
        return Table(tuple(TextColumn(b"", empty, empty) for _ in range(width)), empty, {})
    all_starts, all_ends = np.concatenate(starts, axis=1), np.concatenate(ends, axis=1)
    columns = tuple(TextColumn(data, all_starts[index], all_ends[index]) for index in range(width))
    return Table(columns, np.concatenate(lines), {})


def _block(
    data: bytes, start: int, stop: int, *, line: int, width: int, wrong: Callable[[Row], None], delimiter: str
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], int]:
    """Starts and ends (width × rows) and lines of the good rows between two positions; and how many lines there are."""
    chars = np.frombuffer(data, dtype=np.uint8, count=stop - start, offset=start)
    marks = np.flatnonzero((chars == ord(delimiter)) | (chars == 10))
    breaks = np.flatnonzero(chars[marks] == 10)
    line_ends = marks[breaks]
    line_starts = np.concatenate(([0], line_ends[:-1] + 1))
    found = np.diff(breaks, prepend=-1)
    good = found == width
    filled = line_ends > line_starts
    good &= filled
    for index in np.flatnonzero(~good & filled).tolist():
        row = _plain(
            data, start + int(line_starts[index]), start + int(line_ends[index]), line + index, delimiter
        )
        if not row.blank:
            wrong(row)
    picked = breaks[good]
    ends = np.empty((width, len(picked)), dtype=np.int64)
    starts = np.empty_like(ends)
    for index in range(width):
        ends[index] = marks[picked - (width - 1 - index)] + start
    starts[0] = line_starts[good] + start
    starts[1:] = ends[:-1] + 1
    return starts, ends, np.flatnonzero(good) + line, len(breaks)


def _slow_table(found: Iterable[Row], width: int, wrong: Callable[[Row], None]) -> Table:
    good: list[Row] = []
    for row in found:
        if len(row.fields) == width and not row.blank:
            good.append(row)
        elif not row.blank:
            wrong(row)
    columns = tuple(TextColumn.of(row.fields[index] for row in good) for index in range(width))
    lines = np.array([row.line for row in good], dtype=np.int64)
    return Table(columns, lines, {index: row for index, row in enumerate(good) if row.spots is not None})


def write_rows(found: Iterable[Sequence[str]], *, delimiter: str = ";") -> str:
    """Rows as text, one per line; a field is quoted where it holds a delimiter, a quote or a line end."""
    special = re.compile(f'[{re.escape(delimiter)}"\n\r]')
    lines = []
    for row in found:
        line = delimiter.join(row)
        if (
            '"' in line
            or "\n" in line
            or "\r" in line
            or not line.strip()
            or line.count(delimiter) >= len(row)
        ):
            line = delimiter.join(
                '"' + field.replace('"', '""') + '"'
                if special.search(field) or line == field == ""
                else field
                for field in row
            )
        lines.append(line + "\n")
    return "".join(lines)
