"""Ideas as a tool of the house."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from coproduce.core import Actor, Problem
from coproduce.instruments.ideas.actions import forget_places, propose, remark, support
from coproduce.instruments.ideas.exporting import COLUMNS, rows
from coproduce.instruments.ideas.queries import places
from coproduce.instruments.ideas.rules import DEEDS, VERSION, settle
from coproduce.proceedings.public import (
    Card,
    Concluded,
    DataTable,
    Forgotten,
    Inflow,
    Instrument,
    Need,
    acts_of_person,
    current,
    of_step,
)
from coproduce.register.public import StepView, initiatives


class Ideas:
    """People put something forward, support it and remark on it."""

    key = "ideas"
    name = "Ideas"
    version = VERSION
    deeds = DEEDS
    takes: Mapping[str, Need] = {"items": Need()}
    gives: Mapping[str, frozenset[str]] = {
        "items": frozenset({"idea", "topic", "question", "candidate", "report", "theme", "action", "card"})
    }
    asks: Mapping[str, str] = {"resident": "five minutes", "public": "somebody who reads and answers"}

    def settle(self, raw: Mapping[str, Any], version: int) -> Mapping[str, Any] | list[Problem]:
        """See ``rules.settle``; there is only one version so far."""
        del version
        return settle(raw)

    def ready(self, step: StepView, inflow: Inflow) -> list[Problem]:
        """Ideas can begin with nothing."""
        del step, inflow
        return []

    def start(self, step: StepView, inflow: Inflow, *, by: Actor) -> None:
        """Nothing to prepare."""

    def conclude(self, step: StepView, *, by: Actor) -> Concluded | list[Problem]:
        """The clock ends the stage; what was put forward is what it gives."""
        del by
        return Concluded(item_count=len(of_step(step.id)))

    def personal(self, person_id: UUID) -> Iterator[DataTable]:
        """Where her ideas are, as she named the place."""
        mine = [item for act in acts_of_person(person_id) if act.kind == "proposed" for item in act.item_ids]
        yield DataTable("places", ("place",), [(name,) for name in places(mine).values()])

    def forget(self, person_id: UUID, *, by: Actor) -> Forgotten:
        """The names of the places of her ideas go; worries were never kept with who said them."""
        mine = [item for act in acts_of_person(person_id) if act.kind == "proposed" for item in act.item_ids]
        gone = forget_places(mine, by=by)
        return Forgotten({"ideas.spot": gone} if gone else {})

    def cards(self, refs: Collection[str], viewer: Actor) -> Mapping[str, Card]:
        """Ideas that everybody may see."""
        del viewer
        ids = {ref: UUID(ref.partition(":")[2]) for ref in refs if ref.startswith("proceedings.item:")}
        found = current(list(ids.values()))
        slugs = initiatives({item.initiative_id for item in found.values()})
        return {
            ref: Card(
                item.title,
                reverse(
                    "ideas:idea", args=[slugs[item.initiative_id].slug, item.origin_step_id, item.number]
                ),
                item.kind,
                item.body[:200],
            )
            for ref, key in ids.items()
            if (item := found.get(key)) and item.visibility == "public"
        }

    def open_data(self, step: StepView) -> Iterator[DataTable]:
        """Every idea that is shown, how many supported it (under 5 not told) and how far it has come."""
        yield DataTable("ideas", COLUMNS, list(rows(step)))


INSTRUMENT: Instrument = Ideas()

__all__ = ["INSTRUMENT", "Ideas", "propose", "remark", "support"]
