"""Estimates that know what each sampling unit contributed to them.

``totals[u]`` is the influence of PSU *u*: summed over all it is zero, and its spread
within strata is the variance. Since influences add, estimates of different models on
overlapping people can be set beside one another and passed through any smooth function
(the delta method) without losing what they share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc

from coproduce.engines.inference.arrays import Floats
from coproduce.engines.inference.design import Design


@dataclass(frozen=True, eq=False)
class Linearised:
    """``values`` (k,) and their influence by PSU, ``totals`` (P × k)."""

    values: Floats
    totals: Floats

    def through(self, jacobian: Floats, values: Floats) -> Linearised:
        """The estimates ``values`` (m,) that are a function of these, with its ``jacobian`` (m × k)."""
        return Linearised(values, self.totals @ jacobian.T)

    def beside(self, other: Linearised) -> Linearised:
        """These and ``other`` as one vector."""
        return Linearised(np.concatenate((self.values, other.values)), np.hstack((self.totals, other.totals)))

    def pick(self, *columns: int) -> Linearised:
        """Some of the estimates."""
        return Linearised(self.values[list(columns)], self.totals[:, list(columns)])

    def minus(self, other: Linearised) -> Linearised:
        """The difference, entry by entry; people in both count once."""
        return Linearised(self.values - other.values, self.totals - other.totals)

    def covariance(self, design: Design) -> Floats:
        """Covariance (k × k) under the design."""
        return design.covariance(self.totals)

    def errors(self, design: Design) -> Floats:
        """Standard errors (k,)."""
        return np.sqrt(np.maximum(np.diag(self.covariance(design)), 0.0))


@dataclass(frozen=True)
class Wald:
    """A joint test that several quantities are all zero.

    ``f`` has ``numerator`` and ``denominator`` degrees of freedom: the Wald statistic with the
    adjustment of Korn and Graubard (1990) for few sampling units.
    """

    f: float
    numerator: int
    denominator: int
    p: float


def wald(estimate: Linearised, design: Design) -> Wald | None:
    """The test that ``estimate`` is zero throughout; None where the design has too few units for it."""
    covariance = estimate.covariance(design)
    rank = int(np.linalg.matrix_rank(covariance, hermitian=True)) if len(covariance) else 0
    if rank == 0 or rank < len(covariance) or design.degrees < rank:
        return None
    statistic = float(estimate.values @ np.linalg.solve(covariance, estimate.values))
    denominator = design.degrees - rank + 1
    f = statistic / rank * denominator / design.degrees
    return Wald(f, rank, denominator, float(fdtrc(rank, denominator, f)))
