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
from coproduce.engines.inference.units import Units

BLOCK = 4096
MOST_STEPS = 60
SMALLEST = 1e-300
THIN = 16
MANY = 20_000
FARTHEST = 25.0
NEAR = 1e-5
"""A Newton step this small, in standard deviations, leaves an error of about its square."""


@dataclass(frozen=True, eq=False)
class Cumulative:
    """A fitted cumulative model.

    Attributes:
        beta: (p,) coefficients.
        cuts: (K − 1,) thresholds, increasing.
        loglik: weighted log-likelihood at the top.
        information: (q × q) minus the Hessian there, in the order cuts, beta.
        settled: whether the top was reached; where it was not, some answer is told completely.
        steps: how many Newton steps it took over everybody.
        upper, lower: (c,) the slope of each person's log-likelihood in the threshold above and below the answer.
    """

    beta: Floats
    cuts: Floats
    loglik: float
    information: Floats
    settled: bool
    steps: int
    upper: Floats
    lower: Floats


@dataclass(eq=False)
class _Sorted:
    """People sorted by answer, cut into blocks of one answer each."""

    X: Floats
    weight: Floats
    order: Ints
    ends: Ints
    blocks: tuple[tuple[int, int, int], ...]

    @classmethod
    def of(cls, X: Floats, y: Ints, weight: Floats, levels: int) -> _Sorted:
        order = np.argsort(y.astype(np.uint8) if levels <= 256 else y, kind="stable")
        ends = np.concatenate(([0], np.cumsum(np.bincount(y, minlength=levels))))
        return cls.cut(np.ascontiguousarray(X[order]), weight[order], order, ends)

    @classmethod
    def cut(cls, X: Floats, weight: Floats, order: Ints, ends: Ints) -> _Sorted:
        """The blocks of people already sorted, whose answers end at ``ends``."""
        blocks = tuple(
            (level, start, min(start + BLOCK, int(ends[level + 1])))
            for level in range(len(ends) - 1)
            for start in range(int(ends[level]), int(ends[level + 1]), BLOCK)
        )
        return cls(X, weight, order, ends, blocks)

    @property
    def levels(self) -> int:
        """How many answers there are."""
        return len(self.ends) - 1

    def some(self) -> _Sorted | None:
        """Every sixteenth person of each answer, for a start near the top; None where that is too few."""
        parts = [
            np.arange(start, end, THIN) for start, end in zip(self.ends[:-1], self.ends[1:], strict=True)
        ]
        counts = [len(part) for part in parts]
        if min(counts) < 4 * (self.levels + self.X.shape[1]):
            return None
        rows = np.concatenate(parts)
        ends = np.concatenate(([0], np.cumsum(counts)))
        return self.cut(np.ascontiguousarray(self.X[rows]), self.weight[rows], np.arange(len(rows)), ends)


def fit(X: Floats, y: Ints, weight: Floats, *, levels: int, link: LinkName = "logit") -> Cumulative:
    """The model of answers ``y`` (0 … ``levels`` − 1, each present) on ``X`` (c × p), weights above 0."""
    data = _Sorted.of(X, y, weight, levels)
    share = np.cumsum(np.bincount(y, weights=weight, minlength=levels))[:-1] / weight.sum()
    start = np.concatenate((quantile(link, share), np.zeros(X.shape[1])))
    thin = slice(None, None, THIN if len(y) > MANY else 1)
    scale = np.concatenate((np.ones(levels - 1), _spread(X[thin], weight[thin])))
    some = data.some() if len(y) > MANY else None
    if some is not None:
        near = _climb(some, start, scale, link)
        start = np.concatenate((near.cuts, near.beta)) if near.settled else start
    return _climb(data, start, scale, link)


def _climb(data: _Sorted, point: Floats, scale: Floats, link: LinkName) -> Cumulative:
    """Newton's method from ``point``, each step halved until the likelihood does not fall."""
    inner = data.levels - 1
    value, gradient, hessian = _pass(data, point, link)
    settled, step = False, 0
    while (
        not settled
        and step < MOST_STEPS
        and np.abs(point[inner:] * scale[inner:]).max(initial=0.0) <= FARTHEST
    ):
        step += 1
        move = _solved(hessian, gradient, scale)
        if move is None:
            break
        near = bool(np.abs(move * scale).max() < NEAR)
        size, new = 1.0, None
        while new is None and size > 1e-8:
            tried = point + size * move
            new = _pass(data, tried, link) if (np.diff(tried[:inner]) > 0).all() else None
            if new and not (np.isfinite(new[0]) and new[0] >= value - 1e-10 * (1 + abs(value))):
                new = None
            if new is None:
                size /= 2
            else:
                point = tried
        settled = near
        if new is None:
            break
        value, gradient, hessian = new
    upper, lower = _edges(data, point, link)
    return Cumulative(
        point[inner:].copy(), point[:inner].copy(), float(value), -hessian, settled, step, upper, lower
    )


def _edges(data: _Sorted, point: Floats, link: LinkName) -> tuple[Floats, Floats]:
    """The slopes of each person's log-likelihood in the two edges, in the order in which people came."""
    inner = data.levels - 1
    upper, lower = np.empty(len(data.order)), np.empty(len(data.order))
    for (_, start, stop), (_, _, _, parts) in zip(
        data.blocks, _blocks(data, point[:inner], point[inner:], link), strict=True
    ):
        upper[start:stop], lower[start:stop] = parts[1], parts[2]
    back = np.empty_like(upper), np.empty_like(lower)
    back[0][data.order], back[1][data.order] = upper, lower
    return back


def cut_scores(y: Ints, found: Cumulative) -> Floats:
    """The gradient of each person's log-likelihood by the thresholds (c × (K − 1)), without weights."""
    inner = len(found.cuts)
    result = np.zeros((len(y), inner))
    rows = np.arange(len(y))
    top, bottom = y < inner, y > 0
    result[rows[top], y[top]] = found.upper[top]
    result[rows[bottom], y[bottom] - 1] = found.lower[bottom]
    return result


def influence(units: Units, y: Ints, found: Cumulative) -> Floats:
    """The influence of each sampling unit on cuts and coefficients (P × q)."""
    slopes = units.scaled_totals(-(found.upper + found.lower), units.X)
    totals = np.hstack((units.totals(cut_scores(y, found)), slopes))
    return np.asarray(totals @ np.linalg.inv(found.information))


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
    # With r = e^{b − a}: F(b) = r F(a) / d and 1 − F(b) = (1 − F(a)) / d for d = 1 − F(a) + r F(a), and the chance is
    # (1 − r) F(a) (1 − F(b)). So the slopes are d and r / d over 1 − r, and nothing loses digits in either tail.
    gap = cuts[level - 1] - cuts[level]
    r, share = np.exp(gap), -np.expm1(gap)
    Fa, Ga = expit(cuts[level] - eta), expit(eta - cuts[level])
    d = Ga + r * Fa
    inverse = 1 / d
    Gb = Ga * inverse
    fa, fb = Fa * Ga, r * Fa * inverse * Gb
    ab = np.full(len(eta), r / share**2)
    return share * Fa * Gb, d / share, inverse * (-r / share), (-fa - fb, -fa - ab, -fb - ab, ab)


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
