"""What a review teaches: how good forecasts were, and what is believed now.

A test or a year's count moves a likelihood by Bayes' rule (beta prior, binomial
count). The prior is the beta that has the mean and variance of the pooled judgements;
disagreement makes it wide, and a wide prior learns fast. Scores of forecasts,
Brier (1950) and CRPS (Matheson and Winkler 1976), are feedback to groups. They never
become weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Beta:
    """A belief about a likelihood: Beta(``a``, ``b``)."""

    a: float
    b: float

    @property
    def mean(self) -> float:
        """Expected likelihood."""
        return self.a / (self.a + self.b)

    def quantiles(self, levels: Sequence[float] = (0.05, 0.5, 0.95)) -> tuple[float, ...]:
        """Quantiles of the belief."""
        return tuple(float(one) for one in betaincinv(self.a, self.b, np.array(levels)))

    def after(self, happened: int, tried: int) -> Beta:
        """The belief after ``happened`` of ``tried``."""
        if not 0 <= happened <= tried:
            raise ValueError(f"{happened} of {tried} cannot have happened")
        return Beta(self.a + happened, self.b + tried - happened)


def beta_of(mean: float, variance: float) -> Beta:
    """The beta with this mean (between 0 and 1) and variance.

    A variance of 0 or beyond mean × (1 − mean) is brought inside, so that there is always one.
    """
    mean = min(max(mean, 1e-6), 1 - 1e-6)
    most = mean * (1 - mean)
    strength = most / min(max(variance, most * 1e-6), most * 0.999) - 1
    return Beta(mean * strength, (1 - mean) * strength)


def brier(forecast: Array, happened: int, tried: int) -> float:
    """Mean squared distance between the mean forecast and what came, over ``tried`` trials: 0 perfect, 1 worst."""
    p = float(forecast.mean())
    return (happened * (1 - p) ** 2 + (tried - happened) * p**2) / tried


def crps(forecast: Array, observed: float) -> float:
    """Continuous ranked probability score of a sampled forecast: E|X − y| − ½ E|X − X′|, in the units of ``observed``.

    For a forecast of one value it is the distance to ``observed``.
    """
    ordered = np.sort(forecast)
    n = len(ordered)
    # E|X − X'| of a sorted sample in one pass.
    spread = 2 * float((ordered * (2 * np.arange(1, n + 1) - n - 1)).sum()) / n**2
    return float(np.abs(ordered - observed).mean()) - spread / 2
