"""A whole run of equal shares in floats, with a bound on the error of every number.

Raising the shares means hundreds of runs of which only the last is reported. Here a run
carries, beside each voter's money, how wrong it may be, and beside each price the
interval in which it lies. Where every comparison that decides is wider than its error,
the run buys exactly what whole numbers would; where one is not, it says so and the run
is made in whole numbers. Level prices among projects whose supporters can all pay in
full are compared in whole numbers on the spot, since real elections are full of them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from coproduce.engines.counting.kernels import EPSILON, Flags, Floats, Ints, compiled, rate

_EXACT = 2.0**53
_UP = 1.0 + 8.0 * EPSILON
_DOWN = 1.0 - 8.0 * EPSILON
_UNSURE = -1
_NONE = -2


class Contest(NamedTuple):
    """What a run is about.

    Supporters as compressed sparse rows, people per group and once more per supporter (``crowd``); per
    project its cost, what a purchase is worth, a lower bound on its rate at any share, whether it may win,
    and its place in the order of the tie rule (−1 where the rule allows none).
    """

    indptr: Ints
    groups: Ints
    points: Ints
    people: Ints
    crowd: Floats
    costs: Floats
    worth: Floats
    rates: Floats
    may_win: Flags
    rank: Ints


class State(NamedTuple):
    """A run under way.

    Per group the money ``left`` and how ``wrong`` that may be. Per project whether it can still be
    bought (``alive``), lower bounds on its rate (``known``) and its rate per utility (``lower``), and of
    the last look at it: the ``price`` in the middle of its interval, the ``slack`` in money, the ``weight`` of
    those who pay in full, what the others give (``rest``), whether all pay in full (``whole``), and whether
    it was in this round (``fresh``).
    """

    left: Floats
    wrong: Floats
    alive: Flags
    known: Floats
    lower: Floats
    price: Floats
    slack: Floats
    weight: Floats
    rest: Floats
    whole: Flags
    fresh: Flags


@compiled
def certified_run(share: float, contest: Contest) -> tuple[int, Ints]:
    """How many projects are bought, and which, in order; −1 where whole numbers have to decide.

    ``share`` is the exact share, rounded once.
    """
    count = len(contest.costs)
    state = State(
        np.full(len(contest.people), share),
        np.full(len(contest.people), EPSILON * share),
        contest.may_win.copy(),
        contest.rates.copy(),
        contest.rates / contest.worth * _DOWN,
        np.zeros(count),
        np.zeros(count),
        np.zeros(count),
        np.zeros(count),
        np.zeros(count, dtype=np.bool_),
        np.zeros(count, dtype=np.bool_),
    )
    order = np.zeros(count, dtype=np.int64)
    bought = 0
    while True:
        best, edge = cheapest(contest, state)
        if best >= 0:
            best = first_of_level(contest, state, best, edge)
        if best >= 0:
            best = take(contest, state, best, share)
        if best == _UNSURE:
            return -1, order[:0]
        if best == _NONE:
            return bought, order[:bought]
        order[bought] = best
        bought += 1


@compiled
def look(contest: Contest, state: State, project: int) -> float:
    """Bring a project's bounds up to date. Its rate, or the money of its supporters where all are poor."""
    first, last = contest.indptr[project], contest.indptr[project + 1]
    groups, points, crowd = contest.groups, contest.points, contest.crowd
    left, wrong = state.left, state.wrong
    cost = contest.costs[project]
    found = state.known[project]
    state.fresh[project] = True
    # Sums without branches: which supporter is poor is not to be foreseen, and a wrong guess costs more than adding 0.
    while True:
        weight = 0.0
        poor = 0.0
        for entry in range(first, last):
            has = left[groups[entry]]
            short = has < found * points[entry]
            poor += crowd[entry] * has if short else 0.0
            weight += 0.0 if short else crowd[entry] * points[entry]
        if weight == 0.0 or (cost - poor) / weight <= found:
            break
        found = (cost - poor) / weight
    error = 0.0
    for entry in range(first, last):
        group = groups[entry]
        all_wrong = crowd[entry] * wrong[group]
        error += all_wrong if left[group] - wrong[group] < found * points[entry] * _UP else 0.0
    state.weight[project] = weight
    state.slack[project] = 2.0 * error + 4.0 * (last - first + 8) * EPSILON * cost
    state.whole[project] = weight > 0.0 and poor == 0.0 and error == 0.0
    if weight == 0.0:
        return float(poor)
    state.price[project] = found
    state.rest[project] = poor
    bound = (found - state.slack[project] / weight) * _DOWN
    state.known[project] = max(state.known[project], bound)
    state.lower[project] = max(state.lower[project], bound / contest.worth[project] * _DOWN)
    return float(found)


@compiled
def cheapest(contest: Contest, state: State) -> tuple[int, float]:
    """The project with the least lower bound, all bounds up to its upper bound (the second) being fresh."""
    state.fresh[:] = False
    best = _NONE
    edge = np.inf
    while True:
        project = -1
        for other in range(len(contest.costs)):
            waits = state.alive[other] and not state.fresh[other] and state.lower[other] <= edge
            if waits and (project < 0 or state.lower[other] < state.lower[project]):
                project = other
        if project < 0:
            break
        found = look(contest, state, project)
        if state.weight[project] == 0.0:
            state.alive[project] = found + state.slack[project] >= contest.costs[project]
        elif best < 0 or state.lower[project] < state.lower[best]:
            best = project
            edge = found / contest.worth[project] * _UP
    if best < 0:
        for project in range(len(contest.costs)):
            if state.alive[project]:
                return _UNSURE, edge
    return best, edge


@compiled
def first_of_level(contest: Contest, state: State, best: int, edge: float) -> int:
    """Which of the projects up to ``edge`` is bought: by exact comparison and the tie rule, where both are certain."""
    for project in range(len(contest.costs)):
        if not state.alive[project] or project == best or state.lower[project] > edge:
            continue
        if not (state.whole[best] and state.whole[project]):
            return _UNSURE
        # With all supporters paying in full, cost / (weight · worth) is exact.
        mine = 1.0 if contest.worth[best] == contest.costs[best] else contest.costs[best]
        other = 1.0 if contest.worth[project] == contest.costs[project] else contest.costs[project]
        mine *= state.weight[project]
        other *= state.weight[best]
        if max(mine, other) >= _EXACT:
            return _UNSURE
        if other == mine and contest.rank[project] < 0:
            return _UNSURE
        if other < mine or (other == mine and contest.rank[project] < contest.rank[best]):
            best = project
    return best


@compiled
def take(contest: Contest, state: State, best: int, share: float) -> int:
    """Buy: everyone's money after it, and how wrong that may be by the interval in which the price lies."""
    groups, points, people = contest.groups, contest.points, contest.people
    first, last = contest.indptr[best], contest.indptr[best + 1]
    cost, low = contest.costs[best], state.known[best]
    price = high = state.price[best]
    dearer = cost + 2.0 * state.slack[best]
    if (dearer - state.rest[best]) / state.weight[best] > price:
        high = (dearer - state.rest[best]) / state.weight[best]
        high, some, _ = rate(first, last, groups, points, people, state.left, dearer, high)
        if some == 0.0:
            return _UNSURE
    if not state.whole[best]:
        for project in range(len(contest.costs)):
            rival = state.alive[project] and project != best
            if rival and state.lower[project] <= high / contest.worth[best] * _UP * _UP:
                return _UNSURE
    off = max(high * _UP - price, price - low) + 4.0 * EPSILON * price
    for entry in range(first, last):
        group = groups[entry]
        due = price * points[entry]
        error = state.wrong[group] + off * points[entry] + 2.0 * EPSILON * share
        if state.left[group] + error < due:
            state.left[group] = 0.0
            state.wrong[group] = 0.0
        else:
            state.left[group] = max(0.0, state.left[group] - due)
            state.wrong[group] = error
    state.alive[best] = False
    return best
