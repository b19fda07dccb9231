"""Budget as a tool of the house."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from coproduce.core import Actor, Problem
from coproduce.instruments.budget.actions import cost, decline, merge
from coproduce.instruments.budget.queries import PROJECT, desk
from coproduce.instruments.budget.rules import DEEDS, VERSION, Costing, problem, settle
from coproduce.proceedings.public import Card, Concluded, DataTable, Inflow, Instrument, KeepsNothing, Need
from coproduce.register.public import StepView


class Budget(KeepsNothing):
    """Ideas become costed projects."""

    key = "budget"
    name = "Costing"
    version = VERSION
    deeds = DEEDS
    takes: Mapping[str, Need] = {"items": Need(required=True)}
    gives: Mapping[str, frozenset[str]] = {"items": frozenset({PROJECT, "offer"})}
    asks: Mapping[str, str] = {"public": "officers who cost each idea"}

    def settle(self, raw: Mapping[str, Any], version: int) -> Mapping[str, Any] | list[Problem]:
        """See ``rules.settle``; there is only one version so far."""
        del version
        return settle(raw)

    def ready(self, step: StepView, inflow: Inflow) -> list[Problem]:
        """There must be something to cost."""
        text = f"There is nothing to cost in “{step.title}”: no idea has come from the stage before"
        return [] if inflow.items else [problem("items", text)]

    def start(self, step: StepView, inflow: Inflow, *, by: Actor) -> None:
        """Nothing to prepare: the ideas lie in the hand-over."""

    def conclude(self, step: StepView, *, by: Actor) -> Concluded | list[Problem]:
        """Over once every idea is costed, merged, divided or declined with a reason."""
        del by
        found = desk(step)
        if found.undecided:
            return [
                problem(f"{item.number}", f"“{item.title}” has no answer yet") for item in found.undecided
            ]
        return Concluded(item_count=len(found.projects))

    def cards(self, refs: Collection[str], viewer: Actor) -> Mapping[str, Card]:
        """Costing has nothing of its own to show: items are shown where they came from."""
        del refs, viewer
        return {}

    def open_data(self, step: StepView) -> Iterator[DataTable]:
        """Each idea with its price and what was said of it."""
        found = desk(step)
        columns = (
            "number",
            "title",
            "cost_low",
            "cost_central",
            "cost_high",
            "currency",
            "outcome",
            "reason",
        )
        rows = []
        for item in found.items:
            latest = found.stories[item.id].latest
            said = (latest.outcome, latest.reason) if latest else ("", "")
            rows.append(
                (
                    item.number,
                    item.title,
                    item.cost_low,
                    item.cost_central,
                    item.cost_high,
                    item.currency,
                    *said,
                )
            )
        yield DataTable("costing", columns, rows)


INSTRUMENT: Instrument = Budget()

__all__ = ["INSTRUMENT", "Budget", "Costing", "cost", "decline", "merge"]
