"""Ward by ward: estimates that borrow strength, beside those that do not.

A ward with twenty answers says little by itself. Multilevel regression and poststratification
(Gelman and Little 1997; Park, Gelman and Bafumi 2004) fits one model whose wards are drawn
towards what their people's kinds would lead one to expect, the more the fewer answered; then
it weighs each kind as it occurs in the ward. Answers enter with weights scaled to the effective number of
people. The spread between wards is found by EM with a normal approximation to each posterior.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from coproduce.engines.inference.arrays import Floats, Ints
from coproduce.engines.inference.suppression import FEWEST
from coproduce.engines.kernel import BadInput

MOST_ROUNDS = 500
_RIDGE = 1e-4


@dataclass(frozen=True, eq=False)
class Cells:
    """Kinds of people: ``X`` (c × p) their terms without a constant, ``area`` (c,), and how many live there."""

    X: Floats
    area: Ints
    people: Floats


@dataclass(frozen=True)
class Area:
    """One area: direct estimate and interval (None where held back or nobody answered), and the modelled ones."""

    area: str
    n: int
    direct: tuple[float, float, float] | None
    modelled: tuple[float, float, float]


@dataclass(frozen=True)
class SmallAreas:
    """All areas, and the standard deviation between them on the logit scale."""

    areas: tuple[Area, ...]
    spread: float


@dataclass(frozen=True, eq=False)
class Answers:
    """What people said: ``y`` (n,) 0 or 1, ``X`` (n × p) terms, ``area`` (n,) codes from 0, ``weight`` (n,) above 0."""

    y: Floats
    X: Floats
    area: Ints
    weight: Floats


def estimate(answers: Answers, cells: Cells, names: tuple[str, ...]) -> SmallAreas:
    """The share with ``y`` = 1 in each of the areas ``names``; ``cells`` is what is known of who lives where.

    Raises:
        BadInput: for fewer than three areas, for areas without people, and for a y that never varies.
    """
    y, X, area, weight = answers.y, answers.X, answers.area, answers.weight
    count = len(names)
    if count < 3 or not (np.bincount(cells.area, weights=cells.people, minlength=count) > 0).all():
        raise BadInput.one(
            "there must be three areas or more, and each must have people in the margins", key="areas"
        )
    if len(np.unique(y)) < 2:
        raise BadInput.one("everybody gave the same answer; areas cannot differ in it", key="outcome")
    scaled = weight * weight.sum() / np.square(weight).sum()
    point, covariance, spread = _fit(y, X, area, scaled, count)
    design = np.hstack((np.ones((len(cells.area), 1)), cells.X, np.eye(count)[cells.area]))
    chance = expit(design @ point)
    found = []
    for at, name in enumerate(names):
        own = cells.area == at
        share = cells.people[own] / cells.people[own].sum()
        value = float(share @ chance[own])
        gradient = (share * chance[own] * (1 - chance[own])) @ design[own]
        error = float(np.sqrt(gradient @ covariance @ gradient))
        found.append(
            Area(name, int((area == at).sum()), _direct(y, weight, area == at), _on_logit(value, error))
        )
    return SmallAreas(tuple(found), spread)


def _fit(y: Floats, X: Floats, area: Ints, weight: Floats, count: int) -> tuple[Floats, Floats, float]:
    """Fixed effects and areas' effects, their covariance, and the spread of the areas."""
    design = np.hstack((np.ones((len(y), 1)), X, np.eye(count)[area]))
    fixed = design.shape[1] - count
    point, variance = np.zeros(design.shape[1]), 0.3
    hessian: Floats = np.eye(design.shape[1])
    covariance: Floats = hessian
    for _ in range(MOST_ROUNDS):
        penalty = np.concatenate((np.full(fixed, _RIDGE), np.full(count, 1 / variance)))
        for _ in range(30):
            chance = expit(design @ point)
            gradient = design.T @ (weight * (y - chance)) - penalty * point
            hessian = (design * (weight * chance * (1 - chance))[:, None]).T @ design + np.diag(penalty)
            move = np.linalg.solve(hessian, gradient)
            point = point + move * min(1.0, 4.0 / max(np.abs(move).max(), 1e-12))
            if np.abs(move).max() < 1e-9:
                break
        covariance = np.asarray(np.linalg.inv(hessian))
        effects = point[fixed:]
        new = float(np.mean(np.square(effects) + np.diag(covariance)[fixed:]))
        new = max(new, 1e-4)
        if abs(new - variance) < 1e-7:
            break
        variance = new
    return point, covariance, float(np.sqrt(variance))


def _direct(y: Floats, weight: Floats, own: np.ndarray) -> tuple[float, float, float] | None:
    n = int(own.sum())
    if n < FEWEST:
        return None
    w = weight[own] / weight[own].sum()
    value = float(w @ y[own])
    # The Wilson interval for the effective number of people, which stays sound near 0 and 1.
    effective = 1 / float(np.square(w).sum())
    z2 = 1.959964**2
    centre = (value + z2 / (2 * effective)) / (1 + z2 / effective)
    half = (
        1.959964 / (1 + z2 / effective) * np.sqrt(value * (1 - value) / effective + z2 / (4 * effective**2))
    )
    return value, float(max(0.0, centre - half)), float(min(1.0, centre + half))


def _on_logit(value: float, error: float) -> tuple[float, float, float]:
    value = min(max(value, 1e-9), 1 - 1e-9)
    at, half = np.log(value / (1 - value)), 1.959964 * error / (value * (1 - value))
    return value, float(expit(at - half)), float(expit(at + half))
