"""The limits that people set, tried against simulated recovery.

Users say the least level that they can accept and the longest gap that they can bear
below it (ISO 22301's MBCO and MTPD); the provider promises a recovery time (RTO). Each
draw of an agent's course, helpers counted, is held against both limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.risk.agents import HORIZON, Agents
from coproduce.engines.risk.pooling import LEVELS
from coproduce.engines.risk.resilience import aided

Array = NDArray[np.float64]

FAN_WEEKS = tuple(float(week) for week in range(0, int(HORIZON) + 1, 2))
FAN_DRAWS = 4000


@dataclass(frozen=True)
class Spread:
    """Quantiles (5, 25, 50, 75, 95 %) and mean of one figure over all draws."""

    mean: float
    quantiles: tuple[float, ...]


@dataclass(frozen=True)
class Resilience:
    """How one agent comes through the shock under one portfolio, four figures kept apart.

    Ecological: ``depth`` (points fallen at the worst) and ``shock_absorbed`` (largest fall that would still leave the
    least acceptable level; None without a limit). Engineering: ``recovery`` (weeks to 95 % of the way back) and
    ``p_within_limits``. Adaptation: ``adaptation`` (points above or below normal in the end) and ``learned`` (lost area
    of a second like shock over the first). ``lost_area`` in point-weeks over two years.
    """

    agent: str
    portfolio: int
    depth: Spread
    shock_absorbed: Spread | None
    recovery: Spread
    p_within_limits: float | None
    adaptation: Spread
    learned: Spread
    lost_area: Spread
    weeks: tuple[float, ...]
    fan: tuple[tuple[float, ...], ...]
    """For each of ``weeks``, the quantiles of the level, helpers counted."""


def resilience_of(agents: Agents, name: str, portfolio: int, pooled: NDArray[np.int64] | None) -> Resilience:
    """The figures of one agent under one portfolio, over the pooled sample."""
    agent = agents.agent(name)
    course = agents.course(name, portfolio)
    helped = bool(agents.helpers(name, portfolio))
    weeks = np.array(FAN_WEEKS)
    size = agents.levers.worlds.total
    # A fan needs fewer draws than a tail; every k-th keeps all groups and persons in proportion.
    thinned = np.arange(size) if pooled is None else pooled
    levels = agents.levels(name, portfolio, weeks)[:, thinned[:: max(1, size // FAN_DRAWS)]]
    within = None
    if agent.least_level is not None and agent.longest_gap is not None:
        if helped:
            within = time_below(agents, name, portfolio, agent.least_level) <= agent.longest_gap
        else:
            within = course.time_below(agent.least_level) <= agent.longest_gap
    absorbed = None
    if agent.least_level is not None:
        absorbed = course.shock_absorbed(agent.least_level, agents.course(name, 0).fall)
    worst = np.maximum(100.0 - agents.level(name, portfolio, 0.0), 0.0)
    return Resilience(
        agent=name,
        portfolio=portfolio,
        depth=spread(worst, pooled),
        shock_absorbed=None if absorbed is None else spread(absorbed, pooled),
        recovery=spread(course.time_back(), pooled),
        p_within_limits=None if within is None else _mean(within.astype(np.float64), pooled),
        adaptation=spread(course.adaptation, pooled),
        learned=spread(course.learned(HORIZON), pooled),
        lost_area=spread(agents.lost_area(name, portfolio), pooled),
        weeks=FAN_WEEKS,
        fan=tuple(tuple(float(one) for one in row) for row in np.quantile(levels, LEVELS, axis=1).T),
    )


def time_below(agents: Agents, name: str, portfolio: int, least: float) -> Array:
    """Weeks below ``least`` when others stand in, over two years; infinite where it stays there.

    Levels are worked out week by week and joined by straight lines.
    """
    course = agents.course(name, portfolio)
    standing = [(agents.course(link.by, portfolio), share) for link, share in agents.helpers(name, portfolio)]
    shares = np.stack([share for _, share in standing])

    def gap(week: int) -> Array:
        helpers = np.stack([helper.level(week) for helper, _ in standing])
        return np.asarray(least - aided(course.level(week), helpers, shares))

    below = np.zeros(agents.levers.worlds.total)
    before = gap(0)
    for week in range(1, int(HORIZON) + 1):
        after = gap(week)
        # Of a week that crosses the level, the part in which the straight line lies below it.
        crossing = np.maximum(before, after) / np.maximum(np.abs(before - after), 1e-12)
        below += np.where((before > 0) & (after > 0), 1.0, np.clip(crossing, 0.0, 1.0))
        before = after
    return np.where(before > 0, np.inf, below)


def spread(values: Array, pooled: NDArray[np.int64] | None, levels: Sequence[float] = LEVELS) -> Spread:
    """Mean and quantiles of ``values`` over the pooled sample."""
    taken = values if pooled is None else values[pooled]
    return Spread(float(np.mean(taken)), tuple(float(one) for one in np.quantile(taken, levels)))


def _mean(values: Array, pooled: NDArray[np.int64] | None) -> float:
    return float((values if pooled is None else values[pooled]).mean())
