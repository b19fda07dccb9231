"""Panels whose mean is a wanted point, one after another.

Each panel is chosen to make good what those before it left: it maximises w · x, where w is
the wanted counts times the panels so far, less what these panels hold (herding: M. Welling,
"Herding dynamical weights to learn", ICML 2009; the step of Frank and Wolfe 1956 for the
distance to the point). The sum then stays within a seat or two of what is wanted however
long it goes on, so a few panels per class surround the point.

A panel need not be the very best one. The linear relaxation, solved from its last basis, is
whole but for a few people; a small integer program over these and the classes next in
reduced cost completes it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Seed
from coproduce.engines.sortition.classes import Classes, Counts
from coproduce.engines.sortition.solver import Numbers

NEARBY = 60
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
        rounded = np.round(answer.x)
        split = np.abs(answer.x - rounded) > WHOLE
        if not split.any():
            return _counts(rounded)
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
