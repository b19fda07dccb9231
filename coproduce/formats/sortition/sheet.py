"""A sheet: a head and rows of as many cells, each with its place. What both files are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from coproduce.engines.kernel import Place, Problem
from coproduce.formats.delimited import Row, rows, write_rows
from coproduce.formats.protocol import Faults, plural, shown
from coproduce.formats.text import decode


@dataclass(frozen=True)
class Sheet:
    """Cells by row, without spaces around them.

    ``source`` is the file as the user knows it; ``place`` says where a cell stands in it.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str = field(compare=False)
    lines: tuple[Row, ...] = field(compare=False, repr=False)
    head: Row = field(compare=False, repr=False)
    warnings: tuple[Problem, ...] = field(default=(), compare=False, repr=False)

    def place(self, row: int, column: int) -> Place:
        """Line and column of a cell; row −1 is the head."""
        line = self.head if row < 0 else self.lines[row]
        return Place(self.source, *line.place(column))


def read_sheet(data: bytes, faults: Faults, name: str) -> Sheet | None:
    """The sheet in ``data``, or None where it has faults. Commas or semicolons, as the head has more of."""
    warnings = Faults(name)
    text = decode(data, faults, warnings)
    if text is None:
        return None
    first = text.lstrip(b"\n").split(b"\n", 1)[0]
    delimiter = ";" if first.count(b";") > first.count(b",") else ","
    found = [row for row in rows(text, faults, delimiter=delimiter) if not _empty(row)]
    if not found:
        faults.add("empty", "the file is empty; the first line should name the columns", (1, 1))
        return None
    head, *lines = found
    columns = tuple(cell.strip() for cell in head.fields)
    _check_head(columns, head, faults)
    good = []
    for line in lines:
        cells = line.fields
        if len(cells) > len(columns) and not any(cell.strip() for cell in cells[len(columns) :]):
            cells = cells[: len(columns)]
        if len(cells) != len(columns):
            faults.add(
                "width",
                f"this line has {plural(len(cells), 'cell')} and the first line names "
                f"{plural(len(columns), 'column')}; make them agree (quote cells that hold a comma)",
                line.place(min(len(cells), len(columns))),
            )
            continue
        good.append((line, tuple(cell.strip() for cell in cells)))
    if faults:
        return None
    return Sheet(
        columns,
        tuple(cells for _, cells in good),
        name,
        tuple(line for line, _ in good),
        head,
        tuple(warnings.found()),
    )


def write_sheet(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> bytes:
    """A sheet as comma-separated bytes."""
    return write_rows([columns, *cells], delimiter=",").encode("utf-8")


def _empty(row: Row) -> bool:
    return not any(cell.strip() for cell in row.fields)


def _check_head(columns: tuple[str, ...], head: Row, faults: Faults) -> None:
    for at, name in enumerate(columns):
        if name and name in columns[:at]:
            faults.add(
                "column-twice",
                f"the column {shown(name)} stands here a second time; rename or remove one",
                head.place(at),
            )
