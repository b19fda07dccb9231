"""The same election with one thing changed: a project's cost, or people who choose only it.

What was worked out of the election (supporters, votes) is carried over and not worked
out again, so that a question can be tried by counting.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from coproduce.engines.counting.election import Election
from coproduce.engines.counting.grouping import Grouped
from coproduce.engines.kernel import Exact


def at_cost(election: Election, project: int, cost: Exact) -> Election:
    """``election`` with ``project`` at ``cost`` (above 0)."""
    costs = (*election.costs[:project], cost, *election.costs[project + 1 :])
    return _carried(replace(election, costs=costs), election, "supporters", "votes", "scores", "voters")


def with_more(election: Election, project: int, people: int) -> Election:
    """``election`` with so many more people (1 or more) who choose only ``project``, with one point."""
    ballots = election.ballots
    group = len(ballots.multiplicity)
    more = Grouped(
        np.append(ballots.indptr, ballots.indptr[-1] + 1),
        np.append(ballots.indices, project),
        np.append(ballots.points, 1),
        np.append(ballots.multiplicity, people),
    )
    indptr, groups, points = election.supporters
    end = indptr[project + 1]
    longer = indptr.copy()
    longer[project + 1 :] += 1
    changed = replace(election, ballots=more)
    votes = list(election.votes)
    votes[project] += people
    carried = {
        "supporters": (longer, np.insert(groups, end, group), np.insert(points, end, 1)),
        "votes": tuple(votes),
    }
    vars(changed).update(carried)
    return changed


def _carried(changed: Election, known: Election, *names: str) -> Election:
    found: dict[str, Any] = {name: getattr(known, name) for name in names}
    vars(changed).update(found)
    return changed


def with_budget(election: Election, budget: Exact) -> Election:
    """``election`` with another budget (0 or more)."""
    return _carried(replace(election, budget=budget), election, "supporters", "votes", "scores", "voters")
