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

from coproduce.engines.counting.contest import Contest, Loss, Paper, Purchase, Run
from coproduce.engines.counting.election import Election
from coproduce.engines.kernel import Exact, Tie, exact

STAGE = "greedy"


def elect(contest: Contest) -> Run:
    """Fund projects in the order of gain per cost while they fit."""
    return ranked(contest, merits(contest.election, contest.options.utility))


def losses(contest: Contest, run: Run) -> Mapping[int, Loss]:
    """Every other project did not fit when its turn came."""
    from coproduce.engines.counting.rules.greedy_losses import did_not_fit

    return did_not_fit(contest, run, contest.options.utility)


def merits(election: Election, utility: str) -> list[Exact]:
    """Gain per cost of every project, exact."""
    return [
        merit(utility, gain, cost)
        for gain, cost in zip(gains(election, utility), election.costs, strict=True)
    ]


def gains(election: Election, utility: str) -> tuple[Exact, ...]:
    """What each project's merit is made of: its votes, or its points."""
    return election.scores if utility in ("score", "score-alone") else election.votes


def merit(utility: str, gain: Exact, cost: Exact) -> Exact:
    """Gain per cost of one project; its gain alone where the utility is ``cost`` or only score counts."""
    return gain if utility in ("cost", "score-alone") else Fraction(gain) / cost


def ranked(contest: Contest, merit: Sequence[Exact], before: tuple[int, ...] = ()) -> Run:
    """Fund by falling merit what fits beside ``before``; a tie is recorded where the order mattered."""
    ties: list[Tie] = []
    purchases: list[Purchase] = []
    left = Fraction(contest.left(before))
    place = 0
    blocked = contest.blocked(before)
    for level in levels(contest, merit, before):
        for project in in_order(contest, level, contest.paper, left, ties):
            place += 1
            if contest.election.costs[project] <= left and project not in blocked:
                figures = {"rank": place, "merit": exact(merit[project]), "left_before": exact(left)}
                purchases.append(Purchase(project, STAGE, figures))
                left -= contest.election.costs[project]
                blocked = contest.blocked((*before, *(entry.project for entry in purchases)))
    return Run(tuple(purchases), tuple(ties), trace=before)


def levels(contest: Contest, merit: Sequence[Exact], before: tuple[int, ...]) -> list[list[int]]:
    """Projects that may be funded and are not in ``before``, best first, equals together."""
    waiting = sorted((at for at in contest.open if at not in before), key=lambda at: -merit[at])
    return [list(equals) for _, equals in groupby(waiting, key=lambda at: merit[at])]


def in_order(contest: Contest, level: list[int], paper: Paper, left: Exact, ties: list[Tie]) -> list[int]:
    """Equals in the order in which they are tried. Only where they do not all fit is there a tie to break."""
    fitting = [project for project in level if paper.costs[project] <= left]
    others = [project for project in level if paper.costs[project] > left]
    clash = len(fitting) > 1 and sum(Fraction(paper.costs[project]) for project in fitting) > left
    if not clash and contest.options.ties == "refuse":
        return fitting + others
    ordered = contest.in_tie_order(fitting, paper)
    if clash:
        ties.append(Tie(tuple(contest.election.project_ids[at] for at in ordered), contest.options.ties))
    return ordered + others
