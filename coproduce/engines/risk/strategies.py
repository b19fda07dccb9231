"""What each of the four strategies changes, and nothing else.

=================  =============================================================
activity           exposure: how much of an activity is done, gains and harms alike
environment        likelihood p(1 − e); severity s(1 − e), or a cap on the worst
resilience         an agent's fall, plateau, recovery, final level, learning; who stands in
enablement         switches on a gain and the harm of its own that comes with it
=================  =============================================================

Several actions on one parameter combine as the product of (1 − e). Effects are
judged like everything else, drawn once a world, the same for every portfolio. An
effect that nobody knows does nothing in the central run; it is a candidate for an
experiment.

An *option* is an action at one dose; a portfolio is a set of options, written as
the bits of a whole number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.risk.values import AGENT_EFFECTS, Action, Effect, Risk, Study
from coproduce.engines.risk.views import Views
from coproduce.engines.risk.worlds import Worlds

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Option:
    """One action at one dose."""

    action: Action
    dose: float

    @property
    def id(self) -> str:
        """The action's id, with the dose where the action has several."""
        return self.action.id if len(self.action.doses) == 1 else f"{self.action.id}@{self.dose:g}"


def options_of(study: Study) -> tuple[Option, ...]:
    """Every action at each of its doses, in the order of the study."""
    return tuple(Option(action, dose) for action in study.actions for dose in action.doses)


def exclusions(options: Iterable[Option]) -> tuple[int, ...]:
    """For each option the bits of those that cannot stand beside it: other doses, and what its action excludes."""
    found = list(options)
    return tuple(
        sum(
            1 << at
            for at, other in enumerate(found)
            if at != mine
            and (
                other.action.id == option.action.id
                or other.action.id in option.action.excludes
                or option.action.id in other.action.excludes
            )
        )
        for mine, option in enumerate(found)
    )


def allowed(portfolio: int, excluded: tuple[int, ...]) -> bool:
    """Whether no two options of ``portfolio`` exclude one another."""
    return not any(portfolio >> at & 1 and portfolio & bits for at, bits in enumerate(excluded))


def effect_about(action: Action, effect: Effect) -> str:
    """What answers to "how much would it help" are about: ``action/parameter/target``."""
    return f"{action.id}/{effect.on}/{effect.of}"


def members(portfolio: int) -> list[int]:
    """The positions of the options in ``portfolio``, rising."""
    return [at for at in range(portfolio.bit_length()) if portfolio >> at & 1]


@dataclass
class Levers:
    """The drawn effects of all options in one set of worlds, each drawn when first asked for."""

    worlds: Worlds
    options: tuple[Option, ...]
    _drawn: dict[tuple[str, str, str], Array | None] = field(default_factory=dict, repr=False)

    @property
    def study(self) -> Study:
        """The study whose actions these are."""
        return self.worlds.views.study

    def drawn(self, action: Action, effect: Effect) -> Array | None:
        """Draws of the full effect of ``action``; None where nobody knows it."""
        key = (action.id, effect.on, effect.of)
        if key not in self._drawn:
            pool = self.worlds.views.pool(effect_about(action, effect), "effect", f"effect:{effect.on}")
            name = f"effect {action.stream or action.id} {effect.on} {self._stream(effect.of)}"
            self._drawn[key] = self.worlds.values(pool, name)
        return self._drawn[key]

    def factor(self, portfolio: int, on: str, of: str) -> Array | None:
        """The product of (1 − dose × e) over the options of ``portfolio`` on one parameter; None for no effect."""
        found: Array | None = None
        for option, effect in self._acting(portfolio, on, of):
            drawn = self.drawn(option.action, effect)
            if drawn is not None:
                term = 1 - option.dose * drawn
                found = term if found is None else found * term
        return found

    def added(self, portfolio: int, on: str, of: str) -> Array | None:
        """The sum of dose × e over the options of ``portfolio`` on one parameter; None for no effect."""
        found: Array | None = None
        for option, effect in self._acting(portfolio, on, of):
            drawn = self.drawn(option.action, effect)
            if drawn is not None:
                term = option.dose * drawn
                found = term if found is None else found + term
        return found

    def cap(self, portfolio: int, of: str) -> Array | None:
        """The least of the caps on the worst of a risk, in points; None for none. Half a dose caps half as low."""
        found: Array | None = None
        for option, effect in self._acting(portfolio, "cap", of):
            drawn = self.drawn(option.action, effect)
            if drawn is not None:
                term = 100 - option.dose * (100 - drawn)
                found = term if found is None else np.minimum(found, term)
        return found

    def switched_on(self, portfolio: int, risk: Risk) -> bool:
        """Whether ``risk`` can come at all: it needs no action, or one that ``portfolio`` holds."""
        return not risk.needs or any(self.options[at].action.id == risk.needs for at in members(portfolio))

    def touching(self, risk: Risk) -> int:
        """The options, as bits, that can change ``risk`` itself (what its links bring is not counted here)."""
        return sum(1 << at for at, option in enumerate(self.options) if self._touches(option.action, risk))

    def _touches(self, action: Action, risk: Risk) -> bool:
        if risk.needs == action.id:
            return True
        for effect in action.effects:
            if effect.on in ("likelihood", "severity", "cap") and effect.of == risk.id:
                return True
            if effect.on == "exposure" and risk.activity and effect.of == risk.activity:
                return True
            if effect.on in AGENT_EFFECTS and risk.agent and effect.of in self._agents_behind(risk.agent):
                return True
        return False

    def _agents_behind(self, agent: str) -> set[str]:
        """``agent``, whoever can stand in for it, and those links."""
        links = [link for link in self.study.substitutions if link.agent == agent]
        return {agent, *(link.by for link in links), *(link.id for link in links)}

    def _acting(self, portfolio: int, on: str, of: str) -> list[tuple[Option, Effect]]:
        return [
            (self.options[at], effect)
            for at in members(portfolio)
            for effect in self.options[at].action.effects
            if effect.on == on and effect.of == of
        ]

    def _stream(self, target: str) -> str:
        """The target's seed words, so that renaming it moves no draw."""
        streams = {
            **{one.id: one.stream or one.id for one in self.study.risks},
            **{one.id: one.stream or one.id for one in self.study.agents},
        }
        if target in streams:
            return streams[target]
        if ">" in target:
            return ">".join(self._stream(part) for part in target.split(">"))
        return "activity" if any(one.id == target for one in self.study.activities) else target


def unknown_effects(study: Study, views: Views) -> list[tuple[Action, Effect]]:
    """The effects on which nobody has given a figure."""
    return [
        (action, effect)
        for action in study.actions
        for effect in action.effects
        if not len(views.pool(effect_about(action, effect), "effect", f"effect:{effect.on}").tables)
    ]
