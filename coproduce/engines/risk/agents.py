"""The agents of a study in one set of worlds: their courses with and without actions, and who stands in for whom.

The study names one shock. Every agent has its own fall in it; links say who can
carry what another cannot. A risk that strikes an agent does harm in proportion to
what the agent cannot do: with actions the elicited harm is multiplied by
(lost area with them) / (lost area today), draw by draw, so that today stays exactly
what people said.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.risk.resilience import Course, aided
from coproduce.engines.risk.strategies import Levers
from coproduce.engines.risk.values import AGENT_EFFECTS, AGENT_QUESTIONS, Agent, Substitution

Array = NDArray[np.float64]

HORIZON = 104.0
"""Weeks over which lost area is counted and curves are drawn."""
NODES = np.array([0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 27, 36, 48, 64, 84, HORIZON], dtype=np.float64)
"""Weeks between which lost area is summed by straight lines where others stand in; early on they stand close."""


@dataclass
class Agents:
    """Courses of all agents, drawn once and changed by portfolios."""

    levers: Levers
    _today: dict[str, dict[str, Array]] = field(default_factory=dict, repr=False)
    _shares: dict[str, Array] = field(default_factory=dict, repr=False)
    _ratios: dict[tuple[str, int], Array | None] = field(default_factory=dict, repr=False)

    def agent(self, name: str) -> Agent:
        """The agent called ``name``."""
        return next(one for one in self.levers.study.agents if one.id == name)

    def course(self, name: str, portfolio: int) -> Course:
        """The course of one agent's own work under ``portfolio``."""
        drawn = self._drawn(name)
        levers = self.levers
        parts: dict[str, Array] = {}
        for question in AGENT_QUESTIONS:
            value = drawn[question]
            if question in ("fall", "plateau", "recovery"):
                factor = levers.factor(portfolio, question, name)
                value = value if factor is None else np.maximum(value * factor, 0.0)
            else:
                added = levers.added(portfolio, question, name)
                value = value if added is None else value + added
            parts[question] = value
        parts["fall"] = np.minimum(parts["fall"], 100.0)
        parts["learning"] = np.minimum(parts["learning"], 1.0)
        # A final level below 0 is not possible: nobody can do less than nothing.
        parts["adaptation"] = np.maximum(parts["adaptation"], -100.0)
        parts["fall"] = np.maximum(parts["fall"], 0.0)
        return Course(**parts)

    def helpers(self, name: str, portfolio: int) -> list[tuple[Substitution, Array]]:
        """Who can stand in for ``name`` under ``portfolio``, and the share each can carry."""
        found = []
        for link in self.levers.study.substitutions:
            if link.agent != name:
                continue
            share = self._share(link)
            added = self.levers.added(portfolio, "substitution", link.id)
            if added is not None:
                share = np.clip(share + added, 0.0, 1.0)
            found.append((link, share))
        return found

    def level(self, name: str, portfolio: int, week: float) -> Array:
        """How much of the work of ``name`` is done at ``week``, helpers included."""
        own = self.course(name, portfolio).level(week)
        helpers = self.helpers(name, portfolio)
        if not helpers:
            return own
        standing = np.stack([self.course(link.by, portfolio).level(week) for link, _ in helpers])
        return aided(own, standing, np.stack([share for _, share in helpers]))

    def levels(self, name: str, portfolio: int, weeks: Array) -> Array:
        """``level`` at each of ``weeks``: one row a week, one column a draw."""
        own = self.course(name, portfolio).level(weeks[:, None])
        helpers = self.helpers(name, portfolio)
        if not helpers:
            return own
        missing = np.maximum(100.0 - own, 0.0)
        carried = np.zeros_like(own)
        for link, share in helpers:
            standing = self.course(link.by, portfolio).level(weeks[:, None])
            carried += share * np.clip(standing, 0.0, 100.0) / 100.0
        return np.asarray(own + missing * np.clip(carried, 0.0, 1.0))

    def lost_area(self, name: str, portfolio: int) -> Array:
        """What is not done between the shock and the horizon, in point-weeks, helpers counted."""
        if not self.helpers(name, portfolio):
            return self.course(name, portfolio).lost_area(HORIZON)
        total = np.zeros(self.levers.worlds.total)
        for at, missing in enumerate(np.maximum(100.0 - self.levels(name, portfolio, NODES), 0.0)):
            before = NODES[at] - NODES[at - 1] if at else 0.0
            after = NODES[at + 1] - NODES[at] if at + 1 < len(NODES) else 0.0
            total += missing * ((before + after) / 2)
        return total

    def harm_ratio(self, name: str, portfolio: int) -> Array | None:
        """Lost area under ``portfolio`` over lost area today; None where ``portfolio`` leaves the agent as it is."""
        acting = self._acting_on(name, portfolio)
        if not acting:
            return None
        key = (name, acting)
        if key not in self._ratios:
            today, then = self.lost_area(name, 0), self.lost_area(name, acting)
            self._ratios[key] = np.where(today > 0, then / np.where(today > 0, today, 1.0), 1.0)
        return self._ratios[key]

    def _acting_on(self, name: str, portfolio: int) -> int:
        links = [link for link in self.levers.study.substitutions if link.agent == name]
        targets = {name, *(link.by for link in links), *(link.id for link in links)}
        bits = 0
        for at, option in enumerate(self.levers.options):
            if portfolio >> at & 1 and any(
                effect.on in AGENT_EFFECTS and effect.of in targets for effect in option.action.effects
            ):
                bits |= 1 << at
        return bits

    def _drawn(self, name: str) -> dict[str, Array]:
        if name not in self._today:
            agent = self.agent(name)
            worlds = self.levers.worlds
            found: dict[str, Array] = {}
            for question in AGENT_QUESTIONS:
                drawn = worlds.values(
                    worlds.views.pool(name, question), f"agent {agent.stream or name} {question}"
                )
                found[question] = np.zeros(worlds.total) if drawn is None else drawn
            self._today[name] = found
        return self._today[name]

    def _share(self, link: Substitution) -> Array:
        if link.id not in self._shares:
            worlds = self.levers.worlds
            names = [self.agent(one).stream or one for one in (link.by, link.agent)]
            drawn = worlds.values(
                worlds.views.pool(link.id, "substitution"), f"stands in {names[0]} {names[1]}"
            )
            self._shares[link.id] = np.zeros(worlds.total) if drawn is None else drawn
        return self._shares[link.id]
