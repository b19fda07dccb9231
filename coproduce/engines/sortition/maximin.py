"""Maximin: the lowest chance as high as it can be, and nothing said of the others.

The first step of leximin alone (Flanigan and others, Nature 596, 2021, Methods). Its
lotteries are many; panels are looked for as if as many people as can be should come up to
the mean chance, until some mixture of them has the lowest chance that is possible.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack, vstack

from coproduce.engines.sortition.classes import Classes
from coproduce.engines.sortition.relaxation import Lowest, Target
from coproduce.engines.sortition.solver import INFINITE, Program


def maximin(model: Classes, able: NDArray[np.bool_]) -> Target:
    """A maximin solution of the relaxation, with the bound on its lowest chance."""
    counts, bound = Lowest(model, able).bound()
    width, first = len(model.size), len(model.low)
    mean = model.seats / max(1, int(model.size[able].sum()))
    # Variables: the counts, and of each class the part of its count up to the mean.
    matrix = vstack(
        [
            hstack([model.matrix, csr_array((first, width))]),
            hstack([eye_array(width), -eye_array(width)]),
        ]
    )
    rows = (
        np.concatenate([model.low, np.zeros(width)]),
        np.concatenate([model.high, np.full(width, INFINITE)]),
    )
    columns = (
        np.concatenate([np.where(able, bound.level * model.size, 0.0), np.zeros(width)]),
        np.concatenate([np.where(able, model.cap, 0.0), np.where(able, mean * model.size, 0.0)]),
    )
    program = Program(csr_array(matrix), rows, columns)
    program.costs(np.concatenate([np.zeros(width), np.ones(width)]))
    answer = program.best()
    return Target(counts if answer is None else answer.x[:width], (bound,))
