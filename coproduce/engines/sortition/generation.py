"""Exact chances where no panels have the relaxation's mean: column generation.

A program over the panels known so far has the best chances these allow; its multipliers
say what a further panel must be worth to help. A quick search looks for such panels; only
when it finds none is an integer program solved, whose answer either is such a panel or
proves that there is none (Flanigan and others, Nature 596, 2021, Methods).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack, vstack

from coproduce.engines.kernel import Seed
from coproduce.engines.sortition.barrier import most_logs
from coproduce.engines.sortition.bounds import Bound, as_floats
from coproduce.engines.sortition.classes import Classes, Counts
from coproduce.engines.sortition.herding import Finder
from coproduce.engines.sortition.mixture import Mixture
from coproduce.engines.sortition.nash import geometric_bound
from coproduce.engines.sortition.relaxation import SHARP, Lowest
from coproduce.engines.sortition.solver import INFINITE, Numbers, Program

CLOSE = 1e-8
TRIES = 8
ROUNDS = 12


@dataclass
class Panels:
    """Panels known of a model, each once, and the search for more."""

    model: Classes
    found: list[Counts] = field(default_factory=list)
    known: set[bytes] = field(default_factory=set)

    def __post_init__(self) -> None:
        width = len(self.model.size)
        self._quick = Finder(self.model, np.zeros(width), self.model.cap.astype(float))
        self._exact = self.model.program(integer=True)
        self._noise = Seed("sortition generation")
        self._turn = 0

    def add(self, panel: Counts | None) -> bool:
        """Note a panel; whether it is new."""
        if panel is None or panel.tobytes() in self.known:
            return False
        self.known.add(panel.tobytes())
        self.found.append(panel)
        return True

    def greatest(self, weights: Numbers) -> tuple[float, Counts] | None:
        """The greatest weights · x of any panel, and such a panel: exact. None where there is no panel."""
        self._exact.costs(weights)
        answer = self._exact.best()
        if answer is None:
            return None
        panel = np.round(answer.x).astype(np.int64)
        return float(np.add.reduce(weights * panel)), panel

    def better(self, weights: Numbers, worth: float) -> tuple[bool, float]:
        """Add panels worth more than ``worth``; whether there were any, and the most any panel is worth."""
        self._turn += 1
        scale = float(np.abs(weights).max()) or 1.0
        noise = self._noise.child(self._turn).uniforms(TRIES, len(weights))
        added = 0
        for turn in range(TRIES):
            shaken = weights if turn == 0 else weights + 0.2 * scale * (noise[turn] - 0.5)
            panel = self._quick.panel(shaken)
            if panel is not None and float(np.add.reduce(weights * panel)) > worth + CLOSE:
                added += self.add(panel)
        if added:
            return True, worth
        best = self.greatest(weights)
        if best is None:
            return False, worth
        value, panel = best
        return value > worth + CLOSE and self.add(panel), value

    def cover(self, able: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which of the classes that may be drawn can be; a panel with each of them is added."""
        covered = np.zeros(len(able), dtype=bool)
        for panel in self.found:
            covered |= panel > 0
        reached = covered & able
        for at in np.nonzero(able & ~covered)[0].tolist():
            if reached[at]:
                continue
            weights = np.where(able & ~reached, 1e-3, 0.0)
            weights[at] = 1.0 * self.model.size.sum()
            best = self.greatest(weights)
            if best is not None and best[1][at] > 0:
                self.add(best[1])
                reached |= (best[1] > 0) & able
        return reached


def raise_lowest(panels: Panels, able: NDArray[np.bool_], *, once: bool) -> tuple[Mixture, tuple[Bound, ...]]:
    """Leximin over all panels (maximin with ``once``), each step proved by the relaxation or by pricing."""
    model = panels.model
    relaxed = Lowest(model, able)
    master = _Master(panels, able)
    bounds = []
    while not relaxed.settled.all():
        _, outer = relaxed.bound()
        bound = _step(panels, master, outer)
        bounds.append(bound)
        relaxed.settle(bound.settled, bound.level)
        master.settle(bound.settled, bound.level)
        if once:
            break
    shares = master.shares()
    kept = shares > 1e-12
    return Mixture(np.array(panels.found)[kept], shares[kept] / shares[kept].sum()), tuple(bounds)


def _step(panels: Panels, master: _Master, outer: Bound) -> Bound:
    while True:
        level, weights, worth = master.best()
        if level >= outer.level - CLOSE:
            return outer
        more, value = panels.better(weights, worth)
        if not more:
            per_chance = weights * panels.model.size
            new = np.nonzero((per_chance > SHARP) & master.open)[0].tolist()
            return Bound(level, tuple(new), as_floats(per_chance), (), value)
        master.extend()


class _Master:
    """Maximise the lowest open chance over mixtures of the known panels."""

    def __init__(self, panels: Panels, able: NDArray[np.bool_]) -> None:
        self._panels, self._sizes = panels, panels.model.size
        self.open = able.copy()
        width = len(able)
        matrix = csr_array(vstack([csr_array(-self._sizes[:, None].astype(float)), csr_array((1, 1))]))
        low = np.append(np.where(able, 0.0, -INFINITE), 1.0)
        high = np.append(np.full(width, INFINITE), 1.0)
        self._program = Program(matrix, (low, high), (np.array([-INFINITE]), np.array([INFINITE])))
        self._program.costs(np.array([1.0]))
        self._held = 0
        self._shares = np.zeros(0)
        self.extend()

    def extend(self) -> None:
        """Take in the panels found since."""
        for panel in self._panels.found[self._held :]:
            inside = np.nonzero(panel)[0]
            rows = np.append(inside, len(panel)).astype(np.int32)
            self._program.add_column(0.0, rows, np.append(panel[inside], 1.0).astype(float))
        self._held = len(self._panels.found)

    def best(self) -> tuple[float, Numbers, float]:
        """The lowest chance reached, the weight of a seat of each class, and what a panel must exceed."""
        answer = self._program.best()
        if answer is None:
            raise ArithmeticError("the mixture lost its solutions to rounding")
        self._shares = answer.x[1:]
        return float(answer.x[0]), np.abs(answer.duals[:-1]), float(answer.duals[-1])

    def settle(self, classes: tuple[int, ...], level: float) -> None:
        """Hold these classes at ``level`` from now on; a hair below, for panels reach it only nearly."""
        for at in classes:
            self.open[at] = False
            self._program.entry(at, 0, 0.0)
            self._program.row(at, (level - CLOSE) * int(self._sizes[at]), INFINITE)

    def shares(self) -> Numbers:
        """The probabilities of the last solution, one for each panel known."""
        return np.maximum(np.append(self._shares, np.zeros(self._held - len(self._shares))), 0.0)


def reach(
    panels: Panels, able: NDArray[np.bool_], bound: Bound, more: Callable[[int], Sequence[Counts]]
) -> Mixture | None:
    """Mixtures of ever more panels until their lowest chance comes up to ``bound``; None where it does not.

    ``more`` finds so many further panels. To hold the lowest chance takes fewer panels than to give
    everybody a chance of their own, so it is tried with few first.
    """
    classes = int(able.sum())
    master: _Master | None = None
    for _ in range(ROUNDS):
        for panel in more(classes // 4 + 20):
            panels.add(panel)
        if not panels.found:
            return None
        if master is None:
            master = _Master(panels, able)
        master.extend()
        level, _, _ = master.best()
        if level >= bound.level - CLOSE:
            shares = master.shares()
            kept = shares > 1e-12
            return Mixture(np.array(panels.found)[kept], shares[kept] / shares[kept].sum())
    return None


def raise_product(panels: Panels, able: NDArray[np.bool_]) -> tuple[Mixture, tuple[Bound, ...]]:
    """Nash over all panels, proved by pricing."""
    model = panels.model
    classes = np.nonzero(able)[0]
    people = float(model.size[classes].sum())
    while True:
        known = np.array(panels.found)
        count = len(known)
        matrix = vstack(
            [
                hstack([csr_array(known[:, classes].T.astype(float)), -eye_array(len(classes))]),
                hstack([csr_array(np.ones((1, count))), csr_array((1, len(classes)))]),
            ]
        )
        right = np.append(np.zeros(len(classes)), 1.0)
        lower = np.zeros(count + len(classes))
        upper = np.concatenate([np.full(count, np.inf), model.size[classes] + 1.0])
        weights = np.concatenate([np.zeros(count), model.size[classes].astype(float)])
        x, _ = most_logs(csr_array(matrix), right, (lower, upper), weights)
        shares = np.maximum(x[:count], 0.0)
        shares /= shares.sum()
        counts = np.asarray(known.T @ shares, dtype=float)
        inverse = np.zeros(len(model.size))
        inverse[classes] = model.size[classes] / counts[classes]
        more, value = panels.better(inverse, people * (1 + 1e-7))
        if not more:
            bound = geometric_bound(model, able, counts, max(value, people))
            kept = shares > 1e-12
            return Mixture(known[kept], shares[kept] / shares[kept].sum()), (bound,)
