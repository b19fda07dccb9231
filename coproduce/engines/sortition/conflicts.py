"""Why no panel meets the quotas, and the least that would have to give.

Two answers, both exact. The *smallest relaxation* moves as few seats as possible, each quota
only as far as its flexible range allows. A *minimal conflicting set* is a list of demands that
cannot be met together, although without any one of them the others could (found by leaving
out one at a time: J. W. Chinneck, *Feasibility and Infeasibility in Optimization*, 2008, ch. 6).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack, vstack

from coproduce.engines.kernel import Infeasible
from coproduce.engines.sortition.classes import Classes
from coproduce.engines.sortition.pool import Pool
from coproduce.engines.sortition.solver import INFINITE, Numbers, Program

HOMES = "at most one person per household"


@dataclass(frozen=True)
class Move:
    """One quota moved: which end (``least`` or ``greatest`` number), from, to."""

    feature: str
    value: str
    end: str
    old: int
    new: int

    def __str__(self) -> str:
        if self.end == "least":
            return f"{self.feature}: {self.value}: ask for at least {self.new} instead of {self.old}"
        return f"{self.feature}: {self.value}: allow up to {self.new} instead of {self.old}"


@dataclass(frozen=True)
class Conflict:
    """What cannot be met together, and the smallest relaxation (None where none lies within the ranges)."""

    demands: tuple[str, ...]
    moves: tuple[Move, ...] | None

    def error(self, pool: Pool) -> Infeasible:
        """The refusal that says both in plain words."""
        reasons = ["These cannot all be met together, though without any one of them the others could:"]
        reasons += [f"- {demand}" for demand in self.demands]
        if self.moves is None:
            reasons.append(
                "No change within the flexible ranges mends it: widen them, or invite more people."
            )
        else:
            reasons.append("The smallest change that mends it:")
            reasons += [f"- {move}" for move in self.moves]
        return Infeasible(
            f"no {pool.size} people of this pool meet the quotas; lower a demand or invite more people",
            reasons,
        )


def conflict(model: Classes) -> Conflict:
    """Why ``model`` has no panel. It must have none."""
    return Conflict(_minimal_set(model), smallest_relaxation(model))


def relaxed(pool: Pool, moves: tuple[Move, ...]) -> Pool:
    """The pool with its quotas moved."""
    ends = {(move.feature, move.value, move.end): move.new for move in moves}
    quotas = tuple(
        replace(
            quota,
            low=ends.get((quota.feature, quota.value, "least"), quota.low),
            high=ends.get((quota.feature, quota.value, "greatest"), quota.high),
        )
        for quota in pool.quotas
    )
    return replace(pool, quotas=quotas)


def smallest_relaxation(model: Classes) -> tuple[Move, ...] | None:
    """The fewest seats by which quotas must move within their flexible ranges; None where that is not enough.

    Among equals the one that touches the fewest ends, a large move in one place before small ones in many.
    """
    pool, width, count = model.pool, len(model.size), len(model.pool.quotas)
    rows = len(model.low)
    down_most, up_most = _ranges(model)
    moved = csr_array((np.ones(count), (np.arange(count), np.arange(count))), shape=(rows, count))
    # x, how far each low end goes down, how far each high end goes up, and whether each moves at all.
    lower_side = hstack([model.matrix, moved, csr_array((rows, 3 * count))])
    upper_side = hstack([model.matrix, csr_array((rows, count)), -moved, csr_array((rows, 2 * count))])
    ends = np.concatenate([down_most, up_most])
    touched = hstack([csr_array((2 * count, width)), eye_array(2 * count), -csr_array(np.diag(ends))])
    matrix = csr_array(vstack([lower_side, upper_side, touched]))
    low = np.concatenate([model.low, np.full(rows + 2 * count, -INFINITE)])
    high = np.concatenate([np.full(rows, INFINITE), model.high, np.zeros(2 * count)])
    upper = np.concatenate([model.cap, ends, np.ones(2 * count)])
    program = Program(matrix, (low, high), (np.zeros(len(upper)), upper.astype(float)), integer=True)
    touch = 1.0 / (2 * count + 1)
    program.costs(np.concatenate([np.zeros(width), np.full(2 * count, -1.0), np.full(2 * count, -touch)]))
    answer = program.best()
    if answer is None:
        return None
    shifts = np.round(answer.x[width : width + 2 * count]).astype(int).tolist()
    moves = []
    for at, quota in enumerate(pool.quotas):
        if shifts[at]:
            moves.append(Move(quota.feature, quota.value, "least", quota.low, quota.low - shifts[at]))
        if shifts[count + at]:
            moves.append(
                Move(quota.feature, quota.value, "greatest", quota.high, quota.high + shifts[count + at])
            )
    return tuple(moves)


def _ranges(model: Classes) -> tuple[Numbers, Numbers]:
    """How far each quota's ends may move."""
    size = model.pool.size
    quotas = model.pool.quotas
    down = [quota.low - (0 if quota.least is None else min(quota.least, quota.low)) for quota in quotas]
    up = [(size if quota.most is None else max(quota.most, quota.high)) - quota.high for quota in quotas]
    return np.array(down, dtype=float), np.maximum(np.array(up, dtype=float), 0.0)


def _minimal_set(model: Classes) -> tuple[str, ...]:
    pool, count = model.pool, len(model.pool.quotas)
    demands: list[tuple[int, str, str]] = []
    for at, quota in enumerate(pool.quotas):
        if quota.low:
            demands.append((at, "low", f"{quota.name}: at least {quota.low}"))
        if quota.high < pool.size:
            demands.append((at, "high", f"{quota.name}: at most {quota.high}"))
    homes = bool(len(model.low) > count + 1 or (model.cap < model.size).any())
    if homes:
        demands.append((-1, "homes", HOMES))
    kept = list(demands)
    # Those asked first are tried first, so the set that is left tends to hold later, finer demands.
    for demand in demands:
        without = [other for other in kept if other != demand]
        if not _possible(model, without):
            kept = without
    return (f"{pool.size} members in all", *(text for _, _, text in kept))


def _possible(model: Classes, demands: list[tuple[int, str, str]]) -> bool:
    count = len(model.pool.quotas)
    low, high = np.full(len(model.low), -INFINITE), np.full(len(model.high), INFINITE)
    low[count], high[count] = model.low[count], model.high[count]
    cap = model.size
    for at, side, _ in demands:
        if side == "low":
            low[at] = model.low[at]
        elif side == "high":
            high[at] = model.high[at]
        else:
            high[count + 1 :] = model.high[count + 1 :]
            cap = model.cap
    columns = np.zeros(len(cap)), cap.astype(float)
    if Program(model.matrix, (low, high), columns).best() is None:
        return False
    return Program(model.matrix, (low, high), columns, integer=True).best() is not None
