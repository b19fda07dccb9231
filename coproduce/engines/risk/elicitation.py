"""From three points and "how sure" to a curve.

People name the lowest, the highest and the best figure, and how sure they are that
the truth lies inside. The ends are stretched linearly to 90 % (the IDEA protocol,
Hemming et al. 2018, section 3), never drawn together, and kept on the scale of the
question. The curve is the PERT (a beta with weight 4 on the best guess, Malcolm et
al. 1959) **whose 5th and 95th percentiles are those ends**: with the ends as its
bounds it would hold only half to two thirds of the stated width, and every band
would look surer than people are.

Fitting is one root in one unknown. With θ = (best − a)/(b − a), the quantiles of
the PERT on [0, 1] are those of Beta(1 + 4θ, 5 − 4θ), and
ρ(θ) = (θ − q₅)/(q₉₅ − q₅) has to equal (best − lowest)/(highest − lowest). ρ rises
from below 0 to above 1, so there is always exactly one θ. It is taken on steps of
1/512, so that few curves have to be worked out: both ends stay exact, the best guess
moves by less than a thousandth of the curve's width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from coproduce.engines.risk.values import Range, Scale

Array = NDArray[np.float64]

STATED = 0.90
TABLE_STEPS = 512
"""Steps of a quantile table; linear between them."""

THETA_STEPS = 512


@dataclass(frozen=True)
class Pert:
    """A PERT on [``a``, ``b``] with its best at ``a + theta (b − a)``, cut off at the scale's ends."""

    a: float
    b: float
    theta: float
    low: float
    high: float

    def quantiles(self, u: Array) -> Array:
        """Values at cumulative chances ``u`` in [0, 1], in the units of the scale."""
        if self.b <= self.a:
            return np.full(np.shape(u), min(max(self.a, self.low), self.high))
        standard = betaincinv(1 + 4 * self.theta, 5 - 4 * self.theta, u)
        return np.asarray(
            np.clip(self.a + (self.b - self.a) * standard, self.low, self.high), dtype=np.float64
        )


def stretched(answer: Range, scale: Scale) -> tuple[float, float]:
    """The 5th and 95th percentile that ``answer`` says: its ends at 90 %, on the scale, in the scale's units."""
    factor = max(1.0, STATED / answer.sure)
    low = max(scale.low, answer.best - (answer.best - answer.lowest) * factor)
    high = min(scale.high, answer.best + (answer.highest - answer.best) * factor)
    return low, high


def fit(answer: Range, scale: Scale) -> Pert:
    """The PERT of ``answer`` in the units of the form. ``lowest ≤ best ≤ highest``, all on the scale."""
    low, high = stretched(answer, scale)
    if high <= low:
        return Pert(answer.best, answer.best, 0.5, scale.low, scale.high)
    theta = round(_theta((answer.best - low) / (high - low)) * THETA_STEPS) / THETA_STEPS
    q5, q95 = _standard(theta)
    width = (high - low) / (q95 - q5)
    a = low - q5 * width
    return Pert(a, a + width, theta, scale.low, scale.high)


def tables(answers: Sequence[Range], scale: Scale) -> Array:
    """Quantile tables, one row an answer, in whole units (a likelihood of 20 in 100 as 0.2).

    Column *j* of ``TABLE_STEPS + 1`` holds the quantile at *j* / ``TABLE_STEPS``.
    """
    rows = [_row(answer, scale) for answer in answers]
    return np.array(rows, dtype=np.float64).reshape(len(rows), TABLE_STEPS + 1)


def table_means(table: Array) -> Array:
    """The mean of each row's curve: the exact mean of the piecewise linear quantile function that is drawn from."""
    inner = table[:, 1:-1].sum(axis=1)
    return np.asarray((inner + (table[:, 0] + table[:, -1]) / 2) / (table.shape[1] - 1), dtype=np.float64)


def look_up(table: Array, rows: NDArray[np.int64] | None, u: Array) -> Array:
    """Draws by inversion: for each ``u`` in (0, 1) the quantile of its row. ``rows`` None: there is one row."""
    steps = table.shape[1] - 1
    at = u * steps
    cell = at.astype(np.int64)
    at -= cell
    if rows is not None:
        cell += rows * (steps + 1)
    flat = table.ravel()
    low = flat.take(cell)
    cell += 1
    high = flat.take(cell)
    high -= low
    high *= at
    high += low
    return np.asarray(high, dtype=np.float64)


def _row(answer: Range, scale: Scale) -> Array:
    curve = fit(answer, scale)
    if curve.b <= curve.a:
        return np.full(TABLE_STEPS + 1, min(max(curve.a, scale.low), scale.high) / scale.unit)
    standard = _standard_table(curve.theta)
    return np.asarray(np.clip(curve.a + (curve.b - curve.a) * standard, scale.low, scale.high) / scale.unit)


@lru_cache(maxsize=THETA_STEPS + 1)
def _standard_table(theta: float) -> Array:
    return np.asarray(betaincinv(1 + 4 * theta, 5 - 4 * theta, np.linspace(0.0, 1.0, TABLE_STEPS + 1)))


@lru_cache(maxsize=4096)
def _theta(ratio: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        q5, q95 = _standard(middle)
        if (middle - q5) / (q95 - q5) < ratio:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@lru_cache(maxsize=65536)
def _standard(theta: float) -> tuple[float, float]:
    low, high = betaincinv(1 + 4 * theta, 5 - 4 * theta, np.array([0.05, 0.95]))
    return float(low), float(high)
