"""How equal chances are, in a few numbers.

Minimum and maximum; the Gini coefficient (C. Gini 1912: 0 where all have the same chance);
the geometric mean, which is high only where nobody's chance is small.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measures:
    """Of the chances of those who can be drawn."""

    people: int
    minimum: float
    maximum: float
    mean: float
    gini: float
    geometric_mean: float


def measures(chances: Sequence[float]) -> Measures:
    """The measures of some chances (at least one). The geometric mean is 0 where one of them is."""
    ordered = sorted(chances)
    count, total = len(ordered), math.fsum(ordered)
    ranks = math.fsum((2 * rank - count - 1) * chance for rank, chance in enumerate(ordered, 1))
    gini = ranks / (count * total) if total else 0.0
    lowest = ordered[0]
    product = math.exp(math.fsum(map(math.log, ordered)) / count) if lowest > 0 else 0.0
    return Measures(count, lowest, ordered[-1], total / count, gini, product)
