"""Ordered answers: cumulative logit and probit models, weighted.

``P(y ≤ k) = F(θ_k − x'β)`` for the thresholds θ_1 < … < θ_{K−1} (McCullagh 1980,
"Regression models for ordinal data"). A positive β moves people to higher answers. The
weighted log-likelihood is concave; Newton's method with its exact gradient and Hessian
reaches its top in four or five passes over the people, in blocks that stay in the cache.
People are sorted by answer first, so that in each block the thresholds are two numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from coproduce.engines.inference.arrays import Floats, Ints
from coproduce.engines.inference.links import LinkName, between, curve, quantile

BLOCK = 4096
MOST_STEPS = 60
SMALLEST = 1e-300


@dataclass(frozen=True, eq=False)
class Cumulative:
    """A fitted cumulative model.

    Attributes:
        beta: (p,) coefficients.
        cuts: (K − 1,) thresholds, increasing.
        loglik: weighted log-likelihood at the top.
        information: (q × q) minus the Hessian there, in the order cuts, beta.
        settled: whether the top was reached; where it was not, some answer is told completely.
        steps: how many Newton steps it took.
    """

    beta: Floats
    cuts: Floats
    loglik: float
    information: Floats
    settled: bool
    steps: int


@dataclass(eq=False)
class _Sorted:
    """People sorted by answer, cut into blocks of one answer each."""

    X: Floats
    weight: Floats
    blocks: tuple[tuple[int, int, int], ...]
    levels: int

    @classmethod
    def of(cls, X: Floats, y: Ints, weight: Floats, levels: int) -> _Sorted:
        order = np.argsort(y, kind="stable")
        ends = np.searchsorted(y[order], np.arange(levels + 1))
        blocks = tuple(
            (level, start, min(start + BLOCK, int(ends[level + 1])))
            for level in range(levels)
            for start in range(int(ends[level]), int(ends[level + 1]), BLOCK)
        )
        return cls(np.ascontiguousarray(X[order]), weight[order], blocks, levels)


def fit(X: Floats, y: Ints, weight: Floats, *, levels: int, link: LinkName = "logit") -> Cumulative:
    """The model of answers ``y`` (0 … ``levels`` − 1, each present) on ``X`` (c × p), weights above 0."""
    data = _Sorted.of(X, y, weight, levels)
    share = np.cumsum(np.bincount(y, weights=weight, minlength=levels))[:-1] / weight.sum()
    inner = levels - 1
    point = np.concatenate((quantile(link, share), np.zeros(X.shape[1])))
    scale = np.concatenate((np.ones(inner), _spread(X, weight)))
    value, gradient, hessian = _pass(data, point, link)
    for step in range(1, MOST_STEPS + 1):
        move = _solved(hessian, gradient, scale)
        if move is None:
            return _found(point, inner, value, hessian, settled=False, steps=step)
        size = 1.0
        reached = np.abs(move * scale).max() < 1e-7
        new = None
        while size > 1e-8:
            tried = point + size * move
            new = _pass(data, tried, link) if (np.diff(tried[:inner]) > 0).all() else None
            if new and np.isfinite(new[0]) and new[0] >= value - 1e-10 * (1 + abs(value)):
                point = tried
                break
            new, size = None, size / 2
        if new is None:
            return _found(point, inner, value, hessian, settled=bool(reached), steps=step)
        value, gradient, hessian = new
        if reached:
            return _found(point, inner, value, hessian, settled=True, steps=step)
        if np.abs(point[inner:] * scale[inner:]).max(initial=0.0) > 25:
            break
    return _found(point, inner, value, hessian, settled=False, steps=MOST_STEPS)


def scores(X: Floats, y: Ints, found: Cumulative, link: LinkName) -> Floats:
    """The gradient of each person's log-likelihood (c × q), in the order cuts, beta, without weights."""
    inner = len(found.cuts)
    eta = X @ found.beta
    edges = np.concatenate(([-np.inf], found.cuts, [np.inf]))
    above, below = edges[y + 1] - eta, edges[y] - eta
    chance = np.maximum(between(link, below, above), SMALLEST)
    upper, lower = _density(link, above) / chance, -_density(link, below) / chance
    result = np.zeros((len(y), inner + X.shape[1]))
    rows = np.arange(len(y))
    top, bottom = y < inner, y > 0
    result[rows[top], y[top]] = upper[top]
    result[rows[bottom], y[bottom] - 1] = lower[bottom]
    result[:, inner:] = -(upper + lower)[:, None] * X
    return result


def _density(link: LinkName, at: Floats) -> Floats:
    density = np.zeros(len(at))
    inside = np.isfinite(at)
    density[inside] = curve(link, at[inside]).f
    return density


def _found(
    point: Floats, inner: int, value: float, hessian: Floats, *, settled: bool, steps: int
) -> Cumulative:
    return Cumulative(point[inner:].copy(), point[:inner].copy(), float(value), -hessian, settled, steps)


def _spread(X: Floats, weight: Floats) -> Floats:
    total = weight.sum()
    mean = weight @ X / total
    found = np.sqrt(np.maximum(weight @ np.square(X) / total - mean**2, 0.0))
    return np.where(found > 0, found, 1.0)


def _solved(hessian: Floats, gradient: Floats, scale: Floats) -> Floats | None:
    """Newton's step, taken in standardised columns so that units of measurement cost no digits."""
    try:
        small = np.linalg.cholesky(-hessian / np.outer(scale, scale))
    except np.linalg.LinAlgError:
        return None
    half = np.linalg.solve(small, gradient / scale)
    return np.asarray(np.linalg.solve(small.T, half) / scale)


def _pass(data: _Sorted, point: Floats, link: LinkName) -> tuple[float, Floats, Floats]:
    """Log-likelihood, gradient and Hessian at ``point`` (cuts, beta)."""
    inner = data.levels - 1
    cuts, beta = point[:inner], point[inner:]
    value = 0.0
    gradient, hessian = np.zeros(len(point)), np.zeros((len(point), len(point)))
    for level, X, weight, parts in _blocks(data, cuts, beta, link):
        chance, upper, lower, curves = parts
        value += float(weight @ np.log(np.maximum(chance, SMALLEST)))
        wu, wl = weight * upper, weight * lower
        gradient[inner:] -= X.T @ (wu + wl)
        own, aa, bb, ab = curves
        hessian[inner:, inner:] += X.T @ (X * (weight * own)[:, None])
        if level < inner:
            gradient[level] += wu.sum()
            hessian[level, level] += float(weight @ aa)
            hessian[level, inner:] -= X.T @ (weight * (aa + ab))
        if level > 0:
            gradient[level - 1] += wl.sum()
            hessian[level - 1, level - 1] += float(weight @ bb)
            hessian[level - 1, inner:] -= X.T @ (weight * (bb + ab))
        if 0 < level < inner:
            hessian[level - 1, level] += float(weight @ ab)
    for level in range(1, inner):
        hessian[level, level - 1] = hessian[level - 1, level]
    hessian[inner:, :inner] = hessian[:inner, inner:].T
    return value, gradient, hessian


Parts = tuple[Floats, Floats, Floats, tuple[Floats, Floats, Floats, Floats]]


def _blocks(
    data: _Sorted, cuts: Floats, beta: Floats, link: LinkName
) -> Iterator[tuple[int, Floats, Floats, Parts]]:
    """Each block: answer, terms, weights, and the derivatives of log P with respect to the two edges.

    For log P = log(F(a) − F(b)): its derivatives by a and b, then the second ones by η, aa, bb, ab.
    """
    for level, start, stop in data.blocks:
        X, weight = data.X[start:stop], data.weight[start:stop]
        eta = X @ beta
        work = _logit if link == "logit" else _probit
        yield level, X, weight, work(level, eta, cuts)


def _logit(level: int, eta: Floats, cuts: Floats) -> Parts:
    """For the logit the second derivatives collapse: by η they are −f(a) − f(b)."""
    nothing = np.zeros(len(eta))
    if level == 0:
        F = expit(cuts[0] - eta)
        f = F * (1 - F)
        return F, 1 - F, nothing, (-f, -f, nothing, nothing)
    if level == len(cuts):
        G = expit(eta - cuts[-1])
        f = G * (1 - G)
        return G, nothing, G - 1, (-f, nothing, -f, nothing)
    Fa, Fb = expit(cuts[level] - eta), expit(cuts[level - 1] - eta)
    fa, fb = Fa * (1 - Fa), Fb * (1 - Fb)
    # F(a) − F(b) = (1 − e^{b − a}) F(a) (1 − F(b)), which keeps its digits in both tails.
    chance = -np.expm1(cuts[level - 1] - cuts[level]) * Fa * expit(eta - cuts[level - 1])
    upper, lower = fa / np.maximum(chance, SMALLEST), -fb / np.maximum(chance, SMALLEST)
    ab = -upper * lower
    return chance, upper, lower, (-fa - fb, -fa - ab, -fb - ab, ab)


def _probit(level: int, eta: Floats, cuts: Floats) -> Parts:
    nothing = np.zeros(len(eta))
    a = cuts[level] - eta if level < len(cuts) else np.full(len(eta), np.inf)
    b = cuts[level - 1] - eta if level else np.full(len(eta), -np.inf)
    chance = np.maximum(between("probit", b, a), SMALLEST)
    top = curve("probit", a) if level < len(cuts) else None
    low = curve("probit", b) if level else None
    upper = top.f / chance if top else nothing
    lower = -low.f / chance if low else nothing
    aa = (top.slope / chance if top else nothing) - upper**2
    bb = (-low.slope / chance if low else nothing) - lower**2
    ab = -upper * lower
    return chance, upper, lower, (aa + bb + 2 * ab, aa, bb, ab)
