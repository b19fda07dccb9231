"""The inner loops over ballots, compiled.

Loaded only when a count runs: compiling is paid once per machine and kept on
disk, and importing the engine stays cheap. All loops run in a fixed order, so a
machine gives the same floats each time; and the floats only say where to look:
what is reported is decided in whole numbers by ``purses``.

Arrays, as in ``Election``: ``indptr``, ``groups``, ``points`` are a project's
supporters; ``people`` the multiplicity of a group; ``left`` what each person of
a group has left.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

EPSILON = 2.0**-53


def compiled(function: Any) -> Any:
    """``function`` compiled when first called, and kept on disk."""
    return njit(cache=True, nogil=True)(function)


@compiled
def rate(
    first: int, last: int, groups: Ints, points: Ints, people: Ints, left: Floats, cost: float, start: float
) -> tuple[float, float, float]:
    """The least rate at which the supporters' min(left, rate · points) sum to ``cost``.

    Newton's method from below on a concave function: each step takes those who
    cannot pay the rate as poor. Returns (rate, points of those who pay it in full,
    money of the others); the rate is infinite where all are poor.
    """
    found = start
    while True:
        poor = 0.0
        weight = 0
        for entry in range(first, last):
            group = groups[entry]
            all_has, all_points = people[group] * left[group], people[group] * points[entry]
            short = left[group] < found * points[entry]
            poor += all_has if short else 0.0
            weight += 0 if short else all_points
        if weight == 0:
            return np.inf, 0.0, poor
        better = (cost - poor) / weight
        if better <= found:
            return found, float(weight), poor
        found = better


@compiled
def cheapest(
    indptr: Ints,
    groups: Ints,
    points: Ints,
    people: Ints,
    left: Floats,
    costs: Floats,
    worth: Floats,
    votes: Ints,
    lower: Floats,
    rates: Floats,
    fresh: Flags,
    alive: Flags,
    error: float,
) -> int:
    """The project with the least lower bound on its price per utility, all bounds below it being fresh.

    ``lower`` holds valid bounds from earlier rounds (prices only rise as money is
    spent) and is brought up to date where it decides. Projects that cannot be paid
    for with certainty leave ``alive``. Returns −1 where none is left. ``error``
    bounds the error of each entry of ``left``.
    """
    while True:
        best = -1
        for project in range(len(costs)):
            if alive[project] and (best < 0 or lower[project] < lower[best]):
                best = project
        if best < 0 or fresh[best]:
            return best
        first, last = indptr[best], indptr[best + 1]
        found, weight, poor = rate(first, last, groups, points, people, left, costs[best], rates[best])
        slack = 4.0 * ((last - first + 8) * EPSILON * costs[best] + votes[best] * error)
        fresh[best] = True
        if weight == 0.0:
            if poor < costs[best] - slack:
                alive[best] = False
            continue
        bound = (found - slack / weight) * (1.0 - 8.0 * EPSILON)
        rates[best] = max(rates[best], bound)
        lower[best] = max(lower[best], bound / worth[best] * (1.0 - 8.0 * EPSILON))


@compiled
def history(
    first: int,
    last: int,
    groups: Ints,
    people: Ints,
    poor: Flags,
    broke: Flags,
    ballot_ptr: Ints,
    ballot_projects: Ints,
    ballot_points: Ints,
    slot: Ints,
    bought: int,
) -> tuple[Ints, int]:
    """Of the poor supporters who still have something: points paid for each purchase, and how many they are."""
    paid = np.zeros(bought, dtype=np.int64)
    count = 0
    for entry in range(first, last):
        group = groups[entry]
        if not poor[entry - first] or broke[group]:
            continue
        count += people[group]
        for place in range(ballot_ptr[group], ballot_ptr[group + 1]):
            at = slot[ballot_projects[place]]
            if at >= 0:
                paid[at] += people[group] * ballot_points[place]
    return paid, count


@compiled
def side(
    first: int, last: int, groups: Ints, points: Ints, left: Floats, broke: Flags, price: float, error: float
) -> NDArray[np.int8]:
    """Per supporter: 1 poor (has less than the price), −1 not poor, 0 too close to say in floats."""
    found = np.zeros(last - first, dtype=np.int8)
    for entry in range(first, last):
        group = groups[entry]
        due = price * points[entry]
        margin = error + 8.0 * EPSILON * due
        if broke[group] or left[group] < due - margin:
            found[entry - first] = 1
        elif left[group] > due + margin:
            found[entry - first] = -1
    return found


@compiled
def pay(
    first: int,
    last: int,
    groups: Ints,
    points: Ints,
    people: Ints,
    poor: Flags,
    price: float,
    left: Floats,
    broke: Flags,
) -> tuple[int, int]:
    """Take the price from the supporters. Returns people who paid in full, and who gave their last."""
    full = 0
    part = 0
    for entry in range(first, last):
        group = groups[entry]
        if broke[group]:
            continue
        if poor[entry - first]:
            part += people[group]
            left[group] = 0.0
            broke[group] = True
        else:
            full += people[group]
            left[group] = max(0.0, left[group] - price * points[entry])
    return full, part


@compiled
def weight_of(first: int, last: int, groups: Ints, points: Ints, people: Ints, poor: Flags) -> int:
    """Points of the supporters who are not poor, over people."""
    total = 0
    for entry in range(first, last):
        if not poor[entry - first]:
            total += people[groups[entry]] * points[entry]
    return total


@compiled
def offers(
    wanted: Ints,
    indptr: Ints,
    groups: Ints,
    points: Ints,
    people: Ints,
    left: Floats,
    due: Floats,
    by_cost: float,
) -> Floats:
    """What supporters of each ``wanted`` project offer at ``due`` per point, shape (wanted, 3).

    The columns are the offer; the cost x up to which they offer x at ``by_cost`` · x (0 where ``by_cost``
    is 0), by Newton's method from above on a concave function; and how steeply the offer falls short above it.
    """
    found = np.empty((len(wanted), 3))
    for at in range(len(wanted)):
        first, last = indptr[wanted[at]], indptr[wanted[at] + 1]
        paid = 0.0
        wealth = 0.0
        for entry in range(first, last):
            group = groups[entry]
            paid += people[group] * min(left[group], due[at] * points[entry])
            wealth += people[group] * left[group]
        most, slope = 0.0, 1.0
        if by_cost > 0.0:
            most = wealth
        while most > 0.0:
            poor = 0.0
            weight = 0
            for entry in range(first, last):
                group = groups[entry]
                if left[group] < by_cost * most:
                    poor += people[group] * left[group]
                else:
                    weight += people[group]
            slope = 1.0 - by_cost * weight
            if slope <= 0.0 or poor / slope >= most:
                break
            most = poor / slope
        found[at, 0] = paid
        found[at, 1] = most
        found[at, 2] = slope
    return found


@compiled
def loaded(
    indptr: Ints, groups: Ints, people: Ints, load: Floats, costs: Floats, votes: Floats, wanted: Flags
) -> Floats:
    """Per wanted project (cost + Σ its supporters' loads) / votes; 0 for the others."""
    found = np.zeros(len(costs))
    for project in range(len(costs)):
        if wanted[project]:
            total = costs[project]
            for entry in range(indptr[project], indptr[project + 1]):
                total += people[groups[entry]] * load[groups[entry]]
            found[project] = total / votes[project]
    return found


@compiled
def able(wanted: Ints, indptr: Ints, groups: Ints, people: Ints, left: Floats, price: Floats) -> Ints:
    """Per wanted project how many supporters have at least its ``price``."""
    found = np.zeros(len(wanted), dtype=np.int64)
    for at in range(len(wanted)):
        for entry in range(indptr[wanted[at]], indptr[wanted[at] + 1]):
            if left[groups[entry]] >= price[at]:
                found[at] += people[groups[entry]]
    return found
