"""Delivery as a tool of the house."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from coproduce.core import Actor, Problem
from coproduce.instruments.delivery.actions import NewReport, mark_done, plan, report
from coproduce.instruments.delivery.queries import MilestoneView, board, duties_of
from coproduce.instruments.delivery.rules import DEEDS, VERSION, problem, settle
from coproduce.proceedings.public import Card, Concluded, DataTable, Inflow, Instrument, KeepsNothing, Need
from coproduce.register.public import StepView


class Delivery(KeepsNothing):
    """What was promised is done, and everybody can see how far it has come."""

    key = "delivery"
    name = "Making it happen"
    version = VERSION
    deeds = DEEDS
    takes: Mapping[str, Need] = {"items": Need(required=True)}
    gives: Mapping[str, frozenset[str]] = {}
    asks: Mapping[str, str] = {"public": "whoever does it, and a report each month"}

    def settle(self, raw: Mapping[str, Any], version: int) -> Mapping[str, Any] | list[Problem]:
        """See ``rules.settle``; there is only one version so far."""
        del version
        return settle(raw)

    def ready(self, step: StepView, inflow: Inflow) -> list[Problem]:
        """There must be something to deliver."""
        text = f"There is nothing to do in “{step.title}”: nothing was agreed in the stage before"
        return [] if inflow.items else [problem("items", text)]

    def start(self, step: StepView, inflow: Inflow, *, by: Actor) -> None:
        """Nothing to prepare: the projects lie in the hand-over."""

    def conclude(self, step: StepView, *, by: Actor) -> Concluded | list[Problem]:
        """Over once every project is done."""
        del by
        found = board(step)
        if found.unfinished:
            return [problem(f"{item.number}", f"“{item.title}” is not done yet") for item in found.unfinished]
        return Concluded(item_count=len(found.items))

    def cards(self, refs: Collection[str], viewer: Actor) -> Mapping[str, Card]:
        """Reports are shown with their projects."""
        del refs, viewer
        return {}

    def open_data(self, step: StepView) -> Iterator[DataTable]:
        """Each project's progress, and the duties of both sides."""
        found = board(step)
        numbers = {item.id: item.number for item in found.items}
        yield DataTable(
            "progress",
            ("number", "title", "progress", "spent", "reported_on", "text"),
            [
                (numbers[key], _title(found.items, key), one.progress, one.spent, one.at.date(), one.text)
                for key, told in found.reports.items()
                for one in told
            ],
        )
        yield DataTable(
            "duties",
            ("number", "title", "side", "due_on", "done_on", "dropped"),
            [
                (
                    numbers.get(one.item_id) if one.item_id else None,
                    one.title,
                    one.side,
                    one.due_on,
                    one.done_on,
                    one.dropped,
                )
                for one in found.milestones
            ],
        )


def _title(items: Collection[Any], key: UUID) -> str:
    return next((item.title for item in items if item.id == key), "")


INSTRUMENT: Instrument = Delivery()

__all__ = ["INSTRUMENT", "Delivery", "MilestoneView", "NewReport", "duties_of", "mark_done", "plan", "report"]
