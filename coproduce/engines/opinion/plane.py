"""The plane on which the map is drawn: principal components of sparse votes.

A missing vote is taken as the statement's mean. Once each column is centred, a
missing vote is therefore exactly 0, so the covariance of the imputed matrix is that
of the sparse one, and the two leading components are found by the Lanczos method
(Lanczos 1950; Golub and Van Loan, "Matrix computations", §10.1) with full
re-orthogonalisation, at one pass over the votes a step. Nothing dense is built.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh_tridiagonal

from coproduce.engines.opinion.compiled import regrouped
from coproduce.engines.opinion.passes import project, scatter_times, weigh_codes
from coproduce.engines.opinion.votes import Votes

Floats = NDArray[np.float64]
_GOLDEN = 0.6180339887498949
CLOSE = 1e-11
_LONGEST = 400


@dataclass(frozen=True)
class Plane:
    """Where votes are projected to.

    Attributes:
        centre: mean vote on each statement, 0 for rejected ones, shape (C,).
        components: two unit vectors over the statements, or zeros where the votes
            differ in fewer than two directions, shape (2, C).
        spread: sum of squares along each component, shape (2,).
        share: part of all differences that each component holds, from 0 to 1, shape (2,).
    """

    centre: Floats
    components: Floats
    spread: Floats
    share: Floats

    def positions(self, votes: Votes) -> Floats:
        """Each participant's point, √(C / votes) · Σ (vote − mean) · component, shape (n, 2).

        A rejected statement counts as voted on by everybody, with a vote of 0.
        """
        entry = entries(self.centre, votes.rejected)
        table = (entry[:, :, None] * self.components.T[:, None, :]).reshape(-1, 2)
        return project(votes.start, votes.code, np.ascontiguousarray(table)) * stretch(votes)[:, None]

    def statements(self) -> Floats:
        """Each statement's point: that of somebody who agreed with it and voted on nothing else, shape (C, 2)."""
        size = self.centre.size
        return np.ascontiguousarray(((1.0 - self.centre) * self.components * np.sqrt(size)).T)

    def extremity(self) -> Floats:
        """How far from the middle each statement stands, shape (C,)."""
        points = self.statements()
        found: Floats = np.sqrt(points[:, 0] ** 2 + points[:, 1] ** 2)
        return found


def stretch(votes: Votes) -> Floats:
    """√(C / votes) for each participant, so that those who voted little do not crowd the middle, shape (n,)."""
    rejected = int(votes.rejected.sum())
    on_rejected = _votes_on(votes, votes.rejected) if rejected else 0
    cast = np.maximum(votes.per_participant - on_rejected + rejected, 1)
    found: Floats = np.sqrt(len(votes.statements) / cast)
    return found


def find_plane(
    votes: Votes, *, weight: Floats | None = None, last: Plane | None = None, close: float = CLOSE
) -> Plane:
    """The plane that holds most of the differences between participants.

    ``weight`` counts each participant so many times (a resample); ``last`` is an
    earlier plane over the same statements to start from; ``close`` the residual, as a part
    of the largest eigenvalue, at which the search ends. Signs are fixed: along each
    component agreeing, on balance, moves to the right (upwards), or where ``last``
    is given, as it did there.
    """
    heft = np.ones(len(votes.participants)) if weight is None else weight
    counts = weigh_codes(votes.start, votes.code, heft, 3 * len(votes.statements)).reshape(-1, 3)
    cast = counts.sum(axis=1)
    known = ~votes.rejected & (cast > 0)
    centre = np.where(known, (counts[:, 2] - counts[:, 0]) / np.where(known, cast, 1.0), 0.0)
    entry = entries(centre, votes.rejected)
    columns = (counts * entry * entry).sum(axis=1)
    total = float(columns.sum())
    vectors, values = np.zeros((2, len(columns))), np.zeros(2)
    if total > 0.0:

        def times(vector: Floats) -> Floats:
            table = (entry * vector[:, None]).ravel()
            found: Floats = (scatter_times(votes.start, votes.code, table, heft).reshape(-1, 3) * entry).sum(
                axis=1
            )
            return found

        vectors, values = _leading(times, columns, last, close)
    return Plane(centre, _signed(vectors, last), values, values / total if total > 0 else np.zeros(2))


def entries(centre: Floats, rejected: NDArray[np.bool_]) -> Floats:
    """What a disagree, a pass and an agree on each statement are once centred; 0 on rejected ones. Shape (C, 3)."""
    found: Floats = np.where(rejected[:, None], 0.0, np.array([-1.0, 0.0, 1.0]) - centre[:, None])
    return found


def _leading(
    times: Callable[[Floats], Floats], columns: Floats, last: Plane | None, close: float
) -> tuple[Floats, Floats]:
    """The two leading eigenvectors and eigenvalues of a matrix with the diagonal ``columns``, given its product."""
    size, total = columns.size, float(columns.sum())
    vectors, values = np.zeros((2, size)), np.zeros(2)
    basis = np.zeros((min(size, _LONGEST), size))
    diagonal: list[float] = []
    beside: list[float] = []
    basis[0] = _opening(columns, last)
    look = 5
    for step in range(len(basis)):
        image = times(basis[step])
        diagonal.append(float((image * basis[step]).sum()))
        rest = against(image, basis, step + 1)
        length = float(np.sqrt((rest * rest).sum()))
        done = step + 1 == len(basis)
        if length <= 1e-14 * total and not done:
            # The directions so far are closed in themselves: go on in one that is left.
            rest = against(_scatter(size, step + 1) * np.sqrt(columns), basis, step + 1)
            left = float(np.sqrt((rest * rest).sum()))
            done = left <= 1e-8 * np.sqrt(total)
            rest, length = rest / max(left, 1e-300), 0.0
        elif not done:
            rest = rest / length
        if done or step == look:
            # Looking costs as much as several steps, so it is done ever more seldom.
            look = step + 3 + step // 4
            found, coordinates = eigh_tridiagonal(np.array(diagonal), np.array(beside))
            top, within = found[::-1][:2], coordinates[:, ::-1][:, :2]
            if done or bool(np.all(length * np.abs(within[-1]) <= close * top[0])):
                for at in range(min(2, step + 1)):
                    if top[at] > 1e-12 * total:
                        vectors[at] = _unit((within[:, at][:, None] * basis[: step + 1]).sum(axis=0))
                        values[at] = top[at]
                break
        basis[step + 1] = rest
        beside.append(length)
    return vectors, values


def _opening(columns: Floats, last: Plane | None) -> Floats:
    if last is not None and last.components.shape[1] == columns.size:
        warm = last.components[0] + last.components[1]
        if float((warm * warm).sum()) > 0.0:
            return _unit(warm + 1e-6 * _scatter(columns.size, 0) * np.sqrt(columns))
    return _unit(_scatter(columns.size, 0) * np.sqrt(columns))


def _scatter(size: int, turn: int) -> Floats:
    """Numbers from −1 to 1 without any pattern that votes could share (multiples of the golden ratio)."""
    found: Floats = np.mod((np.arange(size) + 1.0 + turn * size) * _GOLDEN, 1.0) * 2.0 - 1.0
    return found


def _unit(vector: Floats) -> Floats:
    length = float(np.sqrt((vector * vector).sum()))
    return vector / length if length > 0 else vector


@regrouped
def against(vector: Floats, basis: Floats, rows: int) -> Floats:
    """What of ``vector`` is left at right angles to the first ``rows`` of ``basis``; done twice, for rounding."""
    left = vector.copy()
    for _ in range(2):
        for row in range(rows):
            along = 0.0
            for at in range(left.size):
                along += left[at] * basis[row, at]
            for at in range(left.size):
                left[at] -= along * basis[row, at]
    return left


def _signed(vectors: Floats, last: Plane | None) -> Floats:
    signed = vectors.copy()
    for at in range(2):
        if last is not None and last.components.shape == vectors.shape:
            lean = float((vectors[at] * last.components[at]).sum())
        else:
            lean = float(vectors[at].sum())
        size = np.abs(vectors[at])
        if abs(lean) <= 1e-9 * float(size.sum()):
            # The first of the largest entries, those within rounding of it included.
            lean = float(vectors[at][int(np.argmax(size >= size.max() * (1.0 - 1e-9)))])
        if lean < 0:
            signed[at] = -vectors[at]
    return signed


def _votes_on(votes: Votes, which: NDArray[np.bool_]) -> NDArray[np.int64]:
    running = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(which[votes.column], dtype=np.int64)])
    found: NDArray[np.int64] = np.diff(running[votes.start])
    return found
