"""The result of a study, with the words and look-ups that every part of the page needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coproduce import report as r
from coproduce.report.numbers import Figure

Plain = Mapping[str, Any]

REASONS = {
    "most_gain": "promises the most, all in all",
    "safest_tail": "has the least bad bad years",
    "least_worst_regret": "lets no group down as much as others would",
    "most_acceptable": "is best for the most ways of weighing the groups",
    "half_cost": "does most for half the money",
    "today": "nothing new is done",
}
STRATEGIES = {
    "activity": "choose other activities",
    "environment": "make it less likely or less bad",
    "resilience": "come through it better",
    "enablement": "enable something good, its risk included",
}


@dataclass(frozen=True)
class Study:
    """What an envelope holds. ``mixes`` are the portfolios put forward, today first."""

    result: Plain
    warnings: tuple[str, ...]
    mixes: tuple[Plain, ...]
    names: Mapping[str, str]

    @classmethod
    def of(cls, envelope: Plain) -> Study:
        """The study in an envelope of plain values."""
        result = envelope["result"]
        places = sorted(set(result["choices"].values()))
        parts = ("groups", "actions", "risks", "agents", "outcomes")
        names = {f"{part}/{one['id']}": one["name"] for part in parts for one in result[part]}
        return cls(
            result, tuple(envelope["warnings"]), tuple(result["portfolios"][place] for place in places), names
        )

    @property
    def invented(self) -> bool:
        """Whether the study says that its judgements are made up."""
        return any("invented" in text for text in self.warnings)

    @property
    def risks(self) -> Sequence[Plain]:
        """The risks, as the study lists them."""
        return list(self.result["risks"])

    @property
    def judges(self) -> Sequence[Plain]:
        """The groups that judged, as the study lists them."""
        return [group for group in self.result["groups"] if group["weight"] is not None]

    def mix(self, choice: str) -> Plain:
        """The portfolio put forward for one reason."""
        return dict(self.result["portfolios"][self.result["choices"][choice]])

    def letter(self, mix: Plain) -> str:
        """What a mix is called on the page: ``Today``, ``Mix A``, ``Mix B`` and so on."""
        at = next(at for at, one in enumerate(self.mixes) if one["actions"] == mix["actions"])
        return "Today" if not mix["actions"] else f"Mix {chr(ord('A') + at - (not self.mixes[0]['actions']))}"

    def name_of(self, mix: Plain) -> str:
        """The letter, with what the mix holds in brackets where that is short."""
        actions = [self.action(name) for name in mix["actions"]]
        return (
            self.letter(mix)
            if len(actions) > 2 or not actions
            else f"{self.letter(mix)} ({r.listed(actions)})"
        )

    def reasons(self, mix: Plain) -> list[str]:
        """Why a mix is put forward, in words."""
        place = next(
            at for at, one in enumerate(self.result["portfolios"]) if one["actions"] == mix["actions"]
        )
        return [REASONS[name] for name, at in self.result["choices"].items() if at == place]

    def group(self, name: str) -> str:
        """A group's name, as the study gives it."""
        return self.names[f"groups/{name}"]

    def action(self, name: str) -> str:
        """An action's name."""
        return self.names[f"actions/{name}"]

    def about(self, about: str) -> str:
        """What a judgement is about, in words: ``action/parameter/target`` or a risk."""
        if "/" not in about:
            return self.names.get(f"risks/{about}", about)
        action, _, target = about.split("/")
        words = " for ".join(
            next(
                (self.names[key] for part in ("risks", "agents") if (key := f"{part}/{one}") in self.names),
                one,
            )
            for one in target.split(">")
        )
        return f"{self._action_of(action)}, for “{words}”"

    def _action_of(self, name: str) -> str:
        found = self.names.get(f"actions/{name}")
        return found or next(
            (
                text.partition(" (×")[0]
                for key, text in self.names.items()
                if key.startswith(f"actions/{name}@")
            ),
            name,
        )

    def money(self, value: float) -> str:
        """A sum, rounded to three digits that matter."""
        whole = round(value)
        places = max(0, len(str(abs(whole))) - 3)
        return r.money(round(whole, -places), self.result["currency"])

    def points(self, value: float) -> str:
        """A harm or gain in words: "39 points of harm", "13 points of gain"."""
        if abs(value) < 0.05:
            return "neither harm nor gain"
        return f"{figure(abs(value))} points of {'harm' if value < 0 else 'gain'}"

    def better(self, mix: Plain) -> str:
        """How a mix compares with today."""
        value = mix["better_than_today"]
        return f"{figure(abs(value))} points {'better' if value >= 0 else 'worse'}"

    def furthest_apart(self) -> tuple[Plain, tuple[str, float], tuple[str, float]] | None:
        """The risk over which groups differ most, with the two furthest apart and what they expect."""
        known = [risk for risk in self.risks if risk["apart"]]
        if not known:
            return None
        risk = max(known, key=lambda one: float(one["distance"]))
        beliefs = {belief["group"]: belief["expected"] for belief in risk["per_group"]}
        sign = 1 if risk["sense"] == "gain" else -1
        low, high = sorted(risk["apart"], key=lambda name: abs(beliefs[name] or 0.0))
        return (
            risk,
            (self.group(low), sign * (beliefs[low] or 0.0)),
            (self.group(high), sign * (beliefs[high] or 0.0)),
        )


def headed(text: str) -> str:
    """``text`` as it begins a sentence or heads a row."""
    return text[:1].upper() + text[1:]


def figure(given: Figure) -> str:
    """Points: whole from 10 on, one decimal below."""
    value = float(given)
    return "0" if value == 0 else r.number(value, 0 if abs(value) >= 9.95 else 1)


def whole(given: Figure) -> str:
    """A figure without decimals."""
    return r.number(given, 0)


def signed(given: Figure) -> str:
    """Points with their sign, a true minus; nought without one."""
    value = float(given)
    text = figure(abs(value))
    if text.strip("0.") == "":
        return "0"
    return f"{'−' if value < 0 else '+'}{text}"
