"""Probabilities for panels, so that their mean is a wanted point.

The panels of a herd have it nearly. What is missing is spread over them by the smallest
change, measured against the probabilities themselves (the step of affine scaling, I. I.
Dikin 1967), and shortened where it would make one negative. The equations are solved by
conjugate gradients (M. R. Hestenes and E. Stiefel 1952) in plain sums, so that the number
of threads cannot change a digit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from coproduce.engines.sortition.classes import Classes, Counts
from coproduce.engines.sortition.herding import Herd
from coproduce.engines.sortition.solver import Numbers

EXACT = 1e-7
STEPS = 60
ROUNDS = 6
PATIENCE = 400


@dataclass(frozen=True, eq=False)
class Mixture:
    """Panels (rows: counts per class) and the probability of each."""

    panels: Counts
    shares: Numbers

    def mean(self) -> Numbers:
        """The expected count of each class."""
        return np.asarray(csr_array(self.panels.astype(float)).T @ self.shares)


def mixture_with_mean(model: Classes, wanted: Numbers) -> tuple[Mixture | None, list[Counts]]:
    """A mixture of panels with the mean ``wanted``, or None, and the panels found on the way."""
    herd = Herd(model, wanted)
    between = int((np.abs(wanted - np.round(wanted)) > EXACT).sum())
    herd.grow(2 * between + 20)
    for _ in range(ROUNDS):
        if not herd.panels:
            return None, []
        panels = np.array(herd.panels)
        shares = shares_with_mean(panels, herd.shares(), wanted)
        if shares is not None:
            kept = shares > 0
            return Mixture(panels[kept], shares[kept]), herd.panels
        if float(np.abs(herd.owed).max()) > 0.05 * sum(herd.times.values()):
            # What is owed grows with every panel: the point lies outside all panels.
            break
        herd.grow(between // 2 + 20)
    return None, herd.panels


def shares_with_mean(panels: Counts, start: Numbers, wanted: Numbers) -> Numbers | None:
    """Probabilities near ``start`` with panels · shares = ``wanted``; None where none were found."""
    rows = csr_array(np.vstack([panels.T, np.ones((1, len(panels)))]).astype(float))
    columns = csr_array(rows.T)
    goal = np.append(wanted, 1.0)
    shares = start.copy()
    for _ in range(STEPS):
        missing = goal - rows @ shares
        if float(np.abs(missing).max()) <= EXACT:
            return np.asarray(shares)
        scaled = shares * shares
        change = scaled * (columns @ _solve(rows, columns, scaled, missing))
        left = float(np.abs(rows @ change - missing).max())
        if left > 0.5 * float(np.abs(missing).max()):
            # Some probabilities are so small by now that the system cannot be solved: more panels are needed.
            return None
        falling = change < 0
        room = float(np.min(-shares[falling] / change[falling])) if falling.any() else np.inf
        step = min(1.0, 0.95 * room)
        if step < 1e-4:
            return None
        shares = shares + step * change
    return None


def _solve(rows: csr_array, columns: csr_array, scaled: Numbers, right: Numbers) -> Numbers:
    """U with (rows · scaled · columns) u ≈ right, by preconditioned conjugate gradients.

    The rows depend on one another (each feature's add up to the size), and the right-hand
    side fits them only to about 1e-9. So the best u met is kept, and the search ends when
    it stops getting better.
    """
    squared = rows.copy()
    squared.data = squared.data**2
    diagonal = np.maximum(squared @ scaled, 1e-30)
    found = best = np.zeros(len(right))
    rest = right.copy()
    eased = rest / diagonal
    direction = eased.copy()
    product = least = _sum(rest * eased)
    goal, since = 1e-22 * product, 0
    while product > goal and since < PATIENCE:
        image = rows @ (scaled * (columns @ direction))
        curve = _sum(direction * image)
        if curve <= 0:
            break
        step = product / curve
        found = found + step * direction
        rest = rest - step * image
        eased = rest / diagonal
        after = _sum(rest * eased)
        direction = eased + (after / product) * direction
        product = after
        since += 1
        if after < 0.9 * least:
            best, least, since = found, after, 0
    return best


def _sum(values: Numbers) -> float:
    return float(np.add.reduce(values))
