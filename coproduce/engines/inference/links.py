"""The two links of cumulative models: logit and probit.

Each gives the distribution function F of the unseen spread, its density f and the
density's slope f′. Tails are taken from their own side, so that a rare answer keeps its
digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit, ndtr

from coproduce.engines.inference.arrays import Floats

LinkName = Literal["logit", "probit"]
LINKS: tuple[LinkName, ...] = ("logit", "probit")
_SCALE = 1.0 / np.sqrt(2.0 * np.pi)


@dataclass(frozen=True, eq=False)
class Curve:
    """F, f and f′ at some points."""

    F: Floats
    f: Floats
    slope: Floats


def curve(link: LinkName, at: Floats) -> Curve:
    """F, f and f′ of ``link`` at the points ``at``."""
    if link == "logit":
        F = expit(at)
        f = F * (1.0 - F)
        return Curve(F, f, f * (1.0 - 2.0 * F))
    density = _SCALE * np.exp(-0.5 * at * at)
    return Curve(ndtr(at), density, -at * density)


def distribution(link: LinkName, at: Floats) -> Floats:
    """F of ``link`` at the points ``at``."""
    return np.asarray(expit(at) if link == "logit" else ndtr(at))


def quantile(link: LinkName, share: Floats) -> Floats:
    """Where F reaches ``share``."""
    from scipy.special import logit, ndtri

    return np.asarray(logit(share) if link == "logit" else ndtri(share))


def between(link: LinkName, low: Floats, high: Floats) -> Floats:
    """F(high) − F(low) without loss where both lie in the upper tail."""
    flip = low + high > 0
    one, other = np.where(flip, -high, low), np.where(flip, -low, high)
    return distribution(link, other) - distribution(link, one)
