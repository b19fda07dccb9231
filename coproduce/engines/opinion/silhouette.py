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
from coproduce.engines.opinion.compiled import compiled, regrouped

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
    cell_of, cells = _cells(labels)
    # Two bytes where they do: short numbers are put in order by counting, not by comparing.
    order = np.argsort(cell_of.astype(np.int16) if cells < 2**15 else cell_of, kind="stable")
    edges = np.concatenate([[0], np.cumsum(np.bincount(cell_of, minlength=cells))]).astype(np.int64)
    x, y = np.ascontiguousarray(points[order, 0]), np.ascontiguousarray(points[order, 1])
    sums = _sums_by_cell(x, y, edges)
    found = []
    for label in labels:
        group_of_cell = np.empty(cells, dtype=np.int64)
        group_of_cell[cell_of] = label
        found.append(float(_mean_width(sums, edges, group_of_cell)))
    return found


def _cells(labels: Sequence[Ints]) -> tuple[Ints, int]:
    """A number for each combination of groups that occurs, for each point; and how many combinations there are."""
    cell_of, cells = np.zeros(len(labels[0]), dtype=np.int64), 1
    for label in labels:
        groups = int(label.max()) + 1
        code = cell_of * groups + label
        there = np.bincount(code, minlength=cells * groups) > 0
        cell_of, cells = (np.cumsum(there) - 1)[code], int(there.sum())
    return cell_of, cells


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
                low, high = (at + 1 if one == other else edges[other]), edges[other + 1]
                sums[other, at] += _add_distances(x[low:high], y[low:high], x[at], y[at], sums[one, low:high])
    return sums


@regrouped
def _add_distances(x: Floats, y: Floats, across: float, up: float, sums: Floats) -> float:
    """Adds the distance of each point to (across, up) to ``sums``; gives back their sum.

    A loop of its own over slices, because that is what the compiler turns into vector instructions.
    """
    total = 0.0
    for at in range(x.size):
        right = x[at] - across
        above = y[at] - up
        far = np.sqrt(right * right + above * above)
        total += far
        sums[at] += far
    return total


@compiled
def _mean_width(sums: Floats, edges: Ints, group_of_cell: Ints) -> float:
    """The mean silhouette of the partition in which each cell belongs to one group."""
    cells, k = group_of_cell.size, group_of_cell.max() + 1
    size = np.zeros(k)
    for cell in range(cells):
        size[group_of_cell[cell]] += edges[cell + 1] - edges[cell]
    total = 0.0
    away = np.empty(k)
    for own_cell in range(cells):
        own = group_of_cell[own_cell]
        if size[own] < 2.0:
            continue
        for at in range(edges[own_cell], edges[own_cell + 1]):
            away[:] = 0.0
            for cell in range(cells):
                away[group_of_cell[cell]] += sums[cell, at]
            inside = away[own] / (size[own] - 1.0)
            between = np.inf
            for group in range(k):
                if group != own and size[group] > 0.0:
                    between = min(between, away[group] / size[group])
            largest = max(inside, between)
            if between < np.inf and largest > 0.0:
                total += (between - inside) / largest
    return float(total / sums.shape[1])
