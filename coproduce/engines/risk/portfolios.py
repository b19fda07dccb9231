"""Every portfolio's outcome, by adding up blocks.

A block of risks depends only on the options that touch it, so each block is
simulated once for each subset of those and kept. Up to fourteen options all portfolios
are visited in Gray-code order (Gray 1953), in which each differs from the last by one
option: the years of the whole study then change by the few blocks that it touches.
The option that touches most is flipped least. Sums are exact (see ``steps``), so
the way by which a portfolio is reached cannot show in its figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.risk.elicitation import fit
from coproduce.engines.risk.simulate import Simulation, blocks_of
from coproduce.engines.risk.strategies import Option, allowed, exclusions, members
from coproduce.engines.risk.values import Risk, Scale
from coproduce.engines.risk.worlds import pooled_positions

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

TAIL = 0.05
ENUMERABLE = 14
"""Most options for which every portfolio is tried; beyond, a search stands in (``nsga``)."""
KEPT_BYTES = 400 * 2**20
"""Memory for simulated blocks; beyond it they are simulated again when needed."""


@dataclass(frozen=True)
class BlockYears:
    """One block under one subset of options: its years in the pooled sample, and each group's own expectation."""

    years: Array
    means: Array


@dataclass(frozen=True)
class Evaluated:
    """Portfolios with their figures, row by row: bits, expected net outcome by group, CVaR, cost."""

    codes: Codes
    means: Array
    cvar: Array
    cost: Array

    def net(self, weights: Sequence[float]) -> Array:
        """Expected net outcome of each portfolio under ``weights`` of the groups."""
        return weighted(self.means, weights)

    def take(self, rows: NDArray[np.int64]) -> Evaluated:
        """The portfolios at ``rows``."""
        return Evaluated(self.codes[rows], self.means[rows], self.cvar[rows], self.cost[rows])


@dataclass
class Portfolios:
    """Outcomes of any portfolio of one simulated study, pooled under ``weights``."""

    simulation: Simulation
    weights: tuple[float, ...]
    blocks: list[tuple[Risk, ...]] = field(init=False)
    touching: list[int] = field(init=False)
    costs: Array = field(init=False)
    excluded: tuple[int, ...] = field(init=False)
    _positions: NDArray[np.int64] | None = field(init=False, repr=False)
    _kept: dict[tuple[int, int], BlockYears] = field(default_factory=dict, repr=False)
    _bytes: int = field(default=0, repr=False)

    def __post_init__(self) -> None:
        levers = self.simulation.levers
        self.blocks = blocks_of(self.simulation.study)
        self.touching = [_bits(levers.touching(risk) for risk in block) for block in self.blocks]
        self.costs = np.array([cost_of(option) for option in self.options], dtype=np.float64)
        self.excluded = exclusions(self.options)
        self._positions = pooled_positions(self.weights, self.simulation.worlds.size)

    @property
    def options(self) -> tuple[Option, ...]:
        """What a portfolio may hold; bit *i* stands for option *i*."""
        return self.simulation.levers.options

    def block(self, at: int, portfolio: int) -> BlockYears:
        """Block ``at`` under ``portfolio``."""
        key = (at, portfolio & self.touching[at])
        if key not in self._kept:
            found = self._simulated(at, key[1])
            if self._bytes + found.years.nbytes > KEPT_BYTES:
                return found
            self._bytes += found.years.nbytes
            self._kept[key] = found
        return self._kept[key]

    def years(self, portfolio: int) -> Array:
        """Net outcome of every year of the pooled sample."""
        total = self.zero()
        for at in range(len(self.blocks)):
            total += self.block(at, portfolio).years
        return total

    def means(self, portfolio: int) -> Array:
        """Expected net outcome under each group's own beliefs."""
        total = np.zeros(self.simulation.worlds.groups)
        for at in range(len(self.blocks)):
            total += self.block(at, portfolio).means
        return total

    def cost(self, portfolio: int) -> float:
        """Expected cost a year."""
        return float(sum(self.costs[at] for at in members(portfolio)))

    def zero(self) -> Array:
        """A pooled sample of years without any outcome."""
        return np.zeros(self.simulation.worlds.total)

    def evaluated(self, codes: Sequence[int]) -> Evaluated:
        """The figures of ``codes``, one by one."""
        rows = [(self.means(code), tail(self.years(code)), self.cost(code)) for code in codes]
        return Evaluated(
            np.array(codes, dtype=np.int64),
            np.array([row[0] for row in rows]).reshape(len(codes), self.simulation.worlds.groups),
            np.array([row[1] for row in rows]),
            np.array([row[2] for row in rows]),
        )

    def enumerated(self, budget: float | None = None) -> Evaluated:
        """Every allowed portfolio within ``budget``, in the order of their bits."""
        count = len(self.options)
        weight = [sum(1 for bits in self.touching if bits >> at & 1) for at in range(count)]
        order = sorted(range(count), key=lambda at: (weight[at], at))
        touched = [
            [block for block, bits in enumerate(self.touching) if bits >> at & 1] for at in range(count)
        ]
        years, means = self.years(0), self.means(0)
        scratch = np.empty_like(years)
        codes: list[int] = []
        found_means: list[Array] = []
        found_cvar: list[float] = []
        costs: list[float] = []
        code = 0
        for step in range(1 << count):
            if step:
                flipped = order[(step & -step).bit_length() - 1]
                for at in touched[flipped]:
                    after, before = self.block(at, code ^ 1 << flipped), self.block(at, code)
                    years += after.years
                    years -= before.years
                    means = means + after.means - before.means
                code ^= 1 << flipped
            cost = self.cost(code)
            if not allowed(code, self.excluded) or (budget is not None and cost > budget):
                continue
            codes.append(code)
            found_means.append(means)
            found_cvar.append(tail(years, scratch))
            costs.append(cost)
        rows = np.argsort(np.array(codes, dtype=np.int64), kind="stable")
        return Evaluated(
            np.array(codes, dtype=np.int64)[rows],
            np.array(found_means).reshape(len(codes), -1)[rows],
            np.array(found_cvar)[rows],
            np.array(costs)[rows],
        )

    def _simulated(self, at: int, portfolio: int) -> BlockYears:
        worlds = self.simulation.worlds
        years, expected = np.zeros(worlds.total), np.zeros(worlds.total)
        for outturn in self.simulation.outturns(self.blocks[at], portfolio):
            for lived, meant in zip(outturn.years, outturn.expected, strict=True):
                years += lived
                expected += meant
        return BlockYears(self.pooled(years), self.group_means(expected))

    def pooled(self, draws: Array) -> Array:
        """``draws`` of all groups as the pooled sample under the weights."""
        return draws if self._positions is None else np.asarray(draws[self._positions])

    def group_means(self, draws: Array) -> Array:
        """The mean of ``draws`` for each group. Sums of settled points are exact, so order cannot matter."""
        # Settled again, so that means add up exactly over blocks as well.
        sums = draws.reshape(self.simulation.worlds.groups, -1).sum(axis=1)
        return np.asarray(np.rint(sums / self.simulation.worlds.size * 2.0**36) * 2.0**-36)


def tail(years: Array, scratch: Array | None = None) -> float:
    """CVaR 5 %: the mean of the worst twentieth of ``years``, equally likely, a multiple of 20 of them."""
    size = years.size // 20
    if scratch is None:
        scratch = years.copy()
    else:
        scratch[:] = years
    scratch.partition(size - 1)
    return float(scratch[:size].sum()) / size


def cost_of(option: Option) -> float:
    """Expected cost a year: the mean of the PERT of its three points, at the option's dose."""
    curve = fit(option.action.cost, Scale(0, float("inf")))
    return option.dose * max(0.0, curve.a + (curve.b - curve.a) * (1 + 4 * curve.theta) / 6)


def weighted(means: Array, weights: Sequence[float]) -> Array:
    """Σ w_g × column g, added in the order of the groups (a matrix product may add in another)."""
    total = np.zeros(len(means))
    for at, weight in enumerate(weights):
        total = total + weight * means[:, at]
    return total


def _bits(parts: Iterable[int]) -> int:
    found = 0
    for part in parts:
        found |= part
    return found
