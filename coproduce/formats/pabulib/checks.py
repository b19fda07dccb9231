"""What a ballot may hold, and whether the counts that the file states are right.

A breach is a *problem*, which stops the reading, where no published file has it:
then it is a slip. Where published files have it, it is a *warning* and the ballot
stays as it was cast: ballots over ``max_sum_cost`` (Warsaw 2018) and the same
project twice on an approval ballot (Warsaw 2026, Amsterdam), which counts once,
for an approval is given or not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Exact, decimal_text
from coproduce.formats.pabulib.ballots import Ballots, VoteTable
from coproduce.formats.pabulib.head import Section
from coproduce.formats.pabulib.meta import Meta, amount
from coproduce.formats.pabulib.projects import Projects
from coproduce.formats.protocol import Faults, plural, shown


@dataclass(frozen=True)
class Checked:
    """All that the checks look at together."""

    meta: Meta
    section: Section
    projects: Projects
    votes: VoteTable
    faults: Faults
    warnings: Faults


def check_ballots(ballots: Ballots, known: Checked) -> Ballots:
    """Check each ballot against the header; gives the ballots back, repeated approvals taken once."""
    for what, count, section in (
        ("project", len(known.projects.ids), "PROJECTS"),
        ("ballot", len(known.votes.table), "VOTES"),
    ):
        if not count:
            known.warnings.add(
                "empty",
                f"there is no {what} below {section}; the count will be an empty one",
                (known.meta.line, 1),
            )
    _check_lengths(ballots, known)
    _check_costs(ballots, known)
    return _check_repeats(ballots, known)


def _check_lengths(ballots: Ballots, known: Checked) -> None:
    named, limits = np.diff(ballots.indptr), known.meta.limits
    single = known.meta.vote_type == "choose-1"
    least, most = limits.min_length, limits.max_length
    if single:
        least, most = 1, 1
    low = named < least if least is not None else np.zeros(len(named), dtype=bool)
    high = named > most if most is not None else np.zeros(len(named), dtype=bool)
    for at in np.flatnonzero(low | high).tolist():
        rule = f"min_length asks for {least} or more" if low[at] else f"max_length allows {most} at most"
        if single:
            rule = "a choose-1 ballot names exactly one"
        known.faults.add(
            "ballot-length",
            f"this ballot names {plural(int(named[at]), 'project')}, but {rule}; correct "
            "or remove the ballot, or correct the header",
            known.votes.place(at, "vote"),
        )
    for at in np.flatnonzero((named == 0) & ~low).tolist():
        known.warnings.add(
            "ballot-blank",
            "this ballot names no project; it is kept and counts as a voter, since the header allows it",
            known.votes.place(at, "vote"),
        )


def _check_costs(ballots: Ballots, known: Checked) -> None:
    limits = known.meta.limits
    most = limits.max_sum_cost
    if known.meta.vote_type == "knapsack" and most is None:
        most = known.meta.budget
    for key, bound, sign in (("max_sum_cost", most, 1), ("min_sum_cost", limits.min_sum_cost, -1)):
        if bound is None:
            continue
        scale = math.lcm(bound.denominator, *(cost.denominator for cost in known.projects.costs))
        sums = _sums(ballots, [int(cost * scale) for cost in known.projects.costs])
        edge = int(bound * scale)
        wrong = sums > edge if sign > 0 else sums < edge
        for at in np.flatnonzero(wrong).tolist():
            word = "more than" if sign > 0 else "less than"
            cost = _money(Fraction(int(sums[at]), scale))
            known.warnings.add(
                "ballot-cost",
                f"the projects on this ballot cost {cost} together, {word} {key} "
                f"({_money(bound)}); the ballot is kept as cast, because published votes hold such "
                "ballots",
                known.votes.place(at, "vote"),
            )


def _sums(ballots: Ballots, values: list[int]) -> NDArray[np.int64] | NDArray[np.object_]:
    """Per ballot the sum of ``values`` over its projects; an unknown project (-1) adds nothing."""
    small = sum(values) * (int(np.diff(ballots.indptr).max(initial=0)) + 1) < 2**62
    padded = np.array([*values, 0], dtype=np.int64 if small else object)
    # Running sums may wrap round; their differences come out right as long as each ballot's own sum fits.
    running = (
        np.concatenate(([0], np.cumsum(padded[ballots.indices]))) if len(ballots.indices) else padded[-1:]
    )
    return running[ballots.indptr[1:]] - running[ballots.indptr[:-1]]


def _check_repeats(ballots: Ballots, known: Checked) -> Ballots:
    owner = np.repeat(np.arange(len(ballots.indptr) - 1), np.diff(ballots.indptr))
    keys = owner * (len(known.projects.ids) + 1) + ballots.indices
    if not len(keys):
        return ballots
    order = np.argsort(keys, kind="stable")
    again = np.zeros(len(keys), dtype=bool)
    again[order[1:]] = np.diff(keys[order]) == 0
    again &= ballots.indices >= 0
    if not again.any():
        return ballots
    once = known.meta.vote_type in ("approval", "knapsack")
    for at in np.flatnonzero(again).tolist():
        ballot = int(owner[at])
        name = shown(known.projects.ids[ballots.indices[at]])
        place = known.votes.place(ballot, "vote", at - int(ballots.indptr[ballot]))
        if once:
            known.warnings.add(
                "ballot-repeat",
                f"this ballot names the project {name} again; it counts once, because "
                "an approval is given or not, and published votes hold such ballots",
                place,
            )
        else:
            known.faults.add(
                "ballot-repeat", f"this ballot names the project {name} again; name each project once", place
            )
    if not once:
        return ballots
    gone = np.bincount(owner[again], minlength=len(ballots.indptr) - 1)
    indptr = ballots.indptr - np.concatenate(([0], np.cumsum(gone)))
    return replace(ballots, indptr=indptr, indices=ballots.indices[~again])


def check_points(ballots: Ballots, known: Checked) -> None:
    """Check the points of each ballot against the header."""
    if ballots.points is None:
        return
    limits, scale, points = known.meta.limits, ballots.points_scale, ballots.points
    owner = np.repeat(np.arange(len(ballots.indptr) - 1), np.diff(ballots.indptr))
    for word, key, bound in (
        ("less than", "min_points", limits.min_points),
        ("more than", "max_points", limits.max_points),
    ):
        for at in _beyond(points, bound, scale, word):
            ballot = int(owner[at])
            known.faults.add(
                "points-limit",
                f"{_money(Fraction(int(points[at]), scale))} points are {word} {key} "
                f"({bound}); correct the points or the header",
                known.votes.place(ballot, "points", at - int(ballots.indptr[ballot])),
            )
    running = np.concatenate(([0], np.cumsum(points)))
    sums = running[ballots.indptr[1:]] - running[ballots.indptr[:-1]]
    for word, key, bound in (
        ("less than", "min_sum_points", limits.min_sum_points),
        ("more than", "max_sum_points", limits.max_sum_points),
    ):
        for at in _beyond(sums, bound, scale, word):
            known.faults.add(
                "points-limit",
                f"the points of this ballot add up to "
                f"{_money(Fraction(int(sums[at]), scale))}, {word} {key} ({bound}); correct the points or "
                "the header",
                known.votes.place(at, "points"),
            )


def _beyond(values: NDArray[np.int64], bound: Exact | None, scale: int, word: str) -> list[int]:
    if bound is None:
        return []
    edge = bound * scale
    wrong = values < math.ceil(edge) if word == "less than" else values > math.floor(edge)
    return [int(at) for at in np.flatnonzero(wrong)]


def check_recount(ballots: Ballots, known: Checked) -> None:
    """Warn where the columns ``votes`` and ``score`` say something else than the ballots do."""
    count, named = len(known.projects.ids), ballots.indices >= 0
    votes = np.bincount(ballots.indices[named], minlength=count)
    _compare("votes", [int(number) for number in votes], known)
    scores = _scores(ballots, known)
    if scores is not None:
        _compare("score", scores, known)


def _scores(ballots: Ballots, known: Checked) -> list[Exact] | None:
    """The sum of points; for ordinal ballots what a ballot of *k* projects gives is *k* for the first, 1 for the last.

    That is the Borda count that the column holds in all 21 ordinal files tried.
    """
    count = len(known.projects.ids)
    if ballots.points is not None:
        weights, scale = ballots.points, ballots.points_scale
    elif known.meta.vote_type == "ordinal":
        lengths = np.diff(ballots.indptr)
        last = np.repeat(ballots.indptr[1:], lengths)
        weights, scale = last - np.arange(len(ballots.indices)), 1
    else:
        return None
    totals = np.zeros(count + 1, dtype=np.int64)
    np.add.at(totals, ballots.indices, weights)
    return [Fraction(int(total), scale) for total in totals[:count]]


def _compare(column: str, found: list[Exact] | list[int], known: Checked) -> None:
    for row, text, number in zip(known.section.rows, known.section.cells(column), found, strict=False):
        stated = amount(text)
        if stated == number or not text:
            continue
        line, place = row.place(known.section.columns.index(column))
        known.warnings.add(
            f"{column}-differ",
            f"the column {column} says {shown(text)}, the ballots give "
            f"{_money(number)}; the ballots are what is counted",
            (line, place),
        )


def _money(number: Exact) -> str:
    """A number as a file writes it: whole, or with as many decimals as it needs (six at most)."""
    return str(number) if Fraction(number).denominator == 1 else decimal_text(number, 6).rstrip("0")
