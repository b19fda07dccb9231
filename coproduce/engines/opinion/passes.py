"""The passes over the votes: every loop that touches each vote once.

Their cost is the number of votes, never participants × statements. They read ``start``
and, for each vote, a ``code`` (statement and vote in one number), so that what a vote
contributes is looked up in a small table instead of worked out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.opinion.compiled import compiled, regrouped

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@compiled
def gather_votes(
    voter: NDArray[np.int32],
    statement: NDArray[np.int32],
    vote: NDArray[np.int8],
    people: int,
    statements: int,
) -> tuple[Ints, NDArray[np.int32], NDArray[np.int8], int]:
    """Long form to (start, column, value), by two counting sorts; votes of participant −1 are dropped.

    The last value is a participant who voted twice on one statement, or −1.
    """
    by_statement = np.zeros(statements + 1, dtype=np.int64)
    start = np.zeros(people + 1, dtype=np.int64)
    for at in range(voter.size):
        if voter[at] >= 0:
            by_statement[statement[at] + 1] += 1
            start[voter[at] + 1] += 1
    for at in range(statements):
        by_statement[at + 1] += by_statement[at]
    for at in range(people):
        start[at + 1] += start[at]
    kept = start[people]
    packed = np.empty(kept, dtype=np.int64)
    for at in range(voter.size):
        if voter[at] >= 0:
            # Who and how in one number, so that the second sort reads straight on.
            packed[by_statement[statement[at]]] = 4 * np.int64(voter[at]) + vote[at] + 1
            by_statement[statement[at]] += 1
    column = np.empty(kept, dtype=np.int32)
    value = np.empty(kept, dtype=np.int8)
    place = start[:people].copy()
    repeated = -1
    rank = 0
    for name in range(statements):
        while rank < by_statement[name]:
            person = packed[rank] >> 2
            here = place[person]
            if here > start[person] and column[here - 1] == name:
                repeated = person
            column[here] = name
            value[here] = (packed[rank] & 3) - 1
            place[person] = here + 1
            rank += 1
    return start, column, value, repeated


@compiled
def vote_codes(column: NDArray[np.int32], value: NDArray[np.int8]) -> NDArray[np.uint32]:
    """Statement and vote in one number, 3 · column + vote + 1: what the passes below look up. Shape (V,)."""
    found = np.empty(column.size, dtype=np.uint32)
    for at in range(column.size):
        found[at] = 3 * column[at] + value[at] + 1
    return found


@compiled
def count_by_group(
    start: Ints, code: NDArray[np.uint32], label: Ints, groups: int, codes: int
) -> NDArray[np.int64]:
    """Votes of each group by code, shape (groups + 1, codes).

    ``label`` is the group of each participant; −1 (in no group) is counted in the last row.
    """
    counts = np.zeros((groups + 1, codes), dtype=np.int64)
    for person in range(label.size):
        row = counts[label[person] if label[person] >= 0 else groups]
        for at in code[start[person] : start[person + 1]]:
            row[at] += 1
    return counts


@compiled
def weigh_codes(start: Ints, code: NDArray[np.uint32], weight: Floats, codes: int) -> Floats:
    """Votes by code with participants weighted, shape (codes,)."""
    found = np.zeros(codes)
    for person in range(weight.size):
        for at in code[start[person] : start[person + 1]]:
            found[at] += weight[person]
    return found


@regrouped
def scatter_times(start: Ints, code: NDArray[np.uint32], table: Floats, weight: Floats) -> Floats:
    """For each code the sum, over the participants who hold it, of weight × the sum of ``table`` over their codes.

    With ``table`` holding entry · vector by code, this is all that Xᵀ·W·X·vector needs. Shape of ``table``.
    """
    found = np.zeros(table.size)
    for person in range(weight.size):
        low, high = start[person], start[person + 1]
        first, second, third, fourth = 0.0, 0.0, 0.0, 0.0
        at = low
        # Four sums at once: each look-up need not wait for the one before.
        while at + 3 < high:
            first += table[code[at]]
            second += table[code[at + 1]]
            third += table[code[at + 2]]
            fourth += table[code[at + 3]]
            at += 4
        while at < high:
            first += table[code[at]]
            at += 1
        across = (first + second + third + fourth) * weight[person]
        if across != 0.0:
            for at in range(low, high):
                found[code[at]] += across
    return found


@compiled
def project(start: Ints, code: NDArray[np.uint32], table: Floats) -> Floats:
    """Sum of ``table``, shape (codes, 2), over each participant's votes, shape (n, 2)."""
    people = start.size - 1
    found = np.empty((people, 2))
    for person in range(people):
        first = 0.0
        second = 0.0
        for at in code[start[person] : start[person + 1]]:
            first += table[at, 0]
            second += table[at, 1]
        found[person, 0] = first
        found[person, 1] = second
    return found
