"""Sums that come out the same in any order.

Every drawn outcome is settled on steps of 2⁻²⁶ of a point (15 billionths). Sums of
such numbers, below 2²⁷ points in all, are exact in double precision: so a portfolio has
the same figure whichever way it was reached, an action without effect changes
exactly nothing, and neither threads nor processors can move a digit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

STEP = 2.0**-26


def settled(points: Array) -> Array:
    """``points`` on the nearest step of 2⁻²⁶. Overwrites and returns its argument."""
    points *= 1 / STEP
    np.rint(points, out=points)
    points *= STEP
    return points


def tail_mean(outcomes: Array, share: float = 0.05) -> float:
    """Mean of the worst ``share`` of equally likely ``outcomes`` (low is bad): CVaR of Rockafellar and Uryasev (2000).

    Where the tail cuts an outcome in two, the part inside counts by its part.
    """
    size = outcomes.size * share
    whole = int(size)
    if whole == size:
        if whole < outcomes.size:
            outcomes = np.partition(outcomes, whole)
        return float(outcomes[:whole].sum()) / size
    ordered = np.partition(outcomes, whole)
    return (float(ordered[:whole].sum()) + (size - whole) * float(ordered[whole])) / size
