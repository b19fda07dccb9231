"""Greedy utilitarian welfare, also called knapsack or the simple count.

Projects are put in order of the gain per money they bring, summed over voters,
and funded from the top, skipping those that no longer fit. With the utility
``cost`` this is the order of votes, the habit of cities; with ``cardinality``
votes per cost; with ``score`` points per cost.

Source: N. Talmon, P. Faliszewski, "A Framework for Approval-Based Budgeting
Methods", AAAI 2019, rule "greedy"; D. Peters, G. Pierczyński, P. Skowron, NeurIPS
2021, appendix, for additive utilities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from coproduce.engines.counting.contest import Contest, Loss, Purchase, Run
from coproduce.engines.counting.election import Election
from coproduce.engines.kernel import Exact, Tie, exact

STAGE = "greedy"


def elect(contest: Contest) -> Run:
    """Fund projects in the order of gain per cost while they fit."""
    return ranked(contest, merits(contest.election, contest.options.utility), STAGE)


def losses(contest: Contest, run: Run) -> Mapping[int, Loss]:
    """Every other project did not fit when its turn came."""
    return did_not_fit(contest, run, contest.options.utility)


def merits(election: Election, utility: str) -> list[Exact]:
    """Gain per cost of every project, exact."""
    return [_merit(utility, gain, cost) for gain, cost in zip(gains(election, utility), election.costs, strict=True)]


def gains(election: Election, utility: str) -> tuple[Exact, ...]:
    """What each project's merit is made of: its votes, or its points."""
    return election.scores if utility in ("score", "score-alone") else election.votes


def _merit(utility: str, gain: Exact, cost: Exact) -> Exact:
    return gain if utility in ("cost", "score-alone") else Fraction(gain) / cost


def ranked(contest: Contest, merit: Sequence[Exact], stage: str, before: tuple[int, ...] = ()) -> Run:
    """Fund by falling merit what fits beside ``before``; a tie is recorded where the order mattered."""
    ties: list[Tie] = []
    purchases: list[Purchase] = []
    left = Fraction(contest.left(before))
    place = 0
    for level in levels(contest, merit, before):
        for project in in_order(contest, level, contest.election.costs, contest.election.votes, left, ties):
            place += 1
            if contest.election.costs[project] <= left:
                figures = {"rank": place, "merit": exact(merit[project]), "left_before": exact(left)}
                purchases.append(Purchase(project, stage, figures))
                left -= contest.election.costs[project]
    return Run(tuple(purchases), tuple(ties), trace=before)


def levels(contest: Contest, merit: Sequence[Exact], before: tuple[int, ...]) -> list[list[int]]:
    """Projects that may be funded and are not in ``before``, best first, equals together."""
    waiting = sorted((at for at in contest.open if at not in before), key=lambda at: -merit[at])
    return [list(equals) for _, equals in groupby(waiting, key=lambda at: merit[at])]


def in_order(
    contest: Contest,
    level: list[int],
    costs: Sequence[Exact],
    votes: Sequence[int],
    left: Exact,
    ties: list[Tie],
) -> list[int]:
    """Equals in the order in which they are tried. Only where they do not all fit is there a tie to break."""
    fitting = [project for project in level if costs[project] <= left]
    others = [project for project in level if costs[project] > left]
    clash = sum(Fraction(costs[project]) for project in fitting) > left
    if not clash and contest.options.ties == "refuse":
        return fitting + others
    ordered = contest.in_tie_order(fitting, costs, votes)
    if clash:
        ties.append(Tie(tuple(contest.election.project_ids[at] for at in ordered), contest.options.ties))
    return ordered + others


def did_not_fit(contest: Contest, run: Run, utility: str) -> dict[int, Loss]:
    """Per project that greedy passed over: the money left at its turn, and what would have won it a place.

    A project that loses takes no money, so the run would be the same without it. It wins
    exactly where it comes before the purchase after which too little is left; both figures
    follow from that, and where it would only draw level the tie is tried by a recount.
    """
    before: tuple[int, ...] = run.trace or ()
    merit = merits(contest.election, utility)
    steps = [(at, Fraction(purchase.figures["left_before"])) for at, purchase in
             ((purchase.project, purchase) for purchase in run.purchases if purchase.stage == STAGE)]
    found = {}
    for project in contest.open:
        if project in run.chosen or project in before:
            continue
        turn = _Turn(contest, utility, merit, before, steps, project)
        found[project] = Loss(
            "too-little-left",
            {"left": exact(turn.left_at_turn()), "cost": contest.election.costs[project], "merit": exact(merit[project])},
            more_votes=turn.more_votes(),
            lower_cost=turn.lower_cost(),
        )
    return found


class _Turn:
    """A passed-over project's chances, against the run that it did not change."""

    def __init__(
        self,
        contest: Contest,
        utility: str,
        merit: list[Exact],
        before: tuple[int, ...],
        steps: list[tuple[int, Fraction]],
        project: int,
    ) -> None:
        self.contest, self.utility, self.merit, self.before = contest, utility, merit, before
        self.steps, self.project = steps, project
        self.cost = contest.election.costs[project]
        self.gain = gains(contest.election, utility)[project]
        self.end = Fraction(contest.left((*before, *(at for at, _ in steps))))

    def left_at_turn(self) -> Fraction:
        """Money left when this project was tried."""
        own = self.merit[self.project]
        costs = self.contest.election.costs
        left = Fraction(self.contest.left((*self.before, *(at for at, _ in self.steps if self.merit[at] > own))))
        level = next(found for found in levels(self.contest, self.merit, self.before) if self.project in found)
        for project in in_order(self.contest, level, costs, self.contest.election.votes, left, []):
            if project == self.project:
                break
            if any(project == at for at, _ in self.steps):
                left -= costs[project]
        return left

    def more_votes(self) -> int | None:
        """Fewest further votes (points, where points decide) with which it wins."""
        afters = [*(left for _, left in self.steps[1:]), self.end]
        last = next(
            (at for (at, left), after in zip(self.steps, afters, strict=False) if left >= self.cost > after), None
        )
        if last is None:
            return None
        scale = 1 if self.utility in ("cost", "score-alone") else self.cost
        need = Fraction(self.merit[last]) * scale - self.gain
        level = max(1, -(-need.numerator // need.denominator))
        return level if self._wins(level, self.cost) else max(1, need.numerator // need.denominator + 1)

    def lower_cost(self) -> Exact | None:
        """Highest cost, in the election's smallest unit of money, at which it wins."""
        unit = self.contest.election.unit
        by_gain = self.utility in ("cost", "score-alone")
        offers = {int(self.end * unit)}
        for at, left in self.steps:
            # Where cost counts, it draws level with this purchase at gain / cost = merit.
            level = int(left * unit) if by_gain else min(int(left * unit), int(Fraction(self.gain) / self.merit[at] * unit))
            offers |= {level, level - 1}
        for offer in sorted(offers, reverse=True):
            if 0 < offer < self.cost * unit and self._wins(0, Fraction(offer, unit)):
                return exact(Fraction(offer, unit))
        return None

    def _wins(self, more: int, cost: Exact) -> bool:
        """Whether it is funded with so many more votes and at that cost: the count itself, run again."""
        merit = list(self.merit)
        merit[self.project] = _merit(self.utility, self.gain + more, cost)
        costs = list(self.contest.election.costs)
        costs[self.project] = cost
        votes = list(self.contest.election.votes)
        votes[self.project] += more
        left = Fraction(self.contest.left(self.before))
        for level in levels(self.contest, merit, self.before):
            for project in in_order(self.contest, level, costs, votes, left, []):
                if costs[project] <= left:
                    if project == self.project:
                        return True
                    left -= costs[project]
        return False
