"""Panels whose mean is a wanted point, one after another.

Each panel is chosen to make good what those before it left: it maximises w · x, where w is
the wanted counts times the panels so far, less what these panels hold (herding: M. Welling,
"Herding dynamical weights to learn", ICML 2009; the step of Frank and Wolfe 1956 for the
distance to the point). The sum then stays within a seat or two of what is wanted however
long it goes on, so a few panels per class surround the point.

A panel need not be the very best one. The linear relaxation, solved from its last basis, is
whole but for a few people. Those of whom it holds more than half are taken in whole (only the
nearest one, where the quotas forbid all), and the relaxation is solved again from where it
stood, until all are whole: a *dive*, which takes a handful of steps. Where it ends between
quotas that cannot be kept, a small integer program over the split classes and those next in
reduced cost completes the panel.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Seed
from coproduce.engines.sortition.classes import Classes, Counts
from coproduce.engines.sortition.solver import Answer, Numbers

NEARBY = 60
DEEPEST = 40
HALF = 0.5
GAP = 0.05
NOISE = 1e-3
WHOLE = 1e-6


class Finder:
    """Finds good panels for any weights, within bounds around a wanted point."""

    def __init__(self, model: Classes, lower: Numbers, upper: Numbers) -> None:
        self.lower, self.upper = lower.astype(float), upper.astype(float)
        self._relaxed = model.program()
        self._relaxed.bounds(self.lower, self.upper)
        self._whole = model.program(integer=True, gap=GAP)

    def panel(self, weights: Numbers) -> Counts | None:
        """A panel with weights · x near its greatest; None where the bounds hold no panel."""
        self._relaxed.costs(weights)
        answer = self._relaxed.best()
        if answer is None:
            return None
        dived = self._dive(answer.x)
        return self._complete(answer, weights) if dived is None else dived

    def _dive(self, x: Numbers) -> Counts | None:
        """``x`` made whole, one class after another; None where the way down has no panel at its end."""
        fixed: list[int] = []
        found: Numbers | None = x
        steps = 0
        while found is not None and steps < DEEPEST:
            steps += 1
            x = found
            part = np.where(np.abs(x - np.round(x)) > WHOLE, x - np.floor(x), 0.0)
            if not part.any():
                break
            many, nearest = np.nonzero(part > HALF)[0].tolist(), [int(np.argmax(part))]
            tries = [(many, np.ceil)] if len(many) > 1 else []
            for classes, whole in (*tries, (nearest, np.ceil), (nearest, np.floor)):
                found = self._fixed(classes, whole(x))
                if found is not None:
                    fixed += classes
                    break
        self._free(fixed)
        rounded = np.round(x)
        return _counts(rounded) if found is not None and np.abs(x - rounded).max() <= WHOLE else None

    def _fixed(self, classes: list[int], values: Numbers) -> Numbers | None:
        """The relaxation with these classes at their ``values``; they are free again where it has no point."""
        for at in classes:
            self._relaxed.column(at, values[at], values[at])
        found = self._relaxed.point()
        if found is None:
            self._free(classes)
        return found

    def _free(self, classes: list[int]) -> None:
        for at in classes:
            self._relaxed.column(at, self.lower[at], self.upper[at])

    def _complete(self, answer: Answer, weights: Numbers) -> Counts | None:
        """The split classes of ``answer`` and those near them, made whole by an integer program."""
        rounded = np.round(answer.x)
        split = np.abs(answer.x - rounded) > WHOLE
        nearness = np.where(split, -1.0, np.abs(answer.reduced))
        order = np.argsort(nearness, kind="stable")
        self._whole.costs(weights)
        count = NEARBY
        while True:
            lower, upper = rounded.copy(), rounded.copy()
            free = order[:count]
            lower[free], upper[free] = self.lower[free], self.upper[free]
            self._whole.bounds(lower, upper)
            found = self._whole.best()
            if found is not None:
                return _counts(np.round(found.x))
            if count >= len(order):
                return None
            count *= 3


class Herd:
    """Panels found for one wanted point, and what is still owed to each class."""

    def __init__(self, model: Classes, wanted: Numbers) -> None:
        self.wanted = wanted
        self.owed = np.zeros(len(wanted))
        self.times: dict[bytes, int] = {}
        self.panels: list[Counts] = []
        self._noise = Seed("sortition herding")
        self._step = 0
        lower, upper = np.floor(wanted + SHARP), np.ceil(wanted - SHARP)
        self._finder = Finder(model, lower, np.maximum(lower, upper))
        if self._finder.panel(self.owed) is None:
            self._finder = Finder(model, np.zeros(len(wanted)), model.cap.astype(float))

    def grow(self, count: int) -> list[Counts]:
        """All panels after finding ``count`` more; one may be found again."""
        noise = self._noise.child(self._step).uniforms(count, len(self.wanted))
        self._step += count
        for step in range(count):
            panel = self._finder.panel(self.owed + NOISE * noise[step])
            if panel is None:
                break
            self.owed += self.wanted - panel
            key = panel.tobytes()
            if key not in self.times:
                self.panels.append(panel)
            self.times[key] = self.times.get(key, 0) + 1
        return self.panels

    def shares(self) -> NDArray[np.float64]:
        """How often each of ``panels`` was found, as shares of 1."""
        found = np.array([self.times[panel.tobytes()] for panel in self.panels], dtype=float)
        return np.asarray(found / found.sum())


SHARP = 1e-7


def _counts(x: Numbers) -> Counts:
    return x.astype(np.int64)
