"""People who are alike for the quotas are one class, so that a program has few variables.

Two people with the same values whose households look alike can change places without
anybody noticing. A panel is then described by how many it takes of each class, and a fair
lottery gives all of a class the same chance. Households stay exact: those that look alike
(same values of their members) form a *pattern*, and a panel takes at most as many people
from a pattern as the pattern has households.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from coproduce.engines.sortition.pool import Pool
from coproduce.engines.sortition.solver import Numbers, Program

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Classes:
    """The integer model of a pool: panels are the whole x with low ≤ A x ≤ high, 0 ≤ x ≤ cap.

    Attributes:
        members: positions in ``pool.people`` of each class, in order of id.
        size: how many people each class has.
        cap: how many of them one panel can hold (at most one per household).
        matrix: A; rows are the quotas, then the size of the panel, then the patterns.
        low, high: bounds of the rows, people already seated taken off.
        blocked: positions of people who share a household with someone seated.
        names: what each row asks, in words.
    """

    pool: Pool
    members: tuple[tuple[int, ...], ...]
    size: Counts
    cap: Counts
    matrix: csr_array
    low: Numbers
    high: Numbers
    blocked: tuple[int, ...]
    names: tuple[str, ...]

    @property
    def seats(self) -> int:
        """How many are to be drawn."""
        return self.pool.size - len(self.pool.seated)

    @cached_property
    def sparse_columns(self) -> csr_array:
        """The transpose of the matrix, for products from the left."""
        return csr_array(self.matrix.T)

    def program(self, *, integer: bool = False, gap: float = 0.0) -> Program:
        """The panels of this pool (or their relaxation) as a program without an objective."""
        columns = np.zeros(len(self.cap)), self.cap.astype(float)
        return Program(self.matrix, (self.low, self.high), columns, integer=integer, gap=gap)


def classes(pool: Pool) -> Classes:
    """The classes of a pool, in an order that does not depend on the order of people."""
    taken = {person.household for person in pool.seated if person.household}
    blocked = tuple(at for at, person in enumerate(pool.people) if person.household in taken)
    members, groups, homes = _grouped(pool, set(blocked))
    width = len(members)
    rows: list[list[int]] = []
    seated = pool.counts(pool.seated)
    low, high, names = [], [], []
    for quota, already in zip(pool.quotas, seated, strict=True):
        column = pool.features.index(quota.feature)
        rows.append([at for at, m in enumerate(members) if pool.people[m[0]].values[column] == quota.value])
        low.append(max(0, quota.low - already))
        high.append(quota.high - already)
        names.append(quota.name)
    rows.append(list(range(width)))
    low.append(pool.size - len(pool.seated))
    high.append(pool.size - len(pool.seated))
    names.append("size of the body")
    for group, count in zip(groups, homes, strict=True):
        if len(group) > 1:
            rows.append(group)
            low.append(0)
            high.append(count)
            names.append("one per household")
    cap = np.zeros(width, dtype=np.int64)
    for group, count in zip(groups, homes, strict=True):
        cap[group] = count
    return Classes(
        pool,
        tuple(tuple(found) for found in members),
        np.array([len(found) for found in members], dtype=np.int64),
        cap,
        _matrix(rows, width),
        np.array(low, dtype=float),
        np.array(high, dtype=float),
        blocked,
        tuple(names),
    )


def _grouped(pool: Pool, blocked: set[int]) -> tuple[list[list[int]], list[list[int]], list[int]]:
    """Members of each class, the classes of each pattern, and how many households each pattern has."""
    households: dict[str, list[int]] = defaultdict(list)
    for at, person in enumerate(pool.people):
        if at not in blocked:
            # A person without a known household is one alone; the mark cannot be an address.
            households[person.household or f"\x00{person.id}"].append(at)
    patterns: dict[tuple[tuple[str, ...], ...], list[list[int]]] = defaultdict(list)
    for home in households.values():
        patterns[tuple(sorted(pool.people[at].values for at in home))].append(home)
    members: list[list[int]] = []
    groups: list[list[int]] = []
    homes: list[int] = []
    for pattern in sorted(patterns):
        group = []
        for values in sorted(set(pattern)):
            group.append(len(members))
            members.append(
                sorted(at for home in patterns[pattern] for at in home if pool.people[at].values == values)
            )
        groups.append(group)
        homes.append(len(patterns[pattern]))
    return members, groups, homes


def _matrix(rows: list[list[int]], width: int) -> csr_array:
    starts = np.cumsum([0, *map(len, rows)])
    indices = np.array([at for row in rows for at in row], dtype=np.int64)
    return csr_array((np.ones(len(indices)), indices, starts), shape=(len(rows), width))
