"""How clearly points fall into groups: the silhouette (Rousseeuw 1987).

For a point, a is its mean distance to the others of its group and b the smallest mean
distance to the points of another group; its width is (b − a) / max(a, b), 0 if it is
alone. The mean over all points, from −1 to 1, chooses the number of groups.

Distances are needed once for all the numbers of groups tried: points that share their
group in every one of these partitions are summed together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Seed
from coproduce.engines.opinion.compiled import regrouped

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MOST_POINTS = 5000
"""Above this many points a sample of so many is taken: the cost grows with the square."""


def silhouettes(points: Floats, labels: Sequence[Ints], seed: Seed) -> list[float]:
    """The mean silhouette of each of ``labels``, partitions of the same points."""
    if not labels:
        return []
    if len(points) > MOST_POINTS:
        sample = np.sort(
            np.argsort(seed.child("silhouette").uniforms(len(points)), kind="stable")[:MOST_POINTS]
        )
        points, labels = points[sample], [label[sample] for label in labels]
    cells, cell_of = np.unique(np.stack(labels, axis=1), axis=0, return_inverse=True)
    cell_of = cell_of.reshape(-1)
    order = np.argsort(cell_of, kind="stable")
    edges = np.concatenate([[0], np.cumsum(np.bincount(cell_of, minlength=len(cells)))]).astype(np.int64)
    x, y = np.ascontiguousarray(points[order, 0]), np.ascontiguousarray(points[order, 1])
    sums = _sums_by_cell(x, y, edges)
    return [_mean_width(sums, edges, cells[:, at], cell_of[order]) for at in range(len(labels))]


@regrouped
def _sums_by_cell(x: Floats, y: Floats, edges: Ints) -> Floats:
    """Sum of the distances from each point to the points of each cell, shape (cells, n).

    Each pair of points is measured once; ``edges`` bounds the cells, in which the points stand in order.
    """
    cells = edges.size - 1
    sums = np.zeros((cells, x.size))
    for one in range(cells):
        for other in range(one, cells):
            for at in range(edges[one], edges[one + 1]):
                across, up = x[at], y[at]
                total = 0.0
                for there in range(at + 1 if one == other else edges[other], edges[other + 1]):
                    far = np.sqrt((x[there] - across) ** 2 + (y[there] - up) ** 2)
                    total += far
                    sums[one, there] += far
                sums[other, at] += total
    return sums


def _mean_width(sums: Floats, edges: Ints, group_of_cell: Ints, cell_of_point: Ints) -> float:
    k = int(group_of_cell.max()) + 1
    away = np.zeros((sums.shape[1], k))
    for cell, group in enumerate(group_of_cell.tolist()):
        away[:, group] += sums[cell]
    size = np.bincount(group_of_cell, weights=np.diff(edges), minlength=k)
    own = group_of_cell[cell_of_point]
    rows = np.arange(sums.shape[1])
    inside = away[rows, own] / np.maximum(size[own] - 1.0, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        outside = np.where(size > 0, away / size, np.inf)
    outside[rows, own] = np.inf
    between = outside.min(axis=1)
    largest = np.maximum(inside, between)
    sound = (size[own] > 1) & np.isfinite(between) & (largest > 0)
    width = np.where(sound, (np.where(sound, between, 0.0) - inside) / np.where(sound, largest, 1.0), 0.0)
    return float(width.sum() / len(width))
