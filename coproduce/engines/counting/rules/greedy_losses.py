"""What would have won a project its place under a greedy rule, found and not guessed.

A project that loses takes no money, so the count without it is the count itself. With
more votes, or at a lower cost, it moves up to some level of merit: above that level
nothing changes, so the money left there is known, and it wins exactly where that is
enough. Where it would draw level with others, that one level is tried again under the
tie rule, as the count would.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from coproduce.engines.counting.contest import Contest, Loss, Run
from coproduce.engines.counting.rules import greedy
from coproduce.engines.kernel import Exact, TieRefused, exact


def did_not_fit(contest: Contest, run: Run, utility: str) -> dict[int, Loss]:
    """Per project that greedy passed over: the money left at its turn, and what would have won it a place."""
    passage = _Passage(contest, run, utility)
    found = {}
    for project in contest.open:
        if project in passage.passed:
            found[project] = Loss(
                "too-little-left",
                {
                    "left": exact(passage.left_at_turn(project)),
                    "cost": contest.election.costs[project],
                    "merit": exact(passage.merits[project]),
                },
                more_votes=passage.more_votes(project),
                lower_cost=passage.lower_cost(project),
            )
    return found


@dataclass(frozen=True)
class _Passage:
    """A greedy run as it went: levels of merit, and the money left before each."""

    contest: Contest
    run: Run
    utility: str

    @cached_property
    def before(self) -> tuple[int, ...]:
        """What was funded before greedy began."""
        return self.run.trace or ()

    @cached_property
    def bought(self) -> tuple[int, ...]:
        """What greedy bought, in order."""
        return tuple(entry.project for entry in self.run.purchases if entry.stage == greedy.STAGE)

    @cached_property
    def passed(self) -> frozenset[int]:
        """What greedy passed over."""
        return frozenset(self.contest.open) - set(self.bought) - set(self.before)

    @cached_property
    def merits(self) -> list[Exact]:
        """Merit of every project."""
        return greedy.merits(self.contest.election, self.utility)

    @cached_property
    def levels(self) -> list[list[int]]:
        """Projects of equal merit, best first."""
        return greedy.levels(self.contest, self.merits, self.before)

    @cached_property
    def falling(self) -> list[Exact]:
        """The levels' merits, negated, so that they rise."""
        return [-self.merits[level[0]] for level in self.levels]

    @cached_property
    def lefts(self) -> list[Fraction]:
        """Money left before each level, and at the end."""
        bought = set(self.bought)
        found = [Fraction(self.contest.left(self.before))]
        for level in self.levels:
            found.append(found[-1] - self.contest.cost(at for at in level if at in bought))
        return found

    @property
    def by_gain(self) -> bool:
        """Whether cost plays no part in merit."""
        return self.utility in ("cost", "score-alone")

    def left_at_turn(self, project: int) -> Fraction:
        """Money left when this project was tried."""
        at = bisect_left(self.falling, -self.merits[project])
        left = self.lefts[at]
        for other in greedy.in_order(self.contest, self.levels[at], self.contest.paper, left, []):
            if other == project:
                break
            if other in self.bought:
                left -= self.contest.election.costs[other]
        return left

    def more_votes(self, project: int) -> int | None:
        """Fewest further votes (points, where points decide) with which it wins."""
        cost = self.contest.election.costs[project]
        enough = sum(left >= cost for left in self.lefts[:-1])
        gain = greedy.gains(self.contest.election, self.utility)[project]
        # Level with the last level before which its cost is left, or above it; tied levels can be won lower down.
        for at in range(min(enough, len(self.levels)) - 1, -1, -1):
            need = -self.falling[at] * (1 if self.by_gain else cost) - gain
            level = max(1, -(-Fraction(need).numerator // Fraction(need).denominator))
            for more in (level, level + 1):
                if self._wins(project, more, cost):
                    return more
        return None

    def lower_cost(self, project: int) -> Exact | None:
        """Highest cost, in the election's smallest unit of money, at which it wins."""
        election = self.contest.election
        gain = greedy.gains(election, self.utility)[project]
        offers = {int(self.lefts[-1] * election.unit)}
        for at, left in enumerate(self.lefts[:-1]):
            most = int(left * election.unit)
            if not self.by_gain:
                # Where cost counts, it draws level with this one at gain / cost = merit.
                most = min(most, int(Fraction(gain) / -self.falling[at] * election.unit))
            offers |= {most, most - 1}
        for other in self.bought if self.by_gain else ():
            # Within its own level a tie rule may want it cheaper than a purchase, or leave it what that left.
            offers |= {election.whole_costs[other], election.whole_costs[other] - 1}
        left = self.lefts[0]
        for other in self.bought:
            offers.add(int(left * election.unit))
            left -= election.costs[other]
        for offer in sorted(offers, reverse=True):
            money = Fraction(offer, election.unit)
            if 0 < money < election.costs[project] and self._wins(project, 0, money):
                return exact(money)
        return None

    def _wins(self, project: int, more: int, cost: Exact) -> bool:
        """Whether it is funded with so many more votes and at that cost: its new level, counted again."""
        gain = greedy.gains(self.contest.election, self.utility)[project] + more
        merit = greedy.merit(self.utility, gain, cost)
        at = bisect_left(self.falling, -merit)
        left = self.lefts[at]
        if at == len(self.levels) or self.falling[at] != -merit:
            return cost <= left
        level = sorted({*self.levels[at], project})
        paper = self.contest.paper.changed(project, more, cost)
        try:
            order = greedy.in_order(self.contest, level, paper, left, [])
        except TieRefused:
            return False
        for other in order:
            if other == project:
                return cost <= left
            if paper.costs[other] <= left:
                left -= paper.costs[other]
        raise AssertionError("a project stands in its own level")
