"""Maximise Σ weight · log x over a polytope, by an interior point method.

The primal-dual method with a barrier for each bound (S. Boyd and L. Vandenberghe, *Convex
Optimization*, 2004, section 11.7), brought down to one small symmetric system per step,
with one equation per row. That is factored in plain sums, so that no linear algebra library's
threads can change a digit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from coproduce.engines.sortition.solver import Numbers

STEPS = 200
CLOSE = 1e-11
TINY = 1e-15


def most_logs(
    matrix: csr_array, right: Numbers, bounds: tuple[Numbers, Numbers], weights: Numbers
) -> tuple[Numbers, Numbers]:
    """The x with matrix · x = right within bounds that maximises Σ weights · log x, and the row multipliers.

    ``weights`` are not negative; a variable with weight 0 has two finite bounds or is bounded
    below by 0. Bounds must leave room (lower < upper); infinite ones are allowed.
    """
    lower, upper = bounds
    if not len(weights):
        return np.zeros(0), np.zeros(matrix.shape[0])
    has_lower, has_upper = np.isfinite(lower), np.isfinite(upper)
    x = np.where(
        has_lower & has_upper,
        (np.where(has_lower, lower, 0) + np.where(has_upper, upper, 0)) / 2,
        np.where(has_lower, lower, 0) + 1.0,
    )
    scale = max(1.0, float(weights.sum()) / max(1, len(weights)))
    from_lower = np.where(has_lower, scale, 0.0)
    from_upper = np.where(has_upper, scale, 0.0)
    rows = np.zeros(matrix.shape[0])
    columns = csr_array(matrix.T)
    bounded = int(has_lower.sum() + has_upper.sum())
    for _ in range(STEPS):
        low_gap = np.where(has_lower, x - np.where(has_lower, lower, 0), 1.0)
        up_gap = np.where(has_upper, np.where(has_upper, upper, 0) - x, 1.0)
        missing = right - matrix @ x
        slope = weights / x - columns @ rows + from_lower - from_upper
        level = float(np.add.reduce(low_gap * from_lower + up_gap * from_upper)) / max(1, bounded)
        done = np.abs(missing).max() < CLOSE and np.abs(slope).max() < 1e-8 * max(1.0, scale)
        # Where the bounds leave no interior the multipliers grow without end: then the gap alone decides.
        if level < TINY or (level < CLOSE and done):
            break
        aim = 0.1 * level
        low_aim = np.where(has_lower, aim / low_gap - from_lower, 0.0)
        up_aim = np.where(has_upper, aim / up_gap - from_upper, 0.0)
        curve = weights / (x * x) + from_lower / low_gap + from_upper / up_gap
        toward = slope + low_aim - up_aim
        system = (matrix.multiply(1.0 / curve) @ columns).toarray()
        d_rows = solve_definite(system, matrix @ (toward / curve) - missing)
        dx = (toward - columns @ d_rows) / curve
        d_lower = low_aim - np.where(has_lower, from_lower * dx / low_gap, 0.0)
        d_upper = up_aim + np.where(has_upper, from_upper * dx / up_gap, 0.0)
        primal = min(_room(low_gap[has_lower], dx[has_lower]), _room(up_gap[has_upper], -dx[has_upper]))
        primal = min(primal, _room(x[weights > 0], dx[weights > 0]))
        dual = min(
            _room(from_lower[has_lower], d_lower[has_lower]), _room(from_upper[has_upper], d_upper[has_upper])
        )
        step = min(1.0, 0.99 * min(primal, dual))
        x = x + step * dx
        rows = rows + step * d_rows
        from_lower, from_upper = from_lower + step * d_lower, from_upper + step * d_upper
    return x, rows


def _room(values: Numbers, change: Numbers) -> float:
    """How far ``values`` can go along ``change`` before one is 0."""
    falling = change < 0
    return float(np.min(-values[falling] / change[falling])) if falling.any() else float("inf")


def solve_definite(system: NDArray[np.float64], right: Numbers) -> Numbers:
    """The solution of a symmetric positive semidefinite system (Cholesky), dependent rows left out."""
    size = len(right)
    factor = np.tril(system)
    floor = 1e-13 * max(float(np.max(np.diag(system))), 1e-300) if size else 0.0
    diagonal = np.diag(system).copy()
    dead = np.zeros(size, dtype=bool)
    for at in range(size):
        if factor[at, at] <= max(floor, 1e-11 * diagonal[at]):
            dead[at] = True
            factor[at:, at] = 0.0
            factor[at, at] = 1.0
            continue
        factor[at, at] = np.sqrt(factor[at, at])
        factor[at + 1 :, at] /= factor[at, at]
        column = factor[at + 1 :, at]
        factor[at + 1 :, at + 1 :] -= column[:, None] * column[None, :]
    found = right.astype(float).copy()
    for at in range(size):
        found[at] = (
            0.0 if dead[at] else (found[at] - np.add.reduce(factor[at, :at] * found[:at])) / factor[at, at]
        )
    for at in range(size - 1, -1, -1):
        found[at] = (
            0.0
            if dead[at]
            else (found[at] - np.add.reduce(factor[at + 1 :, at] * found[at + 1 :])) / factor[at, at]
        )
    return found
