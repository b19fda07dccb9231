"""``votes.csv``: one row a vote, with its time.

Columns: timestamp (milliseconds since 1970), datetime (as text), comment-id, voter-id,
vote. Somebody may change a vote: rows are kept as they are, and ``latest`` says which count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Problem
from coproduce.formats.columns import TextColumn
from coproduce.formats.delimited import write_rows
from coproduce.formats.polis.sheet import positions, read_sheet, whole_numbers
from coproduce.formats.protocol import Faults, shown

COLUMNS = ("timestamp", "datetime", "comment-id", "voter-id", "vote")


@dataclass(frozen=True, eq=False)
class VoteRows:
    """The rows of the file, in its order.

    Attributes:
        participants, statements: ids in order of first appearance.
        voter, statement: positions in these, shape (rows,).
        vote: 1, 0 or −1, shape (rows,).
        times: milliseconds since 1970, shape (rows,); empty where the file has none.
        dates: the times as the file words them; empty where it does not.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    voter: NDArray[np.int64] = field(repr=False)
    statement: NDArray[np.int64] = field(repr=False)
    vote: NDArray[np.int64] = field(repr=False)
    times: NDArray[np.int64] = field(repr=False)
    dates: Sequence[str] = field(repr=False, default=())

    def __len__(self) -> int:
        return len(self.vote)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, VoteRows):
            return NotImplemented
        arrays = ("voter", "statement", "vote", "times")
        return (
            (self.participants, self.statements) == (other.participants, other.statements)
            and all(np.array_equal(getattr(self, name), getattr(other, name)) for name in arrays)
            and list(self.dates) == list(other.dates)
        )

    __hash__ = None  # type: ignore[assignment]

    def latest(self) -> NDArray[np.int64]:
        """Rows that count: the last of each participant on each statement, by time, then by place in the file."""
        pair = self.voter * len(self.statements) + self.statement
        times = self.times if len(self.times) else np.zeros(len(self), dtype=np.int64)
        order = np.lexsort((np.arange(len(self)), times, pair))
        last = np.append(pair[order][1:] != pair[order][:-1], True)[: len(self)]
        return np.sort(order[last])


def read(data: bytes, *, name: str) -> VoteRows | list[Problem]:
    """The votes in ``data``, or every problem found."""
    faults = Faults(name)
    sheet = read_sheet(data, faults, needed=("comment-id", "voter-id", "vote"), what="votes")
    if sheet is None:
        return faults.found()
    for column, what in (("comment-id", "statement"), ("voter-id", "participant")):
        for at in np.flatnonzero(sheet.column(column).lengths == 0).tolist():
            faults.add("id-empty", f"this vote names no {what}; give the {column}", sheet.place(at, column))
    vote = whole_numbers(sheet, "vote", faults)
    for at in np.flatnonzero(np.abs(vote) > 1).tolist():
        text = f"a vote is {shown(str(vote[at]))}; it must be 1 (agree), 0 (pass) or -1 (disagree)"
        faults.add("vote-value", text, sheet.place(at, "vote"))
    times = np.zeros(0, dtype=np.int64)
    if sheet.has("timestamp") and bool((sheet.column("timestamp").lengths > 0).any()):
        times = whole_numbers(sheet, "timestamp", faults)
    if faults:
        return faults.found()
    participants, voter = positions(sheet.column("voter-id"))
    statements, statement = positions(sheet.column("comment-id"))
    dates: Sequence[str] = TextColumn.of(())
    if sheet.has("datetime") and bool((sheet.column("datetime").lengths > 0).any()):
        dates = sheet.column("datetime")
    return VoteRows(participants, statements, voter, statement, vote, times, dates)


def write(value: VoteRows) -> bytes:
    """The file that ``read`` turns into ``value``; cells are empty where times are not known."""
    size = len(value)
    columns: list[Sequence[str]] = [
        [str(time) for time in value.times.tolist()] if len(value.times) else [""] * size,
        value.dates if len(value.dates) else [""] * size,
        [value.statements[at] for at in value.statement.tolist()],
        [value.participants[at] for at in value.voter.tolist()],
        [str(vote) for vote in value.vote.tolist()],
    ]
    return write_rows([COLUMNS, *zip(*columns, strict=True)], delimiter=",").encode("utf-8")
