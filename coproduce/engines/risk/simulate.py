"""Years of what goes wrong and right, under any portfolio, with the same luck for all of them.

For a risk that comes *per year*, an event comes with likelihood p in a year and costs
severity × share of people affected × months / 12 points to each bearer; for one
*per person*, the share p of people meets it, year by year. A point is a point of the
0–100 ladder for the average member of a bearing group, held for a year. Harms count
below nought, gains above; nothing is averaged over bearers, they are summed.

Beside each year's luck its expectation given the world is kept (the event replaced by
its likelihood, the severity by its mean): means taken from it have far less
noise and the same value.

Risks joined by "makes more likely" links form a *block*; blocks add up, which is what
makes thousands of portfolios quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import TopologicalSorter

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from coproduce.engines.risk.agents import Agents
from coproduce.engines.risk.elicitation import look_up, table_means
from coproduce.engines.risk.steps import settled
from coproduce.engines.risk.strategies import Levers
from coproduce.engines.risk.values import Risk, Study
from coproduce.engines.risk.views import RiskView
from coproduce.engines.risk.worlds import Rows, Worlds

Array = NDArray[np.float64]
Value = Array | float


@dataclass
class RiskDraws:
    """The numbers that one risk meets in one set of worlds; each is drawn when first asked for."""

    view: RiskView
    worlds: Worlds
    correlation: float = 0.0
    kept: dict[str, Value] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """The words that seed this risk's numbers."""
        return f"risk {self.view.risk.stream or self.view.risk.id}"

    @property
    def felt(self) -> bool:
        """Whether the risk does anything in this run: in the central one, only if somebody knows it."""
        return bool(self.view.owners)

    @cached_property
    def rows(self) -> Rows | None:
        """Whose beliefs each draw follows."""
        return self.worlds.rows(self.view.owners, self.name)

    def likelihood(self) -> Value:
        """p, once a world."""
        return self._draw("likelihood", self.view.likelihood, per_world=True)

    def severity(self, bearer: int) -> Value:
        """Points lost (or gained) by one bearer if it happens, once a year."""
        return self._draw("severity", self.view.severity[bearer], key=f"severity {bearer}")

    def extent(self) -> Value:
        """Share of people affected × months / 12, once a year."""
        return self._draw("share", self.view.share) * self._draw("months", self.view.months) / 12

    def mean_severity(self, bearer: int) -> Value:
        """The mean of the believer's severity."""
        return self._mean(self.view.severity[bearer])

    def mean_extent(self) -> Value:
        """The mean of the believer's share × months / 12."""
        return self._mean(self.view.share) * self._mean(self.view.months) / 12

    def luck(self) -> Array:
        """A uniform for each year: the event comes where it lies below p."""
        if "luck" not in self.kept:
            u = self.worlds.per_year(self.name, "event")
            if self.correlation > 0:
                shared = ndtri(self.worlds.per_year("shared luck"))
                own = ndtri(u)
                u = ndtr(np.sqrt(self.correlation) * shared + np.sqrt(1 - self.correlation) * own)
            self.kept["luck"] = u
        return np.asarray(self.kept["luck"])

    def _draw(self, question: str, table: Array, *, per_world: bool = False, key: str = "") -> Value:
        key = key or question
        if key not in self.kept:
            first = float(table.flat[0])
            if np.all(table == first):
                self.kept[key] = first
            else:
                u = (self.worlds.per_world if per_world else self.worlds.per_year)(self.name, question)
                self.kept[key] = look_up(table, self.rows, u)
        return self.kept[key]

    def _mean(self, table: Array) -> Value:
        means = table_means(table)
        return float(means[0]) if self.rows is None else np.asarray(means[self.rows])


@dataclass(frozen=True)
class Outturn:
    """What one risk brings in every draw: points for each bearer, below nought for harm.

    ``years`` as it fell out, ``expected`` its expectation given the world.
    """

    risk: Risk
    years: tuple[Array, ...]
    expected: tuple[Array, ...]


@dataclass
class Simulation:
    """All risks of a study in one set of worlds."""

    worlds: Worlds
    levers: Levers
    agents: Agents
    draws: dict[str, RiskDraws]
    times: dict[str, Array] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, worlds: Worlds, levers: Levers) -> Simulation:
        """The risks of the study that ``worlds`` looks at."""
        study = worlds.views.study
        draws = {
            risk.id: RiskDraws(worlds.views.risk(risk), worlds, study.correlation) for risk in study.risks
        }
        return cls(worlds, levers, Agents(levers), draws)

    @property
    def study(self) -> Study:
        """The study that is simulated."""
        return self.worlds.views.study

    def outturns(self, block: Sequence[Risk], portfolio: int) -> list[Outturn]:
        """What the risks of one block (in the order of its links) bring under ``portfolio``."""
        came: dict[str, NDArray[np.bool_]] = {}
        found = []
        for risk in block:
            draws = self.draws[risk.id]
            if not draws.felt or not self.levers.switched_on(portfolio, risk):
                continue
            found.append(self._outturn(risk, draws, portfolio, came))
        return found

    def _outturn(
        self, risk: Risk, draws: RiskDraws, portfolio: int, came: dict[str, NDArray[np.bool_]]
    ) -> Outturn:
        p, linked = self._chance(risk, draws, portfolio, came)
        event: Value = p
        if risk.per == "year":
            happened = draws.luck() < p
            came[risk.id] = happened
            event = happened.astype(np.float64)
            if linked and draws.correlation > 0:
                # Given what happened before it, shared luck makes p no longer its chance; the event itself is unbiased.
                p = event
        ratio = self.agents.harm_ratio(risk.agent, portfolio) if risk.agent else None
        factor = self.levers.factor(portfolio, "severity", risk.id)
        cap = self.levers.cap(portfolio, risk.id)
        sign = -1.0 if risk.sense == "harm" else 1.0
        years, expected = [], []
        for bearer in range(len(risk.bearers)):
            lived = _softened(draws.severity(bearer), factor, cap)
            bent = cap is not None or (factor is not None and float(factor.max()) > 1)
            meant = lived if bent else _softened(draws.mean_severity(bearer), factor, None)
            lived, meant = lived * draws.extent(), meant * draws.mean_extent()
            if ratio is not None:
                lived, meant = lived * ratio, meant * ratio
            years.append(self._settled(sign * event * lived))
            expected.append(self._settled(sign * p * meant))
        return Outturn(risk, tuple(years), tuple(expected))

    def _chance(
        self, risk: Risk, draws: RiskDraws, portfolio: int, came: dict[str, NDArray[np.bool_]]
    ) -> tuple[Value, bool]:
        p = draws.likelihood()
        for on, of in (("likelihood", risk.id), ("exposure", risk.activity)):
            factor = self.levers.factor(portfolio, on, of) if of else None
            if factor is not None:
                p = p * factor
        linked = False
        for link in self.study.links:
            if link.effect == risk.id and link.cause in came:
                times = self._times(link.cause, link.effect)
                if times is not None:
                    p, linked = np.where(came[link.cause], p * times, p), True
        return np.clip(p, 0.0, 1.0), linked

    def _times(self, cause: str, effect: str) -> Array | None:
        name = f"{cause}>{effect}"
        if name not in self.times:
            streams = [
                next(one.stream or one.id for one in self.study.risks if one.id == at)
                for at in (cause, effect)
            ]
            drawn = self.worlds.values(
                self.worlds.views.pool(name, "times"), f"link {streams[0]} {streams[1]}"
            )
            if drawn is None:
                return None
            self.times[name] = drawn
        return self.times[name]

    def _settled(self, points: Value) -> Array:
        return settled(np.array(np.broadcast_to(points, (self.worlds.total,)), dtype=np.float64))


def blocks_of(study: Study) -> list[tuple[Risk, ...]]:
    """Risks that links join, causes before effects; a risk without links is a block of its own."""
    order = {risk.id: at for at, risk in enumerate(study.risks)}
    root = {risk.id: risk.id for risk in study.risks}

    def find(name: str) -> str:
        while root[name] != name:
            name = root[name]
        return name

    sorter: TopologicalSorter[str] = TopologicalSorter({risk.id: () for risk in study.risks})
    for link in study.links:
        sorter.add(link.effect, link.cause)
        first, second = sorted((find(link.cause), find(link.effect)), key=order.__getitem__)
        root[second] = first
    depth: dict[str, int] = {}
    sorter.prepare()
    level = 0
    while sorter.is_active():
        ready = sorter.get_ready()
        depth.update(dict.fromkeys(ready, level))
        sorter.done(*ready)
        level += 1
    found: dict[str, list[Risk]] = {}
    for risk in study.risks:
        found.setdefault(find(risk.id), []).append(risk)
    return [tuple(sorted(risks, key=lambda one: (depth[one.id], order[one.id]))) for risks in found.values()]


def _softened(severity: Value, factor: Array | None, cap: Array | None) -> Value:
    if factor is not None:
        severity = np.clip(severity * factor, 0.0, 100.0)
    return severity if cap is None else np.minimum(severity, cap)
