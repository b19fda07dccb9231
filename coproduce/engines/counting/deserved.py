"""Groups who deserved more: extended justified representation (EJR+) up to one project.

A group of voters deserves the part of the budget that is theirs by number. The outcome
fails them if they all chose a project that is not funded and, even with it, each of them
would have gained no more than their money buys at that project's gain per cost::

    u_i(W) + u_i(c) ≤ (budget / voters) · Σ_group u(c) / cost(c)    for every i in the group

The worst group for a project consists of the supporters who gained least, so sorting
finds it: the check takes n log n per project, where checking plain EJR takes every set of
projects. Equal shares never fails it at its first share.

Source: M. Brill, J. Peters, "Robust and Verifiable Proportionality Axioms for Multiwinner
Voting", EC 2023 (EJR+); up to one project and with costs as D. Peters, G. Pierczyński, P.
Skowron, NeurIPS 2021, prove it for equal shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from coproduce.engines.counting.election import Election

_LISTED = 20


def deserved(
    election: Election, chosen: Sequence[int], utility: str, fundable: Sequence[int]
) -> dict[str, Any]:
    """Whether any group deserved one of ``fundable`` that is not in ``chosen``; the groups, largest first.

    Each failure names the project and how many people make the group. At most 20 are listed.
    """
    failures = []
    gained = gains(election, chosen, utility)
    for project in fundable:
        if project not in chosen:
            people = failed(election, gained, utility, project)
            if people:
                failures.append({"project": election.project_ids[project], "people": people})
    failures.sort(key=lambda failure: (-int(str(failure["people"])), str(failure["project"])))
    return {
        "rule": "EJR+ up to one project",
        "utility": utility,
        "failures": len(failures),
        "listed": failures[:_LISTED],
    }


def gains(election: Election, chosen: Sequence[int], utility: str) -> np.ndarray[Any, Any]:
    """Per group what each of its people gains from ``chosen``, as whole numbers."""
    measure = election.utility(utility)
    worth = [0] * max(election.projects, 1)
    for project in chosen:
        worth[project] = measure.worth[project]
    most = max(worth) * int(measure.ballot_points.max(initial=1)) * max(len(chosen), 1)
    values = np.array(worth, dtype=np.int64 if most < 2**62 else object)
    entries = values[election.ballots.indices] * measure.ballot_points
    totals = np.concatenate([np.zeros(1, dtype=entries.dtype), np.cumsum(entries)])
    found: np.ndarray[Any, Any] = totals[election.ballots.indptr[1:]] - totals[election.ballots.indptr[:-1]]
    return found


def failed(election: Election, gained: np.ndarray[Any, Any], utility: str, project: int) -> int:
    """How many people make the largest group that deserved ``project``; 0 for none."""
    measure = election.utility(utility)
    indptr, groups, _ = election.supporters
    first, last = indptr[project], indptr[project + 1]
    points, supporters = measure.points[first:last], groups[first:last]
    people = election.ballots.multiplicity[supporters]
    own = points.astype(gained.dtype) * measure.worth[project]
    reached = gained[supporters] + own
    order = np.argsort(reached, kind="stable")
    reached, count = reached[order], np.cumsum(people[order])
    together = np.cumsum((people * points)[order])
    # u ≤ budget · Σ / (voters · cost): near ones in floats, then in whole numbers.
    cost, worth = election.whole_costs[project], measure.worth[project]
    due = float(election.whole_budget) / election.voters / cost * worth * together
    near = np.flatnonzero(reached <= due * (1.0 + 1e-9))
    for place in near[::-1].tolist():
        right = election.whole_budget * int(together[place]) * worth
        if int(reached[place]) * election.voters * cost <= right:
            return int(count[place])
    return 0
