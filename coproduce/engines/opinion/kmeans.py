"""Groups of points in the plane around centres (k-means; Lloyd 1982).

Each point belongs to its nearest centre, each centre stands at the weighted mean of
its points, and the two are repeated until nothing moves. Where the search ends
depends on where it starts, so the starts are part of the method: ``first_distinct``
as Polis starts, ``divided`` (cut the widest group across its longest direction; Su
and Dy 2007, "In search of deterministic methods for initializing k-means") and
``spread_out`` (k-means++; Arthur and Vassilvitskii 2007).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.opinion.compiled import compiled, regrouped

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Partition:
    """Points divided among centres.

    Attributes:
        centres: shape (k, 2); every centre has at least one point.
        label: the centre of each point, shape (n,).
        inertia: weighted sum of squared distances to the centres.
    """

    centres: Floats
    label: Ints
    inertia: float

    @property
    def k(self) -> int:
        """How many groups there are."""
        return len(self.centres)

    def sizes(self) -> Ints:
        """Points in each group, shape (k,)."""
        return np.bincount(self.label, minlength=self.k).astype(np.int64)


def lloyd(points: Floats, weight: Floats, start: Floats, *, still: float, turns: int) -> Partition:
    """Lloyd's steps from the centres ``start`` until no centre moves by more than ``still``, ``turns`` at most.

    With ``still`` below 0 the steps end when no point changes its group. Centres that
    lose all their points are left out.
    """
    centres, label, inertia = _lloyd(points, weight, start, still, turns)
    taken = np.bincount(label, minlength=len(centres)) > 0
    if not taken.all():
        label = (np.cumsum(taken) - 1)[label]
        centres = centres[taken]
    return Partition(centres, label, float(inertia))


@compiled
def _lloyd(
    points: Floats, weight: Floats, start: Floats, still: float, turns: int
) -> tuple[Floats, Ints, float]:
    size, k = points.shape[0], start.shape[0]
    x, y = points[:, 0].copy(), points[:, 1].copy()
    centres = start.copy()
    label = np.full(size, -1, dtype=np.int64)
    before = np.empty(size, dtype=np.int64)
    far = np.empty(size)
    for _ in range(turns):
        before[:] = label
        _assign(x, y, centres, label, far)
        if still < 0.0 and _same(before, label):
            break
        furthest = 0.0
        for group in range(k):
            right, above, heft = _sums(x, y, weight, label, group)
            if heft > 0.0:
                right /= heft
                above /= heft
                moved = (right - centres[group, 0]) ** 2 + (above - centres[group, 1]) ** 2
                furthest = max(furthest, moved)
                centres[group, 0] = right
                centres[group, 1] = above
        if still >= 0.0 and furthest < still * still:
            break
    _assign(x, y, centres, label, far)
    inertia = 0.0
    for at in range(size):
        inertia += weight[at] * far[at]
    return centres, label, inertia


@compiled
def _assign(x: Floats, y: Floats, centres: Floats, label: Ints, far: Floats) -> None:
    """Writes each point's nearest centre (the first of equals) into ``label``, its squared distance into ``far``.

    Centre by centre over all points, without a branch: so it becomes vector instructions.
    """
    far[:] = np.inf
    for group in range(centres.shape[0]):
        across, up = centres[group, 0], centres[group, 1]
        for at in range(x.size):
            right = x[at] - across
            above = y[at] - up
            away = right * right + above * above
            label[at] = group if away < far[at] else label[at]
            far[at] = min(far[at], away)


@compiled
def _same(one: Ints, other: Ints) -> bool:
    different = 0
    for at in range(one.size):
        different += one[at] != other[at]
    return different == 0


@regrouped
def _sums(x: Floats, y: Floats, weight: Floats, label: Ints, group: int) -> tuple[float, float, float]:
    """Weighted sums of the coordinates of one group's points, and their weight."""
    right, above, heft = 0.0, 0.0, 0.0
    for at in range(x.size):
        own = weight[at] if label[at] == group else 0.0
        right += own * x[at]
        above += own * y[at]
        heft += own
    return right, above, heft


def nearest(points: Floats, centres: Floats) -> Ints:
    """The nearest of ``centres`` for each point, shape (n,)."""
    label = np.zeros(len(points), dtype=np.int64)
    x, y = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
    _assign(x, y, centres, label, np.empty(len(points)))
    return label


def first_distinct(points: Floats, k: int) -> Floats:
    """The first ``k`` points that differ from one another (fewer where there are no more)."""
    found: dict[tuple[float, float], None] = {}
    for x, y in points.tolist():
        found.setdefault((x, y))
        if len(found) == k:
            break
    return np.array(list(found), dtype=np.float64).reshape(-1, 2)


def divided(points: Floats, weight: Floats, before: Partition) -> Floats | None:
    """The centres of ``before`` with its widest group cut in two across its longest direction.

    None where no group can be cut, because all its points are one.
    """
    cut, centres = _cut(points, weight, before.centres, before.label)
    return centres if cut else None


@compiled
def _cut(points: Floats, weight: Floats, centres: Floats, label: Ints) -> tuple[bool, Floats]:
    k = centres.shape[0]
    moments = np.zeros((k, 3))
    for at in range(points.shape[0]):
        right = points[at, 0] - centres[label[at], 0]
        above = points[at, 1] - centres[label[at], 1]
        moments[label[at], 0] += weight[at] * right * right
        moments[label[at], 1] += weight[at] * above * above
        moments[label[at], 2] += weight[at] * right * above
    widest = 0
    for group in range(1, k):
        if moments[group, 0] + moments[group, 1] > moments[widest, 0] + moments[widest, 1]:
            widest = group
    turn = 0.5 * np.arctan2(2.0 * moments[widest, 2], moments[widest, 0] - moments[widest, 1])
    halves = np.zeros((2, 3))
    for at in range(points.shape[0]):
        if label[at] == widest:
            along = (points[at, 0] - centres[widest, 0]) * np.cos(turn)
            along += (points[at, 1] - centres[widest, 1]) * np.sin(turn)
            side = 0 if along > 0.0 else 1
            halves[side, 0] += weight[at] * points[at, 0]
            halves[side, 1] += weight[at] * points[at, 1]
            halves[side, 2] += weight[at]
    found = np.empty((k + 1, 2))
    if halves[0, 2] <= 0.0 or halves[1, 2] <= 0.0:
        return False, found
    row = 0
    for group in range(k):
        if group != widest:
            found[row] = centres[group]
            row += 1
    for side in range(2):
        found[row + side] = halves[side, :2] / halves[side, 2]
    return True, found


@compiled
def spread_out(points: Floats, weight: Floats, chance: Floats) -> Floats:
    """Points drawn so that far ones are likelier: by weight × squared distance to the nearest drawn, shape (k, 2).

    ``chance`` holds k numbers from 0 to 1, one for each point to draw.
    """
    k, size = chance.size, points.shape[0]
    centres = np.empty((k, 2))
    heft = weight.copy()
    far = np.full(size, np.inf)
    for turn in range(k):
        total = 0.0
        for at in range(size):
            total += heft[at]
        wanted = chance[turn] * total
        chosen = size - 1
        running = 0.0
        for at in range(size):
            running += heft[at]
            if running > wanted:
                chosen = at
                break
        centres[turn] = points[chosen]
        for at in range(size):
            away = (points[at, 0] - points[chosen, 0]) ** 2 + (points[at, 1] - points[chosen, 1]) ** 2
            far[at] = min(far[at], away)
            heft[at] = weight[at] * far[at]
    return centres


def whole(points: Floats, weight: Floats) -> Partition:
    """All points as one group."""
    centre = (points * weight[:, None]).sum(axis=0) / weight.sum()
    inertia = float((weight * ((points - centre) ** 2).sum(axis=1)).sum())
    return Partition(centre.reshape(1, 2), np.zeros(len(points), dtype=np.int64), inertia)
