"""Who does how much: shares and means by group, with intervals, small groups held back.

A group is a domain: its people are few or many by chance, so the ratio Σ w y / Σ w over
the group is linearised over all sampling units (Cochran 1977, section 6.11). Intervals of
shares are made on the logit scale, so that they stay between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coproduce.engines.inference.arrays import Bools, Floats
from coproduce.engines.inference.design import Design
from coproduce.engines.inference.linearised import Linearised
from coproduce.engines.inference.predictors import Covariate
from coproduce.engines.inference.suppression import FEWEST, hidden


@dataclass(frozen=True)
class Estimate:
    """A mean or share in a group; all None where it is held back."""

    group: str
    n: int | None
    value: float | None
    se: float | None
    low: float | None
    high: float | None

    @property
    def held_back(self) -> bool:
        """Whether too few people are in it to be shown."""
        return self.n is None


def ratio(design: Design, values: Floats, use: Bools) -> Linearised:
    """The weighted mean of ``values`` (n,) over the people in ``use``, with its influence (P × 1)."""
    rows = np.flatnonzero(use)
    weight = design.weight[rows]
    total = weight.sum()
    mean = float(weight @ values[rows] / total)
    parts = np.bincount(
        design.psu[rows], weights=weight * (values[rows] - mean) / total, minlength=design.psus
    ).astype(np.float64)
    return Linearised(np.array([mean]), parts[:, None])


def interval(value: float, se: float, design: Design, *, share: bool) -> tuple[float, float]:
    """The 95 % interval; for a share between 0 and 1 made on the logit scale."""
    times = design.critical()
    if not share:
        return value - times * se, value + times * se
    if not 0 < value < 1:
        return value, value
    at, half = np.log(value / (1 - value)), times * se / (value * (1 - value))
    return float(1 / (1 + np.exp(half - at))), float(1 / (1 + np.exp(-at - half)))


def by_group(
    design: Design, values: Floats, groups: Covariate, *, share: bool, fewest: int = FEWEST
) -> tuple[Estimate, ...]:
    """The mean of ``values`` in each level of ``groups``.

    For a share, a group in which one to four people (or all but so few) say yes is held back too.
    """
    answered = np.isfinite(values) & groups.answered
    members = [answered & (groups.values == code) for code in range(len(groups.levels))]
    counts = [int(each.sum()) for each in members]
    held = list(hidden(counts, fewest))
    if share:
        yes = [int((values[each] > 0).sum()) for each in members]
        for found in (hidden(yes, fewest), hidden([n - y for n, y in zip(counts, yes, strict=True)], fewest)):
            held = [one or other for one, other in zip(held, found, strict=True)]
    return tuple(
        _estimate(design, values, each, name, off=off, share=share)
        for name, each, off in zip(groups.levels, members, held, strict=True)
    )


def _estimate(
    design: Design,
    values: Floats,
    use: Bools,
    name: str,
    *,
    off: bool,
    share: bool,
) -> Estimate:
    if off:
        return Estimate(name, None, None, None, None, None)
    n = int(use.sum())
    if n == 0:
        return Estimate(name, 0, None, None, None, None)
    found = ratio(design, values, use)
    value, se = float(found.values[0]), float(found.errors(design)[0])
    low, high = interval(value, se, design, share=share)
    return Estimate(name, n, value, se, low, high)
