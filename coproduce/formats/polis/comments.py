"""``comments.csv``: the statements, who wrote them, how they were moderated.

Columns: timestamp, datetime, comment-id, author-id, agrees, disagrees, moderated,
comment-body; newer exports add is-meta, is-seed and group-informed-consensus. The
columns found are kept, so that what is written has those that were read.
``moderated`` is 1 (accepted), 0 (not looked at) or −1 (rejected).
"""

from __future__ import annotations

from dataclasses import dataclass

from coproduce.engines.kernel import Problem
from coproduce.formats.delimited import write_rows
from coproduce.formats.polis.sheet import check_unique, read_sheet, whole_numbers
from coproduce.formats.protocol import Faults, shown

COLUMNS = (
    "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body",
)  # fmt: skip
REJECTED = -1
_TRUE = frozenset(("true", "1", "t", "yes"))


@dataclass(frozen=True)
class Comments:
    """The statements, in the order of the file: column names and cells."""

    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]

    def _cells(self, name: str) -> tuple[str, ...]:
        at = self.columns.index(name)
        return tuple(row[at] for row in self.cells)

    @property
    def ids(self) -> tuple[str, ...]:
        """Id of each statement."""
        return self._cells("comment-id")

    @property
    def texts(self) -> tuple[str, ...]:
        """What each statement says."""
        return self._cells("comment-body")

    @property
    def authors(self) -> tuple[str, ...]:
        """Who wrote each statement, "" where the file does not say."""
        return self._cells("author-id") if "author-id" in self.columns else ("",) * len(self.cells)

    @property
    def times(self) -> tuple[int, ...]:
        """When each statement was written, in milliseconds since 1970; empty where the file does not say of each."""
        stamps = self._cells("timestamp") if "timestamp" in self.columns else ()
        return tuple(int(stamp) for stamp in stamps) if all(stamp.isdecimal() for stamp in stamps) else ()

    @property
    def rejected(self) -> tuple[str, ...]:
        """Ids of the statements that moderation rejected."""
        if "moderated" not in self.columns:
            return ()
        states = self._cells("moderated")
        return tuple(
            name for name, state in zip(self.ids, states, strict=True) if state and int(state) == REJECTED
        )

    @property
    def meta(self) -> tuple[str, ...]:
        """Ids of the meta statements."""
        if "is-meta" not in self.columns:
            return ()
        marks = self._cells("is-meta")
        return tuple(name for name, mark in zip(self.ids, marks, strict=True) if mark.lower() in _TRUE)


def read(data: bytes, *, name: str) -> Comments | list[Problem]:
    """The statements in ``data``, or every problem found."""
    faults = Faults(name)
    sheet = read_sheet(data, faults, needed=("comment-id", "comment-body"), what="comments")
    if sheet is None:
        return faults.found()
    check_unique(sheet, "comment-id", faults, what="statement")
    if sheet.has("moderated"):
        for at, state in enumerate(whole_numbers(sheet, "moderated", faults, empty=0).tolist()):
            if state not in (-1, 0, 1):
                faults.add(
                    "moderated",
                    f"moderated is {shown(str(state))}; it must be 1 (accepted), 0 (not looked at) or -1 (rejected)",
                    sheet.place(at, "moderated"),
                )
    if faults:
        return faults.found()
    columns = [list(column) for column in sheet.body.columns]
    return Comments(sheet.names, tuple(zip(*columns, strict=True)))


def write(value: Comments) -> bytes:
    """The file that ``read`` turns into ``value``."""
    return write_rows([value.columns, *value.cells], delimiter=",").encode("utf-8")
