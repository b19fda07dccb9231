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
from coproduce.engines.counting.rules import equal_shares, greedy, greedy_losses
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
    for payment in level.payments:
        price = purses.price(payment.project)
        if price is None:
            raise AssertionError("a purchase of the run can be paid again")
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
    paid, most, slope = offers(
        first, last, purses.groups, purses.points, purses.people, purses.left, due, rate if by_cost else 0.0
    )
    slack = 8.0 * ((last - first + 8) * EPSILON * whole + election.votes[project] * purses.error)
    each = min(purses.start / purses.den, due)
    if best.more is None or (whole - paid - slack) / each < best.more:
        more = _missing(contest, purses, price, project)
        best.more = more if best.more is None else min(best.more, more)
    # Where the offer hardly falls short of a rising cost, floats place the edge badly: look wider there.
    reach = min(most + slack / max(slope, EPSILON), float(whole)) if by_cost else paid + slack
    if reach >= best.cost + 1:
        best.cost = _highest_cost(contest, purses, price, project, (best.cost, int(reach) + 1))


def _missing(contest: Contest, purses: Purses, price: Price, project: int) -> int:
    """Fewest further people with whom the project would have been bought in place of the purchase."""
    worth = purses.worth[project]
    level = Price(project, price.numerator * worth, price.weight * purses.worth[price.project], price.poor, 0)
    offered, strained = purses.offered(level)
    short = contest.election.whole_costs[project] - offered
    share, rate = Fraction(purses.start, purses.den), Fraction(level.numerator, purses.den * level.weight)
    more = max(1, -((-short) // min(share, rate)))
    draws_level = more * min(share, rate) == short and (strained or share >= rate)
    if draws_level and not _first(
        contest, price.project, project, int(more), contest.election.costs[project]
    ):
        more += 1
    return int(more)


def _highest_cost(
    contest: Contest, purses: Purses, price: Price, project: int, between: tuple[int, int]
) -> int:
    """The highest cost at which the project would have been bought in place of the purchase.

    Looked for above the first of ``between`` (which is given back where there is none) and up to the second.
    """
    known, top = between
    by_cost = contest.options.utility == "cost"

    def offer(cost: int) -> tuple[Fraction, bool]:
        worth = cost if by_cost else purses.worth[project]
        weight = price.weight * purses.worth[price.project]
        return purses.offered(Price(project, price.numerator * worth, weight, price.poor, 0))

    def wins(cost: int) -> bool:
        offered, strained = offer(cost)
        if offered != cost or not strained:
            return offered >= cost
        return _first(contest, price.project, project, 0, Fraction(cost, contest.election.unit))

    # Σ min(left, rate) / cost falls as the cost rises: what is offered in full is offered below it too.
    low, high = known, min(top, contest.election.whole_costs[project] - 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if offer(middle)[0] >= middle else (low, middle - 1)
    # Where it draws level only, a tie rule may still want a lower cost than the purchase has.
    bought = contest.election.whole_costs[price.project]
    for cost in sorted({low, low - 1, min(low, bought), min(low, bought - 1)}, reverse=True):
        if cost > known and wins(cost):
            return cost
    return known


def _first(contest: Contest, bought: int, project: int, more: int, cost: Fraction | int) -> bool:
    if contest.options.ties == "refuse":
        return False
    paper = contest.paper.changed(project, more, exact(Fraction(cost)))
    return contest.in_tie_order([bought, project], paper)[0] == project


def _at_the_end(contest: Contest, share: Fraction, wealth: Fraction, project: int, best: _Best) -> None:
    election = contest.election
    short = election.costs[project] - wealth
    more = max(1, int(-((-short) // share)))
    best.more = more if best.more is None else min(best.more, more)
    best.cost = max(best.cost, int(wealth * election.unit))


def _also_by_greedy(contest: Contest, run: Run, found: dict[int, Loss]) -> dict[int, Loss]:
    """With a greedy completion a project could also have had the money left over."""
    rest = replace(
        run,
        purchases=tuple(entry for entry in run.purchases if entry.stage == greedy.STAGE),
        trace=run.trace.chosen,
    )
    second = greedy_losses.did_not_fit(contest, rest, contest.options.utility)
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
