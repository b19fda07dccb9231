"""Nash: the product of everybody's chances as high as it can be.

Nash welfare (J. F. Nash, "The bargaining problem", Econometrica 18, 1950) as a rule for
sortition: Flanigan and others, Nature 596 (2021), supplementary information. Its chances
are unique too. It gives the worst placed a little less than leximin and the others more.

The proof: let p be these chances. If no panel has a sum of 1 / p over its members above the
number of people n, then no lottery p' has a mean of p' / p above 1, and so, by the
inequality of arithmetic and geometric means, none has a higher product.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from coproduce.engines.sortition.barrier import most_logs
from coproduce.engines.sortition.bounds import Bound, as_floats
from coproduce.engines.sortition.classes import Classes
from coproduce.engines.sortition.relaxation import Target, room
from coproduce.engines.sortition.solver import Numbers


def nash(model: Classes, able: NDArray[np.bool_]) -> Target:
    """The chances of the relaxation with the greatest product, with the bound on their geometric mean."""
    space = room(replace(model, cap=np.where(able, model.cap, 0)))
    if space is None:
        raise ArithmeticError("the relaxation lost its solutions to rounding")
    # Where the quotas leave a class or a row no room at all, it is a number, not a variable.
    full = able & ~space.below_cap
    classes = np.nonzero(able & space.below_cap)[0]
    moving = space.above_low & space.below_high
    loose = np.nonzero(moving)[0]
    standing = csr_array(
        (-np.ones(len(loose)), (loose, np.arange(len(loose)))), shape=(len(model.low), len(loose))
    )
    matrix = csr_array(hstack([model.matrix[:, classes], standing]))
    taken = model.matrix @ np.where(full, model.cap, 0).astype(float)
    right = np.where(moving, 0.0, np.where(space.above_low, model.high, model.low)) - taken
    lower = np.concatenate([np.zeros(len(classes)), model.low[loose]])
    upper = np.concatenate([model.cap[classes], model.high[loose]]).astype(float)
    weights = np.concatenate([model.size[classes], np.zeros(len(loose))]).astype(float)
    x, _ = most_logs(matrix, right, (lower, upper), weights)
    counts = np.where(full, model.cap, 0).astype(float)
    counts[classes] = x[: len(classes)]
    return Target(counts, (geometric_bound(model, able, counts),))


def geometric_bound(
    model: Classes, able: NDArray[np.bool_], counts: Numbers, panels: float | None = None
) -> Bound:
    """The bound on the geometric mean that the chances behind ``counts`` prove.

    The weights are size / chance. ``panels`` is their greatest sum over panels where an
    integer program found it; else the relaxation's is taken, with its multipliers.
    """
    classes = np.nonzero(able)[0]
    inverse = np.zeros(len(model.size))
    inverse[classes] = model.size[classes] / counts[classes]
    rows: tuple[float, ...] = ()
    greatest = panels
    if greatest is None:
        program = model.program()
        program.bounds(np.zeros(len(model.size)), np.where(able, model.cap, 0))
        program.costs(inverse)
        answer = program.best()
        if answer is None:
            raise ArithmeticError("the relaxation lost its solutions to rounding")
        greatest, rows = answer.value, as_floats(answer.duals)
    people = float(model.size[classes].sum())
    logs = model.size[classes] * np.log(counts[classes] / model.size[classes])
    level = float(np.exp(np.add.reduce(logs) / people) * greatest / people)
    return Bound(level, tuple(classes.tolist()), as_floats(inverse * model.size), rows, panels)
