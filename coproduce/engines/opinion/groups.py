"""How many groups there are, and who belongs to which.

``polis`` mode follows Polis: at most a hundred base clusters of participants, k-means
on their centres from the first of them, the number of groups with the best silhouette,
and a change of that number only after the same one was best four times running.

``coproduce`` mode clusters the participants themselves, tries two groups, then three,
and goes on as long as the silhouette has improved within the last three numbers; a
division with a group smaller than ``smallest_group`` is not taken. Where none can be
taken, all are one group, and the map says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Seed
from coproduce.engines.opinion.kmeans import Partition, divided, first_distinct, lloyd, spread_out, whole
from coproduce.engines.opinion.options import MapOptions
from coproduce.engines.opinion.silhouette import silhouettes

Floats = NDArray[np.float64]
BASE_CLUSTERS = 100
BASE_PER_EXTRA_GROUP = 12
STILL = 0.01
TURNS = 100
SAME_BEST = 4
PATIENCE = 3


@dataclass(frozen=True)
class Smoothing:
    """Which number of groups is shown and which has been best, how often running (``polis`` mode)."""

    shown: int = 0
    best: int = 0
    times: int = 0

    def after(self, best: int) -> Smoothing:
        """The state once ``best`` was found to be the best number."""
        times = self.times + 1 if best == self.best else 1
        return Smoothing(best if self.shown == 0 or times >= SAME_BEST else self.shown, best, times)


@dataclass(frozen=True)
class Grouping:
    """The groups found.

    Attributes:
        partition: centres and the group of each point.
        silhouettes: (number of groups, mean silhouette) of every number tried.
        smoothing: state for the next map.
        base: the base cluster of each point (``polis`` mode), else None.
    """

    partition: Partition
    silhouettes: tuple[tuple[int, float], ...]
    smoothing: Smoothing
    base: NDArray[np.int64] | None = None


def polis_groups(
    points: Floats,
    options: MapOptions,
    *,
    last: Floats | None = None,
    before: Smoothing | None = None,
    base_before: NDArray[np.int64] | None = None,
) -> Grouping:
    """Groups as Polis finds them; ``points`` stand in the order in which participants joined.

    ``last`` holds the centres of the last map's groups, from which the same number of
    groups then starts; ``base_before`` the base cluster that each point was in on the last
    map (−1 for those who are new), from which the base clusters start.
    """
    ones = np.ones(len(points))
    base = lloyd(points, ones, _base_start(points, base_before), still=STILL, turns=TURNS)
    weight = base.sizes().astype(np.float64)
    upper = min(options.most_groups or 5, 2 + base.k // BASE_PER_EXTRA_GROUP, base.k)
    found = []
    for k in range(2, upper + 1):
        start = last if last is not None and len(last) == k else first_distinct(base.centres, k)
        found.append(lloyd(base.centres, weight, start, still=STILL, turns=TURNS))
    if not found:
        return Grouping(whole(points, ones), (), before or Smoothing())
    widths = silhouettes(base.centres, [part.label for part in found], options.randomness())
    tried = tuple((part.k, width) for part, width in zip(found, widths, strict=True))
    best = found[int(np.argmax(widths))]
    smoothing = (before or Smoothing()).after(best.k)
    chosen = next((part for part in found if part.k == smoothing.shown), best)
    label = chosen.label[base.label]
    inertia = float(((points - chosen.centres[label]) ** 2).sum())
    return Grouping(Partition(chosen.centres, label, inertia), tried, smoothing, base.label)


def _base_start(points: Floats, before: NDArray[np.int64] | None) -> Floats:
    """The last map's base clusters where they are now, then those who are new, up to a hundred in all."""
    if before is None or not bool((before >= 0).any()):
        return first_distinct(points, BASE_CLUSTERS)
    kept = [points[before == cluster].mean(axis=0) for cluster in sorted(set(before[before >= 0].tolist()))]
    return first_distinct(np.concatenate([np.stack(kept), points[before < 0]]), BASE_CLUSTERS)


@dataclass(frozen=True)
class _Search:
    """The search for the tightest division of points into a number of groups."""

    points: Floats
    weight: Floats
    seed: Seed
    starts: int
    smallest: int
    last: Floats | None

    def sound(self, part: Partition, k: int) -> bool:
        """Whether ``part`` has ``k`` groups, none too small."""
        return part.k == k and int(part.sizes().min()) >= self.smallest

    def best(self, k: int, before: Partition) -> Partition | None:
        """The tightest sound division into ``k``, else the tightest of all; None where there is no start."""
        found = [
            lloyd(self.points, self.weight, start, still=-1.0, turns=300) for start in self._starts(k, before)
        ]
        if not found:
            return None
        sound = [part for part in found if self.sound(part, k)] or found
        best = sound[0]
        for part in sound[1:]:
            # By rounding alone, none takes the place of an earlier one.
            if part.inertia < best.inertia * (1.0 - 1e-9):
                best = part
        return best

    def _starts(self, k: int, before: Partition) -> list[Floats]:
        opened = [] if self.last is None or len(self.last) != k else [self.last]
        cut = divided(self.points, self.weight, before)
        if cut is not None:
            opened.append(cut)
        if self.starts:
            chances = self.seed.child("starts", k).uniforms(self.starts, k)
            opened += [spread_out(self.points, self.weight, chance) for chance in chances]
        return opened


def found_groups(points: Floats, options: MapOptions, *, last: Floats | None = None) -> Grouping:
    """Groups of ``coproduce`` mode. ``last`` holds the centres of the last map's groups, tried as one more start.

    The search goes through the points from left to right, so that who they belong to cannot sway it.
    """
    order = np.lexsort((points[:, 1], points[:, 0]))
    found = _searched(np.ascontiguousarray(points[order]), options, last)
    label = np.empty_like(found.partition.label)
    label[order] = found.partition.label
    return Grouping(
        Partition(found.partition.centres, label, found.partition.inertia), found.silhouettes, Smoothing()
    )


def _searched(points: Floats, options: MapOptions, last: Floats | None) -> Grouping:
    ones, smallest, seed = np.ones(len(points)), options.smallest_group or 1, options.randomness()
    most = min(options.most_groups or 2, len(points) // smallest)
    search = _Search(points, ones, seed, options.starts, smallest, last)
    before = whole(points, ones)
    taken: list[Partition] = []
    widths: list[float] = []
    k = 2
    while k <= most and before.inertia > 0.0:
        batch: list[Partition] = []
        # The silhouettes of several numbers cost hardly more than those of one.
        while k <= most and len(batch) <= PATIENCE:
            part = search.best(k, before)
            if part is None:
                break
            before = part
            if search.sound(part, k):
                batch.append(part)
            k += 1
        if not batch:
            break
        taken += batch
        widths += silhouettes(points, [part.label for part in batch], seed)
        if taken[int(np.argmax(widths))].k + PATIENCE < k:
            break
    if not taken:
        return Grouping(whole(points, ones), (), Smoothing())
    tried = tuple((part.k, width) for part, width in zip(taken, widths, strict=True))
    return Grouping(_renumbered(taken[int(np.argmax(widths))]), tried, Smoothing())


def _renumbered(part: Partition) -> Partition:
    """The same groups, the largest first, equals from left to right."""
    sizes = part.sizes()
    order = sorted(
        range(part.k),
        key=lambda at: (-int(sizes[at]), float(part.centres[at, 0]), float(part.centres[at, 1])),
    )
    place = np.empty(part.k, dtype=np.int64)
    place[np.array(order)] = np.arange(part.k)
    return Partition(part.centres[np.array(order)], place[part.label], part.inertia)
