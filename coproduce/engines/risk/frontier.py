"""Portfolios that no other beats, and the three to five that go to the table.

Three aims are kept apart: expected net outcome (more), the mean of the worst
twentieth of years, CVaR 5 % (more), and cost (less). A portfolio is on the frontier
where no other is as good on all three and better on one. Where a group has agreed a
limit, no portfolio may cost it more regret than that under its own beliefs.

No winner is named. What goes to deliberation: today; the most gain; the safest tail;
the least worst-group regret; the most acceptable; and, where these are fewer than four
different ones, the best at half the cost of the most gain. Ties go to the cheaper,
then the smaller, then the earlier portfolio.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.risk.portfolios import Evaluated

Array = NDArray[np.float64]
Rows = NDArray[np.int64]


def non_dominated(aims: Array) -> Rows:
    """The rows of ``aims`` (all to be large) that no other row matches on all and beats on one, in rising order.

    Rows equal on all aims all stay.
    """
    order = np.lexsort(aims.T[::-1])[::-1]
    kept = np.empty_like(aims)
    found: list[int] = []
    for row in order:
        ahead = kept[: len(found)]
        above = np.all(ahead >= aims[row], axis=1) & np.any(ahead > aims[row], axis=1)
        if not above.any():
            kept[len(found)] = aims[row]
            found.append(int(row))
    return np.array(sorted(found), dtype=np.int64)


def aims_of(evaluated: Evaluated, weights: Sequence[float]) -> Array:
    """Net outcome, CVaR and minus cost, one row a portfolio."""
    return np.column_stack([evaluated.net(weights), evaluated.cvar, -evaluated.cost])


def regret(evaluated: Evaluated) -> Array:
    """For each portfolio and group: what the group believes it would lose against its own best portfolio, in points."""
    return np.asarray(evaluated.means.max(axis=0) - evaluated.means)


def within_limits(evaluated: Evaluated, limits: Sequence[float | None]) -> NDArray[np.bool_]:
    """Which portfolios cost no group more regret than it agreed to bear."""
    losses = regret(evaluated)
    found = np.ones(len(losses), dtype=bool)
    for at, limit in enumerate(limits):
        if limit is not None:
            found &= losses[:, at] <= limit
    return found


@dataclass(frozen=True)
class Choices:
    """Portfolios (as bits) that go to deliberation. ``half_cost`` only where the others are fewer than four."""

    most_gain: int
    safest_tail: int
    least_worst_regret: int
    most_acceptable: int
    today: int = 0
    half_cost: int | None = None

    def distinct(self) -> list[int]:
        """Today first, then the others once each, in the order above."""
        listed = [
            self.today,
            self.most_gain,
            self.safest_tail,
            self.least_worst_regret,
            self.most_acceptable,
            *(() if self.half_cost is None else (self.half_cost,)),
        ]
        return list(dict.fromkeys(listed))


def choose(
    evaluated: Evaluated,
    weights: Sequence[float],
    acceptability: Array,
    losses: Array,
    fit: NDArray[np.bool_],
) -> Choices:
    """The portfolios that go to deliberation, out of those that are ``fit`` (within every limit)."""
    rows = np.flatnonzero(fit)
    net = evaluated.net(weights)
    most_gain = first(evaluated, net, rows)
    found = Choices(
        most_gain=int(evaluated.codes[most_gain]),
        safest_tail=int(evaluated.codes[first(evaluated, evaluated.cvar, rows)]),
        least_worst_regret=int(evaluated.codes[first(evaluated, -losses.max(axis=1), rows)]),
        most_acceptable=int(evaluated.codes[first(evaluated, acceptability, rows)]),
    )
    if len(found.distinct()) >= 4:
        return found
    within = evaluated.cost <= evaluated.cost[most_gain] / 2
    # Limits may leave nothing so cheap; what less money would buy is still worth seeing.
    cheap = (
        np.flatnonzero(within & fit)
        if (within & fit & (evaluated.cost > 0)).any()
        else np.flatnonzero(within)
    )
    half = int(evaluated.codes[first(evaluated, net, cheap)]) if cheap.size else None
    return Choices(
        found.most_gain, found.safest_tail, found.least_worst_regret, found.most_acceptable, found.today, half
    )


def first(evaluated: Evaluated, value: Array, rows: Rows) -> int:
    """The row with the largest ``value``; among equals the cheapest, the smallest, the earliest."""
    best = rows[value[rows] == value[rows].max()]
    return min(
        (int(row) for row in best),
        key=lambda row: (
            evaluated.cost[row],
            int(evaluated.codes[row]).bit_count(),
            int(evaluated.codes[row]),
        ),
    )


def hypervolume(aims: Array, floor: Array) -> float:
    """The volume between ``floor`` and a set of points with three aims, all to be large (Zitzler and Thiele 1998).

    Slices along the third aim; within each the area under a staircase. For comparing a search with enumeration.
    """
    points = aims[np.all(aims > floor, axis=1)] - floor
    points = points[np.argsort(-points[:, 2], kind="stable")]
    volume = 0.0
    for at in range(len(points)):
        depth = points[at, 2] - (points[at + 1, 2] if at + 1 < len(points) else 0.0)
        if depth > 0:
            volume += depth * _staircase(points[: at + 1, :2])
    return float(volume)


def _staircase(points: Array) -> float:
    ordered = points[np.lexsort((-points[:, 1], -points[:, 0]))]
    height = np.maximum.accumulate(ordered[:, 1])
    steps = np.diff(np.concatenate([[0.0], height]))
    return float((ordered[:, 0] * steps).sum())
