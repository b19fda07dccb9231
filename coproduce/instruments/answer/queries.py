"""What is to be answered, what the vote said of it, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from coproduce.decisions.public import DecisionView, RulingView, decisions_of_steps
from coproduce.instruments.answer.rules import unanswered
from coproduce.proceedings.public import ItemView, ResultView, taken
from coproduce.register.public import StepView


@dataclass(frozen=True)
class Desk:
    """Everything on the desk of whoever answers.

    ``voted`` says of each item whether the vote chose it, where there was one.
    """

    items: tuple[ItemView, ...]
    results: tuple[ResultView, ...]
    voted: Mapping[UUID, bool]
    answers: Mapping[UUID, RulingView]
    decisions: tuple[DecisionView, ...]

    @property
    def unanswered(self) -> list[ItemView]:
        """Items still without an answer."""
        return unanswered(self.items, self.answers)


def desk(step: StepView) -> Desk:
    """The desk of an answering stage, in a handful of reads."""
    inflow = taken(step.id)
    voted = {
        one.item_id: one.selected
        for result in inflow.results.values()
        for one in result.items
        if one.selected is not None
    }
    decisions = decisions_of_steps([step.id])[step.id]
    answers = {one.item_id: one for decision in decisions for one in decision.rulings}
    return Desk(inflow.items, tuple(inflow.results.values()), voted, answers, tuple(decisions))
