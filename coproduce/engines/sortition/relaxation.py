"""The best chances that the quotas allow, if people could be halved.

Leaving out that panels hold whole people makes the question a linear program over the
expected number of each class in the panel. Its answer bounds the true one from above;
and where panels can be found whose mean it is, it *is* the true one. That it nearly
always is makes exact lotteries fast: no panel is needed to find the chances.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack, vstack

from coproduce.engines.sortition.bounds import Bound, as_floats
from coproduce.engines.sortition.classes import Classes
from coproduce.engines.sortition.solver import INFINITE, Answer, Numbers, Program

SHARP = 1e-7
"""A multiplier above this is above 0."""


@dataclass(frozen=True, eq=False)
class Target:
    """Expected counts per class that a lottery should have, and the bounds that prove them best."""

    counts: Numbers
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, eq=False)
class Room:
    """Which inequalities of the relaxation can be slack: those of rows, those of classes.

    ``able`` are the classes that can have a chance above 0.
    """

    above_low: NDArray[np.bool_]
    below_high: NDArray[np.bool_]
    below_cap: NDArray[np.bool_]
    able: NDArray[np.bool_]


def room(model: Classes) -> Room | None:
    """The room of all inequalities at once; None where the relaxation has no point at all.

    In the cone of the relaxation, scaled up as far as needed, each inequality that can be
    slack can be slack by 1, all in one point: one program finds it.
    """
    width, rows = len(model.size), len(model.low)
    cap = model.cap[:, None].astype(float)
    inequalities = csr_array(
        vstack(
            [
                hstack([model.matrix, csr_array(-model.low[:, None])]),
                hstack([-model.matrix, csr_array(model.high[:, None])]),
                hstack([-eye_array(width), csr_array(cap)]),
                hstack([eye_array(width), csr_array((width, 1))]),
            ]
        )
    )
    height = inequalities.shape[0]
    program = Program(
        csr_array(hstack([inequalities, -eye_array(height)])),
        (np.zeros(height), np.full(height, INFINITE)),
        (
            np.concatenate([np.zeros(width), [1.0], np.zeros(height)]),
            np.concatenate([np.full(width + 1, INFINITE), np.ones(height)]),
        ),
    )
    program.costs(np.concatenate([np.zeros(width + 1), np.ones(height)]))
    answer = program.best()
    if answer is None:
        return None
    slack = answer.x[width + 1 :] > 0.5
    return Room(slack[:rows], slack[rows : 2 * rows], slack[2 * rows : 2 * rows + width], slack[-width:])


class Lowest:
    """Maximise the lowest chance of the open classes, while those settled keep theirs.

    Variables are the expected counts and the lowest chance z; a row for each open class
    says count ≥ z · size. Duality gives the multipliers of a ``Bound``, and a class whose
    multiplier is above 0 stands at z in every best solution (complementary slackness).
    """

    def __init__(self, model: Classes, able: NDArray[np.bool_]) -> None:
        self.model, self.able = model, able
        self._width, self._first = len(model.size), len(model.low)
        self.settled = ~able
        matrix = vstack(
            [
                hstack([model.matrix, csr_array((self._first, 1))]),
                hstack([eye_array(self._width), csr_array(-model.size[:, None].astype(float))]),
            ]
        )
        rows = (
            np.concatenate([model.low, np.zeros(self._width)]),
            np.concatenate([model.high, np.full(self._width, INFINITE)]),
        )
        cap = np.where(able, model.cap, 0).astype(float)
        columns = (
            np.concatenate([np.zeros(self._width), [-INFINITE]]),
            np.concatenate([cap, [INFINITE]]),
        )
        self._program = Program(csr_array(matrix), rows, columns)
        self._program.costs(np.concatenate([np.zeros(self._width), [1.0]]))
        for at in np.nonzero(~able)[0].tolist():
            self._program.row(self._first + at, -INFINITE, INFINITE)

    def bound(self) -> tuple[Numbers, Bound]:
        """Counts that reach the highest lowest chance, and its bound.

        Raises:
            ArithmeticError: where rounding left the program without a solution.
        """
        answer = self._program.best()
        if answer is None:
            raise ArithmeticError("the relaxation lost its solutions to rounding")
        return answer.x[: self._width], self._bound(answer)

    def _bound(self, answer: Answer) -> Bound:
        weights = np.abs(answer.duals[self._first :]) * self.model.size
        new = np.nonzero((weights > SHARP) & ~self.settled)[0].tolist()
        rows = as_floats(answer.duals[: self._first])
        return Bound(
            float(answer.x[self._width]), tuple(new), as_floats(np.asarray(weights, dtype=float)), rows
        )

    def settle(self, classes: tuple[int, ...], level: float) -> None:
        """Hold these classes at a chance of at least ``level`` from now on."""
        for at in classes:
            self.settled[at] = True
            self._program.entry(self._first + at, self._width, 0.0)
            self._program.row(self._first + at, level * int(self.model.size[at]), INFINITE)
