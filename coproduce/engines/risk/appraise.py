"""Portfolios on the table, worked out in full: who bears what, how sure it is, what luck and what doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.risk.bounds import Bound, bounded
from coproduce.engines.risk.limits import Spread, spread
from coproduce.engines.risk.portfolios import Portfolios, tail, weighted
from coproduce.engines.risk.result import BearerOutcome
from coproduce.engines.risk.simulate import Simulation
from coproduce.engines.risk.steps import tail_mean
from coproduce.engines.risk.strategies import Levers, members
from coproduce.engines.risk.unknown import bearing_groups, unknown_shares
from coproduce.engines.risk.values import STRATEGIES
from coproduce.engines.risk.worlds import BATCHES, Worlds

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Lived:
    """One portfolio's draws: ``years`` and ``expected`` flat over groups, and the same for each bearer."""

    years: Array
    expected: Array
    by_bearer: Mapping[str, tuple[Array, Array, Array]]
    """Bearer → years, expected harm, expected gain."""


def lived(portfolios: Portfolios, simulation: Simulation, portfolio: int) -> Lived:
    """Everything that ``portfolio`` brings, bearer by bearer."""
    total = simulation.worlds.total
    found = {
        name: (np.zeros(total), np.zeros(total), np.zeros(total)) for name in bearing_groups(simulation.study)
    }
    for block in portfolios.blocks:
        for outturn in simulation.outturns(block, portfolio):
            kind = 1 if outturn.risk.sense == "harm" else 2
            for bearer, years, expected in zip(
                outturn.risk.bearers, outturn.years, outturn.expected, strict=True
            ):
                found[bearer][0].__iadd__(years)
                found[bearer][kind].__iadd__(expected)
    years, expected = np.zeros(total), np.zeros(total)
    for own_years, harm, gain in found.values():
        years += own_years
        expected += harm
        expected += gain
    return Lived(years, expected, found)


def bearers_of(portfolios: Portfolios, draws: Lived) -> tuple[BearerOutcome, ...]:
    """What each bearer gains and bears."""
    weights = portfolios.weights
    found = []
    for bearer, (years, harm, gain) in draws.by_bearer.items():
        lost, won = _mean(portfolios, harm, weights), _mean(portfolios, gain, weights)
        found.append(BearerOutcome(bearer, lost, won, lost + won, tail(portfolios.pooled(years))))
    return tuple(found)


def net_error(portfolios: Portfolios, expected: Array) -> float:
    """Standard error of the expected net outcome, from the batches."""
    worlds = portfolios.simulation.worlds
    parts = expected.reshape(worlds.groups, BATCHES, -1).mean(axis=2)
    return _error(weighted(parts.T, portfolios.weights))


def cvar_error(portfolios: Portfolios, years: Array) -> float:
    """Standard error of CVaR, from the batches."""
    worlds = portfolios.simulation.worlds
    if portfolios.pooled(years) is years:
        batches = years.reshape(worlds.groups, BATCHES, -1).transpose(1, 0, 2).reshape(BATCHES, -1)
    else:
        batches = portfolios.pooled(years).reshape(BATCHES, -1)
    return _error(np.array([tail_mean(batch) for batch in batches]))


def bounds_of(
    portfolios: Portfolios, codes: Sequence[int]
) -> dict[int, tuple[tuple[float, float], tuple[float, float], tuple[float, float]]]:
    """For each of ``codes``: net outcome at worst and at best, CVaR likewise, net at the ladder's ends."""
    found: dict[int, list[tuple[float, float]]] = {code: [] for code in codes}
    shares = [unknown_shares(draws.view) for draws in portfolios.simulation.draws.values()]
    if not any(share > 0 for by_group in shares for share in by_group):
        for code in codes:
            net = float(weighted(portfolios.means(code)[None, :], portfolios.weights)[0])
            worst = tail(portfolios.years(code))
            found[code] = [(net, worst)] * 4
    else:
        kinds: tuple[Bound, ...] = ("worst", "best", "extreme-worst", "extreme-best")
        for kind in kinds:
            other = Portfolios(bounded(portfolios.simulation, kind), portfolios.weights)
            for code in codes:
                net = float(weighted(other.means(code)[None, :], portfolios.weights)[0])
                found[code].append((net, tail(other.years(code))))
    return {
        code: ((low[0], high[0]), (low[1], high[1]), (least[0], most[0]))
        for code, (low, high, least, most) in found.items()
    }


def luck_shares(portfolios: Portfolios, codes: Sequence[int], *, count: int, years: int) -> dict[int, float]:
    """The share of the variance of a year's outcome that is luck; the rest is disagreement and not knowing.

    ``count`` worlds in all, of ``years`` years each, with the estimator of the analysis of variance: what
    differs between worlds' means by luck alone is taken off.
    """
    simulation = portfolios.simulation
    worlds = simulation.worlds
    per_group = max(2, count // worlds.groups)
    nested_worlds = Worlds(worlds.views, worlds.seed.child("nested"), per_group, years)
    nested = Simulation.of(nested_worlds, Levers(nested_worlds, simulation.levers.options))
    found = {}
    for code in codes:
        drawn = lived(portfolios, nested, code).years.reshape(worlds.groups, per_group, years)
        means = drawn.mean(axis=2)
        within = drawn.var(axis=2, ddof=1).mean(axis=1)
        centres = zip(portfolios.weights, means.mean(axis=1), strict=True)
        middle = sum(weight * float(mean) for weight, mean in centres)
        luck = sum(weight * float(one) for weight, one in zip(portfolios.weights, within, strict=True))
        between = sum(
            weight * float(one)
            for weight, one in zip(portfolios.weights, ((means - middle) ** 2).mean(axis=1), strict=True)
        )
        between = max(0.0, between - luck / years)
        found[code] = luck / (luck + between) if luck + between > 0 else 0.0
    return found


def strategy_mix(portfolios: Portfolios, code: int) -> dict[str, float]:
    """The share of a portfolio's cost that goes to each strategy; by number of actions where nothing costs anything."""
    found = dict.fromkeys(STRATEGIES, 0.0)
    total = portfolios.cost(code)
    chosen = members(code)
    for at in chosen:
        part = float(portfolios.costs[at]) / total if total > 0 else 1 / len(chosen)
        found[portfolios.options[at].action.strategy] += part  # type: ignore[index]
    return {str(name): part for name, part in found.items()}


def years_spread(portfolios: Portfolios, years: Array) -> Spread:
    """How the net outcome of a year spreads over the pooled sample."""
    return spread(portfolios.pooled(years), None)


def _mean(portfolios: Portfolios, draws: Array, weights: Sequence[float]) -> float:
    return float(weighted(portfolios.group_means(draws)[None, :], weights)[0])


def _error(batches: Array) -> float:
    return float(batches.std(ddof=1) / np.sqrt(len(batches)))
