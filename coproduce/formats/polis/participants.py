"""``participants-votes.csv``: one row a participant, one column a statement.

Columns: participant, xid (in newer exports), group-id, n-comments, n-votes, n-agree,
n-disagree, then one for each statement, named by its id; a cell is 1, 0, −1 or empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Problem
from coproduce.formats.columns import TextColumn
from coproduce.formats.delimited import write_rows
from coproduce.formats.polis.sheet import Sheet, check_unique, read_sheet, whole_numbers
from coproduce.formats.protocol import Faults, shown

COUNTS = ("n-votes", "n-agree", "n-disagree")
KNOWN = ("participant", "xid", "group-id", "n-comments", *COUNTS)
_MISSING = -9


@dataclass(frozen=True, eq=False)
class ParticipantVotes:
    """Every participant with their votes.

    Attributes:
        participants: ids in the order of the file.
        statements: ids in the order of the columns.
        voter, statement, vote: the votes in long form, row by row; positions in the two above, and 1, 0 or −1.
        groups: the group of each participant as the file says, "" for none; empty where it has no such column.
        written: how many statements each participant wrote; empty where the file does not say.
        xids: ids from outside; empty where the file has none.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    voter: NDArray[np.int64] = field(repr=False)
    statement: NDArray[np.int64] = field(repr=False)
    vote: NDArray[np.int64] = field(repr=False)
    groups: tuple[str, ...] = ()
    written: tuple[int, ...] = ()
    xids: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ParticipantVotes):
            return NotImplemented
        named = ("participants", "statements", "groups", "written", "xids")
        return all(getattr(self, name) == getattr(other, name) for name in named) and all(
            np.array_equal(getattr(self, name), getattr(other, name))
            for name in ("voter", "statement", "vote")
        )

    __hash__ = None  # type: ignore[assignment]


def read(data: bytes, *, name: str) -> ParticipantVotes | list[Problem]:
    """The participants and votes in ``data``, or every problem found."""
    faults = Faults(name)
    sheet = read_sheet(data, faults, needed=("participant",), what="participants-votes")
    if sheet is None:
        return faults.found()
    check_unique(sheet, "participant", faults, what="participant")
    statements = tuple(column for column in sheet.names if column not in KNOWN)
    if not statements:
        faults.add(
            "no-statements",
            "there is no column for a statement; each statement has one",
            (sheet.head.line, 1),
        )
    found = [_votes(sheet, column, faults) for column in statements]
    written = (
        tuple(whole_numbers(sheet, "n-comments", faults, empty=0).tolist()) if sheet.has("n-comments") else ()
    )
    if faults:
        return faults.found()
    matrix = np.stack(found, axis=1) if len(sheet.body) else np.zeros((0, len(statements)), dtype=np.int64)
    voter, statement = np.nonzero(matrix != _MISSING)
    return ParticipantVotes(
        participants=tuple(sheet.column("participant")),
        statements=statements,
        voter=voter.astype(np.int64),
        statement=statement.astype(np.int64),
        vote=matrix[voter, statement].astype(np.int64),
        groups=tuple(sheet.column("group-id")) if sheet.has("group-id") else (),
        written=written,
        xids=tuple(sheet.column("xid")) if sheet.has("xid") else (),
    )


def _votes(sheet: Sheet, name: str, faults: Faults) -> NDArray[np.int8]:
    """A column of votes, looked at byte by byte without making a text of each cell."""
    cells: TextColumn = sheet.column(name)
    found = np.full(len(cells), _MISSING, dtype=np.int8)
    if not len(cells):
        return found
    source, size = np.frombuffer(cells.data or b"\n", dtype=np.uint8), cells.lengths
    first = source[np.minimum(cells.starts, len(source) - 1)]
    last = source[np.maximum(cells.ends - 1, 0)]
    found[(size == 1) & (first == ord("1"))] = 1
    found[(size == 1) & (first == ord("0"))] = 0
    found[(size == 2) & (first == ord("-")) & (last == ord("1"))] = -1
    for at in np.flatnonzero((size > 0) & (found == _MISSING)).tolist():
        text = f"the vote on statement {shown(name)} is {shown(cells[at])}; it must be 1, 0, -1 or empty"
        faults.add("vote-value", text, sheet.place(at, name))
    return found


def write(value: ParticipantVotes) -> bytes:
    """The file that ``read`` turns into ``value``."""
    people = len(value.participants)
    matrix = np.full((people, len(value.statements)), _MISSING, dtype=np.int64)
    matrix[value.voter, value.statement] = value.vote
    words = {_MISSING: "", 1: "1", 0: "0", -1: "-1"}
    head = ["participant"]
    before: list[list[str]] = [[name] for name in value.participants]
    for name, given in (("xid", value.xids), ("group-id", value.groups), ("n-comments", value.written)):
        if len(given):
            head.append(name)
            for row, cell in zip(before, given, strict=True):
                row.append(str(cell))
    head += [*COUNTS, *value.statements]
    counts = ((matrix != _MISSING).sum(axis=1), (matrix == 1).sum(axis=1), (matrix == -1).sum(axis=1))
    body = [
        [*row, *(str(int(count[at])) for count in counts), *(words[cell] for cell in matrix[at].tolist())]
        for at, row in enumerate(before)
    ]
    return write_rows([head, *body], delimiter=",").encode("utf-8")
