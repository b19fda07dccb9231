"""The difference: does something go with doing it alone as it goes with doing it together.

Both models rest on (mostly) the same people, so their estimates are not independent: the
difference has the variance of the stacked estimates, which is that of the difference of
influences, unit by unit. The headline difference is of average marginal effects on
outcomes scaled 0–1. The raw difference of coefficients is for the annex: the same
underlying effect gives different coefficients where what was not measured spreads more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coproduce.engines.inference.design import Design
from coproduce.engines.inference.fitted import Fitted
from coproduce.engines.inference.linearised import Linearised, Wald, wald
from coproduce.engines.inference.margins import effects


@dataclass(frozen=True)
class Entry:
    """An estimate, its standard error, interval and two-sided p."""

    value: float
    se: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Difference:
    """First outcome less second: of marginal effects (``margins``) and of raw coefficients (``raw``), by term."""

    terms: tuple[str, ...]
    margins: tuple[Entry, ...]
    raw: tuple[Entry, ...]
    joint: Wald | None


def entries(estimate: Linearised, design: Design, level: float = 0.95) -> tuple[Entry, ...]:
    """Each of the estimates with its error; where the error is zero, p is 1 for zero and 0 else."""
    errors = estimate.errors(design)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(errors > 0, estimate.values / errors, np.where(estimate.values == 0, 0.0, np.inf))
    half = design.critical(level) * errors
    return tuple(
        Entry(float(value), float(error), float(value - by), float(value + by), float(p))
        for value, error, by, p in zip(estimate.values, errors, half, design.p_value(z), strict=True)
    )


def compare(first: Fitted, second: Fitted) -> Difference:
    """The difference between two models of the same survey, for the terms that both have."""
    shared = [name for name in first.predictors.names if name in second.predictors.names]
    one = [first.predictors.names.index(name) for name in shared]
    other = [second.predictors.names.index(name) for name in shared]
    margins = effects(first).pick(*one).minus(effects(second).pick(*other))
    raw = first.coefficients.pick(*one).minus(second.coefficients.pick(*other))
    design = first.design
    return Difference(tuple(shared), entries(margins, design), entries(raw, design), wald(margins, design))
