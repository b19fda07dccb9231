"""How firmly groups stand had other people come.

As many participants are drawn with replacement as there are, the map is drawn anew
from those drawn, and everybody is placed on it (bootstrap; Efron 1979). A group's
stability is the mean over all resamples of the largest Jaccard overlap with a group of
the new map (Hennig 2007, "Cluster-wise assessment of cluster stability"): above 0.75 it
stands, below 0.6 it should not be trusted. A participant's stability is the share of resamples in
which they fall into the group that matches their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from coproduce.engines.kernel import Seed
from coproduce.engines.opinion.kmeans import Partition, lloyd, nearest, spread_out
from coproduce.engines.opinion.plane import Plane, find_plane
from coproduce.engines.opinion.votes import Votes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_CLOSE = 1e-6
DOUBTFUL = 0.6
"""Below this mean overlap a group should not be trusted (Hennig 2007; random groups overlap by half)."""


@dataclass(frozen=True)
class Stability:
    """What resampling says.

    Attributes:
        resamples: how many were drawn.
        groups: mean largest Jaccard overlap of each group, shape (k,).
        participants: share of resamples in which each of those who count is in the group that matches, shape (m,).
    """

    resamples: int
    groups: Floats
    participants: Floats


def bootstrap(
    votes: Votes, plane: Plane, partition: Partition, counting: Ints, *, resamples: int, seed: Seed
) -> Stability:
    """Stability of ``partition``, whose points are the participants ``counting`` (positions in ``votes``)."""
    overlap = np.zeros(partition.k)
    same = np.zeros(len(counting))
    for turn in range(resamples):
        part_seed = seed.child("resample", turn)
        drawn = (part_seed.uniforms(len(votes.participants)) * len(votes.participants)).astype(np.int64)
        weight = np.bincount(drawn, minlength=len(votes.participants)).astype(np.float64)
        heft = weight[counting]
        if heft.sum() <= 0.0:
            continue
        again = find_plane(votes, weight=weight, last=plane, close=_CLOSE)
        label = _grouped(again.positions(votes)[counting], heft, partition, part_seed)
        table = np.bincount(partition.label * partition.k + label, minlength=partition.k**2)
        matched = _matched(table.reshape(partition.k, partition.k))
        same += label == matched[partition.label]
        overlap += _jaccard(partition.label, label, heft > 0.0, partition.k)
    return Stability(resamples, overlap / resamples, same / resamples)


def _grouped(points: Floats, heft: Floats, partition: Partition, seed: Seed) -> Ints:
    """Everybody's group on a new map, found from those drawn."""
    inside = heft > 0.0
    drawn, weight = np.ascontiguousarray(points[inside]), heft[inside]
    starts = [spread_out(drawn, weight, seed.child("start").uniforms(partition.k))]
    total = np.bincount(partition.label[inside], weights=weight, minlength=partition.k)
    if bool((total > 0).all()):
        sums = [
            np.bincount(partition.label[inside], weights=weight * drawn[:, at], minlength=partition.k)
            for at in (0, 1)
        ]
        starts.insert(0, np.stack(sums, axis=1) / total[:, None])
    found = [lloyd(drawn, weight, start, still=-1.0, turns=100) for start in starts]
    tightest = min(found, key=lambda part: part.inertia)
    return nearest(points, tightest.centres)


def _matched(table: NDArray[np.int64]) -> Ints:
    """For each old group the new one that stands for it, so that most people keep their group."""
    rows, columns = linear_sum_assignment(-table)
    found = np.full(len(table), -1, dtype=np.int64)
    found[rows] = columns
    return found


def _jaccard(old: Ints, new: Ints, inside: NDArray[np.bool_], k: int) -> Floats:
    table = np.bincount(old[inside] * k + new[inside], minlength=k * k).reshape(k, k).astype(np.float64)
    union = table.sum(axis=1)[:, None] + table.sum(axis=0)[None, :] - table
    found: Floats = np.where(union > 0, table / np.maximum(union, 1.0), 0.0).max(axis=1)
    return found
