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
        if "p" not in self.kept:
            self.kept["p"] = self._draw("likelihood", self.view.likelihood)
        return self.kept["p"]

    def likelihood_at(self, at: Rows) -> Value:
        """P in the years ``at`` only."""
        if "p" in self.kept:
            p = self.kept["p"]
            return p[at] if isinstance(p, np.ndarray) else p
        return self._draw("likelihood", self.view.likelihood, at)

    def severity(self, bearer: int, at: Rows | None = None) -> Value:
        """Points lost (or gained) by one bearer if it happens, once a year; of the years ``at`` only, if given."""
        return self._draw("severity", self.view.severity[bearer], at)

    def extent(self, at: Rows | None = None) -> Value:
        """Share of people affected × months / 12, once a year; of the years ``at`` only, if given."""
        return self._draw("share", self.view.share, at) * self._draw("months", self.view.months, at) / 12

    def mean_severity(self, bearer: int) -> Value:
        """The mean of the believer's severity."""
        return self._mean(self.view.severity[bearer])

    def mean_extent(self) -> Value:
        """The mean of the believer's share × months / 12."""
        return self._mean(self.view.share) * self._mean(self.view.months) / 12

    def mean_likelihood(self) -> Value:
        """The mean of the believer's p."""
        return self._mean(self.view.likelihood)

    def most_likely(self) -> float:
        """The highest p that any draw can have."""
        return float(self.view.likelihood[:, -1].max())

    def luck(self) -> Array:
        """A uniform for each year: the event comes where it lies below p."""
        if "luck" not in self.kept:
            u = self.uniform()
            if self.correlation > 0:
                shared = ndtri(self.worlds.per_year("shared luck"))
                own = ndtri(u)
                u = ndtr(np.sqrt(self.correlation) * shared + np.sqrt(1 - self.correlation) * own)
            self.kept["luck"] = u
        return np.asarray(self.kept["luck"])

    def uniform(self) -> Array:
        """One number of 53 bits for each year. The whole decides whether the event comes; its last 32 bits, how bad."""
        if "uniform" not in self.kept:
            self.kept["uniform"] = self.worlds.per_year(self.name, "event")
        return np.asarray(self.kept["uniform"])

    def _draw(self, question: str, table: Array, at: Rows | None = None) -> Value:
        first = float(table.flat[0])
        if np.all(table == first):
            return first
        if question not in self.kept and question != "severity":
            uniforms = self.worlds.per_world if question == "likelihood" else self.worlds.per_year
            self.kept[question] = uniforms(self.name, question)
        u = self.uniform() if question == "severity" else np.asarray(self.kept[question])
        rows = self.rows
        if at is not None:
            u, rows = u[at], None if rows is None else rows[at]
        if question == "severity":
            # The event looks at the leading bits only (but for one year in two million), so these are as good as new.
            u = np.modf(u * 2.0**21)[0]
        return look_up(table, rows, u)

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
    """All risks of a study in one set of worlds.

    With ``believed``, expectations follow the severity drawn for a world instead of its believer's mean: what would be
    seen if the world were known.
    """

    worlds: Worlds
    levers: Levers
    agents: Agents
    draws: dict[str, RiskDraws]
    times: dict[str, Array] = field(default_factory=dict, repr=False)
    believed: bool = False

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
        times = self._times_as_likely(risk, portfolio, came)
        rising = times is not None and float(times.max()) > 1
        at = self._years_in_which(draws, times, rising=rising) if risk.per == "year" else None
        if at is not None and any(link.cause == risk.id for link in self.study.links):
            came[risk.id] = np.zeros(self.worlds.total, dtype=bool)
            came[risk.id][at] = True
        chance = self._chance(draws, times, drawn=at is None or rising or self.believed)
        if (
            at is not None
            and draws.correlation > 0
            and any(link.effect == risk.id for link in self.study.links)
        ):
            # Given what happened before it, shared luck makes p no longer its chance; the event itself is unbiased.
            chance = np.zeros(self.worlds.total)
            chance[at] = 1.0
        ratio = self.agents.harm_ratio(risk.agent, portfolio) if risk.agent else None
        factor = self.levers.factor(portfolio, "severity", risk.id)
        cap = self.levers.cap(portfolio, risk.id)
        sign = -1.0 if risk.sense == "harm" else 1.0
        # A bent severity (capped, or pushed against the ladder's end) has no mean to be read off its table.
        bent = cap is not None or (factor is not None and float(factor.max()) > 1)
        years, expected = [], []
        for bearer in range(len(risk.bearers)):
            lived = _softened(draws.severity(bearer, at), _of(factor, at), _of(cap, at)) * draws.extent(at)
            lived = lived if ratio is None else lived * ratio[at] if at is not None else lived * ratio
            if self.believed or bent:
                meant = _softened(draws.severity(bearer), factor, cap) * draws.extent()
            else:
                meant = _softened(draws.mean_severity(bearer), factor, None) * draws.mean_extent()
            meant = meant if ratio is None else meant * ratio
            years.append(
                self._settled(sign * lived, at) if at is not None else self._settled(sign * chance * lived)
            )
            expected.append(self._settled(sign * chance * meant))
        return Outturn(risk, tuple(years), tuple(expected))

    def _years_in_which(self, draws: RiskDraws, times: Array | None, *, rising: bool) -> Rows:
        """The years in which the event comes."""
        luck = draws.luck()
        if rising:
            return np.flatnonzero(luck < self._chance(draws, times, drawn=True))
        # Where luck lies above the highest p, no draw of p is needed to know that nothing happened.
        open_years = np.flatnonzero(luck < draws.most_likely())
        p = draws.likelihood_at(open_years)
        return open_years[luck[open_years] < (p if times is None else p * times[open_years])]

    def _chance(self, draws: RiskDraws, times: Array | None, *, drawn: bool) -> Value:
        """The likelihood of each draw, or its believer's mean where nothing is cut off at 1."""
        if not drawn:
            return draws.mean_likelihood() if times is None else draws.mean_likelihood() * times
        return np.clip(draws.likelihood() if times is None else draws.likelihood() * times, 0.0, 1.0)

    def _times_as_likely(
        self, risk: Risk, portfolio: int, came: dict[str, NDArray[np.bool_]]
    ) -> Array | None:
        """What actions and earlier events make of the likelihood: a factor for each draw, None for 1."""
        found: Array | None = None
        for on, of in (("likelihood", risk.id), ("exposure", risk.activity)):
            factor = self.levers.factor(portfolio, on, of) if of else None
            if factor is not None:
                found = factor if found is None else found * factor
        for link in self.study.links:
            if link.effect == risk.id and link.cause in came:
                times = self._times(link.cause, link.effect)
                if times is not None:
                    factor = np.where(came[link.cause], times, 1.0)
                    found = factor if found is None else found * factor
        return found

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

    def _settled(self, points: Value, at: Rows | None = None) -> Array:
        if at is None:
            # One value for all draws stays one value; whoever adds it up does not mind.
            return settled(np.array(points, dtype=np.float64))
        found = np.zeros(self.worlds.total)
        found[at] = settled(np.array(np.broadcast_to(points, at.shape), dtype=np.float64))
        return found


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


def _of(values: Array | None, at: Rows | None) -> Array | None:
    return values if values is None or at is None else values[at]


def _softened(severity: Value, factor: Array | None, cap: Array | None) -> Value:
    if factor is not None:
        severity = np.clip(severity * factor, 0.0, 100.0)
    return severity if cap is None else np.minimum(severity, cap)
