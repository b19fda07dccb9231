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

from coproduce.engines.opinion.compiled import compiled

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
    centres = start.copy()
    label = np.full(size, -1, dtype=np.int64)
    sums = np.empty((k, 3))
    for _ in range(turns):
        changed = _assign(points, centres, label)
        if still < 0.0 and not changed:
            break
        sums[:] = 0.0
        for at in range(size):
            group = label[at]
            sums[group, 0] += weight[at] * points[at, 0]
            sums[group, 1] += weight[at] * points[at, 1]
            sums[group, 2] += weight[at]
        furthest = 0.0
        for group in range(k):
            if sums[group, 2] > 0.0:
                x = sums[group, 0] / sums[group, 2]
                y = sums[group, 1] / sums[group, 2]
                moved = (x - centres[group, 0]) ** 2 + (y - centres[group, 1]) ** 2
                furthest = max(furthest, moved)
                centres[group, 0] = x
                centres[group, 1] = y
        if still >= 0.0 and furthest < still * still:
            break
    _assign(points, centres, label)
    inertia = 0.0
    for at in range(size):
        group = label[at]
        inertia += weight[at] * (
            (points[at, 0] - centres[group, 0]) ** 2 + (points[at, 1] - centres[group, 1]) ** 2
        )
    return centres, label, inertia


@compiled
def _assign(points: Floats, centres: Floats, label: Ints) -> bool:
    """Writes each point's nearest centre (the first of equals) into ``label``; True if any changed."""
    changed = False
    for at in range(points.shape[0]):
        x = points[at, 0]
        y = points[at, 1]
        nearest = 0
        best = np.inf
        for group in range(centres.shape[0]):
            far = (x - centres[group, 0]) ** 2 + (y - centres[group, 1]) ** 2
            if far < best:
                best = far
                nearest = group
        if label[at] != nearest:
            label[at] = nearest
            changed = True
    return changed


def nearest(points: Floats, centres: Floats) -> Ints:
    """The nearest of ``centres`` for each point, shape (n,)."""
    label = np.full(len(points), -1, dtype=np.int64)
    _assign(points, centres, label)
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
    widths = _widths(points, weight, before)
    widest = int(np.argmax(widths))
    if widths[widest] <= 0.0:
        return None
    inside = before.label == widest
    heft = weight[inside]
    apart = points[inside] - before.centres[widest]
    xx, yy, xy = (float((heft * a * b).sum()) for a, b in ((apart[:, 0],) * 2, (apart[:, 1],) * 2, apart.T))
    turn = 0.5 * np.arctan2(2.0 * xy, xx - yy)
    along = apart[:, 0] * np.cos(turn) + apart[:, 1] * np.sin(turn)
    halves = [
        _mean(points[inside], heft * side)
        for side in ((along > 0.0).astype(float), (along <= 0.0).astype(float))
    ]
    if any(half is None for half in halves):
        return None
    kept = np.delete(before.centres, widest, axis=0)
    return np.vstack([kept, *(half for half in halves if half is not None)])


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


def _widths(points: Floats, weight: Floats, partition: Partition) -> Floats:
    away = weight * ((points - partition.centres[partition.label]) ** 2).sum(axis=1)
    return np.bincount(partition.label, weights=away, minlength=partition.k).astype(np.float64)


def _mean(points: Floats, weight: Floats) -> Floats | None:
    total = float(weight.sum())
    return None if total <= 0.0 else (points * weight[:, None]).sum(axis=0) / total
