"""Two more runs of every portfolio on the table: not-knowing at its best and at its worst.

In a share u_g of each group's worlds a risk is unknown. The run at best lets it do
nothing there (and a gain its most); the run at worst lets it do the worst that any
group's curve allows (and a gain nothing). A third, drawn in grey, lets it do the
worst that the ladder holds. The same luck runs through all of them, so that lower ≤
central ≤ upper holds in every single year.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.risk.simulate import RiskDraws, Simulation, Value
from coproduce.engines.risk.unknown import unknown_shares
from coproduce.engines.risk.worlds import Rows

Array = NDArray[np.float64]
Bound = Literal["best", "worst", "extreme-best", "extreme-worst"]


@dataclass
class BoundedDraws(RiskDraws):
    """One risk with its unknown worlds set to a bound."""

    bound: Bound = "worst"

    @property
    def felt(self) -> bool:
        """In a bounding run what nobody knows is felt as well."""
        return True

    def likelihood(self) -> Value:
        """P, or the bound's where the risk is unknown."""
        return self._set(super().likelihood() if self.view.owners else 0.0, self._bound_of_p())

    def likelihood_at(self, at: Rows) -> Value:
        """As ``likelihood``, in the years ``at`` only."""
        return self._set(super().likelihood_at(at) if self.view.owners else 0.0, self._bound_of_p(), at)

    def mean_likelihood(self) -> Value:
        """As ``likelihood``, of means."""
        return self._set(super().mean_likelihood() if self.view.owners else 0.0, self._bound_of_p())

    def most_likely(self) -> float:
        """The highest p that any draw can have."""
        return max(self._bound_of_p(), super().most_likely() if self.view.owners else 0.0)

    def severity(self, bearer: int, at: Rows | None = None) -> Value:
        """Points, or the bound's where the risk is unknown."""
        known = super().severity(bearer, at) if self.view.owners else 0.0
        return self._set(known, self._named(self.view.severity[bearer], 100.0), at)

    def mean_severity(self, bearer: int) -> Value:
        """As ``severity``, of means."""
        return self._set(
            super().mean_severity(bearer) if self.view.owners else 0.0,
            self._named(self.view.severity[bearer], 100.0),
        )

    def extent(self, at: Rows | None = None) -> Value:
        """Share × months / 12, or the bound's."""
        return self._set(super().extent(at) if self.view.owners else 0.0, self._most_extent(), at)

    def mean_extent(self) -> Value:
        """As ``extent``, of means."""
        return self._set(super().mean_extent() if self.view.owners else 0.0, self._most_extent())

    @cached_property
    def unknown(self) -> NDArray[np.bool_]:
        """The draws in which the risk is unknown to the group whose world it is."""
        shares = np.repeat(np.array(unknown_shares(self.view)), self.worlds.size)
        return np.asarray(self.worlds.per_world(self.name, "unknown") < shares)

    def _bound_of_p(self) -> float:
        nothing = (self.view.risk.sense == "harm") == self.bound.endswith("best")
        return 0.0 if nothing else self._named(self.view.likelihood, 1.0)

    def _most_extent(self) -> float:
        return self._named(self.view.share, 1.0) * self._named(self.view.months, 12.0) / 12

    def _named(self, table: Array, full: float) -> float:
        return full if self.bound.startswith("extreme") or not len(table) else float(table[:, -1].max())

    def _set(self, value: Value, bound: float, at: Rows | None = None) -> Array:
        return np.where(self.unknown if at is None else self.unknown[at], bound, value)


def bounded(simulation: Simulation, bound: Bound) -> Simulation:
    """The same worlds, luck and levers, with whatever is unknown at ``bound``."""
    draws: dict[str, RiskDraws] = {}
    for name, central in simulation.draws.items():
        # What the central run has drawn is drawn once: the two must not differ in luck.
        draws[name] = BoundedDraws(
            central.view, central.worlds, central.correlation, central.kept, bound=bound
        )
    return Simulation(simulation.worlds, simulation.levers, simulation.agents, draws, simulation.times)
