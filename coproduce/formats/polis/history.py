"""``stats-history.csv``: how many votes, statements, visitors … there were after each event."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Problem
from coproduce.formats.delimited import write_rows
from coproduce.formats.polis.sheet import read_sheet, whole_numbers
from coproduce.formats.protocol import Faults

COLUMNS = ("n-votes", "n-comments", "n-visitors", "n-voters", "n-commenters")


@dataclass(frozen=True, eq=False)
class History:
    """Running numbers, one row an event; ``numbers`` has the columns of ``COLUMNS``, shape (rows, 5)."""

    numbers: NDArray[np.int64] = field(repr=False)

    def __eq__(self, other: object) -> bool:
        return np.array_equal(self.numbers, other.numbers) if isinstance(other, History) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


def read(data: bytes, *, name: str) -> History | list[Problem]:
    """The history in ``data``, or every problem found."""
    faults = Faults(name)
    sheet = read_sheet(data, faults, needed=COLUMNS, what="stats-history")
    if sheet is None:
        return faults.found()
    numbers = np.stack([whole_numbers(sheet, column, faults) for column in COLUMNS], axis=1)
    return faults.found() if faults else History(numbers)


def write(value: History) -> bytes:
    """The file that ``read`` turns into ``value``."""
    body = [[str(number) for number in row] for row in value.numbers.tolist()]
    return write_rows([COLUMNS, *body], delimiter=",").encode("utf-8")
