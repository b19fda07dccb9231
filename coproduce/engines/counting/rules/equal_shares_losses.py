"""What would have won a project its place under equal shares, found and not guessed.

A project that is not bought takes nothing from any purse, so the count without it is
the count itself. It would be bought as soon as, before some purchase whose rate per
utility is *r*, its supporters offered its whole cost at that rate; or, at the end, had
it left. So at each purchase two figures follow exactly:

* further people who choose only this project, each with the same share, offer
  min(share, rate) each: how many are missing;
* at cost *x* its supporters offer Σ min(left, rate at x · points): the highest x they
  still offer in full.

The least and the highest of these over all purchases are the answer. Where an offer
only draws level with the purchase, the tie rule decides, as it would in the count.
Floats choose the purchases worth looking at; whole numbers decide. The share stays the
same (``basis`` is ``same-share``): under a completion that raises shares, other steps
might then be the last.

Source of the idea: N. Boehmer, P. Faliszewski, Ł. Janeczko, D. Peters, G. Pierczyński,
Š. Schierreich, P. Skowron, S. Szufa, "Evaluation of Project Performance in Participatory
Budgeting", IJCAI 2024 (singleton additions, cost reduction).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from coproduce.engines.counting.contest import Contest, Loss, Run
from coproduce.engines.counting.kernels import EPSILON, offers
from coproduce.engines.counting.purses import Price, Purses
from coproduce.engines.counting.rules import equal_shares, greedy
from coproduce.engines.kernel import exact

BASIS = "same-share"


@dataclass
class _Best:
    """The best found so far for one project: whole votes, and cost in the election's smallest unit."""

    more: int | None = None
    cost: int = 0


def losses(contest: Contest, run: Run) -> Mapping[int, Loss]:
    """Every project that may be funded and is not: what its supporters had left, and what was missing."""
    level = run.trace
    lost = [project for project in contest.open if project not in run.chosen]
    if level is None:
        return {project: Loss("no-votes") for project in lost}
    election = contest.election
    purses = equal_shares.opened(contest, level.share)
    best = {project: _Best() for project in lost}
    unmatched: list[Price] = []
    for payment in level.payments:
        price = purses.price(payment.project)
        assert price is not None, "a purchase of the run can be paid again"
        unmatched.append(price)
        for project in lost:
            _look(contest, purses, price, project, best[project])
        purses.buy(price)
    found = {}
    for project in lost:
        wealth = purses.wealth(project)
        _at_the_end(contest, level.share, wealth, project, best[project])
        cost = best[project].cost
        found[project] = Loss(
            "supporters-short",
            {
                "supporters_left": exact(wealth),
                "cost": election.costs[project],
                "missing": exact(election.costs[project] - wealth),
            },
            best[project].more,
            exact(Fraction(cost, election.unit)) if cost else None,
            BASIS,
        )
    if contest.options.completion.endswith("greedy"):
        return _also_by_greedy(contest, run, found)
    return found


def _look(contest: Contest, purses: Purses, price: Price, project: int, best: _Best) -> None:
    """Bring ``best`` up to date with what the project could have had before the purchase at ``price``."""
    election, by_cost = contest.election, contest.options.utility == "cost"
    rate = price.numerator / (purses.den * price.weight * purses.worth[price.project])
    first, last = purses.indptr[project], purses.indptr[project + 1]
    whole = election.whole_costs[project]
    due = rate * purses.worth[project]
    paid, most = offers(
        first, last, purses.groups, purses.points, purses.people, purses.left, due, rate if by_cost else 0.0
    )
    slack = 8.0 * ((last - first + 8) * EPSILON * whole + election.votes[project] * purses.error)
    each = min(purses.start / purses.den, due)
    if best.more is None or (whole - paid - slack) / each < best.more:
        more = _missing(contest, purses, price, project)
        best.more = more if best.more is None else min(best.more, more)
    reach = most if by_cost else paid
    if reach + slack * 4.0 >= best.cost + 1:
        _raise_cost(contest, purses, price, project, best, int(reach + slack) + 1)


def _missing(contest: Contest, purses: Purses, price: Price, project: int) -> int:
    """Fewest further people with whom the project would have been bought in place of the purchase."""
    worth = purses.worth[project]
    level = Price(project, price.numerator * worth, price.weight * purses.worth[price.project], price.poor, 0)
    short = contest.election.whole_costs[project] - purses.offered(level)
    each = min(Fraction(purses.start, purses.den), Fraction(level.numerator, purses.den * level.weight))
    more = max(1, -((-short) // each))
    if more * each == short and not _first(contest, price.project, project, more, contest.election.costs[project]):
        # Where each gives her whole share, one more makes it cheaper; so it does at the rate itself.
        more += 1
    return int(more)


def _raise_cost(contest: Contest, purses: Purses, price: Price, project: int, best: _Best, top: int) -> None:
    """The highest cost above ``best.cost`` at which the project would have been bought in place of the purchase."""
    by_cost = contest.options.utility == "cost"
    for cost in range(min(top, contest.election.whole_costs[project] - 1), best.cost, -1):
        worth = cost if by_cost else purses.worth[project]
        level = Price(project, price.numerator * worth, price.weight * purses.worth[price.project], price.poor, 0)
        offered = purses.offered(level)
        money = Fraction(cost, contest.election.unit)
        if offered > cost or (offered == cost and _first(contest, price.project, project, 0, money)):
            best.cost = cost
            return
        if top - cost > 3:
            return


def _first(contest: Contest, bought: int, project: int, more: int, cost: Fraction | int) -> bool:
    if contest.options.ties == "refuse":
        return False
    votes, costs = list(contest.election.votes), list(contest.election.costs)
    votes[project] += more
    costs[project] = exact(Fraction(cost))
    return contest.in_tie_order([bought, project], costs, votes)[0] == project


def _at_the_end(contest: Contest, share: Fraction, wealth: Fraction, project: int, best: _Best) -> None:
    election = contest.election
    short = election.costs[project] - wealth
    more = max(1, int(-((-short) // share)))
    best.more = more if best.more is None else min(best.more, more)
    best.cost = max(best.cost, int(wealth * election.unit))


def _also_by_greedy(contest: Contest, run: Run, found: dict[int, Loss]) -> dict[int, Loss]:
    """With a greedy completion a project could also have had the money left over."""
    rest = replace(run, purchases=tuple(entry for entry in run.purchases if entry.stage == greedy.STAGE), trace=run.trace.chosen)
    second = greedy.did_not_fit(contest, rest, contest.options.utility)
    result = {}
    for project, loss in found.items():
        other = second[project]
        more = [value for value in (loss.more_votes, other.more_votes) if value is not None]
        cost = [value for value in (loss.lower_cost, other.lower_cost) if value is not None]
        result[project] = replace(
            loss,
            figures={**loss.figures, "left": other.figures["left"]},
            more_votes=min(more, default=None),
            lower_cost=max(cost, default=None),
        )
    return result
