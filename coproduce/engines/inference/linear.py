"""Weighted least squares, for outcomes that are numbers.

The estimate of the population's own least-squares line (Fuller 1975): weights enter the
normal equations, and the influence of a person is its weighted residual times its terms.
"""

from __future__ import annotations

import numpy as np

from coproduce.engines.inference.linearised import Linearised
from coproduce.engines.inference.units import Units


def fit(units: Units) -> tuple[Linearised, float]:
    """Intercept and coefficients with their influence, and the log-likelihood under equal normal spread."""
    X = np.column_stack((np.ones(len(units.y)), units.X))
    weighted = X * units.weight[:, None]
    bread = np.linalg.inv(X.T @ weighted)
    beta = bread @ (weighted.T @ units.y)
    # One step of refinement wins back the digits that forming X'WX lost.
    beta = beta + bread @ (weighted.T @ (units.y - X @ beta))
    residual = units.y - X @ beta
    total = units.weight.sum()
    spread = float(units.weight @ residual**2 / total)
    loglik = -0.5 * total * (np.log(2 * np.pi * max(spread, 1e-300)) + 1)
    return Linearised(beta, units.totals(X * residual[:, None]) @ bread), float(loglik)
