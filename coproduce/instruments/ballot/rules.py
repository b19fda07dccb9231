"""Who may vote and count, and what a ballot may say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coproduce.core import Problem
from coproduce.instruments.ballot.settings import Settings, problem
from coproduce.proceedings.public import ItemView, StepDeed
from coproduce.register.public import State

VERSION = 1
FEW = 5
"""Fewer people than this are never told apart."""
DEEDS: Mapping[str, StepDeed] = {
    "ballot.read": StepDeed(frozenset(State), "anyone", writes=False),
    "ballot.cast": StepDeed(frozenset({State.OPEN}), "admitted", act="voted", secret=True),
    "ballot.withdraw": StepDeed(frozenset({State.OPEN}), "admitted"),
    "ballot.prepare": StepDeed(frozenset({State.PLANNED, State.OPEN, State.PAUSED}), "team"),
    "ballot.open": StepDeed(frozenset({State.COUNTING}), "lead"),
    "ballot.give-up": StepDeed(frozenset({State.OPEN, State.PAUSED, State.COUNTING}), "lead"),
    "ballot.destroy": StepDeed(frozenset({State.COUNTING, State.CONCLUDED, State.CANCELLED}), "team"),
    "ballot.on-paper": StepDeed(frozenset(State), "team", writes=False),
    "ballot.cards": StepDeed(frozenset({State.PLANNED, State.OPEN}), "team"),
    "ballot.enter": StepDeed(frozenset({State.OPEN, State.COUNTING}), "team"),
    "ballot.conclude": StepDeed(frozenset({State.COUNTING}), "lead"),
}


@dataclass(frozen=True)
class Choice:
    """What a ballot says: project number → points (1 for a tick, the rank for an ordinal one), and the boost."""

    points: Mapping[int, int] = field(default_factory=dict)
    boost: int = 0

    def to_plain(self) -> dict[str, Any]:
        """As an envelope or a slip holds it."""
        return {
            "points": {str(number): value for number, value in sorted(self.points.items())},
            "boost": self.boost,
        }

    @classmethod
    def from_plain(cls, value: Mapping[str, Any]) -> Choice:
        """``to_plain`` read back."""
        return cls(
            {int(number): int(points) for number, points in value["points"].items()}, int(value["boost"])
        )


def check_choice(choice: Choice, settings: Settings, items: Sequence[ItemView]) -> list[Problem]:
    """Everything that is wrong with a ballot, in sentences that a voter understands."""
    costs = {item.number: item.cost_central or 0 for item in items}
    unknown = sorted(set(choice.points) - set(costs))
    if unknown:
        return [problem("choice", f"There is no idea with the number {unknown[0]} on this ballot")]
    found = _check_number(choice, settings)
    if settings.kind == "cumulative":
        found += _check_points(choice, settings)
    if settings.kind == "ordinal" and sorted(choice.points.values()) != list(
        range(1, len(choice.points) + 1)
    ):
        found.append(problem("choice", "Give each place once: first, second, third and so on"))
    if settings.limit == "envelope" and sum(costs[number] for number in choice.points) > settings.envelope:
        found.append(problem("choice", "What you chose costs more than there is. Take one out"))
    if choice.boost and (not settings.boost or choice.boost not in choice.points):
        found.append(problem("boost", "Give your boost to one of the ideas that you chose"))
    return found


def longest_choice(settings: Settings, items: Sequence[ItemView]) -> Choice:
    """The longest choice, written out, that a ballot of this vote can say: all envelopes are made for it."""
    numbers = sorted((item.number for item in items), reverse=True)
    most = 1 if settings.kind == "choose-1" else settings.most or len(numbers)
    value = {"cumulative": settings.points, "ordinal": len(numbers)}.get(settings.kind, 1)
    chosen = numbers[:most]
    return Choice(dict.fromkeys(chosen, value), chosen[0] if settings.boost and chosen else 0)


def told_channels(counts: Mapping[str, int]) -> dict[str, str]:
    """Under which name each way of voting is told with a vote: none where fewer than five came by it.

    What stays untold must be at least five votes as well, or all: else the rest would give it away.
    """
    order = sorted(counts, key=lambda channel: (counts[channel], channel))
    hidden = [channel for channel in order if counts[channel] < FEW]
    while hidden and len(hidden) < len(order) and sum(counts[channel] for channel in hidden) < FEW:
        hidden.append(order[len(hidden)])
    return {channel: "" if channel in hidden else channel for channel in counts}


def _check_number(choice: Choice, settings: Settings) -> list[Problem]:
    chosen = len(choice.points)
    most = 1 if settings.kind == "choose-1" else settings.most
    least = max(1, settings.least)
    if chosen >= least and (not most or chosen <= most):
        return []
    if least == most:
        text = f"Choose exactly {most}. You chose {chosen}"
    elif chosen < least:
        text = f"Choose at least {least}. You chose {chosen}"
    else:
        text = f"Choose at most {most}. You chose {chosen}"
    return [problem("choice", text)]


def _check_points(choice: Choice, settings: Settings) -> list[Problem]:
    given = sum(choice.points.values())
    if any(points < 1 for points in choice.points.values()) or given > settings.points:
        return [problem("choice", f"You have {settings.points} points to share out. You gave {given}")]
    return []
