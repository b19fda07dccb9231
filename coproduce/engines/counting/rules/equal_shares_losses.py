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
A first pass in floats finds the purchases that can matter, a second decides there in
whole numbers. The share stays the same (``basis`` is ``same-share``). Where shares were
raised, the sum of all purchases might then exceed the budget: so there each figure is
tried by a count at that share, a cost too high is taken down to what the budget has left,
and what still does not win within the budget is left out.

Source of the idea: N. Boehmer, P. Faliszewski, Ł. Janeczko, D. Peters, G. Pierczyński,
Š. Schierreich, P. Skowron, S. Szufa, "Evaluation of Project Performance in Participatory
Budgeting", IJCAI 2024 (singleton additions, cost reduction).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt

import numpy as np

from coproduce.engines.counting.contest import Contest, Loss, Run
from coproduce.engines.counting.election import Election
from coproduce.engines.counting.kernels import EPSILON, Floats, Ints, offers
from coproduce.engines.counting.purses import Price, Purses
from coproduce.engines.counting.rules import equal_shares, greedy, greedy_losses
from coproduce.engines.counting.what_if import at_cost, with_more
from coproduce.engines.kernel import Exact, TieRefused, exact

BASIS = "same-share"


@dataclass
class _Best:
    """The best found so far for one project: whole votes, and cost in the election's smallest unit."""

    more: int
    cost: int


@dataclass(frozen=True, eq=False)
class _Estimate:
    """Float bounds before one purchase, per lost project: fewest votes missing, highest cost offered."""

    least_more: Floats
    most_more: Floats
    least_cost: Floats
    most_cost: Floats


def losses(contest: Contest, run: Run) -> Mapping[int, Loss]:
    """Every project that may be funded and is not: what its supporters had left, and what was missing."""
    level = run.trace
    lost = [project for project in contest.open if project not in run.chosen]
    if level is None:
        return {project: Loss("no-votes") for project in lost}
    found = {}
    left = contest.left(level.chosen)
    for project, (wealth, best) in _searched(contest, level, lost).items():
        cost = contest.election.costs[project]
        more: int | None = best.more
        lower = exact(Fraction(best.cost, contest.election.unit))
        if level.step:
            more = (
                best.more
                if _fits(contest, level, with_more(contest.election, project, best.more), project)
                else None
            )
            lower = _affordable(contest, level, project, min(lower, left), lower)
        found[project] = Loss(
            "supporters-short",
            {"supporters_left": exact(wealth), "cost": cost, "missing": exact(cost - wealth)},
            more,
            lower or None,
            BASIS,
        )
    if contest.options.completion.endswith("greedy"):
        return _also_by_greedy(contest, run, found)
    return found


def _affordable(
    contest: Contest, level: equal_shares.Level, project: int, within: Exact, offered: Exact
) -> Exact:
    """The highest of two costs at which the project is bought at this share within the budget; 0 for neither."""
    for cost in (offered, within):
        if cost > 0 and _fits(contest, level, at_cost(contest.election, project, cost), project):
            return cost
    return 0


def _fits(contest: Contest, level: equal_shares.Level, election: Election, project: int) -> bool:
    changed = replace(contest, election=election)
    try:
        chosen = equal_shares.Runs(changed).chosen(level.share)
    except TieRefused:
        return False
    return project in chosen and changed.cost(chosen) <= election.budget


def _searched(
    contest: Contest, level: equal_shares.Level, lost: list[int]
) -> dict[int, tuple[Fraction, _Best]]:
    """Per lost project what its supporters have left at the end, and the best over all purchases."""
    rates = [float(payment.rate * contest.election.unit) for payment in level.payments]
    worth = contest.election.utility(contest.options.utility).worth
    keys = [rate / worth[payment.project] for rate, payment in zip(rates, level.payments, strict=True)]
    best, purses = {}, equal_shares.opened(contest, level.share)
    block = max(2, isqrt(len(keys)) + 1)
    coarse: list[tuple[_Estimate, _Estimate]] = []
    wanted = np.array(lost, dtype=np.int64)
    for place, _ in _walk(purses, level):
        if place % block == 0 and lost:
            # Purses only fall and rates only rise: all of the block lies below its first purses at its last rate.
            last = keys[min(place + block, len(keys)) - 1] * (1.0 + 16.0 * EPSILON)
            coarse.append(
                (
                    _estimated(contest, purses, keys[place], wanted),
                    _estimated(contest, purses, last, wanted),
                )
            )
    for project in lost:
        wealth = purses.wealth(project)
        missing = max(1, int(-((wealth - contest.election.costs[project]) // level.share)))
        best[project] = (wealth, _Best(missing, int(wealth * contest.election.unit)))
    if not lost:
        return best
    more = np.array([float(best[project][1].more) for project in lost])
    cost = np.array([float(best[project][1].cost) for project in lost])
    more = np.min([more + 1.0, *(first.most_more for first, _ in coarse)], axis=0)
    cost = np.max([cost - 1.0, *(first.least_cost for first, _ in coarse)], axis=0)
    fine: dict[int, tuple[Ints, _Estimate]] = {}
    purses = equal_shares.opened(contest, level.share)
    for place, _ in _walk(purses, level):
        bound = coarse[place // block][1]
        some = np.flatnonzero((bound.least_more <= more) | (bound.most_cost >= cost))
        if len(some):
            found = _estimated(contest, purses, keys[place], wanted[some])
            more[some] = np.minimum(more[some], found.most_more)
            cost[some] = np.maximum(cost[some], found.least_cost)
            fine[place] = (some, found)
    purses = equal_shares.opened(contest, level.share)
    for place, price in _walk(purses, level):
        some, estimate = fine.get(place, (np.zeros(0, dtype=np.int64), None))
        if estimate is None:
            continue
        for at, index in enumerate(some.tolist()):
            project = lost[index]
            known = best[project][1]
            if estimate.least_more[at] <= min(more[index], known.more - 1):
                known.more = min(known.more, _missing(contest, purses, price, project))
            if estimate.most_cost[at] >= max(cost[index], known.cost + 1):
                top = int(estimate.most_cost[at]) + 1
                known.cost = _highest_cost(contest, purses, price, project, (known.cost, top))
    return best


def _walk(purses: Purses, level: equal_shares.Level) -> Iterator[tuple[int, Price]]:
    """Every purchase again, at its exact price, with the purses as they are before it."""
    for place, payment in enumerate(level.payments):
        price = _price(purses, payment.project)
        yield place, price
        purses.buy(price)


def _price(purses: Purses, project: int) -> Price:
    price = purses.price(project)
    if price is None:
        raise AssertionError("what a run bought can be bought again")
    return price


def _estimated(contest: Contest, purses: Purses, rate: float, wanted: Ints) -> _Estimate:
    """Bounds before a purchase at ``rate`` per utility."""
    by_cost = contest.options.utility == "cost"
    worth = np.array([float(purses.worth[project]) for project in wanted])
    costs = purses.costs[wanted]
    due = rate * worth
    paid, most, slope = offers(
        wanted, purses.indptr, purses.groups, purses.points, purses.people, purses.left, due,
        rate if by_cost else 0.0,
    ).T  # fmt: skip
    entries = purses.indptr[wanted + 1] - purses.indptr[wanted]
    votes = np.array(contest.election.votes)[wanted]
    slack = 8.0 * ((entries + 8) * EPSILON * costs + votes * purses.error)
    each = np.minimum(purses.start / purses.den, due)
    # Where the offer hardly falls short of a rising cost, floats place the edge badly: look wider there.
    reach = slack / np.maximum(slope, EPSILON) if by_cost else slack
    highest = most if by_cost else paid
    return _Estimate(
        np.floor((costs - paid - slack) / each * (1.0 - 8.0 * EPSILON)),
        np.ceil((costs - paid + slack) / each * (1.0 + 8.0 * EPSILON)) + 1.0,
        # One unit below the edge supporters offer more than the cost, and no tie can take that away; unless
        # all of them together offer just every cost (rate · votes = 1): then each lower cost draws level too.
        np.where(by_cost & (rate * votes <= 1.0 + 1e-9), -np.inf, highest - reach - 1.0),
        np.minimum(highest + reach, costs),
    )


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
        contest, price.project, project, int(more), Fraction(contest.election.costs[project])
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
    rate = (price.numerator, price.weight * purses.worth[price.project])

    def offer(cost: int) -> tuple[Fraction, bool]:
        worth = cost if by_cost else purses.worth[project]
        return purses.offered(Price(project, rate[0] * worth, rate[1], price.poor, 0))

    def wins(cost: int) -> bool:
        offered, strained = offer(cost)
        if offered != cost or not strained:
            return offered >= cost
        return _first(contest, price.project, project, 0, Fraction(cost, contest.election.unit))

    # Σ min(left, rate) / cost falls as the cost rises: what is offered in full is offered below it too.
    low, high = known, min(top, contest.election.whole_costs[project] - 1)
    if not by_cost:
        low, high = max(low, min(high, int(offer(0)[0]))), low
    step = 1
    while low < high:
        # The top is a float's guess and nearly right: begin there.
        middle = max(low + 1, high + 1 - step) if step < high - low else (low + high + 1) // 2
        low, high = (middle, high) if offer(middle)[0] >= middle else (low, middle - 1)
        step *= 2
    # Where it draws level only, a tie rule may still want a lower cost than the purchase has.
    bought = contest.election.whole_costs[price.project]
    for cost in sorted({low, low - 1, min(low, bought), min(low, bought - 1)}, reverse=True):
        if cost > known and wins(cost):
            return cost
    return known


def _first(contest: Contest, bought: int, project: int, more: int, cost: Fraction) -> bool:
    paper = contest.paper.changed(project, more, exact(cost))
    try:
        return contest.in_tie_order([bought, project], paper)[0] == project
    except TieRefused:
        return False


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
