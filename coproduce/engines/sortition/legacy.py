"""Legacy: the greedy habit that fair lotteries replace, kept for comparison.

Fill the most urgent quota first: the one that still needs the largest part of those left
for it. Take one of these people at random, leave out their household and everybody whose
quota is full, and go on; begin again when a quota can no longer be met. Described as LEGACY
by Flanigan and others, Nature 596 (2021), Methods. Who is drawn is random, but nobody's
chance is chosen: some have next to none. Chances here are counted over many runs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Draws, Seed
from coproduce.engines.sortition.classes import Classes
from coproduce.engines.sortition.lots import Panel

ATTEMPTS = 30
"""How many runs are made for each panel wanted before giving up."""


@dataclass(frozen=True)
class Habit:
    """Panels that the habit found, and how many runs ended without one."""

    panels: tuple[Panel, ...]
    failed: int


def legacy(model: Classes, number: int, seed: Seed) -> Habit:
    """``number`` panels by the habit, fewer where it fails too often."""
    draws = seed.child("legacy").draws()
    run = _Runs(model)
    panels: list[Panel] = []
    failed = 0
    while len(panels) < number and failed < ATTEMPTS * number:
        panel = run.panel(draws)
        if panel is None:
            failed += 1
        else:
            panels.append(panel)
    return Habit(tuple(panels), failed)


class _Runs:
    def __init__(self, model: Classes) -> None:
        pool = model.pool
        count = len(pool.quotas)
        self.seats = model.seats
        self.low, self.high = model.low[:count].astype(int), model.high[:count].astype(int)
        self.has = np.zeros((len(pool.people), count), dtype=bool)
        place = {(quota.feature, quota.value): at for at, quota in enumerate(pool.quotas)}
        for row, person in enumerate(pool.people):
            for feature, value in zip(pool.features, person.values, strict=True):
                self.has[row, place[feature, value]] = True
        homes: dict[str, list[int]] = {}
        for row, person in enumerate(pool.people):
            homes.setdefault(person.household or f"\x00{person.id}", []).append(row)
        self.home = [np.array(homes[p.household or f"\x00{p.id}"]) for p in pool.people]
        self.start = np.ones(len(pool.people), dtype=bool)
        self.start[list(model.blocked)] = False
        self.start &= ~self.has[:, self.high < 1].any(axis=1)
        self.counts = self.has.astype(np.int64)

    def panel(self, draws: Draws) -> Panel | None:
        left = self.start.copy()
        available = self.counts[left].sum(axis=0)
        chosen = np.zeros(len(self.low), dtype=np.int64)
        panel = []
        for _ in range(self.seats):
            needed = self.low - chosen
            if (needed > available).any() or not left.any():
                return None
            person = self._next(needed, available, left, draws)
            panel.append(person)
            chosen += self.counts[person]
            gone = self._gone(person, chosen, left)
            available -= self.counts[gone].sum(axis=0)
            left[gone] = False
        return tuple(sorted(panel)) if (chosen >= self.low).all() else None

    def _next(
        self, needed: NDArray[np.int64], available: NDArray[np.int64], left: NDArray[np.bool_], draws: Draws
    ) -> int:
        wanting = needed > 0
        if wanting.any():
            urgency = np.where(wanting, needed / np.maximum(available, 1), -1.0)
            urgent = np.nonzero(urgency == urgency.max())[0].tolist()
            quota = urgent[0] if len(urgent) == 1 else draws.choose(urgent)
            people = np.nonzero(left & self.has[:, quota])[0]
        else:
            people = np.nonzero(left)[0]
        return int(people[draws.below(len(people))])

    def _gone(self, person: int, chosen: NDArray[np.int64], left: NDArray[np.bool_]) -> NDArray[np.int64]:
        gone = np.zeros(len(left), dtype=bool)
        gone[self.home[person]] = True
        full = self.has[person] & (chosen >= self.high)
        if full.any():
            gone |= self.has[:, full].any(axis=1)
        return np.nonzero(gone & left)[0]
