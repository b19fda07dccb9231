"""A column of texts without a Python object per cell.

A file of 90,000 ballots has half a million cells, of which most are never
looked at one by one. A column therefore is the file's own bytes with the place
where each cell starts and ends; cells become text when asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class TextColumn(Sequence[str]):
    """Cells of one column, in order of rows.

    Cell *i* is ``data[starts[i]:ends[i]]`` in UTF-8. Columns of one file share
    ``data``. Two columns are equal where their cells are.
    """

    data: bytes = field(repr=False)
    starts: NDArray[np.int64] = field(repr=False)
    ends: NDArray[np.int64] = field(repr=False)

    @classmethod
    def of(cls, cells: Iterable[str]) -> TextColumn:
        """The column that holds ``cells``."""
        encoded = [cell.encode("utf-8") for cell in cells]
        ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
        return cls(b"".join(encoded), ends[:-1], ends[1:])

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> TextColumn: ...
    def __getitem__(self, index: int | slice) -> str | TextColumn:
        if isinstance(index, slice):
            return TextColumn(self.data, self.starts[index], self.ends[index])
        return self.data[self.starts[index] : self.ends[index]].decode("utf-8")

    def __iter__(self) -> Iterator[str]:
        for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True):
            yield self.data[start:end].decode("utf-8")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TextColumn):
            return NotImplemented
        return (
            len(self) == len(other)
            and np.array_equal(self.lengths, other.lengths)
            and self.joined() == other.joined()
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Bytes per cell."""
        return self.ends - self.starts

    def joined(self) -> bytes:
        r"""All cells, each followed by ``\n``: the form in which bytes are split and searched in bulk."""
        if not len(self):
            return b""
        sizes = self.lengths + 1
        stops = np.cumsum(sizes)
        places = np.repeat(self.starts - (stops - sizes), sizes)
        places += np.arange(len(places))
        # A cell may end where the data ends; its separator is overwritten below, whatever was taken.
        np.minimum(places, max(len(self.data) - 1, 0), out=places)
        source = np.frombuffer(self.data or b"\n", dtype=np.uint8)
        taken = source[places]
        taken[stops - 1] = 10
        return bytes(taken.tobytes())
