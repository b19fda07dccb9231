"""Greedy by score: the projects with most points (or votes) first, whatever they cost.

The rule most cities use: "the most popular projects, as long as the money lasts".
It differs from ``greedy`` in that cost never counts in the order, whichever
utility is named; a project that no longer fits is skipped.

Source: P. Faliszewski et al., "Participatory Budgeting: Data, Tools, and
Analysis", arXiv 2305.11035, rule BasicAV (GreedyAV).
"""

from __future__ import annotations

from collections.abc import Mapping

from coproduce.engines.counting.contest import Contest, Loss, Run
from coproduce.engines.counting.rules import greedy

MERIT = "score-alone"


def elect(contest: Contest) -> Run:
    """Fund projects in the order of score while they fit."""
    return greedy.ranked(contest, contest.election.scores)


def losses(contest: Contest, run: Run) -> Mapping[int, Loss]:
    """Every other project did not fit when its turn came."""
    from coproduce.engines.counting.rules.greedy_losses import did_not_fit

    return did_not_fit(contest, run, MERIT)
