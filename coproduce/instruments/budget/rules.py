"""Who may cost, merge, divide and decline; what a costing must say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coproduce.core import Place, Problem
from coproduce.proceedings.public import ItemView, StepDeed, Story
from coproduce.register.public import State

VERSION = 1
WORKING = frozenset({State.OPEN, State.COUNTING})

DEEDS: Mapping[str, StepDeed] = {
    "budget.read": StepDeed(frozenset(State), "anyone", writes=False),
    "budget.cost": StepDeed(WORKING, "team"),
    "budget.merge": StepDeed(WORKING, "team"),
    "budget.split": StepDeed(WORKING, "team"),
    "budget.decline": StepDeed(WORKING, "team"),
    "budget.conclude": StepDeed(WORKING, "lead"),
}

LARGEST = 10**13
"""Minor units; a larger sum is a slip of the pen."""


@dataclass(frozen=True)
class Costing:
    """What a project would cost: from, about, to, in minor units of one currency, and where the figure comes from."""

    low: int
    central: int
    high: int
    currency: str
    basis: str = ""


def settle(raw: Mapping[str, Any]) -> dict[str, Any] | list[Problem]:
    """Complete settings: the money there is, its currency, whether costs are ranges, whether ideas may be merged."""
    problems: list[Problem] = []
    envelope, currency = raw.get("envelope"), raw.get("currency", "GBP")
    if not isinstance(envelope, int) or isinstance(envelope, bool) or not 0 < envelope <= LARGEST:
        problems.append(problem("envelope", "must be a sum above 0, in pence or the smallest coin"))
    if not isinstance(currency, str) or len(currency) != 3 or not currency.isupper():
        problems.append(problem("currency", "must be three capital letters, such as GBP"))
    problems += [
        problem(name, "must be true or false")
        for name in ("range", "split_and_merge")
        if not isinstance(raw.get(name, True), bool)
    ]
    known = {"envelope", "currency", "range", "split_and_merge", "concludes"}
    problems += [problem(name, "is not a setting of costing") for name in sorted(set(raw) - known)]
    return problems or {
        "envelope": envelope, "currency": currency, "range": raw.get("range", True),
        "split_and_merge": raw.get("split_and_merge", True), "concludes": "by-team",
    }  # fmt: skip


def check_costing(costing: Costing, settings: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong with a costing, by field of the form."""
    found = [
        problem(name, "Give a sum above 0")
        for name in ("low", "central", "high")
        if not 0 < getattr(costing, name) <= LARGEST
    ]
    if not costing.low <= costing.central <= costing.high:
        found.append(problem("central", "The likely cost must lie between the lowest and the highest"))
    if costing.currency != settings.get("currency"):
        found.append(problem("currency", f"Costs of this vote are in {settings.get('currency')}"))
    if costing.central > int(settings.get("envelope", LARGEST)):
        found.append(problem("central", "This costs more than all the money there is. Decline or divide it"))
    return found


def undecided(items: Sequence[ItemView], stories: Mapping[Any, Story], kind: str) -> list[ItemView]:
    """Ideas that are neither costed (a project with a cost), nor merged, divided, declined or taken back."""

    def is_done(item: ItemView) -> bool:
        latest = stories[item.id].latest
        ended = bool(stories[item.id].heirs) or (
            latest is not None and latest.outcome in {"declined", "withdrawn", "referred", "merged", "split"}
        )
        return ended or (item.kind == kind and item.cost_central is not None)

    return [item for item in items if not is_done(item)]


def problem(name: str, text: str) -> Problem:
    """A fault of one field."""
    return Problem(Place(key=name), text, f"budget-{name}")
