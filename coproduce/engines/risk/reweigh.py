"""Other weights, at once: what a room sees when a slider moves.

For each portfolio and each group the simulated years are kept as 256 bins between the
group's worst and best, each with its mass and its mean. Under any weights the expected
net outcome is then exact, and CVaR a matter of filling the worst twentieth from the
bins; only inside the one bin that the tail cuts is anything assumed (that its
years are alike).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BINS = 256
TAIL = 0.05


@dataclass(frozen=True)
class Sketch:
    """Years of several portfolios in bins that all groups share.

    ``mass`` and ``total`` are (portfolio, group, bin): the share of the group's years in the bin, and that share
    times their mean. ``means`` (portfolio, group) are the expectations of the same years.
    """

    mass: Array
    total: Array
    means: Array

    @classmethod
    def of(cls, years: Array, means: Array) -> Sketch:
        """From ``years`` (portfolio, group, draw) and their exact ``means`` (portfolio, group)."""
        portfolios, groups, size = years.shape
        mass = np.zeros((portfolios, groups, BINS))
        total = np.zeros((portfolios, groups, BINS))
        for at in range(portfolios):
            low, high = years[at].min(), years[at].max()
            width = (high - low) / BINS if high > low else 1.0
            cells = np.minimum(((years[at] - low) / width).astype(np.int64), BINS - 1)
            for group in range(groups):
                mass[at, group] = np.bincount(cells[group], minlength=BINS) / size
                total[at, group] = np.bincount(cells[group], weights=years[at, group], minlength=BINS) / size
        return cls(mass, total, means)

    def under(self, weights: Sequence[float]) -> tuple[Array, Array]:
        """Expected net outcome and CVaR 5 % of each portfolio under ``weights`` (any, adding to one)."""
        mass = np.zeros((self.mass.shape[0], BINS))
        total = np.zeros_like(mass)
        net = np.zeros(self.mass.shape[0])
        for group, weight in enumerate(weights):
            mass += weight * self.mass[:, group]
            total += weight * self.total[:, group]
            net += weight * self.means[:, group]
        reached = mass.cumsum(axis=1)
        # How much of each bin lies in the worst twentieth.
        inside = np.clip(TAIL - (reached - mass), 0.0, mass)
        centre = np.divide(total, mass, out=np.zeros_like(total), where=mass > 0)
        return net, np.asarray((inside * centre).sum(axis=1) / TAIL)
