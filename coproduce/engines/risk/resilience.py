"""How an agent comes through a shock: its fall, its way back, and what it has learned.

Q(t) is how much of its normal work an agent (users, networks, communities, providers)
can do, 100 for all of it. At the shock it falls by D, stays down for h weeks, then
comes back with time constant τ to a final level Q₀ + A::

    Q(t) = Q₀ − D                                  for t < h
    Q(t) = Q₀ + A − (D + A) e^(−(t − h)/τ)         from then on

Three kinds of resilience are kept apart and never made into one index: what is
absorbed (ecological), how fast it returns (engineering), what is different afterwards
(adaptation). People say "weeks until nearly back", read as 95 % of the way: 3 τ, for
ln 20 = 2.996. An average of such curves misleads (Poulin and Kane 2021): figures
are taken draw by draw and shown as fans.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

NORMAL = 100.0
LN20 = float(np.log(20.0))


@dataclass(frozen=True)
class Course:
    """The parameters of one agent's curve, draw by draw: arrays of one length (or single values).

    ``fall`` in points, ``plateau`` in weeks, ``recovery`` in weeks from the end of the plateau to
    95 % of the way, ``adaptation`` in points, ``learning`` the share of a second like fall that is spared.
    """

    fall: Array
    plateau: Array
    recovery: Array
    adaptation: Array
    learning: Array

    @property
    def tau(self) -> Array:
        """The time constant in weeks, never 0."""
        return np.maximum(self.recovery / LN20, 1e-9)

    def level(self, week: Array | float) -> Array:
        """Q at ``week`` (weeks after the shock); broadcasts against the draws."""
        after = np.maximum(week - self.plateau, 0.0)
        rise = (self.fall + self.adaptation) * -np.expm1(-after / self.tau)
        return np.asarray(NORMAL - self.fall + np.where(week < self.plateau, 0.0, rise))

    def time_back(self) -> Array:
        """Weeks from the shock to 95 % of the way to the final level (engineering resilience); 0 where nothing fell."""
        return np.where(self.fall > 0, self.plateau + self.recovery, 0.0)

    def shock_absorbed(self, least: float, unaided: Array) -> Array:
        """The largest shock, in points of the unaided fall, that leaves Q at ``least`` (ecological); at most 100.

        ``unaided`` is the fall with nothing done: what the shock would take.
        """
        kept = np.where(unaided > 0, self.fall / np.where(unaided > 0, unaided, 1.0), 0.0)
        return np.minimum(
            NORMAL, np.where(kept > 0, (NORMAL - least) / np.where(kept > 0, kept, 1.0), NORMAL)
        )

    def time_below(self, least: float) -> Array:
        """Weeks for which Q stays below ``least``; infinite where the final level does."""
        final = NORMAL + self.adaptation
        reachable = final > least
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            climb = self.tau * np.log((self.fall + self.adaptation) / (final - least))
        back = np.where(reachable, self.plateau + np.maximum(np.where(reachable, climb, 0.0), 0.0), np.inf)
        return np.where(NORMAL - self.fall >= least, np.where(final >= least, 0.0, np.inf), back)

    def lost_area(self, horizon: float) -> Array:
        """∫ (Q₀ − Q)⁺ from the shock to ``horizon``, in point-weeks.

        With A = 0 and a long horizon this is D(h + τ).
        """
        tau, a, d = self.tau, self.adaptation, self.fall
        down = d * np.minimum(self.plateau, horizon)
        left = np.maximum(horizon - self.plateau, 0.0)
        # Above normal nothing is lost any more, so the integral ends where the curve crosses it.
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            crossing = np.where((a > 0) & (d > 0), tau * np.log((d + a) / np.where(a > 0, a, 1.0)), np.inf)
        end = np.where(d > 0, np.minimum(left, crossing), np.where(a < 0, left, 0.0))
        rising = (d + a) * tau * -np.expm1(-end / tau) - a * end
        return np.asarray(down + np.maximum(rising, 0.0))

    def second(self) -> Course:
        """A second, like shock: what was learned spares part of the fall, and it starts from the adapted level.

        Levels stay measured against the first normal, so the fall from it is D(1 − l) − A.
        """
        fall = np.maximum(self.fall * (1 - self.learning) - self.adaptation, 0.0)
        return Course(fall, self.plateau, self.recovery, self.adaptation, self.learning)

    def learned(self, horizon: float) -> Array:
        """Lost area of the second like shock over that of the first (below 1: adapted); 1 where nothing was lost."""
        first = self.lost_area(horizon)
        second = self.second().lost_area(horizon)
        return np.where(first > 0, second / np.where(first > 0, first, 1.0), 1.0)


def aided(level: Array, helpers: Array, shares: Array) -> Array:
    """Q with others standing in: each carries its share of what is missing, as far as it stands itself.

    ``helpers`` and ``shares`` have a leading axis of helpers; together they carry at most all of it.
    """
    missing = np.maximum(NORMAL - level, 0.0)
    carried = np.clip((shares * np.clip(helpers, 0.0, NORMAL) / NORMAL).sum(axis=0), 0.0, 1.0)
    return np.asarray(level + missing * carried)
