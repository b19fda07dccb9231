"""Every voter's purse, exactly.

Under equal shares a voter pays ``rate · points`` for a project, or all she has
where that is less; who has given her last stays at nothing. So her money is
nothing, or the share less the rates of the purchases she supported, and the
whole state of a count is *one rational per purchase*. ``Purses`` keeps these
rates as whole numbers over one denominator, beside a float image of the money
with a bound on its error. Floats find where a price lies; whole numbers then
settle who cannot pay it, and what it is. Nothing that is reported rests on a float.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd

import numpy as np

from coproduce.engines.counting.election import Election, Utility
from coproduce.engines.counting.kernels import (
    EPSILON,
    Flags,
    cheapest,
    history,
    pay,
    rate,
    side,
    weight_of,
)


@dataclass(frozen=True, eq=False)
class Price:
    """What a project costs its supporters now: ``numerator / (den · weight)`` per point, den being the purses'.

    Attributes:
        project: its position.
        numerator, weight: the rate as said.
        poor: per supporting group, whether it gives its last.
        rest: what the poor give together, over den.
    """

    project: int
    numerator: int
    weight: int
    poor: Flags
    rest: int


@dataclass(frozen=True)
class Payment:
    """A purchase: exact rate per point, people who paid it in full, who gave their last, and how much these gave."""

    project: int
    rate: Fraction
    in_full: int
    last_coins: int
    last_sum: Fraction


class Purses:
    """The money of all voters in a run at one share. Money is in ``1 / election.unit``."""

    def __init__(self, election: Election, utility: Utility, share: Fraction) -> None:
        self.election = election
        self.worth = utility.worth
        self.indptr, self.groups, _ = election.supporters
        self.points = utility.points
        self.people = election.ballots.multiplicity
        self._ballot_points = utility.ballot_points
        self.den, self.start = share.denominator, share.numerator
        self.rates: list[int] = []
        count = election.projects
        self._slot = np.full(max(count, 1), -1, dtype=np.int64)
        self.left = np.full(len(self.people), float(share))
        self.broke = np.full(len(self.people), share == 0)
        self.costs = np.array([float(cost) for cost in election.whole_costs])
        self.float_worth = np.array([float(value) for value in self.worth])
        self._votes = np.array(election.votes, dtype=np.int64)
        self.alive = self._votes > 0
        weights = np.array(self._total_points(), dtype=float)
        self.least_rates = np.where(self.alive, self.costs / np.maximum(weights, 1.0), 0.0) * (
            1.0 - 8.0 * EPSILON
        )
        self._lower = self.least_rates / self.float_worth * (1.0 - 8.0 * EPSILON)

    @property
    def error(self) -> float:
        """Bound on the error of ``left``: each payment rounds thrice, below one share."""
        return 4.0 * (len(self.rates) + 1) * EPSILON * (self.start / self.den)

    def cheapest(self) -> list[Price]:
        """All projects whose price per utility is exactly the least, in order of position; empty at the end."""
        found: dict[int, Price] = {}
        least: Price | None = None
        fresh = np.zeros_like(self.alive)
        waiting = self.alive.copy()
        while True:
            project = cheapest(
                self.indptr, self.groups, self.points, self.people, self.left, self.costs, self.float_worth,
                self._votes, self._lower, self.least_rates, fresh, waiting, self.error,
            )  # fmt: skip
            if project < 0 or (least is not None and self._lower[project] > self._float_key(least)):
                break
            waiting[project] = False
            price = self.price(project)
            if price is None:
                continue
            found[project] = price
            if least is None or self._compare(price, least) < 0:
                least = price
        self.alive = waiting
        self.alive[list(found)] = True
        if least is None:
            return []
        best = least
        return [found[project] for project in sorted(found) if self._compare(found[project], best) == 0]

    def price(self, project: int) -> Price | None:
        """The exact price of a project now, or None where its supporters cannot pay for it."""
        first, last = self.indptr[project], self.indptr[project + 1]
        guess, weight, _ = rate(
            first, last, self.groups, self.points, self.people, self.left,
            self.costs[project], self.least_rates[project],
        )  # fmt: skip
        if weight == 0.0:
            return self._price_by_sorting(project)
        poor = side(first, last, self.groups, self.points, self.left, self.broke, guess, 0.0) > 0
        while True:
            price = self._price_where(project, poor)
            if price is None:
                return self._price_by_sorting(project)
            truly, _ = self._poor_at(price)
            if not (truly != poor).any():
                return price
            again = self._price_where(project, truly)
            # Who has exactly the price may stand on either side: the price is the same.
            if again is not None and self._compare(again, price) == 0:
                return again
            poor = truly

    def buy(self, price: Price) -> Payment:
        """Take the price from the supporters' purses."""
        common = gcd(price.numerator, price.weight)
        numerator, factor = price.numerator // common, price.weight // common
        rest = Fraction(price.rest, self.den)
        self.den *= factor
        self.start *= factor
        self.rates = [known * factor for known in self.rates]
        self._slot[price.project] = len(self.rates)
        self.rates.append(numerator)
        first, last = self.indptr[price.project], self.indptr[price.project + 1]
        full, part = pay(
            first, last, self.groups, self.points, self.people, price.poor,
            numerator / self.den, self.left, self.broke,
        )  # fmt: skip
        self.alive[price.project] = False
        unit = self.election.unit
        return Payment(price.project, Fraction(numerator, self.den) / unit, full, part, rest / unit)

    def offered(self, price: Price) -> tuple[Fraction, bool]:
        """What the supporters of ``price.project`` offer together at that rate, in ``1 / election.unit``.

        The second says whether any of them has the rate in full: only then would a lower rate bring less.
        """
        poor, level = self._poor_at(price)
        first, last = self.indptr[price.project], self.indptr[price.project + 1]
        weight = int(weight_of(first, last, self.groups, self.points, self.people, poor))
        full = Fraction(price.numerator * weight, self.den * price.weight)
        return full + Fraction(self._sum_of(price.project, poor), self.den), level or weight > 0

    def wealth(self, project: int) -> Fraction:
        """What a project's supporters have left together."""
        everyone = np.ones(self.indptr[project + 1] - self.indptr[project], dtype=bool)
        return Fraction(self._sum_of(project, everyone), self.den) / self.election.unit

    def _total_points(self) -> list[int]:
        totals = np.concatenate([[0], np.cumsum(self.people[self.groups] * self.points)])
        return (totals[self.indptr[1:]] - totals[self.indptr[:-1]]).tolist()  # type: ignore[no-any-return]

    def _sum_of(self, project: int, poor: Flags) -> int:
        ballots = self.election.ballots
        paid, count = history(
            self.indptr[project], self.indptr[project + 1], self.groups, self.people, poor, self.broke,
            ballots.indptr, ballots.indices, self._ballot_points, self._slot, len(self.rates),
        )  # fmt: skip
        spent = sum(known * points for known, points in zip(self.rates, paid.tolist(), strict=True) if points)
        return int(self.start * int(count) - spent)

    def _price_where(self, project: int, poor: Flags) -> Price | None:
        weight = int(
            weight_of(
                self.indptr[project], self.indptr[project + 1], self.groups, self.points, self.people, poor
            )
        )
        if weight == 0:
            return None
        rest = self._sum_of(project, poor)
        return Price(project, self.election.whole_costs[project] * self.den - rest, weight, poor, rest)

    def _poor_at(self, price: Price) -> tuple[Flags, bool]:
        """Per supporter whether the rate takes all she has; and whether any has exactly the rate."""
        first, last = self.indptr[price.project], self.indptr[price.project + 1]
        due = price.numerator / (self.den * price.weight)
        sides = side(first, last, self.groups, self.points, self.left, self.broke, due, self.error)
        poor = sides > 0
        level = False
        for entry in np.flatnonzero(sides == 0):
            owed = price.numerator * int(self.points[first + entry])
            has = self._money(int(self.groups[first + entry])) * price.weight
            poor[entry] = has <= owed
            level |= has == owed
        return poor, level

    def _money(self, group: int) -> int:
        if self.broke[group]:
            return 0
        ballots = self.election.ballots
        total = self.start
        for place in range(ballots.indptr[group], ballots.indptr[group + 1]):
            at = self._slot[ballots.indices[place]]
            if at >= 0:
                total -= self.rates[at] * int(self._ballot_points[place])
        return total

    def _price_by_sorting(self, project: int) -> Price | None:
        """The price where floats see only poor supporters: exact money, poorest per point first."""
        first, last = int(self.indptr[project]), int(self.indptr[project + 1])
        purses = [self._money(int(self.groups[entry])) for entry in range(first, last)]
        cost = self.election.whole_costs[project] * self.den
        if sum(int(self.people[self.groups[first + at]]) * money for at, money in enumerate(purses)) < cost:
            return None
        people = self.people[self.groups[first:last]].tolist()
        points = self.points[first:last].tolist()
        order = sorted(range(last - first), key=lambda at: Fraction(purses[at], points[at]))
        weight = sum(count * given for count, given in zip(people, points, strict=True))
        rest = 0
        for at in order:
            if purses[at] * weight >= (cost - rest) * points[at]:
                break
            rest += people[at] * purses[at]
            weight -= people[at] * points[at]
        price = Price(project, cost - rest, weight, np.zeros(0, dtype=bool), rest)
        poor, _ = self._poor_at(price)
        return Price(project, cost - rest, weight, poor, self._sum_of(project, poor))

    def _compare(self, one: Price, other: Price) -> int:
        left = one.numerator * other.weight * self.worth[other.project]
        right = other.numerator * one.weight * self.worth[one.project]
        return (left > right) - (left < right)

    def _float_key(self, price: Price) -> float:
        value = price.numerator / (self.den * price.weight * self.worth[price.project])
        return value * (1.0 + 4.0 * EPSILON)
