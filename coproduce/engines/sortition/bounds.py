"""Proof that nobody's lottery can be better, which anyone can check by adding up.

A *bound* says: among all lotteries that leave the classes settled earlier their chances,
the lowest chance of the others is at most ``level``. Its proof is one number for each
class and one for each row of quotas (the multipliers of linear programming duality). The
check multiplies and adds in exact fractions and solves nothing, so it does not matter how
the multipliers were found, nor how exact the solver was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from coproduce.engines.sortition.classes import Classes
from coproduce.engines.sortition.solver import Numbers


@dataclass(frozen=True)
class Bound:
    """One proved limit.

    Attributes:
        level: no lottery gives the classes still open a lowest chance above it.
        settled: the classes whose chance this step settles, at ``level``.
        weights: of each class, not negative; those of open classes add up to about 1.
        rows: of each row of the model.
        panels: the greatest weighted sum over all panels where only an integer program could
            tell it (then ``rows`` are empty and the check has to believe it), else None.
    """

    level: float
    settled: tuple[int, ...]
    weights: tuple[float, ...]
    rows: tuple[float, ...]
    panels: float | None = None


def proved(model: Classes, bound: Bound, settled: Mapping[int, float], shut: Sequence[int]) -> Fraction:
    """The level that the multipliers of ``bound`` prove, given the chances ``settled`` before.

    ``shut`` are the classes that no panel can contain. Weights are per chance: Σ a p ≤ level
    for any chances p of a lottery, once the quotas' multipliers are taken off.
    """
    weights = [Fraction(value) for value in bound.weights]
    closed = {*settled, *shut}
    total = sum((weights[at] for at in range(len(weights)) if at not in closed), Fraction(0))
    if total <= 0 or any(weight < 0 for weight in weights):
        raise ArithmeticError("the weights of a bound must not be negative, and some must be above 0")
    earlier = sum((weights[at] * Fraction(level) for at, level in settled.items()), Fraction(0))
    if bound.panels is not None:
        return (Fraction(bound.panels) - earlier) / total
    per_seat = [weight / int(size) for weight, size in zip(weights, model.size, strict=True)]
    return (greatest(model, per_seat, bound.rows, shut) - earlier) / total


def greatest(
    model: Classes, per_seat: Sequence[Fraction], rows: Sequence[float], shut: Sequence[int]
) -> Fraction:
    """What Σ per_seat · x cannot exceed for any panel x, by the multipliers ``rows``: exact."""
    found = Fraction(0)
    left = list(per_seat)
    matrix = model.matrix
    for row, value in enumerate(rows):
        multiplier = Fraction(value)
        if not multiplier:
            continue
        found += multiplier * int(model.high[row] if multiplier > 0 else model.low[row])
        for at in matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].tolist():
            left[at] -= multiplier
    out = set(shut)
    for at, rest in enumerate(left):
        if rest > 0 and at not in out:
            found += rest * int(model.cap[at])
    return found


def as_floats(values: Numbers) -> tuple[float, ...]:
    """Multipliers as they are published: tiny ones are nought, the rest keep twelve digits."""
    scale = float(np.abs(values).max()) if len(values) else 0.0
    return tuple(0.0 if abs(value) < 1e-13 * scale else float(f"{value:.12g}") for value in values.tolist())
