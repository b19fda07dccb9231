"""Sequential Phragmén.

Every voter earns money at the same steady pace, from nothing. As soon as the
supporters of a project have its cost together they buy it and are back at nothing.
The rule stops when the next project to be bought would overspend the budget.

A voter's *load* is the time at which she last bought; so all loads are the times of
purchases, and one exact fraction per purchase describes the count. A project's time
is (cost + Σ its supporters' loads) / its votes.

Sources: L. Phragmén 1894; M. Brill, R. Freeman, S. Janson, M. Lackner, "Phragmén's Voting
Methods and Justified Representation", AAAI 2017; with costs M. Los, Z. Christoff, D. Grossi,
"Proportional Budget Allocations: Towards a Systematization", IJCAI 2022.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from coproduce.engines.counting.contest import Contest, Loss, Purchase, Run
from coproduce.engines.counting.grouping import Ints
from coproduce.engines.counting.kernels import EPSILON, loaded
from coproduce.engines.kernel import Exact, Tie, TieRefused, exact

STAGE = "phragmen"


@dataclass(frozen=True)
class Moment:
    """A purchase, or the purchase at which the rule stopped: which, when, and the money left before it."""

    project: int
    time: Fraction
    left: Exact
    stopped: bool = False


def elect(contest: Contest) -> Run:
    """Buy in the order of time until the next purchase would overspend."""
    ties: list[Tie] = []
    moments = tuple(_moments(contest, ties))
    purchases = tuple(
        Purchase(moment.project, STAGE, {"time": exact(moment.time)})
        for moment in moments
        if not moment.stopped
    )
    last = moments[-1] if moments else None
    stopped = last is not None and last.stopped
    report = {
        "kind": "none",
        "stopped": "next-purchase-overspends" if stopped else "everything-funded",
        "next": contest.election.project_ids[last.project] if last is not None and stopped else None,
        "time": exact(last.time) if last is not None else 0,
    }
    return Run(purchases, tuple(ties), report, trace=moments)


def losses(contest: Contest, run: Run) -> Mapping[int, Loss]:
    """Every other project's time had not come when the rule stopped.

    A project that is not bought changes nobody's load. It is bought as soon as its time is before that of
    some purchase, or of the stop, while its cost is still left: from this both figures follow exactly.
    """
    lost = [project for project in contest.open if project not in run.chosen]
    more: dict[int, int] = {}
    cheaper: dict[int, Exact] = {}
    times: dict[int, Fraction] = {}
    loads = Loads(contest)
    for moment in run.trace:
        for project in lost:
            total = loads.total(project)
            times[project] = _time(contest, project, total)
            _missing(contest, moment, project, total, more)
            _offered(contest, moment, project, total, cheaper)
        if not moment.stopped:
            loads.buy(moment.project, moment.time)
    stop = run.completion["time"]
    return {
        project: Loss(
            "time-not-come",
            {"time": exact(times[project]), "stopped_at": stop, "cost": contest.election.costs[project]},
            more.get(project),
            cheaper.get(project),
        )
        for project in lost
    }


class Loads:
    """Everyone's load: which purchase she made last, the times of purchases, and a float image."""

    def __init__(self, contest: Contest) -> None:
        election = contest.election
        self.indptr, self.groups, _ = election.supporters
        self.people = election.ballots.multiplicity
        self.last: Ints = np.zeros(len(self.people), dtype=np.int64)
        self.times: list[Fraction] = [Fraction(0)]
        self.near = np.zeros(len(self.people))

    def buy(self, project: int, time: Fraction) -> None:
        """The supporters of ``project`` buy it at ``time``."""
        supporters = self.groups[self.indptr[project] : self.indptr[project + 1]]
        self.last[supporters] = len(self.times)
        self.near[supporters] = float(time)
        self.times.append(time)

    def total(self, project: int) -> Fraction:
        """The loads of a project's supporters together, exact."""
        supporters = self.groups[self.indptr[project] : self.indptr[project + 1]]
        counts = np.bincount(
            self.last[supporters], weights=self.people[supporters], minlength=len(self.times)
        )
        found = Fraction(0)
        for at in np.flatnonzero(counts).tolist():
            found += self.times[at] * int(counts[at])
        return found


def _moments(contest: Contest, ties: list[Tie]) -> Iterator[Moment]:
    election = contest.election
    loads = Loads(contest)
    waiting = np.zeros(election.projects, dtype=bool)
    waiting[list(contest.open)] = True
    costs = np.array([float(cost) for cost in election.costs])
    votes = np.array(election.votes, dtype=float)
    left = Fraction(election.budget)
    chosen: list[int] = []
    while waiting.any():
        near = loaded(loads.indptr, loads.groups, loads.people, loads.near, costs, votes, waiting)
        # Each time is a sum of as many rounded terms as it has supporters.
        slack = 4.0 * (np.diff(loads.indptr) + 8) * EPSILON * near
        rivals = np.flatnonzero(waiting & (near - slack <= np.min((near + slack)[waiting])))
        times = {project: _time(contest, project, loads.total(project)) for project in rivals.tolist()}
        time = min(times.values())
        level = [project for project in times if times[project] == time]
        dear = [project for project in level if election.costs[project] > left]
        if dear:
            yield Moment(dear[0], time, exact(left), stopped=True)
            return
        project = contest.settle(level, ties)
        yield Moment(project, time, exact(left))
        loads.buy(project, time)
        left -= election.costs[project]
        waiting[project] = False
        chosen.append(project)
        waiting[list(contest.blocked(chosen))] = False


def _time(contest: Contest, project: int, total: Fraction) -> Fraction:
    return (contest.election.costs[project] + total) / contest.election.votes[project]


def _missing(contest: Contest, moment: Moment, project: int, total: Fraction, more: dict[int, int]) -> None:
    cost = contest.election.costs[project]
    if cost > moment.left or moment.time == 0:
        return
    short = (cost + total) / moment.time - contest.election.votes[project]
    enough = max(1, -((-short.numerator) // short.denominator))
    if enough == short and not _first(contest, moment, project, enough, cost):
        enough += 1
    more[project] = min(enough, more.get(project, enough))


def _offered(
    contest: Contest, moment: Moment, project: int, total: Fraction, cheaper: dict[int, Exact]
) -> None:
    unit = contest.election.unit
    level = moment.time * contest.election.votes[project] - total
    most = min(int(level * unit), int(moment.left * unit), contest.election.whole_costs[project] - 1)
    known = cheaper.get(project, 0)
    bought = contest.election.whole_costs[moment.project]
    for offer in sorted({most, most - 1, min(most, bought), min(most, bought - 1)}, reverse=True):
        money = exact(Fraction(offer, unit))
        if money <= known:
            return
        if money < level or _first(contest, moment, project, 0, money):
            cheaper[project] = money
            return


def _first(contest: Contest, moment: Moment, project: int, more: int, cost: Exact) -> bool:
    """Whether it is bought where it draws level with what was bought, or with what stopped the rule."""
    if moment.stopped:
        return False
    try:
        paper = contest.paper.changed(project, more, cost)
        return contest.in_tie_order([moment.project, project], paper)[0] == project
    except TieRefused:
        return False
