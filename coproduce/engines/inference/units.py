"""The people of one model, or the cells of people who are alike in it.

Where all covariates are kinds (or have few values), thousands of people fall into a few
hundred cells, and the likelihood needs each cell once with the sum of its weights. Only
the variance looks at who sits in which sampling unit, as the matrix of weights by unit
and cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix

from coproduce.engines.inference.arrays import Floats, Ints
from coproduce.engines.inference.design import Design
from coproduce.engines.inference.predictors import Predictors


@dataclass(frozen=True, eq=False)
class Units:
    """Cells of a model.

    Attributes:
        X: (c × p) the terms.
        y: (c,) the outcome.
        weight: (c,) summed weights.
        mass: (P × c) weight of each PSU's people in each cell.
        people: how many people there are in all.
    """

    X: Floats
    y: Floats
    weight: Floats
    mass: csr_matrix
    people: int

    @classmethod
    def of(cls, predictors: Predictors, y: Floats, rows: Ints, design: Design) -> Units:
        """The people ``rows``, whose outcomes are ``y[rows]``, as cells where that makes them fewer."""
        own, weight, psu = y[rows], design.weight[rows], design.psu[rows]
        found = predictors.keys(rows)
        cells: Ints | None = None
        if found is not None:
            levels, codes = np.unique(own, return_inverse=True)
            if found[1] * len(levels) <= max(4 * len(rows), 1 << 16):
                key = found[0] * len(levels) + codes.reshape(-1)
                cells, first = _cells(key, found[1] * len(levels))
                rows, own = rows[first], own[first]
        count = len(rows)
        column = np.arange(count) if cells is None else cells
        mass = coo_matrix((weight, (psu, column)), shape=(design.psus, count)).tocsr()
        summed = (
            weight
            if cells is None
            else np.bincount(cells, weights=weight, minlength=count).astype(np.float64)
        )
        return cls(predictors.matrix(rows), own, summed, mass, len(psu))

    def totals(self, values: Floats) -> Floats:
        """Σ w·value by PSU (P × k) of ``values`` (c × k)."""
        return np.asarray(self.mass @ values)

    def scaled_totals(self, factor: Floats, values: Floats) -> Floats:
        """Σ w·factor·value by PSU, without making the product for everybody."""
        mass = self.mass
        scaled = csr_matrix((mass.data * factor[mass.indices], mass.indices, mass.indptr), shape=mass.shape)
        return np.asarray(scaled @ values)


def _cells(key: Ints, size: int) -> tuple[Ints, Ints]:
    """For each person its cell, and for each cell its first person."""
    first = np.full(size, -1, dtype=np.int64)
    first[key[::-1]] = np.arange(len(key) - 1, -1, -1)
    there = np.flatnonzero(first >= 0)
    place = np.empty(size, dtype=np.int64)
    place[there] = np.arange(len(there))
    return place[key], first[there]
