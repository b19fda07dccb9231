"""Partial proportional odds: some covariates may move each step of the answer differently.

Peterson and Harrell (1990, "Partial proportional odds models for ordinal response
variables"): ``P(y ≥ k) = F(x'β_k − θ_k)``, where β_k is free in k for the terms that failed
the parallel-lines test and the same for all others. The probabilities of neighbouring
steps may then cross for some people; where they do, there is no such model for this
data and it is refused.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coproduce.engines.inference.arrays import Floats, Ints
from coproduce.engines.inference.fitted import Fitted
from coproduce.engines.inference.linearised import Linearised
from coproduce.engines.inference.links import LinkName, between, curve
from coproduce.engines.kernel import Infeasible

MOST_STEPS = 80


def free(model: Fitted, columns: Sequence[int]) -> tuple[Linearised, tuple[tuple[int, int], ...]]:
    """``model`` with the terms ``columns`` free to differ by step.

    Returns the estimates and for each what it is: (step, column), with step −1 for a term that is the same
    at all steps and column −1 for a threshold.

    Raises:
        Infeasible: where no such model has increasing steps for everybody.
    """
    inner, X, weight = model.inner, model.units.X, model.units.weight
    y = model.units.y.astype(np.int64)
    loose = sorted(columns)
    fixed = [at for at in range(X.shape[1]) if at not in loose]
    what = (
        [(step, -1) for step in range(inner)]
        + [(step, column) for step in range(inner) for column in loose]
        + [(-1, column) for column in fixed]
    )
    start = [model.cuts[step] if column < 0 else model.beta[column] for step, column in what]
    parts = [_edges(X, step, loose, fixed, inner) for step in range(inner)]
    point = np.array(start)
    value, gradient, hessian, rows = _pass(parts, y, weight, point, model.outcome.link)
    for _ in range(MOST_STEPS):
        move = np.linalg.lstsq(-hessian, gradient, rcond=None)[0]
        size = 1.0
        new = None
        while new is None and size > 1e-9:
            new = _pass(parts, y, weight, point + size * move, model.outcome.link)
            if not (np.isfinite(new[0]) and new[0] >= value - 1e-12 * abs(value)):
                new, size = None, size / 2
        if new is None:
            break
        point = point + size * move
        value, gradient, hessian, rows = new
        if np.abs(size * move).max() < 1e-9:
            influence = model.units.totals(rows) @ np.linalg.inv(-hessian)
            return Linearised(point, influence), tuple(what)
    raise Infeasible(
        "with these covariates free at each step, some people's steps would cross; free fewer of them"
    )


def _edges(X: Floats, step: int, loose: list[int], fixed: list[int], inner: int) -> Floats:
    """The derivative of the edge θ_step − x'β_step by each parameter (c × q)."""
    cuts = np.zeros((len(X), inner))
    cuts[:, step] = 1.0
    own = np.zeros((len(X), inner * len(loose)))
    own[:, step * len(loose) : (step + 1) * len(loose)] = -X[:, loose]
    return np.hstack((cuts, own, -X[:, fixed]))


def _pass(
    parts: list[Floats], y: Ints, weight: Floats, point: Floats, link: LinkName
) -> tuple[float, Floats, Floats, Floats]:
    """Log-likelihood, gradient, Hessian and each cell's own gradient; −∞ where steps cross."""
    rows = np.zeros((len(y), len(point)))
    hessian = np.zeros((len(point), len(point)))
    value = 0.0
    for level in range(len(parts) + 1):
        own = np.flatnonzero(y == level)
        A = parts[level][own] if level < len(parts) else np.zeros((len(own), len(point)))
        B = parts[level - 1][own] if level else np.zeros((len(own), len(point)))
        a = A @ point if level < len(parts) else np.full(len(own), np.inf)
        b = B @ point if level else np.full(len(own), -np.inf)
        chance = between(link, b, a)
        if (chance <= 0).any():
            return -np.inf, rows[0], hessian, rows
        w = weight[own]
        value += float(w @ np.log(chance))
        top = _side(link, a, chance)
        low = _side(link, b, chance)
        up, down = top[0], -low[0]
        rows[own] = up[:, None] * A + down[:, None] * B
        aa, bb, ab = top[1] - up**2, -low[1] - down**2, -up * down
        cross = (A * (w * ab)[:, None]).T @ B
        hessian += (A * (w * aa)[:, None]).T @ A + (B * (w * bb)[:, None]).T @ B + cross + cross.T
    return value, weight @ rows, hessian, rows


def _side(link: LinkName, at: Floats, chance: Floats) -> tuple[Floats, Floats]:
    """F and f′ at an edge, over the chance; zero at the infinite edges."""
    density, slope = np.zeros(len(at)), np.zeros(len(at))
    inside = np.isfinite(at)
    found = curve(link, at[inside])
    density[inside], slope[inside] = found.f, found.slope
    return density / chance, slope / chance
