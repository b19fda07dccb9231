"""Probabilities for panels, so that their mean is a wanted point.

The panels of a herd have it nearly. What is missing is spread over them by the smallest
change, measured against the probabilities themselves (the step of affine scaling, I. I.
Dikin 1967), and shortened where it would make one negative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from coproduce.engines.sortition.barrier import solve_definite
from coproduce.engines.sortition.classes import Classes, Counts
from coproduce.engines.sortition.herding import Herd
from coproduce.engines.sortition.solver import Numbers

EXACT = 1e-7
STEPS = 25
ROUNDS = 6
MANY = 500
STUCK = 0.02


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
    # Twice as many surround the point as often as not. A vain attempt costs the cube of the classes, so for
    # many classes more are found at once.
    herd.grow((4 if between < MANY else 5) * between // 2 + 20)
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
        system = (rows.multiply(scaled) @ columns).toarray()
        change = scaled * (columns @ solve_definite(system, missing))
        falling = change < 0
        room = float(np.min(-shares[falling] / change[falling])) if falling.any() else np.inf
        step = min(1.0, 0.95 * room)
        if step < STUCK:
            # The point lies outside these panels, or so near their edge that it takes more of them.
            return None
        shares = shares + step * change
    return None
