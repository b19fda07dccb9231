"""What a costing stage works on, and what is still to be done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from coproduce.instruments.budget.rules import undecided
from coproduce.proceedings.public import ItemView, Story, current, of_handover, of_step, stories
from coproduce.register.public import StepView

PROJECT = "project"


@dataclass(frozen=True)
class Desk:
    """Everything on the desk of those who cost: all items with their stories, and those still undecided."""

    items: tuple[ItemView, ...]
    stories: Mapping[UUID, Story]
    undecided: tuple[ItemView, ...]

    @property
    def projects(self) -> tuple[ItemView, ...]:
        """Costed projects that go on to the next stage."""
        return tuple(
            item
            for item in self.items
            if item.cost_central is not None
            and not self.stories[item.id].heirs
            and not ((latest := self.stories[item.id].latest) and latest.outcome in {"declined", "withdrawn"})
        )


def desk(step: StepView, *, only: Collection[UUID] | None = None) -> Desk:
    """The desk of a costing stage, in a handful of reads however many there are; or ``only`` these ideas."""
    ids = only
    if ids is None:
        ids = [item.id for item in (*of_handover(step.id), *of_step(step.id))]
    items = sorted(current(dict.fromkeys(ids)).values(), key=lambda item: item.number)
    told = stories([item.id for item in items])
    kind = (step.gives or {}).get("items", PROJECT)
    return Desk(tuple(items), told, tuple(undecided(items, told, kind)))
