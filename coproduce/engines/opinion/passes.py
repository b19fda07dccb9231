"""The passes over the votes: every loop that touches each vote once.

All of them read the same three arrays (``start``, ``column``, ``value``; see
``Votes``), so that their cost is the number of votes, never participants × statements.
"""

from __future__ import annotations

from typing import Any

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
    sorted_at = np.empty(kept, dtype=np.int64)
    for at in range(voter.size):
        if voter[at] >= 0:
            sorted_at[by_statement[statement[at]]] = at
            by_statement[statement[at]] += 1
    column = np.empty(kept, dtype=np.int32)
    value = np.empty(kept, dtype=np.int8)
    place = start[:people].copy()
    repeated = -1
    for rank in range(kept):
        at = sorted_at[rank]
        person = voter[at]
        here = place[person]
        if here > start[person] and column[here - 1] == statement[at]:
            repeated = person
        column[here] = statement[at]
        value[here] = vote[at]
        place[person] = here + 1
    return start, column, value, repeated


@compiled
def count_by_group(
    start: Ints, column: NDArray[np.int32], value: NDArray[np.int8], label: Ints, shape: tuple[int, int]
) -> NDArray[np.int64]:
    """Agrees, disagrees and votes of each group on each statement, shape (3, groups + 1, statements).

    ``shape`` is (groups, statements); ``label`` is the group of each participant; −1 (in
    no group) is counted in the last row.
    """
    groups, statements = shape
    counts = np.zeros((3, groups + 1, statements), dtype=np.int64)
    for person in range(label.size):
        group = label[person] if label[person] >= 0 else groups
        for at in range(start[person], start[person + 1]):
            if value[at] > 0:
                counts[0, group, column[at]] += 1
            elif value[at] < 0:
                counts[1, group, column[at]] += 1
            counts[2, group, column[at]] += 1
    return counts


@compiled
def weighted_means(
    start: Ints, column: NDArray[np.int32], value: NDArray[np.int8], weight: Floats, statements: int
) -> Floats:
    """Mean vote on each statement with participants weighted; 0 where nobody voted. Shape (statements,)."""
    total = np.zeros(statements)
    heft = np.zeros(statements)
    for person in range(weight.size):
        for at in range(start[person], start[person + 1]):
            total[column[at]] += weight[person] * value[at]
            heft[column[at]] += weight[person]
    for at in range(statements):
        total[at] = total[at] / heft[at] if heft[at] > 0 else 0.0
    return total


@compiled
def centred(
    column: NDArray[np.int32], value: NDArray[np.int8], centre: Floats, kept: NDArray[np.bool_]
) -> Floats:
    """Each vote minus its statement's mean; 0 on statements not kept. Shape (V,)."""
    found = np.empty(column.size)
    for at in range(column.size):
        found[at] = value[at] - centre[column[at]] if kept[column[at]] else 0.0
    return found


@regrouped
def scatter_times(
    start: Ints, column: NDArray[np.int32], entry: Floats, weight: Floats, vector: Floats
) -> Floats:
    """Xᵀ·W·X·vector, X holding ``entry`` at the votes and 0 elsewhere, W the participants' weights."""
    found = np.zeros(vector.size)
    for person in range(weight.size):
        if weight[person] == 0.0:
            continue
        across = 0.0
        for at in range(start[person], start[person + 1]):
            across += entry[at] * vector[column[at]]
        across *= weight[person]
        for at in range(start[person], start[person + 1]):
            found[column[at]] += entry[at] * across
    return found


@regrouped
def project(start: Ints, column: NDArray[np.int32], entry: Floats, components: Floats) -> Floats:
    """Σ entry · component over each participant's votes, for both components. Shape (n, 2)."""
    people = start.size - 1
    found = np.empty((people, 2))
    for person in range(people):
        first = 0.0
        second = 0.0
        for at in range(start[person], start[person + 1]):
            first += entry[at] * components[0, column[at]]
            second += entry[at] * components[1, column[at]]
        found[person, 0] = first
        found[person, 1] = second
    return found


def votes_of(
    start: Ints, column: NDArray[Any], value: NDArray[Any], person: int
) -> tuple[NDArray[Any], NDArray[Any]]:
    """The statements' positions and the votes of one participant."""
    here = slice(int(start[person]), int(start[person + 1]))
    return column[here], value[here]
