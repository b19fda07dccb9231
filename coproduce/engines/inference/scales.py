"""Scales: items added up to an index, and how far they measure one thing.

Two index rules are in use for co-production surveys: the mean of the items, and their sum
from 0 to 100. Cronbach's alpha (1951) takes answers for numbers; for answers of few
ordered steps, omega (McDonald 1999) on polychoric correlations (Olsson 1979) takes them for
cuts of something unseen, and is the better figure (Gadermann, Guhn and Zumbo 2012).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import ndtr, ndtri

from coproduce.engines.inference.arrays import Floats, Ints
from coproduce.engines.kernel import BadInput, Place, Problem

IndexRule = Literal["mean", "sum-100"]
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(24)
_EDGE = 8.0


@dataclass(frozen=True)
class Reliability:
    """Alpha, omega with its loadings, and the correlations (k × k) of the unseen answers."""

    alpha: float
    omega: float
    loadings: tuple[float, ...]
    correlations: tuple[tuple[float, ...], ...]
    n: int


def index(items: Sequence[Floats], highest: float, *, rule: IndexRule = "sum-100", least: int = 0) -> Floats:
    """The index of ``items`` (each (n,) from 0 to ``highest``, NaN for none); NaN where fewer than ``least`` answered.

    ``mean`` keeps the items' scale; ``sum-100`` runs from 0 to 100. 0 for ``least`` means all of them.
    """
    stack = np.vstack(items)
    there = np.isfinite(stack)
    count = there.sum(axis=0)
    enough = count >= (least or len(items))
    mean = np.where(there, stack, 0.0).sum(axis=0) / np.maximum(count, 1)
    return np.where(enough, mean if rule == "mean" else 100 * mean / highest, np.nan)


def reliability(items: Sequence[Floats], weight: Floats, *, source: str = "") -> Reliability:
    """Alpha and omega of ``items`` (each (n,) whole numbers from 0, NaN for none), over people who answered all.

    Raises:
        BadInput: for fewer than three items, or items to which everybody gave one answer.
    """
    if len(items) < 3:
        raise BadInput.one("a scale needs at least three items", source=source, key="items")
    stack = np.vstack(items)
    use = np.isfinite(stack).all(axis=0)
    answers, w = stack[:, use].astype(np.int64), weight[use]
    problems = [
        Problem(
            Place(source, key=f"item {at + 1}"),
            "everybody gave the same answer here; leave it out",
            "item-constant",
        )
        for at, row in enumerate(answers)
        if len(np.unique(row)) < 2
    ]
    if problems:
        raise BadInput(problems)
    centred = answers - (answers @ w / w.sum())[:, None]
    covariance = (centred * w) @ centred.T / w.sum()
    k = len(items)
    alpha = k / (k - 1) * (1 - float(np.trace(covariance) / covariance.sum()))
    correlations = np.eye(k)
    for one in range(k):
        for other in range(one):
            found = polychoric(answers[one], answers[other], w)
            correlations[one, other] = correlations[other, one] = found
    loadings = one_factor(correlations)
    common = loadings.sum() ** 2
    omega = float(common / (common + (1 - np.square(loadings)).sum()))
    rows = tuple(tuple(float(value) for value in row) for row in correlations)
    return Reliability(alpha, omega, tuple(float(value) for value in loadings), rows, int(use.sum()))


def polychoric(one: Ints, other: Ints, weight: Floats) -> float:
    """The correlation of two unseen normal quantities whose cuts are the answers (two-step: cuts first)."""
    first, second = (np.unique(each, return_inverse=True)[1].reshape(-1) for each in (one, other))
    rows, columns = int(first.max()) + 1, int(second.max()) + 1
    counts = np.bincount(first * columns + second, weights=weight, minlength=rows * columns)
    table = (counts / weight.sum()).reshape(rows, columns)
    a, b = _cuts(table.sum(axis=1)), _cuts(table.sum(axis=0))

    def minus(rho: float) -> float:
        upper = binormal(a[:, None], b[None, :], rho)
        cells = np.diff(np.diff(upper, axis=0), axis=1)
        return -float((table * np.log(np.maximum(cells, 1e-12))).sum())

    found = minimize_scalar(minus, bounds=(-0.995, 0.995), method="bounded", options={"xatol": 1e-8})
    return float(found.x)


def binormal(h: Floats, k: Floats, rho: float) -> Floats:
    """P(X ≤ h, Y ≤ k) for standard normals correlated by ``rho``: Plackett's integral over the angle (1954)."""
    top = np.arcsin(rho)
    angle = 0.5 * top * (_NODES + 1)
    sine, cosine = np.sin(angle), np.square(np.cos(angle))
    h, k = np.broadcast_arrays(np.clip(h, -_EDGE, _EDGE), np.clip(k, -_EDGE, _EDGE))
    spread = (h[..., None] ** 2 + k[..., None] ** 2 - 2 * h[..., None] * k[..., None] * sine) / (2 * cosine)
    return np.asarray(ndtr(h) * ndtr(k) + top / (4 * np.pi) * (np.exp(-spread) @ _WEIGHTS))


def one_factor(correlations: Floats) -> Floats:
    """Loadings of one common factor by principal axes, repeated until the communalities settle."""
    common = 1 - 1 / np.diag(np.linalg.inv(correlations + 1e-6 * np.eye(len(correlations))))
    loadings = np.sqrt(np.clip(common, 0, 1))
    for _ in range(500):
        reduced = correlations.copy()
        np.fill_diagonal(reduced, np.square(loadings))
        values, vectors = np.linalg.eigh(reduced)
        new = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
        new = np.clip(new * (1 if new.sum() >= 0 else -1), -0.999, 0.999)
        if np.abs(new - loadings).max() < 1e-9:
            return np.asarray(new)
        loadings = new
    return np.asarray(loadings)


def _cuts(shares: Floats) -> Floats:
    return np.concatenate(([-_EDGE], ndtri(np.cumsum(shares)[:-1]), [_EDGE]))
