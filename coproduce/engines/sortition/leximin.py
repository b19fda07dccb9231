"""Leximin: the lowest chance as high as it can be, then the next lowest, and so on.

The rule recommended for citizens' assemblies by B. Flanigan, P. Gölz, A. Gupta, B. Hennig
and A. D. Procaccia, "Fair algorithms for selecting citizens' assemblies", Nature 596 (2021),
Methods. Chances that are leximin are unique, whichever panels give them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.sortition.classes import Classes
from coproduce.engines.sortition.relaxation import Lowest, Target


def leximin(model: Classes, able: NDArray[np.bool_]) -> Target:
    """The leximin chances of the relaxation, with one bound for each step up.

    Raise the lowest chance; settle the classes that this leaves no room; again with the rest.
    """
    lowest = Lowest(model, able)
    counts = np.zeros(len(model.size))
    bounds = []
    while not lowest.settled.all():
        counts, bound = lowest.bound()
        bounds.append(bound)
        lowest.settle(bound.settled, bound.level)
    return Target(counts, tuple(bounds))
