"""Pooling in two levels: persons within a group alike, groups by weights that are on the table.

F(x) = Σ_g w_g (1/n_g) Σ_i F_i(x), the linear opinion pool (Stone 1961), taken twice:
how many of a group answered changes nothing. It keeps two camps as two camps; the
average of quantiles, which would show one hill between them, is given as a line to
compare with and nothing is computed from it. Nobody is weighted by how well she
forecast.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.risk.elicitation import table_means
from coproduce.engines.risk.views import Owner, RiskView

Array = NDArray[np.float64]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The quantiles that are published."""


def group_weights(owners: Sequence[Owner], weights: Sequence[float]) -> Array:
    """The weight of each row: its group's weight shared equally among its rows, renormalised over groups that know.

    Where only groups of weight 0 know, they count alike.
    """
    counts = [sum(1 for group, _ in owners if group == at) for at in range(len(weights))]
    found = np.array([weights[group] / counts[group] for group, _ in owners])
    if found.sum() <= 0:
        found = np.array([1 / counts[group] for group, _ in owners])
    return np.asarray(found / found.sum())


def mixture_quantiles(table: Array, weights: Array, levels: Sequence[float] = LEVELS) -> list[float]:
    """Quantiles of the mixture of the rows of a quantile table, each with its weight."""
    if not len(table):
        return []
    # Each cell of a row's table is one point of mass weight / steps, at the cell's middle.
    steps = table.shape[1] - 1
    points = ((table[:, 1:] + table[:, :-1]) / 2).ravel()
    mass = np.repeat(weights / steps, steps)
    order = np.argsort(points, kind="stable")
    reached = np.cumsum(mass[order])
    found = np.minimum(np.searchsorted(reached, np.array(levels) - 1e-12), len(points) - 1)
    return [float(one) for one in points[order][found]]


def averaged_quantiles(table: Array, weights: Array, levels: Sequence[float] = LEVELS) -> list[float]:
    """The weighted average of the rows' quantiles: a line to compare with, never the result."""
    if not len(table):
        return []
    steps = table.shape[1] - 1
    at = [round(level * steps) for level in levels]
    return [float((table[:, column] * weights).sum()) for column in at]


def expected_harm(view: RiskView, weights: Sequence[float]) -> float | None:
    """Σ_g w_g mean_i (p_i E[s_i]): the pooled expected harm (or gain) of one risk in points a year, in closed form.

    None where nobody knows.
    """
    if not view.owners:
        return None
    return float((view.expected_harm() * group_weights(view.owners, weights)).sum())


def expected_by_head(view: RiskView) -> float:
    """The same with every person alike whatever the group: what pooling in two levels keeps from happening."""
    return float(view.expected_harm().mean())


def expected_apart(view: RiskView, weights: Sequence[float]) -> float:
    """Likelihood and severity pooled apart and then multiplied: wrong, because it tears world views in two."""
    by_row = group_weights(view.owners, weights)
    chance = float((table_means(view.likelihood) * by_row).sum())
    severity = sum(float((table_means(table) * by_row).sum()) for table in view.severity)
    extent = float((table_means(view.share) * table_means(view.months) / 12 * by_row).sum())
    return chance * severity * extent
