"""What would be worth trying out first: the value of knowing before choosing.

If one unknown could be known, the choice between portfolios could follow it. The
expected gain, E[max_a E(net_a | x)] − max_a E(net_a), is the expected value of partial
perfect information (EVPPI), estimated from draws that are there already (Strong,
Oakley and Brennan 2014, here with equal-sized bins of x instead of a regression).
Bins of chance alone show some value; that much, measured by shuffling x, is taken
off. A value of 0 says: whatever a test found, the choice would stay.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Seed

Array = NDArray[np.float64]

BINS = 40
SHUFFLES = 4


def value_of_knowing(unknown: Array, nets: Array, chance: float) -> float:
    """EVPPI of ``unknown`` (one value a draw) for the choice between portfolios, in points a year; 0 or more.

    ``nets`` is (portfolio, draw): each portfolio's expected outcome given the world of the draw. ``chance`` is what
    ``value_by_chance`` says of them.
    """
    if len(nets) < 2 or float(unknown.min()) == float(unknown.max()):
        return 0.0
    value = _binned(nets, _cells(unknown, np.argsort(unknown, kind="stable"))) - chance
    # Below the noise of the shuffles themselves nothing is claimed.
    return value if value > chance else 0.0


def value_by_chance(nets: Array, seed: Seed) -> float:
    """What bins of pure chance seem to be worth: the bias that is taken off."""
    size = nets.shape[1]
    found = 0.0
    for turn in range(SHUFFLES):
        order = np.argsort(seed.child("shuffle", turn).uniforms(size), kind="stable")
        cells = np.empty(size, dtype=np.int64)
        cells[order] = np.arange(size) * BINS // size
        found += _binned(nets, cells) / SHUFFLES
    return found


def _cells(unknown: Array, order: NDArray[np.int64]) -> NDArray[np.int64]:
    """The bin of each draw: equal-sized bins of rank, equal values in one bin."""
    cells = np.empty(len(unknown), dtype=np.int64)
    cells[order] = np.arange(len(unknown)) * BINS // len(unknown)
    ordered = unknown[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    firsts = np.repeat(cells[order][starts], np.diff(np.concatenate([starts, [len(unknown)]])))
    cells[order] = firsts
    return cells


def _binned(nets: Array, cells: NDArray[np.int64]) -> float:
    counts = np.bincount(cells, minlength=BINS).astype(np.float64)
    sums = np.stack([np.bincount(cells, weights=row, minlength=BINS) for row in nets])
    best = np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0).max(axis=0)
    return float((best * counts).sum() / counts.sum() - sums.sum(axis=1).max() / counts.sum())
