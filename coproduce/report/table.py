"""Tables: the numbers behind every picture, readable by eye, ear and phone.

A ``Table`` knows its caption, which way each column is set, which cell heads a row,
and whether it fits a phone as it is or has to become a list there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from coproduce.report import lettering

Mark = Literal["", "yes", "no", "missing"]
_SMALL_PHONE = 312


@dataclass(frozen=True)
class Cell:
    """What stands in one place of a table.

    Attributes:
        text: the words or figure. With a mark it is what the mark means, read aloud.
        note: a second line in the soft voice.
        mark: ``yes`` draws a tick, ``no`` a dash, ``missing`` a dotted underline below the text.
    """

    text: str
    note: str = ""
    mark: Mark = ""


@dataclass(frozen=True)
class Column:
    """A column's heading and how its cells are set: ``start`` for words, ``end`` for figures."""

    head: str
    align: Literal["start", "end"] = "start"


@dataclass(frozen=True)
class Table:
    """A table as values. Make one with ``Table.of``.

    Attributes:
        caption: what the table shows; never empty.
        columns: at least one.
        rows, footer: each row as many cells as there are columns; the first heads the row.
        notes: sentences below.
        phone: ``fit`` leaves it as it is, ``stack`` makes a list of it, ``scroll`` gives it a
            frame of its own to scroll in.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    footer: tuple[tuple[Cell, ...], ...] = ()
    notes: tuple[str, ...] = ()
    phone: Literal["fit", "stack", "scroll"] = "fit"

    kind = "table"

    @classmethod
    def of(
        cls,
        caption: str,
        columns: Sequence[str | Column],
        rows: Iterable[Sequence[str | Cell]],
        *,
        footer: Iterable[Sequence[str | Cell]] = (),
        notes: Sequence[str] = (),
        phone: Literal["fit", "stack", "scroll", ""] = "",
    ) -> Table:
        """A table from plain text; the way to show it on a phone is found where ``phone`` is empty.

        Raises:
            ValueError: for a row with more or fewer cells than there are columns.
        """
        heads = tuple(Column(column) if isinstance(column, str) else column for column in columns)
        body, foot = _cells(rows), _cells(footer)
        for row in (*body, *foot):
            if len(row) != len(heads):
                raise ValueError(
                    f"a row of {len(row)} cells in the table {caption!r} of {len(heads)} columns"
                )
        return cls(caption, heads, body, foot, tuple(notes), phone or _phone(heads, (*body, *foot)))


def figures(head: str) -> Column:
    """A column of figures, set to the end so that digits stand under digits."""
    return Column(head, "end")


def _cells(rows: Iterable[Sequence[str | Cell]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(Cell(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)


def _phone(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Literal["fit", "scroll", "stack"]:
    """Whether the table fits a phone: the row's head takes a third, figures stay whole, words may break.

    What fits only a common phone may scroll, should the phone be smaller or the letters wider.
    """
    room = lettering.PHONE * 0.34
    heads = [
        max(lettering.width(word, strong=True) for word in column.head.split() or [""]) for column in columns
    ]
    needed = [max(width, 48.0) for width in heads]
    for row in rows:
        for place, cell in enumerate(row):
            if place and not cell.mark:
                whole = columns[place].align == "end"
                parts = [cell.text] if whole else cell.text.split()
                longest = max((lettering.width(part) for part in parts), default=0.0)
                crowd = lettering.width(cell.text) / 3
                needed[place] = max(needed[place], longest, 0 if whole else min(crowd, 140.0))
    wide = room + sum(width + 12 for width in needed[1:])
    if wide > lettering.PHONE + 28:
        return "stack"
    return "scroll" if wide > _SMALL_PHONE else "fit"
