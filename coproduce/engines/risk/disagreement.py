"""How far groups differ, in figures that keep them apart.

Two measures, both on what each group believes a risk does in a year (likelihood ×
severity × share × months / 12, drawn from each person's own curves): the share of
all the variance that lies *between* groups (the rest is between people of one group, and
within each person's own range), and the largest distance between two groups'
curves, in points (Wasserstein, or earth mover's: how far one must be moved
on average to become the other).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Disagreement:
    """``between_share`` from 0 to 1; ``distance`` in points, between the two groups ``apart`` (positions)."""

    between_share: float
    distance: float
    apart: tuple[int, int] | None


def disagreement(beliefs: dict[int, Array], weights: Sequence[float]) -> Disagreement:
    """The disagreement of groups whose drawn beliefs are given; of equal length, by position of the group."""
    if len(beliefs) < 2:
        return Disagreement(0.0, 0.0, None)
    total = sum(weights[group] for group in beliefs)
    share = {group: weights[group] / total if total > 0 else 1 / len(beliefs) for group in beliefs}
    means = {group: float(drawn.mean()) for group, drawn in beliefs.items()}
    mean = sum(share[group] * means[group] for group in beliefs)
    between = sum(share[group] * (means[group] - mean) ** 2 for group in beliefs)
    within = sum(share[group] * float(drawn.var()) for group, drawn in beliefs.items())
    ordered = {group: np.sort(drawn) for group, drawn in beliefs.items()}
    apart, distance = None, 0.0
    groups = sorted(beliefs)
    for at, one in enumerate(groups):
        for other in groups[at + 1 :]:
            found = wasserstein(ordered[one], ordered[other])
            if found > distance:
                apart, distance = (one, other), found
    spread = between + within
    return Disagreement(between / spread if spread > 0 else 0.0, distance, apart)


def wasserstein(one: Array, other: Array) -> float:
    """Mean distance between the quantiles of two sorted samples of equal length."""
    return float(np.abs(one - other).mean())
