"""Answer as a tool of the house."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from coproduce.core import Actor, Problem
from coproduce.instruments.answer.actions import answer, tell_those_asked
from coproduce.instruments.answer.queries import desk
from coproduce.instruments.answer.rules import DEEDS, VERSION, problem, settle
from coproduce.proceedings.public import Card, Concluded, DataTable, Inflow, Instrument, KeepsNothing, Need
from coproduce.register.public import StepView


class Answer(KeepsNothing):
    """Whoever decides answers everybody, item by item."""

    key = "answer"
    name = "Answers"
    version = VERSION
    deeds = DEEDS
    takes: Mapping[str, Need] = {"items": Need(required=True), "result": Need()}
    gives: Mapping[str, frozenset[str]] = {}
    asks: Mapping[str, str] = {"public": "whoever decides, and the reasons"}

    def settle(self, raw: Mapping[str, Any], version: int) -> Mapping[str, Any] | list[Problem]:
        """See ``rules.settle``; there is only one version so far."""
        del version
        return settle(raw)

    def ready(self, step: StepView, inflow: Inflow) -> list[Problem]:
        """There must be something to answer."""
        text = f"There is nothing to answer in “{step.title}”: nothing has come from the stage before"
        return [] if inflow.items else [problem("items", text)]

    def start(self, step: StepView, inflow: Inflow, *, by: Actor) -> None:
        """Nothing to prepare: items and result lie in the hand-over."""

    def conclude(self, step: StepView, *, by: Actor) -> Concluded | list[Problem]:
        """Over once every item has its answer."""
        found = desk(step)
        if found.unanswered:
            return [
                problem(f"{item.number}", f"“{item.title}” has no answer yet") for item in found.unanswered
            ]
        tell_those_asked(step, found, by=by)
        return Concluded(item_count=len(found.items))

    def cards(self, refs: Collection[str], viewer: Actor) -> Mapping[str, Card]:
        """Answers are shown with their items."""
        del refs, viewer
        return {}

    def open_data(self, step: StepView) -> Iterator[DataTable]:
        """Each item with its answer, reason and date."""
        found = desk(step)
        columns = ("number", "title", "voted", "outcome", "amount", "reason", "next", "due_on")
        rows = []
        for item in found.items:
            one = found.answers.get(item.id)
            said = (one.outcome, one.amount, one.reason, one.next_step, one.due_on) if one else ("",) * 5
            rows.append((item.number, item.title, found.voted.get(item.id), *said))
        yield DataTable("answers", columns, rows)


INSTRUMENT: Instrument = Answer()

__all__ = ["INSTRUMENT", "Answer", "answer"]
