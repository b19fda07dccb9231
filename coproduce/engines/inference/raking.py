"""Weights that make a sample look like its area: raking, and trimming what grew too large.

Raking (Deming and Stephan 1940) turns through the margins (so many women, so many under 30,
…) and multiplies the weights of each group by what it lacks, until all agree. Of all weights that
meet the margins it stays closest to those it began with, in the sense of Kullback and Leibler
(Ireland and Kullback 1968). People alike in all margins share one factor, so it runs on cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coproduce.engines.inference.arrays import Floats, Ints
from coproduce.engines.kernel import BadInput, Infeasible, Place, Problem


@dataclass(frozen=True, eq=False)
class Margin:
    """What is known of the area: ``totals[level]`` people (or shares) in each level, and everybody's ``codes``."""

    name: str
    levels: tuple[str, ...]
    codes: Ints
    totals: Floats


@dataclass(frozen=True, eq=False)
class Raked:
    """Weights (n,), rounds taken, the largest relative gap to a margin that is left, Kish's effect and effective n."""

    weight: Floats
    rounds: int
    gap: float
    effect: float
    n_effective: float
    trimmed: int = 0


def rake(
    weight: Floats,
    margins: Sequence[Margin],
    *,
    tolerance: float = 1e-10,
    most_rounds: int = 1000,
    source: str = "",
) -> Raked:
    """``weight`` (n,) raked to ``margins``; they keep their sum where margins are shares.

    Raises:
        BadInput: for people with no level, levels with nobody in them, margins that are negative or disagree in
            their sums.
        Infeasible: where no weights meet all margins.
    """
    _check(weight, margins, source)
    key, size = np.zeros(len(weight), dtype=np.int64), 1
    for margin in margins:
        key, size = key * len(margin.levels) + margin.codes, size * len(margin.levels)
        if size > 4 * len(weight):
            found, key = np.unique(key, return_inverse=True)
            key, size = key.reshape(-1), len(found)
    mass = np.bincount(key, weights=weight, minlength=size)
    cells = np.flatnonzero(mass > 0)
    place = np.zeros(size, dtype=np.int64)
    place[cells] = np.arange(len(cells))
    own = place[key]
    first = np.zeros(len(cells), dtype=np.int64)
    first[own[::-1]] = np.arange(len(own) - 1, -1, -1)
    start = mass[cells]
    total = float(margins[0].totals.sum()) if margins else float(weight.sum())
    share = abs(total - 1) < 1e-9 or abs(total - 100) < 1e-7
    goal = float(weight.sum()) if share else total
    wanted = [margin.totals * (goal / margin.totals.sum()) for margin in margins]
    codes = [margin.codes[first] for margin in margins]
    current, gap, rounds = start.copy(), 0.0, 0
    for rounds in range(1, most_rounds + 1):  # noqa: B007 — told in the result
        gap = 0.0
        for code, target in zip(codes, wanted, strict=True):
            have = np.bincount(code, weights=current, minlength=len(target))
            gap = max(
                gap, float(np.abs(have / np.where(target > 0, target, 1.0) - 1)[target > 0].max(initial=0.0))
            )
            current *= np.where(have > 0, target / np.where(have > 0, have, 1.0), 0.0)[code]
        if gap <= tolerance:
            break
    else:
        raise Infeasible(
            f"after {most_rounds:,} rounds the weights still miss a margin by {gap:.1%}: no weights meet all of them. "
            "Join small levels, or drop a margin"
        )
    return _measured(weight * (current / start)[own], rounds, gap)


def trim(found: Raked, margins: Sequence[Margin], *, most: float, most_rounds: int = 50) -> Raked:
    """Weights of at most ``most`` times their mean, raked again after each cut (Potter 1990); margins hold at the end.

    Raises:
        Infeasible: where the margins push weights above the limit again and again.
    """
    weight = found.weight
    if most <= 1:
        raise BadInput.one("the largest weight is a multiple of the mean above 1; try 5", key="trim")
    for _ in range(most_rounds):
        limit = most * weight.mean()
        over = weight > limit * (1 + 1e-6)
        if not over.any():
            again = _measured(weight, found.rounds, found.gap)
            changed = int((np.abs(weight / found.weight - 1) > 1e-9).sum())
            return Raked(again.weight, again.rounds, again.gap, again.effect, again.n_effective, changed)
        weight = rake(np.minimum(weight, limit), margins).weight
    raise Infeasible(
        f"no weights of at most {most:g} times the mean meet all margins; allow more, or join small levels"
    )


def _measured(weight: Floats, rounds: int, gap: float) -> Raked:
    squares = float(np.square(weight).sum())
    total = float(weight.sum())
    return Raked(weight, rounds, gap, len(weight) * squares / total**2, total**2 / squares)


def _check(weight: Floats, margins: Sequence[Margin], source: str) -> None:
    problems: list[Problem] = []
    if not len(weight) or not (np.isfinite(weight) & (weight > 0)).all():
        problems.append(Problem(Place(source, key="weight"), "there must be weights, each above 0", "weight"))
    for margin in margins:
        place = Place(source, key=margin.name)
        if (margin.codes < 0).any():
            lost = int((margin.codes < 0).sum())
            text = (
                f"{lost:,} people have no level of this margin; give them one of their own, or leave them out"
            )
            problems.append(Problem(place, text, "margin-missing"))
            continue
        if not np.isfinite(margin.totals).all() or (margin.totals < 0).any() or margin.totals.sum() <= 0:
            problems.append(
                Problem(place, "numbers of a margin are 0 or more, and not all 0", "margin-number")
            )
        counts = np.bincount(margin.codes, minlength=len(margin.levels))
        problems += [
            Problem(
                place,
                f"nobody answered from “{margin.levels[at]}”, so no weight can stand for them; join it with another",
                "margin-empty",
            )
            for at in np.flatnonzero((counts == 0) & (margin.totals > 0)).tolist()
        ]
        problems += [
            Problem(
                place,
                f"people answered from “{margin.levels[at]}”, of whom there should be none; mend the margin",
                "margin-zero",
            )
            for at in np.flatnonzero((counts > 0) & (margin.totals == 0)).tolist()
        ]
    sums = [float(margin.totals.sum()) for margin in margins]
    if sums and max(sums) - min(sums) > 0.005 * max(sums):
        said = ", ".join(f"{margin.name} {total:g}" for margin, total in zip(margins, sums, strict=True))
        problems.append(
            Problem(
                Place(source),
                f"margins add up to different totals ({said}); all describe the same people",
                "sums",
            )
        )
    if problems:
        raise BadInput(problems)
