"""The maximin support method, with costs.

The costs of the funded projects are spread over the people who chose them, as evenly as
can be; the *load* of a set of projects is the most that anyone then has to bear. In each
round the project joins with which this load stays lowest, among those that still fit.

The load is max over subsets T of cost(T) / people who chose any of T: no spreading can do
better, and by the theorem of max flow and min cut some spreading does as well. Dinkelbach's
method finds it: try a load, and where it is too low the flow shows a subset that says so.
All in whole numbers.

Sources: L. Sánchez-Fernández, N. Fernández García, J. Fisteus, M. Brill, "The Maximin Support
Method", Mathematical Programming 203 (2024); with costs H. Aziz, B. Lee, N. Talmon,
"Proportionally Representative Participatory Budgeting", AAMAS 2018.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from coproduce.engines.counting.contest import Contest, Loss, Purchase, Run
from coproduce.engines.counting.flow import short_of
from coproduce.engines.counting.grouping import Ints
from coproduce.engines.kernel import BadInput, Exact, Tie, exact

STAGE = "maximin-support"
_LARGEST = 2**62


@dataclass(frozen=True)
class Ending:
    """Money left when each project no longer fitted, and at the very end."""

    lefts: Mapping[int, Exact]
    end: Exact


def elect(contest: Contest) -> Run:
    """Fund, among what fits, the project with which the load is lowest, until nothing fits."""
    ties: list[Tie] = []
    purchases: list[Purchase] = []
    loads = Loads(contest)
    left = Fraction(contest.left(()))
    waiting = {project: Fraction(0) for project in contest.open}
    lefts: dict[int, Exact] = {}
    while True:
        blocked = contest.blocked(entry.project for entry in purchases)
        for project in [at for at in waiting if contest.election.costs[at] > left or at in blocked]:
            lefts[project] = exact(left)
            del waiting[project]
        if not waiting:
            return Run(tuple(purchases), tuple(ties), trace=Ending(lefts, exact(left)))
        project = contest.settle(_lowest(loads, waiting), ties)
        load = loads.join(project)
        purchases.append(Purchase(project, STAGE, {"load": exact(load), "left_before": exact(left)}))
        left -= contest.election.costs[project]
        del waiting[project]


def losses(contest: Contest, run: Run) -> Mapping[int, Loss]:
    """Every other project no longer fitted.

    At a cost that was left at the very end it would have been funded: it changes nothing while it loses, and the
    rule goes on until nothing fits. That is enough (``basis``), and not always the highest such cost.
    """
    ending: Ending = run.trace
    return {
        project: Loss(
            "too-little-left",
            {"left": left, "cost": contest.election.costs[project]},
            None,
            ending.end if ending.end > 0 else None,
            "enough",
        )
        for project, left in ending.lefts.items()
    }


def _lowest(loads: Loads, waiting: dict[int, Fraction]) -> list[int]:
    """The projects with the lowest load. A load never falls as projects join: the last known is a lower bound."""
    fresh: set[int] = set()
    while True:
        best = min(waiting.values())
        level = [project for project in sorted(waiting) if waiting[project] == best]
        stale = [project for project in level if project not in fresh]
        if not stale:
            return level
        for project in stale:
            waiting[project] = loads.with_project(project)
            fresh.add(project)


class Loads:
    """What is funded, voters in classes by which of it they chose, and the load."""

    def __init__(self, contest: Contest) -> None:
        election = contest.election
        self._election = election
        self._indptr, self._groups, _ = election.supporters
        self._people = election.ballots.multiplicity
        self._class: Ints = np.zeros(len(self._people), dtype=np.int64)
        self._chose: list[tuple[int, ...]] = [()]
        self._funded: list[int] = []
        self._load = Fraction(0)

    def with_project(self, project: int) -> Fraction:
        """The load of what is funded and ``project``, in ``1 / election.unit``."""
        supporters = np.zeros(len(self._people), dtype=np.int64)
        supporters[self._groups[self._indptr[project] : self._indptr[project + 1]]] = 1
        classes, place = np.unique(self._class * 2 + supporters, return_inverse=True)
        people = np.bincount(place, weights=self._people).astype(np.int64)
        projects = [*self._funded, project]
        chosen = [self._chose[at // 2] + ((len(projects) - 1,) if at % 2 else ()) for at in classes.tolist()]
        used = [at for at, entry in enumerate(chosen) if entry]
        indptr = np.concatenate([[0], np.cumsum([len(chosen[at]) for at in used])]).astype(np.int64)
        indices = np.array([entry for at in used for entry in chosen[at]], dtype=np.int64)
        costs = [self._election.whole_costs[at] for at in projects]
        return self._dinkelbach(costs, indptr, indices, people[used])

    def join(self, project: int) -> Fraction:
        """Fund ``project``; the load then, in the currency's main unit."""
        self._load = self.with_project(project)
        supporters = self._groups[self._indptr[project] : self._indptr[project + 1]]
        classes, place = np.unique(self._class[supporters], return_inverse=True)
        self._class[supporters] = len(self._chose) + place
        self._chose += [(*self._chose[known], len(self._funded)) for known in classes.tolist()]
        self._funded.append(project)
        return self._load / self._election.unit

    def _dinkelbach(self, costs: list[int], indptr: Ints, indices: Ints, people: Ints) -> Fraction:
        load = max(self._load, Fraction(sum(costs), int(people.sum())))
        owner = np.repeat(np.arange(len(people)), np.diff(indptr))
        while True:
            if max(sum(costs) * load.denominator, int(people.sum()) * load.numerator) >= _LARGEST:
                raise BadInput.one(
                    "the costs have too many digits for maximin support; round them",
                    code="cost-size",
                    key="cost",
                )
            needs = np.array([cost * load.denominator for cost in costs], dtype=np.int64)
            subset = short_of(needs, people * load.numerator, indptr, indices)
            if not subset.any():
                return load
            touched = np.unique(owner[subset[indices]])
            load = Fraction(
                sum(cost for cost, inside in zip(costs, subset.tolist(), strict=True) if inside),
                int(people[touched].sum()),
            )
