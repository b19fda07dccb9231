"""Average marginal effects, on each outcome scaled from 0 to 1.

A coefficient of a logit model changes with the spread of what was not measured, so two
coefficients of two outcomes cannot be compared (Allison 1999; Mood 2010). What can be
compared is how much the expected answer moves when one thing changes and all else stays:
the average marginal effect. The expected answer is scaled so that 0 is the lowest and 1
the highest, E = Σ_k P(y ≥ k) / (K − 1). A number's effect is the slope per unit, a step's
the change from without to with. Influences hold both sources of doubt: that of the
parameters and that of who was sampled (Graubard and Korn 1999, "Predictive margins with
survey data").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coproduce.engines.inference.arrays import Floats
from coproduce.engines.inference.fitted import Fitted
from coproduce.engines.inference.linearised import Linearised
from coproduce.engines.inference.links import curve, distribution


def effects(model: Fitted) -> Linearised:
    """The average marginal effect of each term (p,) on the outcome scaled 0–1."""
    found = [_effect(model, column) for column in range(len(model.beta))]
    if not found:
        return Linearised(np.zeros(0), np.zeros((model.design.psus, 0)))
    return Linearised(
        np.array([each.values[0] for each in found]), np.hstack([each.totals for each in found])
    )


def _effect(model: Fitted, column: int) -> Linearised:
    X, inner, width = model.units.X, model.inner, model.outcome.width
    if model.outcome.family == "linear":
        jacobian = np.zeros((1, len(model.parameters.values)))
        jacobian[0, inner + column] = 1 / width
        return model.parameters.through(jacobian, model.beta[[column]] / width)
    if model.predictors.terms[column].step:
        return averaged(model, _with(model, column, 1.0)).minus(averaged(model, _with(model, column, 0.0)))
    eta = X @ model.beta
    at = [curve(model.outcome.link, cut - eta) for cut in model.cuts]
    slope = np.sum([each.f for each in at], axis=0) / width
    bend = -np.sum([each.slope for each in at], axis=0) / width
    beta = model.beta[column]
    weight, total = model.units.weight, model.units.weight.sum()
    gradient = np.concatenate(
        (
            [beta * float(weight @ each.slope) / (width * total) for each in at],
            beta * (weight * bend) @ X / total,
        )
    )
    gradient[inner + column] += float(weight @ slope) / total
    return _mean(model, beta * slope, gradient)


def _with(model: Fitted, column: int, value: float) -> Floats:
    """The terms with ``column`` set to ``value`` and its fellows of one kind to 0."""
    X = model.units.X.copy()
    X[:, model.predictors.group(column)] = 0.0
    X[:, column] = value
    return X


def averaged(model: Fitted, X: Floats) -> Linearised:
    """The expected answer scaled 0–1, averaged over the people as if their terms were ``X``."""
    return levels_averaged(model, X).expected(model)


@dataclass(frozen=True, eq=False)
class Cumulated:
    """P(y ≥ k) for each k above the lowest, averaged over people, with influence (P × (K − 1))."""

    shares: Linearised

    def expected(self, model: Fitted) -> Linearised:
        """Their sum scaled 0–1."""
        count = len(self.shares.values)
        if model.outcome.family == "linear":
            low, width = model.outcome.low, model.outcome.width
            return self.shares.through(np.full((1, 1), 1 / width), (self.shares.values - low) / width)
        ones = np.full((1, count), 1 / model.outcome.width)
        return self.shares.through(ones, ones @ self.shares.values)

    def chances(self) -> Linearised:
        """The probability of each answer (K,), lowest first."""
        count = len(self.shares.values)
        steps = np.zeros((count + 1, count))
        steps[np.arange(1, count + 1), np.arange(count)] = 1.0
        steps[np.arange(count), np.arange(count)] -= 1.0
        values = steps @ self.shares.values
        values[0] += 1.0
        return self.shares.through(steps, values)


def levels_averaged(model: Fitted, X: Floats) -> Cumulated:
    """P(y ≥ k), averaged over the people as if their terms were ``X`` (c × p)."""
    eta = X @ model.beta
    weight, total = model.units.weight, model.units.weight.sum()
    parts: list[Linearised] = []
    if model.outcome.family == "linear":
        gradient = np.concatenate(([1.0], weight @ X / total))
        parts.append(_mean(model, eta + model.cuts[0], gradient))
    for at, cut in enumerate([] if model.outcome.family == "linear" else model.cuts):
        # Of the far side, so that a rare answer keeps its digits.
        share = distribution(model.outcome.link, eta - cut)
        density = curve(model.outcome.link, eta - cut).f
        gradient = np.zeros(len(model.parameters.values))
        gradient[at] = -float(weight @ density) / total
        gradient[model.inner :] = (weight * density) @ X / total
        parts.append(_mean(model, share, gradient))
    return Cumulated(
        Linearised(np.array([each.values[0] for each in parts]), np.hstack([each.totals for each in parts]))
    )


def _mean(model: Fitted, values: Floats, gradient: Floats) -> Linearised:
    """The weighted mean of ``values`` (c,), which depends on the parameters by ``gradient`` (q,)."""
    weight = model.units.weight
    total = weight.sum()
    mean = float(weight @ values) / total
    own = model.units.totals(((values - mean) / total)[:, None])
    return Linearised(np.array([mean]), own + (model.parameters.totals @ gradient)[:, None])
