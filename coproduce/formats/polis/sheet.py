"""A CSV file with named columns: what is missing, what stands twice, where a cell stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.formats.columns import TextColumn
from coproduce.formats.delimited import Row, Table, rows, table
from coproduce.formats.protocol import Faults, plural, shown
from coproduce.formats.text import decode


@dataclass(frozen=True)
class Sheet:
    """Rows under a head of column names."""

    names: tuple[str, ...]
    body: Table
    head: Row

    def column(self, name: str) -> TextColumn:
        """The cells of the column ``name``, which must be there."""
        return self.body.columns[self.names.index(name)]

    def has(self, name: str) -> bool:
        """Whether there is a column of that name."""
        return name in self.names

    def place(self, row: int, name: str) -> tuple[int, int]:
        """Line and column of a cell."""
        return self.body.row(row).place(self.names.index(name))


def read_sheet(data: bytes, faults: Faults, *, needed: Sequence[str], what: str) -> Sheet | None:
    """The sheet in ``data``, or None where faults were found. ``what`` names the file in sentences."""
    text = decode(data, faults, Faults(faults.source))
    if text is None:
        return None
    head = next((row for row in rows(text, faults, delimiter=",") if not row.blank), None)
    if head is None:
        faults.add("empty", f"the file is empty; a {what} file begins with its column names", (1, 1))
        return None
    names = tuple(name.strip() for name in head.fields)
    for at, name in enumerate(names):
        if name in names[:at]:
            faults.add(
                "column-twice", f"the column {shown(name)} stands twice; keep one of them", head.place(at)
            )
    missing = [name for name in needed if name not in names]
    if missing:
        faults.add(
            "column-missing",
            f"this is no {what} file: {plural(len(missing), 'column is', 'columns are')} missing: {', '.join(missing)}",
            (head.line, 1),
        )
    if faults:
        return None

    def wrong(row: Row) -> None:
        faults.add(
            "row-width",
            f"this row has {plural(len(row.fields), 'field')}, the head has {len(names)}; "
            "put text that holds a comma between double quotes",
            (row.line, 1),
        )

    body = table(
        text, faults, width=len(names), wrong=wrong, start=head.end, line=head.next_line, delimiter=","
    )
    return Sheet(names, body, head)


def whole_numbers(sheet: Sheet, name: str, faults: Faults, *, empty: int | None = None) -> NDArray[np.int64]:
    """A column of whole numbers; ``empty`` is what an empty cell means, where it may be empty."""
    cells = sheet.column(name).joined().split(b"\n")[:-1]
    found = np.zeros(len(cells), dtype=np.int64)
    for at, cell in enumerate(cells):
        try:
            found[at] = int(cell) if cell or empty is None else empty
        except (ValueError, OverflowError):
            value = shown(cell.decode("utf-8"))
            faults.add("number", f"{name} is {value}; it must be a whole number", _spot(sheet, at, name))
    return found


def _spot(sheet: Sheet, row: int, name: str) -> tuple[int, int]:
    return sheet.place(row, name)


def check_unique(sheet: Sheet, name: str, faults: Faults, *, what: str) -> None:
    """Notes empty and repeated ids."""
    seen: dict[str, int] = {}
    for at, cell in enumerate(sheet.column(name)):
        if not cell.strip():
            faults.add(
                "id-empty", f"this {what} has no id; give each an id of its own", sheet.place(at, name)
            )
        elif cell in seen:
            first = sheet.place(seen[cell], name)[0]
            faults.add(
                "id-twice",
                f"{what} {shown(cell)} stands twice (first on line {first}); keep one of them",
                sheet.place(at, name),
            )
        else:
            seen[cell] = at


def positions(cells: Iterable[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The different cells in order of first appearance, and for each cell the place of its value."""
    place: dict[str, int] = {}
    found = [place.setdefault(cell, len(place)) for cell in cells]
    return tuple(place), np.array(found, dtype=np.int64)
