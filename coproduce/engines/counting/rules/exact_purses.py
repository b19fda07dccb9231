"""Purses under Exact Equal Shares: who can pay an equal price, exactly.

A voter's money is the share less the prices she paid, and a price is a cost over a
number of people; floats find who may be near a price, fractions settle it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from coproduce.engines.counting.contest import Contest
from coproduce.engines.counting.grouping import Ints
from coproduce.engines.counting.kernels import EPSILON, able


@dataclass(frozen=True, eq=False)
class Offer:
    """A project that so many of its supporters can buy at ``price`` each; ``groups`` are theirs."""

    project: int
    payers: int
    price: Fraction
    groups: Ints


class ExactPurses:
    """The money of all voters in a run at one share."""

    def __init__(self, contest: Contest, share: Fraction) -> None:
        election = contest.election
        self._contest, self._share = contest, share
        self._indptr, self._groups, _ = election.supporters
        self._people = election.ballots.multiplicity
        self._left = np.full(len(self._people), float(share))
        self._prices: list[Fraction] = []
        # Voters who paid for the same purchases are of one class, and have the same money to the last digit.
        self._class: Ints = np.zeros(len(self._people), dtype=np.int64)
        self._money_of: list[Fraction] = [share]
        self._float_share = float(share)
        self._by_cost = contest.options.utility == "cost"
        self._payers = {project: election.votes[project] for project in contest.open}
        self.bought: list[int] = []

    def key(self, project: int, payers: int) -> Fraction:
        """Price per gain when so many pay."""
        cost = Fraction(self._contest.election.costs[project])
        return Fraction(1, payers) if self._by_cost else cost / payers

    def cheapest(self) -> list[Offer]:
        """All offers with the least key, by position; empty when nothing can be bought."""
        best: Fraction | None = None
        found: dict[int, Offer] = {}
        for project in sorted(self._payers, key=lambda at: self.key(at, self._payers[at])):
            if best is not None and self.key(project, self._payers[project]) > best:
                break
            offer = self._offer(project)
            if offer is None:
                del self._payers[project]
                continue
            self._payers[project] = offer.payers
            key = self.key(project, offer.payers)
            if best is None or key < best:
                best, found = key, {}
            if key == best:
                found[project] = offer
        return [found[project] for project in sorted(found)]

    def buy(self, offer: Offer) -> None:
        """The payers pay."""
        self._prices.append(offer.price)
        self._left[offer.groups] = np.maximum(self._left[offer.groups] - float(offer.price), 0.0)
        classes, place = np.unique(self._class[offer.groups], return_inverse=True)
        self._class[offer.groups] = len(self._money_of) + place
        self._money_of += [self._money_of[known] - offer.price for known in classes.tolist()]
        self.bought.append(offer.project)
        self._payers.pop(offer.project, None)

    def rule_out(self, projects: Iterable[int]) -> None:
        """These may no longer be bought."""
        for project in projects:
            self._payers.pop(project, None)

    def most_raised(self, project: int) -> Fraction:
        """The most that supporters can raise in equal parts: max over t of t · (t-th largest purse)."""
        return max((count * money for money, count in self._purses(project)), default=Fraction(0))

    def missing_payers(self, project: int, share: Fraction) -> int:
        """Fewest further people with a whole ``share`` each so that enough can pay an equal price."""
        cost = Fraction(self._contest.election.costs[project])
        fewest = -((-cost) // share)
        found = int(fewest)
        for money, count in self._purses(project):
            if money > 0:
                found = min(found, max(1, int(max(-((-cost) // money), fewest)) - count))
        return max(found, 1)

    def hopeful(self, ranges: Mapping[int, tuple[int, int]], best: Fraction | None) -> list[int]:
        """Projects (with fewest and most payers) for which a rise of less than ``best`` might be enough."""
        if best is None:
            return list(ranges)
        wanted = np.array(list(ranges), dtype=np.int64)
        costs = self._contest.election.costs
        price = np.array([float(costs[at]) / most for at, (_, most) in ranges.items()])
        can = able(
            wanted,
            self._indptr,
            self._groups,
            self._people,
            self._left,
            price - float(best) - 4.0 * self._error,
        )
        return [at for at, count in zip(ranges, can.tolist(), strict=True) if count >= ranges[at][0]]

    def rises(self, project: int, fewest: int, most: int) -> Iterator[Fraction]:
        """Rises above 0 with which from ``fewest`` to ``most`` supporters can pay, the least among them."""
        cost = Fraction(self._contest.election.costs[project])
        supporters = self._groups[self._indptr[project] : self._indptr[project + 1]]
        left, people = self._left[supporters], self._people[supporters]
        order = np.argsort(-left, kind="stable")
        counts = np.cumsum(people[order])
        use = (counts >= fewest) & (np.concatenate([[0], counts[:-1]]) < most)
        if not use.any():
            return
        payers = np.minimum(counts[use], most)
        rises = float(cost) / payers - left[order][use]
        least = rises.min()
        for at in np.flatnonzero(rises <= least + 8.0 * self._error):
            edge = left[order][use][at]
            near = supporters[np.abs(left - edge) <= 4.0 * self._error]
            sure = int(people[left > edge + 4.0 * self._error].sum())
            for money, count in self._ranked(near, sure):
                if count >= fewest and money < cost / min(count, most):
                    yield cost / min(count, most) - money

    @property
    def _error(self) -> float:
        return 4.0 * (len(self._prices) + 1) * EPSILON * self._float_share

    def _offer(self, project: int) -> Offer | None:
        cost = Fraction(self._contest.election.costs[project])
        supporters = self._groups[self._indptr[project] : self._indptr[project + 1]]
        left, people = self._left[supporters], self._people[supporters]
        payers = self._payers[project]
        while payers > 0:
            price = cost / payers
            near = float(price)
            can = left >= near
            close = np.abs(left - near) <= self._error + 4.0 * EPSILON * near
            for known in np.unique(self._class[supporters[close]]).tolist():
                can[close & (self._class[supporters] == known)] = self._money_of[known] >= price
            count = int(people[can].sum())
            if count >= payers:
                return Offer(project, count, cost / count, supporters[can]) if count == payers else None
            payers = count
        return None

    def _purses(self, project: int) -> list[tuple[Fraction, int]]:
        """(money, supporters with at least that much), richest first."""
        return self._ranked(self._groups[self._indptr[project] : self._indptr[project + 1]], 0)

    def _ranked(self, groups: Ints, before: int) -> list[tuple[Fraction, int]]:
        classes, place = np.unique(self._class[groups], return_inverse=True)
        counts = np.bincount(place, weights=self._people[groups])
        known: dict[Fraction, int] = {}
        for at, people in zip(classes.tolist(), counts.tolist(), strict=True):
            money = self._money_of[at]
            known[money] = known.get(money, 0) + int(people)
        found, count = [], before
        for money in sorted(known, reverse=True):
            count += known[money]
            found.append((money, count))
        return found

    def _money(self, group: int) -> Fraction:
        return self._money_of[int(self._class[group])]
