"""The VOTES table: who named which projects, in bulk.

All ballots together are one run of bytes; it is split once and each piece looked
up once. What a single ballot does wrong is then looked for with arrays, and only
ballots that do wrong are looked at one by one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, repeat

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Exact
from coproduce.formats.columns import TextColumn
from coproduce.formats.delimited import Row, Table
from coproduce.formats.pabulib.meta import amount, amount_fault
from coproduce.formats.protocol import Faults, plural, shown

_CHUNK = 200_000
_LARGEST = 2**53
_BULK_DIGITS = 15


@dataclass(frozen=True)
class Ballots:
    """Ballots as compressed sparse rows; see ``PabulibFile``."""

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    points: NDArray[np.int64] | None = None
    points_scale: int = 1


@dataclass(frozen=True)
class VoteTable:
    """The VOTES table with the names of its columns."""

    columns: tuple[str, ...]
    table: Table
    _looked_at: dict[tuple[int, str], tuple[Row, list[int]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def column(self, name: str) -> TextColumn:
        """The cells of the column ``name``, which must exist."""
        return self.table.columns[self.columns.index(name)]

    def place(self, ballot: int, name: str, entry: int | None = None) -> Callable[[], tuple[int, int]]:
        """What finds line and column of a ballot's cell, or of one entry between its commas."""
        return partial(self._place, ballot, name, entry)

    def _place(self, ballot: int, name: str, entry: int | None) -> tuple[int, int]:
        index = self.columns.index(name)
        if (ballot, name) not in self._looked_at:
            # One ballot can have thousands of faults, and is split once; the next one takes its place.
            self._looked_at.clear()
            row = self.table.row(ballot)
            sizes = (len(piece) + 1 for piece in row.fields[index].split(","))
            self._looked_at[ballot, name] = row, [0, *accumulate(sizes)]
        row, starts = self._looked_at[ballot, name]
        cell, start = row.fields[index], starts[entry or 0]
        blanks = re.compile(r"\s*").match(cell, start) if entry is not None else None
        return row.place(index, cell[: blanks.end() if blanks else 0])


def read_ballots(
    votes: VoteTable, project_ids: tuple[str, ...], faults: Faults, *, spoilt: frozenset[str] = frozenset()
) -> Ballots:
    """Which projects each ballot names, in its order; unknown ones go to ``faults`` and are -1 in ``indices``.

    ``spoilt`` are ids of projects that are at fault themselves.
    """
    known: dict[bytes, int] = dict.fromkeys((name.encode("utf-8") for name in spoilt if name), -1)
    for index, name in enumerate(project_ids):
        if name:
            known.setdefault(name.encode("utf-8"), index)
    counts: list[NDArray[np.int64]] = [np.zeros(1, dtype=np.int64)]
    indices: list[NDArray[np.int32]] = []
    for part in _parts(votes, "vote"):
        found = np.fromiter(map(known.get, part.pieces, repeat(-1)), dtype=np.int32, count=len(part.pieces))
        if (found < 0).any():
            found = _look_again(part, found, known, faults)
        counts.append(part.sizes)
        indices.append(found)
    joined = np.concatenate(indices) if indices else np.zeros(0, dtype=np.int32)
    return Ballots(np.cumsum(np.concatenate(counts), dtype=np.int64), joined)


def read_points(votes: VoteTable, ballots: Ballots, faults: Faults) -> Ballots:
    """``ballots`` with the points that stand beside them; what does not fit goes to ``faults``."""
    values: list[NDArray[np.int64] | list[Exact]] = []
    named = np.diff(ballots.indptr)
    for part in _parts(votes, "points"):
        wanted = named[part.start : part.start + len(part.sizes)]
        firsts = part.firsts
        for at in np.flatnonzero((part.sizes == 1) & (wanted == 0)).tolist():
            part.sizes[at] = bool(part.pieces[firsts[at]].strip())
        if not part.sizes.all():
            gone = set(firsts[part.sizes == 0].tolist())
            part.pieces[:] = [piece for at, piece in enumerate(part.pieces) if at not in gone]
        wrong = np.flatnonzero(part.sizes != wanted).tolist()
        for at in wrong:
            faults.add(
                "points-count",
                f"this ballot names {plural(int(wanted[at]), 'project')} but gives points to {int(part.sizes[at])}; "
                "write as many numbers as projects, in the same order",
                part.place(at),
            )
        values.append(_numbers(part, set(wrong), faults))
    return ballots if faults else _scaled(ballots, values, faults)


def _scaled(ballots: Ballots, values: list[NDArray[np.int64] | list[Exact]], faults: Faults) -> Ballots:
    whole = [part for part in values if isinstance(part, np.ndarray)]
    if len(whole) == len(values):
        points = np.concatenate(whole) if whole else np.zeros(0, dtype=np.int64)
        return Ballots(ballots.indptr, ballots.indices, points)
    given: list[Exact] = [
        value for part in values for value in (part if isinstance(part, list) else part.tolist())
    ]
    scale = math.lcm(*(value.denominator for value in given))
    scaled = [int(value * scale) for value in given]
    if max([scale, *scaled]) > _LARGEST:
        faults.add(
            "points-size",
            "some points are so large, or have so many decimals, that they cannot be counted "
            "exactly; write fewer digits",
            key="points",
        )
        return ballots
    return Ballots(ballots.indptr, ballots.indices, np.array(scaled, dtype=np.int64), scale)


def check_voters(votes: VoteTable, faults: Faults) -> None:
    """Every ballot has a voter id, and none has it twice."""
    column = votes.column("voter_id")
    joined = column.joined()
    names = joined.split(b"\n")[:-1]
    if len(names) == len(column) and len(set(names)) == len(names) and (column.lengths > 0).all():
        return
    first: dict[str, int] = {}
    for index, name in enumerate(column):
        if not name.strip():
            faults.add(
                "voter-id",
                "this ballot has no voter id; give it one that no other ballot has (a running "
                "number will do)",
                votes.place(index, "voter_id"),
            )
        elif name in first:
            faults.add(
                "voter-twice",
                f"the voter {shown(name)} votes twice, first on line {first[name]}; remove one "
                "ballot or correct the id",
                votes.place(index, "voter_id"),
            )
        else:
            first[name] = int(votes.table.lines[index])


@dataclass
class _Part:
    """Some consecutive ballots' cells, split: all pieces between commas, and how many each ballot has."""

    votes: VoteTable
    name: str
    start: int
    pieces: list[bytes]
    sizes: NDArray[np.int64]

    @property
    def firsts(self) -> NDArray[np.int64]:
        """Where each ballot's pieces begin."""
        return np.cumsum(self.sizes) - self.sizes

    def place(self, ballot: int, entry: int | None = None) -> Callable[[], tuple[int, int]]:
        """Where a ballot of this part stands, or one entry of it."""
        return self.votes.place(self.start + ballot, self.name, entry)


def _parts(votes: VoteTable, name: str) -> Iterator[_Part]:
    column = votes.column(name)
    for start in range(0, len(column), _CHUNK):
        joined = column[start : start + _CHUNK].joined()
        chars = np.frombuffer(joined, dtype=np.uint8)
        marks = chars[(chars == ord(",")) | (chars == ord("\n"))]
        sizes = np.diff(np.flatnonzero(marks == ord("\n")), prepend=-1)
        pieces = joined.replace(b"\n", b",").split(b",")
        del pieces[-1]
        yield _Part(votes, name, start, pieces, sizes.astype(np.int64))


def _look_again(
    part: _Part, found: NDArray[np.int32], known: dict[bytes, int], faults: Faults
) -> NDArray[np.int32]:
    """Pieces that are no id as they stand: blank ballots, blanks round an id, and ids that nobody has."""
    firsts = part.firsts
    unknown = np.flatnonzero(found < 0)
    ballots = np.searchsorted(firsts, unknown, side="right") - 1
    for at, ballot in zip(unknown.tolist(), ballots.tolist(), strict=True):
        name = part.pieces[at].strip()
        entry = at - int(firsts[ballot])
        if name in known:
            found[at] = known[name]
        elif not name and part.sizes[ballot] == 1:
            part.sizes[ballot] = 0
        elif not name:
            faults.add(
                "ballot-gap",
                "a project id is missing between two commas; remove a comma or put the id in",
                part.place(ballot, entry),
            )
        else:
            faults.add(
                "project-unknown",
                f"no project has the id {shown(name.decode('utf-8'))}; correct it here, or add the project to PROJECTS",
                part.place(ballot, entry),
            )
    kept = np.ones(len(found), dtype=bool)
    kept[firsts[part.sizes == 0]] = False
    return found[kept]


def _numbers(part: _Part, wrong: set[int], faults: Faults) -> NDArray[np.int64] | list[Exact]:
    """The numbers that the pieces write: whole ones in bulk, others one by one.

    ``wrong`` are ballots already reported, whose missing numbers need no second sentence.
    """
    pieces = part.pieces
    lengths = [len(piece) for piece in pieces]
    if pieces and min(lengths) > 0 and max(lengths) <= _BULK_DIGITS and b"".join(pieces).isdigit():
        return np.fromiter(map(int, pieces), dtype=np.int64, count=len(pieces))
    ballots = np.repeat(np.arange(len(part.sizes)), part.sizes).tolist()
    firsts = part.firsts
    values: list[Exact] = []
    for at, (piece, ballot) in enumerate(zip(pieces, ballots, strict=True)):
        text = piece.decode("utf-8")
        value = amount(text)
        if value is None and (text.strip() or ballot not in wrong):
            code, sentence = amount_fault("a number of points", text)
            faults.add(f"points-{code}", sentence, part.place(ballot, at - int(firsts[ballot])))
        values.append(value or 0)
    return values
