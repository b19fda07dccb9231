"""What nobody knows, kept as a value: bands, a status, and the chance of a kind never seen.

u_g is the share of a group's people who answered and do not know. For each risk the
chance that a year brings more than x points lies between::

    lower(x) = Σ w_g (1 − u_g) S_g(x)
    upper(x) = lower(x) + Σ w_g u_g

(a vacuous belief of mass u_g in Dempster and Shafer's sense, a p-box). A group that said
nothing about a risk has u_g = 1. The central curve is renormalised over the groups
that know; the bands are not.

Events off the register: Good (1953), after Turing, estimates the chance that the next
event is of a kind not seen before by f₁ / n, kinds seen once over events in all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.risk.values import BEARER_KINDS, Happening, Study
from coproduce.engines.risk.views import RiskView, Views

Array = NDArray[np.float64]

MOSTLY_UNKNOWN = 0.5
FEWEST_EVENTS = 10


@dataclass(frozen=True)
class Band:
    """Chances that a year brings more than each of ``points``: the least, the central, the most.

    ``central`` is empty where nobody knows: then there is no curve between the two.
    """

    points: tuple[float, ...]
    lower: tuple[float, ...]
    central: tuple[float, ...]
    upper: tuple[float, ...]


@dataclass(frozen=True)
class OffRegister:
    """``chance`` that the next event is of a kind never seen, ± ``margin`` (90 %); None with fewer than ten events."""

    events: int
    kinds: int
    seen_once: int
    chance: float | None
    margin: float | None


def unknown_shares(view: RiskView) -> tuple[float, ...]:
    """For each judging group its u_g: 1 where it said nothing of the risk, 0 where the study gives the figure."""
    if view.given:
        return tuple(0.0 for _ in view.asked)
    return tuple(
        unknowing / asked if asked else 1.0
        for asked, unknowing in zip(view.asked, view.unknowing, strict=True)
    )


def unknown_share(shares: Sequence[float], weights: Sequence[float]) -> float:
    """The u of a risk: the weighted mean of its u_g."""
    return float(sum(weight * share for weight, share in zip(weights, shares, strict=True)))


def status(view: RiskView, views: Views, weights: Sequence[float]) -> str:
    """Tell "known" from "unknown", the latter where u > ½ or a whole group that bears the risk is silent on it."""
    shares = unknown_shares(view)
    if not view.owners or unknown_share(shares, weights) > MOSTLY_UNKNOWN:
        return "unknown"
    return "unknown" if silent_bearers(view, views) else "known"


def silent_bearers(view: RiskView, views: Views) -> list[str]:
    """The bearing groups (users, carers, communities) of which nobody said anything that is known of the risk."""
    if view.given:
        return []
    kinds = {group.id: group.kind for group in views.study.groups}
    place = {group: at for at, group in enumerate(views.judges)}
    return [
        bearer
        for bearer in view.risk.bearers
        if kinds.get(bearer) in BEARER_KINDS and (bearer not in place or not view.rows_of(place[bearer]))
    ]


def band(
    sizes: dict[int, Array], shares: Sequence[float], weights: Sequence[float], points: Sequence[float]
) -> Band:
    """The band of one risk. ``sizes``: sorted draws of what a year brings, for each group (by position) that knows."""
    lower = np.zeros(len(points))
    central = np.zeros(len(points))
    knowing = sum(weights[group] for group in sizes)
    for group, drawn in sorted(sizes.items()):
        beyond = 1 - np.searchsorted(drawn, points, side="right") / len(drawn)
        lower += weights[group] * (1 - shares[group]) * beyond
        central += (weights[group] / knowing if knowing > 0 else 1 / len(sizes)) * beyond
    upper = lower + unknown_share(shares, weights)
    # Rounding in the last digit must not put the three out of order.
    lower, upper = np.minimum(lower, 1.0), np.minimum(upper, 1.0)
    central = np.clip(central, lower, upper)
    return Band(
        points=tuple(float(one) for one in points),
        lower=tuple(float(one) for one in lower),
        central=tuple(float(one) for one in central) if sizes else (),
        upper=tuple(float(one) for one in upper),
    )


def off_register(happenings: Sequence[Happening]) -> OffRegister:
    """Good–Turing on the log of events; the margin after Esty (1983): 1.645 √(f₁(1 − f₁/n) + 2 f₂) / n."""
    counts = Counter(one.kind for one in happenings)
    n = len(happenings)
    once = sum(1 for count in counts.values() if count == 1)
    twice = sum(1 for count in counts.values() if count == 2)
    if n < FEWEST_EVENTS:
        return OffRegister(n, len(counts), once, None, None)
    margin = 1.645 * float(np.sqrt(once * (1 - once / n) + 2 * twice)) / n
    return OffRegister(n, len(counts), once, once / n, margin)


def bearing_groups(study: Study) -> list[str]:
    """The groups that bear any risk, in the order of the study."""
    named = {bearer for risk in study.risks for bearer in risk.bearers}
    return [group.id for group in study.groups if group.id in named]
